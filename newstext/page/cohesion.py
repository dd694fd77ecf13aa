"""Cohesion: how much of a paragraph's rarer vocabulary an article on the same page has used before.

Pairs of neighbouring characters stand for words and names; a pair counts the more, the larger the part of its other
occurrences on the page that lies in the article (Hearst, "TextTiling", Computational Linguistics 23, 1997: passages of
one topic repeat words).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import add
from typing import Final

REACH: Final = 40
"""Code points of a paragraph that are compared; its first sentence names what it is about."""

NEIGHBOURHOOD: Final = 400
"""Lines, more than print has on a page (observed: 130; hard-wrapped 300). Of a longer text only so many lines above and
below are looked at, and so many of an article: what is asked of one line costs no more the longer the text."""


class Cohesion:
    """Compares lines of one page; everything is computed when it is first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._printed: dict[int, str] = {}
        self._counted: dict[int, Counter[int]] = {}
        self._rarity: dict[int, list[tuple[str, float]]] = {}
        self._shares: dict[tuple[int, int, int], float] = {}

    def share(self, at: int, first: int, last: int) -> float:
        """Return, 0 to 1, how much of line ``at`` the lines ``first`` to ``last`` (inclusive) have used before."""
        key = (at, first, last)
        found = self._shares.get(key)
        if found is None:
            found = self._shares[key] = self._share(at, first, last)
        return found

    def prints(self, at: int, left: str, right: str) -> bool:
        """Return whether the page prints around line ``at``, in one piece, what stands where two texts meet.

        Names and terms that no dictionary knows are printed more than once. Three characters, two of them on one side.
        """
        pair = left[-1:] + right[:1]
        if len(pair) < 2 or not pair.isalpha():
            return False
        page = self._page_around(at)
        counts = self._counted.get(at // NEIGHBOURHOOD)
        # Hardly ever is the pair across the seam on the page, and where pairs are counted that is known already.
        is_printed = pair in page if counts is None else ord(pair[0]) + (ord(pair[1]) << 32) in counts
        if not is_printed:
            return False
        before, after = left[-2:-1], right[1:2]
        return (before.isalpha() and before + pair in page) or (after.isalpha() and pair + after in page)

    def _share(self, at: int, first: int, last: int) -> float:
        pairs = self._rarity.get(at)
        if pairs is None:
            pairs = self._rarity[at] = self._pairs(at)
        article = "\n".join(self._texts[max(first, last + 1 - NEIGHBOURHOOD) : last + 1])
        return min(1.0, sum([article.count(pair) * part for pair, part in pairs]) / (len(pairs) + 1))

    def _page_around(self, at: int) -> str:
        block = at // NEIGHBOURHOOD
        found = self._printed.get(block)
        if found is None:
            first = max(0, block - 1) * NEIGHBOURHOOD
            found = self._printed[block] = "\n".join(self._texts[first : (block + 2) * NEIGHBOURHOOD])
        return found

    def _pairs(self, at: int) -> list[tuple[str, float]]:
        """Return the line's pairs that occur elsewhere, and one divided by how often each does."""
        page = self._page_around(at)
        own = self._texts[at]
        text = own[:REACH]
        block = at // NEIGHBOURHOOD
        counts = self._counted.get(block)
        if counts is None:
            # Pages without an interruption never ask, of the others most ask of several lines.
            counts = self._counted[block] = Counter(_pair_numbers(page))
        found = []
        for pair in dict.fromkeys(map(add, text, text[1:])):
            if pair.isalnum():
                first, second = pair
                # 天天天 holds 天天 once: pairs of a text do not overlap.
                printed = page.count(pair) if first == second else counts[ord(first) + (ord(second) << 32)]
                others = printed - own.count(pair) if printed > 1 else 0
                if others > 0:
                    found.append((pair, 1.0 / others))
        return found


def _pair_numbers(text: str) -> Iterator[int]:
    """Return all pairs of neighbouring characters, each as one number of which the second character is the upper half.

    Numbers are made and counted in half the time that strings of two take.
    """
    code_points = memoryview(text.encode("utf-32-le", "surrogatepass"))
    pairs = len(text) // 2
    shifted = (len(text) - 1) // 2
    return chain(code_points[: 8 * pairs].cast("Q"), code_points[4 : 4 + 8 * shifted].cast("Q"))
