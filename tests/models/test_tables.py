"""Every table states its grain, every column says what it is, and every logical foreign key points at a key."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Table

from models import Base

TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.fullname)
COLUMNS = [(table, column) for table in TABLES for column in table.columns]
# The tables of the design; a table may be added, none of these may go.
DESIGNED = {
    "dim_date",
    "dim_source",
    "dim_article",
    "dim_place",
    "dim_organization",
    "dim_person",
    "dim_initiative",
    "dim_topic",
    "dim_indicator",
    "dim_word",
    "fact_article",
    "fact_sentence",
    "fact_article_word",
    "fact_observation",
    "fact_activity",
    "fact_mention",
    "fact_date_mention",
    "bridge_article_person",
    "bridge_article_place",
    "bridge_article_organization",
    "bridge_article_initiative",
    "bridge_article_topic",
    "bridge_activity_place",
    "ops.batch",
    "ops.page_line",
    "ops.rejection",
    "ops.quality_result",
    "ops.table_digest",
    "ops.release",
    "ops.name_candidate",
}


def name_of(table: Table, column: Column[object]) -> str:
    return f"{table.fullname}.{column.name}"


def test_every_table_of_the_design_is_there() -> None:
    assert {table.fullname for table in TABLES} >= DESIGNED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.fullname)
def test_a_table_states_its_grain_first(table: Table) -> None:
    assert table.comment is not None
    assert table.comment.startswith("One row per ")
    assert table.info["zh"]
    assert set(table.info["grain"]) <= set(table.columns.keys())


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[name_of(*pair) for pair in COLUMNS])
def test_a_column_says_what_it_is(table: Table, column: Column[object]) -> None:
    assert column.comment and column.comment.endswith("."), name_of(table, column)
    assert column.info["zh"]


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table, column in COLUMNS if column.info["references"]],
    ids=[name_of(table, column) for table, column in COLUMNS if column.info["references"]],
)
def test_a_logical_foreign_key_points_at_a_column_of_the_same_type(table: Table, column: Column[object]) -> None:
    target_table, target_column = column.info["references"].rsplit(".", 1)
    target = Base.metadata.tables[target_table].columns[target_column]
    assert str(target.type) == str(column.type)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.fullname)
def test_facts_hold_no_null_keys_and_no_physical_constraints(table: Table) -> None:
    if not table.name.startswith(("fact_", "bridge_")):
        return
    assert not table.primary_key.columns
    assert not table.foreign_keys
    assert not table.indexes
    for column in table.columns:
        if column.name.endswith("_key"):
            assert not column.nullable, column.name
