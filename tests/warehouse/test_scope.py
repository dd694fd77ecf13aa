"""What is audited of a release that adds pages: their rows, and that all others are those of the release before."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.runs import SQL_DIR, build, hint_of, live_digests, query, write_pages
from tests.warehouse.test_audits import DAMAGE
from warehouse import scope as scopes
from warehouse.audits import AuditResult, audit
from warehouse.candidate import Candidate
from warehouse.paths import DataFolder
from warehouse.release import publish
from warehouse.schema import content_tables
from warehouse.scope import Scope, choose_scope, page_tables
from warehouse.seal import seal
from warehouse.sources import discover, settle
from warehouse.unchanged import NAME, check_unchanged

AUDITS = SQL_DIR / "audits"
FIRST = {
    "云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。|月桂飘香！\n义诊=method|健康👨\u200d👧e\u0301进社区。",
    "云溪日报/2024-11-09/A02.txt": "早市|新鲜蔬菜。",
}
SECOND = {"云溪日报/2024-11-10/A01.txt": "夜校|灯火通明。|书声琅琅！", "云溪日报/2024-11-10/A02.txt": "球赛|雨天改期。"}
OF_FIRST_BATCH = (
    "(select article_key from dim_article join dim_source using (source_key) where published_on < '2024-11-10')"
)

SILENT_CHANGES = {
    "fact_sentence": f"update fact_sentence set section_heading = '别处' where article_key in {OF_FIRST_BATCH}",
    "fact_observation": f"update fact_observation set value = value + 1 where article_key in {OF_FIRST_BATCH}",
    "dim_article": f"update dim_article set kicker = '改了' where article_key in {OF_FIRST_BATCH}",
    "fact_activity": f"update fact_activity set venue = '别处' where article_key in {OF_FIRST_BATCH}",
    "fact_mention": f"update fact_mention set surface = surface || '！' where article_key in {OF_FIRST_BATCH}",
    "dim_source": "update dim_source set newspaper = '别的报' where published_on < '2024-11-10'",
    "ops.page_line": "update ops.page_line set byline_suffix = '记者' where line_no = 1",
}
"""Changes of rows of an earlier batch. No rule would tell most of them from what was read."""


def begin(inbox: Path, data: Path, pages: dict[str, str], *, allow_withdrawals: bool = False) -> Candidate:
    """Load pages into a candidate."""
    write_pages(inbox, pages)
    return build(discover(inbox, DataFolder(data), hint_of, allow_withdrawals=allow_withdrawals))


def checked(candidate: Candidate, scope: Scope) -> dict[str, AuditResult]:
    return {one.name: one for one in [*audit(candidate, AUDITS, scope), *check_unchanged(candidate, scope)]}


def release(inbox: Path, data: Path, pages: dict[str, str], rules: str = "rules of today") -> Scope:
    """Publish a release with more pages; return what was audited of it."""
    candidate = begin(inbox, data, pages)
    scope = choose_scope(candidate, rules)
    assert [one.name for one in checked(candidate, scope).values() if not one.is_success] == []
    seal(candidate, scope)
    publish(candidate.folder)
    settle(discover(inbox, candidate.folder, hint_of))
    return scope


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    scope = release(folder / "inbox", folder / "data", FIRST)
    assert (scope.name, scope.reason) == ("whole", "it is the first release")
    return folder


@pytest.fixture(scope="module")
def second(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a candidate of a second batch."""
    folder = tmp_path_factory.mktemp("second") / "copy"
    shutil.copytree(published, folder)
    begin(folder / "inbox", folder / "data", SECOND)
    return folder


