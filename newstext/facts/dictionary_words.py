"""The dictionary's words of short texts with jieba's tags, remembered: finders ask for the same few again and again."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import rjieba

Words = tuple[tuple[str, str], ...]
"""Words in order, each with its tag; joined they are the text."""

_REMEMBERED: Final = 4096
"""Texts: of the windows beside names and figures one in two to five is new on a page."""

_MARK: Final = re.compile("[，。；：！？、“”‘’《》（）…— \n]")
"""Marks that jieba cuts a text at, whatever stands around them (its ``re_han_default`` holds none of them)."""

_WITHOUT_MARK: Final = re.compile("[^，。；：！？、“”‘’《》（）…— \n]*$")


@lru_cache(maxsize=_REMEMBERED)
def words_of(text: str) -> Words:
    """Return the dictionary's words of a short text with jieba's tags."""
    return tuple(rjieba.tag(text, False))


@lru_cache(maxsize=_REMEMBERED)
def words_by_model(text: str) -> Words:
    """Return the words of a short text with jieba's tags; its model finds those that the dictionary does not know."""
    return tuple(rjieba.tag(text))


def up_to_mark(text: str, start: int, longest: int) -> str:
    """Return ``text[start:start + longest]`` with its first mark as the end: its words do not depend on the rest."""
    mark = _MARK.search(text, start, start + longest)
    return text[start : mark.end() if mark is not None else start + longest]


def from_mark(text: str, low: int, end: int) -> str:
    """Return ``text[low:end]`` from behind its last mark: its words do not depend on what stands before."""
    found = _WITHOUT_MARK.search(text, low, end)
    return text[found.start() : end] if found is not None else text[low:end]
