"""What is found in an inbox, what is refused by name or kind, and how cheap it is when nothing is new."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.warehouse.runs import hint_of, query, run, write_pages
from warehouse.archive import PageReadError, archived, keep_accepted, read_page
from warehouse.hints import Hint
from warehouse.inbox import MAX_PAGE_BYTES, InboxError, walk_inbox
from warehouse.known_files import read_known_files
from warehouse.paths import DataFolder
from warehouse.sources import discover, settle

ROOT = Path(__file__).resolve().parents[2]
PAGE = "云溪日报/2024-11-08/A01.txt"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write_pages(tmp_path / "inbox", {PAGE: "议事|邻里和睦。"})
    return tmp_path / "inbox"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def test_files_that_are_no_pages_are_refused_by_name_or_skipped(inbox: Path, tmp_path: Path) -> None:
    write_pages(
        inbox,
        {
            ".hidden.txt": "x", "~$word.txt": "x", "draft.txt~": "x", "a.txt.part": "x", "Thumbs.db": "x",
            ".git/config.txt": "x", "scan.pdf": b"%PDF", "lonely.json": "{}", "bell\x07.txt": "x",
            "flip\u202etxt.txt": "x", 'it\'s "quoted"; --.txt': "好|好。", "UPPER.TXT": "好|好！",
        },
    )  # fmt: skip
    (inbox / "big.txt").touch()
    os.truncate(inbox / "big.txt", MAX_PAGE_BYTES + 1)
    os.mkfifo(inbox / "pipe.txt")
    (tmp_path / "outside.txt").write_text("x")
    os.symlink(tmp_path / "outside.txt", inbox / "out.txt")
    os.symlink(inbox / "nothing.txt", inbox / "broken.txt")
    os.symlink(inbox / PAGE, inbox / "in.txt")
    os.symlink(tmp_path, inbox / "folder")
    with open(os.fsencode(inbox) + b"/\xff.txt", "wb") as file:
        file.write(b"x")
    found = walk_inbox(inbox)
    assert set(found.pages) == {PAGE, 'it\'s "quoted"; --.txt', "UPPER.TXT"}
    assert sorted((refused.path, refused.rule) for refused in found.refused) == [
        ("\\udcff.txt", "unsafe_name"),
        ("bell\\x07.txt", "unsafe_name"),
        ("big.txt", "too_large"),
        ("broken.txt", "link_out_of_inbox"),
        ("flip\\u202etxt.txt", "unsafe_name"),
        ("folder", "link_out_of_inbox"),
        ("lonely.json", "sidecar_without_page"),
        ("out.txt", "link_out_of_inbox"),
        ("pipe.txt", "not_a_file"),
        ("scan.pdf", "not_a_page_file"),
    ]
    for refused in found.refused:
        refused.path.encode()


def test_refused_files_are_recorded_once_and_the_good_page_is_loaded(inbox: Path, folder: DataFolder) -> None:
    os.mkfifo(inbox / "pipe.txt")
    write_pages(inbox, {"bell\x07.txt": "x"})
    run(inbox, folder.path)
    rejected = "select source_path, rule, content_sha256 from ops.rejection order by 1"
    assert query(folder.path, rejected) == [("bell\\x07.txt", "unsafe_name", None), ("pipe.txt", "not_a_file", None)]
    assert query(folder.path, "select count(*) from fact_article") == [(1,)]
    assert run(inbox, folder.path) is None
    plan = discover(inbox, folder, hint_of)
    assert [(path, rule) for path, rule, _ in plan.still_refused] == [
        ("bell\\x07.txt", "unsafe_name"), ("pipe.txt", "not_a_file"),
    ]  # fmt: skip


def test_a_missing_inbox_is_named(tmp_path: Path, folder: DataFolder) -> None:
    with pytest.raises(InboxError, match="no such folder"):
        discover(tmp_path / "nowhere", folder, hint_of)
    (tmp_path / "file").touch()
    with pytest.raises(InboxError, match="no such folder"):
        discover(tmp_path / "file", folder, hint_of)


def test_a_sidecar_that_cannot_be_read_refuses_its_page(inbox: Path, folder: DataFolder) -> None:
    def strict(path: str, sidecar: bytes | None) -> Hint:
        if sidecar is not None:
            raise ValueError("published_on is no day")
        return hint_of(path, sidecar)

    write_pages(inbox, {PAGE.replace(".txt", ".json"): "?"})
    plan = discover(inbox, folder, strict)
    assert plan.pages == ()
    assert [(refusal.rule, refusal.severity) for refusal in plan.refused] == [("sidecar_unreadable", "stop")]
    assert "published_on is no day" in plan.refused[0].reason


def test_a_file_that_changes_or_vanishes_under_the_reader_is_left_to_the_next_run(
    inbox: Path, folder: DataFolder
) -> None:
    (page,) = discover(inbox, folder, hint_of).pages
    (inbox / PAGE).write_text("别的|内容。")
    with pytest.raises(PageReadError, match="changed while") as changed:
        read_page(inbox, page)
    assert changed.value.rule == "changed_while_read"
    (inbox / PAGE).unlink()
    with pytest.raises(PageReadError, match="No such file"):
        read_page(inbox, page)


def test_the_archive_gives_the_bytes_back(inbox: Path, folder: DataFolder) -> None:
    folder.build.mkdir(parents=True)
    (page,) = discover(inbox, folder, hint_of).pages
    data = read_page(inbox, page)
    keep_accepted(folder, page, data)
    keep_accepted(folder, page, data)
    assert archived(folder, page.content_sha256) == data
    assert list(folder.build.iterdir()) == []


def test_known_files_are_a_short_cut_only(inbox: Path, folder: DataFolder) -> None:
    run(inbox, folder.path)
    # Just written files are looked at again: they could change within one step of the clock.
    assert not discover(inbox, folder, hint_of).is_settled
    time.sleep(2.1)
    assert run(inbox, folder.path) is None
    plan = discover(inbox, folder, hint_of)
    assert plan.is_settled and plan.is_nothing_new and plan.unchanged == 1
    for damaged in (b"", b"{}", b"[1]", b'{"format": 99}', b"\xff"):
        folder.known_files.write_bytes(damaged)
        assert read_known_files(folder).live is None
        assert discover(inbox, folder, hint_of).is_nothing_new
    settle(discover(inbox, folder, hint_of))
    (inbox / PAGE).write_text("换|了。")
    assert [page.kind for page in discover(inbox, folder, hint_of).pages] == ["changed"]


def test_only_what_may_have_changed_is_asked_for_its_hint_beside_a_new_page(inbox: Path, folder: DataFolder) -> None:
    told, silent = "云溪日报/2024-11-08/A02.txt", "云溪日报/2024-11-08/A03.txt"
    write_pages(inbox, {told: "灯火|灯亮了。", silent: "花坛|花开了。"})
    sidecar = (inbox / told).with_suffix(".json")
    sidecar.write_text("云溪晚报", encoding="utf-8")
    asked: list[str] = []

    def asking(path: str, said: bytes | None) -> Hint:
        asked.append(path)
        return hint_of(path, said)

    def look(hints_from: str = "") -> tuple[list[str], list[tuple[str, str]]]:
        asked.clear()
        plan = discover(inbox, folder, asking, hints_from=hints_from)
        assert plan.unchanged + len(plan.pages) == plan.files_found
        return sorted(asked), [(page.relative_path, page.kind) for page in plan.pages]

    run(inbox, folder.path)
    time.sleep(2.1)
    settle(discover(inbox, folder, hint_of))
    new = "云溪日报/2024-11-09/A01.txt"
    write_pages(inbox, {new: "楼道|通了。"})
    assert look() == ([new], [(new, "new")])
    # Paths may be read in another way, by another table or pattern: then all are.
    assert look("another table of newspapers")[0] == sorted([PAGE, told, silent, new])
    sidecar.write_text("云溪快报", encoding="utf-8")
    assert look() == ([told, new], [(told, "reread"), (new, "new")])
    sidecar.unlink()
    assert look() == ([told, new], [(told, "reread"), (new, "new")])
    (inbox / silent).with_suffix(".json").write_text("云溪快报", encoding="utf-8")
    assert look()[1] == [(told, "reread"), (silent, "reread"), (new, "new")]


def test_pages_left_out_are_looked_at_again(inbox: Path, folder: DataFolder) -> None:
    run(inbox, folder.path)
    settle(discover(inbox, folder, hint_of), [PAGE])
    assert PAGE not in read_known_files(folder).states
    assert read_known_files(folder).live is None


def test_looking_when_nothing_is_new_imports_no_heavy_library(inbox: Path, folder: DataFolder) -> None:
    run(inbox, folder.path)
    time.sleep(2.1)
    run(inbox, folder.path)
    code = (
        "import sys; from pathlib import Path; from warehouse.sources import discover, settle; "
        "from warehouse.paths import DataFolder; from warehouse.lock import WriterLock; "
        "from warehouse.release import recover\n"
        "folder = DataFolder(Path(sys.argv[2]))\n"
        "with WriterLock(folder): recover(folder); plan = discover(Path(sys.argv[1]), folder, None); settle(plan)\n"
        "assert plan.is_nothing_new\n"
        "heavy = {'duckdb', 'pyarrow', 'sqlalchemy', 'pandas', 'great_expectations', 'models', 'newstext'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    arguments = [sys.executable, "-c", code, str(inbox), str(folder.path)]
    output = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=False)
    assert output.stdout == "[]\n", output.stderr
