"""The one place where the warehouse's schema is written: SQLAlchemy tables with a comment on every table and column."""

from models import bridges, dictionary, dimensions, facts, operations, search
from models.base import OPERATIONS_SCHEMA, UNKNOWN_KEY, Base

SCHEMA_VERSION = 6
"""Raised with every change of a table, together with a file in ``sql/migrations``; ``ops.release`` records it."""

__all__ = [
    "OPERATIONS_SCHEMA",
    "SCHEMA_VERSION",
    "UNKNOWN_KEY",
    "Base",
    "bridges",
    "dictionary",
    "dimensions",
    "facts",
    "operations",
    "search",
]
