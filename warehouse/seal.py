"""Sealing a candidate: compaction, digests and the release's own row written into it, everything in the one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import SCHEMA_VERSION
from warehouse.candidate import Candidate, utc_now
from warehouse.compaction import compact
from warehouse.connect import DEFAULT_MEMORY_LIMIT, STORAGE_VERSION, StaleLogError
from warehouse.digests import TableDigest, all_digests
from warehouse.schema import column_list

if TYPE_CHECKING:
    import duckdb

_WORTHWHILE_SHARE = 0.2
"""Compacting copies the whole file; below a fifth of free blocks that is worth less than it costs."""
_WORTHWHILE_BLOCKS = 40
"""Blocks of 256 KiB; a small file has some free blocks always."""


def seal(candidate: Candidate, memory_limit: str = DEFAULT_MEMORY_LIMIT) -> list[TableDigest]:
    """Write digests and release into the candidate, compact it where that is worthwhile, and close it for good.

    Raises StaleLogError where DuckDB left a write-ahead log, DigestError where compacting changed a table.
    """
    with candidate.open(memory_limit) as connection:
        digests = all_digests(connection)
        _write(connection, candidate, digests)
        connection.execute("force checkpoint")
        is_worthwhile = _is_compaction_worthwhile(connection)
    if is_worthwhile:
        compact(candidate, memory_limit)
    log = candidate.path.with_name(candidate.path.name + ".wal")
    if log.exists():
        raise StaleLogError(f"{log}: DuckDB did not fold its log into the candidate; nothing was published")
    return digests


def _write(connection: duckdb.DuckDBPyConnection, candidate: Candidate, digests: list[TableDigest]) -> None:
    connection.execute("begin")
    connection.executemany(
        f"insert into ops.table_digest ({column_list('ops.table_digest')}) values ({candidate.batch_key}, ?, ?, ?)",
        [list(digest) for digest in digests],
    )
    connection.execute(
        f"insert into ops.release ({column_list('ops.release')}) values (?, ?, ?, ?, ?)",
        [candidate.release_no, candidate.batch_key, utc_now(), STORAGE_VERSION, SCHEMA_VERSION],
    )
    connection.execute("commit")


def _is_compaction_worthwhile(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("select total_blocks, free_blocks from pragma_database_size()").fetchone()
    assert row is not None
    total, free = row
    return bool(free >= _WORTHWHILE_BLOCKS and free > total * _WORTHWHILE_SHARE)
