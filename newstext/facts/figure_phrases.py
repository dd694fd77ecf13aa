"""The thing counted: the noun phrase before or after a figure, by the tags of rjieba on a short window.

Only the clause around a figure is tagged, at about a microsecond each, so the text as a whole is never segmented here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from newstext.facts.dictionary_words import Words, words_by_model
from newstext.facts.indicators import IndicatorTable


class Phrase(NamedTuple):
    """``text[start:end]`` names the thing counted; empty (start == end) where nothing does. ``verb`` bounds it."""

    start: int
    end: int
    verb: str


_REMEMBERED: Final = 4096
"""Clauses beside figures: half of those before one, and more of those behind one, have been seen before."""

_WINDOW: Final = 24
"""Code points looked at on one side of a figure; names of counted things are shorter."""

_NOUN_END: Final = frozenset(
    {"n", "ns", "nt", "nz", "ng", "vn", "an", "j", "l", "eng", "nrt", "nrfg", "k", "g", "nr", "s"}
)
_NOMINAL: Final = _NOUN_END | {"a", "ag", "b", "h", "i", "z"}
"""Tags of jieba (after the ICTCLAS set) that the name of a counted thing consists of; those that can end it."""

_ACTORS: Final = frozenset({"beneficiary", "personnel", "volunteer"})
"""Behind these a verb says what they do: 务工人员追回劳动报酬 is no kind of person."""

_DOINGS: Final = frozenset({"activity", "training"})
"""What is done for people is named with them: 居民议事活动."""

_SHORT_HEAD: Final = 2
"""Code points of a head word that may as well be the beginning of another word."""

_LONGEST_CUT: Final = 4
"""Code points of a phrase's end that may be the beginning of a longer head word."""

_BREAK: Final = frozenset("，。；：！？、\n（）()…—,;:!?")
_NO_PHRASE: Final = _BREAK | {""}
_QUANTIFYING: Final = ("各类", "各种", "各项", "各个", "多种", "相关", "有关")
_COORDINATING: Final = frozenset("和与及")
_QUOTES: Final = '“”‘’《》"'
_OPENING, _CLOSING = '“‘《"', '”’》"'
_BREAK_OR_QUOTATION: Final = re.compile(f"[{re.escape(''.join(sorted(_BREAK)))}{_OPENING}]")
_MODIFYING: Final = frozenset({"v", "vn", "vd", "vi", "a", "ag", "b", "z"})
"""Tags of what may stand before a noun in the name of a counted thing: 缴费档次."""

_MODIFIED: Final = _NOUN_END | _MODIFYING
_MODIFYING_TIMES: Final = frozenset(
    ["老年", "青年", "中年", "少年", "暑期", "冬季", "夏季", "春季", "秋季", "夜间", "节日", "假日", "周末"]
)
"""Words that rjieba tags as times but that say for whom or when a thing is: 老年助餐点."""

_THINGS: Final = frozenset({"facility", "organisation"})
_PLACED: Final = _THINGS | {"finance"}
"""Behind these a verb is what happens there or with them, though it may be a head word itself: 诊室就诊."""

_RESULTS: Final = frozenset("成为了到于入进出过着起给")
_NO_TAIL: Final = frozenset({"s", "l", "i", "a", "b", "z", "h"})
_SUFFIXES: Final = frozenset(["率", "数", "量", "额", "度", "点", "者", "户", "员"])
"""Endings that make a noun of the verb before them: 完工率, 参保户."""


_AGED: Final = re.compile("(?:年满|年过)?\\d{2,3}周?岁(?:及?以[上下])?的?")
"""How old those are that are counted: 100多位70周岁以上老人."""

_LEVELLED: Final = re.compile(
    "[\u4e00-\u9fff]{0,6}?(?:街道|社区|[镇乡村县区])(?:[（(][\u4e00-\u9fff]{1,4}[）)])?级(?!别)"
)
"""Of which level something is: 27支某区级志愿服务队, 8支乡镇（街道）级志愿服务队 count teams."""

_UNDERTAKING: Final = re.compile(
    "[^，。；：！？、（）“”\n\\d的了和与及在是有等到由]{1,6}(?:项目|工程|任务)(?=[，。；！？、和与及])"
)
"""The rest of a clause that ends in what is undertaken: with words that rjieba takes for no noun it is one name."""

_NEGATIONS: Final = frozenset("不未无")
"""What is not so is another thing counted: 不合格11个."""

