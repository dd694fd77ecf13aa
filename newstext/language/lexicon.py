"""One pass over the text for all known names and terms; every finder of facts reads its hits.

Surfaces are kept by their first two characters. Few pairs of characters of a text begin a surface, so that one look
into a dictionary rules out most places, and a slice for each length of surface that the pair begins settles the others.
(An automaton of Aho and Corasick was measured at 1.6 times the time: its root has 1,600 branches, and pyahocorasick
searches them one after the other.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import add
from typing import Any, NamedTuple

PAIR = 2
"""Code points by which surfaces are looked up."""


class LexiconEntry(NamedTuple):
    """A surface to look for, the kind of finder that asks for it, and whatever that finder wants to get back."""

    surface: str
    kind: str
    payload: Any


class Hit(NamedTuple):
    """``text[start:end]`` is a surface of the lexicon. Half-open, code points."""

    start: int
    end: int
    payload: Any


Hits = Mapping[str, tuple[Hit, ...]]
"""All hits of a text by kind, overlapping ones included, in the order of (start, end)."""


class Lexicon:
    """An immutable dictionary of the surfaces of all finders."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._wanted: dict[str, list[tuple[str, Any]]] = {}
        for entry in entries:
            if entry.surface:
                self._wanted.setdefault(entry.surface, []).append((entry.kind, entry.payload))
        lengths: dict[str, set[int]] = {}
        for surface in self._wanted:
            lengths.setdefault(surface[:PAIR], set()).add(len(surface))
        self._lengths = {pair: tuple(sorted(found)) for pair, found in lengths.items()}
        self._single = sorted(surface for surface in self._wanted if len(surface) < PAIR)

    def scan(self, text: str) -> dict[str, tuple[Hit, ...]]:
        """Return every occurrence of every surface in ``text``, by kind; a kind without a hit is not in the result.

        Time is linear in the text and in the surfaces, of different lengths, that begin with two characters of it.
        """
        found: dict[str, list[Hit]] = {}
        wanted = self._wanted
        lengths = self._lengths
        for start, pair in [place for place in enumerate(map(add, text, text[1:])) if place[1] in lengths]:
            for length in lengths[pair]:
                surface = text[start : start + length]
                # At the end of the text a slice is shorter than asked for.
                if surface in wanted and len(surface) == length:
                    for kind, payload in wanted[surface]:
                        found.setdefault(kind, []).append(Hit(start, start + length, payload))
        self._add_single(text, found)
        return {kind: tuple(hits) for kind, hits in found.items()}

    def _add_single(self, text: str, found: dict[str, list[Hit]]) -> None:
        """Add the hits of surfaces of one character, and put the kinds that have some in order again."""
        unordered: set[str] = set()
        for surface in self._single:
            start = text.find(surface)
            while start >= 0:
                for kind, payload in self._wanted[surface]:
                    found.setdefault(kind, []).append(Hit(start, start + 1, payload))
                    unordered.add(kind)
                start = text.find(surface, start + 1)
        for kind in unordered:
            found[kind].sort(key=_position)


def _position(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end
