"""Sealing a candidate: digests, results of checks and the release's row written into it, and all of it in one file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models import SCHEMA_VERSION
from warehouse.audits import QualityRow, record_quality
from warehouse.candidate import Candidate, utc_now
from warehouse.compaction import compact
from warehouse.connect import BLOCK_BYTES, DEFAULT_MEMORY_LIMIT, STORAGE_VERSION, StaleLogError
from warehouse.digests import TableDigest, advanced_digests, all_digests
from warehouse.schema import column_list
from warehouse.scope import Scope

if TYPE_CHECKING:
    import duckdb

_WORTHWHILE_SHARE = 0.2
"""Compacting copies the whole file; below a fifth of free blocks that is worth less than it costs."""
_WORTHWHILE_BYTES = 2**20
"""A file has some free blocks always. Writing a small one anew takes a third of a second."""


def seal(
    candidate: Candidate,
    scope: Scope | None = None,
    memory_limit: str = DEFAULT_MEMORY_LIMIT,
    *,
    quality: Sequence[QualityRow] = (),
) -> list[TableDigest]:
    """Write digests, results of checks and release into the candidate, compact it where worthwhile, and close it.

    ``scope`` is what it was audited in; without one, it was not, and the next run audits the whole. ``quality`` are the
    results of its checks. Raises StaleLogError where DuckDB left a write-ahead log, DigestError where compacting
    changed a table.
    """
    with candidate.open(memory_limit) as connection:
        if scope is not None and scope.carried:
            digests = advanced_digests(connection, candidate.folder.live, scope.carried)
        else:
            digests = all_digests(connection)
        _write(connection, candidate, digests, scope, quality)
        connection.execute("force checkpoint")
        is_worthwhile = _is_compaction_worthwhile(connection)
    if is_worthwhile:
        compact(candidate, memory_limit)
    log = candidate.path.with_name(candidate.path.name + ".wal")
    if log.exists():
        raise StaleLogError(f"{log}: DuckDB did not fold its log into the candidate; nothing was published")
    return digests


def _write(
    connection: duckdb.DuckDBPyConnection,
    candidate: Candidate,
    digests: list[TableDigest],
    scope: Scope | None,
    quality: Sequence[QualityRow],
) -> None:
    connection.execute("begin")
    if quality:
        record_quality(connection, candidate.batch_key, quality)
    connection.executemany(
        f"insert into ops.table_digest ({column_list('ops.table_digest')}) values ({candidate.batch_key}, ?, ?, ?)",
        [list(digest) for digest in digests],
    )
    connection.execute(
        f"insert into ops.release ({column_list('ops.release')}) values (?, ?, ?, ?, ?, ?, ?)",
        [
            candidate.release_no,
            candidate.batch_key,
            utc_now(),
            STORAGE_VERSION,
            SCHEMA_VERSION,
            scope and scope.rules_digest,
            scope and scope.name,
        ],
    )
    connection.execute("commit")


def _is_compaction_worthwhile(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("select block_size, total_blocks, free_blocks from pragma_database_size()").fetchone()
    assert row is not None
    block_bytes, total, free = row
    is_of_larger_blocks = block_bytes != BLOCK_BYTES and block_bytes * total >= _WORTHWHILE_BYTES
    is_loose = block_bytes * free >= _WORTHWHILE_BYTES and free > total * _WORTHWHILE_SHARE
    return bool(is_of_larger_blocks or is_loose)
