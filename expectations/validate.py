"""Running the suites over a DuckDB file or other relations, and what came out of each expectation as a plain record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.compiled import Count, compiled
from expectations.failing_rows import failing_rows
from expectations.suites import ExpectationSpec, Severity, Stage, SuiteSpec, read_suites

if TYPE_CHECKING:
    from expectations.great import Session

STAGING_SCHEMA = "staging"
"""Schema of the staged rows in a DuckDB file; tables keep their names there."""

_ATTACHED = "validated"
_SHOWN_EXAMPLES = 5
_SHOWN_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """What came of one expectation; a row of ``ops.quality_result`` and the reason for people.

    ``suite`` is ``stage.table``. ``error`` holds the exception of an expectation that could not be evaluated, which
    counts as failed. Counts are rows.
    """

    suite: str
    expectation: str
    column_name: str
    severity: Severity
    is_success: bool
    observed_value: str | None
    unexpected_count: int
    element_count: int
    error: str | None
    reason: str


def validate_database(path: Path, stage: Stage) -> list[ExpectationResult]:
    """Validate the DuckDB file at ``path`` and return every result, suite by suite.

    ``candidate`` looks at the tables of a release, ``staged`` at those in the schema ``staging``. The file is opened
    read-only and let go of before this returns; nobody may hold it open for writing meanwhile. A table that has a
    suite but is not in the file is a failed expectation at stage ``candidate``, and is passed over at ``staged``.

    Raises:
        OSError: the file does not exist.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no DuckDB file to validate at {path}")
    suites = read_suites()
    relations = {
        suite.full_name: f"{_ATTACHED}.{STAGING_SCHEMA if stage == 'staged' else suite.schema}.{suite.table}"
        for suite in suites
    }
    return validate(relations, stage, attached={_ATTACHED: path}, suites=suites)


def validate(
    relations: Mapping[str, str],
    stage: Stage,
    *,
    attached: Mapping[str, Path] | None = None,
    suites: Sequence[SuiteSpec] | None = None,
    rule_by_rule: bool = False,
) -> list[ExpectationResult]:
    """Validate relations: a table's full name (``ops.batch``, ``dim_word``) to what stands behind FROM.

    That may be ``read_parquet('…')``, or a table of one of the DuckDB files that ``attached`` names by alias; a table
    without a relation is passed over.

    Great Expectations evaluates all rules of a table as one query in one scan; those of a table for which that query
    cannot be run, and all of them with ``rule_by_rule``, one by one in its own way, which takes four times as long.
    """
    # Imported here, because Great Expectations takes a second to import and most commands never validate.
    from expectations.great import Session

    chosen = [suite for suite in (read_suites() if suites is None else suites) if suite.full_name in relations]
    results: list[ExpectationResult] = []
    with Session(attached or {}) as session:
        for suite in chosen:
            expectations = suite.at_stage(stage)
            if expectations:
                relation = relations[suite.full_name]
                counted = None if rule_by_rule else _count_suite(session, suite, expectations, relation, stage)
                if counted is None:
                    counted = _validate_suite(session, suite, expectations, relation, stage)
                results += counted
    return results


def _count_suite(
    session: Session, suite: SuiteSpec, expectations: Sequence[ExpectationSpec], relation: str, stage: Stage
) -> list[ExpectationResult] | None:
    """Return the results of all expectations of a table from one query; None where it cannot be run."""
    import sqlalchemy.exc

    from expectations.great import QueryError

    name = f"{stage}.{suite.table}"
    query = compiled(expectations)
    if query is None:
        return None
    try:
        columns = [str(row[0]) for row in session.query(f"describe select * from {relation}")]
        counts = query.counts(columns, session.count(name, relation, query.query))
    except (QueryError, sqlalchemy.exc.SQLAlchemyError):
        return None
    return [
        _counted_result(session, name, relation, expectation, count)
        for expectation, count in zip(expectations, counts, strict=True)
    ]


