"""Numerals: spans, values, bounds, and the cases that general number libraries get wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.language.numerals import Numeral, find_numerals, read_chinese, read_digits


def only(text: str) -> Numeral:
    found = find_numerals(text)
    assert len(found) == 1, [text[numeral.start : numeral.end] for numeral in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("共有23个", "23", "23"),
        ("计1,234户", "1,234", "1234"),
        ("达12.5平方米", "12.5", "12.5"),
        ("共二十三名", "二十三", "23"),
        ("十六个节目", "十六", "16"),
        ("一百二十户", "一百二十", "120"),
        ("三千零五人", "三千零五", "3005"),
        ("两万三千五百元", "两万三千五百", "23500"),
        ("三万五人次", "三万五", "35000"),
        ("服务2.7万人次", "2.7万", "27000"),
        ("3千名", "3千", "3000"),
        ("1.25亿人", "1.25亿", "125000000"),
        ("90万个", "90万", "900000"),
    ],
)
def test_a_numeral_is_found_with_its_span_and_value(text: str, surface: str, value: str) -> None:
    numeral = only(text)
    assert text[numeral.start : numeral.end] == surface
    assert numeral.value == Decimal(value)
    assert numeral.bound == "exact"


@pytest.mark.parametrize(
    ("text", "value"),
    [("一万五千亿元", 15 * 10**11), ("二十万亿元", 20 * 10**12), ("100000万美元", 10**9), ("万亿级", 10**12)],
)
def test_stacked_multipliers_that_libraries_misread_are_multiplied_out(text: str, value: int) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("200多名老人", "200多", 200),
        ("30余场", "30余", 30),
        ("3000余万元", "3000余万", 30_000_000),
        ("8000万余元", "8000万余", 80_000_000),
        ("百余名", "百余", 100),
        ("十几人", "十几", 10),
        ("100多种", "100多", 100),
    ],
)
def test_yu_and_duo_make_a_lower_bound(text: str, surface: str, value: int) -> None:
    numeral = only(text)
    assert text[numeral.start : numeral.end] == surface
    assert (numeral.value, numeral.low, numeral.bound) == (value, value, "at_least")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3至5名", 3, 5),
        ("1-3小时", 1, 3),
        ("2至3万元", 20_000, 30_000),
        ("2.5万~3万元", 25_000, 30_000),
        ("四五千元", 4000, 5000),
        ("三四十头", 30, 40),
        ("两三米", 2, 3),
        ("三到五年", 3, 5),
    ],
)
def test_ranges_have_both_bounds(text: str, low: int, high: int) -> None:
    numeral = find_numerals(text)[0]
    assert (numeral.kind, numeral.low, numeral.high) == ("range", low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [("百分之三十", "30"), ("百分之98.6", "98.6"), ("百分百", "100"), ("三成", "30"), ("三成半", "35"), ("半数", "50")],
)
def test_words_of_share_are_percentages(text: str, value: str) -> None:
    numeral = only(text)
    assert (numeral.kind, numeral.value) == ("percent", Decimal(value))


def test_fractions_are_divided() -> None:
    assert only("三分之二").value == Decimal("0.6667")
    assert only("1/4").value == Decimal("0.25")


@pytest.mark.parametrize("text", ["一个", "一场", "进一步", "统一", "第一"])
def test_a_bare_one_is_no_numeral(text: str) -> None:
    assert find_numerals(text) == ()


@pytest.mark.parametrize("text", ["二〇二四", "13912345678", "0512"])
def test_rows_of_digits_are_told_from_numbers(text: str) -> None:
    assert only(text).kind == "digits"


@pytest.mark.parametrize("text", ["几十", "数百", "几百万"])
def test_numbers_of_which_only_the_magnitude_is_known_are_marked(text: str) -> None:
    assert only(text).is_vague


def test_digits_are_read_by_position() -> None:
    assert read_digits("二〇二四") == 2024
    assert read_digits("十二") is None


@pytest.mark.parametrize("text", ["三三", "十百", "亿万"])
def test_characters_that_form_no_number_are_refused(text: str) -> None:
    assert read_chinese(text) is None


_DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """Write a number below ten thousand in full Chinese numerals."""
    if number < 10:
        return _DIGITS[number]
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            head, rest = divmod(number, unit)
            gap = "零" if rest and rest < unit // 10 else ""
            return _DIGITS[head] + name + (gap + spoken(rest) if rest else "")
    raise AssertionError(number)


@given(st.integers(min_value=1, max_value=9999))
def test_every_number_written_in_full_is_read_back(number: int) -> None:
    assert read_chinese(spoken(number)) == number
    assert read_chinese(spoken(number) + "万") == number * 10_000


@given(st.text(alphabet="0123456789,.一二两三十百千万亿余多几至-/成半数分之个名", max_size=40))
def test_spans_are_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for numeral in find_numerals(text):
        assert end <= numeral.start < numeral.end <= len(text)
        end = numeral.end


def test_spans_already_read_are_skipped() -> None:
    text = "11月8日新增3个，12月新增5个"
    found = find_numerals(text, ((0, 5), (9, 12)))
    assert [numeral.value for numeral in found] == [3, 5]
