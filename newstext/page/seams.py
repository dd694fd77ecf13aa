"""Seams: does one line go on in the middle of another, and how many characters were printed twice at the cut?

Every signal has a reason in the language or in the way columns are cut; its weight is data (``layout_weights.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Final

from newstext.language.characters import CharacterModel
from newstext.language.ngrams import WordSeams
from newstext.page.lines import FULL, OPEN, SOFT, Finish

LONGEST_REPEAT: Final = 3
"""Code points that a cut prints twice at most (observed: one, rarely two or three)."""

USUAL_PARAGRAPH: Final = 75
"""Code points. Of the sentences that end there, one in three ends its paragraph; before 30 one in thirty does, beyond
120 two in three (counted in 4,000 sentence ends of newspaper articles)."""

MOST_GROWN: Final = 150
"""Code points of a paragraph beyond which its end becomes no likelier."""

_TAIL_REACH: Final = 12
"""Code points of a tail that are looked at: the longest word twice."""

_LEAST_STRADDLE: Final = 1.0
"""Nats; less is the noise of a unigram model."""

_CANNOT_BEGIN: Final = frozenset("，,、。；;：:！!？?”’》〉」』】）)%％…·")
"""Marks that close or divide."""

_LEANING: Final = frozenset("的了着地得们等并仍也及或却")
"""Particles and adverbs that lean on what is before them, unless they begin a word such as 了解, 地方 or 及时."""

_CANNOT_END: Final = frozenset("的在和与及或把被将向从对为以于由使让其并而且则但因至是这该各每我“‘《〈（(")
"""Prepositions, conjunctions and determiners that need something after them."""

_STOPS: Final = frozenset("，。！？")
_FIRST_STOP: Final = re.compile(f"[{''.join(sorted(_STOPS))}]")
LONGEST_STUMP: Final = 5
"""Code points of a sentence, in front of its full stop, that is so short that it is the rest of one, not one."""

LONGEST_REST: Final = 2
"""Code points of a sentence that is the rest of one whatever stands before it; of a clause, one is."""

_DATELINE: Final = "dateline"
_OPENING: Final = re.compile(
    rf"(?P<{_DATELINE}>[（(]?(?:本报|本网|本台)?(?:讯|记者|通讯员)[\s（(：:]|本报讯|据.{{2,6}}报道)"
    r"|近日|日前|近年来|连日来|今年以来|今年[，,]|去年|随着|目前|据悉|据了解|据介绍|记者|此外|与此同时|会上|会后|会议|随后|活动现场"
    r"|昨[日天]|次日|当[日天][，,]|活动中|接下来|下一步|未来[，,]|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|“[^”]*[。！？…]"
    r"|在[^，,。]{2,18}(?:期间|之际|上|中|下|时|后|里|内|现场|方面)[，,]"
)
"""The first words of a news item (电头, dateline), or how paragraphs open in news: adverbs of time, sources,
connectives; direct speech of whole sentences."""

_NUMBER_END: Final = frozenset("0123456789０１２３４５６７８９.．%％第约近超逾达共")
_NUMBER_BEGIN: Final = frozenset(
    "0123456789０１２３４５６７８９.．%％年月日时分点个名件户人次场项万亿元米公岁周届位家多余"
)
_EVERY: Final = frozenset("天人年月日夜家户村处事时个条层步件样次句桩项代")
"""Nouns and measure words of one character that are doubled to mean every one of them (天天, 人人, 家家户户)."""

_NATURAL_PAIR: Final = frozenset("…—－-·")
"""Marks that are printed in pairs (GB/T 15834-2011: ellipsis and dash take two character places)."""


@dataclass(slots=True)
class Tail:
    """The end of a line's body text."""

    text: str
    """The last code points, without inline byline."""
    finish: Finish
    unclosed: str
    """Openers of quotes and brackets that the line leaves open."""
    score: float
    """What the tail alone says for going on, in nats."""
    ends_number: bool
    fills_column: bool
    """The page is wrapped at a fixed width and this line reaches it."""


