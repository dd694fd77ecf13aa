"""Words of a reference table by the sense that they have there, as alternatives of the patterns that look for them."""

from __future__ import annotations

import re
from typing import Self

from newstext.records import TableRows


class WordSenses:
    """The rows of a table with the columns word, sense and reason; immutable."""

    def __init__(self, words: dict[str, tuple[str, ...]]) -> None:
        self._words = words

    @classmethod
    def from_rows(cls, rows: TableRows) -> Self:
        """Build from rows with ``word`` and ``sense``."""
        words: dict[str, list[str]] = {}
        for row in rows:
            words.setdefault(row["sense"], []).append(row["word"])
        return cls({sense: tuple(found) for sense, found in words.items()})

    def words(self, sense: str) -> tuple[str, ...]:
        """Return the words with the sense, in the order of the table."""
        return self._words.get(sense, ())

    def any_of(self, sense: str) -> str:
        """Return a pattern of any word with the sense, the longest first; it matches nothing where there are none."""
        words = sorted(self.words(sense), key=lambda word: (-len(word), word))
        return f"(?:{'|'.join(map(re.escape, words))})" if words else "(?!)"
