"""Logical digests of tables: equal for equal rows in any order, whatever batches or workers loaded them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from warehouse.schema import content_tables, digest_columns, quoted, sql_name

if TYPE_CHECKING:
    import duckdb

_CONDITIONS = {"dim_source": "is_current"}
"""Rows that are digested, where not all are: versions of before tell how the warehouse came to be."""


class TableDigest(NamedTuple):
    """Row count of a table and the digest of its rows."""

    table_name: str
    row_count: int
    digest: str


def table_digest(connection: duckdb.DuckDBPyConnection, name: str) -> TableDigest:
    """Return the digest of the table of that full name.

    It is the sum, modulo 2**128, of DuckDB's 64-bit hash of every row's columns apart from the operational ones; a sum
    does not ask for an order, and changes by what is added or taken away. The hash is the same on every machine but may
    change with DuckDB's version, so digests of two versions are not comparable.
    """
    columns = ", ".join(map(quoted, digest_columns(name)))
    condition = _CONDITIONS.get(name, "true")
    row = connection.execute(
        f"select count(*), coalesce(sum(hash({columns})::hugeint), 0) from {sql_name(name)} where {condition}"
    ).fetchone()
    assert row is not None
    return TableDigest(name, row[0], f"{row[1] % (1 << 128):032x}")


def all_digests(connection: duckdb.DuckDBPyConnection) -> list[TableDigest]:
    """Return the digests of all tables that depend on the pages and not on the runs, by name."""
    return [table_digest(connection, name) for name in content_tables()]
