"""Sound pages pass every gate: all samples and all golden pages load without a held row, a stop or a drift."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.direct import run_direct
from flows.settings import RunSettings
from flows.summary import RunSummary
from tests.flows.runs import ROOT, SAMPLES, SHARED, ask

GOLDEN = ROOT / "tests" / "golden"


def pages_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.txt"))


def load_all(inbox: Path, data: Path) -> RunSummary:
    """Load an inbox in this process; a check that stops raises."""
    return run_direct(RunSettings.of(inbox, data, 2))


def assert_nothing_is_held(summary: RunSummary, data: Path, pages: int) -> None:
    assert (summary.pages_new, summary.refused, summary.held) == (pages, (), ())
    assert ask(data, "select * from ops.rejection where severity = 'stop'") == []
    assert ask(data, "select * from ops.quality_result where not is_success and severity = 'stop'") == []
    assert ask(data, "select count(*) > 300 from ops.quality_result where is_success") == [(True,)]
    suites = {suite for (suite,) in ask(data, "select distinct suite from ops.quality_result")}
    assert {"staged.decoded_page", "candidate.search_posting", "candidate.data_dictionary", "audits"} <= suites
    assert not [warning for warning in summary.warnings if warning.startswith("drift")]


def test_samples_and_golden_pages_pass_every_gate(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES, tmp_path / "inbox")
    samples = {page.read_bytes() for page in pages_of(SAMPLES)}
    for page in pages_of(GOLDEN):
        if page.read_bytes() in samples:
            continue
        target = tmp_path / "inbox" / "golden" / page.relative_to(GOLDEN)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, target)
    summary = load_all(tmp_path / "inbox", tmp_path / "data")
    assert_nothing_is_held(summary, tmp_path / "data", len(pages_of(tmp_path / "inbox")))


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no gold pages beside the repository")
def test_gold_pages_beside_the_repository_pass_every_gate(tmp_path: Path) -> None:
    for page in pages_of(SHARED / "gold"):
        target = tmp_path / "inbox" / page.relative_to(SHARED / "gold")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, target)
    summary = load_all(tmp_path / "inbox", tmp_path / "data")
    assert_nothing_is_held(summary, tmp_path / "data", len(pages_of(tmp_path / "inbox")))
