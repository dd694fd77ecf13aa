"""The frozen records that reading a page yields; what the warehouse loads is derived from these and nothing else.

Offsets are half-open intervals of code points in ``Article.body``; identities are strings, never surrogate keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

TableRows = tuple[dict[str, str], ...]
"""The rows of one reference table, as read from its CSV: column name to text, never None."""

Precision = Literal["day", "month", "year", "period", "relative"]
Qualifier = Literal["exact", "at_least", "about"]
Change = Literal["up", "down"]


class Role(StrEnum):
    """What a physical line of the page is."""

    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    BYLINE = "byline"
    CAPTION = "caption"
    BODY = "body"
    FURNITURE = "furniture"


class PlaceLevel(StrEnum):
    """Administrative levels from the country down, then places that are no division."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    DEVELOPMENT_ZONE = "development_zone"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    VILLAGE = "village"
    COMPOUND = "compound"
    ROAD = "road"
    SCENIC = "scenic"


@dataclass(frozen=True, slots=True)
class PageHint:
    """What is known of a page before it is read: from its path or from a sidecar file."""

    newspaper: str | None = None
    published_on: date | None = None
    published_on_basis: str | None = None
    page_no: str | None = None

    def __reduce__(self) -> tuple[type[PageHint], tuple[object, ...]]:
        """Say how pickle makes it anew, which by itself does not bring back a frozen record that is compiled."""
        return PageHint, (self.newspaper, self.published_on, self.published_on_basis, self.page_no)


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """The text of a page file. ``text`` has the file's own line ends; a byte order mark is not in it."""

    text: str
    encoding: str
    has_byte_order_mark: bool


class PageLine(NamedTuple):
    """One non-blank physical line in the ledger of conservation.

    ``text`` is the line as decoded, without its line end; ``kept_chars + discarded_chars == len(text)``, in code
    points. ``article_ordinal`` is 0 for furniture. ``continues_line_no`` names the line whose text this one goes on
    with in the middle of a paragraph (or of a title). ``body_start`` is where the kept text of a body line starts
    in its article's body. ``discard_reason`` names every reason, sorted and joined by ``+``.
    """

    line_no: int
    text: str
    role: Role
    article_ordinal: int
    continues_line_no: int | None
    dropped_prefix_chars: int
    byline_suffix: str | None
    body_start: int | None
    kept_chars: int
    discarded_chars: int
    discard_reason: str | None


class Paragraph(NamedTuple):
    """One paragraph: ``body[start:end]``, under the section heading printed above it, if there is one."""

    start: int
    end: int
    heading: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One rebuilt article. ``body`` is its paragraphs joined by newline; section headings are not in it.

    ``confidence`` is the probability, 0 to 1, that title, reporters and every paragraph are right.
    ``ordinal`` counts from 1 in the order in which the headlines appear on the page.
    """

    ordinal: int
    first_line_no: int
    kicker: str | None
    title: str
    subtitle: str | None
    body: str
    paragraphs: tuple[Paragraph, ...]
    caption: str | None
    reporters: tuple[str, ...]
    is_truncated: bool
    is_interrupted: bool
    confidence: float
    seam_count: int
    duplicated_chars: int


@dataclass(frozen=True, slots=True)
class PageLayout:
    """All lines and all articles of a page, and what its furniture says of the page itself."""

    lines: tuple[PageLine, ...]
    articles: tuple[Article, ...]
    printed_newspaper: str | None = None
    printed_on: date | None = None
    printed_page_no: str | None = None


class Sentence(NamedTuple):
    """``body[start:end]``; both numbers count from 1, sentences within their paragraph."""

    paragraph_no: int
    sentence_no: int
    start: int
    end: int
    heading: str | None


class WordCounts(NamedTuple):
    """The words of one article, by columns; first starts are None for words that stand in the headlines only."""

    words: Sequence[str]
    occurrence_counts: Sequence[int]
    title_counts: Sequence[int]
    first_body_starts: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A place. ``place_id`` is the 12-digit division code, or ``provisional:LEVEL:NAME:PARENT_ID`` without one.

    ``parent_id`` is empty where no parent is known.
    """

    place_id: str
    name: str
    level: PlaceLevel
    parent_id: str = ""
    division_code: str | None = None
    aliases: tuple[str, ...] = ()
    is_official: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A name as printed and the kind of person: reporter, official, resident, expert, worker, other."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation under its fullest printed name; its kinds are those of ``organization_kinds.csv``."""

    name: str
    kind: str
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class Initiative:
    """A named programme: brand, mechanism, method, team, venue, facility, slogan or activity_theme."""

    name: str
    kind: str


