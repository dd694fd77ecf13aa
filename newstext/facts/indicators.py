"""What figures count: head words with their categories, and the words that bound a counted thing or speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, Self, cast

from newstext.records import TableRows

_CLOSING: Final = '”’》"'

WordRole = Literal["governs", "compound", "both", "outside"]


class FigureWord(NamedTuple):
    """A word beside a figure.

    A verb that ``governs`` ends the name of the thing counted, a ``compound`` one may stand inside it, ``both`` may do
    either; words ``outside`` are adverbs, pronouns and scopes that are never part of the name.
    """

    word: str
    role: WordRole
    category: str


class IndicatorTable:
    """Head words and verbs; a head word is looked up by the end of a phrase, the longest first."""

    def __init__(self, heads: dict[str, str], words: dict[str, FigureWord]) -> None:
        self._heads = heads
        self._words = words
        self._outside = frozenset(word for word, entry in words.items() if entry.role == "outside")
        # Head words by the character that they end in and begin with, their lengths from long to short.
        self._lengths_by_last = _lengths(heads, -1)
        self._lengths_by_first = _lengths(heads, 0)

    @classmethod
    def from_rows(cls, heads: TableRows, words: TableRows) -> Self:
        """Build from ``indicators`` (head, category) and ``figure_words`` (word, role, category)."""
        return cls(
            {row["head"]: row["category"] for row in heads},
            {row["word"]: FigureWord(row["word"], cast(WordRole, row["role"]), row["category"]) for row in words},
        )

    def head_category(self, phrase: str) -> str | None:
        """Return the category of the longest head word that ends the phrase; None where none does."""
        if phrase[-1:] in _CLOSING:
            phrase = phrase.rstrip(_CLOSING)
        for length in self._lengths_by_last.get(phrase[-1:], ()):
            if length <= len(phrase):
                category = self._heads.get(phrase[-length:])
                if category is not None:
                    return category
        return None

    def head_length(self, phrase: str) -> int:
        """Return the length of the longest head word of at least two code points that ends the phrase, else 0."""
        for length in self._lengths_by_last.get(phrase[-1:], ()):
            if 1 < length <= len(phrase) and phrase[-length:] in self._heads:
                return length
        return 0

    def head_length_at(self, text: str, position: int) -> int:
        """Return the length of the longest head word of at least two code points at ``position``, else 0."""
        for length in self._lengths_by_first.get(text[position : position + 1], ()):
            if length > 1 and text[position : position + length] in self._heads:
                return length
        return 0

    def is_head(self, word: str) -> bool:
        """Return True if the word is one of the head words."""
        return word in self._heads

    def is_outside(self, word: str) -> bool:
        """Return True if the word is never part of the name of a counted thing."""
        return word in self._outside

    def verb(self, word: str) -> FigureWord | None:
        """Return the verb's entry, or None where the word is no verb beside figures."""
        entry = self._words.get(word)
        return None if entry is None or entry.role == "outside" else entry

    def governs(self, word: str) -> bool:
        """Return True if the word is a verb that a counted thing cannot begin with."""
        entry = self._words.get(word)
        return entry is not None and entry.role == "governs"

    def bounds(self, word: str) -> bool:
        """Return True if the verb may be the one that a counted thing is the object of."""
        entry = self._words.get(word)
        return entry is not None and entry.role in ("governs", "both")

    def joins(self, word: str) -> bool:
        """Return True if the verb may stand inside the name of a counted thing (志愿服务项目)."""
        entry = self._words.get(word)
        return entry is not None and entry.role in ("compound", "both")


def _lengths(heads: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words by the character at ``at``, the longest first."""
    found: dict[str, set[int]] = {}
    for head in heads:
        found.setdefault(head[at], set()).add(len(head))
    return {character: tuple(sorted(lengths, reverse=True)) for character, lengths in found.items()}
