"""Reading the reviewed suite files: plain records of what is expected of a table, without Great Expectations.

A suite file is ``suites/<table>.json``. Its expectations are in the form of Great Expectations (``type``, ``kwargs``,
``meta``); their ``meta`` says how bad a failure is (``severity``), why the rule and its threshold are right
(``reason``), at which stages it applies (``stages``; where absent, those of the suite's own ``meta``, and where that
names none, all), and for rules in SQL the rule's name (``rule``) and columns (``columns``). What the models say already
stands in no file and is expected of every table: its columns, which of them are never null, and its grain; a suite
can do without one of these three, with a reason (``without`` in its ``meta``). A suite of rows that no model describes,
because they are put together for the checks only, names its ``columns``, all of them never null, and its ``grain``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Table
from sqlalchemy.orm import Mapper

from models import Base

Stage = Literal["staged", "candidate"]
Severity = Literal["stop", "warn"]

STAGES: tuple[Stage, ...] = get_args(Stage)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
SUITES_FOLDER = Path(__file__).parent / "suites"
ROWS_QUERY_TYPE = "unexpected_rows_expectation"
"""The type whose query returns the failing rows; the other types name columns."""

_COLUMN_ARGUMENTS = ("column", "column_A", "column_B")
_COLUMN_LIST_ARGUMENT = "column_list"


class SuiteError(ValueError):
    """Raised where a suite file cannot be used; says which file and what is wrong."""


@dataclass(frozen=True, slots=True)
class ExpectationSpec:
    """One expectation of a suite.

    ``name`` and ``column_name`` together are unique in their suite.
    """

    name: str
    type: str
    arguments: dict[str, Any]
    columns: tuple[str, ...]
    severity: Severity
    reason: str
    stages: tuple[Stage, ...]

    @property
    def column_name(self) -> str:
        """The columns as text; empty for a whole table."""
        return ", ".join(self.columns)

    @property
    def rows_query(self) -> str | None:
        """The SQL that returns the failing rows, with ``{batch}`` for the table; None for the other types."""
        return str(self.arguments["unexpected_rows_query"]) if self.type == ROWS_QUERY_TYPE else None


@dataclass(frozen=True, slots=True)
class SuiteSpec:
    """What is expected of one table; ``schema`` is the table's schema in a release."""

    table: str
    schema: str
    expectations: tuple[ExpectationSpec, ...]

    @property
    def full_name(self) -> str:
        """The table's name as the models' metadata has it: with its schema, unless that is ``main``."""
        return self.table if self.schema == "main" else f"{self.schema}.{self.table}"

    def at_stage(self, stage: Stage) -> tuple[ExpectationSpec, ...]:
        """Return the expectations that apply at ``stage``, in the order of the file."""
        return tuple(expectation for expectation in self.expectations if stage in expectation.stages)


def read_suites(folder: Path = SUITES_FOLDER) -> tuple[SuiteSpec, ...]:
    """Return all suites in ``folder``, by table name.

    Raises:
        SuiteError: a file is no suite, or an expectation lacks severity, reason or a name of its own.
    """
    return tuple(_read_suite(path) for path in sorted(folder.glob("*.json")))


def _read_suite(path: Path) -> SuiteSpec:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        schema, table = str(document["meta"]["table"]).split(".")
        stages = _stages(document["meta"], STAGES)
        without = document["meta"].get("without", {})
        if "columns" in document["meta"]:
            columns = [str(column) for column in document["meta"]["columns"]]
            of_table = _of_table(columns, columns, [str(column) for column in document["meta"]["grain"]], stages)
        else:
            of_table = _from_model(_model_of(f"{schema}.{table}"), stages)
        of_model = [each for each in of_table if each.name not in without]
        expectations = tuple(_read_expectation(entry, stages) for entry in document["expectations"])
    except (KeyError, TypeError, ValueError) as error:
        raise SuiteError(f"{path.name} is no suite: {error!r}") from error
    if table != path.stem:
        raise SuiteError(f"{path.name} describes the table {table!r}; a suite file is named after its table")
    names = [(expectation.name, expectation.column_name) for expectation in (*of_model, *expectations)]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise SuiteError(f"{path.name} names an expectation twice: {doubled}; give one of them a rule name in its meta")
    return SuiteSpec(table=table, schema=schema, expectations=(*of_model, *expectations))


