"""What the path of a page file, or the sidecar beside it, says of the page: newspaper, day of issue, page number.

Only what is clear is taken: a bare file name such as 000.txt says nothing. What the page prints is read elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple, Self

from newstext.records import PageHint, PageRejectedError, TableRows

BAD_SIDECAR: Final = "bad_sidecar"
"""Rule: a value of the sidecar has the wrong type or form."""

FROM_PATH: Final = "path"
FROM_SIDECAR: Final = "sidecar"

MAX_NAME: Final = 40
"""Code points of a newspaper's name; longer text in a sidecar is something else."""

_DATE_IN_NAME: Final = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.年]([01]?\d)[-_.月]([0-3]?\d)日?(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"),
)
"""2024-11-28, 2024_11_28, 2024年11月28日 and 20241128 within one part of the path."""

_DATE_OVER_FOLDERS: Final = (
    re.compile(r"(?:^|/)((?:19|20)\d\d)[-_.年]?([01]\d)月?/([0-3]?\d)日?(?=/|[-_ ])"),
    re.compile(r"(?:^|/)((?:19|20)\d\d)年?/([01]?\d)月?/([0-3]?\d)日?(?=/|[-_ ])"),
    re.compile(r"(?:^|/)((?:19|20)\d\d)[-_.年]([01]?\d)月?/([0-3]?\d)日?(?=/|[-_ ])"),
)
"""2024-11/28/, 202411/28/, 2024/11/28/ and 2024年11月/28日/. The day is a folder, or more follows it in the name."""

_PAGE_WITH_LETTER: Final = re.compile(r"(?<![a-z0-9])([a-h])(\d(?=版)|\d\d(?![a-z0-9]))", re.IGNORECASE)
_PAGE_OF_SIDECAR: Final = re.compile(r"([a-h])(\d{1,2})版?", re.IGNORECASE)
_PAGE_WITH_WORD: Final = re.compile(r"(?:第\s*)?(?<![\d.])(\d{1,3}|[一二三四五六七八九]|十[一二三四五六]?)\s*版(?!本)")
_PAGE_ENGLISH: Final = re.compile(r"(?<![a-z])p(?:age)?[-_ ]?(\d{1,3})(?![a-z0-9])", re.IGNORECASE)
_PAGE_ALONE: Final = re.compile(r"[-_ ]*(\d{1,3})(?=$|[-_ ])")
_NUMERALS: Final = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九十", start=1)} | {
    f"十{numeral}": str(value) for value, numeral in enumerate("一二三四五六", start=11)
}

_NEWSPAPER_NAME: Final = re.compile("[\u4e00-\u9fff]{1,10}(?:报|周刊)(?![\u4e00-\u9fff])")
_NO_NEWSPAPER: Final = re.compile("(?:海|简|汇|情|预|公|喜|通|捷|填|上|板|墙|年|季|申|电子|数字)报$")
"""Words that end like the name of a newspaper: 海报 a poster, 简报 a bulletin, 汇报 a report, 电子报 any e-paper."""


class _Name(NamedTuple):
    pattern: re.Pattern[str]
    newspaper: str


class OriginReader:
    """Reads paths and sidecars; immutable once made."""

    def __init__(self, names: Mapping[str, str]) -> None:
        # Longer names first: 苏州日报 must not be found in the name of another newspaper that contains it.
        ordered = sorted(names.items(), key=_longest_first)
        self._by_alias = {_fold(alias): newspaper for alias, newspaper in ordered}
        self._names = tuple(
            _Name(re.compile(rf"(?<![a-z0-9]){re.escape(_fold(alias))}(?![a-z0-9])"), newspaper)
            for alias, newspaper in ordered
        )

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``newspapers`` (name, aliases joined by ``|``, slug)."""
        names: dict[str, str] = {}
        for row in tables["newspapers"]:
            for alias in (row["name"], row["slug"], *row["aliases"].split("|")):
                if alias:
                    names[alias] = row["name"]
        return cls(names)

    def hint(self, relative_path: str, sidecar: Mapping[str, object] | None = None) -> PageHint:
        """Return what is known of a page before it is read; the sidecar's word goes before that of the path.

        ``relative_path`` is the path within the inbox, with ``/`` between its parts. Of a sidecar, the keys newspaper,
        published_on (YYYY-MM-DD) and page_no are read; null is the same as no value, and other keys are the owner's.

        Raises PageRejectedError (rule bad_sidecar) for a value of the wrong type or form.
        """
        values = sidecar or {}
        newspaper = self._sidecar_newspaper(values)
        published_on = _sidecar_date(values)
        page_no = _sidecar_page(values)
        path = unicodedata.normalize("NFKC", relative_path)
        folders, _, name = path.rpartition("/")
        stem = name.rpartition(".")[0] or name
        path_date = _find_date(folders, stem)
        basis = FROM_SIDECAR if published_on else FROM_PATH if path_date else None
        return PageHint(
            newspaper=newspaper or self._find_newspaper([*folders.split("/"), stem]),
            published_on=published_on or (path_date.day if path_date else None),
            published_on_basis=basis,
            page_no=page_no or _find_page(stem, path_date),
        )

    def _find_newspaper(self, parts: list[str]) -> str | None:
        """Return the newspaper named nearest to the file: a known one anywhere, else one that a folder is called."""
        for part in reversed(parts):
            folded = part.casefold()
            for name in self._names:
                if name.pattern.search(folded):
                    return name.newspaper
        for part in reversed(parts):
            found = _NEWSPAPER_NAME.search(part)
            if found and not _NO_NEWSPAPER.search(found.group()):
                return found.group()
        return None

    def _sidecar_newspaper(self, values: Mapping[str, object]) -> str | None:
        value = values.get("newspaper")
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_NAME or not value.isprintable():
            raise _bad_sidecar("newspaper", value, f"a name of at most {MAX_NAME} characters")
        return self._by_alias.get(_fold(value.strip()), value.strip())


class _PathDate(NamedTuple):
    """A day found in a path; ``rest`` is what follows it in the file's name, None where it stands in the folders."""

    day: date
    rest: str | None


