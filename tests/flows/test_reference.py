"""Reference tables are read whole or refused with file and line; fingerprints change with what they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.reference import ReferenceDataError, load_tables, reference_digest
from flows.stages import reader_fingerprint


def test_every_csv_becomes_a_table_of_text(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text('unit,remark\n户,"households, not people"\n人,\n', encoding="utf-8")
    assert load_tables(tmp_path) == {
        "units": ({"unit": "户", "remark": "households, not people"}, {"unit": "人", "remark": ""})
    }


def test_a_byte_order_mark_of_a_spreadsheet_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit\n户\n", encoding="utf-8-sig")
    assert load_tables(tmp_path)["units"] == ({"unit": "户"},)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"unit,remark\n\xe6\x88\xb7\n", "units.csv:2: 1 fields, the header has 2"),
        (b"unit\n\xff\xfe\n", "not UTF-8"),
        (b"", "no header row"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "units.csv").write_bytes(content)
    with pytest.raises(ReferenceDataError, match=message):
        load_tables(tmp_path)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="no reference tables"):
        load_tables(tmp_path)


def test_the_fingerprint_follows_the_reference_data(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit\n户\n", encoding="utf-8")
    before, reader_before = reference_digest(tmp_path), reader_fingerprint(tmp_path)
    (tmp_path / "units.csv").write_text("unit\n人\n", encoding="utf-8")
    after, reader_after = reference_digest(tmp_path), reader_fingerprint(tmp_path)
    assert before != after
    assert reader_before.text != reader_after.text
