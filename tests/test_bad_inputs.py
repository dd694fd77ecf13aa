"""The bad files of ``bad_inputs`` are what they say: those whose bytes are the trouble are refused by that rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from newstext.page.decode import decode
from newstext.records import PageRejectedError
from tests.bad_inputs import BadInput, write_bad_inputs
from warehouse.inbox import walk_inbox


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def written(inbox: Path) -> list[BadInput]:
    return write_bad_inputs(inbox)


def test_every_file_is_there_once(inbox: Path, written: list[BadInput]) -> None:
    paths = [item.relative_path for item in written]
    assert len(paths) == len(set(paths))
    assert all((inbox / path).exists() or (inbox / path).is_symlink() for path in paths)
    assert {item.outcome for item in written} == {"rejected", "skipped", "loaded"}


def test_rejections_name_a_rule_and_nothing_else_does(written: list[BadInput]) -> None:
    assert all(bool(item.rule) == (item.outcome == "rejected") for item in written)


def test_bytes_that_are_no_page_are_refused_by_their_rule(inbox: Path, written: list[BadInput]) -> None:
    refused = {}
    for item in written:
        if item.relative_path.startswith("bytes/"):
            with pytest.raises(PageRejectedError) as raised:
                decode((inbox / item.relative_path).read_bytes())
            refused[item.relative_path] = raised.value.rule
    assert refused == {item.relative_path: item.rule for item in written if item.relative_path in refused}


def test_good_pages_under_odd_names_can_be_read(inbox: Path, written: list[BadInput]) -> None:
    for item in written:
        if item.outcome == "loaded":
            assert "石漪街道" in decode((inbox / item.relative_path).read_bytes()).text


def test_files_that_are_no_page_are_refused_or_skipped_by_rule(inbox: Path, written: list[BadInput]) -> None:
    found = walk_inbox(inbox)
    by_kind = [item for item in written if not item.relative_path.startswith("bytes/") and item.rule != "unreadable"]
    refused = {name.path: name.rule for name in found.refused}
    assert refused == {item.shown_path: item.rule for item in by_kind if item.outcome == "rejected"}
    taken = {path for path in found.pages if not path.startswith("bytes/") and not path.endswith("locked.txt")}
    assert taken == {item.relative_path for item in by_kind if item.outcome == "loaded"}
