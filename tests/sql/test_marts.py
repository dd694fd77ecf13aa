"""Every view answers its golden cases, says what its columns mean, and reads only the layer it may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.sql.cases import COMMON, EXPECTED, case_folders, load_case, read_csv, shown
from tests.sql.tables import create_tables
from warehouse.statements import install_views

SQL = Path(__file__).resolve().parents[2] / "sql"
MARTS = sorted((SQL / "marts").glob("*.sql"))
SHARED = sorted((SQL / "intermediate").glob("*.sql"))
CASES = case_folders()
# Views about how the warehouse came to be; no other reads `ops`.
ABOUT_OPERATIONS = {"page_quality", "load_history", "quality_trend", "release_changes"}
WITHOUT_EVIDENCE = {"topic_trend", "word_trend", "reporter_output", "co_occurrence_network"} | ABOUT_OPERATIONS
EVIDENCE = {"file_name", "line_no", "source_text", "title", "published_on"}
# A month of a unit has one day of publication for all its figures, and no other date to fall back on.
BEST_DATE = {"dated_on", "dated_on_precision"}


@pytest.fixture(scope="module")
def installed() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_tables(connection)
        install_views(connection, SQL)
        yield connection


@pytest.fixture
def warehouse(installed: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """All views over empty tables; what a test inserts is taken back."""
    installed.execute("begin")
    yield installed
    installed.execute("rollback")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_the_view_answers_the_case(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    load_case(warehouse, folder)
    expected = read_csv(folder / f"{EXPECTED}.csv")
    columns = list(expected[0])
    found = warehouse.execute(f"select {', '.join(columns)} from mart.{folder.parent.name}").fetchall()
    assert sorted(tuple(shown(value) for value in row) for row in found) == sorted(
        tuple(row.values()) for row in expected
    )


def test_every_view_has_a_case() -> None:
    assert {mart.stem for mart in MARTS} == {folder.parent.name for folder in CASES} - {COMMON}


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.stem)
def test_the_header_states_purpose_grain_and_units(mart: Path) -> None:
    text = mart.read_text(encoding="utf-8")
    assert text.startswith(f"-- mart.{mart.stem}")
    for field in ("Purpose", "Grain", "Units"):
        assert re.search(rf"^-- {field}: \S", text, re.MULTILINE), field


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.stem)
def test_view_and_columns_are_commented(warehouse: duckdb.DuckDBPyConnection, mart: Path) -> None:
    (comment,) = warehouse.execute(
        "select comment from duckdb_views() where schema_name = 'mart' and view_name = ?", [mart.stem]
    ).fetchall()[0]
    assert comment.startswith("One row per ")
    uncommented = warehouse.execute(
        "select column_name from duckdb_columns() where schema_name = 'mart' and table_name = ? and comment is null",
        [mart.stem],
    ).fetchall()
    assert uncommented == []


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.stem)
def test_a_report_reads_only_dimensions_facts_and_bridges(mart: Path) -> None:
    text = mart.read_text(encoding="utf-8")
    if mart.stem not in ABOUT_OPERATIONS:
        assert "ops." not in text
    assert set(re.findall(r"\bmain\.(\w+?)_", text)) <= {"dim", "fact", "bridge"}
    assert set(re.findall(r"\bmart\.(\w+)", text)) == {mart.stem}, "a view that reads another hides its source"
    assert set(re.findall(r"\bintermediate\.(\w+)", text)) <= {shared.stem for shared in SHARED}


@pytest.mark.parametrize("shared", SHARED, ids=lambda shared: shared.stem)
def test_what_reports_share_is_explained_and_reads_only_tables(
    warehouse: duckdb.DuckDBPyConnection, shared: Path
) -> None:
    text = shared.read_text(encoding="utf-8")
    assert text.startswith(f"-- intermediate.{shared.stem}\n-- Purpose: ")
    assert set(re.findall(r"\bintermediate\.(\w+)", text)) == {shared.stem}
    assert set(re.findall(r"\bmain\.(\w+?)_", text)) <= {"dim", "fact", "bridge", "search"}
    assert not re.search(r"\b(ops|mart)\.", text)
    assert any(f"intermediate.{shared.stem}" in mart.read_text(encoding="utf-8") for mart in MARTS), "nobody uses it"
    uncommented = warehouse.execute(
        "select column_name from duckdb_columns() where schema_name = 'intermediate' and table_name = ? "
        "and comment is null",
        [shared.stem],
    ).fetchall()
    assert uncommented == []


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.stem)
def test_the_evidence_stands_in_every_report(warehouse: duckdb.DuckDBPyConnection, mart: Path) -> None:
    columns = {row[0] for row in warehouse.execute(f"describe mart.{mart.stem}").fetchall()}
    if mart.stem not in WITHOUT_EVIDENCE:
        assert columns >= EVIDENCE
        assert columns >= BEST_DATE or mart.stem == "unit_scorecard"


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.stem)
def test_an_empty_warehouse_answers_nothing(warehouse: duckdb.DuckDBPyConnection, mart: Path) -> None:
    assert warehouse.execute(f"from mart.{mart.stem}").fetchall() == []


def test_a_step_of_a_case_is_sought_by_the_patterns_of_all_steps() -> None:
    text = (SQL / "marts" / "case_timeline.sql").read_text(encoding="utf-8")
    (any_step,) = re.findall(r"when not regexp_matches\(t\.text, '(.+?)'\) then null", text)
    steps = re.findall(r"when regexp_matches\(t\.text, '(.+?)'\) then '[a-z]+'", text)
    assert len(steps) == 6
    assert any_step == "|".join(steps)


def test_the_documentation_lists_every_view() -> None:
    documented = (SQL.parent / "docs" / "reports.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \w* ?\| `(\w+)` \|", documented, re.MULTILINE)) == [mart.stem for mart in MARTS]
