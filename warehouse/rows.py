"""From the reader's records to the warehouse's rows; the one module that knows both sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

import pyarrow as pa

from newstext.records import (
    Activity,
    Article,
    ArticleInitiative,
    ArticleReading,
    DateMention,
    Entity,
    Initiative,
    Observation,
    Organization,
    PageReading,
    Person,
    Place,
    PlaceLevel,
)
from warehouse import keys
from warehouse.best_date import best_date
from warehouse.columns import GrainRows, TableRows
from warehouse.dates import FIRST_DAY, LAST_DAY
from warehouse.decimals import is_loadable, rounded
from warehouse.sources import PlannedPage
from warehouse.whereabouts import Whereabouts, lines_of_articles
from warehouse.words import TagWord, WordRows

_WORD_CHARACTERS = re.compile(r"\w+")
_PROVISIONAL = "provisional:"
_EXCERPT_RADIUS = 30
_UNKNOWN_KIND = "unknown"
_NOT_YET = datetime(1970, 1, 1)
"""Stands for the moment of a refusal until the loader knows it."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """The file that a page was read from; ``hint_text`` is what path and sidecar say of it, as JSON."""

    relative_path: str
    content_sha256: str
    byte_count: int
    hint_text: str

    @classmethod
    def of(cls, page: PlannedPage) -> Self:
        """Return the source of a planned page."""
        return cls(page.relative_path, page.content_sha256, page.byte_count, page.hint_text)


class RowBuilder:
    """Collects pages, and hands over the rows of every table that they fill.

    One serves a worker for many chunks: what it remembers of words is kept between them. ``tag_word`` returns a
    word's (jieba_tag, upos, is_stop_word); ``reader_version`` is written to ``dim_source``.
    """

    def __init__(self, tag_word: TagWord, reader_version: str = "") -> None:
        self._reader_version = reader_version
        self._words = WordRows(tag_word)
        simple = ("dim_source", "dim_article", "fact_article", "fact_sentence", "fact_activity", "ops.page_line")
        distinct = (
            *("dim_place", "dim_organization", "dim_person", "dim_initiative", "dim_indicator"),
            *("fact_observation", "fact_mention", "fact_date_mention", "ops.name_candidate", "ops.rejection"),
            *("bridge_article_person", "bridge_article_place", "bridge_article_organization"),
            *("bridge_article_initiative", "bridge_article_topic"),
            *("bridge_activity_place", "bridge_activity_organization"),
        )
        self._tables: dict[str, TableRows] = {name: TableRows(name) for name in simple}
        self._tables |= {name: GrainRows(name) for name in distinct}
        # Keys of the entities of this chunk, by place_id or by what names them; each adds its row once.
        self._known: dict[str | tuple[str, ...], int] = {}

    def add_page(self, source: PageSource, reading: PageReading) -> None:
        """Add all rows of a page."""
        source_key = keys.source_key(source.content_sha256)
        published_on = self._in_calendar(reading.published_on, "dim_source", source, "")
        self._tables["dim_source"].append(
            source_key, source.relative_path.rpartition("/")[2], source.relative_path, source.content_sha256,
            source.byte_count, reading.encoding, reading.code_point_count, reading.layout_code_point_count,
            reading.newspaper, reading.page_no, published_on, reading.published_on_basis, 1, None, None, True,
            source.hint_text, self._reader_version,
        )  # fmt: skip
        article_keys = {0: 0}
        lines = lines_of_articles(reading.lines)
        for each in reading.articles:
            ordinal = each.article.ordinal
            article_keys[ordinal] = keys.article_key(source.content_sha256, ordinal)
            sentences = ((start, paragraph_no, number) for paragraph_no, number, start, _, _ in each.sentences)
            where = Whereabouts(lines[ordinal], sentences)
            self._add_article(source, source_key, article_keys[ordinal], published_on, each, where)
        self._tables["ops.page_line"].extend(
            (
                source_key, line.line_no, line.text, article_keys[line.article_ordinal], line.role.value,
                line.continues_line_no, line.dropped_prefix_chars, line.byline_suffix, line.body_start,
                line.kept_chars, line.discarded_chars, line.discard_reason,
            )
            for line in reading.lines
        )  # fmt: skip

    def reject_page(self, source: PageSource, rule: str, reason: str, *, value: str = "", excerpt: str = "") -> None:
        """Add the refusal of a whole page."""
        self._reject(source, None, rule, "stop", reason, value, excerpt)

    def take_tables(self) -> dict[str, pa.Table]:
        """Return the rows collected, by table, and start anew."""
        self._known.clear()
        taken = {name: rows.take() for name, rows in self._tables.items()}
        taken["fact_article_word"], taken["dim_word"] = self._words.take()
        return taken

    def _add_article(
        self, source: PageSource, source_key: int, article_key: int, published_on: date | None,
        reading: ArticleReading, where: Whereabouts,
    ) -> None:  # fmt: skip
        article = reading.article
        body = article.body
        self._tables["fact_sentence"].extend(
            (article_key, heading, paragraph_no, sentence_no, start, end, body[start:end], where.line_no(start))
            for paragraph_no, sentence_no, start, end, heading in reading.sentences
        )
        self._add_entities(article_key, reading, where)
        observations_before = len(self._tables["fact_observation"])
        for observation in reading.observations:
            self._add_observation(source, article_key, article, observation, where)
        observation_count = len(self._tables["fact_observation"]) - observations_before
        days: dict[int, tuple[date | None, str]] = {}
        for mention in reading.dates:
            days.setdefault(mention.start, self._add_date(source, article_key, article, mention, where))
        for position, activity in enumerate(reading.activities, start=1):
            self._add_activity(source, article_key, position, activity, body, where)
        for candidate in reading.candidates:
            self._tables["ops.name_candidate"].append(
                candidate.entity_kind, candidate.name, candidate.level, candidate.score, article_key,
                candidate.evidence, candidate.start, candidate.end,
            )  # fmt: skip
        text = "".join(_WORD_CHARACTERS.findall(article.title + article.body))
        self._tables["dim_article"].append(
            article_key, source_key, article.ordinal, article.kicker, article.title, article.subtitle, article.body,
            article.caption, article.is_truncated, article.is_interrupted, article.confidence, keys.text_key(text),
            None,
        )  # fmt: skip
        lead_topics = [keys.topic_key(topic.code) for topic in reading.topics if topic.rank == 1]
        self._tables["fact_article"].append(
            article_key, source_key, keys.date_key(published_on), self._place(reading.lead_place),
            lead_topics[0] if lead_topics else 0, len(article.body), len(article.paragraphs), len(reading.sentences),
            self._words.add(article_key, *reading.words), observation_count, article.seam_count,
            article.duplicated_chars, where.title_line_no, *best_date(published_on, days.values()),
        )  # fmt: skip

    def _add_entities(self, article_key: int, reading: ArticleReading, where: Whereabouts) -> None:
        tables = self._tables
        for mention in reading.mentions:
            kind, key = self._entity(mention.entity)
            tables["fact_mention"].append(
                article_key, kind, key, mention.surface, mention.start, mention.end, *where.of(mention.start)
            )
        for place in reading.places:
            tables["bridge_article_place"].append(
                article_key, self._place(place.place), place.role, place.mention_count, place.score
            )
        for person in reading.persons:
            tables["bridge_article_person"].append(
                article_key, self._person(person.person), person.role, person.role_title,
                self._organization(person.organization), person.mention_count,
            )  # fmt: skip
        for organization in reading.organizations:
            tables["bridge_article_organization"].append(
                article_key, self._organization(organization.organization), organization.role,
                organization.mention_count,
            )  # fmt: skip
        for initiative in _all_initiatives(reading):
            tables["bridge_article_initiative"].append(
                article_key, self._initiative(initiative.initiative), initiative.initiative.kind, initiative.role,
                self._place(initiative.owner_place), self._organization(initiative.owner_organization),
                initiative.mention_count,
            )  # fmt: skip
        for topic in reading.topics:
            terms = "|".join(f"{term}×{count}" for term, count in topic.terms)
            role = "lead" if topic.rank == 1 else "other"
            tables["bridge_article_topic"].append(
                article_key, keys.topic_key(topic.code), role, topic.rank, topic.score, terms
            )

    def _add_observation(
        self, source: PageSource, article_key: int, article: Article, each: Observation, where: Whereabouts
    ) -> None:
        values = (each.value, each.value_low, each.value_high)
        if not all(map(is_loadable, values)):
            self._reject(
                source, "fact_observation", "figure_too_large", "warn",
                "A figure has at most 14 digits before the point; the row was not loaded.",
                str(each.value), _around(article.body, each.start, each.end),
            )  # fmt: skip
            return
        indicator_key = keys.indicator_key(each.indicator, each.category)
        self._tables["dim_indicator"].append(indicator_key, each.indicator, each.category)
        period_from, period_to = self._interval(
            each.period_from, each.period_to, "fact_observation", source, each.source_text
        )
        self._tables["fact_observation"].append(
            article_key, indicator_key, self._place(each.place), self._organization(each.organization),
            self._initiative(each.initiative), *(rounded(value) for value in values), each.unit, each.qualifier,
            each.change, each.is_target, each.period_text, period_from, period_to, each.source_text, each.start,
            each.end, *where.of(each.start),
        )  # fmt: skip

    def _add_date(
        self, source: PageSource, article_key: int, article: Article, each: DateMention, where: Whereabouts
    ) -> tuple[date | None, str]:
        """Add a date expression; return its last day and precision."""
        resolved_from, resolved_to = self._interval(
            each.resolved_from, each.resolved_to, "fact_date_mention", source,
            _around(article.body, each.start, each.end),
        )  # fmt: skip
        self._tables["fact_date_mention"].append(
            article_key, each.source_text, resolved_from, resolved_to, each.precision, each.basis, each.start, each.end,
            where.line_no(each.start),
        )  # fmt: skip
        return resolved_to, each.precision

    def _add_activity(
        self, source: PageSource, article_key: int, position: int, each: Activity, body: str, where: Whereabouts
    ) -> None:
        activity_key = keys.activity_key(article_key, position)
        date_from, date_to = self._interval(each.date_from, each.date_to, "fact_activity", source, each.name)
        self._tables["fact_activity"].append(
            activity_key, article_key, each.activity_type, each.name, date_from, date_to, each.venue,
            each.participants, each.start, each.end, body[each.start : each.end], *where.of(each.start),
        )  # fmt: skip
        for place in each.places:
            self._tables["bridge_activity_place"].append(
                activity_key, self._place(place.place), place.role, place.position
            )
        for organization in each.organizations:
            self._tables["bridge_activity_organization"].append(
                activity_key, self._organization(organization.organization), organization.role, organization.position
            )

    def _entity(self, entity: Entity) -> tuple[str, int]:
        """Return kind and key of an entity, after adding it to its dimension."""
        match entity:
            case Place():
                return "place", self._place(entity)
            case Person():
                return "person", self._person(entity)
            case Organization():
                return "organization", self._organization(entity)
            case Initiative():
                return "initiative", self._initiative(entity)

    def _place(self, place: Place | None) -> int:
        if place is None:
            return 0
        key = self._known.get(place.place_id)
        if key is None:
            key = self._known[place.place_id] = keys.place_key(place.place_id)
            for row in _rows_of_place(place):
                self._tables["dim_place"].append(*row)
        return key

    def _person(self, person: Person) -> int:
        identity = (person.name, person.kind)
        key = self._known.get(identity)
        if key is None:
            key = self._known[identity] = keys.person_key(*identity)
            self._tables["dim_person"].append(key, *identity)
        return key

    def _organization(self, organization: Organization | None) -> int:
        if organization is None:
            return 0
        identity = (organization.name, organization.kind, organization.place_id)
        key = self._known.get(identity)
        if key is None:
            key = self._known[identity] = keys.organization_key(*identity)
            place_key = keys.place_key(organization.place_id) if organization.place_id else 0
            self._tables["dim_organization"].append(key, organization.name, organization.kind, place_key)
            for row in _provisional_places(organization.place_id):
                self._tables["dim_place"].append(*row)
        return key

    def _initiative(self, initiative: Initiative | None) -> int:
        if initiative is None:
            return 0
        key = keys.initiative_key(initiative.name)
        # The kind is settled by the loader, over all articles that name the initiative.
        self._tables["dim_initiative"].append(key, initiative.name, _UNKNOWN_KIND)
        return key

    def _interval(
        self, first: date | None, last: date | None, table_name: str, source: PageSource, excerpt: str
    ) -> tuple[date | None, date | None]:
        """Return both days, or neither where one is outside of the calendar."""
        from_day = self._in_calendar(first, table_name, source, excerpt)
        to_day = self._in_calendar(last, table_name, source, excerpt)
        if from_day is not first or to_day is not last:
            return None, None
        return from_day, to_day

    def _in_calendar(self, day: date | None, table_name: str, source: PageSource, excerpt: str) -> date | None:
        if day is None or FIRST_DAY <= day <= LAST_DAY:
            return day
        self._reject(
            source, table_name, "date_outside_calendar", "warn",
            f"The day is outside of {FIRST_DAY} to {LAST_DAY}; the row was loaded without it.",
            day.isoformat(), excerpt,
        )  # fmt: skip
        return None

    def _reject(
        self,
        source: PageSource,
        table_name: str | None,
        rule: str,
        severity: str,
        reason: str,
        value: str,
        excerpt: str,
    ) -> None:
        key = keys.rejection_key(source.relative_path, source.content_sha256, table_name or "", rule, value)
        self._tables["ops.rejection"].append(
            key, 0, source.relative_path, source.content_sha256, table_name, rule, severity, reason, value or None,
            excerpt or None, _NOT_YET, None, None, None, None, None,
        )  # fmt: skip


def places_table(places: Iterable[Place]) -> pa.Table:
    """Return the whole reference gazetteer as rows of ``dim_place``; the loader fills in what they lie in.

    Of places with the same identity the first is kept.
    """
    rows = GrainRows("dim_place")
    for place in places:
        rows.append(*_place_row(place))
    return rows.take()


def topics_table(topics: Iterable[tuple[str, str, str]]) -> pa.Table:
    """Return all topics, each (code, name_zh, name_en), as rows of ``dim_topic``; the first of each code is kept."""
    rows = GrainRows("dim_topic")
    for code, name_zh, name_en in topics:
        rows.append(keys.topic_key(code), code, name_zh, name_en)
    return rows.take()


def _rows_of_place(place: Place) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``dim_place`` for a place and for the provisional places that its identity names as parents.

    A provisional place is what its identity says, so that its row does not depend on the article that is read first.
    """
    if place.place_id.startswith(_PROVISIONAL):
        yield from _provisional_places(place.place_id)
    else:
        yield _place_row(place)
        yield from _provisional_places(place.parent_id)


