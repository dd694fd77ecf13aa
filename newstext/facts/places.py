"""Finds the places of an article, links them to the reference, and says which one the article is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Self

from newstext.facts.context import ArticleContext
from newstext.facts.gazetteer import KIND, Gazetteer
from newstext.facts.place_context import RANK, PlaceResolver, Resolution
from newstext.facts.place_grammar import PlaceGrammar
from newstext.facts.place_spans import Headed, SpanFinder, parents_of
from newstext.facts.place_text import Span
from newstext.language.lexicon import LexiconEntry
from newstext.records import ArticlePlace, Mention, NameCandidate, Place, PlaceLevel, TableRows

_PARTNER: Final = re.compile("(?:联合|携手|会同|联手|协同|结对|共建|与|同)$")
_ACTS: Final = re.compile(
    "(?:[党团][委支总工群][^，。；\n]{0,4})?(?:联合|携手|组织|开展|举办|召开|举行|启动|持续|积极|深入|邀请)"
)
_PARTNER_ENDS: Final = frozenset("合手同对建与")
_ACTS_STARTS: Final = frozenset("党团联携组开举召启持积深邀")
"""The characters that the two patterns end and begin with: most names have none of them beside them."""
_EVIDENCE: Final = 12
"""Code points of text on either side of a candidate that its evidence quotes."""
_HEADLINE_WEIGHT: Final = 3
"""A headline names what the article is about; a body mention may only pass by."""


class PlacesFound(NamedTuple):
    """Places of one article: mentions in the body, one row per place, the lead place, and names to review.

    ``headline_mentions`` are those in the headlines, with spans of the headlines' text.
    """

    mentions: tuple[Mention, ...]
    places: tuple[ArticlePlace, ...]
    lead: Place | None
    candidates: tuple[NameCandidate, ...]
    headline_mentions: tuple[Mention, ...] = ()


class PlaceFinder:
    """Finds and links places; immutable."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        grammar: PlaceGrammar,
        letters: Iterable[tuple[str, str]] = (),
        homes: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.gazetteer = gazetteer
        self._homes = dict(homes)
        pairs: dict[str, list[Place]] = {}
        for letter, place_id in letters:
            place = gazetteer.place(place_id)
            if place is not None:
                pairs.setdefault(letter, []).append(place)
        self._finder = SpanFinder(gazetteer, grammar, {letter: tuple(places) for letter, places in pairs.items()})

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build the finder from the tables of places, place_words, place_letters and newspapers."""
        return cls(
            Gazetteer.from_tables(tables),
            PlaceGrammar.from_rows(tables.get("place_words", ())),
            [(row["letter"], row["place_id"]) for row in tables.get("place_letters", ())],
            [(row["name"], row["division_code"]) for row in tables.get("newspapers", ())],
        )

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every place name of the reference."""
        return self.gazetteer.lexicon_entries()

    def find(self, context: ArticleContext) -> PlacesFound:
        """Return the places that headline and body name."""
        body, headline = context.article.body, context.headline
        body_hits, headline_hits = context.hits.get(KIND, ()), context.headline_hits.get(KIND, ())
        head_spans, body_spans = self._finder.spans(Headed(headline, headline_hits), Headed(body, body_hits))
        if not head_spans and not body_spans:
            return PlacesFound((), (), None, ())
        resolver = PlaceResolver(
            self.gazetteer, context.page.neighbours, self._homes.get(context.page.newspaper or "", "")
        )
        in_body, in_head = _resolve(((body, body_spans), (headline, head_spans)), resolver)
        mentions = _mentions(body, body_spans, in_body)
        lead = _lead(in_head, in_body)
        places = _article_places(context, mentions, in_head, in_body, lead)
        candidates = _candidates(body, body_spans, in_body)
        return PlacesFound(mentions, places, lead, candidates, _mentions(headline, head_spans, in_head))


def _mentions(text: str, spans: list[Span], resolutions: list[Resolution]) -> tuple[Mention, ...]:
    return tuple(
        [
            Mention(resolution.place, text[span.start : span.end], span.start, span.end)
            for span, resolution in zip(spans, resolutions, strict=True)
        ]
    )


