"""The data dictionary: what the models say of every table and column, with checks, lineage and an example of each."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from warehouse import schema
from warehouse.lineage import lineage_of_column, lineage_of_table

if TYPE_CHECKING:
    import duckdb

    from warehouse.candidate import Candidate

TABLE = "mart.data_dictionary"
EXAMPLES = Path(__file__).parent / "column_examples.csv"

Checks = Mapping[tuple[str, str], Sequence[str]]
"""(Full name of a table, column or empty) to the names of the checks that look at it."""

_WORDS_IN_CAPITALS = {
    "iso": "ISO",
    "sha256": "SHA-256",
    "id": "ID",
    "zh": "(Chinese)",
    "en": "(English)",
    "upos": "UPOS",
}


class DictionaryError(Exception):
    """Raised where a table or column lacks an entry of the dictionary; the message names all of them."""


class DictionaryRow(NamedTuple):
    """A row of ``mart.data_dictionary``."""

    schema_name: str
    table_name: str
    column_name: str
    position: int
    kind: str
    label_zh: str
    label_en: str
    description: str
    grain: str | None = None
    data_type: str | None = None
    is_nullable: bool | None = None
    unit: str | None = None
    example: str | None = None
    refers_to: str | None = None
    checks: str | None = None
    lineage: str = ""


def dictionary_rows(checks: Checks) -> list[DictionaryRow]:
    """Return the entries of all tables and their columns, by table and position.

    Raises DictionaryError where a label, example, check or lineage is missing.
    """
    rows = [row for table in schema.tables() for row in _rows_of(table, checks)]
    missing = [
        f"{row.schema_name}.{row.table_name}.{row.column_name}: {field}"
        for row in rows
        for field in ("label_zh", "label_en", "description", "lineage", "checks", *_of_kind(row))
        if not getattr(row, field)
    ]
    if missing:
        raise DictionaryError(f"the data dictionary lacks {len(missing)} entries: {', '.join(missing[:20])}")
    return rows


def write_dictionary(candidate: Candidate, checks: Checks) -> int:
    """Write the dictionary of tables and views into a candidate; return its number of rows."""
    with candidate.open() as connection:
        return fill_dictionary(connection, checks)


def fill_dictionary(connection: duckdb.DuckDBPyConnection, checks: Checks) -> int:
    """Write the dictionary of tables and views anew; return its number of rows. See ``dictionary_rows``."""
    import pyarrow as pa

    rows = dictionary_rows(checks)
    rows += _rows_of_views(connection, rows)
    fields = schema.arrow_schema(TABLE)
    columns = [pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), fields, strict=True)]
    connection.register("incoming", pa.Table.from_arrays(columns, schema=fields))
    connection.execute(
        f"begin; delete from {TABLE}; insert into {TABLE} select * from incoming "
        "order by schema_name, table_name, position; commit"
    )
    connection.unregister("incoming")
    return len(rows)


def dictionary_text(rows: Iterable[DictionaryRow]) -> str:
    """Return the dictionary as Markdown: a section for each table, a line for each column."""
    lines = [
        "# Data dictionary 数据字典",
        "",
        "Generated from `models/` by `gewu dictionary`; in the file it is `mart.data_dictionary`, which also lists the "
        "views. Offsets are half-open code points of `dim_article.body`. Under *Checks*, every column that may not be "
        "null is also checked for it, and every table for its grain.",
        "",
    ]
    for row in rows:
        if row.kind == "table":
            lines += [
                *([""] if lines[-1] else []),
                f"## {row.schema_name}.{row.table_name} {row.label_zh}",
                "",
                row.description,
                "",
                f"- Grain: {row.grain}",
                f"- Filled by: {row.lineage}",
                f"- Checks of the table: {row.checks}",
                "",
                "| Column | 中文 | English | What it says | Type | Unit | Example | Filled by | Checks |",
                "|---|---|---|---|---|---|---|---|---|",
            ]
        else:
            cells = [
                f"`{row.column_name}`", row.label_zh, row.label_en, _with_reference(row),
                f"{row.data_type}{', may be null' if row.is_nullable else ''}", row.unit or "", row.example or "",
                row.lineage, row.checks or "",
            ]  # fmt: skip
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


@cache
def examples() -> Mapping[tuple[str, str], str]:
    """Return (full name of a table, column) to an example: a value of the sample pages, or an invented one."""
    with EXAMPLES.open(encoding="utf-8", newline="") as lines:
        return {(row["table_name"], row["column_name"]): row["example"] for row in csv.DictReader(lines)}


def label_in_english(name: str) -> str:
    """Return a name of the schema as words: ``body_start`` is Body start."""
    words = [_WORDS_IN_CAPITALS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _of_kind(row: DictionaryRow) -> tuple[str, ...]:
    return ("grain",) if row.kind == "table" else ("data_type", "example")


def _rows_of(table: sa.Table, checks: Checks) -> Iterable[DictionaryRow]:
    name = table.fullname
    place = (table.schema or schema.DEFAULT_SCHEMA, table.name)
    grain = table.info["grain"]
    yield DictionaryRow(
        *place, "", 0, "table", table.info["zh"], label_in_english(table.name), table.comment or "", ", ".join(grain),
        None, None, None, None, None, "; ".join(checks.get((name, ""), ())), lineage_of_table(name),
    )  # fmt: skip
    for position, column in enumerate(table.columns, start=1):
        yield DictionaryRow(
            *place, column.name, position, "column", column.info["zh"], label_in_english(column.name),
            column.comment or "", None, schema.sql_type(column.type), bool(column.nullable), column.info["unit"],
            column.info["example"] or examples().get((name, column.name)), column.info["references"],
            "; ".join(checks.get((name, column.name), ())), lineage_of_column(name, column.name),
        )  # fmt: skip


def _rows_of_views(connection: duckdb.DuckDBPyConnection, known: Sequence[DictionaryRow]) -> list[DictionaryRow]:
    """Return the entries of the views in the file: their comments, and labels of the columns that they pass on."""
    labels = {row.column_name: row for row in reversed(known) if row.kind == "column"}
    views = connection.execute(
        "select schema_name, view_name, coalesce(comment, '') from duckdb_views() where not internal order by all"
    ).fetchall()
    columns: defaultdict[tuple[str, str], list[tuple[str, int, str, str]]] = defaultdict(list)
    # One question for all views: DuckDB binds every view of the file to answer it.
    for schema_name, view, *listed in connection.execute(
        "select schema_name, table_name, column_name, column_index, data_type, coalesce(comment, '') "
        "from duckdb_columns() where not internal order by column_index"
    ).fetchall():
        columns[schema_name, view].append((listed[0], listed[1], listed[2], listed[3]))
    rows = []
    for schema_name, view, comment in views:
        lineage = f"sql/{'marts' if schema_name == schema.MART_SCHEMA else schema_name}/{view}.sql"
        name = label_in_english(view)
        rows.append(DictionaryRow(schema_name, view, "", 0, "view", name, name, comment, lineage=lineage))
        for column, position, data_type, text in columns[schema_name, view]:
            english = label_in_english(column)
            label, unit = (labels[column].label_zh, labels[column].unit) if column in labels else (english, None)
            entry = DictionaryRow(schema_name, view, column, position, "column", label, english, text)
            rows.append(entry._replace(data_type=data_type, is_nullable=True, unit=unit, lineage=lineage))
    return rows


def _with_reference(row: DictionaryRow) -> str:
    return f"{row.description} → `{row.refers_to}`" if row.refers_to else row.description


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
