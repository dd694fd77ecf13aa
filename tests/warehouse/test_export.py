"""What is handed out is what the release holds, described, and no text in it can act as a formula."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as parquet
import pytest

from flows.dictionary_command import checks_by_column
from tests.warehouse.search_corpus import new_release
from warehouse.connect import open_build
from warehouse.data_dictionary import fill_dictionary
from warehouse.export import EXCEL_CELL, ExportError, export
from warehouse.paths import DataFolder

FORMULAS = ["=1+1", '=cmd|" /C calc"!A0', "+86 512", "-1", "@SUM(A1)", "\tx", "\rx", "https://example.com"]
KEY = 6_546_991_175_952_108_218


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    root = tmp_path_factory.mktemp("export")
    folder = DataFolder(root)
    new_release(folder.live)
    with open_build(folder.live) as connection:
        connection.execute(
            """
            insert into ops.release values (3, 1, '2025-01-06 08:00:00', 'v1.2.0', 1, null, null);
            create view mart.mixed as
                select 1::bigint as no, -2.5::decimal(18, 4) as value, date '2024-11-08' as published_on,
                    timestamp '2024-11-08 06:00:00' as moment, true as is_target, ['甲', '乙'] as names,
                    '月桂，"飘香"' || chr(10) || '第二段' as text, null::integer as nothing
                union all select 2, 3, null, null, false, [], '', 7;
            comment on view mart.mixed is 'One row per number.';
            comment on column mart.mixed.value is 'The figure.'
            """
        )
        connection.execute(
            "create table mart.formulas as select unnest(range(len($texts))) as no, unnest($texts) as text",
            {"texts": FORMULAS},
        )
        connection.execute(
            "insert into dim_word values (?, '居民', 'n', 'NOUN', false), (7, '社区', 'n', 'NOUN', false)", [KEY]
        )
        connection.execute("create table mart.long as select repeat('长', 40000) as text")
        connection.execute("create view mart.tall as select range as no from range(1048576)")
        fill_dictionary(connection, checks_by_column())
    return folder


def sheet_cells(path: Path, number: int = 1) -> list[list[str]]:
    """Return the texts and numbers of a sheet's cells, by row."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return [
        ["".join(part.text or "" for part in cell.iter() if part.tag in (f"{space}t", f"{space}v")) for cell in row]
        for row in sheet.iter(f"{space}row")
    ]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_csv_holds_the_rows(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "mixed", tmp_path / "mixed.csv", "csv")
    assert done.rows == 2
    assert read_csv(done.path) == [
        ["no", "value", "published_on", "moment", "is_target", "names", "text", "nothing"],
        ["1", "-2.5000", "2024-11-08", "2024-11-08T06:00:00", "true", '["甲", "乙"]', '月桂，"飘香"\n第二段', ""],
        ["2", "3.0000", "", "", "false", "[]", "", "7"],
    ]


def test_parquet_holds_the_rows_with_their_types(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "mart.mixed", tmp_path / "mixed.parquet", "parquet")
    table = parquet.read_table(done.path)
    first = table.to_pylist()[0]
    assert (first["value"], first["published_on"], first["names"]) == (
        Decimal("-2.5000"),
        date(2024, 11, 8),
        ["甲", "乙"],
    )
    assert table.schema.field("value").metadata[b"description"] == b"The figure."
    assert table.num_rows == done.rows == 2


def test_a_workbook_holds_the_rows_and_says_what_the_columns_are(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "mixed", tmp_path / "mixed.xlsx", "xlsx")
    cells = sheet_cells(done.path)
    assert cells[1][:2] == ["1", "-2.5000"]
    assert '月桂，"飘香"\n第二段' in cells[1]
    assert len(cells) == 3
    assert [cell for cell in sheet_cells(done.path, 2)[3] if cell] == ["value", "数值", "number", "The figure."]


def test_keys_keep_all_their_digits_in_a_workbook(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "dim_word", tmp_path / "words.xlsx", "xlsx")
    assert {row[0] for row in sheet_cells(done.path)[1:]} == {"0", "7", str(KEY)}


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "formulas", tmp_path / "formulas.xlsx", "xlsx")
    with zipfile.ZipFile(done.path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not re.search(r"<f[ >]|<hyperlink", sheet)
    shown = [row[1].replace("_x000D_", "\r") for row in sheet_cells(done.path)[1:]]
    assert shown == FORMULAS


def test_texts_that_would_be_formulas_are_marked_in_csv(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "formulas", tmp_path / "formulas.csv", "csv")
    cells = [row[1] for row in read_csv(done.path)[1:]]
    assert cells == [f"'{text}" for text in FORMULAS[:-1]] + FORMULAS[-1:]
    assert "apostrophe" in json.loads(done.descriptor.read_text(encoding="utf-8"))["note"]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_the_descriptor_tells_columns_and_the_bytes_of_the_file(folder: DataFolder, tmp_path: Path, form: str) -> None:
    done = export(folder, "dim_word", tmp_path / f"words.{form}", form)
    content = json.loads(done.descriptor.read_text(encoding="utf-8"))
    assert content["hash"] == f"sha256:{hashlib.sha256(done.path.read_bytes()).hexdigest()}"
    assert content["bytes"] == done.path.stat().st_size
    assert (content["path"], content["row_count"], content["release_no"]) == (f"words.{form}", 3, 3)
    assert content["schema"]["primaryKey"] == ["word_key"]
    assert content["schema"]["fields"][0] == {
        "name": "word_key", "type": "integer", "title": "词键", "title_en": "Word key",
        "description": "Hash of the word.", "constraints": {"required": True},
    }  # fmt: skip
    assert [field["type"] for field in content["schema"]["fields"]] == [
        "integer", "string", "string", "string", "boolean"
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_the_same_release_gives_the_same_bytes(folder: DataFolder, tmp_path: Path, form: str) -> None:
    first = export(folder, "mixed", tmp_path / f"first.{form}", form)
    second = export(folder, "mixed", tmp_path / f"second.{form}", form)
    assert first.path.read_bytes() == second.path.read_bytes()


def test_what_excel_cannot_hold_is_cut_and_counted(folder: DataFolder, tmp_path: Path) -> None:
    done = export(folder, "long", tmp_path / "long.xlsx", "xlsx")
    assert done.cut_cells == 1
    assert len(sheet_cells(done.path)[1][0]) == EXCEL_CELL


def test_more_rows_than_a_sheet_has_are_refused(folder: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"1,048,576 rows, a sheet holds 1,048,575; use --csv or --parquet"):
        export(folder, "tall", tmp_path / "tall.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("word", r"no such view or table.*main\.dim_word"),
        ("dim_word; drop table dim_word", "no such view or table"),
        ("ops.dim_word", "no such view or table"),
        ("", "no such view or table"),
    ],
)
def test_a_name_is_looked_up_and_never_run(folder: DataFolder, tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        export(folder, name, tmp_path / "out.csv", "csv")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(folder: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no such folder"):
        export(folder, "mixed", tmp_path / "none" / "out.csv", "csv")
