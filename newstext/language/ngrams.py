"""Word statistics of Chinese from jieba's own dictionary: does a word straddle the place where two texts meet?

The dictionary (``jieba/dict.txt``, MIT licence, words with counts from news text of the 1990s and the web) is read
through jieba once per process. Nothing else is learned from any page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, log
from typing import Final

import jieba

LONGEST_WORD: Final = 4
"""Code points, those of an idiom (成语). Longer entries of the dictionary are phrases and names made of shorter ones,
which show as well that a word goes on: with up to six, 3 of 408 pages were laid out otherwise, none of them better."""

VERB_SIZE: Final = 2
"""Code points; longer verbs are phrases, shorter ones are mostly also something else."""

CONTEXT: Final = 5
"""Code points on each side of a seam that are cut into words: a word of four that straddles it lies inside, with some
of what is around it."""

_RARELY_A_WORD: Final = -11.2
"""Log probability as a word of its own: 恢 -11.6, 贯 -11.3 are below, 校 -10.0, 群 -8.8 above."""

_MOST_BESTS: Final = 64
"""Cuttings remembered: a tail is compared with many heads, and the end of one article's text is asked for again."""

_RUN_COST: Final = -3.5
"""Log probability of one more digit or Latin letter of a run; it must only be cheaper than a new word."""


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], int, frozenset[str]]:
    """Return the count of every word, the sum of all counts, and the verbs of two characters.

    Each line of the file is a word, its count (at least 1) and its tag. Logarithms are taken where a word is looked
    up: a page needs a few hundred of them, the dictionary has 349,045 words.
    """
    with jieba.dt.get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    words, tags = fields[0::3], fields[2::3]
    counts = dict(zip(words, map(int, fields[1::3]), strict=True))
    verbs = frozenset(word for word, tag in zip(words, tags, strict=True) if tag == "v" and len(word) == VERB_SIZE)
    return counts, sum(map(int, fields[1::3])), verbs


@lru_cache(maxsize=(CONTEXT + 1) ** 2)
def _spans_across(middle: int, size: int) -> tuple[tuple[int, int], ...]:
    """Return where words can lie across ``middle`` in a text of ``size`` code points."""
    return tuple(
        (start, end) for start in range(middle) for end in range(middle + 1, min(size, start + LONGEST_WORD) + 1)
    )


class WordSeams:
    """How much better two texts read as one than as two, by the best cutting into dictionary words."""

    def __init__(self) -> None:
        self._counts, total, self._verbs = _dictionary()
        self._log_total = log(total)
        self._unknown = -self._log_total
        self._rare_count = exp(_RARELY_A_WORD + self._log_total)
        self._best: Callable[[str], tuple[float, ...]] = lru_cache(maxsize=_MOST_BESTS)(self._cut)

    def score(self, text: str) -> float:
        """Return the log probability of the best cutting of ``text`` into words, 0 for the empty text.

        A unigram model over words; time is linear in ``text`` times ``LONGEST_WORD``.
        """
        return self._best(text)[-1]

    def _cut(self, text: str) -> tuple[float, ...]:
        """Return the score of every beginning of ``text``."""
        count_of = self._counts.get
        log_total = self._log_total
        best = [0.0]
        for last, character in enumerate(text):
            if character.isascii() and character.isalnum():
                top = best[last] + _RUN_COST
            else:
                top = best[last] + (log(count_of(character, 1)) - log_total)
            for start in range(last - 1, max(-1, last - LONGEST_WORD), -1):
                count = count_of(text[start : last + 1])
                if count is not None:
                    score = best[start] + (log(count) - log_total)
                    if score > top:
                        top = score
            best.append(top)
        return tuple(best)

    def ends_broken(self, text: str) -> bool:
        """Return whether the last character of ``text`` is a hanzi that is hardly ever a word and ends none here.

        恢 of 恢复 is one: what ends like this has been cut, or ends in a name.
        """
        last = text[-1:]
        if last < "\u3400" or last > "\u9fff":
            return False
        if self._counts.get(last, 1) > self._rare_count:
            return False
        best = self._best(text[-CONTEXT:])
        return best[-1] <= best[-2] + self._log_probability(last)

    def straddle(self, left: str, right: str) -> float:
        """Return how many nats are gained when words may straddle the place where ``left`` and ``right`` meet.

        0 where the place is a word boundary anyway; 3 to 15 where it cuts a word in two.
        """
        if not (left[-1:].isalnum() and right[:1].isalnum()):
            return 0.0
        left = left[-CONTEXT:]
        text = left + right[:CONTEXT]
        middle = len(left)
        counts = self._counts
        across = [(start, end) for start, end in _spans_across(middle, len(text)) if text[start:end] in counts]
        if not across:
            return 0.0
        lefts = self._best(left)
        apart = lefts[-1] + self._best(text[middle:])[-1]
        together: float = max(
            lefts[start] + self._log_probability(text[start:end]) + self._best(text[end:])[-1] for start, end in across
        )
        return max(0.0, together - apart)

    def begins_with_verb(self, text: str) -> bool:
        """Return whether ``text`` begins with a verb of two characters: it names no subject."""
        return text[:VERB_SIZE] in self._verbs

    def is_word(self, text: str) -> bool:
        """Return whether ``text`` is an entry of the dictionary."""
        return text in self._counts

    def _log_probability(self, word: str) -> float:
        return log(self._counts[word]) - self._log_total if word in self._counts else self._unknown
