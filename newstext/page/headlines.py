"""Headline shape: what speaks for a title, a kicker or a section heading in a short line, before any search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newstext.language.ngrams import WordSeams
from newstext.page.lines import Finish, LineShape

LONGEST_HEADLINE = 60
"""Code points without white space; observed titles have 8 to 40, all of them under 45."""

NEXT_REACH = 60
"""Code points of the text below a headline that are compared with the text above it."""

USUAL_HEADLINE = 40
"""Up to here length says nothing against a headline."""

_LEAD = re.compile(
    r"近日|日前|近期|近年来|连日来|昨[日天]|今[日天]|今年|去年|前不久|本报讯|为[^，,]{4,}[，,]|据|记者|目前|眼下|时下|随着|自"
    r"|(?:19|20)?[0-9]{0,4}年?[0-9]{1,2}月(?:[0-9]{1,2}日|以来|份|[上中下]旬)|[0-9]{1,2}日"
)
LEAST_PARALLEL = 1.0
"""Parallelism from which two headings may be made to one pattern; equal length alone gives 1."""

LONGEST_SIMPLE_HEADING = 12
"""Code points; longer headings are made of two parts with a mark or a space between (observed)."""

SHORTEST_HEADING = 4
"""Code points; a verb and its object take at least that."""

USUAL_KICKER = 16
"""Code points; longer kickers than this are rare."""

_REPORTED = re.compile(r"(?:说|称|表示|指出|认为|强调|要求|介绍|提到|透露|告诉记者|获悉|了解到|提醒|坦言|表态)[，,：:]")
"""Attribution: a headline names the speaker before a colon at most, and says it with fewer words."""

_HANGS = re.compile(r"[的在和与及或把被将向从对为以于由使让其并而且则但因至这该每我]$")

_DATELINE = re.compile(r"[（(]?(?:本报|本网|本台)?(?:讯|记者|通讯员)[\s（(：:]|本报讯|据.{2,6}报道")
_OPENER = re.compile(
    r"近日[，,]?|日前|近期|近年来|连日来|今年以来|目前|眼下|时下|据悉|据了解|据介绍|如今|现在|当天|当日|此外|同时|其中|本次|此次|这次|会上|会后|随后|接下来|下一步|为了|不仅"
    r"|[0-9]{0,4}年?[0-9]{1,2}月[0-9]{0,2}日?|[0-9]{1,2}日"
)
"""How paragraphs open and headlines do not: adverbs of time, connectives, dates."""

_SKELETON = re.compile(r"[，,、：: \u3000“”《》+！!？?…—]")
_SPACES = re.compile(r"\s+")
_CLOSED_START = re.compile(r"[，,、。；;：:！!？?”’》〉」』】）)%％]")
_WORD = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")


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
        return not shape.core.endswith(("。", "，", ",", "、", "；", ";")) and not _CLOSED_START.match(shape.core)

    def as_title(self, shape: LineShape, before: str, following: str, page_has_marks: bool) -> float:
        """Return how well a line stands as a title between the body texts ``before`` and ``following``."""
        weights = self._weights
        score = weights["title_base"] + self._shape(shape, page_has_marks)
        if shape.size < 5:
            score += weights["title_very_short"] * (5 - shape.size)
        score += weights["title_words_in_lead"] * shared_words(shape.core, following)
        score += weights["title_words_before"] * shared_words(shape.core, before)
        score += weights["title_text_goes_on"] * shared_words(following[:NEXT_REACH], before)
        if _DATELINE.match(following):
            score += weights["title_before_dateline"]
        elif _LEAD.match(following):
            score += weights["title_before_lead_opener"]
        if shape.core.endswith(("：", ":")):
            score += weights["title_ends_in_colon"]
        return score

    def as_kicker(self, shape: LineShape, following: LineShape) -> float:
        """Return how well a line stands as the kicker of the headline ``following``."""
        weights = self._weights
        score = weights["kicker_base"] + self._shape(shape, False)
        if shape.core.endswith(("：", ":")):
            score += weights["kicker_ends_in_colon"]
        elif shape.size > USUAL_KICKER:
            score += weights["kicker_long"] * (shape.size - USUAL_KICKER)
        if following.mark and not shape.mark:
            score += weights["kicker_title_is_marked"] - min(0.0, weights["headline_mark"])
        if shape.mark:
            score += weights["kicker_is_marked"]
        return score

    def as_heading(self, shape: LineShape, before: str, following: str, page_has_marks: bool) -> float:
        """Return how well a line stands as a section heading, without looking at other headings."""
        weights = self._weights
        score = weights["heading_base"] + self._shape(shape, page_has_marks)
        score += weights["heading_text_goes_on"] * shared_words(following[:NEXT_REACH], before)
        score += weights["heading_words_in_text"] * shared_words(shape.core, following)
        if shape.size < SHORTEST_HEADING:
            score += weights["heading_very_short"] * (SHORTEST_HEADING - shape.size)
        if shape.size > 24:
            score += weights["heading_long"] * (shape.size - 24)
        if shape.core.endswith(("：", ":")):
            score += weights["title_ends_in_colon"]
        return score

    def _shape(self, shape: LineShape, page_has_marks: bool) -> float:
        weights = self._weights
        score = 0.0
        if shape.mark:
            score += weights["headline_mark"]
        elif page_has_marks:
            score += weights["headline_unmarked_on_marked_page"]
        if shape.finish is Finish.FULL:
            score += weights["headline_full_stop"]
        if shape.size > USUAL_HEADLINE:
            score += weights["headline_long"] * (shape.size - USUAL_HEADLINE)
        if _OPENER.match(shape.core):
            score += weights["headline_opens_like_text"]
        commas = shape.core.count("，") + shape.core.count(",")
        if commas > 1:
            score += weights["headline_commas"] * (commas - 1)
        if _REPORTED.search(shape.core):
            score += weights["headline_reports_speech"]
        if _HANGS.search(shape.core):
            score += weights["headline_hangs"]
        elif shape.core.endswith("了"):
            score += weights["headline_hangs"] / 3
        if self._words.ends_broken(shape.core):
            score += weights["headline_ends_broken"]
        if shape.unclosed or shape.unopened:
            score += weights["headline_quotes_unbalanced"]
        return score


def parallel(one: LineShape, other: LineShape) -> float:
    """Return how parallel in form two lines are, about -1 to 5: length, marks in the same places, shared characters.

    Headings of one article are made to a pattern (Chinese rhetoric calls it 对仗, antithesis).
    """
    a, b = _SPACES.sub(" ", one.core), _SPACES.sub(" ", other.core)
    if one.mark != other.mark:
        return -2.0
    difference = abs(len(a) - len(b))
    score = 1.0 if difference == 0 else 0.3 if difference <= 2 else -1.0
    skeleton = _SKELETON.findall(a)
    if skeleton == _SKELETON.findall(b):
        if skeleton:
            score += 0.2 + 0.8 * any(mark in "，,、：: \u3000" for mark in skeleton)
            if difference == 0 and [found.start() for found in _SKELETON.finditer(a)] == [
                found.start() for found in _SKELETON.finditer(b)
            ]:
                score += 1.0
        elif max(len(a), len(b)) > LONGEST_SIMPLE_HEADING:
            score -= 1.0
    else:
        score -= 1.0
    same = sum(1 for x, y in zip(a, b, strict=False) if x == y and _WORD.match(x))
    if difference:
        same = max(same, sum(1 for x, y in zip(reversed(a), reversed(b), strict=False) if x == y and _WORD.match(x)))
    return score + min(2.1, 0.7 * same)


def shared_words(headline: str, text: str) -> float:
    """Return the share, 0 to 1, of the headline's pairs of neighbouring characters that occur in ``text``."""
    pairs = pairs_of(headline)
    return sum(1 for pair in pairs if pair in text) / len(pairs) if pairs else 0.0


def pairs_of(text: str) -> list[str]:
    """Return the distinct pairs of neighbouring hanzi, letters or digits of ``text``, in order."""
    return list(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()))


def preceding_text(shapes: Sequence[LineShape], at: int, reach: int = 400) -> str:
    """Return the two lines of body text before line ``at``, at most ``reach`` code points of each."""
    found = []
    for shape in reversed(shapes[max(0, at - 5) : at]):
        if shape.size > USUAL_HEADLINE or shape.finish is Finish.FULL:
            found.append(shape.core[-reach:])
            if len(found) == 2:
                break
    return "\n".join(found)


def following_text(shapes: Sequence[LineShape], at: int, reach: int = 400) -> str:
    """Return the next two lines of body text after line ``at``, at most ``reach`` code points of each."""
    found = []
    for shape in shapes[at + 1 : at + 6]:
        if shape.size > USUAL_HEADLINE or shape.finish is Finish.FULL:
            found.append(shape.core[:reach])
            if len(found) == 2:
                break
    return "\n".join(found)
