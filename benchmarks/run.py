"""Times the whole job beside jieba alone and rjieba alone on the same pages, in one run, and writes the table.

    python -m benchmarks.run [--pages 1000] [--workers 2]

Machines are shared and noisy: read the ratios, not the seconds. ``benchmarks/results.json`` holds the last committed
run with its class of machine. Memory is the largest resident set of the job and of each of its worker processes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generate_pages import generate

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
# One process each, so that neither profits from what the other has loaded; the dictionary's loading is not counted.
CUT_ALONE = """
import sys, time
from pathlib import Path
texts = [file.read_text(encoding="utf-8") for file in sorted(Path(sys.argv[2]).rglob("*.txt"))]
if sys.argv[1] == "jieba":
    import jieba
    jieba.initialize()
    cut = lambda text: list(jieba.cut(text))
else:
    import rjieba
    cut = rjieba.cut
start = time.perf_counter()
for text in texts:
    cut(text)
print(time.perf_counter() - start)
"""


def main() -> int:
    """Run the benchmark and print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    results = [_measure(count, arguments.seed, arguments.workers) for count in arguments.pages]
    machine = {"processors": os.cpu_count(), "architecture": platform.machine(), "python": platform.python_version()}
    RESULTS.write_text(
        json.dumps({"machine": machine, "results": results}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    _print_table(results)
    return 0


def _measure(count: int, seed: int, workers: int) -> dict[str, float | int]:
    with tempfile.TemporaryDirectory(prefix="gewu-bench-") as folder:
        inbox, data = Path(folder) / "inbox", Path(folder) / "data"
        characters = 0
        for relative_path, page in generate(count, seed):
            target = inbox / relative_path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(page)
            characters += len(page.decode("utf-8"))
        command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--inbox", str(inbox), "--data-dir", str(data)]
        start = time.perf_counter()
        subprocess.run([*command, "--workers", str(workers)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        job_seconds = time.perf_counter() - start
        start = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        again_seconds = time.perf_counter() - start
        # Linux counts the largest resident set in KiB.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        return {
            "pages": count,
            "characters": characters,
            "workers": workers,
            "job_seconds": round(job_seconds, 2),
            "nothing_new_seconds": round(again_seconds, 2),
            "jieba_seconds": round(_cut_alone("jieba", inbox), 2),
            "rjieba_seconds": round(_cut_alone("rjieba", inbox), 2),
            "largest_process_bytes": peak,
            "warehouse_bytes": (data / "warehouse.duckdb").stat().st_size,
            "input_bytes": sum(file.stat().st_size for file in inbox.rglob("*.txt")),
        }


def _cut_alone(engine: str, inbox: Path) -> float:
    command = [sys.executable, "-c", CUT_ALONE, engine, str(inbox)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout.split()[-1])


def _print_table(results: list[dict[str, float | int]]) -> None:
    print("pages  characters  job s  jieba.cut s  rjieba s  jieba / job  nothing new s  MiB  file / input")
    for row in results:
        print(
            f"{row['pages']:5}  {row['characters']:10}  {row['job_seconds']:5}  {row['jieba_seconds']:11}  "
            f"{row['rjieba_seconds']:8}  {row['jieba_seconds'] / row['job_seconds']:11.2f}  "
            f"{row['nothing_new_seconds']:13}  {row['largest_process_bytes'] / 2**20:3.0f}  "
            f"{row['warehouse_bytes'] / row['input_bytes']:.2f}"
        )


if __name__ == "__main__":
    sys.exit(main())
