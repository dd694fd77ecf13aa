"""The rows of words: nine tenths of all rows, and therefore collected by columns and not one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
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


class _Keys(dict[str, int]):
    """Key of every word of a chunk, looked up in the vocabulary when it is first asked for."""

    def __init__(self, vocabulary: _Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        key = self[word] = self._vocabulary[word][0]
        return key


class WordRows:
    """Collects the words of articles as rows of ``fact_article_word`` and ``dim_word``."""

    def __init__(self, tag_word: TagWord) -> None:
        self._vocabulary = _Vocabulary(tag_word)
        self._keys = _Keys(self._vocabulary)
        self._start()

    def _start(self) -> None:
        self._article_keys: list[int] = []
        self._word_counts: list[int] = []
        self._word_keys: list[int] = []
        self._occurrences: list[int] = []
        self._in_titles: list[int] = []
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
        self._article_keys.append(article_key)
        self._word_counts.append(len(words))
        self._word_keys.extend(map(self._keys.__getitem__, words))
        self._occurrences.extend(occurrences)
        self._in_titles.extend(in_titles)
        self._first_starts.extend(first_starts)
        return sum(occurrences)

    def take(self) -> tuple[pa.Table, pa.Table]:
        """Return the rows of ``fact_article_word`` and of ``dim_word``, and start anew."""
        article_keys = np.repeat(np.array(self._article_keys, np.int64), self._word_counts)
        counts = _arrow_table(
            "fact_article_word",
            [article_keys, self._word_keys, self._occurrences, self._in_titles, self._first_starts],
        )
        entries = [self._vocabulary[word] for word in self._keys]
        word_keys, *tags = zip(*entries, strict=True) if entries else [()] * 4
        words = _arrow_table("dim_word", [word_keys, list(self._keys), *tags])
        if len(self._vocabulary) > _REMEMBERED_WORDS:
            self._vocabulary.clear()
        self._start()
        return counts, words


def _arrow_table(name: str, columns: Iterable[Any]) -> pa.Table:
    schema = arrow_schema(name)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
