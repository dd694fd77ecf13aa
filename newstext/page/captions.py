"""Picture captions: recognises a line that ends in a credit, and takes the picture apart from the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Self

from newstext.records import TableRows

LONGEST_CAPTION: Final = 120
"""Code points; observed captions have 15 to 60."""

_BRACKETS: Final = "）)】]"
"""What may close behind a credit."""

_BODY_WORD: Final = re.compile(r"[拍航抓街跟偷][摄攝]$")


class CaptionReader:
    """Recognises captions by the credits of ``caption_credits.csv``; immutable once made."""

    def __init__(self, at_end: tuple[str, ...], at_start: tuple[str, ...]) -> None:
        # One character alone ends many words, so it needs a name before it.
        single = "".join(word for word in at_end if len(word) == 1)
        long_credits = "|".join(re.escape(word) for word in at_end if len(word) > 1)
        credits = [rf"[\s（(：:/。，、][\u3400-\u9fff·]{{2,4}}\s*[／/]?\s*[{single}]"] if single else []
        if long_credits:
            credits.append(rf"(?:{long_credits})")
        self._end = re.compile(rf"(?:{'|'.join(credits)})\s*[）)】\]]?$") if credits else re.compile(r"(?!)")
        self._last = frozenset([*(word[-1] for word in at_end), *_BRACKETS])
        self._start = re.compile("|".join(re.escape(word) for word in at_start) if at_start else r"(?!)")

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``caption_credits`` (credit, place: end or start)."""
        rows = tables["caption_credits"]
        return cls(
            tuple(row["credit"] for row in rows if row["place"] == "end"),
            tuple(row["credit"] for row in rows if row["place"] == "start"),
        )

    def certainty(self, core: str) -> float:
        """Return how surely ``core`` is a caption: 1 with a credit at its end, 0.5 with an opening formula, else 0."""
        if len(core) > LONGEST_CAPTION:
            return 0.0
        if core[-1:] in self._last and self._end.search(core) and not _BODY_WORD.search(core):
            return 1.0
        return 0.5 if self._start.match(core) else 0.0
