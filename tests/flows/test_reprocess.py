"""Reading again only what a changed table, rule or package makes stale, stage by stage and name by name."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flows.direct import run_direct, run_steps
from flows.replay import ReprocessRun
from flows.settings import REFERENCE_DIR, RunSettings
from flows.stale import find_stale
from flows.summary import RunSummary
from tests.flows.runs import ask, digests, gewu, put, sample_pages
from warehouse.paths import DataFolder

PAGES = sample_pages(6)
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox of six pages, a warehouse over them, and a copy of the reference tables."""
    folder = tmp_path_factory.mktemp("reprocess")
    put(folder / "inbox", PAGES)
    shutil.copytree(REFERENCE_DIR, folder / "reference")
    run_direct(settings_of(folder))
    return folder


@pytest.fixture
def mine(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    # Links suffice for what is never written to in place.
    shutil.copytree(loaded / "data", tmp_path / "mine" / "data", copy_function=os.link)
    shutil.copytree(loaded / "inbox", tmp_path / "mine" / "inbox")
    shutil.copytree(loaded / "reference", tmp_path / "mine" / "reference")
    return tmp_path / "mine"


def settings_of(folder: Path, data: str = "data") -> RunSettings:
    return RunSettings.of(folder / "inbox", folder / data, 1, reference_dir=folder / "reference")


def change(folder: Path, table: str, edit: Callable[[Rows], Rows]) -> None:
    """Rewrite a reference table."""
    path = folder / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(edit(rows))


def reprocess(folder: Path, **more: bool) -> RunSummary:
    return run_steps("reprocess", settings_of(folder), partial(ReprocessRun, **more))


def pages_with(folder: Path, word: str) -> set[str]:
    """Paths of the pages in whose articles a word is printed."""
    query = (
        "SELECT DISTINCT relative_path FROM dim_article JOIN dim_source USING (source_key) "
        f"WHERE contains(concat_ws(' ', kicker, title, subtitle, body, caption), '{word}')"
    )
    return {path for (path,) in ask(folder / "data", query)}


def read_since(folder: Path, before: dict[str, str]) -> set[str]:
    """Paths of the pages that another version has read than before."""
    return {path for path, version in versions(folder).items() if version != before[path]}


def versions(folder: Path) -> dict[str, str]:
    return dict(ask(folder / "data", "SELECT relative_path, reader_version FROM dim_source WHERE source_key <> 0"))


def assert_as_if_loaded_anew(folder: Path) -> None:
    """The digests must be those of a warehouse that was loaded with the tables of now."""
    run_direct(settings_of(folder, "clean"))
    assert digests(folder / "data") == digests(folder / "clean")


def test_a_topic_s_word_makes_only_the_pages_stale_that_print_it_and_only_their_facts(mine: Path) -> None:
    with (mine / "reference" / "topics.csv").open(encoding="utf-8", newline="") as file:
        terms = [row["term"] for row in csv.DictReader(file)]
    word = next(term for term in terms if 0 < len(pages_with(mine, term)) < 3)
    change(mine, "topics", lambda rows: [row for row in rows if row["term"] != word])
    before = versions(mine)
    found = find_stale(DataFolder(mine / "data"), mine / "reference")
    assert set(found.by_stage().values()) == {"facts"}
    assert {reason.file for reason in found.reasons} == {"topics.csv"}
    assert reprocess(mine).release_no == 2
    assert pages_with(mine, word) <= read_since(mine, before) < set(PAGES)
    assert_as_if_loaded_anew(mine)
    assert reprocess(mine).release_no is None


def test_a_weight_of_the_layout_makes_every_page_stale_from_the_beginning(mine: Path) -> None:
    change(mine, "layout_weights", lambda rows: [{**row, "reason": f"{row['reason']}."} for row in rows])
    found = find_stale(DataFolder(mine / "data"), mine / "reference")
    assert sorted(found.by_stage().values()) == ["layout"] * len(PAGES)
    before = digests(mine / "data")
    assert reprocess(mine).pages_changed == len(PAGES)
    assert digests(mine / "data") == before


def test_a_name_that_no_page_prints_makes_nothing_stale(mine: Path) -> None:
    change(mine, "organization_names", lambda rows: [*rows, {"name": "无人提过的合唱团", "kind": "team"}])
    found = find_stale(DataFolder(mine / "data"), mine / "reference")
    assert (found.pages, [reason.pages for reason in found.reasons]) == (frozenset(), [set()])
    assert reprocess(mine).release_no is None


def test_a_place_that_one_page_prints_is_read_there_and_is_a_member_everywhere(mine: Path) -> None:
    ((surface, path),) = ask(
        mine / "data",
        "SELECT any_value(name), any_value(relative_path) FROM dim_place JOIN bridge_article_place USING (place_key) "
        "JOIN dim_article USING (article_key) JOIN dim_source USING (source_key) WHERE level = 'community' "
        "AND NOT is_official GROUP BY place_key HAVING count(DISTINCT source_key) = 1 ORDER BY 1 LIMIT 1",
    )
    place = {"place_id": "", "name": surface, "level": "community", "parent_id": "320500000000", "aliases": "",
             "source": "a test"}  # fmt: skip
    change(mine, "places_supplement", lambda rows: [*rows, place])
    before = versions(mine)
    reprocess(mine)
    assert path in read_since(mine, before)
    assert read_since(mine, before) < set(PAGES)
    assert ask(mine / "data", f"SELECT count(*) FROM dim_place WHERE name = '{surface}' AND is_official") == [(1,)]
    assert_as_if_loaded_anew(mine)


def test_a_place_that_no_page_prints_becomes_a_member_without_reading_a_page(mine: Path) -> None:
    place = {"place_id": "", "name": "无人提过的社区", "level": "community", "parent_id": "320500000000",
             "aliases": "", "source": "a test"}  # fmt: skip
    change(mine, "places_supplement", lambda rows: [*rows, place])
    summary = reprocess(mine)
    assert (summary.pages_changed, summary.release_no) == (0, 2)
    assert_as_if_loaded_anew(mine)
    assert reprocess(mine).release_no is None


def test_without_the_record_of_the_old_reader_every_page_of_the_stage_is_stale(mine: Path) -> None:
    change(mine, "organization_names", lambda rows: [*rows, {"name": "无人提过的合唱团", "kind": "team"}])
    shutil.rmtree(mine / "data" / "readers")
    found = find_stale(DataFolder(mine / "data"), mine / "reference")
    assert sorted(found.by_stage().values()) == ["facts"] * len(PAGES)
    assert "not on record" in str(found.reasons[0])


def test_pages_are_read_whole_where_that_is_asked_for(mine: Path) -> None:
    change(mine, "organization_names", lambda rows: [*rows, {"name": "无人提过的合唱团", "kind": "team"}])
    assert reprocess(mine, is_whole=True).pages_changed == len(PAGES)


@pytest.mark.slow
def test_the_command_says_which_pages_are_stale_where_and_why(mine: Path) -> None:
    dry = partial(gewu, "reprocess", "--dry-run", "--data-dir", mine / "data", environment={"COLUMNS": "200"})
    assert dry().stdout == "nothing is stale\n"
    ((word,),) = ask(mine / "data", "SELECT title FROM dim_article ORDER BY length(title) DESC, title LIMIT 1")
    change(mine, "organization_names", lambda rows: [*rows, {"name": word, "kind": "team"}])
    # Read with these tables; the command compares with those of the project.
    reprocess(mine)
    said = dry().stdout
    assert f"facts: organization_names.csv: 1 of 1 pages print {word}" in said
    assert sum(page in said for page in PAGES) == 1
    assert gewu("reprocess", "--data-dir", mine / "data").returncode == 0
    assert dry().stdout == "nothing is stale\n"


def test_a_table_that_says_what_paths_mean_is_taken_up_by_the_next_run(mine: Path) -> None:
    assert run_direct(settings_of(mine)).release_no is None
    slug = {"name": "改了名的报", "aliases": "", "slug": Path(PAGES[0]).parts[0], "home_place": "", "division_code": "",
            "note": "a test"}  # fmt: skip
    change(mine, "newspapers", lambda rows: [*(row for row in rows if row["name"] != slug["slug"]), slug])
    assert run_direct(settings_of(mine)).pages_changed > 0
    ((count,),) = ask(mine / "data", "SELECT count(*) FROM dim_source WHERE newspaper = '改了名的报'")
    assert count > 0
