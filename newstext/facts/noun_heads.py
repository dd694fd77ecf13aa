"""The noun that a noun phrase at the start of a text leads to: 党建品牌 leads to 品牌, 的社区治理模式 to 模式."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

_ENDING_CHARACTERS: Final = frozenset(
    "，。；：、！？,;:!?的了是在把将被向到让使与和及从给就也都还不已能可会有这那并且而于由来去 \t\n\r\u3000"
)
"""Function characters and marks that no plain noun phrase goes on through."""

_ENDING_VERBS: Final = (
    *("融入", "推动", "助力", "促进", "成为", "走进", "参与", "开展", "进行", "举行", "负责", "提供", "实现", "开始"),
    *("受到", "得到", "作为"),
)
"""Verbs that end a noun phrase where news text has no mark."""

_VERB_STARTS: Final = frozenset(verb[0] for verb in _ENDING_VERBS)


class HeadMatch(NamedTuple):
    """``text[start:]`` begins with ``head``; ``gap`` is what stands before it, without the 的 of ``follows_of``."""

    head: str
    start: int
    gap: str
    follows_of: bool

    @property
    def end(self) -> int:
        """Where the head ends, in code points of the text."""
        return self.start + len(self.head)


class NounHeads:
    """A set of nouns, looked up by their first character; immutable."""

    def __init__(self, words: Iterable[str], gap: int) -> None:
        by_first: dict[str, list[str]] = {}
        for word in sorted(words, key=lambda word: (-len(word), word)):
            by_first.setdefault(word[0], []).append(word)
        self._by_first = {first: tuple(found) for first, found in by_first.items()}
        self._gap = gap

    def match(self, text: str) -> HeadMatch | None:
        """Return the nearest head, the longest that starts there, after at most ``gap`` code points and a 的."""
        by_first = self._by_first
        first = 0
        for position, character in enumerate(text[: self._gap + 2]):
            heads = by_first.get(character)
            if heads is not None and text.startswith(heads, position):
                head = next(head for head in heads if text.startswith(head, position))
                return HeadMatch(head, position, text[first:position], first == 1)
            if character == "的" and position == 0:
                first = 1
            elif character in _ENDING_CHARACTERS or (
                character in _VERB_STARTS and text.startswith(_ENDING_VERBS, position)
            ):
                return None
        return None
