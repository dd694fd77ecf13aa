"""Activities of invented texts, read with the reference tables, for the tests of what reports them."""

from __future__ import annotations

from newstext.facts.activities import ActivityFinder
from newstext.language.lexicon import Lexicon
from newstext.records import Activity, DateMention, Entity, Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context, reference_rows

FINDER = ActivityFinder.from_tables({name: reference_rows(name) for name in ("activity_types", "activity_words")})
LEXICON = Lexicon(FINDER.lexicon_entries())


def community(name: str) -> Place:
    return Place(f"provisional:community:{name}:", name, PlaceLevel.COMMUNITY)


PLACES: dict[str, Entity] = {name: community(name) for name in ("青禾社区", "蓝田社区", "石桥社区")}


def activities_in(
    body: str, title: str = "无题", entities: dict[str, Entity] | None = None, dates: tuple[DateMention, ...] = ()
) -> tuple[Activity, ...]:
    return FINDER.find(
        make_context(LEXICON.scan, body, title, entities=PLACES if entities is None else entities, dates=dates)
    )


def types_in(body: str, title: str = "无题", entities: dict[str, Entity] | None = None) -> list[str]:
    return [activity.activity_type for activity in activities_in(body, title, entities)]