def copy_of(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def candidate_in(folder: Path, damage: str = "") -> Candidate:
    """Return the candidate of a second batch that lies in a folder, damaged."""
    candidate = Candidate(DataFolder(folder / "data"), 2, 2, is_addition=True)
    with duckdb.connect(str(candidate.path)) as connection:
        connection.execute(damage)
    return candidate


def test_a_batch_that_adds_pages_is_audited_alone(published: Path, tmp_path: Path) -> None:
    folder = copy_of(published, tmp_path)
    candidate = begin(folder / "inbox", folder / "data", SECOND)
    scope = choose_scope(candidate, "rules of today")
    assert (scope.name, scope.reason) == ("batch", "")
    found = checked(candidate, scope)
    assert [one for one in found.values() if not one.is_success] == []
    sentences, lines = found["sentences_are_in_bodies"], found["lines_conserve_code_points"]
    assert (sentences.scope, sentences.rows_looked_at) == ("batch", 3)
    assert lines.scope == "batch"
    assert found["paths_have_one_current_version"].scope == "whole"
    assert found["places_lie_in_their_parents"].scope == "whole"
    assert (found[NAME].scope, found[NAME].rows_looked_at > 10) == ("batch", True)


def test_a_release_says_what_was_audited_of_it_and_by_which_rules(published: Path, tmp_path: Path) -> None:
    folder = copy_of(published, tmp_path)
    release(folder / "inbox", folder / "data", SECOND)
    assert query(folder / "data", "select release_no, rules_digest, audit_scope from ops.release order by 1") == [
        (1, "rules of today", "whole"),
        (2, "rules of today", "batch"),
    ]


def test_digests_of_a_batch_are_those_of_all_rows(published: Path, tmp_path: Path) -> None:
    folder = copy_of(published, tmp_path)
    for batch in (SECOND, {"云溪日报/2024-11-11/A01.txt": "议事|邻里和睦。|月桂飘香！"}):
        assert release(folder / "inbox", folder / "data", batch).name == "batch"
        recorded = query(
            folder / "data",
            "select table_name, row_count, digest from ops.table_digest "
            "where batch_key = (select max(batch_key) from ops.batch) order by table_name",
        )
        assert recorded == [tuple(each) for each in live_digests(folder / "data")]
        assert [name for name, _, _ in recorded] == sorted(content_tables())


def test_an_earlier_original_may_come_with_a_later_batch(published: Path, tmp_path: Path) -> None:
    folder = copy_of(published, tmp_path)
    scope = release(folder / "inbox", folder / "data", {"晨报/2024-11-01/A01.txt": "早市|新鲜蔬菜。\n夜市|灯火。"})
    assert (scope.name, scope.reason) == ("batch", "")
    assert query(folder / "data", "select count(*) from dim_article where duplicate_of_article_key is not null") == [
        (1,)
    ]


@pytest.mark.parametrize("name", DAMAGE)
def test_an_audit_finds_its_damage_in_the_rows_of_a_batch(second: Path, tmp_path: Path, name: str) -> None:
    candidate = candidate_in(copy_of(second, tmp_path), DAMAGE[name])
    found = checked(candidate, choose_scope(candidate, "rules of today"))
    assert found[name].stops


@pytest.mark.parametrize("table", SILENT_CHANGES)
def test_a_change_of_an_earlier_row_stops_the_run_though_no_rule_knows_it(
    second: Path, tmp_path: Path, table: str
) -> None:
    candidate = candidate_in(copy_of(second, tmp_path), SILENT_CHANGES[table])
    scope = choose_scope(candidate, "rules of today")
    assert scope.name == "batch"
    (result,) = check_unchanged(candidate, scope)
    assert result.stops
    assert [text.split(":")[0] for text in result.sample] == [table]


def test_where_a_row_of_before_is_gone_everything_is_audited(second: Path, tmp_path: Path) -> None:
    candidate = candidate_in(
        copy_of(second, tmp_path), f"delete from fact_sentence where article_key in {OF_FIRST_BATCH} and body_start > 0"
    )
    scope = choose_scope(candidate, "rules of today")
    assert (scope.name, scope.reason) == ("whole", "rows of fact_sentence lie elsewhere than in the live release")
    assert checked(candidate, scope)["measures_agree_with_rows"].stops


def test_other_rules_are_applied_to_everything(published: Path, tmp_path: Path) -> None:
    folder = copy_of(published, tmp_path)
    scope = release(folder / "inbox", folder / "data", SECOND, "rules of tomorrow")
    assert (scope.name, scope.reason) == ("whole", "the live release was audited by other rules")


def test_a_live_file_that_was_written_to_is_audited_whole(published: Path, tmp_path: Path) -> None:
    folder = copy_of(published, tmp_path)
    live = folder / "data" / "warehouse.duckdb"
    shutil.copy2(live, folder / "edited")
    os.chmod(folder / "edited", 0o644)
    with duckdb.connect(str(folder / "edited")) as connection:
        connection.execute("update fact_observation set value = value + 1")
    os.replace(folder / "edited", live)
    scope = choose_scope(begin(folder / "inbox", folder / "data", SECOND), "rules of today")
    assert (scope.name, scope.reason) == ("whole", "the live file is not as it was published")


@pytest.mark.parametrize(
    ("pages", "gone"),
    [
        ({"云溪日报/2024-11-09/A02.txt": "早市|蔬菜卖完。"}, ""),
        (SECOND, "云溪日报/2024-11-09/A02.txt"),
    ],
    ids=["a page is replaced", "a page is withdrawn"],
)
def test_a_run_that_takes_rows_out_is_audited_whole(
    published: Path, tmp_path: Path, pages: dict[str, str], gone: str
) -> None:
    folder = copy_of(published, tmp_path)
    if gone:
        (folder / "inbox" / gone).unlink()
    candidate = begin(folder / "inbox", folder / "data", pages, allow_withdrawals=True)
    scope = choose_scope(candidate, "rules of today")
    assert (scope.name, scope.reason) == ("whole", "the run did not only add pages")


def test_one_of_the_last_releases_is_always_audited_whole(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "WHOLE_AT_LEAST_EVERY", 3)
    folder = copy_of(published, tmp_path)
    found = [
        release(folder / "inbox", folder / "data", {f"云溪日报/2024-11-{day}/A01.txt": f"第{day}天|天气晴好。"}).name
        for day in range(11, 16)
    ]
    assert found == ["batch", "batch", "whole", "batch", "batch"]


def test_every_table_of_pages_is_one_of_the_models() -> None:
    assert {"dim_source", "dim_article", "ops.page_line", "search_posting"} <= set(page_tables())
    assert len(set(page_tables())) == len(page_tables())
    assert not {"dim_word", "dim_place", "ops.batch"} & set(page_tables())
