"""From the reader's records to the warehouse's rows; the one module that knows both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

import numpy as np
import pyarrow as pa

from newstext.records import (
    ArticleInitiative,
    ArticleReading,
    Entity,
    Initiative,
    Organization,
    PageLine,
    PageReading,
    Person,
    Place,
)
from warehouse import keys
from warehouse.arrow_columns import ArrowArray, IntArray, integer_column
from warehouse.best_date import best_date
from warehouse.columns import ArticleRows, GrainRows, Row, TableRows
from warehouse.dates import FIRST_DAY, LAST_DAY
from warehouse.decimals import is_loadable, rounded
from warehouse.members import Members, place_row
from warehouse.sources import PlannedPage
from warehouse.whereabouts import Beginnings, PrintedLines, Whereabouts
from warehouse.word_characters import word_characters
from warehouse.words import TagWord, WordRows

_EXCERPT_RADIUS = 30
_NOT_YET = datetime(1970, 1, 1)
"""Stands for the moment of a refusal until the loader knows it."""

_NO_ARTICLE = -1
"""Number of the article of furniture."""


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
        self._members = Members()
        self._sources = TableRows("dim_source")
        self._articles = TableRows("dim_article")
        self._measures = TableRows("fact_article")
        self._ledger = TableRows("ops.page_line", PageLine._fields)
        self._rejections = GrainRows("ops.rejection")
        begin = ("article_key", "line_no", "paragraph_no", "sentence_no")
        self._facts = {
            "fact_sentence": ArticleRows("fact_sentence", begin[:2], is_distinct=False),
            "fact_activity": ArticleRows("fact_activity", begin, is_distinct=False),
            "fact_observation": ArticleRows("fact_observation", begin),
            "fact_mention": ArticleRows("fact_mention", begin),
            "fact_date_mention": ArticleRows("fact_date_mention", begin[:2]),
            "ops.name_candidate": ArticleRows("ops.name_candidate", begin[:1]),
            "bridge_article_person": ArticleRows("bridge_article_person", begin[:1]),
            "bridge_article_place": ArticleRows("bridge_article_place", begin[:1]),
            "bridge_article_organization": ArticleRows("bridge_article_organization", begin[:1]),
            "bridge_article_initiative": ArticleRows("bridge_article_initiative", begin[:1]),
            "bridge_article_topic": ArticleRows("bridge_article_topic", begin[:1]),
            "bridge_activity_place": ArticleRows("bridge_activity_place"),
            "bridge_activity_organization": ArticleRows("bridge_activity_organization"),
        }
        self._start()

    def _start(self) -> None:
        # Keys of pages and articles, by the numbers that they have in this chunk; the page and article of every line.
        self._source_keys: list[int] = []
        self._article_keys: list[int] = []
        self._line_counts: list[int] = []
        self._line_articles: list[int] = []
        self._lines = PrintedLines()

    def add_page(self, source: PageSource, reading: PageReading) -> None:
        """Add all rows of a page."""
        source_key = keys.source_key(source.content_sha256)
        published_on = self._in_calendar(reading.published_on, "dim_source", source, "")
        self._sources.append(
            source_key, source.relative_path.rpartition("/")[2], source.relative_path, source.content_sha256,
            source.byte_count, reading.encoding, reading.code_point_count, reading.layout_code_point_count,
            reading.newspaper, reading.page_no, published_on, reading.published_on_basis, 1, None, None, True,
            source.hint_text, self._reader_version,
        )  # fmt: skip
        first = len(self._article_keys)
        numbers = {each.article.ordinal: number for number, each in enumerate(reading.articles, start=first)}
        numbers[0] = _NO_ARTICLE
        self._source_keys.append(source_key)
        self._line_counts.append(len(reading.lines))
        self._line_articles.extend([numbers[line.article_ordinal] for line in reading.lines])
        self._ledger.extend(reading.lines)
        self._lines.add_page(reading.lines, numbers)
        for each in reading.articles:
            self._add_article(source, source_key, published_on, each)

    def reject_page(self, source: PageSource, rule: str, reason: str, *, value: str = "", excerpt: str = "") -> None:
        """Add the refusal of a whole page."""
        self._reject(source, None, rule, "stop", reason, value, excerpt)

    def take_tables(self) -> dict[str, pa.Table]:
        """Return the rows collected, by table, and start anew."""
        article_keys = np.array(self._article_keys, np.int64)
        sentences = self._facts["fact_sentence"]
        columns = [sentences.column(name) for name in ("body_start", "paragraph_no", "sentence_no")]
        begun = Beginnings(np.column_stack([sentences.articles(), *columns]), 2)
        where = Whereabouts(article_keys, self._lines.beginnings(), begun)
        taken = {name: rows.take(where.columns(rows)) for name, rows in self._facts.items()}
        taken |= self._members.take()
        taken |= {rows.name: rows.take() for rows in (self._sources, self._articles, self._measures, self._rejections)}
        taken["ops.page_line"] = self._ledger.take(self._keys_of_lines(article_keys))
        taken["fact_article_word"], taken["dim_word"] = self._words.take(article_keys)
        self._start()
        return taken

    def _keys_of_lines(self, article_keys: IntArray) -> dict[str, ArrowArray]:
        schema = self._ledger.schema
        # The number of no article, -1, is the place of the unknown member's key behind all others.
        of_articles = np.append(article_keys, 0)[np.array(self._line_articles, np.int64)]
        of_sources = np.repeat(np.array(self._source_keys, np.int64), self._line_counts)
        return {
            "source_key": integer_column(of_sources, schema.field("source_key")),
            "article_key": integer_column(of_articles, schema.field("article_key")),
        }

    def _add_article(
        self, source: PageSource, source_key: int, published_on: date | None, reading: ArticleReading
    ) -> None:
        facts, article, body = self._facts, reading.article, reading.article.body
        article_key = keys.article_key(source.content_sha256, article.ordinal)
        number = len(self._article_keys)
        self._article_keys.append(article_key)
        facts["fact_sentence"].add_article(
            [
                (heading, paragraph_no, sentence_no, start, end, body[start:end])
                for paragraph_no, sentence_no, start, end, heading in reading.sentences
            ]
        )
        self._add_entities(reading)
        observation_count = facts["fact_observation"].add_article(list(self._observations(source, reading)))
        date_mentions = list(self._date_mentions(source, reading))
        facts["fact_date_mention"].add_article(date_mentions)
        days: dict[int, tuple[date | None, str]] = {}
        for _, _, last_day, precision, _, start, _ in date_mentions:
            days.setdefault(start, (last_day, precision))
        self._add_activities(source, article_key, reading)
        facts["ops.name_candidate"].add_article(
            [
                (each.entity_kind, each.name, each.level, each.score, each.evidence, each.start, each.end)
                for each in reading.candidates
            ]
        )
        self._articles.append(
            article_key, source_key, article.ordinal, article.kicker, article.title, article.subtitle, body,
            article.caption, article.is_truncated, article.is_interrupted, article.confidence,
            keys.text_key(word_characters(article.title + body)), None,
        )  # fmt: skip
        lead_topics = [keys.topic_key(topic.code) for topic in reading.topics if topic.rank == 1]
        self._measures.append(
            article_key, source_key, keys.date_key(published_on), self._place(reading.lead_place),
            lead_topics[0] if lead_topics else 0, len(body), len(article.paragraphs), len(reading.sentences),
            self._words.add(*reading.words), observation_count, article.seam_count, article.duplicated_chars,
            self._lines.title_line_no(number), *best_date(published_on, days.values()),
        )  # fmt: skip

    def _add_entities(self, reading: ArticleReading) -> None:
        facts = self._facts
        facts["fact_mention"].add_article(
            [
                (kind, key, each.surface, each.start, each.end)
                for each in reading.mentions
                for kind, key in (self._entity(each.entity),)
            ]
        )
        facts["bridge_article_place"].add_article(
            [(self._place(each.place), each.role, each.mention_count, each.score) for each in reading.places]
        )
        facts["bridge_article_person"].add_article(
            [
                (
                    self._members.person(each.person.name, each.person.kind), each.role, each.role_title,
                    self._organization(each.organization), each.mention_count,
                )
                for each in reading.persons
            ]
        )  # fmt: skip
        facts["bridge_article_organization"].add_article(
            [(self._organization(each.organization), each.role, each.mention_count) for each in reading.organizations]
        )
        facts["bridge_article_initiative"].add_article(
            [
                (
                    self._initiative(each.initiative), each.initiative.kind, each.role,
                    self._place(each.owner_place), self._organization(each.owner_organization), each.mention_count,
                )
                for each in _all_initiatives(reading)
            ]
        )  # fmt: skip
        facts["bridge_article_topic"].add_article(
            [
                (
                    keys.topic_key(each.code), "lead" if each.rank == 1 else "other", each.rank, each.score,
                    "|".join([f"{term}×{count}" for term, count in each.terms]),
                )
                for each in reading.topics
            ]
        )  # fmt: skip

    def _observations(self, source: PageSource, reading: ArticleReading) -> Iterator[Row]:
        """Yield the rows of an article's figures; those that no column holds are refused."""
        for each in reading.observations:
            values = (each.value, each.value_low, each.value_high)
            if not all(map(is_loadable, values)):
                self._reject(
                    source, "fact_observation", "figure_too_large", "warn",
                    "A figure has at most 14 digits before the point; the row was not loaded.",
                    str(each.value), _around(reading.article.body, each.start, each.end),
                )  # fmt: skip
                continue
            period_from, period_to = self._interval(
                each.period_from, each.period_to, "fact_observation", source, each.source_text
            )
            yield (
                self._members.indicator(each.indicator, each.category), self._place(each.place),
                self._organization(each.organization), self._initiative(each.initiative), *map(rounded, values),
                each.unit, each.qualifier, each.change, each.is_target, each.period_text, period_from, period_to,
                each.source_text, each.start, each.end,
            )  # fmt: skip

    def _date_mentions(self, source: PageSource, reading: ArticleReading) -> Iterator[Row]:
        for each in reading.dates:
            resolved_from, resolved_to = self._interval(
                each.resolved_from, each.resolved_to, "fact_date_mention", source,
                _around(reading.article.body, each.start, each.end),
            )  # fmt: skip
            yield each.source_text, resolved_from, resolved_to, each.precision, each.basis, each.start, each.end

    def _add_activities(self, source: PageSource, article_key: int, reading: ArticleReading) -> None:
        activities: list[Row] = []
        places: list[Row] = []
        organizations: list[Row] = []
        body = reading.article.body
        for position, each in enumerate(reading.activities, start=1):
            key = keys.activity_key(article_key, position)
            date_from, date_to = self._interval(each.date_from, each.date_to, "fact_activity", source, each.name)
            activities.append(
                (
                    key, each.activity_type, each.name, date_from, date_to, each.venue, each.participants, each.start,
                    each.end, body[each.start : each.end],
                )
            )  # fmt: skip
            places += [(key, self._place(at.place), at.role, at.position) for at in each.places]
            organizations += [
                (key, self._organization(by.organization), by.role, by.position) for by in each.organizations
            ]
        self._facts["fact_activity"].add_article(activities)
        self._facts["bridge_activity_place"].add_article(places)
        self._facts["bridge_activity_organization"].add_article(organizations)

    def _entity(self, entity: Entity) -> tuple[str, int]:
        """Return kind and key of an entity, after adding it to its dimension."""
        match entity:
            case Place():
                return "place", self._members.place(entity)
            case Person():
                return "person", self._members.person(entity.name, entity.kind)
            case Organization():
                return "organization", self._organization(entity)
            case Initiative():
                return "initiative", self._initiative(entity)

    def _place(self, place: Place | None) -> int:
        return 0 if place is None else self._members.place(place)

    def _organization(self, each: Organization | None) -> int:
        return 0 if each is None else self._members.organization(each.name, each.kind, each.place_id)

    def _initiative(self, initiative: Initiative | None) -> int:
        return 0 if initiative is None else self._members.initiative(initiative.name)

    def _interval(
        self, first: date | None, last: date | None, table_name: str, source: PageSource, excerpt: str
    ) -> tuple[date | None, date | None]:
        """Return both days, or neither where one is outside of the calendar."""
        if first is None and last is None:
            return None, None
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
        self._rejections.append(
            key, 0, source.relative_path, source.content_sha256, table_name, rule, severity, reason, value or None,
            excerpt or None, _NOT_YET, None, None, None, None, None,
        )  # fmt: skip


def places_table(places: Iterable[Place]) -> pa.Table:
    """Return the whole reference gazetteer as rows of ``dim_place``; the loader fills in what they lie in.

    Of places with the same identity the first is kept.
    """
    rows = GrainRows("dim_place")
    for place in places:
        rows.append(*place_row(place))
    return rows.take()


def topics_table(topics: Iterable[tuple[str, str, str]]) -> pa.Table:
    """Return all topics, each (code, name_zh, name_en), as rows of ``dim_topic``; the first of each code is kept."""
    rows = GrainRows("dim_topic")
    for code, name_zh, name_en in topics:
        rows.append(keys.topic_key(code), code, name_zh, name_en)
    return rows.take()


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
