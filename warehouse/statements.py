"""Reading the SQL files of ``sql/``: what their header says, and installing views and macros in a release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.schema import INTERMEDIATE_SCHEMA, MART_SCHEMA, literal, quoted

if TYPE_CHECKING:
    import duckdb

_HEADER_FIELD = re.compile(r"--\s*(\w+)\s*:\s*(.*)")
_CREATE = re.compile(r"\s*create\b", re.I)


class StatementError(Exception):
    """Raised where an SQL file cannot be read or run; the message names the file."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL file: its name without suffix, the fields of its header (``-- purpose: …``), and its SQL."""

    name: str
    path: Path
    header: Mapping[str, str]
    sql: str

    @property
    def purpose(self) -> str:
        """What it is for."""
        return self.header.get("purpose", "")


def read_statements(folder: Path) -> list[Statement]:
    """Read every ``*.sql`` of a folder, by name; an absent folder has none.

    The header is the run of comment lines at the top; a line without a field goes on with the one before. Raises
    StatementError for a file that is not UTF-8 or has no statement.
    """
    return [_read(path) for path in sorted(folder.glob("*.sql"))]


def install_views(connection: duckdb.DuckDBPyConnection, sql_dir: Path) -> None:
    """Install ``marts/`` as views of the schema ``mart``, and run ``intermediate/`` and ``search/``.

    A mart's file holds the view's query (the file's name is the view's, its purpose the comment) or whole ``create``
    statements. Views may use each other; those of before are dropped. Raises StatementError naming the first that
    cannot be made.
    """
    connection.execute(f"create schema if not exists {INTERMEDIATE_SCHEMA}")
    known = connection.execute(
        "select schema_name, view_name from duckdb_views() where schema_name in (?, ?) and not internal",
        [MART_SCHEMA, INTERMEDIATE_SCHEMA],
    )
    for schema_name, view in known.fetchall():
        connection.execute(f"drop view {schema_name}.{quoted(view)}")
    waiting = [(statement, statement.sql) for statement in read_statements(sql_dir / "intermediate")]
    waiting += [(statement, _as_creation(statement)) for statement in read_statements(sql_dir / "marts")]
    waiting += [(statement, statement.sql) for statement in read_statements(sql_dir / "search")]
    while waiting:
        failed = [(statement, sql, error) for statement, sql in waiting if (error := _try(connection, sql))]
        if len(failed) == len(waiting):
            statement, _, error = failed[0]
            raise StatementError(f"{statement.path}: {error}") from error
        waiting = [(statement, sql) for statement, sql, _ in failed]


def statement_errors() -> tuple[type[Exception], ...]:
    """Return the kinds of errors that lie in a statement; what the system refuses, such as memory, is none of them."""
    import duckdb

    return duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError


def _as_creation(statement: Statement) -> str:
    if _CREATE.match(statement.sql):
        return statement.sql
    view = f"{MART_SCHEMA}.{quoted(statement.name)}"
    return f"create view {view} as {statement.sql}; comment on view {view} is {literal(statement.purpose)}"


def _try(connection: duckdb.DuckDBPyConnection, sql: str) -> Exception | None:
    """Run statements; return the error where they are wrong, or the catalogue does not hold yet what they use."""
    try:
        connection.execute(sql)
    except statement_errors() as error:
        return error
    return None


def _read(path: Path) -> Statement:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise StatementError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    header: dict[str, str] = {}
    field = ""
    body_starts = 0
    for line in lines:
        if not line.startswith("--"):
            break
        body_starts += 1
        match = _HEADER_FIELD.match(line)
        if match:
            field = match[1].lower()
            header[field] = match[2].strip()
        elif field:
            header[field] = f"{header[field]} {line.removeprefix('--').strip()}".strip()
    sql = "\n".join(lines[body_starts:]).strip().removesuffix(";")
    if not sql:
        raise StatementError(f"{path}: no statement below the header")
    return Statement(path.stem, path, header, sql)
