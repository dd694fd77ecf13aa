"""The grammar of Chinese personal names: a surname, then one or two characters, then a word that can follow a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import rjieba

from newstext.facts.dictionary_words import Words, from_mark, up_to_mark, words_by_model, words_of
from newstext.records import TableRows

_HAN: Final = "\u4e00-\u9fff"
_NOT_IN_NAMES: Final = frozenset("的了着们个这那每各该我你他她它或但被把吗呢啊吧您俩与及为是在将让等")
"""Characters that no given name has: particles, pronouns, conjunctions."""
_ALSO_WORDS: Final = frozenset("和都由从向应占须别有能相那要再包慕干家宿求来后居字买全")
"""Rare surnames that are frequent words: after a title they are those words."""
_ENDS_NO_NAME: Final = frozenset("说道称谈讲作陪率带任以")
"""Verbs of one character that follow a name; as the last character of a name they are rarer than as verbs."""
_LONGEST_GIVEN: Final = 2
"""Code points of a given name."""
_TOGETHER: Final = re.compile("一[同起道行]")
_FOLLOWING: Final = (
    "的在与和及同以向对将把被为是从到让给跟等也就还都率带作陪则已曾便又不有因自由正说道称谈讲任上用拿看听做住老"
)
_FOLLOWING_WORDS: Final = (
    "表示|介绍|告诉|指出|强调|认为|坦言|回忆|感慨|感叹|提出|反映|参加|出席|参与|主持|致辞|发言"
    "|进行|一行|分别|共同|先后|签署|揭牌|宣布|宣读|受邀|应邀|一同|一起|一道|来到|走进|走访|深入|前往"
    "|一边|一面|围绕|结合|通过|利用|开展|组织|负责|担任|获得|获评|荣获|入选|今年|每天|经常|一直|总是|立即|马上|随即|主动|积极"
    "|教授|研究员|院士|博士|书记|主任|处长|部长|局长|校长|院长|会长|医生|律师|当选|受聘|寄语|会见"
    "|授课|讲课|领学|带队|宣讲|解读|现场|详细|耐心|深情|家住|家中|家里|阿姨|女士|先生|夫妇|夫妻|一家|慰问"
)
# The first characters go ahead, so that the many words are tried only where one of them may begin.
_FOLLOWS: Final = re.compile(
    f"$|[^{_HAN}]|[{_FOLLOWING}]"
    f"|(?=[{''.join(sorted({word[0] for word in _FOLLOWING_WORDS.split('|')}))}])(?:{_FOLLOWING_WORDS})"
)
"""What may follow a name: the end, a mark, a particle, or a verb of speech, of motion or of public life."""
_CROSSING: Final = re.compile("[vdp]")
"""jieba's tags of a word that begins in what would be the last character of a name and is no part of one: 范某|创作."""
_GOES_ON: Final = re.compile("[vdptmrcuilx]")
"""jieba's tags of the words that a sentence goes on with behind its subject; a noun there would make a compound."""
_WORDS_TOO: Final = frozenset("于时任万高成安明方连常单支关水路边双满平经计习应强金花文白广查车田米农童党国")
"""Surnames that are frequent words too: they need a word of the list after the name, not just any verb."""
_COMPLEMENTS: Final = frozenset("上下起到好完出过住开来去掉成")
"""Complements of verbs: a verb that looks like a surname goes with them (戴上)."""
_FOREIGN: Final = frozenset("•·")
"""Marks between the parts of a foreign name: what stands before is no whole name."""
_NAME_TAGS: Final = frozenset(("nr", "nrt", "nrfg", "ns"))
"""jieba's tags of dictionary words that may also be a person's name."""
_LONGEST_WINDOW: Final = 8
"""Code points that the dictionary's model of names is shown."""
_AHEAD: Final = 9
"""Code points from a surname on that show how the sentence goes on."""
_ASKS_FOR_A_PERSON: Final = re.compile("[^\u4e00-\u9fff]|[的位岁叫]")
"""What stands before a person: a mark, or what qualifies one (住在这里的费奶奶)."""
_COMMON_RANK: Final = "common"


