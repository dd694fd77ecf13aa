"""Places of invented texts, read with the reference tables, for the tests of names and of their discovery."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newstext.facts.context import PageContext
from newstext.facts.places import PlaceFinder, PlacesFound
from newstext.language.lexicon import Lexicon
from newstext.records import Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context, reference_rows

TABLES = {
    name: reference_rows(name)
    for name in (
        "places",
        "places_supplement",
        "place_aliases",
        "world_places",
        "place_words",
        "place_letters",
        "newspapers",
    )
}
FINDER = PlaceFinder.from_tables(TABLES)
LEXICON = Lexicon(FINDER.lexicon_entries())
GOLD = Path(__file__).resolve().parents[4] / "shared" / "gold" / "real"
GOVERNED = {
    PlaceLevel.CITY,
    PlaceLevel.DISTRICT,
    PlaceLevel.DEVELOPMENT_ZONE,
    PlaceLevel.SUBDISTRICT,
    PlaceLevel.COMMUNITY,
    PlaceLevel.VILLAGE,
}


def places_in(body: str, title: str = "无题", page: PageContext | None = None) -> PlacesFound:
    return FINDER.find(replace(make_context(LEXICON.scan, body, title), page=page or PageContext()))


def names_in(body: str, title: str = "无题", page: PageContext | None = None) -> list[str]:
    return [item.place.name for item in places_in(body, title, page).places]


def mentions_in(body: str) -> list[tuple[str, str]]:
    return [
        (mention.surface, mention.entity.name)
        for mention in places_in(body).mentions
        if isinstance(mention.entity, Place)
    ]
