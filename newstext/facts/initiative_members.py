"""From the names found in an article to its initiatives: one member for all forms, with mentions and owner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from newstext.facts.acting_units import ActingUnits
from newstext.facts.context import ArticleContext
from newstext.facts.initiative_names import canonical_name
from newstext.records import ArticleInitiative, Initiative, Mention, NameCandidate, Organization, Place

_SERIES: Final = "facility"
_COUNTED: Final = re.compile("[0-9]+[余多]?[个处家座]“?$")
_COUNT_REACH: Final = 8
_TELLING_KINDS: Final = frozenset(("brand", "facility"))
"""Where a name is once called a brand, or counted, it is one, whatever the word after it is elsewhere."""

_REPEATED_NAME: Final = 4
"""Code points from which a name is looked for without its quotes; a shorter one may be any word."""


class InitiativesFound(NamedTuple):
    """What the finder returns; ``candidates`` are quoted names whose evidence is too weak to count."""

    mentions: tuple[Mention, ...]
    initiatives: tuple[ArticleInitiative, ...]
    candidates: tuple[NameCandidate, ...]


class FoundName(NamedTuple):
    """A name found at ``start``; spans are of the body, or None in the headlines."""

    name: str
    kind: str
    span: tuple[int, int] | None


def assemble(
    context: ArticleContext,
    named: Sequence[FoundName],
    candidates: tuple[NameCandidate, ...],
    nobodys: frozenset[str],
) -> InitiativesFound:
    """Make one initiative of all forms of a name, add its unquoted repeats, and find its owner."""
    body = context.article.body
    kinds: dict[str, str] = {}
    spans: dict[str, set[tuple[int, int]]] = {}
    order = sorted(named, key=lambda item: item.span or (len(body), len(body)))
    for item in order:
        name = canonical_name(item.name)
        if name:
            if name not in kinds or (item.kind in _TELLING_KINDS and kinds[name] not in _TELLING_KINDS):
                kinds[name] = item.kind
            spans.setdefault(name, set())
            if item.span is not None:
                spans[name].add(item.span)
    if not kinds:
        return InitiativesFound((), (), candidates)
    units = ActingUnits(context)
    mentions: list[Mention] = []
    initiatives: list[ArticleInitiative] = []
    for name, kind in kinds.items():
        initiative = Initiative(name, kind)
        all_spans = _with_repeats(name, body, spans[name])
        mentions.extend(Mention(initiative, body[start:end], start, end) for start, end in all_spans)
        owner = units.at(_telling(kind, body, all_spans)) if all_spans and name not in nobodys else None
        count = len(all_spans) + context.headline.count(name)
        initiatives.append(
            ArticleInitiative(
                initiative,
                "owned" if owner else "mentioned",
                max(1, count),
                owner if isinstance(owner, Place) else None,
                owner if isinstance(owner, Organization) else None,
            )
        )
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    known = {initiative.initiative.name for initiative in initiatives}
    return InitiativesFound(
        tuple(mentions), tuple(initiatives), tuple(item for item in candidates if item.name not in known)
    )


def _telling(kind: str, body: str, spans: Sequence[tuple[int, int]]) -> int:
    """Return where the name stands that tells whose it is: where a series is counted (107个“甲”微阵地), else first."""
    if kind == _SERIES:
        for start, _ in spans:
            if _COUNTED.search(body, max(0, start - _COUNT_REACH), start):
                return start
    return spans[0][0]


def _with_repeats(name: str, body: str, spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans and every further place where the name of four code points or more stands as it is."""
    known = sorted(spans)
    starts = [start for start, _ in known]
    found = list(known)
    start = body.find(name) if len(name) >= _REPEATED_NAME else -1
    while start >= 0:
        end = start + len(name)
        index = bisect_right(starts, start)
        is_apart = (index == 0 or known[index - 1][1] <= start) and (index == len(known) or end <= starts[index])
        if is_apart:
            found.append((start, end))
        start = body.find(name, end)
    return sorted(found)