def _place_row(place: Place) -> tuple[object, ...]:
    return (
        keys.place_key(place.place_id), place.name, place.level.value,
        keys.place_key(place.parent_id) if place.parent_id else 0, None, None, None, None, None, place.division_code,
        "|".join(place.aliases) or None, place.is_official, place.valid_from, place.valid_to,
    )  # fmt: skip


def _provisional_places(place_id: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the provisional places that an identity, ``provisional:LEVEL:NAME:PARENT_ID``, is made of."""
    while place_id.startswith(_PROVISIONAL):
        _, level, name, parent_id = place_id.split(":", 3)
        yield _place_row(Place(place_id, name, PlaceLevel(level), parent_id))
        place_id = parent_id


def _all_initiatives(reading: ArticleReading) -> Iterator[ArticleInitiative]:
    """Yield the initiatives of an article, and those that only a mention or a figure names."""
    yield from reading.initiatives
    named = {each.initiative.name for each in reading.initiatives}
    mentioned = [each.entity for each in reading.mentions if isinstance(each.entity, Initiative)]
    counted = [each.initiative for each in reading.observations if each.initiative is not None]
    for initiative in dict.fromkeys([*mentioned, *counted]):
        if initiative.name not in named:
            named.add(initiative.name)
            count = sum(each.name == initiative.name for each in mentioned)
            yield ArticleInitiative(initiative, "mentioned", count)


def _around(text: str, start: int, end: int) -> str:
    """Return what stands at a span, with some text around it."""
    return text[max(0, start - _EXCERPT_RADIUS) : end + _EXCERPT_RADIUS]
