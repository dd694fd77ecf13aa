"""Handing out a view or table as CSV, Parquet or an Excel workbook, with a description of its columns beside it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.schema import quoted

if TYPE_CHECKING:
    import duckdb

FORMATS = ("csv", "parquet", "xlsx")
EXCEL_ROWS = 1_048_575
"""Rows of a sheet below its header (Excel specifications and limits)."""
EXCEL_CELL = 32_767
"""Characters of a cell (the same)."""
_EXCEL_DIGITS = 10**15
"""Excel reckons with 15 digits: larger whole numbers, such as keys, are written as text or would change."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet read a cell of a CSV file as a formula (OWASP, CSV injection)."""

_SCHEMAS = ("mart", "main", "ops")
"""Where a name without schema is looked for, in this order."""

_ROWS_AT_A_TIME = 10_000

_MEDIA_TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportError(Exception):
    """Raised where a relation cannot be handed out as asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is described to the reader; ``data_type`` is DuckDB's."""

    name: str
    data_type: str
    label_zh: str
    label_en: str
    description: str
    unit: str | None
    is_nullable: bool

    @property
    def field_type(self) -> str:
        """The type in the words of the Table Schema of Frictionless Data."""
        if self.data_type.endswith("[]"):
            return "array"
        name = self.data_type.partition("(")[0]
        if name.endswith("INT") or name == "INTEGER":
            return "integer"
        return {
            "DOUBLE": "number", "FLOAT": "number", "DECIMAL": "number", "BOOLEAN": "boolean", "DATE": "date",
            "TIMESTAMP": "datetime", "STRUCT": "object", "MAP": "object",
        }.get(name, "string")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A view or table of a release, with its columns and the columns that identify a row, where that is known."""

    schema: str
    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    grain: tuple[str, ...]

    @property
    def sql(self) -> str:
        """What reads it whole, always in the same order."""
        listed = ", ".join(map(quoted, self.grain)) if self.grain else "all"
        return f"select * from {quoted(self.schema)}.{quoted(self.name)} order by {listed}"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file, its description, and the rows; ``cut_cells`` were too long for Excel."""

    path: Path
    descriptor: Path
    rows: int
    cut_cells: int = 0


def export(folder: DataFolder, name: str, target: Path, form: str) -> Exported:
    """Write a view or table of the live release to ``target``, and ``TARGET.resource.json`` beside it.

    ``name`` may have its schema. Rows come in the order of their grain. Both files are written whole or not at all.
    Raises ExportError for an unknown name, format or folder, or for more rows than a sheet has; OSError where the
    target cannot be written; and what ``open_live`` raises.
    """
    if form not in FORMATS:
        raise ExportError(f"{form}: no such format; it is one of {', '.join(FORMATS)}")
    if not target.absolute().parent.is_dir():
        raise ExportError(f"{target.parent}: no such folder; make it first")
    writers: dict[str, Callable[[duckdb.DuckDBPyConnection, Relation, Path], tuple[int, int]]] = {
        "csv": _write_csv,
        "parquet": _write_parquet,
        "xlsx": _write_xlsx,
    }
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with closing(open_live(folder)) as connection:
            relation = find_relation(connection, name)
            rows, cut_cells = writers[form](connection, relation, unfinished)
            content = _descriptor(connection, relation, target, form, unfinished, rows)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    descriptor = target.with_name(f"{target.name}.resource.json")
    descriptor.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Exported(target, descriptor, rows, cut_cells)


def find_relation(connection: duckdb.DuckDBPyConnection, name: str) -> Relation:
    """Return the view or table of that name. Raises ExportError with the names that come near."""
    schema, _, bare = name.rpartition(".")
    known = connection.execute(
        "select schema_name, table_name, comment from duckdb_tables() where not internal "
        "union all select schema_name, view_name, comment from duckdb_views() where not internal"
    ).fetchall()
    found = {place: comment for place, *_, comment in [((row[0], row[1]), row[2]) for row in known]}
    places = [(each, bare) for each in ((schema,) if schema else _SCHEMAS) if (each, bare) in found]
    if not places:
        near = sorted(f"{place[0]}.{place[1]}" for place in found if bare and bare in place[1])
        hint = f"; is it {', '.join(near[:5])}?" if near else "; gewu sql 'show all tables' lists them"
        raise ExportError(f"{name}: no such view or table in the live release{hint}")
    schema, bare = places[0]
    return _described(connection, schema, bare, found[schema, bare] or "")


def _described(connection: duckdb.DuckDBPyConnection, schema: str, name: str, comment: str) -> Relation:
    entries = {
        row[0]: row[1:]
        for row in connection.execute(
            "select column_name, label_zh, label_en, unit, grain from mart.data_dictionary "
            "where schema_name = ? and table_name = ?",
            [schema, name],
        ).fetchall()
    }
    columns = connection.execute(
        "select column_name, data_type, coalesce(comment, ''), is_nullable from duckdb_columns() "
        "where schema_name = ? and table_name = ? order by column_index",
        [schema, name],
    ).fetchall()
    unknown = (None, None, None, None)
    described = []
    for column, data_type, text, is_nullable in columns:
        label_zh, label_en, unit, _ = entries.get(column, unknown)
        described.append(Column(column, data_type, label_zh or column, label_en or column, text, unit, is_nullable))
    title, _, _, grain = entries.get("", unknown)
    return Relation(schema, name, title or name, comment, tuple(described), tuple(grain.split(", ")) if grain else ())


