"""One pass over the text for all known names and terms; every finder of facts reads its hits.

The automaton is that of Aho and Corasick ("Efficient string matching", 1975) in Rust: it reports what overlaps too, and
its time does not depend on how many surfaces there are. A dictionary of the first two characters of surfaces, looked up
for every pair of a text, took two and a half times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

_match_start = itemgetter(1)
"""Where a match of the automaton, (index of the surface, start, end), begins."""


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
    """An immutable automaton of the surfaces of all finders."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        wanted: dict[str, list[tuple[str, Any]]] = {}
        for entry in entries:
            if entry.surface:
                wanted.setdefault(entry.surface, []).append((entry.kind, entry.payload))
        self._wanted = tuple(map(tuple, wanted.values()))
        self._automaton = AhoCorasick(wanted, store_patterns=False, implementation=Implementation.ContiguousNFA)

    def scan(self, text: str) -> dict[str, tuple[Hit, ...]]:
        """Return every occurrence of every surface in ``text``, by kind; a kind without a hit is not in the result.

        Time is linear in the text and in the hits.
        """
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        # Matches come in the order of their ends; of those that begin together the shorter one stays first.
        matches.sort(key=_match_start)
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        wanted = self._wanted
        for index, start, end in matches:
            for kind, payload in wanted[index]:
                found[kind].append(Hit(start, end, payload))
        return {kind: tuple(hits) for kind, hits in found.items()}