_GIVEN_TO: Final = re.compile("(?<=[\u4e00-\u9fff])(?:供(?![水电热暖气应销货养给求]|[\u4e00-\u9fff]?$)|面向)")
"""Behind a thing these say for whom it is; rjieba reads them into the nouns around: 充电 柜供 居民."""

_DEEPEST: Final = 4
"""Phrases that lie in each other, by 和 or 的; printed sentences have two."""


def phrase_after(text: str, position: int, table: IndicatorTable) -> Phrase:
    """Return the noun phrase that starts at ``position`` (a 的 or 各类 before it is passed over)."""
    if text[position : position + 1] in _NO_PHRASE:
        return Phrase(position, position, "")
    levelled = _LEVELLED.match(text, position)
    if levelled is not None:
        whole = phrase_after(text, levelled.end(), table)
        if whole.end > whole.start:
            return Phrase(position, whole.end, "")
    stop = _BREAK_OR_QUOTATION.search(text, position, position + _WINDOW)
    if stop is None or stop[0] in _OPENING:
        return _phrase_after(text, position, table, 0)
    # Nothing behind the end of the clause has a part in what it begins with.
    start, end, verb = _phrase_of_clause(text[position : stop.end()], table)
    return Phrase(position + start, position + end, verb)


@lru_cache(maxsize=_REMEMBERED)
def _phrase_of_clause(clause: str, table: IndicatorTable) -> Phrase:
    return _phrase_after(clause, 0, table, 0)


def _phrase_after(text: str, position: int, table: IndicatorTable, nested: int) -> Phrase:
    start = position
    for lead in ("的", "这样的", "各类", "各种", "各项", "各式"):
        if text.startswith(lead, start):
            start += len(lead)
    age = _AGED.match(text, start)
    if age is not None:
        start = age.end()
    if text[start : start + 1] in _NO_PHRASE:
        return Phrase(start, start, "")
    window = text[start : start + _WINDOW]
    given = _GIVEN_TO.search(window) if "供" in window or "面向" in window else None
    tokens = words_by_model(window[: given.start()] if given is not None else window)
    offset = start
    end = start
    index = 0
    has_quote = False
    count = len(tokens)
    while index < count:
        word, tag = tokens[index]
        if word in _OPENING:
            closing = _closing(text, offset)
            if closing is None or closing - offset > _WINDOW:
                break
            while index < count and offset < closing:
                offset += len(tokens[index][0])
                index += 1
            if offset != closing:
                end = closing
                break
            end, has_quote = closing, True
            continue
        if word in _COORDINATING and end > start and table.head_category(text[start:end].strip(_QUOTES)) is None:
            second = _inner(text, offset + len(word), table, nested)
            if second.end > second.start and table.head_category(text[second.start : second.end]) is not None:
                return Phrase(start, second.end, "")
            break
        if word == "等" and end > start and text.startswith(_QUANTIFYING, offset + 1):
            # 燃气等各类管道: what is counted is what the examples are examples of.
            whole = _inner(text, offset + 1, table, nested)
            return Phrase(start, whole.end if whole.end > whole.start else end, "")
        if word[0] in _BREAK or word[0].isdigit() or table.is_outside(word):
            break
        if not _may_go_on(tokens, index, text[start:offset], table):
            break
        offset += len(word)
        if tag in _NOUN_END or table.is_head(word):
            end = offset
        elif index + 1 < count and tokens[index + 1][0] in _SUFFIXES:
            # What the verb makes with its suffix is a noun, whatever the suffix is tagged as: 疏散/v 点/m.
            offset = end = offset + len(tokens[index + 1][0])
            index += 1
        index += 1
    end = _with_known_ending(text, start, end, table)
    if end > start and not (end - start == 1 and not has_quote and not table.is_head(text[start:end])):
        return Phrase(start, end, "")
    known = table.head_length_at(text, start)
    if known > _SHORT_HEAD:
        return Phrase(start, start + known, "")
    return _phrase_after_relative(text, start, tokens, table, nested)


