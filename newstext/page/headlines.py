"""Headline shape: what speaks for a title, a kicker or a section heading in a short line, before any search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add, eq
from typing import Final

from newstext.language.ngrams import WordSeams
from newstext.page.lines import FULL, LineShape

LONGEST_HEADLINE: Final = 60
"""Code points without white space; observed titles have 8 to 40, all of them under 45."""

WRAPPED_REACH: Final = 9
"""Lines of a hard-wrapped page that make about two paragraphs."""

NEXT_REACH: Final = 60
"""Code points of the text below a headline that are compared with the text above it."""

USUAL_HEADLINE: Final = 40
"""Up to here length says nothing against a headline."""

_LEAD: Final = re.compile(
    r"近日|日前|近期|近年来|连日来|昨[日天]|今[日天]|今年|去年|前不久|本报讯|为[^，,]{4,}[，,]|据|记者|目前|眼下|时下|随着|自"
    r"|(?:19|20)?[0-9]{0,4}年?[0-9]{1,2}月(?:[0-9]{1,2}日|以来|份|[上中下]旬)|[0-9]{1,2}日"
)
LEAST_PARALLEL: Final = 1.0
"""Parallelism from which two headings may be made to one pattern; equal length alone gives 1."""

LONGEST_SIMPLE_HEADING: Final = 12
"""Code points; longer headings are made of two parts with a mark or a space between (observed)."""

MOST_DIFFERENCE: Final = 4
"""Code points by which the lengths of parallel headings differ at most (observed: two)."""

SURELY_PARALLEL: Final = 1.6
"""Parallelism that is no chance: equal length and a shared character, or marks in the same places."""

MOST_WORDS_IN_LEAD: Final = 0.7
"""A title says again what the lead says, in other words; a line that repeats it to the letter is rather a heading."""

SHORTEST_TITLE: Final = 8
"""Code points; a subject, a verb and an object take at least that (observed: none shorter without a kicker)."""

SHORTEST_HEADING: Final = 4
"""Code points; a verb and its object take at least that."""

USUAL_KICKER: Final = 16
"""Code points; longer kickers than this are rare."""

_REPORTED: Final = re.compile(
    r"(?:说|称|表示|指出|认为|强调|要求|介绍|提到|透露|告诉记者|获悉|了解到|提醒|坦言|表态)[，,：:]"
)
"""Attribution: a headline names the speaker before a colon at most, and says it with fewer words."""

_HANGS: Final = frozenset("的在和与及或把被将向从对为以于由使让其并而且则但因至这该每我受")

_STUB: Final = re.compile(r"[，,、；;][^，,、；;：:！？!? \u3000]{1,2}$")
"""A last clause of one or two characters has been cut."""

_DATELINE: Final = re.compile(r"[（(]?(?:本报|本网|本台)?(?:讯|记者|通讯员)[\s（(：:]|本报讯|据.{2,6}报道")
_CONTINUATION: Final = re.compile(
    r"此外|另外|同时|与此同时|不仅如此|除此之外|其中|对此|为此|于是|然而|但|这|该|随后|接着|当天|他|她|它"
    r"|[\u4e00-\u9fff]{2,3}(?:说|表示|介绍|告诉|坦言|认为)[，,：:]"
)
"""How text opens that goes on with what is above it: connectives, pronouns, a speaker who was introduced before."""

_OPENER: Final = re.compile(
    r"近日[，,]?|日前|近期|近年来|连日来|今年以来|目前|眼下|时下|据悉|据了解|据介绍|如今|现在|当天|当日|此外|同时|其中|本次|此次|这次|会上|会后|随后|接下来|下一步|为了|不仅"
    r"|[0-9]{0,4}年?[0-9]{1,2}月[0-9]{0,2}日?|[0-9]{1,2}日"
)
"""How paragraphs open and headlines do not: adverbs of time, connectives, dates."""

_SKELETON: Final = re.compile(r"[,、: \u3000“《》+!?…—]")
_DIVIDES: Final = frozenset(",、: \u3000")
_SAME_MARK: Final = str.maketrans({"”": "“", '"': "“", "，": ",", "：": ":", "！": "!", "？": "?"})
"""Marks that recognition prints now one way, now the other."""
_ANY_MARK: Final = re.compile(_SKELETON.pattern[:-1] + '”"，：！？]')

_SPACES: Final = re.compile(r"\s+")
_GOES_ON_BEHIND: Final = frozenset("。，,、；;")
_CLOSES: Final = frozenset("，,、。；;：:！!？?”’》〉」』】）)%％")
_WORD: Final = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")


@dataclass(slots=True)
class Surroundings:
    """What a short line is compared with, computed once for all headline roles."""

    following: str
    """The next two lines of body text."""
    before: str
    """The two lines of body text above."""
    pairs: Sequence[str]
    """The line's pairs of neighbouring characters."""
    words_below: float
    """Share of them that come again in ``following``."""
    looks: float
    """What the line's own form and diction say for any headline role, in nats."""
    has_marks: bool
    """The page marks its headlines."""


