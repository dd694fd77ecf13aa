"""Numerals of a text: where they stand and what they are worth, in Arabic, Chinese and mixed writing.

Nothing here knows what is counted: units, dates, names and idioms are for the readers of these spans to judge. One
pattern is run over the text once; values are computed by grammar, so that 一万五千亿, 二十万亿, 2.7万, 3000余万 and
百分之三十 come out right, which general libraries read as text or wrongly (see ``docs/figures-and-dates.md``).

A bare 一 is not reported: in running text it is an article or part of a word far more often than a count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple

Kind = Literal["number", "range", "fraction", "percent", "digits"]
Bound = Literal["exact", "at_least", "about"]


class Numeral(NamedTuple):
    """A numeral at ``text[start:end]``, with the approximation printed in it (余, 多, 几, 来).

    ``multiplier`` is the closing 万 or 亿, already in ``value``. ``low`` and ``high`` are None where none is printed.
    ``kind`` ``percent`` means that 百分之 or 成 is part of the numeral and ``value`` is in hundredths; ``digits`` is no
    number but a row of digits such as 二〇二四. ``is_vague`` marks 几十 and 数百, whose magnitude alone is known.
    """

    start: int
    end: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    kind: Kind
    multiplier: Decimal
    is_chinese: bool
    is_vague: bool


_DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
            "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8), "百亿": Decimal(10**10),
            "千亿": Decimal(10**11), "万亿": Decimal(10**12)}  # fmt: skip
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)

_LONGEST_FIGURE: Final = 8
"""Longer rows of digits without 万 or commas are numbers of telephones and documents in newspapers."""

_HAN: Final = "零〇○一二两三四五六七八九十百千万亿"
_FIRST: Final = f"(?:[零〇○二两三四五六七八九十百千万亿]|一(?=[{_HAN}])|(?<=翻)一(?=番)|(?<=翻了)一(?=番))"
_MULTIPLIER: Final = "万亿|千亿|百亿|千万|百万|亿|万|千(?!米|克|瓦|伏|卡)|百"
_DASH: Final = r"(?:至|到|[-–—―－~～]{1,2})"
_ARABIC: Final = r"\d{1,3}(?:[,，]\d{3}){1,4}(?!\d)(?:[.．]\d+)?|\d+(?:[.．]\d+)?"
_LOOSE: Final = "余|多|几|来(?=[个名位户家人次年天公里岁万亿])"

_PATTERN: Final = re.compile(
    # 百分之三十, 百分之98.5, 千分之三, 三分之二
    rf"(?P<per>百分之|千分之)(?P<per_value>百|{_ARABIC}|[零〇○一二两三四五六七八九十百点]+)"
    rf"|(?P<below>[二两三四五六七八九十]+)分之(?P<above>[一二两三四五六七八九十]+)"
    r"|(?P<whole>百分(?:之)?百)"
    # 12.5, 1,234, 3至5, 2.7万, 3000余万, 2900万余, 20几
    rf"|(?P<arabic>{_ARABIC})"
    rf"(?:(?P<low_multiplier>{_MULTIPLIER})?(?P<dash>{_DASH})(?P<to>{_ARABIC}))?"
    rf"(?:/(?P<denominator>\d+(?![\d/])))?"
    rf"(?P<loose>{_LOOSE})?(?P<multiplier>{_MULTIPLIER})?(?P<loose_after>{_LOOSE})?"
    # 半数, 一半, 过半
    r"|(?P<half>半数|一半|(?<=[过超近])半(?![小夜天路山百年月]))"
    # 三成, 七成半
    r"|(?P<tenths>[一二两三四五六七八九])(?:到(?P<tenths_to>[二三四五六七八九]))?成(?P<tenths_half>半)?"
    r"(?![员为立果绩功效都长年熟型交本就品人像分])"
    # 几十, 数百, 好几千, 几百万
    r"|(?P<vague>[几数](?:十|百|千|万|亿)+)"
    # 二十三, 两万三千五百, 十余, 三十多, 百余, 十几, 三到五
    rf"|(?P<han>{_FIRST}[{_HAN}]*)(?:(?P<han_dash>至|到)(?P<han_to>[{_HAN}]+))?"
    rf"(?P<han_loose>{_LOOSE})?(?P<han_multiplier>万亿|亿|万)?"
)
_START: Final = re.compile(rf"[\d零〇○二两三四五六七八九十百千万亿半几数]|一(?=[{_HAN}半成番])")


def find_numerals(text: str, skipped: Sequence[tuple[int, int]] = ()) -> tuple[Numeral, ...]:
    """Return the numerals of a text in order of position, never overlapping; time is linear in the text.

    ``skipped`` holds spans (sorted, apart from each other) that no numeral may begin in, such as dates already found.
    """
    found: list[Numeral] = []
    spans = iter((*skipped, (len(text), len(text))))
    span_start, span_end = next(spans)
    start = _START.search(text)
    while start is not None:
        position = start.start()
        while span_end <= position:
            span_start, span_end = next(spans)
        if span_start <= position:
            start = _START.search(text, span_end)
            continue
        match = _PATTERN.match(text, position)
        if match is None:
            start = _START.search(text, start.end())
            continue
        numeral = _read(match)
        if numeral is not None:
            found.append(numeral)
        start = _START.search(text, match.end())
    return tuple(found)


def read_chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese integer such as 两万三千五百 or 一万五千亿; None where the characters form none.

    The grammar is the ordinary one: a digit before each of 十 百 千, sections closed by 万 and 亿 (which may follow
    each other, 二十万亿), 零 for skipped places, and the spoken short form 三万五 for 35,000.
    """
    total = Decimal(0)
    section = 0
    digit: int | None = None
    last_unit = 0
    zero = False
    for character in text:
        if character in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[character]
            zero = zero or digit == 0
        elif character in _TENS:
            unit = _TENS[character]
            if last_unit and unit >= last_unit:
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_unit, zero = None, unit, False
        else:
            section += digit or 0
            scale = 10_000 if character == "万" else 10**8
            if section == 0 and total == 0:
                section = 1
            if character == "亿":
                total = (total + section) * scale
            elif section == 0:
                return None
            else:
                total += section * scale
            digit, section, last_unit, zero = None, 0, scale, False
    if digit is not None:
        section += digit * last_unit // 10 if last_unit >= 100 and not zero and digit else digit
    return total + section


