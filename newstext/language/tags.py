"""What kind of word a word is: jieba's part-of-speech tag, the universal one for it, and whether it is a stop word.

A word has one tag, the one of the dictionary: nothing is tagged by its context.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, Self

import jieba

from newstext.records import TableRows

UNKNOWN: Final = "x"
"""jieba's tag of a word that its dictionary does not hold."""

_NUMBER: Final = re.compile("[.0-9]")
_LATIN: Final = re.compile("[a-zA-Z0-9]")
"""What a word starts with that jieba's ``posseg`` tags m or eng, in this order, where the dictionary has no tag."""

_CHINESE_NUMBER: Final = re.compile("[〇零○一二两三四五六七八九十百千万亿]+")


class WordTag(NamedTuple):
    """The tag of jieba's dictionary, the tag of Universal Dependencies, and whether the word is a stop word."""

    jieba_tag: str
    upos: str
    is_stop_word: bool


@lru_cache(maxsize=1)
def _dictionary_lines() -> list[bytes]:
    """Return the lines ``word count tag`` of jieba's dictionary in the order of their bytes.

    Sorted lines are ready in a tenth of the time that a table of 350,000 words takes, and most are never asked for.
    """
    with jieba.dt.get_dict_file() as lines:
        data: bytes = lines.read()
    return sorted(data.split(b"\n"))


def _dictionary_tag(word: str) -> str | None:
    lines = _dictionary_lines()
    prefix = word.encode() + b" "
    index = bisect_left(lines, prefix)
    if index == len(lines) or not lines[index].startswith(prefix):
        return None
    return lines[index].rsplit(b" ", 1)[1].decode().strip()


class WordTags:
    """Tags words; immutable once made. jieba's dictionary is read when the first word is tagged."""

    def __init__(self, own_tags: Mapping[str, str], universal: Mapping[str, str], stop_words: frozenset[str]) -> None:
        self._own_tags = own_tags
        self._universal = universal
        self._stop_words = stop_words

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from the reference tables.

        Tables and columns used: ``domain_words`` (word, tag), ``part_of_speech_tags`` (jieba_tag, upos) and
        ``stop_words`` (word); names of ``places`` and ``places_supplement`` (name) are tagged ns.
        """
        own = {row["name"]: "ns" for table in ("places_supplement", "places") for row in tables.get(table, ())}
        own |= {row["word"]: row["tag"] for row in tables["domain_words"] if row["tag"]}
        return cls(
            own,
            {row["jieba_tag"]: row["upos"] for row in tables["part_of_speech_tags"]},
            frozenset(row["word"] for row in tables["stop_words"]),
        )

    def tag(self, word: str) -> WordTag:
        """Return the tags of a word: of the project's words first, then of jieba's dictionary.

        A word in neither gets what ``jieba.posseg`` gives it by its form: m where it starts with a digit (or is written
        in Chinese numerals), eng where it starts with a Latin letter, else x.
        """
        jieba_tag = self._own_tags.get(word) or _dictionary_tag(word) or _tag_by_form(word)
        return WordTag(jieba_tag, self._upos(jieba_tag), word in self._stop_words)

    def _upos(self, jieba_tag: str) -> str:
        """Return the universal tag of the longest beginning of ``jieba_tag`` that the table holds, else X.

        The tag set is a tree: nrt is a kind of nr, which is a kind of n.
        """
        for end in range(len(jieba_tag), 0, -1):
            upos = self._universal.get(jieba_tag[:end])
            if upos is not None:
                return upos
        return "X"


def _tag_by_form(word: str) -> str:
    if _NUMBER.match(word) or _CHINESE_NUMBER.fullmatch(word):
        return "m"
    return "eng" if _LATIN.match(word) else UNKNOWN
