"""Every audit passes on a good release and fails on the damage that it is there to find."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.runs import SQL_DIR, build, hint_of, write_pages
from warehouse.audits import AuditResult, QualityRow, all_audits, audit, audit_file, record_quality
from warehouse.candidate import Candidate
from warehouse.connect import open_file
from warehouse.paths import DataFolder
from warehouse.sources import discover
from warehouse.statements import StatementError, read_statements

AUDITS = SQL_DIR / "audits"
ONE_ARTICLE = "(select min(article_key) from dim_article where article_key <> 0)"

DAMAGE = {
    "lines_conserve_code_points": "update ops.page_line set kept_chars = kept_chars - 1 where role = 'body'",
    "pages_conserve_code_points": "update dim_source set code_point_count = code_point_count + 1 where is_current",
    "bodies_are_their_lines": f"update dim_article set body = body || 'x' where article_key = {ONE_ARTICLE}",
    "body_lines_lie_in_bodies": "update ops.page_line set body_start = 5 where role = 'body'",
    "lines_belong_to_articles_of_their_page": "update ops.page_line set article_key = 0 where role = 'title'",
    "lines_continue_lines": "update ops.page_line set continues_line_no = 99 where role = 'body'",
    "articles_are_of_current_pages": "update dim_source set is_current = false",
    "paths_have_one_current_version": "update dim_source set relative_path = 'same' where source_key <> 0",
    "measures_agree_with_rows": f"update fact_article set sentence_count = 9 where article_key = {ONE_ARTICLE}",
    "sentences_are_in_bodies": "update fact_sentence set text = 'x'",
    "sentences_do_not_overlap": "update fact_sentence set body_end = body_end + 1",
    "observations_are_in_bodies": "update fact_observation set source_text = 'x'",
    "mentions_are_in_bodies": "update fact_mention set body_end = 9999",
    "dates_are_in_bodies": "update fact_date_mention set body_start = -1",
    "facts_begin_on_their_lines": "update fact_date_mention set line_no = line_no + 1",
    "facts_begin_in_their_sentences": "update fact_activity set paragraph_no = paragraph_no + 1",
    "articles_have_their_best_day": "update fact_article set dated_on = dated_on - 1",
    "activities_are_in_bodies": "update fact_activity set body_end = body_start",
    "articles_are_in_the_search_index": "delete from search_article where article_no = 1",
    "words_are_counted": "update fact_article_word set title_count = occurrence_count + 1",
    "mentions_name_known_entities": "update fact_mention set entity_key = 1",
    "unknown_members_only_where_allowed": "update bridge_activity_place set place_key = 0",
    "dates_are_in_the_calendar": "delete from dim_date where calendar_date = '2024-02-29'",
    "intervals_run_forward": "update fact_activity set date_to = date_from - 1",
    "article_dates_are_their_pages": "update fact_article set date_key = 20240101",
    "originals_are_no_duplicates": "update dim_article set duplicate_of_article_key = article_key",
    "places_lie_in_their_parents": "update dim_place set province = null where level = 'community'",
    "dimensions_have_their_unknown_member": "delete from dim_topic where topic_key = 0",
    "orphans_of_fact_observation.indicator_key": "delete from dim_indicator where indicator_key <> 0",
    "orphans_of_ops.page_line.source_key": "update ops.page_line set source_key = 1",
}  # fmt: skip


@pytest.fixture(scope="module")
def candidate(tmp_path_factory: pytest.TempPathFactory) -> Candidate:
    folder = tmp_path_factory.mktemp("audits")
    pages = {
        "云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。|月桂飘香！\n义诊=method|健康👨\u200d👧e\u0301进社区。",
        "云溪日报/2024-11-09/A02.txt": "早市|新鲜蔬菜。",
    }
    write_pages(folder / "inbox", pages)
    return build(discover(folder / "inbox", DataFolder(folder / "data"), hint_of))


def failing(path: Path) -> dict[str, AuditResult]:
    return {result.name: result for result in audit_file(path, all_audits(AUDITS)) if not result.is_success}


def test_a_good_release_passes(candidate: Candidate) -> None:
    results = audit(candidate, AUDITS)
    assert [result for result in results if not result.is_success] == []
    assert {result.name for result in results} >= set(DAMAGE)
    assert all(result.purpose for result in results)


def test_every_written_audit_has_damage_that_it_finds() -> None:
    assert {statement.name for statement in read_statements(AUDITS)} <= set(DAMAGE)


@pytest.mark.parametrize("name", DAMAGE)
def test_an_audit_finds_its_damage(candidate: Candidate, tmp_path: Path, name: str) -> None:
    damaged = tmp_path / "damaged.duckdb"
    shutil.copy(candidate.path, damaged)
    with duckdb.connect(str(damaged)) as connection:
        connection.execute(DAMAGE[name])
    result = failing(damaged)[name]
    assert result.stops
    assert result.failing_rows > 0
    assert result.sample


def test_results_are_written_into_the_release(candidate: Candidate) -> None:
    results = audit(candidate, AUDITS)
    with candidate.open() as connection:
        record_quality(connection, candidate.batch_key, [QualityRow.of_audit(result) for result in results])
    with open_file(candidate.path) as connection:
        found = connection.execute(
            "select count(*), bool_and(is_success), sum(unexpected_count), max(element_count) > 0 "
            "from ops.quality_result"
        ).fetchall()
    assert found == [(len(results), True, 0, True)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-- purpose: p\n-- severity: stop\n-- table: dim_word\n", "no statement"),
        ("select 1", "must give purpose"),
        ("-- purpose: p\n-- severity: loud\n-- table: dim_word\nselect 1", "stop or warn"),
        ("-- purpose: p\n-- severity: stop\n-- table: dim_word\nselect nothing", "'bad'"),
    ],
)
def test_an_audit_that_cannot_be_run_is_an_error_and_no_success(
    candidate: Candidate, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "bad.sql").write_text(text, encoding="utf-8")
    with pytest.raises(StatementError, match=message):
        audit(candidate, tmp_path)


def test_a_header_goes_on_over_lines(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("-- a.sql\n-- Purpose: one\n--   two\n-- grain: row\nselect 1;\n", encoding="utf-8")
    (statement,) = read_statements(tmp_path)
    assert (statement.purpose, statement.header["grain"], statement.sql) == ("one two", "row", "select 1")
