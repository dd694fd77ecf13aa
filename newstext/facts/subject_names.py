"""The names of an article that a figure's subject is chosen from, and what one of them says of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from newstext.facts.context import ArticleContext
from newstext.records import Initiative, Mention, Organization, Place, PlaceLevel


class Subject(NamedTuple):
    """The place and the organisation that a figure is about; both None where nothing says it."""

    place: Place | None
    organization: Organization | None


NOBODY: Final = Subject(None, None)

_ORDER: Final = {level: position for position, level in enumerate(PlaceLevel)}
_PLACE_TAIL: Final = re.compile("(?:街道|社区|镇|乡|村|区|市|县|省)$")
_TAKING: Final = "以"
_AS_PILOT: Final = ("为试点", "为示范", "为样板", "为先行")


def is_within(inner: Subject, outer: Subject) -> bool:
    """Return True if the inner name can be a part of the outer: a lower level, or an organisation behind a place."""
    if inner.organization is not None:
        return True
    if inner.place is None or outer.place is None:
        return False
    return _ORDER[inner.place.level] > _ORDER[outer.place.level]


def is_region(subject: Subject) -> bool:
    """Return True for a country or a province, which tells where the place lies that an article is about."""
    return subject.place is not None and subject.place.level in (PlaceLevel.COUNTRY, PlaceLevel.PROVINCE)


def pilots(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the places in which something is tried out: 甲街道以乙社区为试点 does in 乙社区 what follows."""
    return [
        mention
        for mention in mentions
        if mention.start and text.startswith(_AS_PILOT, mention.end) and text[mention.start - 1] == _TAKING
    ]


def outermost(mentions: tuple[Mention, ...]) -> list[Mention]:
    """Return the places and organisations that are not inside another one, in order."""
    kept: list[Mention] = []
    for mention in mentions:
        if not isinstance(mention.entity, (Place, Organization)):
            continue
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def owned(context: ArticleContext) -> list[tuple[int, Subject]]:
    """Return where the body names a venue that belongs to a place, and that place, in order.

    What is done at it, the place does: “樟树下”议事亭召开议事会74次. Teams and brands are as often shared by many.
    """
    owners = {
        found.initiative: Subject(found.owner_place, None)
        for found in context.initiatives
        if found.initiative.kind == "venue" and found.owner_place is not None
    }
    if not owners:
        return []
    return [
        (mention.start, owners[mention.entity])
        for mention in context.mentions
        if isinstance(mention.entity, Initiative) and mention.entity in owners
    ]


def printed_names(mention: Mention) -> list[str]:
    """Return the forms in which a headline may print a name: as in the body, in full, without its ending."""
    entity = mention.entity
    names = [mention.surface] if entity.name == mention.surface else [mention.surface, entity.name]
    if isinstance(entity, Place):
        stem = _stem(entity.name)
        if len(stem) >= 2:
            names.append(stem)
    return names


@lru_cache(maxsize=1024)
def _stem(name: str) -> str:
    return _PLACE_TAIL.sub("", name)
