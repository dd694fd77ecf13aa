"""Auditing a candidate: queries that return the failing rows, from ``sql/audits/`` and from the models' references.

That no two rows are of one grain is no audit: the suite of every table (``expectations/``) says it of a candidate.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import schema
from warehouse.candidate import Candidate
from warehouse.carried import CANDIDATE
from warehouse.connect import open_memory, spill_folder
from warehouse.schema import literal, quoted, sql_name
from warehouse.scope import BATCH, SETTLED_LATER, WHOLE, Scope
from warehouse.statements import StatementError, read_statements, statement_errors

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = max(1, min(4, (os.cpu_count() or 1) - 1))
"""Audits that run side by side: a processor is left to the suites, which run at the same time. Each takes one thread,
since with two DuckDB takes twice the CPU to group a million rows of two keys, and longer by the clock (measured)."""
_OF_PAGES = "page"
"""What ``-- scope:`` of an audit by page says; of the others it says ``whole``."""
_SAMPLE_ROWS = 5
_SAMPLE_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Audit:
    """A query that returns the failing rows; ``table_name`` is the table that it looks at.

    ``is_by_page`` says that the rows of a page, with the members that they refer to, are enough to tell whether it
    holds of them.
    """

    name: str
    purpose: str
    severity: str
    table_name: str
    sql: str
    is_by_page: bool = False


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found; ``sample`` holds the first failing rows as JSON texts, for people.

    ``scope`` says which rows it looked at: ``whole`` or ``batch``.
    """

    name: str
    purpose: str
    severity: str
    failing_rows: int
    rows_looked_at: int
    sample: tuple[str, ...]
    scope: str = WHOLE

    @property
    def is_success(self) -> bool:
        """Whether no row failed."""
        return self.failing_rows == 0

    @property
    def stops(self) -> bool:
        """Whether nothing may be published."""
        return not self.is_success and self.severity == "stop"


@dataclass(frozen=True, slots=True)
class QualityRow:
    """A row of ``ops.quality_result``."""

    suite: str
    expectation: str
    column_name: str
    severity: str
    is_success: bool
    observed_value: str | None
    unexpected_count: int
    element_count: int
    observed_number: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
    history_count: int | None = None
    scope: str = WHOLE

    @classmethod
    def of_audit(cls, result: AuditResult) -> QualityRow:
        """Return what an audit found as such a row."""
        observed = " ".join(result.sample)[:_SAMPLE_CHARACTERS] or None
        return cls(
            "audits", result.name, "", result.severity, result.is_success, observed, result.failing_rows,
            result.rows_looked_at, scope=result.scope,
        )  # fmt: skip


def audit(candidate: Candidate, audits_dir: Path, scope: Scope | None = None) -> list[AuditResult]:
    """Run all audits on a candidate, by name. Raises StatementError for an audit that cannot be run."""
    return audit_file(candidate.path, all_audits(audits_dir), scope)


def audit_file(path: Path, audits: Iterable[Audit], scope: Scope | None = None) -> list[AuditResult]:
    """Run audits on a DuckDB file that nobody writes to; return their results in the same order.

    In the scope of a batch, audits by page see tables of the same names that hold the rows of its pages only. Raises
    StatementError for an audit that cannot be run.
    """
    is_of_batch = scope is not None and scope.name == BATCH
    counts: dict[tuple[str, str], int] = {}
    with _audited(path, scope) as connection, ThreadPoolExecutor(_AT_ONCE) as threads:

        def run(each: Audit) -> AuditResult:
            return _run(connection, each, counts, BATCH if is_of_batch and each.is_by_page else WHOLE)

        return list(threads.map(run, audits))


