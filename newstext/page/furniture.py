"""Lines that belong to the page, not to an article: page numbers, dates, mastheads, weather, jumps, contacts.

A line is furniture only if a pattern of ``furniture_patterns.csv`` covers all of it; the pattern's reason goes to
the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple, Self

from newstext.records import TableRows

SECTION_NAME: Final = "section_name"
LONGEST_SECTION_NAME: Final = 6
"""Code points; a section is named with two to six."""

LONGEST_LINE: Final = 100
"""Code points; what is longer is text."""

_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})")
_PAGE: Final = re.compile(
    r"([A-DＡ-Ｄ]?\s*[0-9０-９一二三四五六七八九十]{1,3})\s*版|^([A-D]?[0-9]{1,3})\s*[｜|丨/·]|^-?\s*([A-D]?[0-9]{1,3})\s*-?$"
)
_NEWSPAPER: Final = re.compile(
    r"[\u3400-\u9fff]{2,8}(?:日报|日報|晚报|晚報|早报|晨报|时报|商报|周报|周刊|导报|都市报|快报|社区报|社區報|工人报|青年报|农民报)$"
)
MOST_FOLIO_PARTS: Final = 8
"""Masthead, section, date, weekday, lunar date, page number, issue, editor."""

_PART_BREAK: Final = re.compile(r"[\s\u3000｜|丨]+")
_FOLIO_DATE: Final = re.compile(
    r"(?:公元)?(?:19|20)[0-9]{2}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?(?:星期[一二三四五六日天])?"
)
_FOLIO_PAGE: Final = re.compile(r"第?[A-DＡ-Ｄ]?[0-9０-９一二三四五六七八九十]{1,3}版|[A-D][0-9]{1,2}|0[0-9]")
_FOLIO_MINOR: Final = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]|农历.{2,10}|[甲乙丙丁戊己庚辛壬癸].年.{2,8}|总?第[0-9]{1,6}期|今日[0-9]{1,2}版|责编.{0,8}"
)
_FOLIO_NAME: Final = re.compile(r"[\u3400-\u9fff·]{2,8}")
_NUMERALS: Final = {character: value for value, character in enumerate("零一二三四五六七八九十")}
_DIGIT: Final = re.compile(
    r"[0-9０-９一二三四五六七八九十星期周版报刊电话编地公广声启招遗农扫今明天下上接热邮网责校美版℃°A-Za-z@：:]"
)
_INLINE_JUMP: Final = re.compile(
    r"[（(]\s*(?:下转|上接|紧接)\s*第?\s*[A-D]?[0-9一二三四五六七八九十]{1,3}\s*版[^（()）]{0,12}[）)]"
)


class Furniture(NamedTuple):
    """Why a line is furniture, and what it says of the page, each None where it says nothing."""

    reason: str
    newspaper: str | None
    printed_on: date | None
    page_no: str | None


class FurnitureReader:
    """Recognises furniture; immutable once made."""

    def __init__(self, patterns: tuple[tuple[str, str], ...]) -> None:
        by_reason: dict[str, list[str]] = {}
        for pattern, reason in patterns:
            by_reason.setdefault(reason, []).append(pattern)
        sections = by_reason.pop(SECTION_NAME, ["(?!)"])
        self._section = re.compile("|".join(sections))
        self._patterns = tuple((re.compile("|".join(found)), reason) for reason, found in by_reason.items())

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``furniture_patterns`` (pattern, reason)."""
        return cls(tuple((row["pattern"], row["reason"]) for row in tables["furniture_patterns"]))

    def is_section_name(self, core: str) -> bool:
        """Return whether ``core`` can name a section of the newspaper, such as 社区要闻."""
        return len(core) <= LONGEST_SECTION_NAME and self._section.fullmatch(core) is not None

    def read(self, core: str) -> Furniture | None:
        """Return why all of ``core`` is furniture, else None."""
        if len(core) > LONGEST_LINE or "。" in core or not _DIGIT.search(core):
            return None
        if len(core) <= 12 and _NEWSPAPER.match(core):
            return Furniture("masthead", core, None, None)
        folio = _folio(core)
        if folio is not None:
            return folio
        for pattern, reason in self._patterns:
            if pattern.fullmatch(core):
                return Furniture(reason, None, _date_in(core), _page_in(core) if reason == "page_number" else None)
        return None


def _folio(core: str) -> Furniture | None:
    """Return the furniture of a line made of masthead, date, weekday, page number and section only.

    A date or a page number must be one of at least two parts; names of newspaper and section are short.
    """
    parts = _PART_BREAK.split(core.strip())
    if not 2 <= len(parts) <= MOST_FOLIO_PARTS:
        return None
    newspaper, page_no, names, sure = None, None, 0, 0
    for part in parts:
        if _FOLIO_DATE.fullmatch(part) or _FOLIO_PAGE.fullmatch(part):
            sure += 1
            page_no = page_no or (_page_in(part) if "版" in part or (part[-1].isdigit() and "年" not in part) else None)
        elif _FOLIO_MINOR.fullmatch(part):
            continue
        elif _FOLIO_NAME.fullmatch(part):
            names += 1
            if newspaper is None and _NEWSPAPER.match(part):
                newspaper = part
        else:
            return None
    if not sure or names > 1 + sure:
        return None
    reason = "masthead" if newspaper else "page_number" if page_no else "page_date"
    return Furniture(reason, newspaper, _date_in(core), page_no)


def inline_jump(core: str) -> tuple[int, int] | None:
    """Return the half-open interval of a jump note such as 下转第3版 in brackets, at either end of ``core``."""
    if core[0] not in "（(" and core[-1] not in "）)":
        return None
    for found in _INLINE_JUMP.finditer(core):
        if found.start() == 0 or found.end() == len(core):
            return found.start(), found.end()
    return None


def _date_in(core: str) -> date | None:
    found = _DATE.search(core)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _page_in(core: str) -> str | None:
    found = _PAGE.search(core)
    if found is None:
        return None
    printed = "".join((found.group(1) or found.group(2) or found.group(3)).split())
    printed = printed.translate(str.maketrans("０１２３４５６７８９ＡＢＣＤ", "0123456789ABCD"))
    section, number = (printed[0], printed[1:]) if printed[0] in "ABCD" else ("", printed)
    if number.isdigit():
        return section + str(int(number))
    return section + str(_number(number)) if all(character in _NUMERALS for character in number) else None


def _number(hanzi: str) -> int:
    if "十" not in hanzi:
        return int("".join(str(_NUMERALS[character]) for character in hanzi))
    tens, _, ones = hanzi.partition("十")
    return _NUMERALS.get(tens[-1:], 1) * 10 + _NUMERALS.get(ones[:1], 0)
