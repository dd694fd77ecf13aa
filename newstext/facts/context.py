"""What a finder of facts is given: one article, the lexicon's hits in it, and what the finders before it have found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from newstext.language.lexicon import Hits
from newstext.records import Article, ArticleInitiative, DateMention, Mention, Sentence


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
