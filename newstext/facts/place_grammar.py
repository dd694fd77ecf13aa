"""Where a place name begins and ends in running text: language facts only, no list of places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Self

import rjieba

from newstext.facts.dictionary_words import words_of
from newstext.facts.gazetteer import ReferenceNameError
from newstext.facts.place_units import HAN, ZONES
from newstext.records import PlaceLevel, TableRows

LONGEST_STEM: Final = 7
"""Code points before 社区, 街道, 村 …: longer stems of the reference are names of zones, which are known as wholes."""

_LONGEST_PARK_STEM: Final = 14
"""Code points before 产业园, 启动区 …: a region or a trade name, then the trade in several words."""

_RUN: Final = re.compile("[" + HAN + "]+$")
_HAN_AT: Final = re.compile("[" + HAN + "]")
_ALL_HAN: Final = re.compile("[" + HAN + "]+")
_JOINT: Final = re.compile("[的在与和及]")
_LONGEST_TAIL: Final = 16
"""Code points after a place name in which the head of a longer name is looked for."""
_SITES: Final = (PlaceLevel.COMPOUND, PlaceLevel.SCENIC)
_KINDS: Final = (
    "verb",
    "generic",
    "tail",
    "office",
    "legal",
    "not_road",
    "common",
    "inner_verb",
    "last",
    "toponym",
    *(level.value for level in _SITES),
)
_NEXT: Final = re.compile(
    "[路巷桥河站港湾湖山话菜籍式剧曲乐]|大道|街(?!道)|银行|[东西南北中]路|国际"
    "|[屯庄](?![严重稼]|[\u4e00-\u9fff]{0,2}[县区市镇乡])"
)
"""What makes a short place name the first part of another name: 上海路, 苏州河, 苏州话."""
_NEXT_TO_FULL: Final = re.compile("[路巷桥]|大道|街(?!道)")
"""What makes a full name of a division the first part of a street's name: 沛县路."""
_URBAN: Final = ("街道", "社区")
_NOT_IN_STEMS: Final = re.compile("[个多余几某位委]|^[各级]")
_INNER_UNIT: Final = re.compile("街道|[镇乡县区市](?=[\u4e00-\u9fff]{2})")
"""The end of a larger unit inside a stem: only what follows it is the stem (白泥镇菜板村)."""
_NOMINAL: Final = frozenset("nabfszgjxil")
_NOMINAL_TAGS: Final = frozenset(("m", "eng"))
"""jieba's tags that a part of a name may carry, most of them by their first letter. Verbs, prepositions, conjunctions,
time words and particles end it."""
_PROPER: Final = frozenset(("ns", "nr", "nz", "nrt", "nt"))
"""jieba's tags of proper names."""
_COUNTS: Final = frozenset("一二两三四五六七八九十百千万首第")
_STREET: Final = re.compile("[路巷]|大道|街(?!道)")
_JOINS: Final = frozenset(("联合", "携手", "邀请", "会同"))
"""Verbs between two partners."""
_CONJUNCTIONS: Final = frozenset("和与同及")
_ORDINALS: Final = frozenset("一二三四五六七八九十东南西北中")
_COUNTERS: Final = frozenset("年月日号时点分届个名位家户座栋次")
_QUOTED: Final = re.compile("“[^“”\n]{1,15}”|「[^「」\n]{1,15}」|《[^《》\n]{1,40}》")
"""Quotation marks around at most 15 code points enclose a name, around more they enclose speech."""


_REMEMBERED: Final = 4096
"""Runs of characters before an ending: one in two to five was not there on the last hundred pages."""

_SQUARE, _COMMUNITY = "广场", "社区"


class Stem(NamedTuple):
    """The specific part of a name: ``text[start:end]``; ``is_generic`` where its words name no place by themselves,
    ``is_bounded`` where a governing word or a mark stands before it, ``is_rare`` where its words are no ordinary words.
    """

    start: int
    end: int
    is_generic: bool
    is_bounded: bool
    is_rare: bool


class _ClosingStem(NamedTuple):
    """The stem that a run of ``length`` code points or more closes with; the rest as in Stem."""

    length: int
    is_generic: bool
    is_bounded: bool
    is_rare: bool


