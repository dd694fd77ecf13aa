"""The schema as a contract with readers: what a candidate takes away from them against the live release."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from models import OPERATIONS_SCHEMA
from warehouse.audits import AuditResult
from warehouse.candidate import Candidate
from warehouse.connect import open_file
from warehouse.migrations import MIGRATIONS_FOLDER, read_migrations
from warehouse.schema import DEFAULT_SCHEMA, MART_SCHEMA

Schema = Mapping[str, Mapping[str, str]]
"""Table, with its schema unless that is ``main``, to its columns and their DuckDB types."""

_SHOWN = 5


def schema_of(path: Path) -> dict[str, Schema]:
    """Return the schemas of a DuckDB file with their tables and views, and the types of their columns."""
    with open_file(path) as connection:
        rows = connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() "
            "where not internal order by all"
        ).fetchall()
    found: dict[str, dict[str, dict[str, str]]] = {}
    for schema_name, table, column, data_type in rows:
        name = table if schema_name == DEFAULT_SCHEMA else f"{schema_name}.{table}"
        found.setdefault(schema_name, {}).setdefault(name, {})[column] = data_type
    return dict(found)


def taken_away(before: Schema, after: Schema) -> list[str]:
    """Return what readers of ``before`` would miss in ``after``, as a migration's header names it.

    These are ``table gone``, ``table.column gone`` and ``table.column type``. What is new breaks no reader.
    """
    missed = []
    for table, columns in sorted(before.items()):
        if table not in after:
            missed.append(f"{table} gone")
            continue
        for column, data_type in sorted(columns.items()):
            if column not in after[table]:
                missed.append(f"{table}.{column} gone")
            elif after[table][column] != data_type:
                missed.append(f"{table}.{column} type")
    return missed


def check_contract(candidate: Candidate, migrations_folder: Path = MIGRATIONS_FOLDER) -> list[AuditResult]:
    """Compare a candidate with the live release; nothing to compare where there is none.

    A table or column gone, or of another type, stops the publish unless a migration since the live release's version
    names it. The same of a view of ``mart`` warns: views are remade by every run, and their files are reviewed.
    """
    live = candidate.folder.live
    if not live.exists():
        return []
    schemas_before, schemas_after = schema_of(live), schema_of(candidate.path)
    before, after = (
        {**found.get(DEFAULT_SCHEMA, {}), **found.get(OPERATIONS_SCHEMA, {})}
        for found in (schemas_before, schemas_after)
    )
    announced = _announced(live, migrations_folder)
    broken = [change for change in taken_away(before, after) if change not in announced]
    views = schemas_before.get(MART_SCHEMA, {}), schemas_after.get(MART_SCHEMA, {})
    return [
        _result(
            "schema_contract",
            "No table or column of the last release is gone or of another type, unless a migration names it "
            "(-- changes: in sql/migrations).",
            "stop",
            broken,
            before,
        ),
        _result(
            "mart_contract",
            "No view of the last release, or column of one, is gone or of another type: saved questions and charts "
            "name them.",
            "warn",
            taken_away(*views),
            views[0],
        ),
    ]


def _announced(live: Path, migrations_folder: Path) -> set[str]:
    with open_file(live) as connection:
        row = connection.execute("select coalesce(max(schema_version), 0) from ops.release").fetchone()
    version = row[0] if row else 0
    since = [migration for migration in read_migrations(migrations_folder) if migration.version > version]
    return {change for migration in since for change in migration.changes}


def _result(name: str, purpose: str, severity: str, broken: list[str], before: Schema) -> AuditResult:
    looked_at = sum(map(len, before.values()))
    return AuditResult(name, purpose, severity, len(broken), looked_at, tuple(broken[:_SHOWN]))
