"""Dashboards for tests: of the sample pages, loaded as a user loads them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from flows.direct import run_direct
from flows.report_command import REPORT_DIR, make_report
from flows.settings import DEFAULT_INBOX, RunSettings
from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.report_data import read_report


def load_samples(data_dir: Path) -> Path:
    """Load the sample pages into a data folder and return it."""
    run_direct(RunSettings.of(DEFAULT_INBOX, data_dir, workers=1))
    return data_dir


def ask(data_dir: Path, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    """Rows of a query on the live release."""
    with closing(open_live(data_dir)) as connection:
        return connection.execute(sql, parameters).fetchall()


def data_of(data_dir: Path, **more: Any) -> dict[str, Any]:
    """What the dashboard of a data folder is made from."""
    return read_report(DataFolder(data_dir), REPORT_DIR / "queries", **more)


def rows(data: dict[str, Any], table: str) -> list[dict[str, Any]]:
    """The rows of an embedded table by column name."""
    found = data["tables"][table]
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


__all__ = ["REPORT_DIR", "ask", "data_of", "load_samples", "make_report", "rows"]
