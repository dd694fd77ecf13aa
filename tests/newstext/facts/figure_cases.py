"""Figures of invented texts, read with the reference tables, for the tests of what they count and of whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from newstext.facts.context import PageContext
from newstext.facts.dates import DateFinder
from newstext.facts.figures import FigureFinder
from newstext.language.lexicon import Lexicon
from newstext.records import Entity, Observation, Organization, Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context, reference_rows

GOLD = Path(__file__).resolve().parents[4] / "shared" / "gold" / "real"
TABLES = {
    name: reference_rows(name)
    for name in (
        "date_words",
        "holidays",
        "units",
        "indicators",
        "figure_words",
        "figure_exclusions",
        "category_words",
    )
}
DATES = DateFinder.from_tables(TABLES)
FIGURES = FigureFinder.from_tables(TABLES)
LEXICON = Lexicon([*DATES.lexicon_entries(), *FIGURES.lexicon_entries()])
PAGE = PageContext(published_on=date(2024, 11, 12))

TOWN = Place("321", "东港街道", PlaceLevel.SUBDISTRICT)
EAST = Place("322", "朝霞社区", PlaceLevel.COMMUNITY, "321")
WEST = Place("323", "晚晴社区", PlaceLevel.COMMUNITY, "321")
STATION = Organization("东港派出所", "public_security")
ENTITIES: dict[str, Entity] = {"东港街道": TOWN, "朝霞社区": EAST, "晚晴社区": WEST, "东港派出所": STATION}


def figures(body: str, title: str = "无题", entities: dict[str, Entity] | None = None) -> tuple[Observation, ...]:
    context = replace(make_context(LEXICON.scan, body, title, entities=entities), page=PAGE)
    context = replace(context, dates=DATES.find(context))
    found = FIGURES.find(context)
    for observation in found:
        assert observation.source_text == body[observation.start : observation.end]
    return found


def only(body: str) -> Observation:
    found = figures(body)
    assert len(found) == 1, [observation.source_text for observation in found]
    return found[0]
