"""Where places are named in a text: names of the reference, names found by grammar, lists and pairs."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newstext.facts.context import longest_first
from newstext.facts.gazetteer import Gazetteer, PlaceName, ShortName
from newstext.facts.place_context import RANK
from newstext.facts.place_discovery import NameDiscovery
from newstext.facts.place_grammar import PlaceGrammar
from newstext.facts.place_lists import LIST_JOINTS, SharedEnding, lists_with_shared_ending
from newstext.facts.place_text import ACTS, GLUE, LIST_MARKS, Span, TextSpans
from newstext.facts.place_units import LIST_UNITS, Unit, ends, units_of
from newstext.language.lexicon import Hit
from newstext.records import Place, PlaceLevel

_COUNT: Final = re.compile(r"等?(?:[\d一二两三四五六七八九十多]+个)?$")
_MARK: Final = re.compile(f"[{LIST_JOINTS}]")
_LONGEST_ITEM: Final = 12
"""Code points before the shared ending in which the last mark of its list stands."""
_LONGEST_LIST: Final = 60
"""Code points before the shared ending in which its list begins."""
_GOVERNS: Final = re.compile("[\u4e00-\u9fff](?<![在与和同从由到])")
_WON_OVER: Final = frozenset(("联合", "携手", "会同", "邀请", "协同"))
"""Verbs before a partner, which acts itself: 联合解放社区党委."""
_ENDING: Final = re.compile("(?:社区|村|街道)$")
_NAMED_AFTER: Final = re.compile(
    "派出所|法庭|司法所|税务|检查站|消防|供电|经验|模式|(?:[\u4e00-\u9fff](?<![多个各等两几的与和])){0,3}(?:社区|村|小区|苑)"
)
"""What is only named after a sub-district where its short name begins it: 枫桥派出所, 枫桥一社区."""
_PAIR_COUNTS: Final = ("两地", "三地", "四地", "两省", "三省", "两市", "三市", "一市")
_PAIR: Final = re.compile(f"([京津沪渝苏浙皖鲁闽粤川鄂湘赣豫冀晋陕]{{2,4}})(?:{'|'.join(_PAIR_COUNTS)})")
"""Provinces and cities by their one-character names, only where a count of them follows: 苏沪两地."""


class Headed(NamedTuple):
    """A text and the gazetteer's hits in it."""

    text: str
    hits: tuple[Hit, ...]


