"""Assembles articles and the ledger of lines from what the search has decided. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Final

from newstext.page.furniture import Furniture
from newstext.page.lines import FULL, LineShape, finish_of
from newstext.page.normalize import normalize_punctuation, printed_spaces
from newstext.page.search_records import (
    BODY_LINE,
    BYLINE_LINE,
    CAPTION_LINE,
    KICKER_LINE,
    SUBTITLE_LINE,
    TITLE_LINE,
    Placed,
)
from newstext.page.views import ReadLine
from newstext.records import Article, PageLayout, PageLine, Paragraph, Role

MOST_CERTAIN: Final = 8.0
"""Nats; the search keeps no reading that is further behind."""

CONFIDENCE_AT_ZERO: Final = 0.5
CONFIDENCE_PER_NAT: Final = 0.5
"""Logistic fit of "the whole article is right" on the smallest margin of its lines; see docs/layout.md."""

SHORTEST_STATEMENT: Final = 4
"""Code points on both sides of a space in a headline that is kept: less is no statement of its own."""


_COMPLETE: Final = frozenset("。！？!?…”：）")
"""A paragraph that ends in one of these has not been cut."""

_Entry = tuple[int, tuple[str, ...], str | None]
"""Where one line's text went: the code points kept, why others were not, and the byline at its end."""


class _Draft:
    """One article in the making; lines are added in the order of the page."""

    def __init__(self, ordinal: int) -> None:
        self.ordinal = ordinal
        self.kicker: list[str] = []
        self.title: list[str] = []
        self.subtitle: list[str] = []
        self.captions: list[str] = []
        self.reporters: list[str] = []
        self.paragraphs: list[list[str]] = []
        self.lengths: list[int] = []
        self.headings: list[str | None] = []
        self.heading: str | None = None
        self.line_starts: dict[int, tuple[int, int]] = {}
        """Of each body line its paragraph and where it starts in it."""
        self.lines: list[int] = []
        self.seams = 0
        self.duplicated = 0
        self.margin = MOST_CERTAIN

    def add_body(self, at: int, text: str, continues: int | None, dropped: int) -> None:
        before = None if continues is None else self.line_starts.get(continues)
        if before is not None:
            paragraph = before[0]
            self.seams += 1
            self.duplicated += dropped
        else:
            paragraph = len(self.paragraphs)
            self.paragraphs.append([])
            self.lengths.append(0)
            self.headings.append(self.heading)
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
    starts = sorted({place[1] for place in placed if place[1] >= 0})
    drafts = {start: _Draft(ordinal) for ordinal, start in enumerate(starts, start=1)}
    entries: list[_Entry] = []
    furniture: list[Furniture] = []
    for at, (line, place) in enumerate(zip(lines, placed, strict=True)):
        role, article, continues, dropped, margin = place
        if article < 0:
            entries.append((0, (line.furniture.reason if line.furniture else "correction",), None))
            if line.furniture:
                furniture.append(line.furniture)
            continue
        draft = drafts[article]
        draft.lines.append(at)
        if margin < draft.margin:
            draft.margin = margin
        if role is BODY_LINE:
            entries.append(_place_body(at, line, continues, dropped, draft))
        else:
            entries.append(_place_other(line, role, draft))
    bodies: dict[int, tuple[Article, list[int]]] = {}
    for start in starts:
        bodies[start] = _finish(drafts[start], lines[drafts[start].lines[0]].shape.line_no)
    ledger = []
    for at, (line, place, (kept, reasons, suffix)) in enumerate(zip(lines, placed, entries, strict=True)):
        role, article, continues, dropped, _ = place
        body_start = None
        ordinal = 0
        if article >= 0:
            draft = drafts[article]
            ordinal = draft.ordinal
            if role is BODY_LINE:
                paragraph, offset = draft.line_starts[at]
                body_start = bodies[article][1][paragraph] + offset
        shape = line.shape
        text = shape.text
        discarded = len(text) - kept
        ledger.append(
            PageLine(
                shape.line_no,
                text,
                role,
                ordinal,
                None if continues is None else lines[continues].shape.line_no,
                dropped,
                suffix,
                body_start,
                kept,
                discarded,
                "+".join(sorted(set(reasons))) if discarded else None,
            )
        )
    return PageLayout(
        lines=tuple(ledger),
        articles=tuple(bodies[start][0] for start in starts),
        printed_newspaper=next((found.newspaper for found in furniture if found.newspaper), None),
        printed_on=next((found.printed_on for found in furniture if found.printed_on), None),
        printed_page_no=next((found.page_no for found in furniture if found.page_no), None),
    )


def _outside_core(shape: LineShape) -> list[str]:
    """Return why the code points in front of and behind a line's core are discarded."""
    reasons = []
    if shape.mark:
        reasons.append("mark")
    if len(shape.text) > len(shape.core):
        reasons.append("white_space")
    return reasons


def _place_body(at: int, line: ReadLine, continues: int | None, dropped: int, draft: _Draft) -> _Entry:
    shape, plain, suffix, dateline = line.shape, line.plain, line.suffix, line.dateline
    kept = plain[dropped:]
    if suffix is not None:
        draft.add_reporters(suffix.byline.names)
    if dateline is not None and not draft.paragraphs:
        draft.add_reporters(dateline.names)
    draft.add_body(at, kept, continues, dropped)
    if len(kept) == len(shape.text):
        return len(kept), (), None
    start, end = line.body
    reasons = _outside_core(shape)
    if len(plain) < end - start or suffix is not None:
        reasons.append("white_space")
    if dropped:
        reasons.append("repeated")
    if start > shape.core_start or (suffix is None and end < shape.core_end):
        reasons.append("jump")
    if suffix is None:
        return len(kept), tuple(reasons), None
    printed = shape.text[suffix.start : suffix.end]
    return len(kept) + len(printed), tuple(reasons), printed


def _place_other(line: ReadLine, role: Role, draft: _Draft) -> _Entry:
    shape = line.shape
    reasons = _outside_core(shape)
    if role is BYLINE_LINE:
        names = line.byline.names if line.byline else ()
        draft.add_reporters(names)
        return sum(map(len, names)), (*reasons, "byline_markup"), None
    text = headline_text(shape.core)
    if len(text) < len(shape.core):
        reasons.append("white_space")
    kept_text = normalize_punctuation(text)
    if role is KICKER_LINE:
        draft.kicker.append(kept_text)
    elif role is TITLE_LINE:
        draft.title.append(kept_text)
    elif role is SUBTITLE_LINE:
        draft.subtitle.append(kept_text)
    elif role is CAPTION_LINE:
        draft.captions.append(kept_text)
    else:
        draft.heading = kept_text
    return len(text), tuple(reasons), None


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


def _finish(draft: _Draft, first_line_no: int) -> tuple[Article, list[int]]:
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
    is_truncated = any(text[-1:] not in _COMPLETE and finish_of(text) is not FULL for text in texts)
    return (
        Article(
            ordinal=draft.ordinal,
            first_line_no=first_line_no,
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
