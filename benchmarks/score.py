"""Loads the gold pages into warehouses of their own and prints the scorer's verdict on layout and facts.

Run as ``make score``. Gold pages and scorer lie outside this repository, in ``../shared``; set GEWU_SHARED to another
folder. Where they are not there, this says so and ends well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Facts have gold on the real pages only.
SCORED = (("layout", "real"), ("layout", "synthetic"), ("facts", "real"))


def main() -> int:
    """Print the scores of every gold folder that is there; return the exit code."""
    shared = Path(os.environ.get("GEWU_SHARED", ROOT.parent / "shared"))
    scorer = shared / "eval" / "score.py"
    if not scorer.is_file():
        print(f"No scorer at {scorer}: nothing to score. Set GEWU_SHARED to the folder that holds eval/ and gold/.")
        return 0
    with tempfile.TemporaryDirectory(prefix="gewu-score-") as folder:
        warehouses: dict[str, Path] = {}
        for what, gold_name in SCORED:
            gold = shared / "gold" / gold_name
            if not gold.is_dir():
                print(f"No gold at {gold}: skipped.")
                continue
            if gold_name not in warehouses:
                warehouses[gold_name] = _load(gold, Path(folder) / gold_name)
            print(f"== {what}, {gold_name} pages")
            sys.stdout.flush()
            subprocess.run(
                [sys.executable, str(scorer), what, str(warehouses[gold_name]), str(gold)], check=True, cwd=folder
            )
    return 0


def _load(gold: Path, work: Path) -> Path:
    """Load the page texts of a gold folder, and only those, into a fresh warehouse; return its path."""
    inbox = work / "inbox"
    inbox.mkdir(parents=True)
    for page in sorted(gold.glob("*.txt")):
        (inbox / page.name).write_bytes(page.read_bytes())
    data = work / "data"
    command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--inbox", str(inbox), "--data-dir", str(data)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        raise SystemExit(f"loading {gold} failed with exit code {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return data / "warehouse.duckdb"


if __name__ == "__main__":
    sys.exit(main())
