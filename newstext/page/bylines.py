"""Reporters' names: recognises a line of them, or names at the end of a paragraph, by surnames and markers.

Sources: the surnames of ``surnames.csv`` (the commonest cover nine in ten people, Ministry of Public Security,
name report); the layout fact that a byline is a line of its own or stands behind the last full stop; the habit of
press offices to sign as a place's short name and 宣 (``pen_names.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple, Self

from newstext.records import TableRows

LONGEST_BYLINE: Final = 80
"""Code points: six names with newspapers and markers."""

MOST_NAMES: Final = 6
"""Names in one byline; observed: one to four, and pictures and text signed apart."""

_TOKEN: Final = re.compile(r"[^\s、，,;；/／|｜]+")
_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}(?:[·•][\u3400-\u9fff]{2,6})?$")
_BRACKETS: Final = "（）()【】[]"
_PAPER: Final = re.compile(
    r"[\u3400-\u9fff]{2,10}(?:报|网|社|台|融媒体中心|融媒|新闻中心|宣传部|宣传办|党工委|党委|记者站)$"
)
_ENDS_SENTENCE: Final = re.compile(r"[。！？!?…”’）)]")
_SUFFIX: Final = re.compile(
    rf"(?<={_ENDS_SENTENCE.pattern})(?P<gap>[\s\u3000]*)(?P<names>[（(【\[]?(?:[\u3400-\u9fff·•/／、，：:|｜]|\s+(?=\S)){{2,48}}[）)】\]]?)\s*$"
)
_DATELINE: Final = re.compile(r"(?:本报|本網|本网|本台|本報)?[讯訊]?\s?[（(](?P<names>[^（()）。]{2,60})[）)]")
"""The bracket of a dateline (电头), which names who reports in front of the first sentence: 本报讯（记者 …）."""

_SUFFIX_REACH: Final = 64
"""Code points at the end of a line that are searched: six names with markers."""


class Byline(NamedTuple):
    """The names of a byline in the order of print; ``certainty`` from 0 (a guess by shape) to 1 (a marker says
    so)."""

    names: tuple[str, ...]
    certainty: float


class BylineSuffix(NamedTuple):
    """A byline at the end of a line: ``text[start:end]``, after ``gap`` code points of white space."""

    start: int
    end: int
    gap: int
    byline: Byline


class BylineReader:
    """Reads bylines; immutable once made."""

    def __init__(
        self, surnames: Mapping[str, str], markers: tuple[str, ...], pen_name_endings: tuple[str, ...]
    ) -> None:
        self._surnames = surnames
        self._pen_name_endings = pen_name_endings
        words = sorted(
            (re.escape(marker) for marker in markers if len(marker) > 1), key=lambda word: (-len(word), word)
        )
        self._marker = re.compile("|".join(words) if words else r"(?!)")
        self._leading_short = re.compile(r"^(?:文|图|文图)(?=[\s/／：:|｜\u3000])")

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``surnames`` (surname, rank), ``byline_markers`` (marker) and ``pen_names`` (ending)."""
        return cls(
            {row["surname"]: row["rank"] for row in tables["surnames"]},
            tuple(row["marker"] for row in tables["byline_markers"]),
            tuple(row["ending"] for row in tables["pen_names"]),
        )

    def read(self, text: str, known: Collection[str] = ()) -> Byline | None:
        """Return the names if all of ``text`` is a byline, else None.

        Without a marker every word must be two to four hanzi with a surname in front, or end like a pen name, or be
        one of the ``known`` names: those that sign elsewhere on the page.
        """
        if len(text) > LONGEST_BYLINE or "。" in text or "，" in text:
            return None
        plain = text.strip().strip(_BRACKETS).strip()
        bare = self._marker.sub(" ", plain)
        is_marked = bare != plain
        if not is_marked and plain.endswith(("：", ":")):
            return None
        short = self._leading_short.sub(" ", bare)
        is_marked = is_marked or short != bare
        tokens = _TOKEN.findall(short.replace("：", " ").replace(":", " "))
        names: list[str] = []
        certainty = 1.0
        for token in tokens:
            if token in ("文", "图") and is_marked:
                continue
            if is_marked and _PAPER.match(token) and len(tokens) > 1:
                continue
            likely = 0.8 if token in known else self._likelihood(token, is_marked)
            if likely is None:
                return None
            certainty = min(certainty, likely)
            if token not in names:
                names.append(token)
        if not names or len(names) > MOST_NAMES:
            return None
        if is_marked:
            certainty = 1.0
        elif len(names) > 1:
            certainty = min(0.95, certainty + 0.3)
        return Byline(tuple(names), certainty)

    def read_suffix(self, text: str, known: Collection[str] = ()) -> BylineSuffix | None:
        """Return the byline at the end of a body line, else None.

        Without white space in front of the names they must carry a marker or stand in brackets: a paragraph that is
        cut right behind a full stop and one name looks the same otherwise.
        """
        last = text[-1]
        if last in "。，、；：”!?！？…" or last.isdigit():
            return None
        offset = max(0, len(text) - _SUFFIX_REACH)
        end = text[offset:]
        found = _SUFFIX.search(end) if _ENDS_SENTENCE.search(end) else None
        if found is None:
            return None
        names = found.group("names")
        byline = self.read(names, known)
        if byline is None:
            return None
        gap = len(found.group("gap"))
        if gap == 0 and names[0] not in _BRACKETS and not self._marker.search(names):
            return None
        start = offset + found.start("names")
        return BylineSuffix(start, start + len(names), gap, byline)

    def read_dateline(self, text: str) -> Byline | None:
        """Return the reporters in the dateline that opens the text of an article, else None; a marker must say so."""
        found = _DATELINE.match(text)
        if found is None or not self._marker.search(found.group("names")):
            return None
        return self.read(found.group("names"))

    def _likelihood(self, token: str, is_marked: bool) -> float | None:
        if not _NAME.match(token):
            return None
        if is_marked or "·" in token or "•" in token:
            return 0.9
        rank = self._surnames.get(token[:2]) if len(token) > 2 else None
        if rank is not None:
            return 0.8
        rank = self._surnames.get(token[0])
        if len(token) > 2 and token.endswith(self._pen_name_endings):
            return 0.7
        if rank is None:
            return 0.6 if token.endswith(self._pen_name_endings) else None
        likely = 0.7 if rank == "common" else 0.45
        return likely - 0.3 if len(token) == 4 else likely
