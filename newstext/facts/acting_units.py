"""Which place or organisation acts at a point of an article: the one that holds an activity or owns an initiative."""

from __future__ import annotations

import re
from bisect import bisect_left

from newstext.facts.context import ArticleContext
from newstext.records import Mention, Organization, Place, PlaceLevel

_NOT_ACTING = re.compile(
    r"(?:在|走进|来到|前往|赴|到|于|单位|的|对|为|向|给|走访|慰问|看望|参观|观看|关于|据|家住|来自|位于|开拓|面向|落户|落地|围绕)$"
)
"""Words after which a place or an organisation is where something is done or to whom, not who does it."""

_LOCATING = re.compile(r"(?:在|走进|来到|前往)$")

_RANKS = {level: rank for rank, level in enumerate(PlaceLevel)}
_GOVERNED = frozenset(
    (
        PlaceLevel.CITY,
        PlaceLevel.DISTRICT,
        PlaceLevel.DEVELOPMENT_ZONE,
        PlaceLevel.SUBDISTRICT,
        PlaceLevel.COMMUNITY,
        PlaceLevel.VILLAGE,
        PlaceLevel.COMPOUND,
    )
)
"""Levels that have somebody who can act: a road or a country of origin has none."""

_IN_PRESENCE = re.compile(r"在[^。；]{2,120}?(?:见证|陪同|指导|支持|推动|引领|帮助|号召)下")
_CLAUSE_OPENERS = frozenset("，。；：,;:\n")
_UNNAMED = re.compile(r"(?<![\u4e00-\u9fff])(?:该)?(街道|社区|村|镇)(?=[\u4e00-\u9fff])")
"""A unit called by its level alone: the one of that level that was named last."""

_LEVELS = {
    "街道": (PlaceLevel.SUBDISTRICT,),
    "镇": (PlaceLevel.SUBDISTRICT,),
    "社区": (PlaceLevel.COMMUNITY,),
    "村": (PlaceLevel.VILLAGE, PlaceLevel.COMMUNITY),
}


def is_unit(mention: Mention) -> bool:
    """Whether the mention is of a place with somebody who can act, or of an organisation."""
    entity = mention.entity
    return isinstance(entity, Organization) or (isinstance(entity, Place) and entity.level in _GOVERNED)


def acting_mentions(context: ArticleContext, start: int, end: int) -> tuple[Mention, ...]:
    """Return the places and organisations of ``body[start:end]`` that may act, in printed order.

    Left out are those after a preposition of place or aim, those in whose presence something is done, and a place that
    only says where the next one lies (甲街道 in 甲街道乙社区).
    """
    body = context.article.body
    first = bisect_left(context.mentions, start, key=_start)
    inside = [mention for mention in context.mentions[first:] if mention.start < end]
    units = [
        (first + index, mention) for index, mention in enumerate(inside) if mention.end <= end and is_unit(mention)
    ]
    if not units:
        return ()
    presence = [match.span() for match in _IN_PRESENCE.finditer(body, start, end)]
    return tuple(
        mention
        for index, mention in units
        if not _is_parent(context, index)
        and not _NOT_ACTING.search(body, max(start, mention.start - 4), mention.start)
        and not any(opened <= mention.start < closed for opened, closed in presence)
    )


def acting_unit(context: ArticleContext, position: int) -> Place | Organization | None:
    """Return who acts at ``position``: in its sentence the unit named last before it, by name or by its level alone.

    Without one it is the place where the sentence plays, else the last place before it that opens a clause.
    """
    starts = [sentence.start for sentence in context.sentences]
    index = bisect_left(starts, position + 1) - 1
    start = starts[index] if index >= 0 else 0
    named = acting_mentions(context, start, position)
    unnamed = None
    for match in _UNNAMED.finditer(context.article.body, start, position):
        unnamed = match
    if named and (unnamed is None or unnamed.start() <= named[-1].start):
        return _unit(named[-1])
    if unnamed is not None:
        meant = _last_of_level(context, unnamed.start(), _LEVELS[unnamed[1]])
        if meant is not None:
            return meant
    stage = _stage(context, start, position)
    if stage is not None:
        return stage
    return acting_place_before(context, start)


def acting_place_before(context: ArticleContext, position: int) -> Place | None:
    """Return the last place before ``position`` that opens a clause, alone or after its parent."""
    body = context.article.body
    for index in range(bisect_left(context.mentions, position, key=_start) - 1, -1, -1):
        mention = context.mentions[index]
        if not isinstance(mention.entity, Place) or not is_unit(mention) or mention.end > position:
            continue
        if _is_parent(context, index):
            continue
        opens = mention.start == 0 or body[mention.start - 1] in _CLAUSE_OPENERS
        if opens or _follows_parent(context, index):
            return mention.entity
    return None


def _stage(context: ArticleContext, start: int, end: int) -> Place | None:
    """Return the last place of ``body[start:end]`` that something happens in."""
    first = bisect_left(context.mentions, start, key=_start)
    last = bisect_left(context.mentions, end, key=_start)
    for index in range(last - 1, first - 1, -1):
        mention = context.mentions[index]
        if not isinstance(mention.entity, Place) or not is_unit(mention) or _is_parent(context, index):
            continue
        if _LOCATING.search(context.article.body, max(start, mention.start - 2), mention.start):
            return mention.entity
    return None


def _start(mention: Mention) -> int:
    return mention.start


def _unit(mention: Mention) -> Place | Organization | None:
    return mention.entity if isinstance(mention.entity, (Place, Organization)) else None


def _last_of_level(context: ArticleContext, position: int, levels: tuple[PlaceLevel, ...]) -> Place | None:
    for index in range(bisect_left(context.mentions, position, key=_start) - 1, -1, -1):
        entity = context.mentions[index].entity
        if isinstance(entity, Place) and entity.level in levels:
            return entity
    return None


def _is_parent(context: ArticleContext, index: int) -> bool:
    """Whether a place of a lower level follows at once, brackets aside: 甲街道乙社区 is 乙社区."""
    mention = context.mentions[index]
    if not isinstance(mention.entity, Place):
        return False
    for other in context.mentions[index + 1 : index + 6]:
        if other.start >= mention.end and isinstance(other.entity, Place):
            between = context.article.body[mention.end : other.start].strip("（）()")
            return between == "" and _RANKS[mention.entity.level] <= _RANKS[other.entity.level]
    return False


def _follows_parent(context: ArticleContext, index: int) -> bool:
    mention = context.mentions[index]
    return any(
        other.end == mention.start
        and isinstance(other.entity, Place)
        and isinstance(mention.entity, Place)
        and _RANKS[other.entity.level] < _RANKS[mention.entity.level]
        for other in context.mentions[max(0, index - 6) : index]
    )
