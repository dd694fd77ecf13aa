"""What derives from the models: Arrow schemas of staged rows, the DDL of a release, lists of tables and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import sqlalchemy as sa

from models import OPERATIONS_SCHEMA, Base

MART_SCHEMA = "mart"
INTERMEDIATE_SCHEMA = "intermediate"
"""Schema of what several marts share; no report of its own, and free to change with any release."""
DEFAULT_SCHEMA = "main"

_ARROW_TYPES: dict[type, pa.DataType] = {
    sa.BigInteger: pa.int64(),
    sa.Integer: pa.int32(),
    sa.Text: pa.string(),
    sa.Double: pa.float64(),
    sa.Date: pa.date32(),
    sa.DateTime: pa.timestamp("us"),
    sa.Boolean: pa.bool_(),
}

_UNKNOWN_VALUES: dict[type, str] = {
    sa.BigInteger: "0",
    sa.Integer: "0",
    sa.Text: "'unknown'",
    sa.Double: "0",
    sa.Boolean: "false",
}
"""What columns that hold no null are in the unknown member, by type."""


def tables() -> list[sa.Table]:
    """Return every table of the models, sorted by name."""
    return sorted(Base.metadata.tables.values(), key=lambda table: table.fullname)


def table(name: str) -> sa.Table:
    """Return the table of that full name (``ops.batch``, ``dim_word``)."""
    return Base.metadata.tables[name]


def arrow_type(column_type: sa.types.TypeEngine[object]) -> pa.DataType:
    """Return the Arrow type of a column. Raises KeyError for a type that the models do not use yet."""
    if isinstance(column_type, sa.Numeric) and not isinstance(column_type, sa.Float):
        return pa.decimal128(column_type.precision, column_type.scale)
    return _ARROW_TYPES[type(column_type)]


def arrow_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of the table of that full name: its columns in order, nullable as in the models."""
    return pa.schema(
        [pa.field(column.name, arrow_type(column.type), bool(column.nullable)) for column in table(name).columns]
    )


def sql_name(name: str) -> str:
    """Return a table's full name quoted for SQL, with its schema."""
    schema, _, bare = name.rpartition(".")
    return f"{quoted(schema or DEFAULT_SCHEMA)}.{quoted(bare)}"


def quoted(identifier: str) -> str:
    """Return an identifier quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def column_list(name: str) -> str:
    """Return the quoted columns of a table, in order."""
    return ", ".join(quoted(column.name) for column in table(name).columns)


def create_statements() -> Iterator[str]:
    """Yield the DDL of a fresh release: schemas, tables, comments on tables and columns."""
    for schema in (OPERATIONS_SCHEMA, MART_SCHEMA):
        yield f"create schema if not exists {schema}"
    for each in tables():
        yield from _create_table(each)


def comment_statements() -> Iterator[str]:
    """Yield the statements that write the models' comments onto every table and column."""
    for each in tables():
        yield from _comments(each)


def unknown_member(name: str) -> str:
    """Return the insert of a dimension's unknown member, with key 0; the columns follow from their types."""
    values = []
    for column in table(name).columns:
        if column.info["unknown"] is not None:
            values.append(literal(column.info["unknown"]))
        elif column.nullable:
            values.append("null")
        else:
            values.append(_UNKNOWN_VALUES[type(column.type)])
    return f"insert into {sql_name(name)} ({column_list(name)}) values ({', '.join(values)})"


def dimensions() -> list[str]:
    """Return the names of the dimensions, each of which has an unknown member."""
    return [each.fullname for each in tables() if each.name.startswith("dim_")]


def member_dimensions() -> list[str]:
    """Return the dimensions whose members many pages share: all but pages and articles."""
    return [name for name in dimensions() if name not in ("dim_source", "dim_article")]


def primary_key(name: str) -> str:
    """Return the one key column of a dimension or fact: the first of its grain."""
    return str(table(name).info["grain"][0])


def references(target: str) -> list[tuple[str, str]]:
    """Return every (table, column) that points at the key of the table of that full name."""
    return [
        (each.fullname, column.name)
        for each in tables()
        for column in each.columns
        if (column.info.get("references") or "").rpartition(".")[0] == target
    ]


def article_tables() -> list[str]:
    """Return the tables whose rows belong to one article each, apart from ``dim_article`` and the ledger of lines."""
    return [
        each.fullname
        for each in tables()
        if "article_key" in each.columns and each.fullname not in {"dim_article", "ops.page_line"}
    ]


def activity_tables() -> list[str]:
    """Return the tables whose rows belong to one activity each, apart from ``fact_activity``."""
    return [name for name, _ in references("fact_activity.activity_key".rpartition(".")[0])]


def content_tables() -> list[str]:
    """Return the tables that depend on the pages and not on the runs that loaded them: those with a digest."""
    return [each.fullname for each in tables() if not each.info["is_history"]]


def digest_columns(name: str) -> list[str]:
    """Return the columns of a table that do not depend on when and how it was loaded."""
    return [column.name for column in table(name).columns if not column.info.get("operational")]


def _create_table(each: sa.Table) -> Iterator[str]:
    name = sql_name(each.fullname)
    definitions = [
        f"{quoted(column.name)} {sql_type(column.type)}{'' if column.nullable else ' not null'}"
        for column in each.columns
    ]
    keys = [quoted(column.name) for column in each.primary_key.columns]
    if keys:
        definitions.append(f"primary key ({', '.join(keys)})")
    yield f"create table {name} ({', '.join(definitions)})"
    yield from _comments(each)


def _comments(each: sa.Table) -> Iterator[str]:
    name = sql_name(each.fullname)
    yield f"comment on table {name} is {literal(each.comment or '')}"
    for column in each.columns:
        yield f"comment on column {name}.{quoted(column.name)} is {literal(column.comment or '')}"


def sql_type(column_type: sa.types.TypeEngine[object]) -> str:
    """Return the DuckDB name of a type; SQLAlchemy's names are DuckDB's for all types that the models use."""
    if isinstance(column_type, sa.DateTime):
        return "timestamp"
    return str(column_type).lower()