def _resolve(texts: Sequence[tuple[str, list[Span]]], resolver: PlaceResolver) -> list[list[Resolution]]:
    """Resolve the spans of each text in order of certainty: names with a printed parent in any text, then the rest.

    A name means one place throughout an article (Gale, Church and Yarowsky, "One sense per discourse", 1992), so the
    best evidence found for one of its mentions holds for all: 甲街道乙社区 in the headline tells which the body means.
    """
    known: dict[str, Resolution] = {}
    for _, spans in texts:
        for span in spans:
            if len(span.candidates) == 1 and RANK[span.level] <= RANK[PlaceLevel.SUBDISTRICT]:
                resolver.note(span.candidates[0])
    found: list[dict[int, Resolution]] = [{} for _ in texts]
    parents = [parents_of(text, spans) for text, spans in texts]
    below = [[index for index, parent in enumerate(its) if parent >= 0] for its in parents]
    # An unknown place has no more evidence to wait for, and those printed below it wait for it.
    above = [
        sorted({its[index] for index in inner if not spans[its[index]].candidates})
        for (_, spans), its, inner in zip(texts, parents, below, strict=True)
    ]
    everything = [range(len(spans)) for _, spans in texts]
    # Most articles print no name right behind its parent.
    for order in (below, above, below, everything) if any(below) else (everything,):
        for (_, spans), its_parents, resolved, indexes in zip(texts, parents, found, order, strict=True):
            for index in indexes:
                if index in resolved:
                    continue
                span = spans[index]
                at = its_parents[index]
                parent = _parent(spans, at, resolved, order is not everything) if at >= 0 else None
                if order is below and parent is None:
                    continue
                if parent is None and span.name in known:
                    resolved[index] = known[span.name]
                    continue
                if span.candidates:
                    resolution = resolver.resolve(span.candidates, parent)
                else:
                    resolution = resolver.provisional(span.name, span.level, parent)
                resolver.note(resolution.place)
                resolved[index] = known.setdefault(span.name, resolution)
    return [[resolved[index] for index in range(len(spans))] for (_, spans), resolved in zip(texts, found, strict=True)]


def _parent(spans: list[Span], parent_at: int, resolved: dict[int, Resolution], needs_parent: bool) -> Place | None:
    """Return the place printed as the parent of a span, as far as it is known yet."""
    above = resolved.get(parent_at)
    if above is not None:
        return above.place
    candidates = spans[parent_at].candidates
    return candidates[0] if needs_parent and len(candidates) == 1 else None


def _lead(in_head: list[Resolution], in_body: list[Resolution]) -> Place | None:
    """Return the innermost place of the headline, else the governed place that the body names most, else any.

    In a chain such as 苏州市相城区黄桥街道 only the last one is what the text speaks of, so the inner level wins a tie.
    """
    weights: dict[str, float] = {}
    places: dict[str, Place] = {}
    for weight, resolutions in ((_HEADLINE_WEIGHT, in_head), (1, in_body)):
        for resolution in resolutions:
            place = resolution.place
            places[place.place_id] = place
            weights[place.place_id] = weights.get(place.place_id, 0) + weight

    def importance(place: Place) -> tuple[bool, float, int]:
        inner = RANK[place.level]
        is_governed = 2 <= inner <= RANK[PlaceLevel.COMMUNITY]
        return is_governed, weights[place.place_id] + inner / 10, inner

    ordered = list(places.values())
    if not ordered:
        return None
    lead = max(ordered, key=importance)
    is_tied = any(
        place.parent_id == lead.parent_id and weights[place.place_id] == weights[lead.place_id]
        for place in ordered
        if place is not lead
    )
    # Several units of one parent that do the same thing: the article is about what they belong to.
    return places.get(lead.parent_id, lead) if is_tied else lead


def _article_places(
    context: ArticleContext,
    mentions: tuple[Mention, ...],
    in_head: list[Resolution],
    in_body: list[Resolution],
    lead: Place | None,
) -> tuple[ArticlePlace, ...]:
    body = context.article.body
    counts: dict[str, int] = {}
    scores: dict[str, float] = {}
    places: dict[str, Place] = {}
    for resolution in (*in_head, *in_body):
        key = resolution.place.place_id
        places[key] = resolution.place
        counts[key] = counts.get(key, 0) + 1
        scores[key] = max(scores.get(key, 0.0), resolution.score)
    roles: dict[str, str] = {}
    for mention in mentions:
        place = mention.entity
        if not isinstance(place, Place) or place.place_id in roles:
            continue
        is_likely = body[mention.start - 1 : mention.start] in _PARTNER_ENDS
        if is_likely and _PARTNER.search(body, max(0, mention.start - 2), mention.start):
            roles[place.place_id] = "partner"
        elif body[mention.end : mention.end + 1] in _ACTS_STARTS and _ACTS.match(body, mention.end):
            roles[place.place_id] = "host"
    if lead is not None:
        roles[lead.place_id] = "subject"
    return tuple(
        ArticlePlace(place, roles.get(key, "mentioned"), counts[key], round(scores[key], 2))
        for key, place in places.items()
    )


def _candidates(body: str, spans: list[Span], resolutions: list[Resolution]) -> tuple[NameCandidate, ...]:
    found: dict[str, NameCandidate] = {}
    for span, (place, score, rivals) in zip(spans, resolutions, strict=True):
        if place.is_official or place.place_id in found:
            continue
        excerpt = body[max(0, span.start - _EVIDENCE) : span.end + _EVIDENCE].replace("\n", " ")
        might_be = f"; could be {', '.join(rival.place_id for rival in rivals)}" if rivals else ""
        found[place.place_id] = NameCandidate(
            "place", place.name, place.level, score, f"{excerpt}{might_be}", span.start, span.end
        )
    return tuple(found.values())
