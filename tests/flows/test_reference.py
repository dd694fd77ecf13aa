"""Reference tables are read whole or refused with file and line; fingerprints change with what they stand for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.page_reading import ReadingPlace, chunk_pool
from flows.reference import ReferenceDataError, load_tables, reference_digest
from flows.settings import REFERENCE_DIR
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


@pytest.mark.parametrize("workers", [1, 2])
def test_an_alias_of_a_place_that_no_table_holds_is_named_by_workers_too(tmp_path: Path, workers: int) -> None:
    reference = Path(shutil.copytree(REFERENCE_DIR, tmp_path / "reference"))
    aliases = reference / "place_aliases.csv"
    header, *rows = aliases.read_text(encoding="utf-8").splitlines()
    fields = dict(zip(header.split(","), rows[0].split(","), strict=True)) | {"place_id": "990000000000"}
    aliases.write_text("\n".join([header, *rows, ",".join(fields.values())]), encoding="utf-8")
    place = ReadingPlace(tmp_path, tmp_path, tmp_path, reference, "any")
    with (
        chunk_pool(place, workers, page_count=1000) as pool,
        pytest.raises(ReferenceDataError, match=r"unknown place 990000000000; mend the row"),
    ):
        list(pool.read([(0, ())]))


def test_the_fingerprint_follows_the_reference_data(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit\n户\n", encoding="utf-8")
    before, reader_before = reference_digest(tmp_path), reader_fingerprint(tmp_path)
    (tmp_path / "units.csv").write_text("unit\n人\n", encoding="utf-8")
    after, reader_after = reference_digest(tmp_path), reader_fingerprint(tmp_path)
    assert before != after
    assert reader_before.text != reader_after.text
