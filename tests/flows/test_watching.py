"""Which files a run takes up: those that have settled, from several folders and addresses; what paths say."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import fsspec
import pytest

from flows.direct import run_direct
from flows.gathering import gather
from flows.page_hints import HintOf, PathPatternError
from flows.settings import REFERENCE_DIR, RunSettings, default_inboxes
from tests.flows.runs import SAMPLES, ask, digests, gewu, load, put, sample_pages
from warehouse.inbox import InboxError

PAGES = sample_pages(2)


def settings_of(folder: Path, **more: object) -> RunSettings:
    return RunSettings.of(folder / "inbox", folder / "data", 1, **more)


def test_a_page_is_read_only_when_it_has_settled(tmp_path: Path) -> None:
    put(tmp_path / "inbox", PAGES[:1])
    early = run_direct(settings_of(tmp_path, settled_seconds=1.5))
    assert early.release_no is None
    assert [warning for warning in early.warnings if PAGES[0] in warning and "still being written" in warning]
    time.sleep(1.6)
    assert run_direct(settings_of(tmp_path, settled_seconds=1.5)).pages_new == 1
    # While a page that is known is written again, the version of before stays.
    page = tmp_path / "inbox" / PAGES[0]
    whole = page.read_bytes()
    page.write_bytes(whole[: len(whole) // 2])
    half_way = run_direct(settings_of(tmp_path, settled_seconds=1.5))
    assert (half_way.release_no, half_way.pages_withdrawn) == (None, 0)
    page.write_bytes(whole)
    time.sleep(1.6)
    assert run_direct(settings_of(tmp_path, settled_seconds=1.5)).release_no is None
    assert ask(tmp_path / "data", "SELECT count(*) FROM ops.batch") == [(1,)]


def test_a_copy_that_keeps_old_times_is_young_all_the_same(tmp_path: Path) -> None:
    put(tmp_path / "inbox", PAGES[:1])
    long_ago = time.time() - 86400
    os.utime(tmp_path / "inbox" / PAGES[0], (long_ago, long_ago))
    assert run_direct(settings_of(tmp_path, settled_seconds=60)).release_no is None


def test_several_inboxes_are_one_corpus(tmp_path: Path) -> None:
    put(tmp_path / "一", PAGES[:1])
    put(tmp_path / "二", PAGES[1:])
    words = ["run", "--direct", "--data-dir", tmp_path / "data", "--inbox", tmp_path / "一", "--inbox", tmp_path / "二"]
    done = gewu(*words)
    assert done.returncode == 0, done.stderr
    names = {path for (path,) in ask(tmp_path / "data", "SELECT file_name FROM dim_source WHERE is_current")}
    assert names >= {Path(page).name for page in PAGES}
    assert "nothing new" in gewu(*words).stdout
    (tmp_path / "二" / PAGES[1]).unlink()
    put(tmp_path / "二", sample_pages(3)[2:])
    assert "1 new" in gewu(*words).stdout
    ((withdrawn,),) = ask(tmp_path / "data", "SELECT count(*) FROM dim_source WHERE NOT is_current AND source_key <> 0")
    assert withdrawn == 1


@pytest.fixture
def bucket() -> str:
    """A file system of fsspec that is no local one."""
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]
    for page in PAGES:
        memory.pipe(f"/pages/{page}", (SAMPLES / page).read_bytes())
    return "memory://pages"


def test_pages_of_an_address_give_the_same_rows_as_pages_of_a_folder(tmp_path: Path, bucket: str) -> None:
    run_direct(RunSettings.of(bucket, tmp_path / "remote", 1))
    put(tmp_path / "inbox", PAGES)
    load(tmp_path / "inbox", tmp_path / "local")
    columns = "newspaper, page_no, published_on, content_sha256"
    query = f"SELECT {columns} FROM dim_source WHERE is_current ORDER BY ALL"
    assert ask(tmp_path / "remote", query) == ask(tmp_path / "local", query)
    without_paths = [digests(data) for data in (tmp_path / "remote", tmp_path / "local")]
    for each in without_paths:
        each.pop("dim_source")
    assert without_paths[0] == without_paths[1]


def test_what_changes_or_goes_at_an_address_changes_or_goes_here(tmp_path: Path, bucket: str) -> None:
    memory = fsspec.filesystem("memory")
    assert gather([bucket], tmp_path) == []
    (first, second) = sorted(path for path in tmp_path.rglob("*.txt"))
    memory.pipe(f"/pages/{PAGES[0]}", "换了内容".encode())
    memory.rm(f"/pages/{PAGES[1]}")
    memory.pipe("/pages/.hidden/x.txt", b"x")
    memory.pipe("/pages/readme.md", b"x")
    gather([bucket], tmp_path)
    assert first.read_text(encoding="utf-8") == "换了内容"
    assert not second.exists()
    assert [path.name for path in tmp_path.rglob("*.txt")] == [first.name]
    # An address that is suddenly empty is more often a mistake than a wish.
    memory.rm("/pages", recursive=True)
    memory.pipe("/pages/readme.md", b"x")
    with pytest.raises(InboxError, match="nothing was removed"):
        gather([bucket], tmp_path)
    assert first.exists()


def test_a_file_at_an_address_is_brought_when_it_has_settled(tmp_path: Path, bucket: str) -> None:
    assert len(gather([bucket], tmp_path, settled_seconds=1)) == len(PAGES)
    assert not list(tmp_path.rglob("*.txt"))
    time.sleep(1.1)
    assert gather([bucket], tmp_path, settled_seconds=1) == []
    assert len(list(tmp_path.rglob("*.txt"))) == len(PAGES)


@pytest.mark.parametrize("address", ["memory://nowhere", "nosuchprotocol://x"])
def test_an_address_that_does_not_answer_is_named(tmp_path: Path, address: str) -> None:
    with pytest.raises(InboxError, match=address):
        gather([address], tmp_path)


def test_the_pattern_of_paths_says_newspaper_day_and_page() -> None:
    hint_of = HintOf(REFERENCE_DIR, r"(?P<newspaper>\w+报)_(?P<year>\d{2})(?P<page_no>\d)(?P<month>\d\d)-(?P<day>\d\d)")
    hint = hint_of("桐江晚报_24311-05.txt", None)
    assert (hint.published_on, hint.page_no) == (date(2024, 11, 5), "3")
    with pytest.raises(ValueError, match="2024-13-05"):
        hint_of("桐江晚报_24313-05.txt", None)
    hint_of = HintOf(REFERENCE_DIR, r"(?P<newspaper>\w+报)_(?P<page_no>\d)_(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})")
    hint = hint_of("桐江晚报_3_05112024.txt", None)
    assert (hint.newspaper, hint.published_on, hint.page_no) == ("桐江晚报", date(2024, 11, 5), "3")
    assert hint.published_on_basis == "path"
    # The sidecar goes before the pattern, and what neither says the path says by itself.
    said = hint_of("桐江晚报_3_05112024.txt", b'{"published_on": "2024-11-06"}')
    assert (said.published_on, said.published_on_basis) == (date(2024, 11, 6), "sidecar")
    assert hint_of("2024-11-07/A02.txt", None).published_on == date(2024, 11, 7)


@pytest.mark.parametrize("pattern", ["(", r"\d+", r"(?P<paper>\w+)"])
def test_a_pattern_that_cannot_be_used_is_refused_in_words(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(PathPatternError, match="path pattern"):
        HintOf(REFERENCE_DIR, pattern)
    (tmp_path / "inbox").mkdir()
    done = gewu(
        "run", "--direct", "--inbox", tmp_path / "inbox", "--data-dir", tmp_path / "data", "--path-pattern", pattern
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_environment_names_several_inboxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEWU_INBOX", f"/a{os.pathsep}s3://pages/x{os.pathsep}/b")
    assert default_inboxes() == ("/a", "s3://pages/x", "/b")
