"""What is no figure although a numeral is printed: names, formulas, ordinals, times, idioms and rhetoric."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Self

from newstext.facts.context import ArticleContext
from newstext.facts.figure_measures import Figure
from newstext.facts.indicators import IndicatorTable
from newstext.language.lexicon import LexiconEntry
from newstext.language.numerals import Numeral
from newstext.records import Place, PlaceLevel, TableRows

EXCLUSION_KIND: Final = "figure_exclusion"

_NAME: Final = re.compile(
    r"“[^“”\n。！？；，]{1,24}”|‘[^‘’\n。！？；，]{1,24}’|\"[^\"\n。！？；，]{1,24}\"|《[^《》\n]{1,60}》|「[^」\n]{1,30}」"
)
_BEFORE: Final = re.compile(
    r"(?:第|[A-Za-z+/＋×*#№]|[0-9A-Za-z][-–.:：]|[—－]|初|周|星期|农历|[甲乙丙丁]|老|[列居进名入]前)$"
)
_AFTER: Final = re.compile(
    r"[+＋×/][A-Za-z\d一二三四五六七八九十NnXx]|[A-Za-z](?![²2gm])|[:：]\d|[-–]\d|\+|[支大中小部]队(?!伍)"
)
_BEFORE_ENDS: Final = frozenset("第初周期历甲乙丙丁老前")
_AFTER_STARTS: Final = frozenset("支大中小部")
"""The Chinese characters that the two patterns end and begin with: most numerals have none of them beside them."""
_BUILDING: Final = re.compile(
    "[幢栋]\\d*(?:门前|门口|门洞|楼道|楼下|楼上|楼顶|屋顶|屋面|顶楼|一楼|底楼|下水|单元|电梯|外墙|[东南西北]侧|[东南西北]面|[前后旁边])"
    "|[幢栋号](?:楼|单元|楼道)?\\d|[幢栋]的[^，。；]{0,4}(?:单元|门禁|居民|阿姨|大爷|大妈|奶奶|爷爷|先生|女士|老人|住户|业主|租户)"
)
"""What follows the number of a building, which counts none: 3幢楼道, 17幢门前, 5栋2单元."""
_WITH_NUMBERS: Final = frozenset((PlaceLevel.COMPOUND, PlaceLevel.ROAD, PlaceLevel.VILLAGE))
_HOUSE: Final = frozenset("幢栋号弄")
"""What makes a number right behind the name of an estate or a road an address: 采香二村17幢."""
_COUNTED_ISSUE: Final = re.compile("(?:了|共|各|计|办|开设|开展|推出|举行|举办|完成)$")
_DURATION_BEFORE: Final = re.compile("时长|学时|课时|工时|机时|服务时间|志愿服务")
_DISTANCE: Final = re.compile("[距离]")
_PLAIN: Final = frozenset(["名", "位", "户", "支", "场", "辆", "起", "场次", "人次"])
"""Measure words that only count: a Chinese numeral before them is a count whatever noun follows."""

_CONCRETE: Final = frozenset(["台", "辆", "把", "张", "本", "盏", "部", "棵", "幅", "双", "座", "栋", "幢", "间", "艘"])
"""Measure words of things that can be touched: nobody speaks of five sewing machines in a figure of speech."""

_SMALL: Final = 10
"""Below it a Chinese numeral is as often rhetoric or a name as a count."""


class FigureFilter:
    """Decides which numerals may be figures; immutable."""

    def __init__(self, phrases: tuple[str, ...], abstract: tuple[str, ...], rhetorical: tuple[str, ...]) -> None:
        self._phrases = phrases
        self._abstract_start = _beginning(abstract)
        self._rhetorical_start = _beginning(rhetorical)
        self._alone = frozenset(abstract)
        self._abstract = tuple(word for word in abstract if len(word) > 1)
        self._rhetorical = self._abstract + rhetorical

    @classmethod
    def from_rows(cls, rows: TableRows) -> Self:
        """Build from ``figure_exclusions`` (phrase, kind: phrase, abstract, rhetorical)."""
        kinds: dict[str, list[str]] = {"phrase": [], "abstract": [], "rhetorical": []}
        for row in rows:
            kinds[row["kind"]].append(row["phrase"])
        return cls(tuple(kinds["phrase"]), tuple(kinds["abstract"]), tuple(kinds["rhetorical"]))

    def lexicon_entries(self) -> Iterator[LexiconEntry]:
        """Yield the names and idioms that hold numerals."""
        for phrase in self._phrases:
            yield LexiconEntry(phrase, EXCLUSION_KIND, None)

    def barred_spans(self, context: ArticleContext) -> BarredSpans:
        """Return the spans of quoted names and of idioms: numerals inside them are no figures."""
        names = [match.span() for match in _NAME.finditer(context.article.body)]
        idioms = [(hit.start, hit.end) for hit in context.hits.get(EXCLUSION_KIND, ())]
        sites = frozenset(
            mention.end
            for mention in context.mentions
            if isinstance(mention.entity, Place) and mention.entity.level in _WITH_NUMBERS
        )
        return BarredSpans(names, idioms, sites)

    def may_count(self, text: str, numeral: Numeral, barred: BarredSpans) -> bool:
        """Return False for numerals that are part of a date, a name, an idiom, an ordinal, a code or a formula."""
        if numeral.kind == "digits" or numeral.is_vague:
            return False
        if barred.holds(numeral):
            return False
        after = text[numeral.end : numeral.end + 1]
        if after in _HOUSE and (numeral.start in barred.sites or _BUILDING.match(text, numeral.end)):
            return False
        before = text[numeral.start - 1 : numeral.start]
        is_plain = "\u4e00" <= before <= "\u9fff" and before not in _BEFORE_ENDS
        if not is_plain and _BEFORE.search(text, max(0, numeral.start - 3), numeral.start):
            return False
        is_plain = "\u4e00" <= after <= "\u9fff" and after not in _AFTER_STARTS
        return is_plain or _AFTER.match(text, numeral.end) is None

    def may_measure(self, text: str, figure: Figure) -> bool:
        """Return False where no noun can make the figure one: a time after 个, or a Chinese numeral that only names."""
        if self._abstract_start is not None and self._abstract_start.match(text, figure.end):
            return False
        numeral, unit = figure.numeral, figure.unit
        if unit is not None and unit.dimension == "duration":
            return _DURATION_BEFORE.search(text, figure.clause, figure.start) is not None
        if not numeral.is_chinese or numeral.kind in ("percent", "fraction"):
            return True
        if self._rhetorical_start is not None and self._rhetorical_start.match(text, figure.end):
            return False
        is_round = figure.end - numeral.start <= len(unit.name if unit is not None else "") + 1
        if unit is None or (is_round and text[numeral.start] in "百千万亿" and unit.dimension not in ("money", "area")):
            return numeral.bound != "exact" or figure.qualifier != "exact"
        if not unit.with_chinese_numeral and numeral.value < _SMALL:
            return False
        return unit.name not in ("期", "批") or (
            text.startswith("的", figure.end)
            or _COUNTED_ISSUE.search(text, max(0, numeral.start - 2), numeral.start) is not None
        )

    def accepts(self, text: str, figure: Figure, indicator: str, table: IndicatorTable) -> bool:
        """Return False where the thing counted shows that nothing is: 四个方面, 三点要求, 五大行动方向."""
        head = table.head_category(indicator)
        if indicator in self._alone or (head is None and indicator.endswith(self._abstract)):
            return False
        numeral, unit = figure.numeral, figure.unit
        if (
            unit is not None
            and unit.dimension == "length"
            and (text.startswith("处", figure.end) or _DISTANCE.search(text, figure.clause, figure.start))
        ):
            # So far away, or so far along a road.
            return False
        if not numeral.is_chinese or numeral.kind in ("percent", "fraction"):
            return True
        if indicator.endswith(self._rhetorical):
            return False
        if unit is not None and (unit.name in _PLAIN or unit.dimension in ("money", "area")):
            return True
        return head is not None or (unit is not None and unit.name in _CONCRETE and len(indicator) > 1)


class BarredSpans:
    """Spans in which no numeral is a figure, and the ``sites`` behind which one may number a house."""

    def __init__(self, spans: list[tuple[int, int]], idioms: list[tuple[int, int]], sites: frozenset[int]) -> None:
        self.sites = sites
        self._spans = spans
        self._starts = [start for start, _ in spans]
        self._idioms = idioms
        self._idiom_starts = [start for start, _ in idioms]

    def holds(self, numeral: Numeral) -> bool:
        """Return True if the numeral lies in a span, or an idiom starts with or before it and reaches into it."""
        index = bisect_right(self._starts, numeral.start) - 1
        if index >= 0 and numeral.start < self._spans[index][1]:
            return True
        if not numeral.is_chinese:
            return False
        index = bisect_right(self._idiom_starts, numeral.start)
        return any(end > numeral.start for _, end in self._idioms[max(0, index - 4) : index])


def _beginning(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern of the words at the beginning of a text; a single character must be the whole word there."""
    if not words:
        return None
    longer = sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))
    single = "".join(sorted(word for word in words if len(word) == 1 and word not in "年月"))
    return re.compile(
        f"[多半的]?(?:{'|'.join(map(re.escape, longer))}|[{single}](?![\u4e00-\u9fff])|年(?![轻级货画])|月(?![饼嫂子]))"
    )
