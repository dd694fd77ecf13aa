"""A character n-gram model of running text: is a text likelier behind the one before it than at a beginning?

The counts are the rows of ``character_ngrams.csv``, which ``gewu ngrams learn`` writes from accepted articles; without
rows the model says nothing. It adds what no dictionary holds: the names and set phrases of a newspaper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log
from typing import Final, Self

from newstext.records import TableRows

TABLE: Final = "character_ngrams"

START: Final = "^"
"""Stands in an n-gram for the beginning of a paragraph."""

LONGEST_NGRAM: Final = 3
"""Code points: with two of context, most words and the joints between them are seen whole."""

MOST_NATS: Final = 4.0
"""What two characters can say at most, for or against: counts of some articles are not to be believed further."""

_TRIGRAM, _BIGRAM, _UNIGRAM = 0.6, 0.3, 0.1
_NEVER_COUNTED: Final = 1e-7
"""Interpolation of the three orders (Jelinek and Mercer, 1980), set by hand, and a floor for what was never counted.
Only ratios are used, so that they need not add up to one."""


class CharacterModel:
    """Compares a text behind another one with the same text at the beginning of a paragraph; immutable once made."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._total = sum(count for ngram, count in counts.items() if len(ngram) == 1)

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``character_ngrams`` (ngram, count, source); rows of several sources are added up."""
        counts: Counter[str] = Counter()
        for row in tables[TABLE]:
            counts[row["ngram"]] += int(row["count"])
        return cls(dict(counts))

    def gain(self, left: str, right: str) -> float:
        """Return by how many nats ``right`` is likelier behind ``left`` than at a beginning; 0 without counts."""
        if not self._total or len(left) < 2 or len(right) < 2:
            return 0.0
        first, second = right[0], right[1]
        behind = self._log_probability(left[-2:], first) + self._log_probability(left[-1] + first, second)
        begun = self._log_probability(START, first) + self._log_probability(START + first, second)
        return max(-MOST_NATS, min(MOST_NATS, behind - begun))

    def _log_probability(self, context: str, character: str) -> float:
        """Return the log probability of ``character`` behind one or two characters of context."""
        counts = self._counts
        probability = _NEVER_COUNTED + _UNIGRAM * counts.get(character, 0) / self._total
        last = context[-1]
        if last in counts:
            probability += _BIGRAM * counts.get(last + character, 0) / counts[last]
        if len(context) > 1 and context in counts:
            probability += _TRIGRAM * counts.get(context + character, 0) / counts[context]
        return log(probability)


class NgramCounter:
    """Counts the n-grams of text that comes in pieces; none spans two of them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, pieces: Iterable[tuple[str, bool]]) -> None:
        """Count the n-grams of one to ``LONGEST_NGRAM`` characters in pieces of text; each says if it begins a
        paragraph."""
        for piece, begins in pieces:
            text = START + piece if begins else piece
            for size in range(1, LONGEST_NGRAM + 1):
                self._counts.update([text[at : at + size] for at in range(len(text) - size + 1)])

    def most_common(self, least: int, most: int) -> dict[str, int]:
        """Return the ``most`` most frequent n-grams that occur at least ``least`` times, of equals the first by code
        points, sorted by code points; those with white space or unprintable characters are left out.
        """
        found = [
            (-count, ngram)
            for ngram, count in self._counts.items()
            if count >= least and ngram.isprintable() and " " not in ngram
        ]
        found.sort()
        return {ngram: -count for count, ngram in sorted(found[:most], key=_ngram_of)}


def _ngram_of(entry: tuple[int, str]) -> str:
    return entry[1]
