"""Runs of the main job for the tests of the flows: as a user runs them, in processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from warehouse.connect import open_live

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "seeds" / "inbox"
SHARED = ROOT.parent / "shared"


def sample_pages(count: int) -> list[str]:
    """Relative paths of the first sample pages, sorted, without their sidecars."""
    return sorted(page.relative_to(SAMPLES).as_posix() for page in SAMPLES.rglob("*.txt"))[:count]


def put(inbox: Path, pages: Iterable[str]) -> None:
    """Copy sample pages and their sidecars into an inbox."""
    for page in pages:
        for file in (SAMPLES / page, (SAMPLES / page).with_suffix(".json")):
            if file.exists():
                target = inbox / file.relative_to(SAMPLES)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)


def gewu(*words: str | Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "flows.cli", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False
    )


def load(inbox: Path, data_dir: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the main job without Prefect; it must succeed."""
    done = gewu("run", "--direct", "--inbox", inbox, "--data-dir", data_dir, *more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def ask(data_dir: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query on the live release."""
    with closing(open_live(data_dir)) as connection:
        return connection.execute(sql).fetchall()


def digests(data_dir: Path) -> dict[str, tuple[int, str]]:
    """Row count and logical digest of every table in the live release."""
    rows = ask(
        data_dir,
        "SELECT table_name, row_count, digest FROM ops.table_digest "
        "WHERE batch_key = (SELECT max(batch_key) FROM ops.table_digest)",
    )
    return {table: (count, digest) for table, count, digest in rows}
