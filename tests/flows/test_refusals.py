"""What is refused or held is named, explained, and read again once the rule is right; history stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.direct import run_steps
from flows.ingest_run import CheckFailedError, IngestRun
from flows.rejected_replay import RejectedReplayRun
from flows.settings import RunSettings
from flows.summary import RunSummary
from tests.flows.runs import ask, digests, gewu, load, put, sample_pages
from tests.warehouse.faults import rewrite
from warehouse.paths import DataFolder
from warehouse.refusals import RefusalError, find_refusal, list_refusals, replayable

PAGES = sample_pages(3)


class FaultyRun(IngestRun):
    """A run whose reader has a fault: it breaks staged rows before they are checked."""

    fault: Callable[[Path], None]

    def check_staged(self) -> int:
        """Break the rows, then check them."""
        type(self).fault(self._staged())
        return super().check_staged()


class Refusing(NamedTuple):
    inbox: Path
    data: Path
    clean: Path
    summary: RunSummary


def break_one_article_and_one_page(staging: Path) -> None:
    """Shift a sentence of the first page, and damage the row of the second."""
    sources = f"read_parquet('{staging}/dim_source-*.parquet')"
    articles = f"read_parquet('{staging}/dim_article-*.parquet')"
    of_first = f"{articles} join {sources} using (source_key) where relative_path = '{PAGES[0]}'"
    first = f"(select min(article_key) from {of_first})"
    rewrite(
        staging,
        "fact_sentence",
        f"select * replace (case when article_key = {first} then body_end + 1 else body_end end::integer as body_end) "
        "from {batch}",
    )
    rewrite(
        staging,
        "dim_source",
        f"select * replace (case when relative_path = '{PAGES[1]}' then 'guess' else published_on_basis end "
        "as published_on_basis) from {batch}",
    )


def settings(folder: Path, data: Path) -> RunSettings:
    return RunSettings.of(folder, data, 1)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Refusing:
    folder = tmp_path_factory.mktemp("refusing")
    put(folder / "inbox", PAGES)
    load(folder / "inbox", folder / "clean")
    FaultyRun.fault = staticmethod(break_one_article_and_one_page)
    summary = run_steps("ingest", settings(folder / "inbox", folder / "data"), FaultyRun)
    return Refusing(folder / "inbox", folder / "data", folder / "clean", summary)


def test_the_run_publishes_the_rest_and_names_what_was_held(refusing: Refusing) -> None:
    summary = refusing.summary
    assert summary.release_no == 1
    assert [(held.path, held.rule) for held in summary.held] == [(PAGES[0], "text_fills_its_span")]
    assert [(page.path, page.rule) for page in summary.refused] == [(PAGES[1], "basis_is_known")]
    ((held,),) = ask(refusing.clean, f"select count(*) from dim_article join dim_source using (source_key) "
                     f"where relative_path = '{PAGES[1]}'")  # fmt: skip
    ((clean,),) = ask(refusing.clean, "select count(*) from dim_article where article_key <> 0")
    ((loaded,),) = ask(refusing.data, "select count(*) from dim_article where article_key <> 0")
    assert loaded == clean - held - 1 == summary.articles
    assert ask(refusing.data, "select count(*) from ops.quality_result where not is_success and severity = 'stop'") == [
        (2,)
    ]


def test_the_bytes_of_a_held_page_are_kept_with_the_reason(refusing: Refusing) -> None:
    ((content,),) = ask(
        refusing.data, f"select distinct content_sha256 from ops.rejection where source_path = '{PAGES[1]}'"
    )
    kept = refusing.data / "rejected" / content[:2] / content[2:]
    assert kept.read_bytes() == (refusing.inbox / PAGES[1]).read_bytes()
    assert "basis_is_known" in kept.with_name(f"{kept.name}.json").read_text(encoding="utf-8")


def test_refusals_are_listed_and_explained(refusing: Refusing) -> None:
    listed = gewu("rejected", "--data-dir", refusing.data)
    assert listed.returncode == 0, listed.stderr
    assert "text_fills_its_span" in listed.stdout
    assert "standing" in listed.stdout
    by_rule = list_refusals(DataFolder(refusing.data), "text_fills_its_span")
    assert {row[4] for row in by_rule.rows} == {"text_fills_its_span"}
    ((key, excerpt),) = ask(
        refusing.data, "select rejection_key, excerpt from ops.rejection where rule = 'text_fills_its_span' limit 1"
    )
    shown = gewu("rejected", "--data-dir", refusing.data, "--show", str(key))
    assert shown.returncode == 0, shown.stderr
    for expected in (PAGES[0], "fact_sentence", "shifted offsets", "body_start=", excerpt[:20], "gewu replay"):
        assert expected in shown.stdout, expected
    with pytest.raises(RefusalError, match="no refusal has"):
        find_refusal(DataFolder(refusing.data), "x")


def test_a_second_run_over_the_same_files_has_nothing_new(refusing: Refusing) -> None:
    before = (refusing.data / "warehouse.duckdb").read_bytes()
    again = load(refusing.inbox, refusing.data)
    assert "nothing new" in again.stdout
    assert PAGES[1] in again.stdout
    assert (refusing.data / "warehouse.duckdb").read_bytes() == before


def test_a_replay_that_accepts_nothing_leaves_the_live_release_as_it_is(refusing: Refusing) -> None:
    class StillFaulty(RejectedReplayRun):
        """A replay with the fault of the first run."""

        def check_staged(self) -> int:
            break_one_article_and_one_page(self._staged())
            return super().check_staged()

    live = refusing.data / "warehouse.duckdb"
    before = live.read_bytes()
    again = run_steps("replay", settings(refusing.inbox, refusing.data), partial(StillFaulty, page=PAGES[1]))
    assert (again.release_no, [page.path for page in again.refused]) == (None, [PAGES[1]])
    assert live.read_bytes() == before
    assert "standing" in [row[6] for row in list_refusals(DataFolder(refusing.data)).rows]


def test_what_a_fixed_rule_accepts_is_read_again_and_history_stays(refusing: Refusing) -> None:
    before = ask(refusing.data, "select * from ops.rejection order by all")
    folder = DataFolder(refusing.data)
    by_rule = replayable(folder, rule="text_fills_its_span")
    assert ([page.relative_path for page in by_rule.held], by_rule.refused) == ([PAGES[0]], frozenset())
    by_page = replayable(folder, page=PAGES[1])
    assert ([path for path, _ in by_page.refused], by_page.held) == ([PAGES[1]], [])
    again = run_steps("replay", settings(refusing.inbox, refusing.data), RejectedReplayRun)
    assert (again.pages_new, again.pages_changed, again.held, again.refused) == (1, 1, (), ())
    assert digests(refusing.data) == digests(refusing.clean)
    assert ask(refusing.data, "select * from ops.rejection order by all") == before
    assert "standing" not in [row[6] for row in list_refusals(folder).rows]
    assert "nothing stands refused" in gewu("replay", "--inbox", refusing.inbox, "--data-dir", refusing.data).stdout
    assert "nothing new" in load(refusing.inbox, refusing.data).stdout


def test_where_most_articles_fail_nothing_is_published(refusing: Refusing, tmp_path: Path) -> None:
    FaultyRun.fault = staticmethod(
        lambda staging: rewrite(staging, "dim_article", "select * replace (2.0::double as confidence) from {batch}")
    )
    with pytest.raises(CheckFailedError, match="would be held back"):
        run_steps("ingest", settings(refusing.inbox, tmp_path / "data"), FaultyRun)
    assert not (tmp_path / "data" / "warehouse.duckdb").exists()
