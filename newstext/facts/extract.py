"""Runs the finders of facts over the articles of a page, in the order in which each builds on those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, Self

from newstext.facts.activities import ActivityFinder
from newstext.facts.context import ArticleContext, PageContext
from newstext.facts.dates import DateFinder
from newstext.facts.figures import FigureFinder
from newstext.facts.initiatives import InitiativeFinder
from newstext.facts.organizations import OrganizationFinder
from newstext.facts.page_places import with_shared_parents
from newstext.facts.people import PeopleFinder
from newstext.facts.places import PlaceFinder, PlacesFound
from newstext.facts.topics import TopicScorer
from newstext.language.lexicon import Hits, Lexicon, LexiconEntry
from newstext.records import (
    Activity,
    Article,
    ArticleInitiative,
    ArticleOrganization,
    ArticlePerson,
    ArticlePlace,
    ArticleTopic,
    DateMention,
    Mention,
    NameCandidate,
    Observation,
    Place,
    Sentence,
    TableRows,
)


class ScannedArticle(NamedTuple):
    """An article with the lexicon's hits in its headlines and in its body."""

    article: Article
    headline: str
    headline_hits: Hits
    hits: Hits


class ScannedPage(NamedTuple):
    """The articles of a page in order, the sentences of each, and what is known of the page."""

    articles: Sequence[ScannedArticle]
    sentences: Sequence[tuple[Sentence, ...]]
    context: PageContext


class ArticleFacts(NamedTuple):
    """Everything that the finders found in one article."""

    mentions: tuple[Mention, ...]
    places: tuple[ArticlePlace, ...]
    lead_place: Place | None
    persons: tuple[ArticlePerson, ...]
    organizations: tuple[ArticleOrganization, ...]
    initiatives: tuple[ArticleInitiative, ...]
    topics: tuple[ArticleTopic, ...]
    dates: tuple[DateMention, ...]
    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    candidates: tuple[NameCandidate, ...]


def headline_of(article: Article) -> str:
    """Return kicker, title and subtitle joined by newline, those that are there."""
    return "\n".join(part for part in (article.kicker, article.title, article.subtitle) if part)


class FactExtractor:
    """All finders over one shared lexicon; immutable, made once per process."""

    def __init__(self, tables: Mapping[str, TableRows]) -> None:
        self._dates = DateFinder.from_tables(tables)
        self._places = PlaceFinder.from_tables(tables)
        self._organizations = OrganizationFinder.from_tables(tables)
        self._people = PeopleFinder.from_tables(tables)
        self._initiatives = InitiativeFinder.from_tables(tables)
        self._figures = FigureFinder.from_tables(tables)
        self._activities = ActivityFinder.from_tables(tables)
        self._topics = TopicScorer.from_tables(tables)
        self._lexicon = Lexicon(self._entries())

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build every finder from the reference tables."""
        return cls(tables)

    def _entries(self) -> Iterable[LexiconEntry]:
        finders = (
            self._dates,
            self._places,
            self._organizations,
            self._people,
            self._initiatives,
            self._figures,
            self._activities,
            self._topics,
        )
        for finder in finders:
            yield from finder.lexicon_entries()

    def scan(self, article: Article) -> ScannedArticle:
        """Look up all names and terms of the lexicon in the headlines and in the body."""
        headline = headline_of(article)
        return ScannedArticle(article, headline, self._lexicon.scan(headline), self._lexicon.scan(article.body))

    def extract(self, pages: Sequence[ScannedPage]) -> list[list[ArticleFacts]]:
        """Return the facts of each article of each page; every span is of the article's body.

        Each finder goes through all articles before the next one begins: its code and tables are then in the
        processor's caches for all but the first, which saves a quarter of the time.
        """
        contexts = [
            ArticleContext(each.article, sentences, each.headline, each.hits, each.headline_hits, page.context)
            for page in pages
            for each, sentences in zip(page.articles, page.sentences, strict=True)
        ]
        contexts = [context.with_dates(self._dates.find(context)) for context in contexts]
        found_places = [self._places.find(context) for context in contexts]
        places: list[PlacesFound] = []
        for page in pages:
            places += with_shared_parents(found_places[len(places) : len(places) + len(page.articles)])
        contexts = [
            context.with_mentions(found.mentions, found.headline_mentions)
            for context, found in zip(contexts, places, strict=True)
        ]
        organizations = [self._organizations.find(context) for context in contexts]
        contexts = _all_with_mentions(contexts, [found.mentions for found in organizations])
        people = [self._people.find(context) for context in contexts]
        contexts = _all_with_mentions(contexts, [found.mentions for found in people])
        initiatives = [self._initiatives.find(context) for context in contexts]
        contexts = _all_with_mentions(contexts, [found.mentions for found in initiatives])
        contexts = [
            context.with_initiatives(found.initiatives) for context, found in zip(contexts, initiatives, strict=True)
        ]
        topics = [self._topics.score(context) for context in contexts]
        observations = [self._figures.find(context) for context in contexts]
        activities = [self._activities.find(context) for context in contexts]
        facts = [
            ArticleFacts(
                mentions=context.mentions,
                places=places[index].places,
                lead_place=places[index].lead,
                persons=people[index].persons,
                organizations=organizations[index].organizations,
                initiatives=initiatives[index].initiatives,
                topics=topics[index],
                dates=context.dates,
                observations=observations[index],
                activities=activities[index],
                candidates=places[index].candidates + initiatives[index].candidates,
            )
            for index, context in enumerate(contexts)
        ]
        remaining = iter(facts)
        return [list(islice(remaining, len(page.articles))) for page in pages]


def _all_with_mentions(contexts: list[ArticleContext], mentions: list[tuple[Mention, ...]]) -> list[ArticleContext]:
    return [context.with_mentions(found) for context, found in zip(contexts, mentions, strict=True)]