@contextmanager
def _audited(path: Path, scope: Scope | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a file as the database ``candidate``, beside the database ``batch`` with views of what a batch added."""
    with closing(open_memory(threads=1, spill=spill_folder(path))) as connection:
        connection.execute(f"attach {literal(str(path))} as {CANDIDATE} (read_only)")
        if scope is not None and scope.name == BATCH:
            connection.execute(f"attach ':memory:' as {BATCH}")
            for each in schema.tables():
                name = f"{BATCH}.{sql_name(each.fullname)}"
                connection.execute(
                    f"create schema if not exists {BATCH}.{quoted(each.schema or schema.DEFAULT_SCHEMA)}"
                )
                connection.execute(f"create view {name} as select * from {scope.relation(each.fullname, CANDIDATE)}")
        yield connection


def all_audits(audits_dir: Path) -> list[Audit]:
    """Return the audits of the folder, and those that follow from the models, by name."""
    return sorted([*_written_audits(audits_dir), *_derived_audits()], key=lambda each: each.name)


def record_quality(connection: duckdb.DuckDBPyConnection, batch_key: int, rows: Sequence[QualityRow]) -> None:
    """Write the results of a batch. The last of the same suite, expectation and column is kept."""
    import pyarrow as pa

    unique = {(row.suite, row.expectation, row.column_name): row for row in rows}
    columns = {
        "batch_key": pa.array([batch_key] * len(unique), pa.int64()),
        **{
            field.name: pa.array([getattr(row, field.name) for row in unique.values()], field.type)
            for field in schema.arrow_schema("ops.quality_result")
            if field.name != "batch_key"
        },
    }
    connection.register("incoming", pa.table(columns))
    listed = schema.column_list("ops.quality_result")
    connection.execute(f"insert into ops.quality_result ({listed}) select {listed} from incoming")
    connection.unregister("incoming")


def _written_audits(folder: Path) -> list[Audit]:
    audits = []
    for statement in read_statements(folder):
        severity = statement.header.get("severity", "")
        table_name = statement.header.get("table", "")
        if severity not in ("stop", "warn") or not table_name or not statement.purpose:
            raise StatementError(f"{statement.path}: the header must give purpose, severity (stop or warn) and table")
        is_by_page = statement.header.get("scope") == _OF_PAGES
        audits.append(Audit(statement.name, statement.purpose, severity, table_name, statement.sql, is_by_page))
    return audits


def _derived_audits() -> list[Audit]:
    audits = []
    for each in schema.tables():
        name = each.fullname
        if each.info["is_history"]:
            continue
        for column in each.columns:
            target, _, key = (column.info.get("references") or "").rpartition(".")
            if target:
                audits.append(_orphans(name, column.name, target, key))
    return audits


def _orphans(name: str, column: str, target: str, key: str) -> Audit:
    """Return the audit that every key of a column is in the table that it refers to; 0 is the unknown member there."""
    known = f"select {quoted(key)} from {sql_name(target)}"
    if target.startswith("fact_"):
        known += " union all select 0"
    return Audit(
        f"orphans_of_{name}.{column}",
        f"Every {column} of {name} is in {target}.",
        "stop",
        name,
        # Each key is looked for once, however many rows have it.
        f"select orphan from (select distinct {quoted(column)} as orphan from {sql_name(name)}) "
        f"where orphan is not null and orphan not in ({known})",
        (name, column) not in SETTLED_LATER,
    )


def _run(opened: duckdb.DuckDBPyConnection, each: Audit, counts: dict[tuple[str, str], int], scope: str) -> AuditResult:
    # A connection is for one thread; its cursors are connections to the same databases.
    connection = opened.cursor()
    looked_at = scope, each.table_name
    try:
        connection.execute(f"use {CANDIDATE if scope == WHOLE else BATCH}")
        if looked_at not in counts:
            counts[looked_at] = _count(connection, sql_name(each.table_name))
        failing = _count(connection, f"({each.sql})")
        sample: list[tuple[Any, ...]] = []
        if failing:
            cursor = connection.execute(f"select to_json(failing) from ({each.sql}) as failing limit {_SAMPLE_ROWS}")
            sample = cursor.fetchall()
    except statement_errors() as error:
        raise StatementError(f"audit {literal(each.name)}: {error}") from error
    finally:
        connection.close()
    shown = tuple(json.dumps(json.loads(row[0]), ensure_ascii=False)[:_SAMPLE_CHARACTERS] for row in sample)
    return AuditResult(each.name, each.purpose, each.severity, failing, counts[looked_at], shown, scope)


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    assert row is not None
    return int(row[0])
