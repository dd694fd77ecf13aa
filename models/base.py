"""What all tables share: the declarative base, the schemas, and how a column states its comment, label and unit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Double, Integer, MetaData, Numeric, Text
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

OPERATIONS_SCHEMA = "ops"
"""Schema of the tables that say how the warehouse came to be. ``main`` is what BI reads, ``mart`` holds views."""

UNKNOWN_KEY = 0
"""Surrogate key of the unknown member of every dimension (Kimball); facts hold no null foreign keys."""

BIG = BigInteger()
SMALL = Integer()
TEXT = Text()
REAL: Double[float] = Double()
DAY = Date()
MOMENT = DateTime(timezone=False)
FLAG = Boolean()
# 18 digits hold every figure that a local paper prints; 4 decimals hold 12.3456 万 multiplied out.
VALUE = Numeric(18, 4)


class Base(DeclarativeBase):
    """Base of every table of the warehouse."""

    metadata = MetaData()


def column(
    column_type: TypeEngine[Any],
    comment: str,
    zh: str,
    *,
    unit: str | None = None,
    key: bool = False,
    nullable: bool = False,
    references: str | None = None,
    operational: bool = False,
    example: str | None = None,
    unknown: str | None = None,
) -> MappedColumn[Any]:
    """Declare a column whose comment is written into the file.

    ``zh`` is the Chinese label; ``key`` makes it part of the physical primary key (dimensions only); ``references``
    names the ``table.column`` that a logical foreign key points at, which audits prove and no constraint enforces;
    ``operational`` marks what depends on when and how it was loaded and so stays out of the logical digest;
    ``unknown`` is what the unknown member of a dimension says where a plain "unknown" would be wrong.
    """
    info = {
        "zh": zh,
        "unit": unit,
        "references": references,
        "operational": operational,
        "example": example,
        "unknown": unknown,
    }
    return mapped_column(
        column_type, comment=comment, primary_key=key, autoincrement=False, nullable=nullable and not key, info=info
    )


def table(
    comment: str, zh: str, grain: tuple[str, ...], schema: str | None = None, *, is_history: bool = False
) -> dict[str, Any]:
    """Return the ``__table_args__`` of a table; ``comment`` begins with the grain, "One row per …".

    ``grain`` names the columns that identify a row. ``is_history`` marks a table that tells what runs did, and so
    differs between two ways of loading the same pages.
    """
    info = {"zh": zh, "grain": grain, "is_history": is_history}
    return {"comment": comment, "schema": schema, "info": info}
