"""The schema is a contract: what a candidate takes from readers stops the publish unless a migration names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.runs import build, hint_of, run, write_pages
from warehouse.audits import AuditResult
from warehouse.candidate import Candidate
from warehouse.contracts import check_contract
from warehouse.paths import DataFolder
from warehouse.sources import discover


@pytest.fixture
def candidate(tmp_path: Path) -> Candidate:
    write_pages(tmp_path / "inbox", {"a.txt": "甲|第一句。"})
    run(tmp_path / "inbox", tmp_path / "data")
    write_pages(tmp_path / "inbox", {"b.txt": "乙|第二句。"})
    folder = DataFolder(tmp_path / "data")
    return build(discover(tmp_path / "inbox", folder, hint_of))


def contract(candidate: Candidate, folder: Path | None = None) -> AuditResult:
    results = check_contract(candidate, folder) if folder else check_contract(candidate)
    return next(result for result in results if result.name == "schema_contract")


def change(candidate: Candidate, sql: str) -> None:
    with candidate.open() as connection:
        connection.execute(sql)


def test_the_same_tables_break_nothing(candidate: Candidate) -> None:
    assert contract(candidate).is_success
    assert contract(candidate).rows_looked_at > 200


def test_the_first_release_has_nobody_to_break(tmp_path: Path) -> None:
    write_pages(tmp_path / "inbox", {"a.txt": "甲|第一句。"})
    assert check_contract(build(discover(tmp_path / "inbox", DataFolder(tmp_path / "data"), hint_of))) == []


def test_a_new_column_breaks_nothing(candidate: Candidate) -> None:
    change(candidate, "alter table fact_activity add column weather text")
    assert contract(candidate).is_success


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("alter table fact_activity drop column venue", "fact_activity.venue gone"),
        ("alter table fact_sentence alter column text type blob using encode(text)", "fact_sentence.text type"),
        ("drop table ops.name_candidate", "ops.name_candidate gone"),
    ],
)
def test_what_readers_would_miss_stops_unless_a_migration_names_it(
    candidate: Candidate, tmp_path: Path, sql: str, named: str
) -> None:
    change(candidate, sql)
    assert contract(candidate).stops
    assert contract(candidate).sample == (named,)
    announcing = tmp_path / "migrations"
    announcing.mkdir()
    migration = f"-- purpose: Nobody asked for it.\n-- changes: {named}\n{sql};\n"
    (announcing / "9999_less.sql").write_text(migration, encoding="utf-8")
    assert contract(candidate, announcing).is_success


def test_a_view_that_loses_a_column_warns(candidate: Candidate) -> None:
    with candidate.open() as connection:
        connection.execute("create view mart.days as select 1 as day")
    lived = Path(candidate.folder.live)
    lived.chmod(0o644)
    lived.write_bytes(candidate.path.read_bytes())
    change(candidate, "create or replace view mart.days as select 2 as night")
    views = next(result for result in check_contract(candidate) if result.name == "mart_contract")
    assert (views.severity, views.sample) == ("warn", ("mart.days.day gone",))
