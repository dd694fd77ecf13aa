"""Running the suites over a DuckDB file or other relations, and what came out of each expectation as a plain record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from expectations.compiled import CompiledSuite, Count, compiled
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


def validate_database(
    path: Path, stage: Stage, relation: Callable[[str, str], str] | None = None
) -> list[ExpectationResult]:
    """Validate the DuckDB file at ``path`` and return every result, suite by suite.

    ``candidate`` looks at the tables of a release, ``staged`` at those in the schema ``staging``. The file is opened
    read-only and let go of before this returns; nobody may hold it open for writing meanwhile. A table that has a
    suite but is not in the file is a failed expectation at stage ``candidate``, and is passed over at ``staged``.

    ``relation`` says what to put behind FROM for a table of the candidate, by its full name and the name of the
    database; where it is not given, all of the table.

    Raises:
        OSError: the file does not exist.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no DuckDB file to validate at {path}")
    suites = read_suites()
    relations = {
        suite.full_name: relation(suite.full_name, _ATTACHED)
        if relation is not None
        else f"{_ATTACHED}.{STAGING_SCHEMA if stage == 'staged' else suite.schema}.{suite.table}"
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
    spill: Path | None = None,
) -> list[ExpectationResult]:
    """Validate relations: a table's full name (``ops.batch``, ``dim_word``) to what stands behind FROM.

    That may be ``read_parquet('…')``, or a table of one of the DuckDB files that ``attached`` names by alias; a table
    without a relation is passed over. What does not fit in memory goes to the folder ``spill`` for a while, by default
    one beside an attached file; without either, memory is not bounded.

    Great Expectations evaluates the rules of all tables as one query, with one scan of each; those of a table for which
    that query cannot be run, and all of them with ``rule_by_rule``, one by one in its own way, which takes far longer.
    """
    # Imported here, because Great Expectations takes a second to import and most commands never validate.
    from expectations.great import Session

    tables = [
        _Table(f"{stage}.{suite.table}", relations[suite.full_name], expectations)
        for suite in (read_suites() if suites is None else suites)
        if suite.full_name in relations and (expectations := suite.at_stage(stage))
    ]
    results: list[ExpectationResult] = []
    with Session(attached or {}, spill) as session:
        counted = {} if rule_by_rule else _count(session, stage, tables)
        for table in tables:
            found = counted.get(table.suite)
            results += _validate_suite(session, table, stage) if found is None else found
    return results


class _Table(NamedTuple):
    """What is looked at: the name of the suite in results, what stands behind FROM, and what is expected of it."""

    suite: str
    relation: str
    expectations: Sequence[ExpectationSpec]


def _count(session: Session, stage: Stage, tables: Sequence[_Table]) -> dict[str, list[ExpectationResult]]:
    """Return the results of the tables whose rules can be counted in one query; of all tables at once if possible."""
    from expectations.great import QueryError

    queries: dict[str, str] = {}
    compiled_suites: dict[str, tuple[_Table, CompiledSuite, list[str]]] = {}
    for table in tables:
        query, columns = compiled(table.expectations), _columns(session, table.relation)
        if query is not None and columns is not None:
            # Staged members of all chunks are brought together, and pages as decoded: for all rules at once.
            is_made = stage == "staged" and table.relation.startswith("(")
            queries[table.suite] = query.over(table.relation, once=is_made)
            compiled_suites[table.suite] = table, query, columns
    counts: dict[str, list[int]] = {}
    for together in (queries, *({suite: query} for suite, query in queries.items())):
        if together and not counts.keys() >= together.keys():
            with suppress(QueryError):
                counts |= session.count(stage, together)
        if counts.keys() == queries.keys():
            break
    return {
        suite: [
            _counted_result(session, table, expectation, count)
            for expectation, count in zip(table.expectations, query.counts(columns, counts[suite]), strict=True)
        ]
        for suite, (table, query, columns) in compiled_suites.items()
        if suite in counts
    }


def _columns(session: Session, relation: str) -> list[str] | None:
    """Return the columns of a relation; None where it cannot be read."""
    import sqlalchemy.exc

    try:
        return [str(row[0]) for row in session.query(f"describe select * from {relation}")]
    except sqlalchemy.exc.SQLAlchemyError:
        return None


def _counted_result(session: Session, table: _Table, expectation: ExpectationSpec, count: Count) -> ExpectationResult:
    observed = count.observed
    if observed is None and count.unexpected:
        observed = _first_rows(session, expectation, table.relation)
    return ExpectationResult(
        suite=table.suite,
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


def _validate_suite(session: Session, table: _Table, stage: Stage) -> list[ExpectationResult]:
    import sqlalchemy.exc

    name, relation, expectations = table
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
