"""Finds the places that the reference does not hold, by the ending of their names and what print says for them."""

from __future__ import annotations

import re
from typing import Final

from newstext.facts.place_context import RANK
from newstext.facts.place_grammar import LONGEST_STEM, PlaceGrammar, Stem
from newstext.facts.place_text import ACTS, GLUE, LIST_MARKS, Span, TextSpans
from newstext.facts.place_units import DIVISIONS, LIST_UNITS, PARKS, Unit, precedes_smaller_unit
from newstext.records import PlaceLevel

_DIVISION_ACTS: Final = re.compile(
    "(?:首[届批个]|第[一二三四五六七八九十]+届)|举办|召开|举行|启动|推进|推行|推出|打造|公布|发布|出台|印发|实施|全面|深入"
    "|[区县市]?(?:委|政府|人大|政协|纪委|总工会|妇联|法院|检察院)|[\u4e00-\u9fff]{2,8}?局|公安|\\d+个(?:街道|社区|镇|村|县|区)"
)
"""What follows a city or district that acts, its organs, and a count of the units in it."""
_LOCATED: Final = re.compile("(?:位于|地处|坐落于|坐落在|隶属|隶属于|属于|来自|家住|走进|来到)$")
"""Words before a name that want a place after them."""
_LONGEST_LOCATING: Final = 3
_OFFICE_BEFORE: Final = re.compile("(?:书记|主任|[局镇乡村区县市部处科所站校院会]长|委员|记者)$")
"""Titles after which a name of three characters that ends in 镇, 乡 or 村 is a person: 党支部书记陈孝镇."""
_UNITS_THAT_ACT: Final = frozenset({PlaceLevel.SUBDISTRICT, PlaceLevel.COMMUNITY})
_PERSON: Final = 3
"""Code points of a surname with a given name of two characters."""
_LONGEST_DIVISION: Final = 3
"""Code points before 市, 区 or 县 in the names of places; only those of autonomous areas are longer."""
_OF: Final = "的"
"""A compound may be said to be of its community: 兰桥社区的柳岸小区."""
_SHORTEST_NAME: Final = 3
"""Code points of the shortest name that is looked for again without asking what stands before it."""
_LONGEST_NAME: Final = 12

_ITEM: Final = re.compile("[\u4e00-\u9fff]+$")
_LONGEST_ITEM: Final = 8
"""Code points of an item of a list with its mark."""


class _Established:
    """The unknown names that print establishes in one article, with their levels."""

    def __init__(self) -> None:
        self.levels: dict[str, PlaceLevel] = {}
        self._lengths: list[int] = []

    def add(self, name: str, level: PlaceLevel) -> None:
        """Add a name, unless it is there with the level that was found first."""
        if name in self.levels:
            return
        self.levels[name] = level
        if len(name) not in self._lengths and _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
            self._lengths = sorted((*self._lengths, len(name)), reverse=True)

    def longest(self, text: str, end: int) -> str | None:
        """Return the longest of the names that ends at ``end``."""
        for length in self._lengths:
            if end >= length and text[end - length : end] in self.levels:
                return text[end - length : end]
        return None


