"""A file is copied whole, by a clone or byte by byte, and the copy is a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.copying import copy_file


def test_the_copy_holds_what_the_file_holds_and_is_its_own(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"\x00page" * 100_000)
    target.write_bytes(b"what was there before, and longer" * 50_000)
    copy_file(source, target)
    assert target.read_bytes() == source.read_bytes()
    with target.open("r+b") as copy:
        copy.write(b"changed")
    assert source.read_bytes()[:5] == b"\x00page"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        copy_file(tmp_path / "nothing", tmp_path / "b")
    assert not (tmp_path / "b").exists()
