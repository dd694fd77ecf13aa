"""The rows of words: nine tenths of all rows, and therefore collected by columns and not one by one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from warehouse.keys import word_key
from warehouse.schema import arrow_schema

TagWord = Callable[[str], tuple[str, str, bool]]
"""Returns a word's tag in jieba's dictionary, its universal tag, and whether it is a stop word."""

_REMEMBERED_WORDS = 300_000
"""Words of which key and tags are remembered: a chunk has some 20,000, the dictionary 350,000. Some 100 MB at most."""


class _Vocabulary(dict[str, tuple[int, str, str, bool]]):
    """Key and tags of every word met, made when it is first asked for."""

    def __init__(self, tag_word: TagWord) -> None:
        super().__init__()
        self._tag_word = tag_word

    def __missing__(self, word: str) -> tuple[int, str, str, bool]:
        entry = (word_key(word), *self._tag_word(word))
        self[word] = entry
        return entry


class WordRows:
    """Collects the words of articles as rows of ``fact_article_word`` and ``dim_word``."""

    def __init__(self, tag_word: TagWord) -> None:
        self._vocabulary = _Vocabulary(tag_word)
        self._keys: dict[str, int] = {}
        self._start()

    def _start(self) -> None:
        self._article_keys = array("q")
        self._word_keys = array("q")
        self._occurrences = array("i")
        self._in_titles = array("i")
        self._first_starts: list[int | None] = []
        self._keys.clear()

    def add(
        self,
        article_key: int,
        words: Sequence[str],
        occurrences: Sequence[int],
        in_titles: Sequence[int],
        first_starts: Sequence[int | None],
    ) -> int:
        """Add the words of an article, by columns; return how many words it has.

        ``first_starts`` are the first code points in the body, None where a word is in the headlines only.
        """
        keys = self._keys
        for word in words:
            if word not in keys:
                keys[word] = self._vocabulary[word][0]
        self._article_keys.extend(array("q", [article_key]) * len(words))
        self._word_keys.extend(map(keys.__getitem__, words))
        self._occurrences.extend(occurrences)
        self._in_titles.extend(in_titles)
        self._first_starts.extend(first_starts)
        return sum(occurrences)

    def take(self) -> tuple[pa.Table, pa.Table]:
        """Return the rows of ``fact_article_word`` and of ``dim_word``, and start anew."""
        columns: list[pa.Array[Any]] = [
            _column(self._article_keys, pa.int64()),
            _column(self._word_keys, pa.int64()),
            _column(self._occurrences, pa.int32()),
            _column(self._in_titles, pa.int32()),
            pa.array(self._first_starts, pa.int32()),
        ]
        counts = pa.Table.from_arrays(columns, schema=arrow_schema("fact_article_word"))
        entries = [(entry[0], word, *entry[1:]) for word in self._keys if (entry := self._vocabulary[word])]
        schema = arrow_schema("dim_word")
        transposed = list(zip(*entries, strict=True)) if entries else [()] * len(schema)
        words = pa.Table.from_arrays(
            [pa.array(column, field.type) for column, field in zip(transposed, schema, strict=True)], schema=schema
        )
        if len(self._vocabulary) > _REMEMBERED_WORDS:
            self._vocabulary.clear()
        self._start()
        return counts, words


def _column(numbers: array[int], column_type: pa.DataType) -> pa.Array[Any]:
    """Return an array of machine integers as an Arrow column over the same memory; it must not change any more."""
    return pa.Array.from_buffers(column_type, len(numbers), [None, pa.py_buffer(numbers)])