def _find_date(folders: str, stem: str) -> _PathDate | None:
    """Return the day nearest to the file."""
    for pattern in _DATE_IN_NAME:
        for match in pattern.finditer(stem):
            day = _valid_day(match)
            if day:
                return _PathDate(day, stem[match.end() :])
    candidates = []
    for pattern in _DATE_IN_NAME:
        candidates += [(match.end(), match) for match in pattern.finditer(folders)]
    whole = f"{folders}/{stem}"
    for pattern in _DATE_OVER_FOLDERS:
        candidates += [(match.end(), match) for match in pattern.finditer(whole)]
    for end, match in sorted(candidates, key=_end_first, reverse=True):
        day = _valid_day(match)
        if day:
            return _PathDate(day, whole[end:] if end > len(folders) else None)
    return None


def _end_first(candidate: tuple[int, re.Match[str]]) -> int:
    return candidate[0]


def _valid_day(match: re.Match[str]) -> date | None:
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _find_page(stem: str, path_date: _PathDate | None) -> str | None:
    """Return the page number in a file's name, in one form: A03 with a letter, else 3 without leading zeros."""
    clear = (
        _page_with_letter(_PAGE_WITH_LETTER.search(stem))
        or _first_number(_PAGE_WITH_WORD.search(stem))
        or _first_number(_PAGE_ENGLISH.search(stem))
    )
    if clear or path_date is None:
        return clear
    # After a date, or alone in the folder of a date, digits are the page's number.
    rest = stem if path_date.rest is None else path_date.rest
    return _first_number(_PAGE_ALONE.fullmatch(rest) if path_date.rest is None else _PAGE_ALONE.match(rest))


def _page_with_letter(match: re.Match[str] | None) -> str | None:
    if match is None or not int(match.group(2)):
        return None
    return f"{match.group(1).upper()}{int(match.group(2)):02d}"


def _first_number(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    number = _NUMERALS.get(match.group(1), match.group(1))
    return str(int(number)) if int(number) else None


def _sidecar_date(values: Mapping[str, object]) -> date | None:
    value = values.get("published_on")
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _bad_sidecar("published_on", value, f"a day of the calendar ({error})") from error
    raise _bad_sidecar("published_on", value, "a day written as YYYY-MM-DD")


def _sidecar_page(values: Mapping[str, object]) -> str | None:
    value = values.get("page_no")
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000:
        return str(value)
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        page_no = _page_with_letter(_PAGE_OF_SIDECAR.fullmatch(text)) or _first_number(
            _PAGE_WITH_WORD.search(text) or _PAGE_ALONE.fullmatch(text)
        )
        if page_no:
            return page_no
    raise _bad_sidecar("page_no", value, 'a page number such as "A03" or 3')


def _bad_sidecar(key: str, value: object, expected: str) -> PageRejectedError:
    shown = ascii(value) if not isinstance(value, str) or not value.isprintable() else repr(value)
    return PageRejectedError(
        BAD_SIDECAR,
        f"{key} in the sidecar is {shown[:80]}, expected {expected}; correct the sidecar or remove the key",
        shown[:80],
        key,
    )


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _longest_first(item: tuple[str, str]) -> tuple[int, str]:
    return -len(item[0]), item[0]
