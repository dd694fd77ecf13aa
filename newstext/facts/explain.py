"""An article with its facts marked, so that a person can judge them: as pieces of text, and as one HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from newstext.records import (
    Activity,
    ArticleReading,
    DateMention,
    Initiative,
    Mention,
    Observation,
    Organization,
    Person,
    Place,
)

FACT_KINDS: Final = ("place", "organization", "person", "initiative", "date", "figure", "activity")
"""The kinds in which text is marked, in the order in which they are listed where several cover the same text."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Control characters that HTML forbids (HTML standard, 13.1.4)."""


class Fact(NamedTuple):
    """One fact of the body: ``body[start:end]`` is its evidence and ``detail`` says in one line what was read."""

    kind: str
    start: int
    end: int
    detail: str


class MarkedSpan(NamedTuple):
    """A piece of text and all facts that cover it; pieces are cut wherever a fact begins or ends."""

    text: str
    facts: tuple[Fact, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the facts, each once, in the order of ``FACT_KINDS``."""
        return tuple(kind for kind in FACT_KINDS if any(fact.kind == kind for fact in self.facts))


class MarkedParagraph(NamedTuple):
    """A paragraph in pieces, under the section heading printed above it."""

    heading: str | None
    spans: tuple[MarkedSpan, ...]


class ExplainedArticle(NamedTuple):
    """An article ready to be shown. ``sections`` are the lists of what was read: a heading and its lines."""

    headline: str
    reporters: str
    paragraphs: tuple[MarkedParagraph, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        """The whole as plain text, pieces that a mention, date or figure covers in ``[kind: text]``."""
        lines = [self.headline, self.reporters, ""]
        for paragraph in self.paragraphs:
            if paragraph.heading:
                lines.append(f"## {paragraph.heading}")
            lines.append("".join(map(_bracketed, paragraph.spans)))
        for heading, rows in self.sections:
            lines += ["", f"{heading} ({len(rows)})", *(f"  {row}" for row in rows)]
        return "\n".join(lines)


def explain_text(reading: ArticleReading) -> ExplainedArticle:
    """Return the article in pieces with the facts that cover them, and the facts as lines."""
    article = reading.article
    facts = _facts(reading)
    headline = " / ".join(part for part in (article.kicker, article.title, article.subtitle) if part)
    paragraphs: list[MarkedParagraph] = []
    shown_heading: str | None = None
    for paragraph in article.paragraphs:
        heading = paragraph.heading if paragraph.heading != shown_heading else None
        shown_heading = paragraph.heading
        paragraphs.append(MarkedParagraph(heading, _pieces(article.body, paragraph.start, paragraph.end, facts)))
    return ExplainedArticle(headline, "、".join(article.reporters), tuple(paragraphs), _sections(reading))


def explain_html(reading: ArticleReading) -> str:
    """Return a page that needs nothing else: no script, no style sheet, no image; everything printed is escaped."""
    return explain_page_html((reading,))


def explain_page_html(readings: Sequence[ArticleReading]) -> str:
    """Return one such page with all articles below each other; its title is the first headline."""
    explained = [explain_text(reading) for reading in readings]
    legend = " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in FACT_KINDS)
    title = _safe(explained[0].headline) if explained else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<p class="legend">{legend}</p>\n' + "\n<hr>\n".join(map(_article_html, explained)) + "\n</body>\n</html>\n"
    )


def _article_html(explained: ExplainedArticle) -> str:
    parts = [f"<h1>{_safe(explained.headline)}</h1>", f'<p class="reporters">{_safe(explained.reporters)}</p>']
    for paragraph in explained.paragraphs:
        if paragraph.heading:
            parts.append(f"<h2>{_safe(paragraph.heading)}</h2>")
        parts.append(f"<p>{''.join(map(_html_span, paragraph.spans))}</p>")
    for heading, rows in explained.sections:
        items = "".join(f"<li>{_safe(row)}</li>" for row in rows)
        parts.append(f"<section><h3>{_safe(heading)} ({len(rows)})</h3><ul>{items}</ul></section>")
    return "\n".join(parts)


_STYLE: Final = (
    "body{max-width:48rem;margin:2rem auto;padding:0 1rem;font:1rem/1.8 serif}"
    "section{font:.9rem/1.6 sans-serif}mark{color:inherit;background:#eee;border-bottom:2px solid #999}"
    "mark.activity{background:none;border-bottom:2px dotted #777}"
    "mark.date{background:#e8e0f5;border-color:#7d5fb2}mark.figure{background:#fde8c8;border-color:#c7821b}"
    "mark.initiative{background:#d9f0dc;border-color:#3d8b4a}mark.person{background:#fbdcdc;border-color:#b84545}"
    "mark.organization{background:#d8eef0;border-color:#2f858c}mark.place{background:#dbe6fa;border-color:#3f68b5}"
    ".reporters,.legend{color:#555;font-size:.9rem}"
)


def _safe(text: str) -> str:
    return escape(_CONTROL.sub("\ufffd", text), quote=True)


def _html_span(span: MarkedSpan) -> str:
    if not span.facts:
        return _safe(span.text)
    title = _safe("\n".join(f"{fact.kind}: {fact.detail}" for fact in span.facts))
    return f'<mark class="{" ".join(span.kinds)}" title="{title}">{_safe(span.text)}</mark>'


def _bracketed(span: MarkedSpan) -> str:
    kinds = [kind for kind in span.kinds if kind != "activity"]
    return f"[{'+'.join(kinds)}: {span.text}]" if kinds else span.text


def _pieces(body: str, start: int, end: int, facts: Sequence[Fact]) -> tuple[MarkedSpan, ...]:
    inside = [fact for fact in facts if fact.start < end and start < fact.end]
    cuts = {start, end}
    for fact in inside:
        cuts.update((max(start, fact.start), min(end, fact.end)))
    edges = sorted(cuts)
    pieces = []
    for first, last in pairwise(edges):
        covering = tuple(fact for fact in inside if fact.start <= first and last <= fact.end)
        pieces.append(MarkedSpan(body[first:last], covering))
    return tuple(pieces)


def _facts(reading: ArticleReading) -> tuple[Fact, ...]:
    facts = [
        *(Fact(_kind(mention), mention.start, mention.end, _entity(mention.entity)) for mention in reading.mentions),
        *(Fact("date", item.start, item.end, _date(item)) for item in reading.dates),
        *(Fact("figure", item.start, item.end, _observation(item)) for item in reading.observations),
        *(Fact("activity", item.start, item.end, _activity(item)) for item in reading.activities),
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, FACT_KINDS.index(fact.kind), fact.detail)))


def _kind(mention: Mention) -> str:
    match mention.entity:
        case Place():
            return "place"
        case Organization():
            return "organization"
        case Person():
            return "person"
        case Initiative():
            return "initiative"


def _entity(entity: Place | Organization | Person | Initiative) -> str:
    match entity:
        case Place():
            return _joined(entity.name, entity.level.value, entity.division_code or entity.place_id)
        case Organization() | Person() | Initiative():
            return _joined(entity.name, entity.kind)


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part not in (None, "", ()))


def _date(item: DateMention) -> str:
    span = item.resolved_from if item.resolved_from == item.resolved_to else f"{item.resolved_from}–{item.resolved_to}"
    return _joined(item.source_text, span or "unresolved", item.precision, item.basis)


def _observation(item: Observation) -> str:
    subject = item.place or item.organization or item.initiative
    return _joined(
        item.source_text,
        f"{item.indicator}: {item.value} {item.unit}".strip(),
        item.category,
        item.qualifier,
        subject.name if subject else None,
        item.change,
        "target" if item.is_target else None,
        item.period_text,
    )


def _activity(item: Activity) -> str:
    taking_part = [
        *(f"{place.place.name} ({place.role})" for place in item.places),
        *(f"{organization.organization.name} ({organization.role})" for organization in item.organizations),
    ]
    when = item.date_from if item.date_from == item.date_to else f"{item.date_from}–{item.date_to}"
    return _joined(item.name, item.activity_type, "、".join(taking_part), item.venue, when, item.participants)


def _sections(reading: ArticleReading) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lead = reading.lead_place
    named = (
        ("Lead place", [_entity(lead)] if lead else []),
        (
            "Topics",
            [
                _joined(f"{topic.rank}. {topic.code}", topic.score, "、".join(f"{term}×{n}" for term, n in topic.terms))
                for topic in reading.topics
            ],
        ),
        ("Places", [_joined(_entity(item.place), item.role, f"×{item.mention_count}") for item in reading.places]),
        (
            "Organisations",
            [
                _joined(_entity(item.organization), item.role, f"×{item.mention_count}")
                for item in reading.organizations
            ],
        ),
        (
            "Persons",
            [
                _joined(
                    item.person.name, item.role, item.role_title, item.organization.name if item.organization else None
                )
                for item in reading.persons
            ],
        ),
        (
            "Initiatives",
            [
                _joined(_entity(item.initiative), item.role, _owner(item.owner_place, item.owner_organization))
                for item in reading.initiatives
            ],
        ),
        ("Dates", [_date(item) for item in reading.dates]),
        ("Figures", [_observation(item) for item in reading.observations]),
        ("Activities", [_activity(item) for item in reading.activities]),
        (
            "Candidates",
            [
                _joined(item.name, item.entity_kind, item.level, item.score, item.evidence)
                for item in reading.candidates
            ],
        ),
    )
    return tuple((heading, _lines(rows)) for heading, rows in named if rows)


def _lines(rows: Iterable[str]) -> tuple[str, ...]:
    """Return each row on one line."""
    return tuple(" ".join(row.split()) for row in rows)


def _owner(place: Place | None, organization: Organization | None) -> str | None:
    owner = place or organization
    return owner.name if owner else None