Entity = Place | Person | Organization | Initiative


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity named in the body: ``surface == body[start:end]``."""

    entity: Entity
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """A place of an article: subject, host, partner or mentioned; ``score`` is its certainty, 0 to 1."""

    place: Place
    role: str
    mention_count: int
    score: float


@dataclass(frozen=True, slots=True)
class ArticlePerson:
    """A person of an article. ``role`` is ``reporter`` for bylines, else the person's kind; the title is as printed."""

    person: Person
    role: str
    mention_count: int
    role_title: str | None = None
    organization: Organization | None = None


@dataclass(frozen=True, slots=True)
class ArticleOrganization:
    """An organisation of an article. ``role`` is host, partner or mentioned."""

    organization: Organization
    role: str
    mention_count: int


@dataclass(frozen=True, slots=True)
class ArticleInitiative:
    """An initiative of an article, and its owner where the syntax names one. ``role`` is owned or mentioned."""

    initiative: Initiative
    role: str
    mention_count: int
    owner_place: Place | None = None
    owner_organization: Organization | None = None


@dataclass(frozen=True, slots=True)
class ArticleTopic:
    """A topic of an article. ``rank`` 1 is the lead; ``terms`` are the hits that speak for it, with their counts."""

    code: str
    rank: int
    score: float
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression; both resolved bounds are inclusive, or both None where nothing printed anchors it."""

    source_text: str
    resolved_from: date | None
    resolved_to: date | None
    precision: Precision
    basis: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Observation:
    """A reported figure. 万 is multiplied out in ``value``; 亿元 stays a unit. ``unit`` is empty where none is printed.

    ``source_text == body[start:end]`` holds the figure with its qualifier and the thing counted.
    """

    indicator: str
    category: str
    value: Decimal
    value_low: Decimal | None
    value_high: Decimal | None
    unit: str
    qualifier: Qualifier
    source_text: str
    start: int
    end: int
    place: Place | None = None
    organization: Organization | None = None
    initiative: Initiative | None = None
    change: Change | None = None
    is_target: bool = False
    period_text: str | None = None
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True)
class ActivityPlace:
    """A place taking part in an activity: host, partner or venue; ``position`` counts from 1 as printed."""

    place: Place
    role: str
    position: int


@dataclass(frozen=True, slots=True)
class ActivityOrganization:
    """An organisation that takes part in an activity; fields as in ``ActivityPlace``."""

    organization: Organization
    role: str
    position: int


@dataclass(frozen=True, slots=True)
class Activity:
    """A reported activity; ``body[start:end]`` is the text that reports it."""

    activity_type: str
    name: str
    start: int
    end: int
    date_from: date | None = None
    date_to: date | None = None
    venue: str | None = None
    participants: str | None = None
    places: tuple[ActivityPlace, ...] = ()
    organizations: tuple[ActivityOrganization, ...] = ()


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name that the reference does not hold, with the text that speaks for it, for a person to review."""

    entity_kind: str
    name: str
    level: str
    score: float
    evidence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """An article with everything read from it."""

    article: Article
    sentences: tuple[Sentence, ...]
    words: WordCounts
    mentions: tuple[Mention, ...]
    places: tuple[ArticlePlace, ...]
    persons: tuple[ArticlePerson, ...]
    organizations: tuple[ArticleOrganization, ...]
    initiatives: tuple[ArticleInitiative, ...]
    topics: tuple[ArticleTopic, ...]
    lead_place: Place | None
    dates: tuple[DateMention, ...]
    observations: tuple[Observation, ...]
    activities: tuple[Activity, ...]
    candidates: tuple[NameCandidate, ...]


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page read whole.

    ``code_point_count`` counts every code point of the decoded text (a byte order mark is not one of them);
    ``layout_code_point_count`` those that are line ends or stand in blank lines. The rest are in ``lines``.
    """

    encoding: str
    has_byte_order_mark: bool
    code_point_count: int
    layout_code_point_count: int
    newspaper: str | None
    page_no: str | None
    published_on: date | None
    published_on_basis: str
    lines: tuple[PageLine, ...]
    articles: tuple[ArticleReading, ...]


class PageRejectedError(Exception):
    """Raised where a page cannot be read: ``rule`` names the rule, ``reason`` says what was found and what to do."""

    def __init__(self, rule: str, reason: str, excerpt: str = "", value: str = "") -> None:
        super().__init__(f"{rule}: {reason}")
        self.rule = rule
        self.reason = reason
        self.excerpt = excerpt
        self.value = value