def _counted_result(
    session: Session, suite: str, relation: str, expectation: ExpectationSpec, count: Count
) -> ExpectationResult:
    observed = count.observed
    if observed is None and count.unexpected:
        observed = _first_rows(session, expectation, relation)
    return ExpectationResult(
        suite=suite,
        expectation=expectation.name,
        column_name=expectation.column_name,
        severity=expectation.severity,
        is_success=count.unexpected == 0,
        observed_value=_shown(observed),
        unexpected_count=count.unexpected,
        element_count=count.elements,
        error=None,
        reason=expectation.reason,
    )


def _validate_suite(
    session: Session, suite: SuiteSpec, expectations: Sequence[ExpectationSpec], relation: str, stage: Stage
) -> list[ExpectationResult]:
    import sqlalchemy.exc

    name = f"{stage}.{suite.table}"
    try:
        row_count = int(session.query(f"select count(*) from {relation}")[0][0])
    except sqlalchemy.exc.SQLAlchemyError as error:
        if stage == "staged" and "does not exist" in str(error):
            return []
        return [_unreadable(name, str(error))]
    arguments = [{"type": each.type, "kwargs": each.arguments} for each in expectations]
    found = session.validate(name, relation, arguments)
    return [
        _result(session, name, relation, row_count, expectation, one)
        for expectation, one in zip(expectations, found, strict=True)
    ]


def _unreadable(suite: str, error: str) -> ExpectationResult:
    """Return the failure of a table that is not there or cannot be read."""
    return ExpectationResult(
        suite=suite,
        expectation="table_is_readable",
        column_name="",
        severity="stop",
        is_success=False,
        observed_value=None,
        unexpected_count=0,
        element_count=0,
        error=error[:_SHOWN_CHARACTERS],
        reason="Every table of the models is in a release.",
    )


def _result(
    session: Session, suite: str, relation: str, row_count: int, expectation: ExpectationSpec, found: Any
) -> ExpectationResult:
    """Translate what Great Expectations found; an expectation that raised counts as failed."""
    error = _raised(found.exception_info)
    details = found.result
    is_success = bool(found.success) and error is None
    if error is not None:
        observed, unexpected, elements = None, 0, row_count
    elif expectation.rows_query is not None:
        unexpected, elements = int(details["observed_value"]), row_count
        observed = None if is_success else _first_rows(session, expectation, relation)
    elif "unexpected_count" in details:
        # Of an empty table, Great Expectations says None.
        unexpected, elements = int(details["unexpected_count"] or 0), int(details["element_count"] or 0)
        observed = None if is_success else _examples(details["partial_unexpected_list"])
    else:
        unexpected, elements = int(not is_success), row_count
        observed = _shown(details.get("observed_value"))
    return ExpectationResult(
        suite=suite,
        expectation=expectation.name,
        column_name=expectation.column_name,
        severity=expectation.severity,
        is_success=is_success,
        observed_value=observed,
        unexpected_count=unexpected,
        element_count=elements,
        error=error,
        reason=expectation.reason,
    )


def _raised(exception_info: Mapping[str, Any]) -> str | None:
    """Return the message of an exception in an expectation; its info is one record or one for each metric."""
    records = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    messages = [str(record["exception_message"]) for record in records if record.get("raised_exception")]
    return "; ".join(messages)[:_SHOWN_CHARACTERS] if messages else None


def _first_rows(session: Session, expectation: ExpectationSpec, relation: str) -> str:
    """Return the first failing rows of a rule; which ones is DuckDB's choice, so they are sorted."""
    failing = failing_rows(expectation)
    if failing is None:
        return ""
    columns = ", ".join('"' + column.replace('"', '""') + '"' for column in expectation.columns)
    query = failing.query or f"select {columns} from {{batch}} where {failing.condition}"
    rows = session.query(f"select * from ({query.format(batch=relation)}) limit {_SHOWN_EXAMPLES}")
    return _examples(sorted((row if failing.query else row[0] for row in rows), key=repr))


def _examples(values: Sequence[Any]) -> str:
    """Return some of the failing values, for people."""
    return _shown(" | ".join(str(value) for value in values[:_SHOWN_EXAMPLES])) or ""


def _shown(value: Any) -> str | None:
    """Return a value as text of bounded length."""
    return None if value is None else str(value)[:_SHOWN_CHARACTERS]