class HeadlineScorer:
    """Scores short lines as titles, kickers and headings; immutable once made. Scores are nats against body text."""

    def __init__(self, words: WordSeams, weights: Mapping[str, float]) -> None:
        self._words = words
        self._weights = weights

    def can_be_headline(self, shape: LineShape) -> bool:
        """Return whether the line may be a title, kicker or heading at all."""
        if shape.mark:
            return shape.size <= 2 * LONGEST_HEADLINE
        if shape.size > LONGEST_HEADLINE or shape.has_stop_inside or not _WORD.search(shape.core):
            return False
        if shape.core[-1] in _GOES_ON_BEHIND or shape.core[0] in _CLOSES:
            return False
        return _DATELINE.match(shape.core) is None

    def surroundings(
        self, shapes: Sequence[LineShape], at: int, page_has_marks: bool, is_wrapped: bool, fills_column: bool
    ) -> Surroundings:
        """Compare line ``at`` with the text above and below it; where it fills its column, its end says nothing."""
        if is_wrapped:
            before = "".join(shape.core for shape in shapes[max(0, at - WRAPPED_REACH) : at])
            following = "".join(shape.core for shape in shapes[at + 1 : at + 1 + WRAPPED_REACH])
        else:
            before, following = preceding_text(shapes, at), following_text(shapes, at)
        pairs = pairs_of(shapes[at].core)
        return Surroundings(
            following,
            before,
            pairs,
            shared_words(pairs, following),
            self._looks(shapes[at], fills_column),
            page_has_marks,
        )

    def as_title(self, shape: LineShape, around: Surroundings, least: float) -> float:
        """Return how well a line stands as a title; a score below ``least`` is not looked into further."""
        weights = self._weights
        score = weights["title_base"] + around.looks + self._unmarked(shape, around)
        if shape.size < SHORTEST_TITLE:
            score += weights["title_short"] * (SHORTEST_TITLE - shape.size)
        if shape.size <= LONGEST_SIMPLE_HEADING and self._words.begins_with_verb(shape.core):
            score += weights["title_without_subject"]
        score += weights["title_words_in_lead"] * min(MOST_WORDS_IN_LEAD, around.words_below)
        if _DATELINE.match(around.following):
            score += weights["title_before_dateline"]
        elif _LEAD.match(around.following):
            score += weights["title_before_lead_opener"]
        elif _CONTINUATION.match(around.following):
            score += weights["title_before_continuation"]
        if shape.core.endswith(("：", ":")):
            score += weights["title_ends_in_colon"]
        words_before, goes_on = weights["title_words_before"], weights["title_text_goes_on"]
        if score + max(0.0, words_before) + max(0.0, goes_on) < least:
            return score
        return score + words_before * shared_words(around.pairs, around.before) + goes_on * _goes_on(around)

    def as_kicker(self, shape: LineShape, following: LineShape, around: Surroundings) -> float:
        """Return how well a line stands as the kicker of the headline ``following``."""
        weights = self._weights
        score = weights["kicker_base"] + around.looks
        score += weights["kicker_words_in_lead"] * min(MOST_WORDS_IN_LEAD, around.words_below)
        if shape.core.endswith(("：", ":")):
            score += weights["kicker_ends_in_colon"]
        elif shape.size > USUAL_KICKER:
            score += weights["kicker_long"] * (shape.size - USUAL_KICKER)
        if following.mark and not shape.mark:
            score += weights["kicker_title_is_marked"] - min(0.0, weights["headline_mark"])
        if shape.mark:
            score += weights["kicker_is_marked"]
        return score

    def as_heading(self, shape: LineShape, around: Surroundings, least: float) -> float:
        """Return how well a line stands as a section heading, without looking at other headings; a score below
        ``least`` is not looked into further."""
        weights = self._weights
        score = weights["heading_base"] + around.looks + self._unmarked(shape, around)
        if shape.size <= LONGEST_SIMPLE_HEADING and self._words.begins_with_verb(shape.core):
            score += weights["heading_without_subject"]
        score += weights["heading_words_in_text"] * around.words_below
        if shape.size < SHORTEST_HEADING:
            score += weights["heading_very_short"] * (SHORTEST_HEADING - shape.size)
        if shape.size > 24:
            score += weights["heading_long"] * (shape.size - 24)
        if shape.core.endswith(("：", ":")):
            score += weights["title_ends_in_colon"]
        goes_on = weights["heading_text_goes_on"]
        return score if score + max(0.0, goes_on) < least else score + goes_on * _goes_on(around)

    def _unmarked(self, shape: LineShape, around: Surroundings) -> float:
        return self._weights["headline_unmarked_on_marked_page"] if around.has_marks and not shape.mark else 0.0

    def _looks(self, shape: LineShape, fills_column: bool) -> float:
        """Return what a line's own form and diction say for any headline role."""
        weights = self._weights
        score = weights["headline_mark"] if shape.mark else 0.0
        if shape.finish is FULL:
            score += weights["headline_full_stop"]
        if shape.size > USUAL_HEADLINE:
            score += weights["headline_long"] * (shape.size - USUAL_HEADLINE)
        if _OPENER.match(shape.core):
            score += weights["headline_opens_like_text"]
        commas = shape.core.count("，") + shape.core.count(",")
        if commas > 1:
            score += weights["headline_commas"] * (commas - 1)
        if (commas or ":" in shape.core or "：" in shape.core) and _REPORTED.search(shape.core):
            score += weights["headline_reports_speech"]
        if shape.unclosed or shape.unopened:
            score += weights["headline_quotes_unbalanced"]
        return score if fills_column else score + self._ending(shape.core)

    def _ending(self, core: str) -> float:
        """Return what the end of a line says for any headline role."""
        weights = self._weights
        score = 0.0
        if core[-1:] in _HANGS:
            score += weights["headline_hangs"]
        elif core.endswith("了"):
            score += weights["headline_hangs"] / 3
        if _STUB.search(core):
            score += weights["headline_ends_in_stub"]
        if self._words.ends_broken(core):
            score += weights["headline_ends_broken"]
        return score