def _may_go_on(tokens: Words, index: int, so_far: str, table: IndicatorTable) -> bool:
    """Return True if the token goes on with the noun phrase that ``so_far`` has begun."""
    word, tag = tokens[index]
    next_word, next_tag = tokens[index + 1] if index + 1 < len(tokens) else ("", "x")
    if next_word in _SUFFIXES and tag in ("v", "vn"):
        return True
    next_is_nominal = (next_tag in _NOMINAL and not table.is_outside(next_word)) or table.is_head(next_word)
    head = table.head_category(so_far)
    if word in _MODIFYING_TIMES:
        return next_is_nominal or table.joins(next_word)
    if tag == "uj":
        return bool(so_far) and next_is_nominal and head is None
    if tag in ("l", "i", "z") and not table.is_head(word):
        return next_is_nominal and head not in _ACTORS
    if tag in _NOMINAL and not (table.governs(word) and (tag == "vn" or not so_far)):
        if head in _ACTORS and not _head_follows(tokens, index, table):
            return False
        return bool(so_far) or tag != "vn" or next_is_nominal or table.is_head(word)
    if head in _ACTORS or next_word[:1] in _RESULTS or word[-1] in _RESULTS:
        return False
    if table.governs(word) and not table.is_head(word):
        return False
    if table.is_head(word):
        return head not in _PLACED
    if not so_far:
        return (next_is_nominal and (table.joins(word) or len(next_word) == 1)) or (
            table.joins(word) and table.joins(next_word)
        )
    if table.joins(word) or (tag in ("v", "vn") and head is None and len(word) > 1):
        return next_is_nominal or (table.joins(next_word) and head is None)
    return False


def _with_known_ending(text: str, start: int, end: int, table: IndicatorTable) -> int:
    """Return where the phrase ends if a head word that rjieba cut apart goes on with it: 社区 + 助餐点."""
    for begin in range(max(start, end - _LONGEST_CUT), end):
        length = table.head_length_at(text, begin)
        if begin + length > end:
            return begin + length
    if end == start or table.head_category(text[start:end]) in _ACTORS:
        return end
    length = table.head_length_at(text, end)
    if length and table.head_category(text[end : end + length]) in _THINGS:
        return end + length
    if table.head_category(text[start:end]) is None:
        rest = _UNDERTAKING.match(text, end)
        if rest is not None and not table.governs(rest[0][:2]):
            return rest.end()
    return end


def _head_follows(tokens: Words, index: int, table: IndicatorTable) -> bool:
    """Return True if a head word stands in the run of nouns from ``index``: 学生代表 goes on, 老人学会 does not."""
    for word, tag in tokens[index:]:
        if table.is_head(word) or (table.head_length(word) and not table.bounds(word[:2])):
            return True
        if tag not in _NOMINAL or table.is_outside(word):
            return False
    return False


def _inner(text: str, position: int, table: IndicatorTable, nested: int) -> Phrase:
    """Return the phrase within another one; none where they lie in each other more deeply than in any sentence."""
    return _phrase_after(text, position, table, nested + 1) if nested < _DEEPEST else Phrase(position, position, "")


def _phrase_after_relative(text: str, start: int, tokens: Words, table: IndicatorTable, nested: int) -> Phrase:
    """Pass over a relative clause: in 8名来自各地的专家 the thing counted stands behind 的."""
    offset = start
    for index, (word, tag) in enumerate(tokens):
        if word[0] in _BREAK or tag == "m" or word in ("对", "把", "被", "将", "向"):
            break
        offset += len(word)
        if word == "的" and 0 < index <= 6:
            inner = _inner(text, offset, table, nested)
            if inner.end - inner.start > 1:
                return inner
            break
    return Phrase(start, start, "")


def plain_phrase_after(text: str, position: int, table: IndicatorTable) -> Phrase:
    """Return the run of nouns, and of verbs that stand before nouns, from ``position``; empty where there is none.

    To be asked where a measure word has nothing else that it could count: 12个缴费档次, 1.4万名搬迁群众.
    """
    offset = end = position
    tokens = words_by_model(text[position : position + _WINDOW])
    for (word, tag), (next_word, next_tag) in pairwise([*tokens, ("", "x")]):
        is_noun = tag in _NOUN_END or (end < offset and word in _SUFFIXES)
        is_modifying = (tag in _MODIFYING and word[-1] not in _RESULTS) or word in _MODIFYING_TIMES
        if not is_noun and not (is_modifying and (next_tag in _MODIFIED or next_word in _SUFFIXES)):
            break
        if word[0] in _BREAK or table.is_outside(word) or word in _OPENING or (end > position and table.governs(word)):
            break
        offset += len(word)
        if is_noun:
            end = offset
            if table.head_category(text[position:end]) in _ACTORS:
                break
    return Phrase(position, end if end - position > 1 else position, "")


