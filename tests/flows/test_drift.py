"""A batch unlike the pages of its newspaper before is published with a warning by name, which stays on view."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generate_pages import generate
from flows.direct import run_steps
from flows.ingest_run import IngestRun
from flows.settings import RunSettings
from flows.summary import RunSummary
from tests.flows.runs import ask, gewu
from tests.warehouse.faults import rewrite
from warehouse.envelopes import FEWEST_PAGES_OF_BATCH, FEWEST_PAGES_OF_HISTORY

PAPER = "柳浦周报"
PAGES = [data for _, data in generate(FEWEST_PAGES_OF_HISTORY + 2 * FEWEST_PAGES_OF_BATCH)]


class CuttingRun(IngestRun):
    """A run whose reader has a fault that breaks no rule: it takes every article for one that breaks off."""

    def check_staged(self) -> int:
        """Mark all articles, then check them."""
        rewrite(self._staged(), "dim_article", "select * replace (true as is_truncated) from {batch}")
        return super().check_staged()


def put(inbox: Path, start: int, end: int) -> None:
    """Put some of the pages under the name of one newspaper."""
    for number in range(start, end):
        page = inbox / PAPER / f"2024-05-{number % 28 + 1:02}" / f"A{number:02}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(PAGES[number])


def load(inbox: Path, data: Path, kind: type[IngestRun] = IngestRun) -> RunSummary:
    return run_steps("ingest", RunSettings.of(inbox, data, 2), kind)


def drifts(summary: RunSummary) -> list[str]:
    return [warning for warning in summary.warnings if warning.startswith("drift: ")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A warehouse with just enough history."""
    put(tmp_path / "inbox", 0, FEWEST_PAGES_OF_HISTORY)
    assert drifts(load(tmp_path / "inbox", tmp_path / "data")) == []
    return tmp_path / "data"


def test_a_batch_like_those_before_has_envelopes_and_no_warning(tmp_path: Path, data: Path) -> None:
    put(tmp_path / "inbox", FEWEST_PAGES_OF_HISTORY, FEWEST_PAGES_OF_HISTORY + FEWEST_PAGES_OF_BATCH)
    assert drifts(load(tmp_path / "inbox", data)) == []
    assert ask(
        data, f"select count(*), bool_and(is_success) from mart.quality_trend where suite = 'envelope.{PAPER}'"
    ) == [(5, True)]


def test_a_batch_that_drifts_is_published_and_named(tmp_path: Path, data: Path) -> None:
    put(tmp_path / "inbox", FEWEST_PAGES_OF_HISTORY, FEWEST_PAGES_OF_HISTORY + FEWEST_PAGES_OF_BATCH)
    summary = load(tmp_path / "inbox", data, CuttingRun)
    assert summary.release_no == 2
    (warning,) = drifts(summary)
    assert f"share_of_truncated_articles of {PAPER}" in warning
    (row,) = ask(
        data,
        "select severity, observed_number, expected_high < 1, history_count, element_count from mart.quality_trend "
        f"where suite = 'envelope.{PAPER}' and not is_success",
    )
    assert row == ("warn", 1.0, True, FEWEST_PAGES_OF_HISTORY, FEWEST_PAGES_OF_BATCH)
    shown = gewu("status", "--data-dir", data).stdout
    assert "drift" in shown and "share_of_truncated_articles" in shown
