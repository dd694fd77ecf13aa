"""Rows of ``dim_date``: Chinese weekdays, public holidays, solar terms, and the calendar's bounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pyarrow as pa

from warehouse.keys import date_key
from warehouse.schema import arrow_schema

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 12, 31)
"""No community newspaper reports or plans beyond these; a day outside is a misreading."""

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

_SOLAR_TERMS = frozenset(
    [
        "立春",
        "雨水",
        "惊蛰",
        "春分",
        "清明",
        "谷雨",
        "立夏",
        "小满",
        "芒种",
        "夏至",
        "小暑",
        "大暑",
        "立秋",
        "处暑",
        "白露",
        "秋分",
        "寒露",
        "霜降",
        "立冬",
        "小雪",
        "大雪",
        "冬至",
        "小寒",
        "大寒",
    ]
)
"""The 24 solar terms (GB/T 33661-2017). lunar_python repeats those of the neighbouring years under Latin names."""


def calendar_rows(years: Iterable[int]) -> pa.Table:
    """Return the rows of ``dim_date`` for every day of the years."""
    rows = [row for year in sorted(set(years)) for row in _rows_of_year(year)]
    schema = arrow_schema("dim_date")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def solar_terms(year: int) -> dict[date, str]:
    """Return the days of a year on which a solar term begins (Beijing time)."""
    from lunar_python import Lunar

    # The table of a lunar year holds 小寒 to 大雪 of the solar year; the 冬至 that ends it has a Latin name.
    moments = Lunar.fromYmd(year, 6, 1).getJieQiTable().items()
    days = {date(moment.getYear(), moment.getMonth(), moment.getDay()): name for name, moment in moments}
    names = {day: "冬至" if name == "DONG_ZHI" else name for day, name in days.items() if day.year == year}
    return {day: name for day, name in names.items() if name in _SOLAR_TERMS}


def _rows_of_year(year: int) -> list[tuple[object, ...]]:
    terms = solar_terms(year)
    rows: list[tuple[object, ...]] = []
    day = date(year, 1, 1)
    has_calendar = _has_holiday_calendar(year)
    while day.year == year:
        rows.append(
            (
                date_key(day), day, day.year, (day.month + 2) // 3, day.month, day.isocalendar().week,
                _WEEKDAYS[day.weekday()], _is_public_holiday(day) if has_calendar else None, terms.get(day),
            )
        )  # fmt: skip
        day += timedelta(days=1)
    return rows


def _has_holiday_calendar(year: int) -> bool:
    """Whether the State Council's notice for that year is in chinese_calendar's table."""
    import chinese_calendar

    try:
        chinese_calendar.is_holiday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _is_public_holiday(day: date) -> bool:
    """Whether the State Council's notice makes a day part of a holiday; a plain weekend is none."""
    import chinese_calendar

    is_off, holiday = chinese_calendar.get_holiday_detail(day)
    return bool(is_off and holiday)
