"""Times every view of ``mart`` on a release: CPU and clock of ``select *`` with two threads, warm, rows fetched.

    python -m benchmarks.views DATA [--rounds 5] [--threads 2]

DATA is a data folder or a DuckDB file; nothing is written to it. The table goes to the terminal and the figures to
``benchmarks/views.json``, with the size of the file against that of its pages, by table. CPU is what this process took,
user and system; of several rounds the least counts, since others on the machine can only add to it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import open_file
from warehouse.paths import DataFolder
from warehouse.schema import quoted

RESULTS = Path(__file__).parent / "views.json"
LIMIT_SECONDS = 0.2
"""What every view is to stay under, by the clock, on 10,000 pages with two threads."""


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    file = DataFolder(options.data.resolve()).live if options.data.is_dir() else options.data
    with open_file(file, threads=options.threads) as connection:
        views = [_timed(connection, name, options.rounds) for name in _views(connection)]
        result = {
            "machine": f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}, "
            f"DuckDB {duckdb.__version__}",
            "threads": options.threads,
            **_size(connection, file),
            "views": views,
            "bytes_by_table": _bytes_by_table(connection),
        }
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _print(result)
    return 0


def _views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute("select view_name from duckdb_views() where schema_name = 'mart' order by 1").fetchall()
    return [name for (name,) in rows]


def _timed(connection: duckdb.DuckDBPyConnection, name: str, rounds: int) -> dict[str, Any]:
    found = []
    rows = 0
    for _ in range(rounds + 1):
        started, started_cpu = time.perf_counter(), time.process_time()
        rows = connection.execute(f"select * from mart.{quoted(name)}").to_arrow_table().num_rows
        found.append((time.process_time() - started_cpu, time.perf_counter() - started))
    # The first round reads the file.
    cpu, clock = (min(times) for times in zip(*found[1:], strict=True))
    return {"view": name, "rows": rows, "cpu_seconds": round(cpu, 3), "seconds": round(clock, 3)}


def _size(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, Any]:
    row = connection.execute(
        "select count(*), sum(byte_count)::bigint, sum(code_point_count)::bigint from main.dim_source where is_current"
    ).fetchone()
    assert row is not None
    size = file.stat().st_size
    return {
        "pages": row[0],
        "page_bytes": row[1],
        "page_code_points": row[2],
        "file_bytes": size,
        "file_to_pages": round(size / row[1], 2),
    }


def _bytes_by_table(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return what each table takes: a segment goes from its place in its block to the next one there."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where not internal and not temporary"
    ).fetchall()
    block = connection.execute("select block_size from pragma_database_size()").fetchone()
    assert block is not None
    starts: dict[int, list[tuple[int, str]]] = {}
    taken = {f"{schema_name}.{table}": 0 for schema_name, table in tables}
    for name in taken:
        segments = connection.execute(
            f"select block_id, block_offset, len(additional_block_ids) from pragma_storage_info('{name}') "
            "where persistent and block_id >= 0"
        ).fetchall()
        for block_id, offset, more in segments:
            starts.setdefault(block_id, []).append((offset, name))
            taken[name] += (more or 0) * block[0]
    for in_block in starts.values():
        in_block.sort()
        ends = [offset for offset, _ in in_block[1:]] + [block[0]]
        for (offset, name), end in zip(in_block, ends, strict=True):
            taken[name] += end - offset
    return dict(sorted(taken.items(), key=lambda item: -item[1]))


def _print(result: dict[str, Any]) -> None:
    print(
        f"{result['pages']:,} pages of {result['page_bytes'] / 1e6:.1f} MB, file {result['file_bytes'] / 1e6:.1f} MB: "
        f"{result['file_to_pages']} times; {result['threads']} threads; {result['machine']}\n"
    )
    print("| View | Rows | CPU, ms | Clock, ms |\n|---|---|---|---|")
    for view in result["views"]:
        mark = "" if view["seconds"] <= LIMIT_SECONDS else " over"
        print(
            f"| `{view['view']}` | {view['rows']:,} | {view['cpu_seconds'] * 1e3:.0f} "
            f"| {view['seconds'] * 1e3:.0f}{mark} |"
        )
    print("\n| Table | MB | of the pages |\n|---|---|---|")
    for name, taken in list(result["bytes_by_table"].items())[:12]:
        print(f"| `{name}` | {taken / 1e6:.1f} | {taken / result['page_bytes']:.3f} |")


if __name__ == "__main__":
    sys.exit(main())
