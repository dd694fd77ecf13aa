"""Topics of an article, scored by weighted terms; which term speaks for which topic is data, in ``topics.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter
from typing import Final, Self

from newstext.facts.context import ArticleContext
from newstext.language.lexicon import Hit, LexiconEntry
from newstext.records import ArticleTopic, Mention, Place, TableRows

TOPIC_KIND: Final = "topic"
MAXIMUM_TOPICS: Final = 3
"""The lead and up to two more; a page's article is about one thing, seldom about four (issue: lead and up to three)."""

HEADLINE_FACTOR: Final = 3.0
"""A headline is a summary of some 20 code points: what it names, the article is about."""

LEAD_FACTOR: Final = 1.0
"""The first sentence of a news text says what it is about: a term of it counts once more."""

REPEAT_LIMIT: Final = 3
"""Occurrences of one term beyond the third add nothing: different terms say more of a topic than one repeated."""

LENGTH_UNIT: Final = 500
LEAST_DIVISOR: Final = 0.5
"""Code points of a usual article. Longer ones name more things in passing, so their points are divided; shorter ones
name fewer, so theirs count more, down to half that length: a note of three sentences says each thing once."""

LEAD_MINIMUM: Final = 6.0
FURTHER_MINIMUM: Final = 6.0
FURTHER_SHARE: Final = 0.35
LEAD_REFERENCE: Final = 60.0
FURTHER_VOICES: Final = 2
STRONG_REPEATS: Final = 3
"""Points that the lead topic, and each further topic, must have; the further one's least share of the lead's, and its
least number of different terms where the headlines name none: one word repeated is a name as often as a topic, unless
it is a strong one, three times. A lead beyond ``LEAD_REFERENCE`` points drowns nothing more than one that has them."""

PARTS: Final = {"waste_sorting": "environment"}
"""Topics that are a part of another: beside the part, the whole is a topic only where the headlines name it."""

STRONG_WEIGHT: Final = 3.0
"""Terms of this weight name the topic by themselves."""

SILENT: Final = 0.0
"""Terms of this weight say nothing, nor do the terms inside them: the industry in 苏州工业园区 is a district's name."""

WEAK_WEIGHT: Final = 1.0
WEAK_SHARE: Final = 0.75
"""Terms of this weight speak only beside a stronger term of the same topic, and together for no more than this share of
what the stronger ones say: every report of a community names residents, whatever it is about."""


_START: Final = itemgetter(0)


@dataclass(frozen=True, slots=True, eq=False)
class _Term:
    """Compared by identity: a term is made once, and counted often."""

    code: str
    term: str
    weight: float


class TopicScorer:
    """Scores topics by the hits of their terms; immutable, made once per process."""

    def __init__(self, terms: Sequence[_Term]) -> None:
        by_surface: dict[str, list[_Term]] = {}
        for term in terms:
            by_surface.setdefault(term.term, []).append(term)
        self._by_surface = {surface: tuple(found) for surface, found in by_surface.items()}
        self._order = {code: number for number, code in enumerate(dict.fromkeys(term.code for term in terms))}

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``topics``: code, name_zh, name_en, term, weight, reason, one row per topic and term."""
        return cls([_Term(row["code"], row["term"], float(row["weight"])) for row in tables["topics"]])

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every term once, with all topics that it speaks for."""
        for surface, terms in self._by_surface.items():
            yield LexiconEntry(surface, TOPIC_KIND, terms)

    def score(self, context: ArticleContext) -> tuple[ArticleTopic, ...]:
        """Return the lead topic and at most two more, each with the terms that speak for it and their counts."""
        hits = _outside_places(context.hits.get(TOPIC_KIND, ()), context.mentions)
        body = _count(hits)
        headline = _count(_outside_places(context.headline_hits.get(TOPIC_KIND, ()), context.headline_mentions))
        lead_end = context.sentences[0].end if context.sentences else 0
        leading = {term for hit in takewhile(lambda hit: hit.end <= lead_end, hits) for term in hit.payload}
        divisor = max(LEAST_DIVISOR, len(context.article.body) / LENGTH_UNIT)
        points: dict[str, float] = {}
        weak: dict[str, float] = {}
        voices: dict[str, int] = {}
        for term in {**headline, **body}:
            code, weight, count = term.code, term.weight, body.get(term, 0)
            if weight == SILENT:
                continue
            worth = (count if count < REPEAT_LIMIT else REPEAT_LIMIT) / divisor
            if term in headline:
                worth += HEADLINE_FACTOR
            if term in leading:
                worth += LEAD_FACTOR
            counted = points if weight > WEAK_WEIGHT else weak
            counted[code] = counted.get(code, 0.0) + weight * worth
            is_strong = count >= STRONG_REPEATS and weight >= STRONG_WEIGHT
            voices[code] = voices.get(code, 0) + (FURTHER_VOICES if is_strong else 1)
        for code, strong in points.items():
            points[code] = strong + min(weak.get(code, 0.0), WEAK_SHARE * strong)
        ranked = sorted(points, key=lambda code: (-points[code], self._order[code]))
        if not ranked or points[ranked[0]] < LEAD_MINIMUM:
            return ()
        least = max(FURTHER_MINIMUM, FURTHER_SHARE * min(points[ranked[0]], LEAD_REFERENCE))
        named = {term.code for term in headline}
        further = [
            code for code in ranked[1:] if points[code] >= least and (code in named or voices[code] >= FURTHER_VOICES)
        ]
        whole = PARTS.get(ranked[0])
        if whole not in named:
            further = [code for code in further if code != whole]
        chosen = [ranked[0], *further[: MAXIMUM_TOPICS - 1]]
        return tuple(
            ArticleTopic(code, rank, round(points[code], 3), _evidence(code, headline, body))
            for rank, code in enumerate(chosen, 1)
        )


def _outside_places(hits: Sequence[Hit], mentions: Sequence[Mention]) -> Sequence[Hit]:
    """Return the hits that are no part of a place's name: 甲花园社区 says where something was, not what it was."""
    places = [mention for mention in mentions if isinstance(mention.entity, Place)]
    if not places or not hits:
        return hits
    kept: list[Hit] = []
    index, reach = 0, 0
    for hit in hits:
        while index < len(places) and places[index].start <= hit[0]:
            reach = max(reach, places[index].end)
            index += 1
        if hit[1] > reach:
            kept.append(hit)
    return kept


def _count(hits: Sequence[Hit]) -> dict[_Term, int]:
    """Count each topic's terms, a shorter one not where it stands inside a longer one of the same topic."""
    counts: dict[_Term, int] = {}
    reach: dict[str, int] = {}
    reached = reach.get
    # Hits are sorted by start and end; reversed and sorted by start alone, the longest of a start comes first.
    backwards = hits[::-1]
    for _, end, terms in sorted(backwards, key=_START):
        for term in terms:
            code = term.code
            if reached(code, 0) < end:
                reach[code] = end
                counts[term] = counts.get(term, 0) + 1
    return counts


def _evidence(code: str, headline: Mapping[_Term, int], body: Mapping[_Term, int]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for counted in (headline, body):
        for term, count in counted.items():
            if term.code == code and term.weight != SILENT:
                counts[term.term] = counts.get(term.term, 0) + count
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
