"""Assembles articles and the ledger of lines from what the search has decided. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Final, NamedTuple

from newstext.page.lines import Finish, finish_of
from newstext.page.normalize import normalize_punctuation, printed_spaces
from newstext.page.search_records import Placed
from newstext.page.views import ReadLine
from newstext.records import Article, PageLayout, PageLine, Paragraph, Role

MOST_CERTAIN: Final = 8.0
"""Nats; the search keeps no reading that is further behind."""

CONFIDENCE_AT_ZERO: Final = 0.5
CONFIDENCE_PER_NAT: Final = 0.5
"""Logistic fit of "the whole article is right" on the smallest margin of its lines; see docs/layout.md."""

SHORTEST_STATEMENT: Final = 4
"""Code points on both sides of a space in a headline that is kept: less is no statement of its own."""


class _Entry(NamedTuple):
    """Where one line's text went."""

    kept: int
    reasons: tuple[str, ...]
    suffix: str | None


class _Draft:
    """One article in the making; lines are added in the order of the page."""

    def __init__(self, ordinal: int) -> None:
        self.ordinal = ordinal
        self.first_line_no = 0
        self.kicker: list[str] = []
        self.title: list[str] = []
        self.subtitle: list[str] = []
        self.captions: list[str] = []
        self.reporters: list[str] = []
        self.paragraphs: list[list[str]] = []
        self.lengths: list[int] = []
        self.headings: list[str | None] = []
        self.heading: str | None = None
        self.paragraph_of: dict[int, int] = {}
        self.line_starts: dict[int, tuple[int, int]] = {}
        self.lines: list[int] = []
        self.seams = 0
        self.duplicated = 0
        self.margin = MOST_CERTAIN

    def add_body(self, at: int, text: str, continues: int | None, dropped: int) -> None:
        if continues is not None and continues in self.paragraph_of:
            paragraph = self.paragraph_of[continues]
            self.seams += 1
            self.duplicated += dropped
        else:
            paragraph = len(self.paragraphs)
            self.paragraphs.append([])
            self.lengths.append(0)
            self.headings.append(self.heading)
        self.paragraph_of[at] = paragraph
        self.line_starts[at] = (paragraph, self.lengths[paragraph])
        self.paragraphs[paragraph].append(text)
        self.lengths[paragraph] += len(text)

    def add_reporters(self, names: Sequence[str]) -> None:
        self.reporters += [name for name in names if name not in self.reporters]


def assemble(lines: Sequence[ReadLine], placed: Sequence[Placed]) -> PageLayout:
    """Return the layout of a page: articles in the order of their headlines, and the ledger of all lines.

    For a body line ``kept_chars - length(byline_suffix)`` code points of the article's body start at ``body_start``;
    over all body lines of an article these lengths and one newline between paragraphs add up to ``length(body)``.
    """
    starts = sorted({place.article for place in placed if place.article >= 0})
    drafts = {start: _Draft(ordinal) for ordinal, start in enumerate(starts, start=1)}
    entries: list[_Entry] = []
    for at, (line, place) in enumerate(zip(lines, placed, strict=True)):
        if place.article < 0:
            reason = line.furniture.reason if line.furniture else "correction"
            entries.append(_Entry(0, (reason,), None))
            continue
        draft = drafts[place.article]
        draft.first_line_no = draft.first_line_no or line.shape.line_no
        draft.lines.append(at)
        draft.margin = min(draft.margin, place.margin)
        entries.append(_place(at, line, place, draft))
    bodies: dict[int, tuple[Article, list[int]]] = {}
    for start in starts:
        bodies[start] = _finish(drafts[start])
    ledger = []
    for at, (line, place, entry) in enumerate(zip(lines, placed, entries, strict=True)):
        body_start = None
        ordinal = 0
        if place.article >= 0:
            draft = drafts[place.article]
            ordinal = draft.ordinal
            if at in draft.line_starts:
                paragraph, offset = draft.line_starts[at]
                body_start = bodies[place.article][1][paragraph] + offset
        text = line.shape.text
        discarded = len(text) - entry.kept
        ledger.append(
            PageLine(
                line.shape.line_no,
                text,
                place.role,
                ordinal,
                None if place.continues is None else lines[place.continues].shape.line_no,
                place.dropped,
                entry.suffix,
                body_start,
                entry.kept,
                discarded,
                "+".join(sorted(set(entry.reasons))) if discarded else None,
            )
        )
    furniture = [
        line.furniture for line, place in zip(lines, placed, strict=True) if place.article < 0 and line.furniture
    ]
    return PageLayout(
        lines=tuple(ledger),
        articles=tuple(bodies[start][0] for start in starts),
        printed_newspaper=next((found.newspaper for found in furniture if found.newspaper), None),
        printed_on=next((found.printed_on for found in furniture if found.printed_on), None),
        printed_page_no=next((found.page_no for found in furniture if found.page_no), None),
    )


