"""The date of a page itself: from its path, its masthead, or what its texts evidently say; else only its year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from newstext.facts.calendar import day
from newstext.records import PageHint


class PageDate(NamedTuple):
    """``published_on`` is exact or None; ``year`` is what the page's texts agree on, None where none is evident."""

    published_on: date | None
    basis: str
    year: int | None
    year_basis: str


class _Evidence(NamedTuple):
    year: int
    text: str


_YEAR: Final = r"(?P<year>20\d\d|二[〇零○]\d\d|二[〇零○][一二三四五六七八九〇零○]{2})"
_PRINTED_YEAR: Final = re.compile(
    rf"(?<![\d.:：+/-]){_YEAR}(?:(?P<mark>年)(?P<after>[^，。；、！？\n]{{0,24}})|(?P<name>[\u4e00-\u9fff“][^，。；、！？\n]{{0,24}}))"
)
_AHEAD_BEFORE: Final = re.compile("(?:到|至|力争|预计|计划|将于|拟于|规划|[-–—－~～])$")
_PAST_BEFORE: Final = re.compile("(?:自|从|早在|始建于|建于|成立于|始于|生于|截至|比|较)$")
_FULL_DAY: Final = re.compile(r"\d{1,2}月\d{1,2}日")
_NAMED: Final = re.compile(
    "会|节|展|赛|评选|活动|计划|要点|仪式|季|行动|名单|榜|案例|冬训|两会|考核|工作|公示|荣誉|称号|奖"
)
_YEAR_SPAN: Final = re.compile(r"^度?[-–—－~～至到]")
_UNIT_AFTER: Final = re.compile(r"^[个名人件场次户家元亿万余多级号米]")
_TODAY: Final = re.compile(
    r"(?P<word>今天|今日|昨天|昨日)[（(](?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日[）)]"
)
_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def infer_page_date(articles: Sequence[tuple[str, str]], hint: PageHint, printed_on: date | None) -> PageDate:
    """Return the date of a page of (headline, body) articles.

    The path or sidecar speaks first, then the masthead. Without them a day is inferred only where a text equates
    today or yesterday with a date, and a year where one stands in a full date or in the name of an event or a plan:
    the latest such year, since a report may look back far but names only its own year's events. Years that are aims,
    ends of periods or beginnings of histories do not speak.
    """
    if hint.published_on is not None:
        basis = hint.published_on_basis or "path"
        return PageDate(hint.published_on, basis, hint.published_on.year, basis)
    if printed_on is not None:
        return PageDate(printed_on, "masthead", printed_on.year, "masthead")
    evidence = max((found for article in articles for found in _evidence(article)), default=None)
    year = evidence.year if evidence is not None else None
    year_basis = f"latest year printed with an event or day: {evidence.text}" if evidence is not None else "unknown"
    stated = _stated_today(articles, year)
    if stated is not None:
        return PageDate(stated[0], stated[1], stated[0].year, stated[1])
    return PageDate(None, "unknown", year, year_basis)


def _evidence(article: tuple[str, str]) -> list[_Evidence]:
    found = []
    for text in article:
        for match in _PRINTED_YEAR.finditer(text):
            before = text[max(0, match.start() - 4) : match.start()]
            if _AHEAD_BEFORE.search(before) or _PAST_BEFORE.search(before):
                continue
            after = match["after"] if match["mark"] else match["name"]
            if _YEAR_SPAN.match(after) or (match["name"] and _UNIT_AFTER.match(after)):
                continue
            if after.startswith(("级", "前", "以前", "之前")):
                continue
            if _FULL_DAY.match(after) or _NAMED.search(after):
                year = int(match["year"].translate(_DIGITS))
                found.append(_Evidence(year, match.group()[:24]))
    return found


def _stated_today(articles: Sequence[tuple[str, str]], year: int | None) -> tuple[date, str] | None:
    for _, body in articles:
        for match in _TODAY.finditer(body):
            printed = int(match["year"]) if match["year"] else year
            if printed is None:
                continue
            found = day(printed, int(match["month"]), int(match["day"]))
            if found is not None:
                if match["word"].startswith("昨"):
                    found += timedelta(days=1)
                return found, f"inferred: {match.group()}"
    return None
