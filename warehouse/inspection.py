"""Looking at the live release, read-only: a query of the user's, and row counts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models import UNKNOWN_KEY
from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.schema import primary_key

if TYPE_CHECKING:
    import duckdb

_COUNTED = (
    "dim_source",
    "dim_article",
    "dim_place",
    "dim_word",
    "fact_sentence",
    "fact_article_word",
    "fact_mention",
    "fact_date_mention",
    "fact_observation",
    "fact_activity",
)


class QueryError(Exception):
    """Raised where DuckDB refuses a query; the message is DuckDB's own."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The rows of a query, with the names of its columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class ReleaseStatus:
    """The live release in numbers; the moment is UTC. Counts are rows, and those of the last batch files."""

    release_no: int
    published_at: datetime
    first_day: str | None
    last_day: str | None
    pages: int
    counts: tuple[tuple[str, int], ...]
    rejected: int
    failed_checks: int


def query(folder: DataFolder, sql: str) -> QueryResult:
    """Run one statement on the live release. Raises QueryError, and what ``open_live`` raises."""
    import duckdb

    with closing(open_live(folder)) as connection:
        try:
            relation = connection.execute(sql)
            columns = tuple(column[0] for column in relation.description or ())
            return QueryResult(columns, tuple(relation.fetchall()))
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def table_counts(folder: DataFolder) -> tuple[tuple[str, int], ...]:
    """Return the tables that a reader asks for first, with their row counts in the live release."""
    with closing(open_live(folder)) as connection:
        return _counts(connection)


def next_batch(folder: DataFolder) -> int:
    """Return the number that the next batch will have; 1 where there is no release yet."""
    if not folder.live.exists():
        return 1
    with closing(open_live(folder)) as connection:
        (last,) = _one_row(connection, "SELECT coalesce(max(batch_key), 0) FROM ops.batch")
    return int(last) + 1


def status(folder: DataFolder) -> ReleaseStatus:
    """Return the live release in numbers. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        release_no, published_at = _one_row(
            connection, "SELECT release_no, published_at FROM ops.release ORDER BY release_no DESC LIMIT 1"
        )
        pages, first_day, last_day = _one_row(
            connection,
            "SELECT count(*), min(published_on), max(published_on) FROM dim_source "
            "WHERE is_current AND source_key <> 0",
        )
        (rejected,) = _one_row(connection, "SELECT count(*) FROM ops.rejection")
        (failed,) = _one_row(
            connection,
            "SELECT count(*) FROM ops.quality_result "
            "WHERE NOT is_success AND batch_key = (SELECT max(batch_key) FROM ops.batch)",
        )
        return ReleaseStatus(
            release_no,
            published_at,
            None if first_day is None else str(first_day),
            None if last_day is None else str(last_day),
            pages,
            _counts(connection),
            rejected,
            failed,
        )


def _counts(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, int], ...]:
    # The unknown member of a dimension is no row that a reader would count.
    counts = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM {table}"
        + (f" WHERE {primary_key(table)} <> {UNKNOWN_KEY}" if table.startswith("dim_") else "")
        for table in _COUNTED
    )
    found = dict(connection.execute(counts).fetchall())
    return tuple((table, found[table]) for table in _COUNTED)


def _one_row(connection: duckdb.DuckDBPyConnection, sql: str) -> Sequence[Any]:
    row = connection.execute(sql).fetchone()
    return row if row is not None else ()
