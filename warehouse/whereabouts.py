"""Where in an article and on its page facts begin: paragraph, sentence and physical line, from their offsets.

Everything is looked up for the articles of a chunk and for whole columns of facts at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from warehouse.arrow_columns import ArrowArray, IntArray, integer_column
from warehouse.columns import ArticleRows

_NOWHERE = 0
"""Stands for a line or sentence that is not there; the audits of ``sql/audits/`` name the row."""

_OFFSET_BITS = 32
"""Bits of an offset in a body, below those of the article's number, in the one number that both are sorted by."""


class PrintedLine(Protocol):
    """What is asked of a line of the ledger (``ops.page_line``)."""

    @property
    def line_no(self) -> int:
        """Physical line of the file, from 1."""

    @property
    def role(self) -> str:
        """What it is on the page."""

    @property
    def article_ordinal(self) -> int:
        """The article; 0 for furniture."""

    @property
    def byline_suffix(self) -> str | None:
        """Reporters printed at its end."""

    @property
    def body_start(self) -> int | None:
        """Where its text starts in the body."""

    @property
    def kept_chars(self) -> int:
        """Code points that are kept of it."""


class Beginnings:
    """Where things that are printed one after the other begin in the bodies of a chunk's articles.

    ``rows`` are each (article, offset, number, …), in any order; articles are numbers that the caller gives them.
    """

    def __init__(self, rows: Sequence[Sequence[int]] | IntArray, numbers: int) -> None:
        table = np.array(rows, np.int64).reshape(-1, 2 + numbers)
        table = table[np.lexsort(table.T[::-1])]
        self._articles = table[:, 0]
        self._starts = self._articles << _OFFSET_BITS | table[:, 1]
        self._numbers = table[:, 2:].T

    def at(self, articles: IntArray, offsets: IntArray) -> list[IntArray]:
        """Return the numbers of what each code point is in: of the last thing that begins there or before."""
        if not len(self._starts):
            return [np.full(len(articles), _NOWHERE) for _ in self._numbers]
        last = np.searchsorted(self._starts, articles << _OFFSET_BITS | offsets, side="right") - 1
        is_there = (last >= 0) & (self._articles[last] == articles)
        return [np.where(is_there, numbers[last], _NOWHERE) for numbers in self._numbers]


class PrintedLines:
    """The lines of a chunk's articles: the first of each title, and those that give the text of bodies."""

    def __init__(self) -> None:
        self._titles: dict[int, int] = {}
        self._bodies: list[tuple[int, int, int]] = []

    def add_page(self, lines: Iterable[PrintedLine], articles: Mapping[int, int]) -> None:
        """Add the lines of a page; ``articles`` has the number of each of its articles, by ordinal."""
        for line in lines:
            if line.role == "title":
                article = articles[line.article_ordinal]
                self._titles[article] = min(line.line_no, self._titles.get(article, line.line_no))
            elif line.body_start is not None and line.kept_chars > len(line.byline_suffix or ""):
                self._bodies.append((articles[line.article_ordinal], line.body_start, line.line_no))

    def title_line_no(self, article: int) -> int | None:
        """Return the line on which the title of an article begins, from 1; None where none is printed."""
        return self._titles.get(article)

    def beginnings(self) -> Beginnings:
        """Return where the lines begin in bodies, each with its line_no."""
        return Beginnings(self._bodies, 1)


class Whereabouts:
    """What follows for the rows of articles from the article and from where they begin in its body."""

    def __init__(self, article_keys: IntArray, lines: Beginnings, sentences: Beginnings) -> None:
        self._article_keys = article_keys
        self._lines = lines
        self._sentences = sentences

    def columns(self, rows: ArticleRows) -> dict[str, ArrowArray]:
        """Return the derived columns of rows: article_key, line_no, paragraph_no and sentence_no, as they have them."""
        if not rows.derived:
            return {}
        articles = rows.articles()
        found = {"article_key": self._article_keys[articles]}
        if "line_no" in rows.derived:
            offsets = np.array(rows.column("body_start"), np.int64)
            (found["line_no"],) = self._lines.at(articles, offsets)
            if "sentence_no" in rows.derived:
                found["paragraph_no"], found["sentence_no"] = self._sentences.at(articles, offsets)
        return {name: integer_column(values, rows.schema.field(name)) for name, values in found.items()}