@dataclass(slots=True)
class Form:
    """The form of a short line, for comparing it with others."""

    text: str
    mark: int
    skeleton: tuple[str, ...]
    """Its marks and spaces, in order."""
    places: tuple[int, ...]
    """Where they stand."""
    is_divided: bool
    """A comma, a colon or a space divides it."""
    characters: frozenset[str]


def form_of(shape: LineShape) -> Form:
    """Return the form of a line."""
    text = shape.core if shape.size == len(shape.core) else _SPACES.sub(" ", shape.core)
    if not _ANY_MARK.search(text):
        return Form(text, shape.mark, (), (), False, frozenset(text))
    text = text.translate(_SAME_MARK)
    found = list(_SKELETON.finditer(text))
    skeleton = tuple([mark.group() for mark in found])
    places = tuple([mark.start() for mark in found])
    return Form(text, shape.mark, skeleton, places, not _DIVIDES.isdisjoint(skeleton), frozenset(text))


def parallel(one: Form, other: Form) -> float:
    """Return how parallel in form two lines are, about -3 to 5: length, marks in the same places, shared characters.

    Headings of one article are made to a pattern (Chinese rhetoric calls it 对仗, antithesis).
    """
    a, b = one.text, other.text
    difference = abs(len(a) - len(b))
    if one.mark != other.mark or difference > MOST_DIFFERENCE:
        return -3.0
    score = 1.0 if difference == 0 else 0.3 if difference <= 2 else -1.0
    skeleton = one.skeleton
    if skeleton == other.skeleton:
        if skeleton:
            score += 0.2 + 0.8 * one.is_divided
            score += one.places == other.places
        elif max(len(a), len(b)) > LONGEST_SIMPLE_HEADING:
            score -= 1.0
    else:
        score -= 2.0
    if one.characters.isdisjoint(other.characters):
        return score
    same: int = sum(map(eq, a, b))
    if difference:
        same = max(same, sum(map(eq, a[::-1], b[::-1])))
    same -= min(same, len(skeleton))
    return score + min(2.1, 0.7 * same)


def shared_words(pairs: Sequence[str], text: str) -> float:
    """Return the share, 0 to 1, of the pairs of neighbouring characters that occur in ``text``."""
    return sum(map(text.__contains__, pairs)) / len(pairs) if pairs and text else 0.0


def _goes_on(around: Surroundings) -> float:
    """Return the share of the pairs of the next text's beginning that occur in the text above."""
    return _share_of_next(around.following[:NEXT_REACH], around.before)


@lru_cache(maxsize=2)
def _share_of_next(following: str, before: str) -> float:
    """Return the share of the pairs of ``following`` that occur in ``before``; lines of one headline ask the same."""
    return shared_words(pairs_of(following), before) if before else 0.0


def pairs_of(text: str) -> list[str]:
    """Return the distinct pairs of neighbouring hanzi, letters or digits of ``text``, in no order."""
    return list(filter(str.isalnum, set(map(add, text, text[1:]))))


def preceding_text(shapes: Sequence[LineShape], at: int, reach: int = 240) -> str:
    """Return the two lines of body text before line ``at``, at most ``reach`` code points of each."""
    found = []
    for shape in reversed(shapes[max(0, at - 5) : at]):
        if shape.size > USUAL_HEADLINE or shape.finish is FULL:
            found.append(shape.core[-reach:])
            if len(found) == 2:
                break
    return "\n".join(found)


def following_text(shapes: Sequence[LineShape], at: int, reach: int = 240) -> str:
    """Return the next two lines of body text after line ``at``, at most ``reach`` code points of each."""
    found = []
    for shape in shapes[at + 1 : at + 6]:
        if shape.size > USUAL_HEADLINE or shape.finish is FULL:
            found.append(shape.core[:reach])
            if len(found) == 2:
                break
    return "\n".join(found)