class NameGrammar:
    """Surnames at work; immutable. ``firsts`` are the characters that names begin with."""

    def __init__(self, surnames: Iterable[str], common: Iterable[str], words: Iterable[str] = ()) -> None:
        self._single = frozenset(name for name in surnames if len(name) == 1)
        self._compound = frozenset(name for name in surnames if len(name) == 2)
        self._common = frozenset(common)
        self._words = frozenset(words)
        self.firsts = self._single | {name[0] for name in self._compound}

    @classmethod
    def from_rows(cls, rows: TableRows, not_names: TableRows = ()) -> NameGrammar:
        """Build the grammar from ``surnames`` (rank ``common`` needs less evidence) and ``person_not_names``."""
        return cls(
            [row["surname"] for row in rows],
            [row["surname"] for row in rows if row.get("rank", _COMMON_RANK) == _COMMON_RANK],
            [row["word"] for row in not_names],
        )

    def is_surname(self, text: str) -> bool:
        """Return whether the text is a surname."""
        return text in self._single or text in self._compound

    def may_begin(self, text: str, start: int) -> bool:
        """Return whether a surname stands at ``start``; cheap, to be asked first."""
        return text[start : start + 1] in self._single or text[start : start + 2] in self._compound

    def may_end(self, text: str, end: int) -> bool:
        """Return whether a surname stands one to four characters before ``end``; cheap, to be asked first."""
        start = max(0, end - 4)
        if self.firsts.isdisjoint(text[start:end]):
            return False
        return any(self.may_begin(text, at) for at in range(start, end))

    def end_of_name(self, text: str, start: int, is_listed: bool = False) -> int | None:
        """Return where the full name ends that begins at ``start`` right after a title, or None.

        Three things must agree: a surname, given characters that names have, and what follows. The dictionary speaks
        against a name where an ordinary word stands there (居民高度关注). ``is_listed`` asks for more, where no title
        stands directly before: the dictionary's own view must be that this is a name, or the surname a common one.
        """
        surname = 2 if text[start : start + 2] in self._compound else 1
        if surname == 1 and (text[start : start + 1] not in self._single or text[start] in _ALSO_WORDS):
            return None
        if text[start : start + 2] in self._words:
            return None
        given_at = start + surname
        rests = [
            given_at + length
            for length in (2, 1)
            if _is_given(text[given_at : given_at + length], length) and _FOLLOWS.match(text, given_at + length)
        ]
        if is_listed and not rests:
            return None
        word, tag = _words_ahead(text, start)[0]
        if len(word) > 1 and tag not in _NAME_TAGS and word not in self._compound:
            return None
        if not rests:
            return self._end_of_rare_name(text, start, surname)
        if text[rests[0] : rests[0] + 1] in _FOREIGN:
            return None
        if rests[0] - start == surname + 2 and _is_han(text, rests[0]) and _is_crossed(text, start, rests[0]):
            return rests[0] - 1
        if len(rests) == 1 and not is_listed:
            return rests[0]
        if len(rests) == 2 and (text[rests[0] - 1] in _ENDS_NO_NAME or _TOGETHER.match(text, rests[0] - 1)):
            return rests[1]
        if len(rests) == 2 and not _is_han(text, rests[0]):
            # A mark after the longer reading closes the name; the shorter one would leave its last character alone.
            return rests[0]
        word, tag = _first_tagged(text, start)
        is_name = tag == "nr"
        if is_name and len(word) > surname and start + len(word) in rests:
            return start + len(word)
        if is_listed and not is_name and text[start] not in self._common:
            return None
        return rests[0]

    def _end_of_rare_name(self, text: str, start: int, surname: int) -> int | None:
        """Return where a name ends after which no word of the list stands, or None."""
        if text[start] not in _WORDS_TOO:
            for length in (2, 1):
                end = start + surname + length
                given = text[start + surname : end]
                if _is_given(given, length) and given not in _COMPLEMENTS and _goes_on(text, start, end):
                    return end
        # Only a common surname and the dictionary together make a name.
        if text[start] in self._common:
            word, tag = _first_tagged(text, start)
            given = word[surname:]
            if tag == "nr" and 1 <= len(given) <= 2 and _is_given(given, len(given)):
                return start + len(word)
        return None

    def start_of_name(self, text: str, end: int, floor: int) -> int | None:
        """Return where the full name begins that ends at ``end`` right before a title or a verb of speech, or None.

        Here nothing marks the left edge, so the dictionary has to see the whole name as one word tagged as a name.
        """
        for length in (2, 3, 4):
            if end >= length and self._may_be_name(text[end - length : end]):
                break
        else:
            return None
        words = words_by_model(from_mark(text, max(floor, end - _LONGEST_WINDOW + 1), end))
        if not words:
            return None
        word, tag = words[-1]
        if len(word) == 2 and len(words) > 1 and words[-2][0] in self._common:
            word, tag = words[-2][0] + word, "nr"
        return end - len(word) if tag.startswith("nr") and self._may_be_name(word) else None

    def is_full_name(self, text: str) -> bool:
        """Return whether the text is a full name by itself: of the form of one, and known as one or commonly begun."""
        if not self._may_be_name(text):
            return False
        word, tag = _first_tagged(text, 0)
        if tag in _NAME_TAGS:
            return word == text or text[0] in self._common
        # A common surname and characters that the dictionary does not join to a word.
        return text[0] in self._common and len(word) < len(text)

    def _may_be_name(self, word: str) -> bool:
        """Return whether a word has the form of a full name: a surname and one or two characters that names have."""
        surname = 2 if word[:2] in self._compound else 1
        if surname == 1 and (word[:1] not in self._single or word[0] in _ALSO_WORDS):
            return False
        return word[:2] not in self._words and _is_given(word[surname:], len(word) - surname)

    def reaches_beyond(self, text: str, start: int, end: int) -> bool:
        """Return whether a dictionary word reaches over ``end`` (居民 in 水上居民宿 ends inside 民宿)."""
        at = max(0, start - 2)
        for word in rjieba.cut(text[at : end + 3], False):
            if at < end < at + len(word):
                return True
            at += len(word)
        return False

    def start_of_address(self, text: str, end: int) -> int | None:
        """Return where the surname begins that stands before a form of address (严阿姨), or None.

        A common surname is required, and no dictionary word may reach into it from the left (对于老人).
        """
        if end >= 2 and text[end - 2 : end] in self._compound:
            return end - 2
        start = end - 1
        if start < 0 or (
            text[start] not in self._common
            and (
                text[start] not in self._single
                or text[start] in _ALSO_WORDS
                or (text[start] in _WORDS_TOO and not _ASKS_FOR_A_PERSON.match(text, start - 1))
            )
        ):
            return None
        low = max(0, start - 3)
        at = low
        for word in rjieba.cut(text[low : end + 2], False):
            if at == start:
                return start
            at += len(word)
        return None


