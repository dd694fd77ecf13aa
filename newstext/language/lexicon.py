"""One automaton over the text for all known names and terms; every finder of facts reads its hits.

Aho and Corasick, "Efficient string matching", CACM 18 (1975): all occurrences of all surfaces in one pass, in time
linear in the text and the hits, however many surfaces there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import ahocorasick


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
    """An immutable automaton over the surfaces of all finders."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        by_surface: dict[str, list[tuple[str, Any]]] = {}
        for entry in entries:
            if entry.surface:
                by_surface.setdefault(entry.surface, []).append((entry.kind, entry.payload))
        self._automaton = ahocorasick.Automaton()
        for surface, wanted in by_surface.items():
            self._automaton.add_word(surface, (len(surface), tuple(wanted)))
        if by_surface:
            self._automaton.make_automaton()
        self._is_empty = not by_surface

    def scan(self, text: str) -> dict[str, tuple[Hit, ...]]:
        """Return every occurrence of every surface in ``text``, by kind; a kind without a hit is not in the result."""
        if self._is_empty:
            return {}
        found: dict[str, list[Hit]] = {}
        for last, (length, wanted) in self._automaton.iter(text):
            end = last + 1
            for kind, payload in wanted:
                found.setdefault(kind, []).append(Hit(end - length, end, payload))
        return {kind: tuple(sorted(hits, key=_position)) for kind, hits in found.items()}


def _position(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end
