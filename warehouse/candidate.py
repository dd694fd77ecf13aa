"""The release in the making: begun as a copy of the live one or empty, known by its batch and release number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import schema
from warehouse.connect import DEFAULT_MEMORY_LIMIT, SchemaVersionError, open_build
from warehouse.copying import copy_file
from warehouse.migrations import migrate, pending
from warehouse.paths import DataFolder

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """What a run says of itself. ``started_at`` is UTC without a zone."""

    started_at: datetime
    code_digest: str
    reference_digest: str
    flow_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release in the making. Counts are of this run, ``row_count`` of all that it holds of pages; nobody holds the
    file open between two steps.

    ``is_addition`` says that the run only added pages to the live release: it took nothing out, changed no reference
    and no table.
    """

    folder: DataFolder
    batch_key: int
    release_no: int
    articles_loaded: int = 0
    code_points_read: int = 0
    pages_loaded: int = 0
    pages_rejected: int = 0
    row_count: int = 0
    is_addition: bool = False

    @property
    def path(self) -> Path:
        """The DuckDB file."""
        return self.folder.candidate

    def open(self, memory_limit: str = DEFAULT_MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
        """Open it for writing."""
        return open_build(self.path, memory_limit)


def utc_now() -> datetime:
    """Return the moment in UTC, without a zone: what the tables hold."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def start_candidate(folder: DataFolder, memory_limit: str = DEFAULT_MEMORY_LIMIT) -> Candidate:
    """Copy the live release, or make an empty one, as the release in the making.

    The tables of an earlier version are migrated. Raises SchemaVersionError where no migration leads to this code's.
    """
    folder.build.mkdir(parents=True, exist_ok=True)
    if folder.live.exists():
        copy_file(folder.live, folder.candidate)
        with open_build(folder.candidate, memory_limit) as connection:
            found = _one(connection, "select coalesce(max(schema_version), 0) from ops.release")
            batch_key = 1 + _one(connection, "select coalesce(max(batch_key), 0) from ops.batch")
            release_no = 1 + _one(connection, "select coalesce(max(release_no), 0) from ops.release")
            try:
                migrations = pending(found)
                migrate(connection, migrations, batch_key)
            except SchemaVersionError as error:
                raise SchemaVersionError(f"{folder.live}: {error}") from error
    else:
        with open_build(folder.candidate, memory_limit) as connection:
            statements = [*schema.create_statements(), *map(schema.unknown_member, schema.dimensions())]
            connection.execute("begin; " + "; ".join(statements) + "; commit")
        batch_key = release_no = 1
        migrations = []
    # After a rollback the numbers of the releases that were taken back are not used again.
    kept = [int(file.name[:6]) for file in folder.releases.glob("[0-9]*.json")]
    release_no = max([release_no, *(number + 1 for number in kept)])
    return Candidate(folder, batch_key, release_no, is_addition=folder.live.exists() and not migrations)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
