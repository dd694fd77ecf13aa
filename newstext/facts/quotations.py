"""Quoted spans of a text with the words around them, and what those words say of the quotation: its sense.

A quotation that follows another without more than a 、 or 和 between shares the other's surroundings: in
``打造“甲”“乙”等三个品牌`` the verb speaks for both and so does the noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, Self

from newstext.facts.noun_heads import NounHeads
from newstext.records import TableRows

LONGEST_QUOTATION: Final = 60
"""Code points; longer ones are somebody's words."""

WINDOW: Final = 24
"""Code points looked at on each side; a clause of news text seldom has more."""

_QUOTED: Final = re.compile(
    rf"“([^“”\n]{{1,{LONGEST_QUOTATION}}})”|\"([^\"\n]{{1,{LONGEST_QUOTATION}}})\"|《([^《》\n]{{2,40}})》"
)
_TO_CLAUSE_END: Final = re.compile(r"(?s:.*)[。！？；，,;!?\n]")
_AFTER_ENDS: Final = re.compile(r"[。！？；，,;!?：:\n]")
_BETWEEN: Final = frozenset(("", "、", "和", "与", "及", "以及", "或", "——"))
_SENTENCE_ENDS: Final = re.compile(r"[。！？!?；…]")


_SHORT_WORDS: Final = 8


class Quotation(NamedTuple):
    """``text[start:end]`` is what stands between the marks.

    ``before`` is the rest of the clause on the left of the run of quotations, ``after`` that on its right, both at
    most 24 code points. ``is_book_title`` for 《》.
    """

    name: str
    start: int
    end: int
    before: str
    after: str
    is_book_title: bool

    @property
    def is_statement(self) -> bool:
        """Whether it holds a sentence of its own or is introduced by a colon: somebody's words, no name.

        Short words that the clause goes on after (：“甲”员工…) are none.
        """
        if _SENTENCE_ENDS.search(self.name) or self.name.endswith("，"):
            return True
        return self.before.endswith(("：", ":")) and (len(self.name) > _SHORT_WORDS or not self.after)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return all quotations of ``text`` in order; linear in its length."""
    found = list(_QUOTED.finditer(text))
    quotations: list[Quotation] = []
    first = 0
    for number, match in enumerate(found):
        follows = number + 1 < len(found) and text[match.end() : found[number + 1].start()] in _BETWEEN
        same_marks = follows and (match[3] is None) == (found[number + 1][3] is None)
        if same_marks:
            continue
        begin, end = found[first].start(), match.end()
        low = max(0, begin - WINDOW)
        clause = _TO_CLAUSE_END.match(text, low, begin)
        before = text[clause.end() if clause is not None else low : begin]
        closing = _AFTER_ENDS.search(text, end, end + WINDOW)
        after = text[end : closing.start() if closing is not None else end + WINDOW]
        for member in found[first : number + 1]:
            group = member.lastindex or 0
            name, (start, end) = member[group], member.span(group)
            quotations.append(Quotation(name, start, end, before, after, group == 3))
        first = number + 1
    return tuple(quotations)


class QuotationSenses:
    """What the words before, after and inside a quotation say of it, by the marks of ``quotation_marks``."""

    def __init__(self, marks: Iterable[tuple[str, str, str]]) -> None:
        self._whole: dict[str, str] = {}
        before: dict[str, list[str]] = {}
        after: dict[str, list[str]] = {}
        for mark, position, sense in marks:
            if position == "whole":
                self._whole[mark] = sense
            else:
                (before if position == "before" else after).setdefault(sense, []).append(mark)
        self._before = {sense: tuple(words) for sense, words in before.items()}
        self._other_before = re.compile("|".join(map(re.escape, before.get("other", ("\0",)))))
        self._after = {sense: NounHeads(words, gap=12) for sense, words in after.items()}

    @classmethod
    def from_rows(cls, rows: TableRows) -> Self:
        """Build from rows of mark, position (before, after, whole) and sense (aim, theme, figure, other)."""
        return cls((row["mark"], row["position"], row["sense"]) for row in rows)

    def is_common_figure(self, name: str) -> bool:
        """Whether the quoted words as a whole are a figure of speech or a common word in quotes."""
        return name in self._whole

    def follows_figure(self, quotation: Quotation) -> bool:
        """Whether the verb before says that what follows is likened, spoken or written."""
        return quotation.before.endswith(self._before.get("figure", ()))

    def is_other(self, quotation: Quotation) -> bool:
        """Whether it is an award, a title, an abuse, a printed work, or a word quoted as a word."""
        after = self._after.get("other")
        if self._other_before.search(quotation.before):
            return True
        return after is not None and after.match(quotation.after) is not None

    def aim_at(self, quotation: Quotation) -> int | None:
        """Return where in ``after`` a word for aim or principle starts, or None; ``以…为`` before it counts too."""
        found = self._after["aim"].match(quotation.after) if "aim" in self._after else None
        if found is None:
            return None
        taken = quotation.before.endswith(("以", *self._before.get("aim", ()))) or quotation.after.startswith("的")
        return found.start if taken or quotation.after.startswith("为") else None

    def is_theme(self, quotation: Quotation) -> bool:
        """Whether an activity is said to have it as its theme, or is named by it."""
        after = self._after.get("theme")
        if after is not None and after.match(quotation.after) is not None:
            return True
        return quotation.before.endswith(("主题为", "主题是", "主题："))
