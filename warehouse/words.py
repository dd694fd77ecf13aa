"""The rows of words: nine tenths of all rows, and therefore collected by columns and not one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from warehouse.arrow_columns import IntArray, integer_column
from warehouse.columns import TableRows
from warehouse.keys import word_key
from warehouse.schema import arrow_schema

TagWord = Callable[[str], tuple[str, str, bool]]
"""Returns a word's tag in jieba's dictionary, its universal tag, and whether it is a stop word."""

_REMEMBERED_WORDS = 300_000
"""Words of which key and tags are remembered: a chunk has some 20,000, the dictionary 350,000. Some 60 MB at most."""

_NOT_IN_BODY = -1
"""Stands for the first start of a word that is in the headlines only, until null does."""

_NUMBER = pa.field("number", pa.int32())


class _Vocabulary(dict[str, int]):
    """The number of every word met; numbers count from 0, and are those of its row among the members."""

    def __init__(self, tag_word: TagWord) -> None:
        super().__init__()
        self._tag_word = tag_word
        self._rows = TableRows("dim_word")
        self._members = self._rows.take()

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def members(self) -> pa.Table:
        """Return the rows of ``dim_word`` of all words, by their numbers."""
        new = list(islice(self, len(self._members), None))
        if new:
            # In their order, so that what is looked up in the sorted dictionary is near to what was looked up before.
            tags = {word: self._tag_word(word) for word in sorted(new)}
            self._rows.extend((word_key(word), word, *tags[word]) for word in new)
            self._members = pa.concat_tables([self._members, self._rows.take()]).combine_chunks()
        return self._members

    def clear(self) -> None:
        """Forget all words."""
        super().clear()
        self._members = self._rows.take()


class WordRows:
    """Collects the words of articles as rows of ``fact_article_word`` and ``dim_word``."""

    def __init__(self, tag_word: TagWord) -> None:
        self._vocabulary = _Vocabulary(tag_word)
        self._schema = arrow_schema("fact_article_word")
        self._start()

    def _start(self) -> None:
        self._word_counts: list[int] = []
        self._words: list[int] = []
        self._occurrences: list[int] = []
        self._in_titles: list[int] = []
        self._first_starts: list[int | None] = []

    def add(
        self,
        words: Sequence[str],
        occurrences: Sequence[int],
        in_titles: Sequence[int],
        first_starts: Sequence[int | None],
    ) -> int:
        """Add the words of the next article, by columns; return how many words it has.

        ``first_starts`` are the first code points in the body, None where a word is in the headlines only.
        """
        self._word_counts.append(len(words))
        self._words.extend(map(self._vocabulary.__getitem__, words))
        self._occurrences.extend(occurrences)
        self._in_titles.extend(in_titles)
        self._first_starts.extend(first_starts)
        return sum(occurrences)

    def take(self, article_keys: IntArray) -> tuple[pa.Table, pa.Table]:
        """Return the rows of ``fact_article_word`` and of ``dim_word``, and start anew.

        ``article_keys`` are those of the articles in the order in which they were added.
        """
        members = self._vocabulary.members()
        words = _numbers(self._words)
        is_used = np.zeros(len(members), np.bool_)
        is_used[words] = True
        used = members.take(integer_column(np.flatnonzero(is_used), _NUMBER))
        first_starts = _numbers([_NOT_IN_BODY if start is None else start for start in self._first_starts])
        article_key, _, occurrence_count, title_count, first_body_start = self._schema
        counts = pa.Table.from_arrays(
            [
                integer_column(np.repeat(article_keys, self._word_counts), article_key),
                members.column("word_key").take(integer_column(words, _NUMBER)),
                integer_column(_counts(self._occurrences), occurrence_count),
                integer_column(_counts(self._in_titles), title_count),
                integer_column(first_starts, first_body_start, is_null=first_starts == _NOT_IN_BODY),
            ],
            schema=self._schema,
        )
        if len(self._vocabulary) > _REMEMBERED_WORDS:
            self._vocabulary.clear()
        self._start()
        return counts, used


def _numbers(values: list[int]) -> npt.NDArray[np.int32]:
    return np.fromiter(values, np.int32, len(values))


def _counts(values: list[int]) -> npt.NDArray[np.integer[Any]]:
    try:
        # Three times as quick, and hardly a word comes more often in an article.
        return np.frombuffer(bytes(values), np.uint8)
    except ValueError:
        return _numbers(values)
