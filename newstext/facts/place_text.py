"""One text while the places in it are gathered: the spans found so far, and what may stand between two of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from newstext.facts.place_grammar import quoted_names
from newstext.records import Place, PlaceLevel

GLUE: Final = frozenset({"", "(", ")", "（", "）", "·"})
"""What may stand between a place and the place that contains it in one compound name: 相城高新区(元和街道)X社区."""
LIST_MARKS: Final = frozenset({"、", "和", "与", "及", "以及", "，", ",", "党委、", "党总支、", "党支部、"})
"""What may stand between two places of a list that share one parent."""

ACTS: Final = re.compile(
    "[：:]|党[委总支群员工]|居委会|村委会|妇联|残联|居民|村民|志愿者|民兵|社工|新时代文明|工作人员|书记|主任|网格|联合|携手|号召|招募|发动|邀请|聚焦|依托|坚持|设立|聘请|引入"
    "|开展|组织|举办|召开|举行|启动|推进|推行|推出|打造|建成|成立|公布|发布|创新|探索|深耕|试行|实施|位于|地处|下辖|现有"
)
"""What follows a unit that acts or has people: 笛声社区居民, 柳岸街道召开."""


class Span(NamedTuple):
    """``text[start:end]`` names a place: one of ``candidates``, or, where there is none, an unknown one of this level.

    ``name`` is the full form where the grammar found it, else the surface of the reference.
    """

    start: int
    end: int
    name: str
    level: PlaceLevel
    candidates: tuple[Place, ...]


class TextSpans:
    """The spans of one text, in order and without overlap. ``evidence`` is headline and body together."""

    def __init__(self, text: str, evidence: str) -> None:
        self.text = text
        self.evidence = evidence
        self.quoted = quoted_names(text)
        self.found: list[Span] = []
        self._starts: list[int] = []

    def between(self, start: int) -> str:
        """Return what stands between the last span and ``start``."""
        return self.text[self.found[-1].end : start]

    def parent_before(self, start: int) -> Span | None:
        """Return the last span if it stands right before ``start``."""
        return self.found[-1] if self.found and self.between(start) in GLUE else None

    def last_before(self, at: int) -> Span | None:
        """Return the last span that begins at or before ``at``, or None."""
        index = bisect_right(self._starts, at) - 1
        return self.found[index] if index >= 0 else None

    def append(self, span: Span) -> None:
        """Add a span that begins after all others end."""
        self.found.append(span)
        self._starts.append(span.start)

    def add(self, span: Span) -> None:
        """Insert a span in order where no other span stands."""
        found = self.found
        if not found or found[-1].end <= span.start:
            found.append(span)
            self._starts.append(span.start)
            return
        index = bisect_right(self._starts, span.start)
        if index and self.found[index - 1].end > span.start:
            return
        if index < len(self.found) and self.found[index].start < span.end:
            return
        self.found.insert(index, span)
        self._starts.insert(index, span.start)