def phrase_before(text: str, floor: int, position: int, table: IndicatorTable) -> Phrase:
    """Return the noun phrase that ends at ``position``, not before ``floor``; with the verb that stands before it."""
    low = max(floor, position - _WINDOW)
    if low >= position:
        return Phrase(position, position, "")
    if text[position - 1] == "）":
        bracket = text.rfind("（", low, position)
        if bracket > low and bracket < position - 2:
            return phrase_before(text, floor, bracket, table)
    start, end, verb = _closing_phrase(text[low:position], table)
    return Phrase(low + start, low + end, verb)


@lru_cache(maxsize=_REMEMBERED)
def _closing_phrase(text: str, table: IndicatorTable) -> Phrase:
    position = len(text)
    tokens = words_by_model(text)
    start = position
    offset = position
    verb = ""
    index = len(tokens) - 1
    head = table.head_length(text)
    while index >= 0 and offset > position - head:
        offset -= len(tokens[index][0])
        index -= 1
    start = offset
    while index >= 0:
        word, tag = tokens[index]
        offset -= len(word)
        if word in _CLOSING:
            opening = _opening(text, offset)
            if opening is None:
                break
            while index >= 0 and offset > opening:
                index -= 1
                offset -= len(tokens[index][0]) if index >= 0 else 0
            if offset != opening:
                break
            start = opening
            index -= 1
            continue
        if word[0] in _BREAK or table.is_outside(word):
            break
        is_tail = start == position
        left = tokens[index - 1] if index else ("", "x")
        left_is_nominal = left[1] in _NOMINAL and not table.is_outside(left[0]) and not table.bounds(left[0])
        entry = table.verb(word)
        if not is_tail and tag in ("v", "vn", "vd") and text[offset + len(word) : position] in _SUFFIXES:
            start = offset
            index -= 1
            continue
        if entry is not None and not (table.is_head(word) and (is_tail or left_is_nominal)):
            is_predicate = entry.role == "both" and (
                is_tail or not left_is_nominal or _is_done_by(left[0], text[offset + len(word) : position], table)
            )
            if entry.role == "governs" or is_predicate:
                verb = word
                break
            start = offset
        elif is_tail and not table.is_head(word) and word not in _SUFFIXES and tag in _NO_TAIL:
            break
        elif (
            tag in _NOMINAL
            or (is_tail and (tag == "q" or (tag == "v" and len(word) > 2)))
            or table.is_head(word)
            or word in (_SUFFIXES if is_tail else _MODIFYING_TIMES)
        ):
            start = offset
        else:
            if word == "和" and start < position and len(tokens[index + 1][0]) == 1:
                # One character alone is no noun: it makes a word with the one before it, 和美庭院.
                start = offset
            verb = word if tag == "v" else ""
            break
        index -= 1
    if start < position and text[start - 1 : start] in _NEGATIONS:
        start -= 1
    return Phrase(start, position, verb)


def _is_done_by(left: str, what: str, table: IndicatorTable) -> bool:
    """Return whether people before a verb do it to ``what``: 志愿者清理杂物, but not 老年人健康讲座."""
    return table.head_category(left) in _ACTORS and table.head_category(what) not in _DOINGS


def last_verb(text: str, floor: int, position: int, table: IndicatorTable) -> str:
    """Return the last verb with a category between ``floor`` and ``position``, empty where there is none."""
    for word, _ in reversed(words_by_model(text[max(floor, position - _WINDOW) : position])):
        entry = table.verb(word)
        if entry is not None and entry.category:
            return word
    return ""


def trimmed(phrase: str) -> str:
    """Return the phrase without words that only quantify it: 各类矛盾纠纷 is 矛盾纠纷."""
    if phrase.startswith(_QUANTIFYING):
        for lead in _QUANTIFYING:
            phrase = phrase.removeprefix(lead)
    return phrase.strip("的 ")


_PAIRS: Final = dict(zip(_OPENING, _CLOSING, strict=True))
_REVERSED: Final = dict(zip(_CLOSING, _OPENING, strict=True))


def _closing(text: str, position: int) -> int | None:
    found = text.find(_PAIRS[text[position]], position + 1, position + _WINDOW)
    return None if found < 0 else found + 1


def _opening(text: str, position: int) -> int | None:
    found = text.rfind(_REVERSED[text[position]], 0, position)
    return None if found < 0 else found
