"""Times the whole job beside jieba alone, rjieba alone and other loaders on the same pages, in one run.

    python -m benchmarks.run [--pages 100 1000] [--workers 2] [--loader-pages 100] [--dlt-python PYTHON]

Machines are shared and noisy: of every part the wall clock and the CPU (children included) are measured, and the ratio
of CPU is the one to compare between machines at work. ``benchmarks/results.json`` holds the last committed run with its
class of machine. Memory is the largest resident set of the job and of each of its worker processes. The loaders are
compared up to ``--loader-pages``, because row by row they take minutes for a thousand pages.
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
from typing import NamedTuple

from benchmarks.generate_pages import write_pages
from benchmarks.loaders import cpu_seconds, loading_seconds

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
start, start_cpu = time.perf_counter(), time.process_time()
for text in texts:
    cut(text)
print(time.perf_counter() - start, time.process_time() - start_cpu)
"""


class Seconds(NamedTuple):
    """What something took by the clock on the wall, and on all processors together."""

    wall: float
    cpu: float


def main() -> int:
    """Run the benchmark and print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--loader-pages", type=int, default=100, help="compare loaders up to this size; 0 for never")
    parser.add_argument("--dlt-python", help="an interpreter that has dlt[duckdb], to compare with that as well")
    parser.add_argument("--results", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    results = [_measure(count, arguments) for count in arguments.pages]
    machine = {"processors": os.cpu_count(), "architecture": platform.machine(), "python": platform.python_version()}
    text = json.dumps({"machine": machine, "results": results}, ensure_ascii=False, indent=2)
    arguments.results.write_text(text + "\n", encoding="utf-8")
    _print_table(results)
    return 0


def _measure(count: int, arguments: argparse.Namespace) -> dict[str, float | int]:
    with tempfile.TemporaryDirectory(prefix="gewu-bench-") as folder:
        inbox, data = Path(folder) / "inbox", Path(folder) / "data"
        characters = write_pages(inbox, count, arguments.seed)
        command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--inbox", str(inbox), "--data-dir", str(data)]
        job = _timed([*command, "--workers", str(arguments.workers)])
        again = _timed(command)
        # Linux counts the largest resident set in KiB.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        jieba, rjieba = _cut_alone("jieba", inbox), _cut_alone("rjieba", inbox)
        warehouse = data / "warehouse.duckdb"
        result: dict[str, float | int] = {
            "pages": count,
            "characters": characters,
            "workers": arguments.workers,
            "job_seconds": round(job.wall, 2),
            "job_cpu_seconds": round(job.cpu, 2),
            "nothing_new_seconds": round(again.wall, 2),
            "jieba_seconds": round(jieba.wall, 2),
            "jieba_cpu_seconds": round(jieba.cpu, 2),
            "rjieba_seconds": round(rjieba.wall, 2),
            "rjieba_cpu_seconds": round(rjieba.cpu, 2),
            "largest_process_bytes": peak,
            "warehouse_bytes": warehouse.stat().st_size,
            "input_bytes": sum(file.stat().st_size for file in inbox.rglob("*.txt")),
        }
        if count <= arguments.loader_pages:
            ways = ["project", "pandas", *(["dlt"] if arguments.dlt_python else [])]
            for way, seconds in loading_seconds(warehouse, ways, arguments.dlt_python).items():
                result[f"load_{way}_cpu_seconds"] = round(seconds, 2)
        return result


def _timed(command: list[str]) -> Seconds:
    start, start_cpu = time.perf_counter(), cpu_seconds()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return Seconds(time.perf_counter() - start, cpu_seconds() - start_cpu)


def _cut_alone(engine: str, inbox: Path) -> Seconds:
    command = [sys.executable, "-c", CUT_ALONE, engine, str(inbox)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    wall, cpu = map(float, done.stdout.split()[-2:])
    return Seconds(wall, cpu)


def _print_table(results: list[dict[str, float | int]]) -> None:
    print(" pages  job s   cpu s  jieba s  rjieba s  jieba / job  cpu / jieba cpu  nothing new s   MiB  file / input")
    for row in results:
        print(
            f"{row['pages']:6}  {row['job_seconds']:5}  {row['job_cpu_seconds']:6}  {row['jieba_seconds']:7}  "
            f"{row['rjieba_seconds']:8}  {row['jieba_seconds'] / row['job_seconds']:11.2f}  "
            f"{row['job_cpu_seconds'] / row['jieba_cpu_seconds']:15.2f}  {row['nothing_new_seconds']:13}  "
            f"{row['largest_process_bytes'] / 2**20:4.0f}  {row['warehouse_bytes'] / row['input_bytes']:.2f}"
        )
        loads = {key.split("_")[1]: value for key, value in row.items() if key.startswith("load_")}
        if loads:
            print("        loading its rows: " + ", ".join(f"{way} {loads[way]} s" for way in loads) + " of CPU")


if __name__ == "__main__":
    sys.exit(main())
