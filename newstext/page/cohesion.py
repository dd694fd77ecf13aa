"""Cohesion: how much of a paragraph's rarer vocabulary an article on the same page has used before.

Pairs of neighbouring characters stand for words and names; a pair counts the more, the larger the part of its other
occurrences on the page that lies in the article (Hearst, "TextTiling", Computational Linguistics 23, 1997: passages of
one topic repeat words).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import add

REACH = 40
"""Code points of a paragraph that are compared; its first sentence names what it is about."""


class Cohesion:
    """Compares lines of one page; everything is computed when it is first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._counts: Counter[str] = Counter()
        self._page = ""
        self._rarity: dict[int, list[tuple[str, float]]] = {}
        self._shares: dict[tuple[int, int, int], float] = {}

    def share(self, at: int, first: int, last: int) -> float:
        """Return, 0 to 1, how much of line ``at`` the lines ``first`` to ``last`` (inclusive) have used before."""
        key = (at, first, last)
        found = self._shares.get(key)
        if found is None:
            found = self._shares[key] = self._share(at, first, last)
        return found

    def prints(self, left: str, right: str) -> bool:
        """Return whether the page prints elsewhere, in one piece, what stands where ``left`` and ``right`` meet.

        Names and terms that no dictionary knows are printed more than once. Three characters, two of them on one side.
        """
        page = self._page = self._page or "\n".join(self._texts)
        for piece in (left[-2:] + right[:1], left[-1:] + right[:2]):
            if len(piece) == 3 and piece.isalpha() and piece in page:
                return True
        return False

    def _share(self, at: int, first: int, last: int) -> float:
        pairs = self._rarity.get(at)
        if pairs is None:
            pairs = self._rarity[at] = self._pairs(at)
        article = "\n".join(self._texts[first : last + 1])
        return sum(article.count(pair) * part for pair, part in pairs) / (len(pairs) + 1)

    def _pairs(self, at: int) -> list[tuple[str, float]]:
        """Return the line's pairs that occur elsewhere, and one divided by how often each does."""
        if not self._counts:
            page = self._page = self._page or "\n".join(self._texts)
            self._counts = Counter(map(add, page, page[1:]))
        own = self._texts[at]
        text = own[:REACH]
        found = []
        for pair in dict.fromkeys(map(add, text, text[1:])):
            if pair.isalnum():
                others = self._counts[pair] - own.count(pair)
                if others > 0:
                    found.append((pair, 1.0 / others))
        return found
