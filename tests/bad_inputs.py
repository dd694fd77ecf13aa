"""Every kind of file that an inbox may hold and that is no page, with what must become of each.

``write_bad_inputs(folder)`` writes them beside two good pages. Nothing here knows how the refusal is made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

GOOD_TEXT = (
    "听橹社区把议事桌搬到河边\n\n"
    "近日，石漪街道听橹社区把居民议事桌搬到了河边，社区干部和居民面对面坐下，收集意见32条，当天答复18条。\n\n"
    "下一步，听橹社区还将每月在河边议事一次，让居民的小事有人听、有人管、有人办。\n\n"
    "沈一川\n"
)
"""A short page that every reader must accept."""

ENGLISH_TEXT = "The committee met on Monday and talked about the bridge, the school and the market.\n" * 20
JAPANESE_TEXT = "きのうの会議では、橋のなおし方について話し合いました。みんなの意見をまとめるのは大変です。\n" * 20


@dataclass(frozen=True, slots=True)
class BadInput:
    """One file and its fate.

    ``outcome`` is ``rejected`` (a row in ops.rejection, with ``rule``), ``skipped`` (left alone by a fixed rule, no
    row needed) or ``loaded``. ``rule`` is empty where nothing is rejected. A rejection shows ``shown_path``: control
    characters are escaped in it.
    """

    relative_path: str
    outcome: Literal["rejected", "skipped", "loaded"]
    rule: str = ""

    @property
    def shown_path(self) -> str:
        """The path as a rejection may print it."""
        return self.relative_path.replace("\n", "\\n").replace("\x07", "\\x07")


def _contents() -> Iterator[tuple[str, bytes, str]]:
    """Yield path, bytes and the rule that refuses them, for files whose bytes are the trouble."""
    yield "empty.txt", b"", "empty"
    yield "blank.txt", " \n\t\n　　\r\n\n".encode(), "blank"
    yield "only_mark.txt", b"\xef\xbb\xbf", "blank"
    yield "image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"
    yield "document.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "binary"
    yield "archive.txt", b"PK\x03\x04\x14\x00\x06\x00" + bytes(64), "binary"
    yield "nul.txt", b"\x00\x01\x02\x03" * 500, "binary"
    yield "cut_in_a_character.txt", GOOD_TEXT.encode("utf-8") + "桥".encode()[:2], "wrong_encoding"
    yield "two_encodings.txt", GOOD_TEXT.encode("utf-8") + GOOD_TEXT.encode("gb18030"), "wrong_encoding"
    yield "cyrillic.txt", ("Совет обсудил ремонт моста и школы. " * 30).encode("cp1251"), "wrong_encoding"
    yield "utf8_read_as_gbk.txt", GOOD_TEXT.encode("utf-8").decode("gbk", "replace").encode("utf-8"), "mojibake"
    yield "utf8_read_as_latin1.txt", GOOD_TEXT.encode("utf-8").decode("latin-1").encode("utf-8"), "mojibake"
    yield "replacement_characters.txt", GOOD_TEXT.replace("社区", "��").encode("utf-8"), "mojibake"
    yield "english.txt", ENGLISH_TEXT.encode("utf-8"), "not_chinese"
    yield "japanese.txt", JAPANESE_TEXT.encode("utf-8"), "not_chinese"
    yield "one_line.txt", ("居民在河边议事，社区把小事办好。" * 62_500).encode("utf-8"), "giant_line"
    yield "volume.txt", (GOOD_TEXT * 4_000).encode("utf-8"), "page_too_large"
    yield "lines.txt", ("居民在河边议事\n" * 5_000).encode("utf-8"), "page_too_large"
    yield "private_use.txt", GOOD_TEXT.replace("居民", "\ue001\ue002").encode("utf-8"), "unassigned_characters"


def write_bad_inputs(folder: Path) -> list[BadInput]:
    """Write every kind of bad file below ``folder``, and two good pages; return what must become of each.

    ``folder`` must exist and have a parent in which a file may be written: a link in the folder points there.
    An unreadable file is written only where the user is not root, whom no permission keeps out.
    """
    made = [BadInput("good.txt", "loaded"), BadInput("云溪日报/2025-03-05/good_too.txt", "loaded")]
    _write(folder / made[0].relative_path, GOOD_TEXT.encode("utf-8"))
    _write(folder / made[1].relative_path, GOOD_TEXT.replace("听橹", "桂棹").encode("utf-8"))
    for name, data, rule in _contents():
        _write(folder / "bytes" / name, data)
        made.append(BadInput(f"bytes/{name}", "rejected", rule))
    return made + _odd_names(folder) + _odd_files(folder)


def _odd_names(folder: Path) -> list[BadInput]:
    """Write good pages under names that need care, and files that are no pages by their name."""
    made = [
        BadInput('names/it\'s "quoted"; -- a name.txt', "loaded"),
        BadInput("names/百分号%20与 空格.txt", "loaded"),
        BadInput("names/line\nfeed.txt", "rejected", "unsafe_name"),
        BadInput("names/bell\x07.txt", "rejected", "unsafe_name"),
        BadInput("names/.hidden.txt", "skipped"),
        BadInput(".hidden_folder/page.txt", "skipped"),
        BadInput("names/~$page.txt", "skipped"),
        BadInput("names/page.txt~", "skipped"),
        BadInput("names/page.txt.tmp", "skipped"),
        BadInput("names/page.txt.part", "skipped"),
        BadInput("names/.page.txt.swp", "skipped"),
        BadInput("names/Thumbs.db", "skipped"),
        BadInput("names/page.docx", "rejected", "not_a_page_file"),
        BadInput("names/no_page_beside_it.json", "rejected", "sidecar_without_page"),
    ]
    for number, item in enumerate(made):
        _write(folder / item.relative_path, GOOD_TEXT.replace("32", str(100 + number)).encode("utf-8"))
    return made


def _odd_files(folder: Path) -> list[BadInput]:
    """Make what is no plain file inside the inbox: links, a pipe, a folder with a page's name, a locked file."""
    odd = folder / "odd"
    odd.mkdir(parents=True, exist_ok=True)
    outside = folder.parent / f"{folder.name}_outside.txt"
    _write(outside, GOOD_TEXT.replace("32", "77").encode("utf-8"))
    (odd / "link_out.txt").symlink_to(outside)
    (odd / "link_inside.txt").symlink_to(folder / "good.txt")
    (odd / "link_to_nothing.txt").symlink_to(odd / "nothing.txt")
    os.mkfifo(odd / "pipe.txt")
    (odd / "folder.txt").mkdir()
    made = [
        BadInput("odd/link_out.txt", "rejected", "link_out_of_inbox"),
        BadInput("odd/link_to_nothing.txt", "rejected", "link_out_of_inbox"),
        BadInput("odd/pipe.txt", "rejected", "not_a_file"),
        BadInput("odd/link_inside.txt", "skipped"),
        BadInput("odd/folder.txt", "skipped"),
    ]
    if os.geteuid() != 0:
        locked = odd / "locked.txt"
        _write(locked, GOOD_TEXT.replace("32", "78").encode("utf-8"))
        locked.chmod(0)
        made.append(BadInput("odd/locked.txt", "rejected", "unreadable"))
    return made


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
