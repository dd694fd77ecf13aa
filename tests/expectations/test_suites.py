"""The suite files: one for each table, only columns that the models have, and a severity and reason for every rule."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from expectations.suites import SUITES_FOLDER, SuiteError, SuiteSpec, read_suites
from models import Base
from warehouse.decoded_pages import decoded_pages
from warehouse.quarantine import open_staging

TABLES = {table.name: table for table in Base.metadata.sorted_tables}
SUITES = {suite.table: suite for suite in read_suites()}
# Rows that are put together for the checks alone; their suite names their columns itself.
with open_staging(SUITES_FOLDER / "nothing is staged here") as _nothing_staged:
    _decoded_page = _nothing_staged.execute(f"describe {decoded_pages()}").fetchall()
OF_NO_MODEL = {"decoded_page": {str(column) for column, *_ in _decoded_page}}
COLUMNS = {name: {column.name for column in table.columns} for name, table in TABLES.items()} | OF_NO_MODEL
# Tables that are made by grouping on their grain and so cannot break it.
GROUPED_BY_GRAIN = {"search_posting"}
# Names in SQL that are no columns: DuckDB's functions and words, and the names that a query gives its own columns.
WORDS_OF_SQL = re.findall(
    r"\w+",
    """
    select from where group by having count as and or not in is null between exists avg sum min max length integer
    regexp_full_match regexp_matches regexp_replace starts_with ends_with contains chr trim year month day quarter
    weekofyear current_date case when then else end null_column batch times first_day last_day days share mean leads
    articles unknown_member
    """,
)


def test_every_table_has_a_suite() -> None:
    assert set(SUITES) == {*TABLES, *OF_NO_MODEL}


def test_every_suite_is_run_where_its_rows_are() -> None:
    # Rows of these are made by the load, or by the run that is checked, and are never staged.
    made_later = {"search_article", "search_posting", "data_dictionary", "dim_date", "dim_topic"}
    for suite in SUITES.values():
        is_history = suite.schema == "ops" and TABLES[suite.table].info["is_history"]
        if suite.table in OF_NO_MODEL:
            assert suite.at_stage("staged") and not suite.at_stage("candidate")
        elif suite.table in made_later or is_history:
            assert suite.at_stage("candidate"), suite.table
        else:
            assert suite.at_stage("staged") and suite.at_stage("candidate"), suite.table


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_a_suite_stands_in_the_schema_of_its_table(suite: SuiteSpec) -> None:
    expected = "staging" if suite.table in OF_NO_MODEL else TABLES[suite.table].schema or "main"
    assert suite.schema == expected


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_a_suite_names_only_columns_of_its_model(suite: SuiteSpec) -> None:
    known = COLUMNS[suite.table]
    for expectation in suite.expectations:
        assert set(expectation.columns) <= known, expectation.name


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_a_rule_in_sql_names_only_columns_of_its_model(suite: SuiteSpec) -> None:
    known = COLUMNS[suite.table]
    for expectation in suite.expectations:
        query = expectation.rows_query
        if query is not None:
            assert "{batch}" in query, "without it, the rule looks at no table or at the wrong one"
            words = set(re.findall(r"[a-z_][a-z_0-9]*", re.sub(r"'[^']*'", "", query.lower())))
            assert words - {*WORDS_OF_SQL} - known == set(), expectation.name


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_what_the_model_says_is_expected_at_every_stage_of_the_suite(suite: SuiteSpec) -> None:
    for stage in {stage for expectation in suite.expectations for stage in expectation.stages}:
        rules = {rule.name: rule for rule in suite.at_stage(stage) if rule.severity == "stop"}
        assert {"expect_table_columns_to_match_set", "required_values_are_present"} <= set(rules)
        if suite.table not in GROUPED_BY_GRAIN:
            grain = {"source_key"} if suite.table in OF_NO_MODEL else set(TABLES[suite.table].info["grain"])
            assert grain <= set(rules["grain_is_unique"].columns)


def test_reasons_are_sentences() -> None:
    for suite in SUITES.values():
        for expectation in suite.expectations:
            assert expectation.reason.endswith("."), (suite.table, expectation.name)


def document(**meta: Any) -> dict[str, Any]:
    about = {"severity": "stop", "reason": "Because.", **meta}
    return {
        "meta": {"table": "main.dim_topic"},
        "expectations": [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "code"}, "meta": about}],
    }


def doubled() -> dict[str, Any]:
    twice = document()
    twice["expectations"] *= 2
    return twice


def nameless() -> dict[str, Any]:
    rule = document()
    rule["expectations"][0] |= {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": "select * from {batch}"},
    }
    return rule


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("dim_topic", document(severity="fatal"), "severity 'fatal'"),
        ("dim_topic", document(reason=""), "no reason"),
        ("dim_topic", document(stages=["published"]), "stages"),
        ("dim_topic", doubled(), "twice"),
        ("dim_topic", nameless(), "no name"),
        ("dim_topic", {"expectations": []}, "no suite"),
        ("dim_place", document(), "named after its table"),
        ("dim_nothing", {**document(), "meta": {"table": "main.dim_nothing"}}, "no model"),
    ],
)
def test_an_unusable_suite_is_refused_by_name(tmp_path: Path, name: str, content: dict[str, Any], message: str) -> None:
    (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SuiteError, match=message):
        read_suites(tmp_path)


def test_suites_are_read_in_the_order_of_their_names() -> None:
    assert list(SUITES) == sorted(path.stem for path in SUITES_FOLDER.glob("*.json"))