def _first_tagged(text: str, start: int) -> tuple[str, str]:
    """Return the word that begins at ``start``, and its tag, as the dictionary and its model of names see it."""
    return words_by_model(up_to_mark(text, start, _LONGEST_WINDOW))[0]


def _words_ahead(text: str, start: int) -> Words:
    """Return the dictionary's words from ``start`` on, as far as they show how the sentence goes on."""
    return words_of(up_to_mark(text, start, _AHEAD))


def _is_han(text: str, at: int) -> bool:
    return "\u4e00" <= text[at : at + 1] <= "\u9fff"


def _is_crossed(text: str, start: int, end: int) -> bool:
    """Return whether a verb, adverb or preposition of the dictionary begins one character before ``end``."""
    at = start
    for word, tag in _words_ahead(text, start):
        if at == end - 1 and len(word) > 1:
            return _CROSSING.match(tag) is not None
        at += len(word)
    return False


def _goes_on(text: str, start: int, end: int) -> bool:
    """Return whether the dictionary's words end at ``end`` and the sentence goes on there with no noun."""
    at = start
    for word, tag in _words_ahead(text, start):
        if at == end:
            # One more character that is no verb may as well be the last of the name: 陈零|九.
            return _GOES_ON.match(tag) is not None and (end - start > 2 or len(word) > 1 or tag[0] in "vdpx")
        at += len(word)
    return False


def _is_given(given: str, length: int) -> bool:
    if len(given) != length or not 1 <= length <= _LONGEST_GIVEN:
        return False
    return _is_in_names(given[0]) and (length == 1 or _is_in_names(given[1]))


def _is_in_names(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and character not in _NOT_IN_NAMES
