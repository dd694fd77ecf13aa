"""The calendar: weekdays in Chinese, solar terms, and the State Council's holidays where they are known."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.dates import FIRST_DAY, LAST_DAY, calendar_rows, solar_terms


def test_a_year_has_its_days() -> None:
    rows = {row["calendar_date"]: row for row in calendar_rows([2024, 2024]).to_pylist()}
    assert len(rows) == 366
    assert rows[date(2024, 11, 7)] == {
        "date_key": 20241107, "calendar_date": date(2024, 11, 7), "year": 2024, "quarter": 4, "month": 11,
        "iso_week": 45, "weekday_zh": "星期四", "is_public_holiday": False, "solar_term_zh": "立冬",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2024, 10, 1), True),
        # A Saturday that the notice makes part of the holiday, a Sunday that it makes a working day, a plain Sunday.
        (date(2024, 10, 5), True),
        (date(2024, 9, 29), False),
        (date(2024, 11, 10), False),
    ],
)
def test_public_holidays_are_those_of_the_notice(day: date, is_holiday: bool) -> None:
    rows = {row["calendar_date"]: row["is_public_holiday"] for row in calendar_rows([2024]).to_pylist()}
    assert rows[day] is is_holiday


def test_years_without_a_notice_say_nothing_of_holidays() -> None:
    assert set(calendar_rows([1985]).column("is_public_holiday").to_pylist()) == {None}


@pytest.mark.parametrize("year", [FIRST_DAY.year, 1984, 2021, 2024, LAST_DAY.year])
def test_every_year_has_all_solar_terms(year: int) -> None:
    terms = solar_terms(year)
    assert len(terms) == len(set(terms.values())) == 24
    assert {day.year for day in terms} == {year}
    assert {day.month for day, name in terms.items() if name == "冬至"} == {12}


def test_no_years_make_no_rows() -> None:
    assert calendar_rows([]).num_rows == 0
