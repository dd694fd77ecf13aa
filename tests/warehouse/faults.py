"""Breaking staged rows on purpose: the files of one table rewritten by SQL."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.staging import relation, staged_files


def rewrite(staging: Path, table: str, query: str) -> None:
    """Put the rows that ``query`` makes of ``{batch}`` in the place of a table's staged rows."""
    source = relation(staging, table)
    assert source is not None, f"nothing is staged of {table}"
    target = staging / f"{table}.broken"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({query.format(batch=source)}) to '{target}' (format parquet)")
    files = staged_files(staging, table)
    for file in files[1:]:
        file.unlink()
    target.replace(files[0])