def _place(at: int, line: ReadLine, place: Placed, draft: _Draft) -> _Entry:
    shape = line.shape
    reasons = []
    if shape.mark:
        reasons.append("mark")
    if len(shape.text) > len(shape.core):
        reasons.append("white_space")
    if place.role is Role.BODY:
        text = line.plain
        kept = text[place.dropped :]
        if len(text) < line.body[1] - line.body[0] or line.suffix is not None:
            reasons.append("white_space")
        if place.dropped:
            reasons.append("repeated")
        suffix = None
        if line.suffix is not None:
            suffix = shape.text[line.suffix.start : line.suffix.end]
            draft.add_reporters(line.suffix.byline.names)
        if line.body[0] > shape.core_start or (line.suffix is None and line.body[1] < shape.core_end):
            reasons.append("jump")
        if line.dateline is not None and not draft.paragraphs:
            draft.add_reporters(line.dateline.names)
        draft.add_body(at, kept, place.continues, place.dropped)
        return _Entry(len(kept) + len(suffix or ""), tuple(reasons), suffix)
    if place.role is Role.BYLINE:
        names = line.byline.names if line.byline else ()
        draft.add_reporters(names)
        return _Entry(sum(map(len, names)), (*reasons, "byline_markup"), None)
    text = headline_text(shape.core)
    if len(text) < len(shape.core):
        reasons.append("white_space")
    kept_text = normalize_punctuation(text)
    if place.role is Role.KICKER:
        draft.kicker.append(kept_text)
    elif place.role is Role.TITLE:
        draft.title.append(kept_text)
    elif place.role is Role.SUBTITLE:
        draft.subtitle.append(kept_text)
    elif place.role is Role.CAPTION:
        draft.captions.append(kept_text)
    else:
        draft.heading = kept_text
    return _Entry(len(text), tuple(reasons), None)


def headline_text(core: str) -> str:
    """Return a headline without the spaces that are line breaks of the print inside a clause.

    A space between two statements of at least ``SHORTEST_STATEMENT`` code points is kept as one space.
    """
    kept = []
    position = 0
    for start, end in printed_spaces(core):
        left, right = core[:start].split(" ")[-1], core[end:].split(" ")[0]
        kept.append(core[position:start])
        if len(left) >= SHORTEST_STATEMENT and len(right) >= SHORTEST_STATEMENT and not left.endswith(("：", ":")):
            kept.append(core[start : start + 1])
        position = end
    kept.append(core[position:])
    return "".join(kept)


def _finish(draft: _Draft) -> tuple[Article, list[int]]:
    """Return the article and where each of its paragraphs starts in the body."""
    texts = [normalize_punctuation("".join(pieces)) for pieces in draft.paragraphs]
    starts = []
    position = 0
    paragraphs = []
    for text, heading in zip(texts, draft.headings, strict=True):
        starts.append(position)
        paragraphs.append(Paragraph(position, position + len(text), heading))
        position += len(text) + 1
    confidence = round(1.0 / (1.0 + exp(-(CONFIDENCE_AT_ZERO + CONFIDENCE_PER_NAT * draft.margin))), 3)
    is_truncated = any(finish_of(text) is not Finish.FULL and not text.endswith(("”", "：", "）")) for text in texts)
    return (
        Article(
            ordinal=draft.ordinal,
            first_line_no=draft.first_line_no,
            kicker=" ".join(draft.kicker) or None,
            title=" ".join(draft.title),
            subtitle=" ".join(draft.subtitle) or None,
            body="\n".join(texts),
            paragraphs=tuple(paragraphs),
            caption=" ".join(draft.captions) or None,
            reporters=tuple(draft.reporters),
            is_truncated=is_truncated,
            is_interrupted=draft.lines[-1] - draft.lines[0] + 1 > len(draft.lines),
            confidence=confidence,
            seam_count=draft.seams,
            duplicated_chars=draft.duplicated,
        ),
        starts,
    )
