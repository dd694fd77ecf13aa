"""Data Docs: self-contained pages, bounded in history, in which text from outside stays text."""

from __future__ import annotations

import http.server
import re
import shutil
import subprocess
import threading
from datetime import datetime
from pathlib import Path

import pytest

from expectations.data_docs import KEPT_RUNS, Check, CheckedRun, write_data_docs

HOSTILE = '<script>document.title="taken"</script><img src="http://198.51.100.7/x.png" onerror="document.title=1">'
CHECKS = [
    Check("candidate.dim_article", "body_is_not_empty", "article_key", "warn", False, HOSTILE, 1, 20),
    Check(f"staged.{HOSTILE}", HOSTILE, HOSTILE, HOSTILE, False, "被截断的标题", 3, 20),
    Check("audits", "sentences_are_in_bodies", "", "stop", True, None, 0, 4000),
]
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def runs(last: int) -> list[CheckedRun]:
    return [CheckedRun(number, datetime(2025, 1, 2, 3, 4), 3, 1, 0) for number in range(last, 0, -1)]


def test_a_page_names_what_did_not_hold(tmp_path: Path) -> None:
    index = write_data_docs(tmp_path, runs(2), CHECKS)
    page = (tmp_path / "run-000002.html").read_text(encoding="utf-8")
    assert "body_is_not_empty" in page.partition("All checks")[0]
    assert "sentences_are_in_bodies" not in page.partition("All checks")[0]
    assert "被截断的标题" in page
    assert 'href="run-000002.html"' in index.read_text(encoding="utf-8")


def test_text_from_outside_stays_text_and_nothing_is_fetched(tmp_path: Path) -> None:
    write_data_docs(tmp_path, runs(1), CHECKS)
    for page in tmp_path.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert "default-src 'none'" in text
        assert not re.search(r"(src|href)=\"?(https?:)?//", text)


def test_history_is_bounded_and_earlier_pages_are_not_written_again(tmp_path: Path) -> None:
    for last in range(1, KEPT_RUNS + 4):
        write_data_docs(tmp_path, runs(last), CHECKS)
        if last == 5:
            fifth = (tmp_path / "run-000005.html").stat().st_mtime_ns
    pages = sorted(page.name for page in tmp_path.glob("run-*.html"))
    assert (len(pages), pages[0]) == (KEPT_RUNS, "run-000004.html")
    assert (tmp_path / "run-000005.html").stat().st_mtime_ns == fifth
    assert "run-000003" not in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(BROWSER is None, reason="no chromium on PATH to open the pages in")
def test_a_browser_shows_the_pages_without_running_or_fetching_anything(tmp_path: Path) -> None:
    write_data_docs(tmp_path / "docs", runs(1), CHECKS)
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path / "docs"))  # type: ignore[arg-type]

        def do_GET(self) -> None:
            asked.append(self.path)
            # As a proxy it is asked for whole addresses.
            self.path = self.path.removeprefix(f"http://{address}")
            super().do_GET()

        def log_message(self, _format: str, *_arguments: object) -> None:
            """Print nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Whatever else the pages ask for would come to the same server, as its proxy.
        address = f"127.0.0.1:{server.server_port}"
        shown = subprocess.run(
            [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             f"--proxy-server={address}", "--proxy-bypass-list=<-loopback>", "--dump-dom",
             f"http://{address}/run-000001.html"],
            capture_output=True, text=True, timeout=60, check=True,
        ).stdout  # fmt: skip
        server.shutdown()
    assert "<title>Quality checks of run 1</title>" in shown
    assert "被截断的标题" in shown
    assert not [path for path in asked if "198.51.100.7" in path]
    assert [path for path in asked if path.endswith("run-000001.html")]