class SpanFinder:
    """Finds spans by the gazetteer and the grammar; immutable."""

    def __init__(self, gazetteer: Gazetteer, grammar: PlaceGrammar, pairs: dict[str, tuple[Place, ...]]) -> None:
        self._gazetteer = gazetteer
        self._grammar = grammar
        self._discovery = NameDiscovery(grammar)
        self._pairs = pairs
        # Asked for at every mention, so decided once for all names of the reference.
        self._generic_names = frozenset(
            name
            for place in gazetteer.places
            if RANK[place.level] >= RANK[PlaceLevel.SUBDISTRICT]
            for name in (place.name, *place.aliases)
            if grammar.is_generic(_ENDING.sub("", name))
        )

    def spans(self, headline: Headed, body: Headed) -> tuple[list[Span], list[Span]]:
        """Return the places named in headline and body, each in order, without overlap.

        Headline and body speak for each other: a full name in one makes the short one count in both, and an unknown
        name that one establishes is found in both.
        """
        evidence = f"{headline.text}\n{body.text}"
        states = []
        for text, hits in (headline, body):
            state = TextSpans(text, evidence)
            self._add_known(state, hits)
            units = units_of(text)
            self._add_lists(state, units)
            states.append((state, units))
        self._discovery.add_unknown(states)
        for state, _ in states:
            for match in _PAIR.finditer(state.text):
                for at, letter in enumerate(match[1], match.start()):
                    if letter in self._pairs:
                        state.add(Span(at, at + 1, letter, PlaceLevel.PROVINCE, self._pairs[letter]))
        return states[0][0].found, states[1][0].found

    def _add_known(self, state: TextSpans, hits: tuple[Hit, ...]) -> None:
        reached = 0
        for hit in longest_first(hits):
            if hit.start < reached:
                continue
            span = self._known(state, hit)
            if span is not None:
                state.append(span)
                reached = span.end

    def _known(self, state: TextSpans, hit: Hit) -> Span | None:
        name: PlaceName = hit.payload
        before = state.parent_before(hit.start)
        is_full = bool(name.full)
        places = name.full or self._short_places(state, hit.end, name.short, before)
        if not places:
            return None
        level = places[0].level
        is_outer = level is PlaceLevel.COUNTRY or not is_full
        if is_outer:
            if state.quoted.hold(hit.start) or not self._grammar.is_word(state.text, hit.start, hit.end):
                return None
        elif not self._is_whole(state, hit, name.surface, level, before):
            return None
        longer = self._grammar.longer_name(state.text, hit.end, is_outer)
        if longer is None:
            return Span(hit.start, hit.end, name.surface, level, places)
        if longer.level is None or RANK[level] > RANK[PlaceLevel.DEVELOPMENT_ZONE]:
            return None
        surface = state.text[hit.start : longer.end]
        site = self._gazetteer.named(surface)
        return Span(hit.start, longer.end, surface, longer.level, site.full if site is not None else ())

    def _short_places(
        self, state: TextSpans, end: int, meanings: tuple[ShortName, ...], before: Span | None
    ) -> tuple[Place, ...]:
        kept = []
        # A place that owns the short name goes before one that needs its parent in print: 湖南长沙 is the city.
        is_owned = any(rule == "always" for _, rule in meanings)
        for place, rule in meanings:
            if rule == "always":
                kept.append(place)
            elif is_owned:
                continue
            elif rule == "seen":
                if place.name in state.evidence and not _NAMED_AFTER.match(state.text, end):
                    kept.append(place)
            elif before is not None:
                above = self._gazetteer.above(place.place_id)
                if any(candidate.place_id in above for candidate in before.candidates):
                    kept.append(place)
        return tuple(kept)

    def _is_whole(self, state: TextSpans, hit: Hit, surface: str, level: PlaceLevel, before: Span | None) -> bool:
        """Return whether a full name begins and ends at the hit and is not just words (幸福社区 in 建设幸福社区)."""
        if level is not PlaceLevel.ROAD and not ends(state.text, hit.end):
            return False
        if level is PlaceLevel.DISTRICT:
            # 城区, 郊区, 矿区 are divisions somewhere and common nouns everywhere.
            return len(surface) > 2 or before is not None
        if RANK[level] < RANK[PlaceLevel.SUBDISTRICT] or before is not None:
            return True
        if surface in self._generic_names:
            if state.found and state.between(hit.start) in LIST_MARKS and RANK[state.found[-1].level] == RANK[level]:
                return True
            before_text = state.text[max(0, hit.start - 2) : hit.start]
            is_free = before_text in _WON_OVER or not _GOVERNS.match(before_text[-1:])
            return is_free and ACTS.match(state.text, hit.end) is not None
        if state.quoted.hold(hit.start):
            return False
        floor = state.found[-1].end if state.found else 0
        return len(_ENDING.sub("", surface)) > 2 or self._grammar.begins(state.text, hit.start, floor)

    def _add_lists(self, state: TextSpans, units: list[Unit]) -> None:
        text = state.text
        for unit in units:
            at = unit.start
            if unit.text not in LIST_UNITS:
                continue
            low = max(0, at - _LONGEST_ITEM)
            for mark in LIST_JOINTS:
                start = text.rfind(mark, low, at) + 1
                if start and self._closes_list(text, start, at, unit.text):
                    break
            else:
                continue
            for found in lists_with_shared_ending(text, max(0, at - _LONGEST_LIST), unit.end):
                if found.unit_end == unit.end:
                    self._add_list(state, found)

    def _closes_list(self, text: str, start: int, unit_start: int, unit: str) -> bool:
        """Return whether the last item of what may be a list is a known name, which makes it worth reading."""
        item = _COUNT.sub("", text[start:unit_start])
        name = self._gazetteer.named(item + unit)
        return name is not None and bool(name.full)

    def _add_list(self, state: TextSpans, found: SharedEnding) -> None:
        unit = found.unit
        edges = {span.end for span in state.found}
        position = found.start
        for item in state.text[found.start : found.end].split("、"):
            end = position + len(item)
            if not self._add_item(state, position, end, unit, edges if position == found.start else None):
                # 和 and 与 may be marks of the list or characters of a name (元和, 和泰): the whole item goes first.
                at = position
                for part in _MARK.split(item):
                    first = edges if at == found.start else None
                    self._add_item(state, at, at + len(part), unit, first)
                    at += len(part) + 1
            position = end + 1

    def _add_item(self, state: TextSpans, low: int, end: int, unit: str, edges: set[int] | None) -> bool:
        """Add the name that an item of a list has together with the shared ending; say whether there is one.

        Other words may stand before the first item, for which ``edges`` are the ends of the places already found: the
        longest known name wins.
        """
        text = state.text
        for start in range(low, low + 1 if edges is None else end - 1):
            name = self._gazetteer.named(text[start:end] + unit)
            if name is None or not name.full or name.surface in self._generic_names:
                continue
            if edges is None or start == low or start in edges or self._grammar.begins(text, start, 0):
                state.add(Span(start, end, name.surface, name.full[0].level, name.full))
                return True
        return False


def parents_of(text: str, spans: list[Span]) -> list[int]:
    """Return for each span the index of the span that is printed as its parent, or -1.

    That is the place right before it, if it can contain it, or else the parent of the list in which it stands:
    元和街道华元社区、玉成社区 gives both communities to 元和街道.
    """
    parents: list[int] = []
    for index, span in enumerate(spans):
        parent = -1
        if index:
            before = spans[index - 1]
            between = text[before.end : span.start]
            if between in GLUE and (RANK[before.level] < RANK[span.level] or _is_estate(before, span)):
                parent = index - 1
            elif between in GLUE or between in LIST_MARKS:
                # Same or higher level: go on with what contains the previous one, as far as it contains this one too.
                parent = parents[index - 1]
                while parent >= 0 and RANK[spans[parent].level] >= RANK[span.level]:
                    parent = parents[parent]
        parents.append(parent)
    return parents


def _is_estate(before: Span, span: Span) -> bool:
    """Return whether an unknown X村 stands right behind its community, which makes it an estate: 甲社区甲二村."""
    return before.level is PlaceLevel.COMMUNITY and span.level is PlaceLevel.VILLAGE and not span.candidates
