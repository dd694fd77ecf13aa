"""From a suite to one query of DuckDB that counts the failing rows of all its expectations in one scan of the table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from expectations.failing_rows import failing_rows
from expectations.suites import ExpectationSpec

_ROWS_OF_ONE_SCAN = re.compile(r"select [^()]+? from \{batch\} where (?P<condition>.+)", re.DOTALL)
_MORE_THAN_A_CONDITION = re.compile(r"\{batch\}|\b(group by|having|union|qualify|order by|limit)\b", re.IGNORECASE)


class Count(NamedTuple):
    """What became of one expectation: rows that failed, rows looked at, and what was observed of a whole table."""

    unexpected: int
    elements: int
    observed: str | None = None


class CompiledSuite(NamedTuple):
    """Expectations of one table as one query over ``{batch}``, which returns one row with a list of counts.

    The first count is that of all rows. ``positions`` maps an expectation's place in the suite to the place of its
    count; expectations of the table as a whole have none, since they follow from its columns and its rows.
    """

    expectations: Sequence[ExpectationSpec]
    query: str
    positions: Mapping[int, int]

    def over(self, relation: str, *, once: bool = False) -> str:
        """Return the query over what stands behind FROM, which with ``once`` is worked out before all rules."""
        if not once:
            return self.query.format(batch=relation)
        return f"with looked_at as materialized (select * from {relation}) {self.query.format(batch='looked_at')}"

    def counts(self, columns: Sequence[str], found: Sequence[int]) -> list[Count]:
        """Return the counts of all expectations, in order, from what the query returned and the table's columns."""
        return [
            Count(found[self.positions[at]], found[0])
            if at in self.positions
            else _of_whole_table(expectation, columns, found[0])
            for at, expectation in enumerate(self.expectations)
        ]


def compiled(expectations: Sequence[ExpectationSpec]) -> CompiledSuite | None:
    """Return the query for all these expectations; None where one of them is of a type that has no such form here."""
    counts = ["count(*)"]
    positions = {}
    for at, expectation in enumerate(expectations):
        if expectation.type in _WHOLE_TABLE:
            continue
        count = _count(expectation)
        if count is None:
            return None
        positions[at] = len(counts)
        counts.append(count)
    return CompiledSuite(expectations, f"select [{', '.join(counts)}] as counts from {{batch}}", positions)


def _count(expectation: ExpectationSpec) -> str | None:
    """Return what counts the rows that fail an expectation, as one column of a query over its table."""
    if expectation.type == "expect_column_values_to_be_unique":
        column = '"' + str(expectation.arguments["column"]).replace('"', '""') + '"'
        return (
            f"(select coalesce(sum(times), 0)::bigint from (select count(*) as times from {{batch}} "
            f"where {column} is not null group by {column} having times > 1))"
        )
    rows = failing_rows(expectation)
    if rows is None:
        return None
    if rows.condition is not None:
        # The query is formatted with its table, so that its own braces are doubled, as in the suites' files.
        condition = rows.condition.replace("{", "{{").replace("}", "}}")
        return f"count(*) filter (where {condition})"
    query = rows.query or ""
    found = _ROWS_OF_ONE_SCAN.fullmatch(query)
    if found is not None and not _MORE_THAN_A_CONDITION.search(found["condition"]):
        return f"count(*) filter (where {found['condition']})"
    return f"(select count(*) from ({query}))"


def _of_columns(expectation: ExpectationSpec, columns: Sequence[str], rows: int) -> Count:
    is_success = set(columns) == set(expectation.arguments["column_set"])
    return Count(int(not is_success), rows, str(sorted(columns)))


def _of_row_count(expectation: ExpectationSpec, _columns: Sequence[str], rows: int) -> Count:
    fewest, most = expectation.arguments.get("min_value"), expectation.arguments.get("max_value")
    is_success = (fewest is None or rows >= fewest) and (most is None or rows <= most)
    return Count(int(not is_success), rows, str(rows))


_WHOLE_TABLE = {
    "expect_table_columns_to_match_set": _of_columns,
    "expect_table_row_count_to_be_between": _of_row_count,
}


def _of_whole_table(expectation: ExpectationSpec, columns: Sequence[str], rows: int) -> Count:
    return _WHOLE_TABLE[expectation.type](expectation, columns, rows)