@dataclass(slots=True)
class Head:
    """The beginning of a line's body text."""

    text: str
    unopened: str
    """The openers that the line's unmatched closers ask for."""
    score: float
    """What the head alone says for going on, in nats."""
    opens: float
    """The part of it that is said by words that open paragraphs."""
    begins_number: bool
    can_begin: bool
    """A paragraph can begin like this."""
    is_indented: bool
    """The page indents paragraphs and this line is indented."""
    unindented: float
    """What speaks against a paragraph here where the page indents paragraphs and this line is not, in nats."""


Seam = tuple[float, int]
"""How well a head goes on with a tail, in nats, and the repeated code points to drop from the head."""


class SeamScorer:
    """Scores seams; immutable once made."""

    def __init__(self, words: WordSeams, characters: CharacterModel, weights: Mapping[str, float]) -> None:
        self._words = words
        self._characters = characters
        self._ngrams = weights["seam_character_ngrams"]
        self._soft = weights["seam_soft_tail"]
        self._open = weights["seam_open_tail"]
        self._full = weights["seam_full_tail"]
        self._straddle = weights["seam_word_straddles"]
        self._no_straddle = weights["seam_no_word_straddles"]
        self._straddle_full_at = weights["seam_straddle_full_at_nats"]
        self._repeat = weights["seam_repeated_characters"]
        self._repeat_gain = weights["repeat_least_gain_nats"]
        self._quotes = weights["seam_quotes_match"]
        self._quotes_wrong = weights["seam_quotes_missing"]
        self._head_leans = weights["seam_head_cannot_begin"]
        self._tail_hangs = weights["seam_tail_cannot_end"]
        self._stump = weights["seam_head_is_stump"]
        self._opens_paragraph = weights["seam_head_opens_paragraph"]
        self._dateline = weights["seam_head_is_dateline"]
        self._opens_quote = weights["seam_head_opens_quote"]
        self._broken = weights["seam_word_stays_broken"]
        self._number = weights["seam_number_goes_on"]
        self._fills_column = weights["seam_line_fills_column"]
        self._grown = weights["seam_paragraph_has_grown"]
        self._opener_inside = weights["seam_opener_behind_full_column"]
        self._short_of_column = weights["seam_line_short_of_column"]
        self._indented = weights["seam_head_is_indented"]
        self._unindented = weights["paragraph_unindented"]

    def tail(
        self,
        text: str,
        finish: Finish,
        unclosed: str,
        fills_column: bool,
        page_is_wrapped: bool = False,
        full_lines: int = 0,
    ) -> Tail:
        """Return the tail of a line whose body text is ``text``; ``full_lines`` are the code points of the lines that
        fill their column without a gap down to this one."""
        score = self._full
        ends_number = False
        if finish is not FULL:
            score = self._soft if finish is SOFT else self._open
            last = text[-1:]
            if last in _CANNOT_END:
                score += self._tail_hangs
            ends_number = last in _NUMBER_END
        if fills_column:
            score += self._fills_column
            if finish is FULL and full_lines:
                score += self._grown * log(min(full_lines, MOST_GROWN) / USUAL_PARAGRAPH)
        elif page_is_wrapped and finish is not FULL:
            score += self._short_of_column
        return Tail(text[-_TAIL_REACH:], finish, unclosed, score, ends_number, fills_column)

    def head(self, text: str, unopened: str, is_indented: bool, page_has_indents: bool = False) -> Head:
        """Return the head of a line whose body text is ``text``."""
        score = opens = 0.0
        first = text[:1]
        leans = first in _CANNOT_BEGIN or (first in _LEANING and not self._words.is_word(text[:2]))
        if leans:
            score += self._head_leans
        stump = LONGEST_STUMP + 1 if _STOPS.isdisjoint(text[: LONGEST_STUMP + 1]) else _stump_size(text)
        if stump <= LONGEST_STUMP:
            score += self._stump
        opening = _OPENING.match(text)
        if opening is not None and opening.lastgroup == _DATELINE:
            score += self._dateline
        elif opening is not None:
            opens = self._opens_paragraph
        elif first == "“":
            opens = self._opens_quote
        score += opens
        unindented = 0.0
        if page_has_indents and is_indented:
            score += self._indented
        elif page_has_indents:
            unindented = self._unindented
        return Head(
            text,
            unopened,
            score,
            opens,
            first in _NUMBER_BEGIN,
            not (unopened or leans or stump <= LONGEST_REST),
            page_has_indents and is_indented,
            unindented,
        )

    def score(self, tail: Tail, head: Head) -> Seam:
        """Return how well ``head`` goes on in the middle of ``tail``."""
        left, right = tail.text, head.text
        if not left or not right:
            return self._full, 0
        total = tail.score + head.score
        if tail.fills_column and tail.finish is FULL:
            # At a column's width sentences end as they please: those inside paragraphs open like paragraphs too.
            total += (self._opener_inside - 1.0) * head.opens
        # The repetitions are made where a column was cut, not where a program wrapped the text.
        dropped = 0
        if not tail.fills_column and right[0] in left[-LONGEST_REPEAT:]:
            dropped = self._repeated(left, right)
        if dropped:
            total += self._repeat
        elif tail.finish is OPEN:
            gain = self._words.straddle(left, right, self._straddle_full_at)
            if gain > _LEAST_STRADDLE:
                total += self._straddle * min(gain / self._straddle_full_at, 1.0)
            else:
                total += self._no_straddle
                if self._words.ends_broken(left):
                    total += self._broken
            total += self._ngrams * self._characters.gain(left, right)
        if head.unopened:
            total += self._quotes if head.unopened[0] in tail.unclosed else self._quotes_wrong
        if tail.ends_number and head.begins_number:
            total += self._number
        return total, dropped

    def word_straddles(self, left: str, right: str) -> bool:
        """Return whether a dictionary word lies across the place where two texts meet."""
        return self._words.straddle(left, right, _LEAST_STRADDLE) > _LEAST_STRADDLE

    def _repeated(self, left: str, right: str) -> int:
        """Return how many code points at the start of ``right`` only repeat the end of ``left``.

        Wrong removals are worse than missed ones: a repetition that reads as words (人人 | 人有责, 中国 | 国家队)
        stays, and so do digits alone, marks that are printed in pairs, and a word that doubled means every (天天).
        A number with its unit (58人 | 8人次) cannot follow itself.
        """
        for count in range(min(LONGEST_REPEAT, len(left), len(right)), 0, -1):
            repeated = right[:count]
            if not left.endswith(repeated):
                continue
            if any(character in _NATURAL_PAIR or character.isspace() for character in repeated):
                return 0
            if repeated[0].isdigit() and not repeated[-1].isdigit():
                return count
            if any(map(str.isdigit, repeated)):
                return 0
            if count == 1 and not repeated.isalnum():
                return 1
            if count == 1 and repeated in _EVERY and not self._words.is_word(left[-2:]):
                return 0
            before, after = left[-7:], right[count : count + 7]
            kept = self._words.score(before + repeated + after)
            removed = self._words.score(before + after)
            return count if removed - kept >= self._repeat_gain * count else 0
        return 0


def _stump_size(text: str) -> int:
    """Return the code points in front of the first stop of ``text``; more than ``LONGEST_STUMP`` where it is no stump.

    In front of a comma only one code point is a stump, and no opening mark.
    """
    found = _FIRST_STOP.search(text, 0, LONGEST_STUMP + 1)
    if found is None:
        return LONGEST_STUMP + 1
    size = found.start()
    if found.group() == "，" and (size != 1 or text[0] in "“《"):
        return LONGEST_STUMP + 1
    return size