def read_digits(text: str) -> Decimal | None:
    """Return the value of a row of Chinese digits such as 二〇二四; None where another character is among them."""
    if any(character not in _DIGITS or character == "两" for character in text):
        return None
    return Decimal("".join(str(_DIGITS[character]) for character in text))


def _read(match: re.Match[str]) -> Numeral | None:
    if match["arabic"] is not None:
        return _read_arabic(match)
    if match["han"] is not None:
        return _read_han(match)
    if match["vague"] is not None:
        return _read_vague(match)
    if match["tenths"] is not None:
        return _read_tenths(match)
    if match["per"] is not None:
        return _read_percent(match)
    if match["below"] is not None:
        return _read_fraction(match)
    return _numeral(match, Decimal(50) if match["half"] else _HUNDRED, kind="percent", is_chinese=True)


def _arabic(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("，", "").replace("．", "."))


def _read_percent(match: re.Match[str]) -> Numeral | None:
    printed = match["per_value"]
    value: Decimal | None
    if printed == "百":
        value = _HUNDRED
    elif printed[0].isdigit():
        value = _arabic(printed)
    else:
        whole, _, rest = printed.partition("点")
        integer, decimals = read_chinese(whole), read_digits(rest) if rest else None
        if integer is None or (rest and decimals is None):
            return None
        value = integer + (decimals / 10 ** len(rest) if decimals is not None else 0)
    if match["per"] == "千分之":
        value /= 10
    return _numeral(match, value, kind="percent", is_chinese=not printed[0].isdigit())


def _read_fraction(match: re.Match[str]) -> Numeral | None:
    below, above = read_chinese(match["below"]), read_chinese(match["above"])
    if not below or above is None or above > below:
        return None
    return _numeral(match, round(above / below, 4), kind="fraction", is_chinese=True)