def _batches(connection: duckdb.DuckDBPyConnection, relation: Relation) -> Iterator[list[tuple[Any, ...]]]:
    cursor = connection.execute(relation.sql)
    while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
        yield rows


def _write_csv(connection: duckdb.DuckDBPyConnection, relation: Relation, target: Path) -> tuple[int, int]:
    count = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in relation.columns)
        for rows in _batches(connection, relation):
            writer.writerows([_csv_cell(value) for value in row] for row in rows)
            count += len(rows)
    return count, 0


def _csv_cell(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # The mark that spreadsheets take as "this is text"; numbers that are numbers stay as they are.
            return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
        case datetime():
            return value.isoformat()
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return value


def _write_parquet(connection: duckdb.DuckDBPyConnection, relation: Relation, target: Path) -> tuple[int, int]:
    import pyarrow as pa
    import pyarrow.parquet

    reader = connection.execute(relation.sql).to_arrow_reader(_ROWS_AT_A_TIME)
    schema = pa.schema(
        [
            field.with_metadata({"label_zh": column.label_zh, "description": column.description})
            for field, column in zip(reader.schema, relation.columns, strict=True)
        ],
        metadata={"title": relation.title, "description": relation.description},
    )
    count = 0
    with pyarrow.parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch.replace_schema_metadata(None).cast(schema))
            count += batch.num_rows
    return count, 0


def _write_xlsx(connection: duckdb.DuckDBPyConnection, relation: Relation, target: Path) -> tuple[int, int]:
    import xlsxwriter

    total = connection.execute(f"select count(*) from ({relation.sql})").fetchone()
    if total and total[0] > EXCEL_ROWS:
        raise ExportError(f"{relation.name}: {total[0]:,} rows, a sheet holds {EXCEL_ROWS:,}; use --csv or --parquet")
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(target.parent),
    }  # fmt: skip
    count = cut_cells = 0
    with xlsxwriter.Workbook(str(target), options) as book:
        # A fixed moment: the same rows make the same file.
        book.set_properties({"title": relation.title, "created": _published_at(connection)})
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
        styles = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        sheet = book.add_worksheet(relation.name[:31])
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(relation.columns):
            sheet.set_column(at, at, 14 if column.field_type != "string" else 24)
            sheet.write_string(0, at, column.label_zh, bold)
        for rows in _batches(connection, relation):
            for row in rows:
                count += 1
                for at, value in enumerate(row):
                    cut_cells += _write_cell(sheet, count, at, value, styles)
        if relation.columns:
            sheet.autofilter(0, 0, max(count, 1), len(relation.columns) - 1)
        _write_columns_sheet(book, relation, bold)
    return count, cut_cells


def _write_cell(sheet: Any, row: int, at: int, value: Any, styles: dict[type[date], Any]) -> bool:
    """Write a value as what it is, a text always as text; return whether it had to be cut."""
    match value:
        case None:
            return False
        case bool():
            sheet.write_boolean(row, at, value)
        case int() | float() | Decimal() if -_EXCEL_DIGITS < value < _EXCEL_DIGITS:
            sheet.write_number(row, at, value)
        case datetime() | date():
            sheet.write_datetime(row, at, value, styles[type(value)])
        case _:
            text = str(_csv_cell(value)) if isinstance(value, list | dict) else str(value)
            sheet.write_string(row, at, text if len(text) <= EXCEL_CELL else text[: EXCEL_CELL - 1] + "…")
            return len(text) > EXCEL_CELL
    return False


def _write_columns_sheet(book: Any, relation: Relation, bold: Any) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 2, 20)
    sheet.set_column(3, 3, 60)
    lines: list[Sequence[str]] = [
        (f"{relation.schema}.{relation.name}", relation.title, "", relation.description, ""),
        ("列 column", "标签 label", "类型 type", "说明 description", "单位 unit"),
        *((each.name, each.label_zh, each.field_type, each.description, each.unit or "") for each in relation.columns),
    ]
    for row, line in enumerate(lines):
        for at, text in enumerate(line):
            sheet.write_string(row, at, text, bold if row == 1 else None)


def _published_at(connection: duckdb.DuckDBPyConnection) -> datetime:
    row = connection.execute("select published_at from ops.release order by release_no desc limit 1").fetchone()
    assert row is not None and isinstance(row[0], datetime)
    return row[0]


def _descriptor(
    connection: duckdb.DuckDBPyConnection, relation: Relation, target: Path, form: str, written: Path, rows: int
) -> dict[str, Any]:
    """Return the Tabular Data Resource (Frictionless Data) that describes the file."""
    release = connection.execute("select max(release_no) from ops.release").fetchone()
    with written.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    fields = []
    for each in relation.columns:
        field: dict[str, Any] = {"name": each.name, "type": each.field_type, "title": each.label_zh}
        field |= {"title_en": each.label_en, "description": each.description}
        if each.unit:
            field["unit"] = each.unit
        if not each.is_nullable:
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if relation.grain:
        schema["primaryKey"] = list(relation.grain)
    content = {
        "profile": "tabular-data-resource",
        "name": f"{relation.schema}-{relation.name}".replace("_", "-"),
        "path": target.name,
        "title": relation.title,
        "description": relation.description,
        "format": form,
        "mediatype": _MEDIA_TYPES[form],
        "encoding": "utf-8",
        "bytes": written.stat().st_size,
        "hash": f"sha256:{digest}",
        "row_count": rows,
        "release_no": release[0] if release else None,
        "schema": schema,
    }
    if form == "csv":
        content["note"] = "Texts that begin with = + - @, a tab or a return have an apostrophe before them."
    return content