class NameDiscovery:
    """Finds unknown names in the two texts of an article; immutable."""

    def __init__(self, grammar: PlaceGrammar) -> None:
        self._grammar = grammar

    def add_unknown(self, texts: list[tuple[TextSpans, list[Unit]]]) -> None:
        """Add the unknown names of headline and body.

        A name that print establishes somewhere is then found wherever else it stands (第一组甲社区查乙社区), without
        asking again what stands before it; only what is left may be established by being printed twice.
        """
        established = _Established()
        open_units: list[tuple[TextSpans, Unit, Stem | None]] = []
        for state, units in texts:
            for unit in units:
                previous = state.last_before(unit.start) if unit.may_end else None
                if not unit.may_end or (previous is not None and previous.end > unit.start):
                    continue
                if not _is_likely(state, unit, previous):
                    continue
                stem = self._stem(state, unit, previous)
                if stem is None or not self._add_by_print(state, unit, stem, previous, established):
                    open_units.append((state, unit, stem))
        for state, unit, stem in open_units:
            found = established.longest(state.text, unit.end)
            if found is None and stem is not None and _is_repeated(state, stem, unit):
                found = state.text[stem.start : unit.end]
            if found is not None and not self._grammar.longer_name(state.text, unit.end, False):
                established.add(found, unit.level)
                state.add(Span(unit.end - len(found), unit.end, found, established.levels[found], ()))
        if established.levels:
            for state, _ in texts:
                self._add_lists(state, established)

    def _stem(self, state: TextSpans, unit: Unit, previous: Span | None) -> Stem | None:
        floor = previous.end if previous is not None else 0
        if unit.text in PARKS:
            stem = self._grammar.park_stem_before(state.text, unit.start, floor)
        else:
            stem = self._grammar.stem_before(state.text, unit.start, floor)
        if stem is None or stem.is_generic or state.quoted.hold(stem.start):
            return None
        if unit.text in DIVISIONS and (stem.end - stem.start > _LONGEST_DIVISION or not stem.is_rare):
            return None
        return stem

    def _add_by_print(
        self, state: TextSpans, unit: Unit, stem: Stem, previous: Span | None, established: _Established
    ) -> bool:
        """Add the name where what is printed beside it speaks for it; say whether it does."""
        level, end = unit.level, unit.end
        # A park's stem begins with a name, which is all the evidence that it needs.
        if unit.text not in PARKS and not _has_evidence(state, stem, unit, previous):
            return False
        longer = self._grammar.longer_name(state.text, end, False)
        if longer is not None:
            return True
        name = state.text[stem.start : end]
        shorter = established.longest(state.text, end)
        if shorter is not None and shorter != name and state.evidence.count(name) == 1:
            # 双月归桑云村, after 桑云村 has been named: the words before it are none of the name.
            name = shorter
        if level is not PlaceLevel.ROAD and len(name) >= _SHORTEST_NAME:
            established.add(name, level)
        state.add(Span(end - len(name), end, name, level, ()))
        return True

    def _add_lists(self, state: TextSpans, established: _Established) -> None:
        """Add the items of lists that share the ending of an unknown name: 柳笛、菱歌街道 with 菱歌街道."""
        text = state.text
        for span in tuple(state.found):
            unit = span.name[-2:]
            start = span.start
            while unit in LIST_UNITS and not span.candidates and text[start - 1 : start] == "、":
                item = _ITEM.search(text[max(0, start - _LONGEST_ITEM) : start - 1])
                if item is None:
                    break
                whole = len(item[0]) < _LONGEST_ITEM - 2 and self._grammar.is_item(item[0])
                name = established.longest(f"{item[0]}{unit}", len(item[0]) + len(unit))
                name = name or (f"{item[0]}{unit}" if whole else None)
                if name is None:
                    break
                begin = start - 1 - (len(name) - len(unit))
                state.add(Span(begin, start - 1, name, span.level, ()))
                start = begin


def _is_likely(state: TextSpans, unit: Unit, previous: Span | None) -> bool:
    """Return whether print can speak for a name here at all; cheap, asked before the words are looked at.

    A road needs a place right before it, a city or district a neighbour that speaks for it or a second mention.
    """
    if unit.level is PlaceLevel.ROAD:
        return previous is not None and unit.start - previous.end <= LONGEST_STEM + 2
    if unit.text not in DIVISIONS:
        return True
    if previous is not None and unit.start - previous.end <= _LONGEST_DIVISION:
        return True
    text, end = state.text, unit.end
    return (
        state.evidence.count(text[unit.start - 2 : end]) > 1
        or _DIVISION_ACTS.match(text, end) is not None
        or precedes_smaller_unit(text, end)
        or any(_LOCATED.search(text, unit.start - 7, unit.start - length) for length in (2, 3))
    )


def _has_evidence(state: TextSpans, stem: Stem, unit: Unit, previous: Span | None) -> bool:
    """Return whether its neighbours in print speak for an unknown name: its parent or a list of its like before it
    (``previous`` is the last place before it), a smaller unit after it, words that are no ordinary words, or something
    that only a unit does.
    """
    text, end, level = state.text, unit.end, unit.level
    is_short = len(unit.text) == 1 and end - stem.start == _PERSON
    if is_short and _OFFICE_BEFORE.search(text, max(0, stem.start - 2), stem.start):
        return False
    if previous is not None:
        between = text[previous.end : stem.start]
        if between in GLUE and RANK[previous.level] < RANK[level]:
            return True
        if between in LIST_MARKS and RANK[previous.level] == RANK[level]:
            return True
        if between == _OF and level is PlaceLevel.COMPOUND and previous.level is PlaceLevel.COMMUNITY:
            return True
    if unit.text in DIVISIONS:
        return stem.is_bounded and (
            precedes_smaller_unit(text, end)
            or _DIVISION_ACTS.match(text, end) is not None
            or _LOCATED.search(text, max(0, stem.start - _LONGEST_LOCATING), stem.start) is not None
        )
    if level is PlaceLevel.SUBDISTRICT and precedes_smaller_unit(text, end):
        return True
    if level is PlaceLevel.ROAD or not stem.is_bounded:
        return False
    return stem.is_rare or (level in _UNITS_THAT_ACT and ACTS.match(text, end) is not None)


def _is_repeated(state: TextSpans, stem: Stem, unit: Unit) -> bool:
    """Return whether headline and body print the name twice or more.

    安元佳苑 inside 安元佳苑社区 is no second mention of the estate.
    """
    if unit.level is PlaceLevel.ROAD or unit.text in PARKS:
        return False
    name = state.text[stem.start : unit.end]
    return state.evidence.count(name) - state.evidence.count(f"{name}社区") > 1
