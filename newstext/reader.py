"""Reads a page: composes decoding, layout, language and facts into one pure function of bytes and reference data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from newstext.facts.context import PageContext
from newstext.facts.dates import infer_page_date
from newstext.facts.extract import ArticleFacts, FactExtractor, ScannedArticle, ScannedPage
from newstext.language.sentences import split_sentences
from newstext.language.words import WordCounter
from newstext.page.corrections import Corrections, cannot_be_met
from newstext.page.decode import decode
from newstext.page.layout import LayoutEngine
from newstext.records import (
    ArticleReading,
    DecodedPage,
    PageHint,
    PageLayout,
    PageReading,
    PageRejectedError,
    TableRows,
    WordCounts,
)


class _LaidOutPage(NamedTuple):
    """A page whose articles are known, with their sentences and the lexicon's hits in them."""

    decoded: DecodedPage
    layout: PageLayout
    page_no: str | None
    published_on_basis: str
    scanned: ScannedPage


class Reader:
    """Reads any number of pages; immutable once made, so one per process serves."""

    def __init__(self, tables: Mapping[str, TableRows]) -> None:
        self._layout = LayoutEngine.from_tables(tables)
        self._corrections = Corrections.from_tables(tables)
        self._facts = FactExtractor.from_tables(tables)
        self._words = WordCounter.from_tables(tables)

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build a reader from the reference tables (name to rows)."""
        return cls(tables)

    def read(self, data: bytes, hint: PageHint) -> PageReading:
        """Read one page from the bytes of its file and what its path says of it.

        Raises PageRejectedError, naming the rule, where the bytes are no page of Chinese text or where a correction of
        this page cannot be met.
        """
        reading = self.read_all([(data, hint)])[0]
        if isinstance(reading, PageRejectedError):
            raise reading
        return reading

    def read_all(self, pages: Sequence[tuple[bytes, PageHint]]) -> list[PageReading | PageRejectedError]:
        """Read pages and return for each its reading, or the error with which ``read`` refuses it.

        The readings are those of ``read``. Each step goes through all pages before the next one begins, so that what
        it works with stays in the processor's caches: eight pages together take up to a tenth less time.
        """
        laid_out = [self._laid_out(data, hint) for data, hint in pages]
        scanned = [page for page in laid_out if not isinstance(page, PageRejectedError)]
        facts = self._facts.extract([page.scanned for page in scanned])
        words = [
            [self._words.count(each.headline, each.article.body) for each in page.scanned.articles] for page in scanned
        ]
        readings = iter([_reading(*page) for page in zip(scanned, facts, words, strict=True)])
        return [page if isinstance(page, PageRejectedError) else next(readings) for page in laid_out]

    def _laid_out(self, data: bytes, hint: PageHint) -> _LaidOutPage | PageRejectedError:
        try:
            decoded = decode(data)
            layout = self._lay_out(data, decoded.text, hint)
        except PageRejectedError as error:
            return error
        articles = [self._facts.scan(article) for article in layout.articles]
        date = infer_page_date([(page.headline, page.article.body) for page in articles], hint, layout.printed_on)
        context = PageContext(
            newspaper=hint.newspaper or layout.printed_newspaper,
            published_on=date.published_on,
            year=date.year,
            year_basis=date.year_basis,
            neighbours=_printed_places(articles),
        )
        sentences = [split_sentences(each.article.body, each.article.paragraphs) for each in articles]
        scanned = ScannedPage(articles, sentences, context)
        return _LaidOutPage(decoded, layout, hint.page_no or layout.printed_page_no, date.basis, scanned)

    def _lay_out(self, data: bytes, text: str, hint: PageHint) -> PageLayout:
        corrections = self._corrections.of_page(data)
        try:
            return self._layout.lay_out(text, hint, corrections)
        except ValueError as error:
            if not corrections:
                raise
            raise cannot_be_met(error) from error


def _reading(page: _LaidOutPage, facts: list[ArticleFacts], words: list[WordCounts]) -> PageReading:
    decoded, context = page.decoded, page.scanned.context
    return PageReading(
        encoding=decoded.encoding,
        has_byte_order_mark=decoded.has_byte_order_mark,
        code_point_count=len(decoded.text),
        layout_code_point_count=_layout_code_points(decoded.text),
        newspaper=context.newspaper,
        page_no=page.page_no,
        published_on=context.published_on,
        published_on_basis=page.published_on_basis,
        lines=page.layout.lines,
        articles=tuple(
            [
                ArticleReading(article=each.article, sentences=its_sentences, words=its_words, **its_facts._asdict())
                for each, its_sentences, its_words, its_facts in zip(
                    page.scanned.articles, page.scanned.sentences, words, facts, strict=True
                )
            ]
        ),
    )


def _layout_code_points(text: str) -> int:
    """Count line ends and blank lines, without the layout's help, so that its ledger can be audited against it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(text) - sum(len(line) for line in lines if line.strip())


def _printed_places(scanned: list[ScannedArticle]) -> tuple[str, ...]:
    """Return the surfaces of all places of the reference printed on the page, sorted."""
    names: set[str] = set()
    for page in scanned:
        for text, hits in ((page.headline, page.headline_hits), (page.article.body, page.hits)):
            names.update(text[hit.start : hit.end] for hit in hits.get("place", ()))
    return tuple(sorted(names))
