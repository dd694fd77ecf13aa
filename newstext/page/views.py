"""What the search is told of each line: the roles that it may have, its tail and head, and the habits of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from newstext.page.bylines import LONGEST_BYLINE, Byline, BylineReader, BylineSuffix
from newstext.page.captions import LONGEST_CAPTION, CaptionReader
from newstext.page.furniture import LONGEST_LINE, SECTION_NAME, Furniture, FurnitureReader, inline_jump
from newstext.page.hard_wraps import full_columns, full_lines
from newstext.page.headlines import LONGEST_HEADLINE, USUAL_KICKER, Form, HeadlineScorer, form_of
from newstext.page.lines import FULL, LineShape, finish_of
from newstext.page.normalize import printed_spaces, without
from newstext.page.outlook import SHORT_LINE, HeadingOutlook
from newstext.page.seams import SeamScorer
from newstext.page.search_records import (
    BODY_LINE,
    BYLINE_LINE,
    CAPTION_LINE,
    FURNITURE_LINE,
    HEADING_LINE,
    KICKER_LINE,
    SUBTITLE_LINE,
    TITLE_LINE,
    Candidate,
    LineView,
)

MOST_RESCUED: Final = 7.0
"""Nats that the lines around a line can speak for a role against its own looks."""

FRAGMENT: Final = 6
"""Code points; a cut this near to a paragraph's beginning is rarer still."""

LEAST_BYLINE_CERTAINTY: Final = 0.4
"""Names behind a full stop that are less certain are text."""

_NAMES_REACH: Final = 24
"""Code points at the end of a line in which names that recur are looked for."""

LEAST_RECURRENCE: Final = 3
"""Lines that a word must end, alone or after other short words or a full stop, to be taken for a name that signs."""

_LONGEST_OF_A_KIND: Final = max(LONGEST_LINE, LONGEST_CAPTION, LONGEST_BYLINE)
"""Code points; a longer line is no furniture, no caption and no line of names."""

_DATELINE_REACH: Final = 8
"""Code points within which the bracket of a dateline opens."""

_LAST_WORD: Final = re.compile(
    r"(?:^|[。！？…”]\s+|^[\u3400-\u9fff]{2,4}\s+|\s[\u3400-\u9fff]{2,4}\s+)([\u3400-\u9fff]{2,4})$"
)

_HEADLINE_SPACE: Final = re.compile(r"[\u3400-\u9fff”》！？] +[\u3400-\u9fff“《]")
"""A space between hanzi parts the statements of a headline; in text it is a slip of recognition."""

_REST_OF_TITLE: Final = -6.0
"""Nats; as a title of its own such a line is hopeless, as the second line of one it costs nothing."""

_LEAST_LINE_CERTAINTY: Final = 0.3
"""A line of names that is less certain is tried as text or headline only."""


@dataclass(slots=True)
class ReadLine:
    """A line with everything that was recognised in it. Intervals are half-open code points of ``shape.text``."""

    shape: LineShape
    body: tuple[int, int]
    """Where its text stands if it is body text: without mark, jump note and inline byline."""
    plain: str
    """That text without stray white space, before any repetition is dropped."""
    byline: Byline | None
    suffix: BylineSuffix | None
    furniture: Furniture | None
    is_caption: float
    dateline: Byline | None
    """Reporters named in the bracket that opens the text: 本报讯（记者 …）. They stay in the text."""


@dataclass(slots=True)
class PageHabits:
    """What the lines of a page have in common."""

    has_marks: bool
    has_indents: bool
    is_wrapped: bool
    """The page is wrapped at fixed widths."""
    fills: Sequence[bool]
    """Whether each line reaches the width of its column; never where the page is not hard-wrapped."""
    full_lines: Sequence[int]
    """The code points of the lines without a gap, down to each line, that reach the width: how far a paragraph has come
    at least."""
    is_signed: bool
    """Articles of this page carry reporters."""
    names: Mapping[str, int]
    """How often each name signs."""


