"""From an expectation to SQL that tells its failing rows, all of them: Great Expectations names twenty at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from expectations.suites import ExpectationSpec


class FailingRows(NamedTuple):
    """One of both: a ``condition`` that is true of failing rows, or a ``query`` over ``{batch}`` that returns them.

    A query may return only some columns, or one row for a group; rows that agree with it in the columns that it shares
    with the table are the failing ones.
    """

    condition: str | None
    query: str | None


def failing_rows(expectation: ExpectationSpec) -> FailingRows | None:
    """Return what tells the failing rows of an expectation; None where it speaks of the table as a whole."""
    if expectation.rows_query is not None:
        return FailingRows(None, expectation.rows_query)
    if expectation.type == "expect_column_values_to_be_unique":
        column = _quoted(expectation.arguments["column"])
        return FailingRows(None, f"select {column} from {{batch}} group by {column} having count(*) > 1")
    condition = _condition(expectation.type, expectation.arguments)
    return None if condition is None else FailingRows(condition, None)


def _condition(kind: str, arguments: Mapping[str, Any]) -> str | None:
    match kind:
        case "expect_column_values_to_be_between":
            return _outside(_quoted(arguments["column"]), arguments)
        case "expect_column_value_lengths_to_be_between":
            return _outside(f"length({_quoted(arguments['column'])})", arguments)
        case "expect_column_values_to_be_in_set":
            allowed = ", ".join(map(_literal, arguments["value_set"]))
            return f"{_quoted(arguments['column'])} not in ({allowed})"
        case "expect_column_pair_values_a_to_be_greater_than_b":
            sign = ">=" if arguments.get("or_equal") else ">"
            return f"not ({_quoted(arguments['column_A'])} {sign} {_quoted(arguments['column_B'])})"
        case _:
            return None


def _outside(value: str, arguments: Mapping[str, Any]) -> str:
    """Return the condition of a value outside of its bounds; it is not true of a null, which these types pass over."""
    bounds = (("<", arguments.get("min_value")), (">", arguments.get("max_value")))
    return " or ".join(f"{value} {sign} {_literal(bound)}" for sign, bound in bounds if bound is not None)


def _literal(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def _quoted(column: Any) -> str:
    return '"' + str(column).replace('"', '""') + '"'
