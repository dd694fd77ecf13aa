"""What a candidate has taken over from the live release block for block, table by table, and what it added.

DuckDB never writes over a block that is in use: what changes goes to other blocks, and each has a checksum that is
compared as it is read. A row group whose every segment lies in the block where the copied file had it, holds the rows
that it held there. So what a batch changed is found in the directory of the two files, without reading their rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse.connect import open_memory
from warehouse.schema import literal, sql_name, table

if TYPE_CHECKING:
    import duckdb

LIVE, CANDIDATE = "live", "candidate"
"""Names under which the two files are attached."""

_SEGMENTS = (
    "select {is_candidate} as is_candidate, row_group_id, column_path, count, "
    "hash(column_path, segment_id, count, compression, stats, block_id, block_offset, additional_block_ids) as place "
    "from pragma_storage_info({name})"
)


class Carried(NamedTuple):
    """Rows of a table by their places, which DuckDB calls ``rowid``, counted from 0.

    Those below ``kept`` lie in the same blocks of both files; those from ``before`` on came with the batch. What is
    between was written anew, with or without a change. ``added`` counts the rows that came with the batch.
    """

    kept: int
    before: int
    added: int


def carried_tables(live: Path, candidate: Path, names: Iterable[str]) -> Mapping[str, Carried]:
    """Return what the tables of these full names have taken over from the live release.

    A table is left out where that cannot be told: rows are gone, or DuckDB has moved them to where others were.
    """
    with closing(open_memory(threads=1)) as connection:
        attach_both(connection, live, candidate)
        found = {name: _carried(connection, name) for name in names}
    return {name: carried for name, carried in found.items() if carried is not None}


def attach_both(connection: duckdb.DuckDBPyConnection, live: Path, candidate: Path) -> None:
    """Attach the two files read-only, as ``live`` and ``candidate``."""
    for name, path in ((LIVE, live), (CANDIDATE, candidate)):
        connection.execute(f"attach {literal(str(path))} as {name} (read_only)")


def _carried(connection: duckdb.DuckDBPyConnection, name: str) -> Carried | None:
    both = " union all ".join(
        _SEGMENTS.format(is_candidate=file == CANDIDATE, name=literal(f"{file}.{_path(name)}"))
        for file in (LIVE, CANDIDATE)
    )
    row = connection.execute(
        f"""
        with row_groups as (
            select row_group_id,
                coalesce(sum(count) filter (not is_candidate and column_path = '[0]'), 0)::bigint as row_count,
                sum(place) filter (is_candidate) is not distinct from sum(place) filter (not is_candidate) as is_same
            from ({both}) group by row_group_id
        ),
        changed as (select min(row_group_id) as first_changed from row_groups where not is_same)
        select
            coalesce(sum(row_count) filter (first_changed is null or row_group_id < first_changed), 0)::bigint,
            coalesce(sum(row_count), 0)::bigint
        from row_groups, changed
        """
    ).fetchone()
    assert row is not None
    kept, before = row
    counts = connection.execute(
        f"select (select count(*) from {LIVE}.{sql_name(name)}), (select count(*) from {CANDIDATE}.{sql_name(name)}), "
        f"(select count(*) from {CANDIDATE}.{sql_name(name)} where rowid >= {before})"
    ).fetchone()
    assert counts is not None
    rows_before, rows_now, added = counts
    return Carried(kept, before, added) if rows_now - rows_before == added else None


def _path(name: str) -> str:
    """Return a table's name behind that of its file, as ``pragma_storage_info`` takes it."""
    of_model = table(name)
    return f"{of_model.schema or 'main'}.{of_model.name}"
