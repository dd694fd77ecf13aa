from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.runs import SAMPLES, ask, gewu, load, put, sample_pages


def test_a_page_file_is_shown_with_its_facts() -> None:
    shown = gewu("explain", SAMPLES / sample_pages(1)[0])
    assert shown.returncode == 0, shown.stderr
    assert "[place: " in shown.stdout
    assert "Topics (" in shown.stdout


def test_a_page_is_written_as_one_html_file_that_needs_no_other(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    written = gewu("explain", SAMPLES / sample_pages(1)[0], "--html", target)
    assert written.returncode == 0, written.stderr
    html = target.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.count("<html") == html.count("</html>") == 1
    assert html.count("<h1>") > 1
    assert "<script" not in html and "href=" not in html and "src=" not in html


def test_an_article_of_the_live_release_is_shown_by_its_key(tmp_path: Path) -> None:
    put(tmp_path / "inbox", sample_pages(1))
    load(tmp_path / "inbox", tmp_path / "data")
    key, title = ask(tmp_path / "data", "SELECT article_key, title FROM dim_article WHERE ordinal = 2")[0]
    shown = gewu("explain", str(key), "--data-dir", tmp_path / "data")
    assert shown.returncode == 0, shown.stderr
    assert title in shown.stdout.splitlines()[0]


@pytest.mark.parametrize("asked", ["no-such-page.txt", "12345"])
def test_what_is_neither_file_nor_article_is_refused_with_a_reason(tmp_path: Path, asked: str) -> None:
    refused = gewu("explain", asked, "--data-dir", tmp_path / "data")
    assert refused.returncode in (2, 3)
    assert refused.stderr.startswith("gewu: ")
    assert "Traceback" not in refused.stderr
