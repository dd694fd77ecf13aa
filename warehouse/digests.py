"""Logical digests of tables: equal for equal rows in any order, whatever batches or workers loaded them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse.carried import LIVE, Carried
from warehouse.schema import content_tables, digest_columns, literal, quoted, sql_name

if TYPE_CHECKING:
    import duckdb

_CONDITIONS = {"dim_source": "is_current"}
"""Rows that are digested, where not all are: versions of before tell how the warehouse came to be."""
_MODULUS = 1 << 128


class TableDigest(NamedTuple):
    """Row count of a table and the digest of its rows."""

    table_name: str
    row_count: int
    digest: str


def table_digest(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    database: str = "",
    rows: str = "true",
    columns: Sequence[str] = (),
) -> TableDigest:
    """Return the digest of the table of that full name, or of some of its rows and columns; of an attached database.

    It is the sum, modulo 2**128, of DuckDB's 64-bit hash of every row's columns apart from the operational ones; a sum
    does not ask for an order, and changes by what is added or taken away. The hash is the same on every machine but may
    change with DuckDB's version, so digests of two versions are not comparable.
    """
    hashed = ", ".join(map(quoted, columns or digest_columns(name)))
    condition = _CONDITIONS.get(name, "true")
    of_database = f"{quoted(database)}." if database else ""
    row = connection.execute(
        f"select count(*), coalesce(sum(hash({hashed})::hugeint), 0) from {of_database}{sql_name(name)} "
        f"where {condition} and {rows}"
    ).fetchone()
    assert row is not None
    return TableDigest(name, row[0], f"{row[1] % _MODULUS:032x}")


def all_digests(connection: duckdb.DuckDBPyConnection) -> list[TableDigest]:
    """Return the digests of all tables that depend on the pages and not on the runs, by name."""
    return [table_digest(connection, name) for name in content_tables()]


def recorded_digests(connection: duckdb.DuckDBPyConnection) -> dict[str, TableDigest]:
    """Return the digests with which a file was last sealed, by table."""
    rows = connection.execute(
        "select table_name, row_count, digest from ops.table_digest "
        "where batch_key = (select max(batch_key) from ops.table_digest)"
    ).fetchall()
    return {name: TableDigest(name, row_count, digest) for name, row_count, digest in rows}


def differing_digests(connection: duckdb.DuckDBPyConnection) -> list[tuple[TableDigest, TableDigest]]:
    """Return the digests of a release's rows that are not those on record, each with the one on record."""
    recorded = recorded_digests(connection)
    return [(now, recorded[now.table_name]) for now in all_digests(connection) if now != recorded[now.table_name]]


def advanced_digests(
    connection: duckdb.DuckDBPyConnection, live: Path, carried: Mapping[str, Carried]
) -> list[TableDigest]:
    """Return the digests that ``all_digests`` would, from those of the live release and the rows that changed since.

    ``connection`` is to the candidate, which was made of the live release, whose digests it therefore holds.
    """
    recorded = recorded_digests(connection)
    connection.execute(f"attach {literal(str(live))} as {LIVE} (read_only)")
    digests = []
    for name in content_tables():
        changed = f"rowid >= {carried[name].kept}"
        after = table_digest(connection, name, rows=changed)
        before = table_digest(connection, name, database=LIVE, rows=changed)
        digests.append(_replaced(recorded[name], before, after))
    connection.execute(f"detach {LIVE}")
    return digests


def _replaced(whole: TableDigest, before: TableDigest, after: TableDigest) -> TableDigest:
    """Return the digest of a table in which some rows took the place of others."""
    found = int(whole.digest, 16) - int(before.digest, 16) + int(after.digest, 16)
    rows = whole.row_count - before.row_count + after.row_count
    return TableDigest(whole.table_name, rows, f"{found % _MODULUS:032x}")
