"""Word statistics of Chinese from jieba's own dictionary: does a word straddle the place where two texts meet?

The dictionary (``jieba/dict.txt``, MIT licence, words with counts from news text of the 1990s and the web) is read
through jieba once per process. Nothing else is learned from any page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import inf, log
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

_Scores = Callable[[str], list[float]]

_MOST_CUTTINGS: Final = 64
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
    counts = list(map(int, fields[1::3]))
    verbs = frozenset(word for word, tag in zip(words, tags, strict=True) if tag == "v" and len(word) == VERB_SIZE)
    return dict(zip(words, counts, strict=True)), sum(counts), verbs


@lru_cache(maxsize=(CONTEXT + 1) ** 2)
def _spans_across(middle: int, size: int) -> tuple[tuple[int, int], ...]:
    """Return where words can lie across ``middle`` in a text of ``size`` code points, the shortest first."""
    return tuple(
        (start, start + length)
        for length in range(2, LONGEST_WORD + 1)
        for start in range(max(0, middle + 1 - length), min(middle, size - length + 1))
    )


class WordSeams:
    """How much better two texts read as one than as two, by the best cutting into dictionary words."""

    def __init__(self) -> None:
        self._counts, total, self._verbs = _dictionary()
        self._log_total = log(total)
        self._alone_known: dict[str, float] = {}
        self._beginnings: _Scores = lru_cache(maxsize=_MOST_CUTTINGS)(self._score_beginnings)
        self._ends: _Scores = lru_cache(maxsize=_MOST_CUTTINGS)(self._score_ends)

    def score(self, text: str) -> float:
        """Return the log probability of the best cutting of ``text`` into words, 0 for the empty text.

        A unigram model over words; time is linear in ``text`` times ``LONGEST_WORD``.
        """
        return self._beginnings(text)[-1]

    def _score_beginnings(self, text: str) -> list[float]:
        """Return the score of every beginning of ``text``, the empty one first."""
        count_of, alone = self._counts.get, self._alone_known
        log_total = self._log_total
        best = [0.0]
        for end, character in enumerate(text, start=1):
            top = best[-1] + (alone[character] if character in alone else self._alone(character))
            for start in range(end - 2, max(0, end - LONGEST_WORD) - 1, -1):
                count = count_of(text[start:end])
                if count is not None:
                    score = best[start] + (log(count) - log_total)
                    if score > top:
                        top = score
            best.append(top)
        return best

    def _score_ends(self, text: str) -> list[float]:
        """Return the score of every end of ``text``, all of it first and the empty one last."""
        count_of, alone = self._counts.get, self._alone_known
        log_total = self._log_total
        size = len(text)
        best = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            character = text[start]
            top = best[start + 1] + (alone[character] if character in alone else self._alone(character))
            for end in range(start + 2, min(size, start + LONGEST_WORD) + 1):
                count = count_of(text[start:end])
                if count is not None:
                    score = best[end] + (log(count) - log_total)
                    if score > top:
                        top = score
            best[start] = top
        return best

    def _alone(self, character: str) -> float:
        """Return the log probability of a character as a word of its own."""
        if character.isascii() and character.isalnum():
            found = _RUN_COST
        else:
            found = log(self._counts.get(character, 1)) - self._log_total
        self._alone_known[character] = found
        return found

    def ends_broken(self, text: str) -> bool:
        """Return whether the last character of ``text`` is a hanzi that is hardly ever a word and ends none here.

        恢 of 恢复 is one: what ends like this has been cut, or ends in a name.
        """
        last = text[-1:]
        if last < "\u3400" or last > "\u9fff":
            return False
        alone = self._alone_known.get(last) or self._alone(last)
        if alone > _RARELY_A_WORD:
            return False
        best = self._beginnings(text[-CONTEXT:])
        return best[-1] <= best[-2] + alone

    def straddle(self, left: str, right: str, enough: float = inf) -> float:
        """Return how many nats are gained when words may straddle the place where ``left`` and ``right`` meet.

        0 where the place is a word boundary anyway; 3 to 15 where it cuts a word in two. Once more than ``enough`` is
        gained no better word is looked for.
        """
        if not (left[-1:].isalnum() and right[:1].isalnum()):
            return 0.0
        left, right = left[-CONTEXT:], right[:CONTEXT]
        text = left + right
        middle = len(left)
        count_of, log_total = self._counts.get, self._log_total
        beginnings: list[float] = []
        ends: list[float] = []
        most = 0.0
        for start, end in _spans_across(middle, len(text)):
            count = count_of(text[start:end])
            if count is not None:
                if not beginnings:
                    beginnings, ends = self._beginnings(left), self._ends(right)
                together = beginnings[start] + (log(count) - log_total) + ends[end - middle]
                most = max(most, together - (beginnings[-1] + ends[0]))
                if most > enough:
                    break
        return most

    def begins_with_verb(self, text: str) -> bool:
        """Return whether ``text`` begins with a verb of two characters: it names no subject."""
        return text[:VERB_SIZE] in self._verbs

    def is_word(self, text: str) -> bool:
        """Return whether ``text`` is an entry of the dictionary."""
        return text in self._counts
