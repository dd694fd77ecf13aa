"""Tables as the models describe them, for tests that need rows of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
from sqlalchemy import Boolean, Column, Numeric, Table, Text
from sqlalchemy.types import Float, Integer

from models import Base
from warehouse.schema import create_statements


def tables() -> dict[str, Table]:
    """Every table of the models by its name without schema; no two share one."""
    return {table.name: table for table in Base.metadata.sorted_tables}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all tables of a release, empty, and the schemas."""
    for statement in create_statements():
        connection.execute(statement)


def insert_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that name only the columns that matter; the others are null, or what stands for nothing."""
    table = tables()[name]
    columns = [column.name for column in table.columns]
    for row in rows:
        unknown = set(row) - set(columns)
        assert not unknown, f"{name} has no columns {sorted(unknown)}"
        values = [row[column.name] if column.name in row else _nothing(column) for column in table.columns]
        marks = ", ".join("?" for _ in columns)
        connection.execute(f"insert into {table.fullname} ({', '.join(columns)}) values ({marks})", values)


def _nothing(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    if isinstance(column.type, Text):
        return ""
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer | Numeric | Float):
        return 0
    raise AssertionError(f"{column} needs a value")
