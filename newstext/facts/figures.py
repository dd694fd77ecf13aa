"""Figures of an article as observations: value, unit, what is counted, whom it is about, when, and its category."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, Self

from newstext.facts.context import ArticleContext
from newstext.facts.figure_categories import FigureCategories
from newstext.facts.figure_filters import FigureFilter
from newstext.facts.figure_measures import Figure, measure
from newstext.facts.figure_naming import FigureNamer, Named, SpanStarts
from newstext.facts.figure_subjects import SubjectFinder
from newstext.facts.indicators import IndicatorTable
from newstext.facts.subject_names import Subject
from newstext.facts.units import UnitTable
from newstext.language.lexicon import LexiconEntry
from newstext.language.numerals import find_numerals
from newstext.records import DateMention, Initiative, Observation, TableRows

_TARGET: Final = re.compile(
    r"力争|争取(?=在|到|年内|实现|完成|今年|明年)|目标(?=[到是为：:，,]|\d)|预计|拟(?:建|投|新|于|在|打|安)|即将|明年|未来[一二两三四五\d几]"
    r"|计划(?=[在到于将新改建投打用今明增完实开引培招全每再安拆总惠添]|\d)"
    r"|将(?=[继新建完实打投达开为于增改再带惠覆培筹吸提满可有在]|全面|全部)|到20\d\d年(?!底?[已共])"
)
_DONE: Final = re.compile("已|目前|截至")
"""Behind the words of a plan it tells how much of it there is: 计划增设400部，目前已开工308部."""
_EACH: Final = re.compile("各(?![类种项个方地界级式位])")
"""各 behind a list of names distributes the figure; in 各类 and 各项 it does not."""

_POINTS: Final = frozenset({"近日", "日前", "近期", "近来", "最近", "此前", "前不久", "不久前", "前段时间", "日来"})
"""Unresolved points in time: they date the report, not the period that a figure covers."""


class FigureFinder:
    """Finds the figures of an article; immutable, used for many pages."""

    def __init__(
        self, units: UnitTable, table: IndicatorTable, accepting: FigureFilter, category_words: TableRows
    ) -> None:
        self._units = units
        self._table = table
        self._filter = accepting
        self._namer = FigureNamer(units, table)
        self._categories = FigureCategories(table, category_words)

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``units``, ``indicators``, ``figure_words``, ``figure_exclusions`` and ``category_words``."""
        return cls(
            UnitTable.from_rows(tables.get("units", ())),
            IndicatorTable.from_rows(tables.get("indicators", ()), tables.get("figure_words", ())),
            FigureFilter.from_rows(tables.get("figure_exclusions", ())),
            tables.get("category_words", ()),
        )

    def lexicon_entries(self) -> Iterator[LexiconEntry]:
        """Yield the names and idioms with numerals that are no figures."""
        return self._filter.lexicon_entries()

    def find(self, context: ArticleContext) -> tuple[Observation, ...]:
        """Return the figures of the body in order of position.

        What is counted is the noun phrase behind the measure word, else the one before the figure, else the verb that
        the figure completes (参加人数). Figures of which none of these is printed are left out.
        """
        text = context.article.body
        numerals = find_numerals(text, [(date.start, date.end) for date in context.dates])
        if not numerals:
            return ()
        barred = self._filter.barred_spans(context)
        subjects = SubjectFinder(context)
        starts = SpanStarts.of(context)
        found: list[Observation] = []
        taken = 0
        for index, numeral in enumerate(numerals):
            if numeral.start < taken or not self._filter.may_count(text, numeral, barred):
                continue
            following = numerals[index + 1] if index + 1 < len(numerals) else None
            figure = measure(text, numeral, following, self._units)
            if figure is None or not self._filter.may_measure(text, figure):
                continue
            named = self._namer.name(context, starts, figure, found)
            if named is None or not self._filter.accepts(text, figure, named.indicator, self._table):
                continue
            taken = figure.end
            found.extend(self._observations(context, starts, figure, named, subjects, found))
        return tuple(found)

    def _observations(
        self,
        context: ArticleContext,
        starts: SpanStarts,
        figure: Figure,
        named: Named,
        subjects: SubjectFinder,
        found: list[Observation],
    ) -> Iterator[Observation]:
        text = context.article.body
        each: tuple[Subject, ...] = ()
        each_at = text.find("各", figure.clause, figure.numeral.start)
        distributed = _EACH.search(text, each_at, figure.numeral.start) if each_at >= 0 else None
        if distributed is not None:
            each = subjects.list_before(distributed.start())
        period = _period(context, starts, figure.start)
        category = self._categories.of(text, figure, named, found)
        is_target = _is_target(text, starts, figure.numeral.start)
        for subject in each or (subjects.subject_of(figure.start),):
            yield Observation(
                indicator=named.indicator,
                category=category,
                value=figure.value,
                value_low=figure.low,
                value_high=figure.high,
                unit=figure.unit_name,
                qualifier=figure.qualifier,
                source_text=text[named.start : named.end],
                start=named.start,
                end=named.end,
                place=subject.place,
                organization=subject.organization,
                initiative=_initiative(context, starts, named),
                change=figure.change,
                is_target=is_target,
                period_text=period.source_text if period is not None else None,
                period_from=period.resolved_from if period is not None else None,
                period_to=period.resolved_to if period is not None else None,
            )


def _initiative(context: ArticleContext, starts: SpanStarts, named: Named) -> Initiative | None:
    """Return the initiative named within the span: 12个“邻里灯”小站."""
    for mention in context.mentions[bisect_left(starts.mentions, named.start) :]:
        if mention.start >= named.end:
            break
        if mention.end <= named.end and isinstance(mention.entity, Initiative):
            return mention.entity
    return None


def _period(context: ArticleContext, starts: SpanStarts, position: int) -> DateMention | None:
    """Return the date that frames a figure: the last one before it in its sentence, else its paragraph's opening."""
    if not context.dates:
        return None
    text = context.article.body
    start = _last(starts.sentences, position)
    index = bisect_left(starts.dates, position) - 1
    while index >= 0 and context.dates[index].start >= start:
        date = context.dates[index]
        if date.source_text not in _POINTS and date.basis != "printed in a name":
            return date
        index -= 1
    opening = text.rfind("\n", 0, position) + 1
    index = bisect_left(starts.dates, opening)
    if index < len(context.dates):
        date = context.dates[index]
        if date.start == opening and date.source_text.endswith("来"):
            return date
    return None


def _last(starts: list[int], position: int) -> int:
    """Return the last of the starts, which begin with 0, that is not behind ``position``."""
    return starts[bisect_right(starts, position) - 1]


def _is_target(text: str, starts: SpanStarts, position: int) -> bool:
    meant = list(_TARGET.finditer(text, _last(starts.parts, position), position))
    return bool(meant) and _DONE.search(text, meant[-1].end(), position) is None
