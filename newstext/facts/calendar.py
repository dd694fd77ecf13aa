"""Calendar arithmetic of the dates finder: months, parts of a year, lunar festivals and solar terms as civil dates.

Lunar months and solar terms are computed by ``lunar_python`` for any year, so no table of festivals needs upkeep.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from lunar_python import Lunar

Calendar = Literal["solar", "lunar", "term"]

_ZODIAC: Final = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
"""The twelve years of the cycle; 1900 was a year of the rat, the first of them."""


class DayRange(NamedTuple):
    """Both ends inclusive."""

    first: date
    last: date


class Festival(NamedTuple):
    """A festival or solar term. In the lunar calendar day 0 is the last day of the month before (除夕 is 1/0)."""

    name: str
    calendar: Calendar
    month: int
    day: int
    needs_context: bool


def day(year: int, month: int, day_of_month: int) -> date | None:
    """Return the civil date, or None where the calendar has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day_of_month <= monthrange(year, month)[1]):
        return None
    return date(year, month, day_of_month)


def months(year: int, first: int, last: int) -> DayRange:
    """Return the days of the months ``first`` to ``last`` of a year."""
    return DayRange(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def third_of_month(year: int, month: int, part: str) -> DayRange:
    """Return the days of 上旬, 中旬 or 下旬; 初 and 底 (also 末) are read as the first and the last ten days."""
    if part in ("上旬", "初"):
        return DayRange(date(year, month, 1), date(year, month, 10))
    if part == "中旬":
        return DayRange(date(year, month, 11), date(year, month, 20))
    return DayRange(date(year, month, 21), date(year, month, monthrange(year, month)[1]))


def week(anchor: date, offset: int, weekday: int | None) -> DayRange:
    """Return the Monday to Sunday week ``offset`` weeks from the anchor's, or one day of it (0 is Monday)."""
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=offset)
    if weekday is None:
        return DayRange(monday, monday + timedelta(days=6))
    chosen = monday + timedelta(days=weekday)
    return DayRange(chosen, chosen)


def festival_day(festival: Festival, year: int) -> date | None:
    """Return the civil date of a festival in a civil year; None where ``lunar_python`` has no data for it."""
    if festival.calendar == "solar":
        return day(year, festival.month, festival.day)
    if festival.calendar == "term":
        return _solar_terms(year).get(festival.name)
    return _lunar_day(year, festival.month, festival.day)


def zodiac_year(animal: str, near: int) -> int | None:
    """Return the year of the animal at most one year away from ``near`` (近 the page's), else None."""
    for year in (near, near - 1, near + 1):
        if _ZODIAC[(year - 1900) % 12] == animal:
            return year
    return None


@lru_cache(maxsize=256)
def _solar_terms(year: int) -> dict[str, date]:
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    days = {}
    for name, solar in table.items():
        term = "冬至" if name == "DONG_ZHI" else name
        found = date(solar.getYear(), solar.getMonth(), solar.getDay())
        if found.year == year and "\u4e00" <= term[0] <= "\u9fff":
            days[term] = found
    return days


@lru_cache(maxsize=1024)
def _lunar_day(year: int, month: int, day_of_month: int) -> date | None:
    """Return the lunar day's date in the civil year; the twelfth lunar month is that which ends in it."""
    lunar_year = year - 1 if month == 12 else year
    solar = Lunar.fromYmd(lunar_year, month, day_of_month or 1).getSolar()
    if day_of_month == 0:
        solar = solar.next(-1)
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
