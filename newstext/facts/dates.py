"""Date expressions of an article, resolved against the page's date and the dates printed around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple, Self, cast

from newstext.facts.calendar import (
    Calendar,
    DayRange,
    Festival,
    day,
    festival_day,
    months,
    third_of_month,
    week,
    zodiac_year,
)
from newstext.facts.context import ArticleContext, PageContext
from newstext.facts.date_expressions import (
    DATE_WORD_KIND,
    FESTIVAL_KIND,
    DateWord,
    Expression,
    WordMeaning,
    find_expressions,
)
from newstext.facts.page_dates import PageDate, infer_page_date
from newstext.language.lexicon import LexiconEntry
from newstext.records import DateMention, Precision, Sentence, TableRows

__all__ = ["DateFinder", "PageDate", "infer_page_date"]

UNANCHORED: Final = "nothing printed anchors it"

_GRACE_DAYS: Final = 3
"""A report may name a day shortly after its own date (tomorrow's event); a later one belongs to the year before."""

_HALF_A_YEAR: Final = 183
"""Days. What a plan names lies within half a year; beyond it the same day of the year before or after is meant."""

_AHEAD: Final = re.compile("[将拟]|计划|预计|力争|定于|明年")
"""Words of a plan. In their sentence a day after the page's date stays in the future."""


class _Resolved(NamedTuple):
    days: DayRange
    precision: Precision
    basis: str


class DateFinder:
    """Finds and resolves every date expression of an article; immutable, used for many pages."""

    def __init__(self, words: tuple[DateWord, ...], festivals: tuple[Festival, ...]) -> None:
        self._words = words
        self._festivals = festivals

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``date_words`` (word, meaning, first, last) and ``holidays`` (name, calendar, month, day, …)."""
        words = tuple(
            DateWord(row["word"], cast(WordMeaning, row["meaning"]), int(row["first"] or 0), int(row["last"] or 0))
            for row in tables.get("date_words", ())
        )
        festivals = tuple(
            Festival(
                row["name"],
                cast(Calendar, row["calendar"]),
                int(row["month"]),
                int(row["day"]),
                row["needs_context"] == "1",
            )
            for row in tables.get("holidays", ())
        )
        return cls(words, festivals)

    def lexicon_entries(self) -> Iterator[LexiconEntry]:
        """Yield the date words and festivals to look for."""
        for word in self._words:
            yield LexiconEntry(word.word, DATE_WORD_KIND, word)
        for festival in self._festivals:
            yield LexiconEntry(festival.name, FESTIVAL_KIND, festival)

    def find(self, context: ArticleContext) -> tuple[DateMention, ...]:
        """Return the date expressions of the body in order.

        A day without a year takes, in this order: the year of a full date before it in the sentence, the year that
        puts it nearest before the page's date, a year printed in its sentence, and the year of the page's texts.
        """
        text = context.article.body
        expressions = find_expressions(text, context.hits)
        if not expressions:
            return ()
        resolver = _Resolver(text, context.sentences, context.page, expressions)
        found = []
        for expression in expressions:
            resolved = resolver.resolve(expression)
            surface = text[expression.start : expression.end]
            if resolved is None:
                found.append(DateMention(surface, None, None, "relative", UNANCHORED, expression.start, expression.end))
                continue
            first, last = resolved.days
            found.append(
                DateMention(surface, first, last, resolved.precision, resolved.basis, expression.start, expression.end)
            )
        return tuple(found)


class _Resolver:
    """Resolves the expressions of one article in the order in which they are printed."""

    def __init__(
        self, text: str, sentences: tuple[Sentence, ...], page: PageContext, expressions: list[Expression]
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._page = page
        self._expressions = expressions
        self._last_day: date | None = None
        self._last_month: tuple[int, int] | None = None
        self._full: tuple[int, int] | None = None

    def resolve(self, expression: Expression) -> _Resolved | None:
        """Return the days that an expression means, or None where nothing anchors it."""
        if expression.is_unresolved:
            return None
        resolved = self._resolve(expression)
        if resolved is None:
            return None
        first, last = resolved.days
        if resolved.precision == "day":
            self._last_day = first
        if resolved.precision in ("day", "month"):
            self._last_month = (first.year, first.month)
        if expression.year is not None and expression.month is not None:
            self._full = (expression.start, expression.year)
        if expression.until:
            return resolved._replace(days=DayRange(last, last))
        if expression.since:
            today = self._page.published_on
            end = today if today is not None and today >= first else max(last, first)
            precision: Precision = "period" if today is not None else resolved.precision
            return _Resolved(DayRange(first, end), precision, resolved.basis)
        return resolved

    def _resolve(self, expression: Expression) -> _Resolved | None:
        if expression.month is not None:
            return self._month_or_day(expression)
        if expression.months is not None:
            return self._part_of_year(expression, expression.months)
        if expression.festival is not None:
            return self._festival(expression, expression.festival)
        if expression.word is not None:
            return self._word(expression, expression.word)
        if expression.weeks is not None:
            return self._week(expression)
        if expression.animal:
            near = self._page.published_on.year if self._page.published_on else self._page.year
            year = zodiac_year(expression.animal, near) if near is not None else None
            return (
                None if year is None else _Resolved(months(year, 1, 12), "year", "zodiac year next to the page's year")
            )
        if expression.year is not None:
            return self._year(expression, expression.year)
        return self._bare_day(expression)

    def _year(self, expression: Expression, year: int) -> _Resolved:
        if expression.last_year is not None:
            last = months(expression.last_year, 12, 12).last
            return _Resolved(DayRange(date(year, 1, 1), last), "period", "printed")
        if expression.part:
            first, final = {"初": (1, 3), "中": (5, 7)}.get(expression.part, (12, 12))
            return _Resolved(months(year, first, final), "period", "printed")
        return _Resolved(months(year, 1, 12), "year", "printed in a name" if expression.is_name else "printed")

    def _month_or_day(self, expression: Expression) -> _Resolved | None:
        month = expression.month or 1
        year, basis = self._year_of(expression, month, expression.day or 1)
        if year is None:
            return None
        if expression.day is None:
            if expression.last_month is not None:
                if expression.last_month <= month:
                    return None
                return _Resolved(months(year, month, expression.last_month), "period", basis)
            if expression.part:
                return _Resolved(third_of_month(year, month, expression.part), "period", basis)
            return _Resolved(months(year, month, month), "month", basis)
        first = day(year, month, expression.day)
        if first is None:
            return None
        last = first
        if expression.last_day is not None:
            last_month = expression.last_month or month
            last_year = expression.last_year or (year + 1 if last_month < month else year)
            last = day(last_year, last_month, expression.last_day) or first
            if last < first:
                last = first
        return _Resolved(DayRange(first, last), "day", basis)

    def _year_of(self, expression: Expression, month: int, day_of_month: int) -> tuple[int | None, str]:
        """Return the year of a month or day, and what it was taken from."""
        if expression.year is not None:
            return expression.year, "printed"
        if expression.word is not None:
            this_year, basis = self._this_year(expression)
            return (None, "") if this_year is None else (this_year + expression.word.first, basis)
        start, end = self._sentence(expression.start)
        if self._full is not None and start <= self._full[0]:
            return self._full[1], "year of the full date before it in the sentence"
        today = self._page.published_on
        if today is not None:
            return self._year_before(today, month, day_of_month, start, end)
        nearest = self._printed_year(expression, start, end)
        if nearest is not None:
            return nearest, "year printed in the same sentence"
        if self._page.year is not None:
            return self._page.year, f"year of the page: {self._page.year_basis}"
        return None, ""

    def _year_before(self, today: date, month: int, day_of_month: int, start: int, end: int) -> tuple[int, str]:
        found = day(today.year, month, day_of_month)
        is_ahead = _AHEAD.search(self._text, start, end) is not None
        days_ahead = (found - today).days if found is not None else 0
        if days_ahead > (_HALF_A_YEAR if is_ahead else _GRACE_DAYS):
            return today.year - 1, "last year: a report of what has happened names no day after the page's date"
        if is_ahead and -days_ahead > _HALF_A_YEAR:
            return today.year + 1, "next year: a plan names no day long before the page's date"
        return today.year, "year of the page's date"

    def _printed_year(self, expression: Expression, start: int, end: int) -> int | None:
        """Return the printed year nearest to the expression in its sentence; targets and periods do not speak."""
        best: tuple[int, int] | None = None
        for other in self._expressions:
            if other.year is None or other.last_year is not None or not start <= other.start < end:
                continue
            if self._text[max(0, other.start - 1) : other.start] in ("到", "至"):
                continue
            distance = abs(other.start - expression.start)
            if best is None or distance < best[0]:
                best = (distance, other.year)
        return None if best is None else best[1]

    def _sentence(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return 0, len(self._text)
        return self._sentences[index].start, self._sentences[index].end

    def _this_year(self, expression: Expression) -> tuple[int | None, str]:
        if self._page.published_on is not None:
            return self._page.published_on.year, "year of the page's date"
        if self._page.year is not None:
            return self._page.year, f"year of the page: {self._page.year_basis}"
        start, end = self._sentence(expression.start)
        nearest = self._printed_year(expression, start, end)
        return nearest, "year printed in the same sentence"

    def _word(self, expression: Expression, word: DateWord) -> _Resolved | None:
        today = self._page.published_on
        if word.meaning == "day_offset":
            if today is None:
                return None
            found = today + timedelta(days=word.first)
            return _Resolved(DayRange(found, found), "day", "counted from the page's date")
        if word.meaning == "same_day":
            if self._last_day is None:
                return None
            found = self._last_day + timedelta(days=word.first)
            return _Resolved(DayRange(found, found), "day", "counted from the day named before it")
        if word.meaning == "year_offset":
            year, basis = self._this_year(expression)
            if year is None:
                return None
            return _Resolved(months(year + word.first, 1, 12), "year", basis)
        if word.meaning == "plan":
            return _Resolved(DayRange(date(word.first, 1, 1), date(word.last, 12, 31)), "period", "five-year plan")
        if word.meaning == "same_month":
            if self._last_month is None:
                return None
            year, month = self._last_month
            return _Resolved(months(year, month, month), "month", "month named before it")
        if word.meaning == "month_offset" and today is not None:
            index = today.year * 12 + today.month - 1 + word.first
            return _Resolved(
                months(index // 12, index % 12 + 1, index % 12 + 1), "month", "counted from the page's date"
            )
        return None

    def _part_of_year(self, expression: Expression, part: DateWord) -> _Resolved | None:
        year: int | None
        if expression.year is not None:
            year, basis = expression.year, "printed"
        else:
            year, basis = self._this_year(expression)
            if year is not None and expression.word is not None:
                year += expression.word.first
        if year is None:
            return None
        return _Resolved(months(year, part.first, part.last), "period", basis)

    def _festival(self, expression: Expression, festival: Festival) -> _Resolved | None:
        year, basis = expression.year, "printed year"
        if year is None:
            year, basis = self._this_year(expression)
            if year is not None and expression.word is not None:
                year += expression.word.first
        if year is None:
            return None
        found = festival_day(festival, year)
        if found is None:
            return None
        surface = self._text[expression.start : expression.end]
        precision: Precision = "day" if surface.endswith(("当天", "当日")) else "period"
        return _Resolved(DayRange(found, found), precision, f"calendar; {basis}")

    def _week(self, expression: Expression) -> _Resolved | None:
        today = self._page.published_on
        if today is None or expression.weeks is None:
            return None
        days = week(today, expression.weeks, expression.weekday)
        if expression.weekday is None:
            return _Resolved(days, "period", "counted from the page's date")
        if expression.last_day is not None:
            return _Resolved(
                DayRange(days.first, days.first + timedelta(days=1)), "day", "counted from the page's date"
            )
        return _Resolved(days, "day", "counted from the page's date")

    def _bare_day(self, expression: Expression) -> _Resolved | None:
        """Resolve 8日: in the month named before it, else the latest such day up to the page's date."""
        number = expression.day or 1
        if self._last_month is not None:
            year, month = self._last_month
            found, basis = day(year, month, number), "month named before it"
        elif self._page.published_on is not None:
            today = self._page.published_on
            year, month = today.year, today.month
            if number > today.day:
                year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            found, basis = day(year, month, number), "latest such day up to the page's date"
        else:
            return None
        if found is None:
            return None
        last = day(found.year, found.month, expression.last_day) if expression.last_day else None
        return _Resolved(DayRange(found, max(found, last or found)), "day", basis)
