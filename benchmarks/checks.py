"""Measures what the checks cost beside the rest of a run: ``python -m benchmarks.checks [--pages 1000]``.

Checks are all that would not be done without them: the import of Great Expectations, the suites of staged rows with the
search for rows to hold, and the suites, audits, contract and envelopes of the candidate. The load is everything else:
finding, reading, loading, publishing. Both are CPU, children included, because machines are shared. A second batch of
the same size is loaded over the first, and a third of a few pages over both, so that it shows what grows with what is
held and not with what is new.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.generate_pages import write_pages
from benchmarks.loaders import cpu_seconds
from expectations.great import import_great_expectations
from flows.ingest_run import IngestRun
from flows.progress import shown_progress
from flows.settings import RunSettings
from warehouse.connect import open_live

FEW_PAGES = 10
"""Pages of the third batch: those of a day."""
RESULTS = Path(__file__).resolve().parent / "checks.json"
CHECKS = ("import of Great Expectations", "check staged rows", "check candidate")
# In a process of its own, as a run imports it, with what a run has imported already.
IMPORT_ALONE = """
import resource
import pandas, pyarrow.parquet, duckdb, sqlalchemy.orm
from expectations.great import import_great_expectations
def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
before = cpu()
import_great_expectations()
print(cpu() - before)
"""

Steps = dict[str, tuple[float, float]]
"""Name of a step to its seconds of CPU and by the clock."""


def main() -> int:
    """Run the benchmark, print the steps and the share of the checks, and write the results; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    # It is counted as measured alone; in the run itself it would hide among the reading.
    import_great_expectations()
    with tempfile.TemporaryDirectory(prefix="gewu-checks-") as folder:
        inbox, data = Path(folder) / "inbox", Path(folder) / "data"
        results = []
        for batch, pages in enumerate((arguments.pages, 2 * arguments.pages, 2 * arguments.pages + FEW_PAGES), start=1):
            write_pages(inbox, pages, seed=1)
            steps = {CHECKS[0]: _import_alone(), **_run(RunSettings.of(inbox, data, arguments.workers))}
            results.append({"batch": batch, "pages": pages, "rows": _rows(data), **_figures(steps)})
            _print(results[-1], steps)
    machine = {"processors": os.cpu_count(), "architecture": platform.machine(), "python": platform.python_version()}
    arguments.results.write_text(
        json.dumps({"machine": machine, "results": results}, indent=2) + "\n", encoding="utf-8"
    )
    return 0


def _run(settings: RunSettings) -> Steps:
    """Do the steps of a run of the main job in this process; return what each took."""
    steps: Steps = {}

    def timed(name: str, step: Callable[[], object]) -> None:
        started, started_cpu = time.perf_counter(), cpu_seconds()
        step()
        steps[name] = cpu_seconds() - started_cpu, time.perf_counter() - started

    with shown_progress() as progress, IngestRun(settings, progress) as run:

        def read() -> None:
            for part in run.parts():
                run.read_part(part)
            # CPU of children counts once they have ended.
            run._workers.close()

        timed("discover", run.discover)
        timed("read", read)
        timed(CHECKS[1], run.check_staged)
        timed("load", run.load)
        timed(CHECKS[2], run.check_candidate)
        timed("publish", run.publish)
        run.settle()
    return steps


def _import_alone() -> tuple[float, float]:
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", IMPORT_ALONE], check=True, capture_output=True, text=True)
    return float(done.stdout), time.perf_counter() - started


def _rows(data: Path) -> int:
    with open_live(data) as connection:
        row = connection.execute(
            "select sum(row_count)::bigint from ops.table_digest "
            "where batch_key = (select max(batch_key) from ops.batch)"
        ).fetchone()
    return int(row[0]) if row else 0


def _figures(steps: Steps) -> dict[str, float]:
    checks = sum(steps[name][0] for name in CHECKS)
    load = sum(cpu for name, (cpu, _) in steps.items() if name not in CHECKS)
    return {
        **{f"{name}_cpu_seconds".replace(" ", "_").lower(): round(cpu, 2) for name, (cpu, _) in steps.items()},
        "checks_cpu_seconds": round(checks, 2),
        "load_cpu_seconds": round(load, 2),
        "share": round(checks / load, 3),
        "wall_seconds": round(sum(wall for name, (_, wall) in steps.items() if name != CHECKS[0]), 2),
    }


def _print(result: dict[str, float], steps: Steps) -> None:
    print(f"batch {result['batch']}: {result['pages']:,} pages, {result['rows']:,} rows in the warehouse")
    for name, (cpu, wall) in steps.items():
        print(f"  {name:30} {cpu:7.2f} s of CPU  {wall:7.2f} s by the clock")
    print(
        f"  checks {result['checks_cpu_seconds']} s, load {result['load_cpu_seconds']} s: "
        f"{result['share']:.1%} of the load; {result['wall_seconds']} s by the clock"
    )


if __name__ == "__main__":
    sys.exit(main())
