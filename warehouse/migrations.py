"""Migrations: numbered SQL that brings the tables of an existing file to this code's version, and its record."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models import SCHEMA_VERSION
from warehouse import schema
from warehouse.connect import SchemaVersionError
from warehouse.statements import StatementError, read_statements

if TYPE_CHECKING:
    import duckdb

MIGRATIONS_FOLDER = Path(__file__).resolve().parent.parent / "sql" / "migrations"
FIRST_VERSION = 2
"""The version of the first tables that pages were ever loaded into."""

_NUMBERED = re.compile(r"(\d{4})_\w+")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of ``sql/migrations``: ``0003_name.sql`` makes version 3 out of version 2.

    ``changes`` names what it takes from readers, as ``table gone``, ``table.column gone`` or ``table.column type``.
    """

    version: int
    name: str
    sql: str
    sha256: str
    changes: frozenset[str]


def read_migrations(folder: Path = MIGRATIONS_FOLDER) -> list[Migration]:
    """Return the migrations of a folder, oldest first.

    Raises StatementError for a file without number or ``changes``, or where two have one number.
    """
    found: dict[int, Migration] = {}
    for statement in read_statements(folder):
        number = _NUMBERED.fullmatch(statement.name)
        changes = statement.header.get("changes", "")
        if number is None or not changes or not statement.purpose:
            raise StatementError(
                f"{statement.path}: a migration is called NNNN_name.sql, and its header gives purpose and changes "
                "(what readers lose, or none)"
            )
        version = int(number[1])
        if version in found:
            raise StatementError(f"{statement.path}: {found[version].name} makes version {version} already")
        named = frozenset(change.strip() for change in changes.split(",")) - {_NONE}
        sha256 = hashlib.sha256(statement.path.read_bytes()).hexdigest()
        found[version] = Migration(version, statement.name, statement.sql, sha256, named)
    return [found[version] for version in sorted(found)]


def pending(version: int, folder: Path = MIGRATIONS_FOLDER) -> list[Migration]:
    """Return the migrations from a version of the tables to that of this code, in order.

    Raises SchemaVersionError where one is missing, or where the tables are newer than this code.
    """
    if version > SCHEMA_VERSION:
        raise SchemaVersionError(
            f"its tables have version {version}, those of this code {SCHEMA_VERSION}; install the newer program again"
        )
    known = {migration.version: migration for migration in read_migrations(folder)}
    wanted = range(version + 1, SCHEMA_VERSION + 1)
    missing = [str(number) for number in wanted if number not in known]
    if missing:
        raise SchemaVersionError(
            f"its tables have version {version}, those of this code {SCHEMA_VERSION}, and {folder} has no migration to "
            f"version {', '.join(missing)}; load the inbox into a new data folder"
        )
    return [known[number] for number in wanted]


def require_version(connection: duckdb.DuckDBPyConnection, wanted: int, what: str) -> None:
    """Raise SchemaVersionError where a release's tables are older than the version that ``what`` came with."""
    row = connection.execute("select coalesce(max(schema_version), 0) from ops.release").fetchone()
    found = row[0] if row else 0
    if found < wanted:
        raise SchemaVersionError(
            f"the live release has tables of version {found}, and {what} came with version {wanted}; "
            "the next run (gewu run) migrates it, new pages or not"
        )


def migrate(connection: duckdb.DuckDBPyConnection, migrations: list[Migration], batch_key: int) -> None:
    """Apply migrations and record them, all in one transaction; comments become those of the models.

    Raises duckdb.Error where a statement fails; nothing is changed then.
    """
    if not migrations:
        return
    connection.execute("begin")
    try:
        for migration in migrations:
            connection.execute(migration.sql)
            connection.execute(
                f"insert into ops.migration ({schema.column_list('ops.migration')}) values (?, ?, ?, ?, ?)",
                [migration.version, migration.name, migration.sha256, _now(), batch_key],
            )
        for statement in schema.comment_statements():
            connection.execute(statement)
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