def _read_arabic(match: re.Match[str]) -> Numeral | None:
    printed = match["arabic"]
    multiplier = _MYRIADS[match["multiplier"] or ""]
    value = _arabic(printed)
    whole = printed.partition(".")[0]
    if whole.isdigit() and (len(whole) > _LONGEST_FIGURE or (whole[0] == "0" and len(whole) > 1)):
        return _numeral(match, value, kind="digits")
    loose = match["loose"] or match["loose_after"]
    bound: Bound = "exact" if loose is None else "about" if loose == "来" else "at_least"
    if match["to"] is not None:
        high = _arabic(match["to"]) * multiplier
        own = match["low_multiplier"]
        low = value * (_MYRIADS[own] if own else multiplier)
        if own is None and low >= high > value:
            low = value
        if low >= high:
            return _numeral(match, value, kind="digits")
        return _numeral(match, low, multiplier=multiplier, low=low, high=high, bound="about", kind="range")
    if match["denominator"] is not None:
        below = Decimal(match["denominator"])
        if not below or value >= below:
            return _numeral(match, value, kind="digits")
        return _numeral(match, round(value / below, 4), kind="fraction", is_chinese=False)
    if loose is None and multiplier is _MYRIADS[""] and whole == printed:
        return Numeral(match.start(), match.end(), value, None, None, "exact", "number", _ONE, False, False)
    value *= multiplier
    return _numeral(match, value, multiplier=multiplier, low=value if bound == "at_least" else None, bound=bound)


def _read_tenths(match: re.Match[str]) -> Numeral | None:
    low = Decimal(_DIGITS[match["tenths"]] * 10 + (5 if match["tenths_half"] else 0))
    if match["tenths_to"] is None:
        return _numeral(match, low, kind="percent", is_chinese=True)
    high = Decimal(_DIGITS[match["tenths_to"]] * 10)
    return _numeral(match, low, low=low, high=high, bound="about", kind="percent", is_chinese=True)


def _read_vague(match: re.Match[str]) -> Numeral | None:
    value = read_chinese("一" + match["vague"][1:])
    if value is None:
        return None
    return _numeral(match, value, low=value, bound="at_least", is_chinese=True, is_vague=True)


def _read_han(match: re.Match[str]) -> Numeral | None:
    printed, loose = match["han"], match["han_loose"]
    multiplier = _MYRIADS[match["han_multiplier"] or ""] if loose else _ONE
    bound: Bound = "exact" if loose is None else "about" if loose == "来" else "at_least"
    if match["han_to"] is not None:
        low, high = read_chinese(printed), read_chinese(match["han_to"])
        if low is None or high is None or low >= high:
            return None
        return _numeral(match, low, low=low, high=high, bound="about", kind="range", is_chinese=True)
    value = read_chinese(printed)
    if value is not None:
        if multiplier == _ONE:
            multiplier = _MYRIADS[printed[-1]] if printed[-1] in "万亿" else _ONE
        else:
            value *= multiplier
        return _numeral(
            match,
            value,
            multiplier=multiplier,
            low=value if bound == "at_least" else None,
            bound=bound,
            is_chinese=True,
        )
    adjacent = _read_adjacent(printed)
    if adjacent is not None:
        low, high = adjacent
        return _numeral(match, low, low=low, high=high, bound="about", kind="range", is_chinese=True)
    digits = read_digits(printed)
    if digits is None:
        return None
    return _numeral(match, digits, kind="digits", is_chinese=True)


def _read_adjacent(text: str) -> tuple[Decimal, Decimal] | None:
    """Read 三四百, 十七八 and 四五千: two neighbouring digits that stand for a range."""
    for position in range(len(text) - 1):
        first, second = text[position], text[position + 1]
        if first in _DIGITS and second in _DIGITS and first not in "零〇○" and _DIGITS[second] == _DIGITS[first] + 1:
            low = read_chinese(text[:position] + first + text[position + 2 :])
            high = read_chinese(text[:position] + second + text[position + 2 :])
            return (low, high) if low is not None and high is not None else None
    return None


def _numeral(
    match: re.Match[str],
    value: Decimal,
    *,
    multiplier: Decimal = _ONE,
    low: Decimal | None = None,
    high: Decimal | None = None,
    bound: Bound = "exact",
    kind: Kind = "number",
    is_chinese: bool = False,
    is_vague: bool = False,
) -> Numeral:
    if kind == "digits":
        return Numeral(match.start(), match.end(), value, None, None, bound, kind, multiplier, is_chinese, is_vague)
    return Numeral(
        match.start(), match.end(), plain(value), _plain_or_none(low), _plain_or_none(high), bound, kind, multiplier,
        is_chinese, is_vague,
    )  # fmt: skip


def plain(value: Decimal) -> Decimal:
    """Return the number without trailing zeros and without an exponent: 82000.0 becomes 82000."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _plain_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)
