"""SQLAlchemy engines over a release, read-only and with true reflection."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import registry

_DIALECT = "duckdb.gewu"


def reader_engine(path: Path) -> sa.Engine:
    """Return an engine that reads a release; dispose of it to see a newer one that was published meanwhile."""
    registry.register(_DIALECT, "warehouse.dialect", "WarehouseDialect")
    url = sa.URL.create("duckdb+gewu", database=str(path))
    config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return sa.create_engine(url, connect_args={"read_only": True, "config": config})