def _model_of(table: str) -> Mapper[Any]:
    for mapper in Base.registry.mappers:
        model = mapper.local_table
        if isinstance(model, Table) and f"{model.schema or 'main'}.{model.name}" == table:
            return mapper
    raise SuiteError(f"no model describes the table {table}")


def _from_model(mapper: Mapper[Any], stages: tuple[Stage, ...]) -> tuple[ExpectationSpec, ...]:
    """Return what the model itself says of its table: its columns, what is never null, and its grain."""
    columns = [column.name for column in mapper.local_table.columns]
    required = [column.name for column in mapper.local_table.columns if not column.nullable]
    return _of_table(columns, required, [column.name for column in mapper.primary_key], stages)


def _of_table(
    columns: list[str], required: list[str], grain: list[str], stages: tuple[Stage, ...]
) -> tuple[ExpectationSpec, ...]:
    """Return what is expected of every table: its columns, those that are never null, and its grain."""
    first_null = " ".join(f"when {name} is null then '{name}'" for name in required)
    any_null = " or ".join(f"{name} is null" for name in required)
    return (
        ExpectationSpec(
            name="expect_table_columns_to_match_set",
            type="expect_table_columns_to_match_set",
            arguments={"column_set": columns, "exact_match": True},
            columns=(),
            severity="stop",
            reason="The schema is a contract with every reader: exactly the columns of the model.",
            stages=stages,
        ),
        _rule_of_model(
            "required_values_are_present",
            [],
            f"select case {first_null} end as null_column, {', '.join(grain)} from {{batch}} where {any_null}",
            "The model says that these columns are never null; readers do not look for it.",
            stages,
        ),
        _rule_of_model(
            "grain_is_unique",
            grain,
            f"select {', '.join(grain)}, count(*) as times from {{batch}} group by {', '.join(grain)} "
            "having count(*) > 1",
            "Two rows of one grain make every count and every join wrong.",
            stages,
        ),
    )


def _rule_of_model(
    name: str, columns: list[str], query: str, reason: str, stages: tuple[Stage, ...]
) -> ExpectationSpec:
    return ExpectationSpec(
        name=name,
        type=ROWS_QUERY_TYPE,
        arguments={"unexpected_rows_query": query},
        columns=tuple(columns),
        severity="stop",
        reason=reason,
        stages=stages,
    )


def _read_expectation(entry: Mapping[str, Any], stages: tuple[Stage, ...]) -> ExpectationSpec:
    meta, arguments = entry["meta"], entry["kwargs"]
    if meta["severity"] not in SEVERITIES:
        raise SuiteError(f"severity {meta['severity']!r} is none of {SEVERITIES}")
    if not meta["reason"]:
        raise SuiteError(f"{entry['type']} has no reason")
    if entry["type"] == ROWS_QUERY_TYPE and "rule" not in meta:
        raise SuiteError("a rule in SQL has no name (meta.rule)")
    return ExpectationSpec(
        name=meta.get("rule", entry["type"]),
        type=entry["type"],
        arguments=arguments,
        columns=_columns(arguments, meta),
        severity=meta["severity"],
        reason=meta["reason"],
        stages=_stages(meta, stages),
    )


def _stages(meta: Mapping[str, Any], default: tuple[Stage, ...]) -> tuple[Stage, ...]:
    stages = tuple(meta.get("stages", default))
    if not stages or not set(stages) <= set(STAGES):
        raise SuiteError(f"stages {stages} are none of {STAGES}")
    return stages


def _columns(arguments: Mapping[str, Any], meta: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that an expectation names, in the order in which it names them."""
    columns = [str(arguments[name]) for name in _COLUMN_ARGUMENTS if name in arguments]
    columns += [str(column) for column in arguments.get(_COLUMN_LIST_ARGUMENT, ())]
    columns += [str(column) for column in meta.get("columns", ())]
    return tuple(columns)
