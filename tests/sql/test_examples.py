"""The thirty questions: asked in two languages, answered by SQL that runs, listed in the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from flows.cli import gewu
from tests.sql.cases import case_folders, load_case
from tests.sql.tables import create_tables
from warehouse.statements import install_views

SQL = Path(__file__).resolve().parents[2] / "sql"
EXAMPLES = sorted((SQL / "examples").glob("*.sql"))
CASES = {folder.parent.name: folder for folder in case_folders()}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_tables(connection)
        install_views(connection, SQL)
        yield connection


def answer(connection: duckdb.DuckDBPyConnection, example: Path) -> list[tuple[object, ...]]:
    return connection.execute(example.read_text(encoding="utf-8")).fetchall()


def test_there_are_thirty() -> None:
    assert len(EXAMPLES) == 30


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_question_stands_above_its_sql_in_both_languages(example: Path) -> None:
    chinese, english, *rest = example.read_text(encoding="utf-8").splitlines()
    assert chinese.startswith("-- ") and CHINESE.search(chinese)
    assert re.fullmatch(r"-- [A-Z].*[?.]", english)
    assert rest[0].startswith(("select", "with"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_it_runs_on_an_empty_warehouse(empty: duckdb.DuckDBPyConnection, example: Path) -> None:
    assert answer(empty, example) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_question_to_a_view_is_answered_where_the_view_has_rows(
    empty: duckdb.DuckDBPyConnection, example: Path
) -> None:
    views = re.findall(r"mart\.(\w+)", example.read_text(encoding="utf-8"))
    if not views:
        pytest.skip("it asks the tables themselves")
    empty.execute("begin")
    load_case(empty, CASES[views[0]])
    rows = answer(empty, example)
    empty.execute("rollback")
    assert rows


def test_the_readme_lists_every_question_and_begins_with_three() -> None:
    readme = (SQL / "examples" / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"`(\w+\.sql)`", readme)) == [example.name for example in EXAMPLES]
    assert len(re.findall(r"^\d\. `", readme, re.MULTILINE)) == 3


def test_the_command_of_the_readme_runs_a_question_with_its_comments(tmp_path: Path) -> None:
    question = (SQL / "examples" / "demands_by_unit.sql").read_text(encoding="utf-8")
    result = CliRunner().invoke(gewu, ["sql", question, "--data-dir", str(tmp_path)])
    assert "no release here yet" in result.output
