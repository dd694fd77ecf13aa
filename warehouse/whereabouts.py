"""Where in an article and on its page a fact begins: paragraph, sentence and physical line, from its offset."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

_NOWHERE = 0
"""Stands for a line or sentence that is not there; the audits of ``sql/audits/`` name the row."""


class PrintedLine(Protocol):
    """What is asked of a line of the ledger (``ops.page_line``)."""

    @property
    def line_no(self) -> int:
        """Physical line of the file, from 1."""

    @property
    def role(self) -> Enum:
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


@dataclass(slots=True)
class ArticleLines:
    """The lines of one article: the first of its title, and (offset, line_no) of each that gives the body text."""

    title_line_no: int | None = None
    body: list[tuple[int, int]] = field(default_factory=list)


def lines_of_articles(lines: Iterable[PrintedLine]) -> Mapping[int, ArticleLines]:
    """Return the lines of every article of a page by its ordinal, for any ordinal."""
    found: defaultdict[int, ArticleLines] = defaultdict(ArticleLines)
    for line in lines:
        of_article = found[line.article_ordinal]
        if line.role.value == "title":
            of_article.title_line_no = min(line.line_no, of_article.title_line_no or line.line_no)
        elif line.body_start is not None and line.kept_chars > len(line.byline_suffix or ""):
            of_article.body.append((line.body_start, line.line_no))
    return found


class Whereabouts:
    """The lines and sentences of one article, looked up by offsets of its body.

    ``sentences`` are each (offset, paragraph_no, sentence_no), in any order.
    """

    def __init__(self, lines: ArticleLines, sentences: Iterable[tuple[int, int, int]]) -> None:
        self.title_line_no = lines.title_line_no
        in_order = sorted(lines.body)
        self._line_starts = [start for start, _ in in_order]
        self._line_nos = [line_no for _, line_no in in_order]
        told = sorted(sentences)
        self._sentence_starts = [start for start, _, _ in told]
        self._sentence_nos = [(paragraph_no, sentence_no) for _, paragraph_no, sentence_no in told]

    def line_no(self, offset: int) -> int:
        """Return the physical line that gave the code point at this offset, from 1."""
        place = bisect_right(self._line_starts, offset)
        return self._line_nos[place - 1] if place else _NOWHERE

    def of(self, offset: int) -> tuple[int, int, int]:
        """Return (line_no, paragraph_no, sentence_no) of the code point at this offset, each from 1."""
        place = bisect_right(self._sentence_starts, offset)
        paragraph_no, sentence_no = self._sentence_nos[place - 1] if place else (_NOWHERE, _NOWHERE)
        return self.line_no(offset), paragraph_no, sentence_no
