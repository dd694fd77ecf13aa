"""Which place or organisation acts at a point of an article: the one that holds an activity or owns an initiative."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from newstext.facts.context import ArticleContext
from newstext.records import Mention, Organization, Place, PlaceLevel

_NOT_ACTING: Final = re.compile(
    r"(?:在|走进|来到|前往|赴|到|于|单位|的|对|为|向|给|走访|慰问|看望|参观|观看|关于|据|家住|来自|位于|开拓|面向|落户|落地|围绕)$"
)
"""Words after which a place or an organisation is where something is done or to whom, not who does it."""

_LOCATING: Final = ("在", "走进", "来到", "前往")
_PRESENCE_END: Final = re.compile(r"(?:见证|陪同|指导|支持|推动|引领|帮助|号召)下")
_LONGEST_PRESENCE: Final = 120
"""Code points from 在 to …见证下, which may hold a list of guests."""

_CLAUSE_OPENERS: Final = frozenset("，。；：,;:\n")
_UNNAMED: Final = re.compile(r"(?<![\u4e00-\u9fff])(?:该)?(街道|社区|村|镇)(?=[\u4e00-\u9fff])")
"""A unit called by its level alone: the one of that level that was named last."""

_LEVELS: Final = {
    "街道": (PlaceLevel.SUBDISTRICT,),
    "镇": (PlaceLevel.SUBDISTRICT,),
    "社区": (PlaceLevel.COMMUNITY,),
    "村": (PlaceLevel.VILLAGE, PlaceLevel.COMMUNITY),
}
_RANKS: Final = {level: rank for rank, level in enumerate(PlaceLevel)}
_GOVERNED: Final = frozenset(
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


_ORGANS: Final = frozenset(("party", "government", "volunteer_team", "property_management"))
"""Kinds of organisations that act for the place in their name; a school or a firm acts for itself."""


def is_unit(mention: Mention) -> bool:
    """Whether the mention is of a place with somebody who can act, or of an organisation."""
    entity = mention.entity
    return isinstance(entity, Organization) or (isinstance(entity, Place) and entity.level in _GOVERNED)


class ActingUnits:
    """Answers for one article; a place that only says where the next one lies (甲街道 in 甲街道乙社区) is left out."""

    def __init__(self, context: ArticleContext) -> None:
        self._body = context.article.body
        self._sentence_starts = [sentence.start for sentence in context.sentences]
        units = _acting_names(context.mentions)
        # Only what stands within a bracket of the next can be its parent.
        reaches = [*[unit.start - 2 for unit in units[1:]], len(self._body) + 1]
        self._units = [
            mention
            for index, mention in enumerate(units)
            if mention.end < reaches[index] or not _is_parent(self._body, units, index)
        ]
        self._starts = [mention.start for mention in self._units]
        self._parent_ends: dict[int, int] = {}
        self._parent_starts: dict[int, int] = {}
        for mention in context.mentions:
            if isinstance(mention.entity, Place):
                self._parent_ends[mention.end] = _RANKS[mention.entity.level]
                self._parent_starts[mention.end] = mention.start

    def acting(self, start: int, end: int) -> list[Mention]:
        """Return the units of ``body[start:end]`` that may act, in printed order.

        Left out are those after a preposition of place or aim, and those in whose presence something is done.
        """
        inside = self._inside(start, end)
        if not inside:
            return []
        found = [
            mention
            for mention in inside
            if not _NOT_ACTING.search(self._body, max(start, mention.start - 4), mention.start)
        ]
        for closing in _PRESENCE_END.finditer(self._body, start, end):
            opening = self._body.rfind("在", max(start, closing.start() - _LONGEST_PRESENCE), closing.start())
            if opening >= 0:
                found = [mention for mention in found if not opening <= mention.start < closing.start()]
        return found

    def at(self, position: int) -> Place | Organization | None:
        """Return who acts at ``position``: the unit last named before it in its sentence, by name or by level alone.

        Without one it is the place where the sentence plays, else the last place before it that opens a clause.
        """
        index = bisect_right(self._sentence_starts, position) - 1
        start = self._sentence_starts[index] if index >= 0 else 0
        named = self.acting(start, position)
        unnamed = None
        for match in _UNNAMED.finditer(self._body, start, position):
            unnamed = match
        if named and (unnamed is None or unnamed.start() <= named[-1].start):
            return _unit(named[-1])
        if unnamed is not None:
            meant = self._last_of_level(unnamed.start(), _LEVELS[unnamed[1]])
            if meant is not None:
                return meant
        return self.stage(start, position) or self.place_before(start)

    def stage(self, start: int, end: int) -> Place | None:
        """Return the last place that ``body[start:end]`` plays in, named alone or after its parent."""
        for mention in reversed(self._inside(start, end)):
            if not isinstance(mention.entity, Place):
                continue
            opening = mention.start
            while opening in self._parent_starts:
                opening = self._parent_starts[opening]
            if self._body.endswith(_LOCATING, start, opening):
                return mention.entity
        return None

    def place_before(self, position: int) -> Place | None:
        """Return the last place before ``position`` that opens a clause, alone or after its parent."""
        for index in range(bisect_left(self._starts, position) - 1, -1, -1):
            mention = self._units[index]
            if not isinstance(mention.entity, Place) or mention.end > position:
                continue
            opens = mention.start == 0 or self._body[mention.start - 1] in _CLAUSE_OPENERS
            parent_rank = self._parent_ends.get(mention.start)
            if opens or (parent_rank is not None and parent_rank < _RANKS[mention.entity.level]):
                return mention.entity
        return None

    def _inside(self, start: int, end: int) -> list[Mention]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self._units[first:last] if mention.end <= end]

    def _last_of_level(self, position: int, levels: tuple[PlaceLevel, ...]) -> Place | None:
        for index in range(bisect_left(self._starts, position) - 1, -1, -1):
            entity = self._units[index].entity
            if isinstance(entity, Place) and entity.level in levels:
                return entity
        return None


def _acting_names(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the units in order, without places in names of schools, firms and the like (苏州市 in 苏州市委党校)."""
    units: list[Mention] = []
    for mention in mentions:
        entity = mention.entity
        if isinstance(entity, Organization):
            if entity.kind not in _ORGANS:
                while units and units[-1].start >= mention.start and isinstance(units[-1].entity, Place):
                    units.pop()
        elif not isinstance(entity, Place) or entity.level not in _GOVERNED:
            continue
        elif units and mention.end <= units[-1].end:
            around = units[-1].entity
            if isinstance(around, Organization) and around.kind not in _ORGANS:
                continue
        units.append(mention)
    return units


def _unit(mention: Mention) -> Place | Organization | None:
    return mention.entity if isinstance(mention.entity, (Place, Organization)) else None


def _is_parent(body: str, units: list[Mention], index: int) -> bool:
    """Whether a place of a lower level follows at once, brackets aside."""
    mention = units[index]
    if not isinstance(mention.entity, Place):
        return False
    for other in units[index + 1 : index + 6]:
        if other.start >= mention.end and isinstance(other.entity, Place):
            if other.start - mention.end > 2:
                return False
            between = body[mention.end : other.start].strip("（）()")
            return between == "" and _RANKS[mention.entity.level] <= _RANKS[other.entity.level]
    return False
