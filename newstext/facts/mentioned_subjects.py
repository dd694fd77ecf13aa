"""What the names of an article stand for as subjects of figures: a place, an organ with its place, a list of places."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from newstext.facts.context import ArticleContext
from newstext.facts.subject_names import NOBODY, Subject, outermost
from newstext.records import Mention, Organization, Place

_ORGAN: Final = re.compile(
    "(?:党委|党总支|党支部|党工委|居委会|村委会|委员会|政府|人民政府|办事处|工委|党群服务中心|新时代文明实践[站所]|"
    "团委|妇联|工会|网格|人大|纪工委|居民委员会|村民委员会|物业(?!公司|服务)|“?两委)"
)
"""What of a unit may follow its name: 东港社区党委 acts for 东港社区, 东港派出所 for no place."""

_LONGEST_GAP: Final = 9
_CHAIN: Final = re.compile("的|[）)]|[\u4e00-\u9fff]{0,6}[园区][（(]|[（(]")
"""What may part a place from the one that lies in it: 甲市乙园（丙镇）丁村."""

_PUBLIC: Final = frozenset(("government", "party", "volunteer_team"))
"""Kinds of organs that act for the place that begins their name."""
_LISTING: Final = frozenset("、和与及")


class MentionedSubjects:
    """Answers for one article; ``mentions`` are its places and organisations that are not inside another one."""

    def __init__(self, context: ArticleContext) -> None:
        self._text = context.article.body
        self.mentions = outermost(context.mentions)
        self._inner = context.mentions
        self._inner_starts = [mention.start for mention in context.mentions]
        self._headline_mentions = context.headline_mentions

    def of(self, mention: Mention) -> Subject:
        """Return whom a mention names: an organ that acts for its place gives both."""
        entity = mention.entity
        if isinstance(entity, Place):
            return Subject(entity, None)
        if not isinstance(entity, Organization):
            return NOBODY
        place = None
        chain = mention.start
        for inner in self._inner[bisect_left(self._inner_starts, mention.start) :]:
            if inner.start >= mention.end:
                break
            if inner.end < mention.end and isinstance(inner.entity, Place):
                begins = inner.start == chain and entity.kind in _PUBLIC
                chain = inner.end if inner.start == chain else chain
                if begins or _ORGAN.match(self._text, inner.end):
                    place = inner.entity
        return Subject(place, entity)

    def joint(self, index: int, limit: int, outer: Subject) -> Subject | None:
        """Return what holds the places of a list that act together (甲街道乙社区、丙社区联合), None without a list.

        It is the place printed before the first of them, else the one that the article names.
        """
        if index + 1 >= len(self.mentions) or self.mentions[index + 1].end > limit:
            return None
        first, second = self.mentions[index], self.mentions[index + 1]
        place, other = self.of(first).place, self.of(second).place
        if place is None or other is None or place == other or place.level is not other.level:
            return None
        if self._text[first.end : second.start] not in _LISTING:
            return None
        if outer.place is not None:
            return outer
        for mention in (*self._inner, *self._headline_mentions):
            if isinstance(mention.entity, Place) and mention.entity.place_id == place.parent_id:
                return self.of(mention)
        return None

    def is_example(self, index: int, limit: int) -> bool:
        """Return whether the name begins a list that 等 closes: 甲村、乙村等5个村 is of what holds the villages."""
        while index + 1 < len(self.mentions):
            mention, following = self.mentions[index], self.mentions[index + 1]
            if self._text[mention.end : following.start] not in _LISTING or following.end > limit:
                break
            index += 1
        return self._text.startswith("等", self.mentions[index].end)

    def is_narrowed(self, mention: Mention, following: Mention) -> bool:
        """Return whether the second name follows the first at once, as a place follows the one that it lies in."""
        gap = following.start - mention.end
        return gap == 0 or (
            gap <= _LONGEST_GAP and _CHAIN.fullmatch(self._text, mention.end, following.start) is not None
        )
