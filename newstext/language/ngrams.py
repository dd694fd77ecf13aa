"""Word statistics of Chinese from jieba's own dictionary: does a word straddle the place where two texts meet?

The dictionary (``jieba/dict.txt``, MIT licence, words with counts from news text of the 1990s and the web) is read
through jieba once per process. Nothing else is learned from any page.
"""

from __future__ import annotations

from functools import lru_cache
from math import log

import jieba

LONGEST_WORD = 6
"""Code points. Longer entries of the dictionary are phrases; none is needed to see that a word goes on."""

VERB_SIZE = 2
"""Code points; longer verbs are phrases, shorter ones are mostly also something else."""

CONTEXT = 5
"""Code points on each side of a seam that are cut into words: a word of six that straddles it lies inside."""

_RARELY_A_WORD = -11.2
"""Log probability as a word of its own: 恢 -11.6, 贯 -11.3 are below, 校 -10.0, 群 -8.8 above."""

_RUN_COST = -3.5
"""Log probability of one more digit or Latin letter of a run; it must only be cheaper than a new word."""


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, float], float, frozenset[str]]:
    """Return the log probability of every word up to ``LONGEST_WORD``, that of a character without entry, and the
    verbs of two characters."""
    counts: dict[str, int] = {}
    verbs = set()
    total = 0
    with jieba.dt.get_dict_file() as lines:
        for raw in lines:
            word, count, tag = raw.decode("utf-8").split()
            number = int(count)
            total += number
            if number and len(word) <= LONGEST_WORD:
                counts[word] = number
                if tag == "v" and len(word) == VERB_SIZE:
                    verbs.add(word)
    log_total = log(total)
    return {word: log(number) - log_total for word, number in counts.items()}, -log_total, frozenset(verbs)


class WordSeams:
    """How much better two texts read as one than as two, by the best cutting into dictionary words."""

    def __init__(self) -> None:
        self._log_probability, self._unknown, self._verbs = _dictionary()

    def score(self, text: str) -> float:
        """Return the log probability of the best cutting of ``text`` into words, 0 for the empty text.

        A unigram model over words; time is linear in ``text`` times ``LONGEST_WORD``.
        """
        return self._best(text)[-1]

    def _best(self, text: str) -> list[float]:
        """Return the score of every beginning of ``text``."""
        get = self._log_probability.get
        unknown = self._unknown
        best = [0.0]
        for end in range(1, len(text) + 1):
            character = text[end - 1]
            top = best[end - 1] + get(character, unknown)
            if character.isascii() and character.isalnum():
                top = best[end - 1] + _RUN_COST
            for start in range(max(0, end - LONGEST_WORD), end - 1):
                word = get(text[start:end])
                if word is not None and best[start] + word > top:
                    top = best[start] + word
            best.append(top)
        return best

    def ends_broken(self, text: str) -> bool:
        """Return whether the last character of ``text`` is a hanzi that is hardly ever a word and ends none here.

        恢 of 恢复 is one: what ends like this has been cut, or ends in a name.
        """
        last = text[-1:]
        if last < "\u3400" or last > "\u9fff":
            return False
        alone = self._log_probability.get(last, self._unknown)
        if alone > _RARELY_A_WORD:
            return False
        best = self._best(text[-CONTEXT:])
        return best[-1] <= best[-2] + alone

    def straddle(self, left: str, right: str) -> float:
        """Return how many nats are gained when words may straddle the place where ``left`` and ``right`` meet.

        0 where the place is a word boundary anyway; 3 to 15 where it cuts a word in two.
        """
        left = left[-CONTEXT:]
        right = right[:CONTEXT]
        get = self._log_probability.get
        across = []
        for before in range(1, len(left) + 1):
            start = left[-before:]
            for after in range(1, min(len(right), LONGEST_WORD - before) + 1):
                word = get(start + right[:after])
                if word is not None:
                    across.append((before, after, word))
        if not across:
            return 0.0
        lefts = self._best(left)
        apart = lefts[-1] + self._best(right)[-1]
        together = max(
            lefts[len(left) - before] + word + self._best(right[after:])[-1] for before, after, word in across
        )
        return max(0.0, together - apart)

    def begins_with_verb(self, text: str) -> bool:
        """Return whether ``text`` begins with a verb of two characters: it names no subject."""
        return text[:VERB_SIZE] in self._verbs

    def is_word(self, text: str) -> bool:
        """Return whether ``text`` is an entry of the dictionary."""
        return text in self._log_probability
