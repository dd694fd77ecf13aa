"""Contexts of invented articles for the tests of the finders that come after places and dates."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from newstext.facts.context import ArticleContext, PageContext
from newstext.language.lexicon import Hits
from newstext.records import Article, DateMention, Entity, Mention, Paragraph, Sentence, TableRows

REFERENCE = Path(__file__).resolve().parents[3] / "seeds" / "reference"
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?”?")


@cache
def reference_rows(table: str) -> TableRows:
    """Read one reference table as the program does."""
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def sentences_of(body: str) -> tuple[Sentence, ...]:
    found = []
    start = 0
    for paragraph_no, paragraph in enumerate(body.split("\n"), 1):
        matches = _SENTENCE.finditer(body, start, start + len(paragraph))
        for sentence_no, match in enumerate(matches, 1):
            found.append(Sentence(paragraph_no, sentence_no, *match.span(), None))
        start += len(paragraph) + 1
    return tuple(found)


def make_context(
    scan: Callable[[str], Hits],
    body: str,
    title: str = "无题",
    *,
    headings: tuple[str | None, ...] = (),
    entities: dict[str, Entity] | None = None,
    dates: tuple[DateMention, ...] = (),
) -> ArticleContext:
    """Make the context of one article; every occurrence of a surface of ``entities`` is a mention."""
    paragraphs = []
    start = 0
    for number, text in enumerate(body.split("\n")):
        heading = headings[number] if number < len(headings) else None
        paragraphs.append(Paragraph(start, start + len(text), heading))
        start += len(text) + 1
    article = Article(1, 1, None, title, None, body, tuple(paragraphs), None, (), False, False, 1.0, 0, 0)
    mentions = [
        Mention(entity, surface, match.start(), match.end())
        for surface, entity in (entities or {}).items()
        for match in re.finditer(re.escape(surface), body)
    ]
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    return ArticleContext(
        article, sentences_of(body), title, scan(body), scan(title), PageContext(), dates, tuple(mentions)
    )
