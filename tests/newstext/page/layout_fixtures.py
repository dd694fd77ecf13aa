"""The reference tables and the engine, read once for all layout tests."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from newstext.page.layout import LayoutEngine
from newstext.records import PageHint, PageLayout, TableRows

ROOT = Path(__file__).resolve().parents[3]


@cache
def tables() -> dict[str, TableRows]:
    """Return the reference tables that the layout needs."""
    names = (
        "surnames",
        "byline_markers",
        "pen_names",
        "caption_credits",
        "furniture_patterns",
        "layout_weights",
        "character_ngrams",
    )
    found: dict[str, TableRows] = {}
    for name in names:
        with (ROOT / "seeds" / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            found[name] = tuple(csv.DictReader(rows))
    return found


@cache
def engine() -> LayoutEngine:
    """Return the engine as it is shipped."""
    return LayoutEngine.from_tables(tables())


def lay_out(text: str) -> PageLayout:
    """Lay out a page of which nothing is known."""
    return engine().lay_out(text, PageHint())