class LongerName(NamedTuple):
    """A place name is the first part of another name, which ends at ``end``.

    ``level`` is that of the other name where it is a site (a park, a wholesale market), else None.
    """

    end: int
    level: PlaceLevel | None


class PlaceGrammar:
    """The word lists of ``place_words.csv`` at work; immutable."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._before = frozenset(words["verb"])
        self._generic = frozenset(words["generic"])
        self._last = frozenset(words["last"])
        self._toponyms = frozenset(words["toponym"])
        self._common = frozenset(words["common"])
        self._inner_verbs = frozenset(words["inner_verb"])
        self._not_road = frozenset(words["not_road"])
        self._sites = {word: level for level in _SITES for word in words[level.value]}
        self._sites.update(dict.fromkeys(ZONES, PlaceLevel.DEVELOPMENT_ZONE))
        # A run of characters closes with the same stem wherever it stands; names are printed many times.
        self._closing_stem: Callable[[str, bool], _ClosingStem | None] = lru_cache(maxsize=_REMEMBERED)(
            self._read_closing_stem
        )
        heads = (*words["office"], *self._sites, *words["legal"], *words["tail"])
        # The first characters go ahead, so that the many words are tried only where one of them may begin.
        self._tail = re.compile(
            f"(?=[{''.join(sorted({head[0] for head in heads}))}])"
            f"(?:(?P<office>{_alternatives(words['office'])})|(?P<site>(?:{_alternatives(self._sites)})(?!社区|街道))"
            f"|(?P<legal>{_alternatives(words['legal'])})|(?P<tail>(?:{_alternatives(words['tail'])})(?!社区|街道)))"
        )

    @classmethod
    def from_rows(cls, rows: TableRows) -> Self:
        """Build the grammar from the rows of ``place_words``.

        Raises ReferenceNameError where a row has a kind that the grammar does not know.
        """
        by_kind: dict[str, list[str]] = {kind: [] for kind in _KINDS}
        for row in rows:
            if row["kind"] not in by_kind:
                raise ReferenceNameError(f"place_words: {row['word']} has the unknown kind {row['kind']}")
            by_kind[row["kind"]].append(row["word"])
        return cls(by_kind)

    def is_generic(self, stem: str) -> bool:
        """Return whether a stem names no place by itself: 智慧 of 智慧社区, 老年友好 of 老年友好社区."""
        if stem in self._generic:
            return True
        return all(word in self._generic for word in rjieba.cut(stem, False))

    def begins(self, text: str, start: int, floor: int) -> bool:
        """Return whether a name may begin at ``start``; ``floor`` is where the name before it ends.

        It may after anything that is no Chinese character, after another place, and after a word that governs it (a
        verb, a preposition, a conjunction …), as the dictionary cuts the text before it.
        """
        run = _run_before(text, start, floor)
        if not run:
            return True
        word, tag = words_of(run)[-1]
        return word in self._before or not _is_nominal(tag)

    def is_word(self, text: str, start: int, end: int) -> bool:
        """Return whether the dictionary's words begin and end where the name does (no 中国 in 其中国有)."""
        if not _HAN_AT.match(text, end) and (start == 0 or not _HAN_AT.match(text, start - 1)):
            return True
        at = max(0, start - 4)
        edges = set()
        for word in rjieba.cut(text[at : end + 4], False):
            edges.add(at)
            at += len(word)
        edges.add(at)
        return start in edges and end in edges

    def longer_name(self, text: str, end: int, is_short: bool) -> LongerName | None:
        """Return the longer name that a place name begins: of a school, company, park, event; or None.

        An office of party, government or police, or a smaller place, keeps the place.
        """
        if not "\u4e00" <= text[end : end + 1] <= "\u9fff":
            return None
        following = (_NEXT if is_short else _NEXT_TO_FULL).match(text, end)
        # No street is called after 甲街道 in full: what follows begins a name of its own (甲街道路南社区).
        if following is not None and (is_short or not text.endswith(_URBAN, 0, end)):
            return LongerName(following.end(), None)
        run = _ALL_HAN.match(text, end, end + _LONGEST_TAIL)
        match = self._tail.search(text, end, run.end()) if run is not None else None
        if match is None or match["office"] is not None:
            return None
        level = self._sites.get(match[0])
        between = text[end : match.start()]
        if level is PlaceLevel.DEVELOPMENT_ZONE and (between or not is_short):
            # 江阴高新区 is the zone's name, 江阴市高新区 a chain of two.
            return None
        if not between:
            # The square of a community is a part of it, that of a city has a name of its own.
            return None if match[0] == _SQUARE and text.endswith(_COMMUNITY, 0, end) else LongerName(match.end(), level)
        if match["legal"] is not None:
            return None if _JOINT.search(between) else LongerName(match.end(), None)
        words = words_of(between)
        if any(word in self._before or (tag[0] in "pcudr" and len(word) == 1) for word, tag in words):
            return None
        if level is not None and len(words[-1][0]) > 1 and words[-1][0] in self._generic:
            return None
        return LongerName(match.end(), level)

    def is_one_name(self, text: str) -> bool:
        """Return whether the text can be the inside of an organisation's name.

        It holds no governing verb, no particle, no adverb, no word that makes a common noun (高等 of 高等学校).
        """
        return not any(
            (word in self._before and len(word) > 1)
            or word in self._common
            or tag == "d"
            or (tag == "v" and len(word) > 1 and word not in self._inner_verbs)
            or (tag[0] in "pcur" and len(word) == 1)
            for word, tag in words_of(text)
        )

    def after_governor(self, text: str) -> int:
        """Return the offset behind the last word of the text that governs what follows it; 0 without one."""
        offset = at = 0
        for word in rjieba.cut(text, False):
            at += len(word)
            if word in self._before and word not in self._inner_verbs and word not in self._generic:
                offset = at
            elif word in _JOINS and at > len(word) + 2:
                # 甲社区党委联合某公司; at the beginning of a name the word is a part of it: 联合通信.
                offset = at
        return offset

    def is_common(self, text: str) -> bool:
        """Return whether a word looks like the head of an organisation and is none: 布局, 大厅."""
        return text in self._common

    def stem_before(self, text: str, unit_start: int, floor: int) -> Stem | None:
        """Return the stem of the name whose generic ending begins at ``unit_start``, or None.

        Walking left word by word from the ending: the stem goes on over nouns, adjectives and unknown characters and
        ends at a word that governs it, at another place name or where the Chinese characters end.
        """
        run = _run_before(text, unit_start, floor)
        if not run:
            return None
        run_start = unit_start - len(run)
        is_edge = run_start > 0 and (run_start == floor or text[run_start - 1] in "、)）")
        closing = self._closing_stem(run, is_edge)
        if closing is None:
            return None
        is_generic = closing.is_generic or (
            text[unit_start - 1] in self._not_road and _STREET.match(text, unit_start) is not None
        )
        return Stem(unit_start - closing.length, unit_start, is_generic, closing.is_bounded, closing.is_rare)

    def _read_closing_stem(self, run: str, is_edge: bool) -> _ClosingStem | None:
        """Return the stem that a run of Chinese characters closes with; what follows the run is not asked for."""
        end = len(run)
        begin = end
        is_bounded = end < LONGEST_STEM
        words = words_of(run)
        inside: list[tuple[str, str]] = []
        for index in range(len(words) - 1, -1, -1):
            word, tag = words[index]
            if begin == end and word in _ORDINALS:
                begin -= len(word)
                continue
            governs = word in self._before
            is_end = governs or not (_is_nominal(tag) or (len(word) == 1 and tag[0] in "vtq"))
            if is_end and word in _CONJUNCTIONS:
                is_end = not self._is_inside(words[:index], end - begin)
            # Right after a place or a list mark a name may begin with a word of any kind: 富强新苑 after 富强社区.
            if is_end and (governs or index or not is_edge):
                is_bounded = governs
                break
            begin -= len(word)
            inside.append((word, tag))
        for larger in _INNER_UNIT.finditer(run, begin):
            begin = larger.end()
            inside = list(words_of(run[begin:]))
        stem = run[begin:]
        if not 2 <= len(stem) <= LONGEST_STEM or _NOT_IN_STEMS.search(stem):
            return None
        # An adjective right before the ending makes a common noun: 老新村, 中心村, 老旧小区.
        is_generic = (
            words[-1][0] in self._last
            or stem in self._generic
            or (bool(inside) and all(word in self._generic for word, _ in inside))
        )
        return _ClosingStem(len(stem), is_generic, is_bounded, self._is_rare(stem, inside))

    def park_stem_before(self, text: str, unit_start: int, floor: int) -> Stem | None:
        """Return the stem of a park whose generic ending begins at ``unit_start``, or None.

        It begins with a name (澜州五金机电产业园) or a region (长三角国际研发社区启动区) and goes on with the park's
        trade, in which verbs may stand (协同创新) but none that governs a name.
        """
        run = _run_before(text, unit_start, floor, _LONGEST_PARK_STEM)
        if len(run) < 2:
            return None
        words = words_of(run)
        offset = unit_start
        start = None
        for index in range(len(words) - 1, -1, -1):
            word, tag = words[index]
            if word in self._before or tag[0] in "pcurdm":
                break
            offset -= len(word)
            if self._begins_name(words[index:]) and (index or len(run) < _LONGEST_PARK_STEM):
                start = offset
        if start is None:
            return None
        stem = text[start:unit_start]
        if len(stem) < 2 or _NOT_IN_STEMS.search(stem):
            return None
        return Stem(start, unit_start, stem in self._generic, True, True)

    def is_item(self, text: str) -> bool:
        """Return whether a whole item of a list is the stem of a name: no ordinary word, no number (柳笛、菱歌街道)."""
        return len(text) > 1 and not _NOT_IN_STEMS.search(text) and self._is_rare(text, words_of(text)[::-1])

    def _is_rare(self, stem: str, words: Sequence[tuple[str, str]]) -> bool:
        if stem[0] in _COUNTS:
            return False
        for word, tag in words:
            if len(word) > 1 and tag not in _PROPER:
                return self._is_toponym(words)
        return True

    def _begins_name(self, words: Sequence[tuple[str, str]]) -> bool:
        """Return whether the first word is a proper name or none of the dictionary's (澜州五金机电)."""
        word, tag = words[0]
        if tag in _PROPER and len(word) > 1:
            return word not in self._generic
        return len(word) == 1 and len(words) > 1 and len(words[1][0]) == 1 and word not in _COUNTS

    def _is_inside(self, before: tuple[tuple[str, str], ...], length: int) -> bool:
        """Return whether 和 or its like belongs to the name that goes on with ``length`` code points after it.

        A conjunction joins two names, so one that would leave a single character on either side is none: 元和, 和泰.
        """
        if length == 1:
            return True
        if not before or len(before[-1][0]) > 1 or before[-1][0] in self._before:
            return False
        return len(before) == 1 or before[-2][0] in self._before

    def _is_toponym(self, words: Sequence[tuple[str, str]]) -> bool:
        """Return whether a name of a place stands here: a word and the character of a site (笛声苑, 砚池湾).

        ``words`` are given from the last to the first.
        """
        return len(words) > 1 and words[0][0] in self._toponyms and words[1][0] not in self._generic


class QuotedNames:
    """The quoted names and titles of works of one text."""

    def __init__(self, text: str) -> None:
        self._intervals = [found.span() for found in _QUOTED.finditer(text)]

    def hold(self, start: int) -> bool:
        """Return whether the code point at ``start`` lies between the marks of a quoted name."""
        if not self._intervals:
            return False
        at = bisect_right(self._intervals, (start, start)) - 1
        return at >= 0 and self._intervals[at][0] < start < self._intervals[at][1]


@lru_cache(maxsize=8)
def quoted_names(text: str) -> QuotedNames:
    """Return the quoted names of a text; several finders ask for those of one article."""
    return QuotedNames(text)


def _run_before(text: str, end: int, floor: int, longest: int = LONGEST_STEM) -> str:
    match = _RUN.search(text[max(floor, end - longest - 3) : end])
    if match is None:
        return ""
    start = end - len(match[0])
    # 12月12日东门社区: the counter belongs to the number before it.
    return match[0][1:] if start and text[start - 1].isdigit() and text[start] in _COUNTERS else match[0]


def _is_nominal(tag: str) -> bool:
    return tag[:1] in _NOMINAL or tag in _NOMINAL_TAGS


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"
