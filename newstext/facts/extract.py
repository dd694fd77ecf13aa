"""Runs the finders of facts over one article, in the order in which each builds on those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, Self

from newstext.facts.activities import ActivityFinder
from newstext.facts.context import ArticleContext, PageContext
from newstext.facts.dates import DateFinder
from newstext.facts.figures import FigureFinder
from newstext.facts.initiatives import InitiativeFinder
from newstext.facts.organizations import OrganizationFinder
from newstext.facts.people import PeopleFinder
from newstext.facts.places import PlaceFinder
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

    def extract(self, scanned: ScannedArticle, sentences: tuple[Sentence, ...], page: PageContext) -> ArticleFacts:
        """Return the facts of one article; every span is of its body."""
        context = ArticleContext(
            scanned.article, sentences, scanned.headline, scanned.hits, scanned.headline_hits, page
        )
        dates = self._dates.find(context)
        context = replace(context, dates=dates)
        places = self._places.find(context)
        context = _with_mentions(context, places.mentions)
        organizations = self._organizations.find(context)
        context = _with_mentions(context, organizations.mentions)
        people = self._people.find(context)
        context = _with_mentions(context, people.mentions)
        initiatives = self._initiatives.find(context)
        context = _with_mentions(context, initiatives.mentions)
        return ArticleFacts(
            mentions=context.mentions,
            places=places.places,
            lead_place=places.lead,
            persons=people.persons,
            organizations=organizations.organizations,
            initiatives=initiatives.initiatives,
            topics=self._topics.score(context),
            dates=dates,
            observations=self._figures.find(context),
            activities=self._activities.find(context),
            candidates=places.candidates + initiatives.candidates,
        )


def _with_mentions(context: ArticleContext, mentions: tuple[Mention, ...]) -> ArticleContext:
    if not mentions:
        return context
    merged = sorted((*context.mentions, *mentions), key=lambda mention: (mention.start, mention.end))
    return replace(context, mentions=tuple(merged))
