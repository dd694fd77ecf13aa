"""What a finder of facts is given: one article, the lexicon's hits in it, and what the finders before it have found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final

from newstext.language.lexicon import Hit, Hits
from newstext.records import Article, ArticleInitiative, DateMention, Mention, Sentence

_span: Final = attrgetter("start", "end")
_start: Final = attrgetter("start")
_end: Final = attrgetter("end")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What is known of the page that the article stands on.

    ``published_on`` is exact; ``year`` is the year that the page's own texts agree on where no day is known, with
    ``year_basis`` saying which text. ``places`` and ``names`` of other articles of the page are in ``neighbours``:
    full place names printed anywhere on the page.
    """

    newspaper: str | None = None
    published_on: date | None = None
    year: int | None = None
    year_basis: str = "unknown"
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """One article on its way through the finders.

    ``hits`` are of ``article.body``; ``headline_hits`` of ``headline`` (kicker, title and subtitle joined by newline).
    ``dates`` and ``mentions`` (sorted by start) hold what earlier finders found: dates, places, organisations, people,
    initiatives, in this order of finding. ``headline_mentions`` are the places of ``headline``, with spans of it.
    ``initiatives`` tell whose those are that the article names.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    headline: str
    hits: Hits
    headline_hits: Hits
    page: PageContext
    dates: tuple[DateMention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    headline_mentions: tuple[Mention, ...] = ()
    initiatives: tuple[ArticleInitiative, ...] = ()

    def with_dates(self, dates: tuple[DateMention, ...]) -> ArticleContext:
        """Return the context with the dates of the body."""
        return self._with(dates, self.mentions, self.headline_mentions, self.initiatives)

    def with_mentions(self, found: tuple[Mention, ...], in_headline: tuple[Mention, ...] = ()) -> ArticleContext:
        """Return the context with mentions of the body, and of the headlines, beside those found before."""
        if not found and not in_headline:
            return self
        mentions = self.mentions
        if found:
            mentions = tuple(sorted((*mentions, *found), key=_span)) if mentions else tuple(sorted(found, key=_span))
        return self._with(self.dates, mentions, (*self.headline_mentions, *in_headline), self.initiatives)

    def with_initiatives(self, initiatives: tuple[ArticleInitiative, ...]) -> ArticleContext:
        """Return the context with the initiatives that the article names."""
        return self._with(self.dates, self.mentions, self.headline_mentions, initiatives) if initiatives else self

    def _with(
        self,
        dates: tuple[DateMention, ...],
        mentions: tuple[Mention, ...],
        headline_mentions: tuple[Mention, ...],
        initiatives: tuple[ArticleInitiative, ...],
    ) -> ArticleContext:
        # Seven times for every article: dataclasses.replace takes four times as long.
        return ArticleContext(
            self.article,
            self.sentences,
            self.headline,
            self.hits,
            self.headline_hits,
            self.page,
            dates,
            mentions,
            headline_mentions,
            initiatives,
        )


def longest_first(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits in the order of their starts, of those that begin together the longest first."""
    # Two sorts by one field each, neither of which calls back, take half as long as one by both.
    ordered = sorted(hits, key=_end, reverse=True)
    ordered.sort(key=_start)
    return ordered