class ViewMaker:
    """Makes the views of a page; immutable once made."""

    def __init__(
        self,
        bylines: BylineReader,
        captions: CaptionReader,
        furniture: FurnitureReader,
        headlines: HeadlineScorer,
        seams: SeamScorer,
        weights: Mapping[str, float],
    ) -> None:
        self._bylines = bylines
        self._captions = captions
        self._furniture = furniture
        self._headlines = headlines
        self._seams = seams
        self._weights = weights

    def read_all(self, shapes: Sequence[LineShape]) -> list[ReadLine]:
        """Recognise what can be recognised in each line; names that sign twice are known in all other lines."""
        known = self._recurring_names(shapes)
        lines = [self.read(shape, known) for shape in shapes]
        self._name_section(lines)
        return lines

    def _name_section(self, lines: list[ReadLine]) -> None:
        """Take the name of a section that stands alone at the top of a page, among its furniture, for furniture."""
        for line in lines:
            if line.furniture is None:
                if self._furniture.is_section_name(line.shape.core):
                    line.furniture = Furniture(SECTION_NAME, None, None, None)
                return

    def _recurring_names(self, shapes: Sequence[LineShape]) -> frozenset[str]:
        """Return the words that end several lines where reporters could sign: a page's editor signs every article."""
        ends = (_end_of(shape) for shape in shapes)
        counts = Counter(found.group(1) for end in ends if end and (found := _LAST_WORD.search(end)))
        return frozenset(word for word, count in counts.items() if count >= LEAST_RECURRENCE)

    def read(self, shape: LineShape, known: Collection[str] = ()) -> ReadLine:
        """Recognise what can be recognised in a line; ``known`` names sign elsewhere on the page."""
        core = shape.core
        start, end = shape.core_start, shape.core_end
        furniture, is_caption, byline, suffix, dateline = None, 0.0, None, None, None
        if len(core) <= _LONGEST_OF_A_KIND:
            furniture = self._furniture.read(core)
            is_caption = self._captions.certainty(core)
            byline = self._bylines.read(core, known)
        opening = core[:_DATELINE_REACH]
        if "（" in opening or "(" in opening:
            dateline = self._bylines.read_dateline(core)
        jump = inline_jump(core)
        if jump and jump != (0, len(core)):
            if jump[0] == 0:
                start += jump[1]
            else:
                end = start + jump[0]
        if byline is None and is_caption < 1.0:
            suffix = self._bylines.read_suffix(shape.text[start:end], known)
            if suffix is not None and suffix.byline.certainty < LEAST_BYLINE_CERTAINTY:
                suffix = None
            if suffix is not None:
                suffix = suffix._replace(start=suffix.start + start, end=suffix.end + start)
                end = suffix.start
        if shape.size == len(core):
            # No white space that could stray, nor at the ends of a part.
            plain = core if end - start == len(core) else shape.text[start:end]
        else:
            inner = shape.text[start:end]
            start += len(inner) - len(inner.lstrip())
            end = max(start, end - len(inner) + len(inner.rstrip()))
            inner = shape.text[start:end]
            plain = without(inner, printed_spaces(inner))
        return ReadLine(shape, (start, end), plain, byline, suffix, furniture, is_caption, dateline)

    def habits(self, lines: Sequence[ReadLine]) -> PageHabits:
        """Return the habits of a page."""
        names: Counter[str] = Counter()
        signed = 0
        for line in lines:
            found = line.byline or (line.suffix.byline if line.suffix else None)
            if found is not None and line.furniture is None:
                names.update(found.names)
                signed += found.certainty >= 0.6
        shapes = [line.shape for line in lines]
        fills = [full and line.is_caption < 1.0 for full, line in zip(full_columns(shapes), lines, strict=True)]
        return PageHabits(
            has_marks=len([shape for shape in shapes if shape.mark]) >= 2,
            has_indents=len([shape for shape in shapes if shape.is_indented]) >= max(2, len(shapes) // 12),
            is_wrapped=any(fills),
            fills=fills,
            full_lines=full_lines(shapes, fills),
            is_signed=signed >= 2,
            names=names,
        )

    def views(self, lines: Sequence[ReadLine], habits: PageHabits) -> list[LineView]:
        """Return the views of all lines of a page."""
        shapes = [line.shape for line in lines]
        can_be_headline = [self._headlines.can_be_headline(shape) for shape in shapes]
        forms = [form_of(shape) if can_be_headline[at] else None for at, shape in enumerate(shapes)]
        can_be_heading = [
            form is not None and not fills and not _reads_as_names(line)
            for form, fills, line in zip(forms, habits.fills, lines, strict=True)
        ]
        outlook = HeadingOutlook(shapes, forms, can_be_heading, self._seams, self._weights)
        return [
            self._view(at, line, shapes, habits, can_be_headline, forms[at], outlook) for at, line in enumerate(lines)
        ]

    def _view(
        self,
        at: int,
        line: ReadLine,
        shapes: Sequence[LineShape],
        habits: PageHabits,
        can_be_headline: Sequence[bool],
        form: Form | None,
        outlook: HeadingOutlook,
    ) -> LineView:
        weights = self._weights
        shape, text, byline, suffix = line.shape, line.plain, line.byline, line.suffix
        finish = shape.finish if suffix is None and line.body[1] == shape.core_end else finish_of(text)
        fills = habits.fills[at]
        tail = self._seams.tail(text, finish, shape.unclosed, fills, habits.is_wrapped, habits.full_lines[at])
        head = self._seams.head(text, shape.unopened, shape.is_indented, habits.has_indents)
        is_fragment = finish is not FULL and not fills and shape.size <= SHORT_LINE
        as_body = self._as_body(shape, is_fragment) if is_fragment or shape.mark else 0.0
        others = self._as_headline(at, shapes, habits, can_be_headline, as_body - MOST_RESCUED)
        if byline is not None and byline.certainty >= _LEAST_LINE_CERTAINTY:
            repeated = any(habits.names[name] > 1 for name in byline.names)
            score = weights["byline_base"] + weights["byline_certainty"] * byline.certainty
            others.append((BYLINE_LINE, score + weights["byline_repeated"] * repeated))
        if line.is_caption:
            others.append((CAPTION_LINE, weights["caption_base"] * line.is_caption))
        if line.furniture is not None:
            others.append((FURNITURE_LINE, weights["furniture_base"]))
        candidates: list[Candidate] = [(BODY_LINE, as_body)]
        heading_outlook = 0.0
        if others:
            others = _plausible(as_body, others, self._may_be_rest(at, habits, can_be_headline))
            # Beside a good reading fewer others are worth a try, so body text comes last where another looks better.
            is_likelier = max([as_body, *[score for _, score in others]]) > as_body
            candidates = others + candidates if is_likelier else candidates + others
            if form is not None and HEADING_LINE in [role for role, _ in others]:
                heading_outlook = outlook.score(at, form)
        return LineView(
            shape,
            candidates,
            tail,
            head,
            suffix is not None,
            suffix is not None or line.dateline is not None,
            weights["fragment_in_the_middle"] if is_fragment else 0.0,
            0.0 if head.can_begin else weights["paragraph_cannot_begin"],
            heading_outlook,
            form,
        )

    def _as_headline(
        self, at: int, shapes: Sequence[LineShape], habits: PageHabits, can_be_headline: Sequence[bool], least: float
    ) -> list[Candidate]:
        """Return the headline roles that a line may have; what scores below ``least`` has no chance."""
        weights, shape = self._weights, shapes[at]
        if shape.size > LONGEST_HEADLINE and not shape.mark and not (at and habits.fills[at - 1]):
            return []
        is_over_headline = can_be_headline[at + 1 : at + 2] == [True]
        hangs = shape.core.endswith(("，", ",")) and shape.size <= USUAL_KICKER and is_over_headline
        if not can_be_headline[at] and not hangs:
            # The rest of a headline that was wrapped may look like anything.
            is_rest = self._may_be_rest(at, habits, can_be_headline)
            may_end = "。" not in shape.core and shape.finish is not FULL
            return [(TITLE_LINE, _REST_OF_TITLE)] if is_rest and may_end else []
        fills = habits.fills[at]
        around = self._headlines.surroundings(shapes, at, habits.has_marks, habits.is_wrapped, fills)
        if not can_be_headline[at]:
            score = self._headlines.as_kicker(shape, shapes[at + 1], around) + weights["kicker_ends_in_comma"]
            return [(KICKER_LINE, score)]
        if self._may_be_rest(at, habits, can_be_headline):
            least = -inf
        title = self._headlines.as_title(shape, around, least)
        if fills:
            closed_below = -weights["headline_quotes_unbalanced"] if shape.unclosed else 0.0
            return [(TITLE_LINE, title + closed_below + weights["title_fills_column"])]
        found: list[Candidate] = [(TITLE_LINE, title), (HEADING_LINE, self._headlines.as_heading(shape, around, least))]
        if is_over_headline:
            found.append((KICKER_LINE, self._headlines.as_kicker(shape, shapes[at + 1], around)))
        if shape.mark == 0:
            found.append((SUBTITLE_LINE, 0.0))
        return found

    def _may_be_rest(self, at: int, habits: PageHabits, can_be_headline: Sequence[bool]) -> bool:
        """Return whether the line above may be a headline that was wrapped and goes on here."""
        return at > 0 and habits.fills[at - 1] and can_be_headline[at - 1]

    def _as_body(self, shape: LineShape, is_fragment: bool) -> float:
        weights = self._weights
        score = 0.0
        if shape.mark:
            score += weights["body_marked"]
        if is_fragment:
            score += weights["body_short_open"]
            if len(shape.core) > shape.size and _HEADLINE_SPACE.search(shape.core):
                score += weights["body_has_headline_space"]
            if shape.size <= FRAGMENT:
                score += weights["body_fragment_alone"]
        return score


def _end_of(shape: LineShape) -> str:
    """Return the part of a line in which reporters can sign, empty where they cannot."""
    core = shape.core
    if len(core) <= _NAMES_REACH:
        return core
    end = core[-_NAMES_REACH:]
    return "。" + end.split("。")[-1] if " " in end and "。" in end else ""


def _plausible(as_body: float, others: Sequence[Candidate], may_be_rest: bool) -> list[Candidate]:
    """Return the roles besides body text, which any line can be, that the lines around could still make the best: a
    title too, however it looks, where it may be the rest of one."""
    least = max(as_body, *[score for _, score in others]) - MOST_RESCUED
    return [(role, score) for role, score in others if score >= least or (may_be_rest and role is TITLE_LINE)]


def _reads_as_names(line: ReadLine) -> bool:
    return line.byline is not None and line.byline.certainty >= LEAST_BYLINE_CERTAINTY
