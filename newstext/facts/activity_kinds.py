"""What type an activity has that a general noun names: 活动 and 行动 take it from the words around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from newstext.facts.activity_names import ReportedName
from newstext.facts.context import ArticleContext
from newstext.language.lexicon import Hit
from newstext.records import Mention, Organization, Place

ACTIVITY_KIND: Final = "activity"
"""The kind of the words of ``activity_types`` in the shared lexicon."""

GENERAL: Final = "other"
"""The type of nouns that say nothing of it, and of activities of which nothing else is said."""

GENERAL_ROLE: Final = "general"
"""The role of such nouns; a job fair is of no type either, but no word beside it makes it one of another."""

_SERVICE: Final = "volunteering"
_VISIT: Final = "visit"
_SERVICES: Final = re.compile(r"(?:提供|送上|送来|带来|享受到?)了?[^。，；]{2,60}?、[^。；]{0,60}?(?:服务|项目)")
"""A list of services that residents are given: what the list is made of (磨刀, 义诊, 咨询) is no type of its own."""

_CARE: Final = re.compile(r"送(?:上|去|来)[^，。；“”]{0,14}?(?:清凉|关怀|温暖|祝福|慰问|问候|关爱)")
"""What is done for people who are cared for: a visit, whoever brings it."""

_REFERS_BACK: Final = re.compile(
    r"“?(?:在)?(?:此次|本次|这次|该|这场|本场|整场)?[^，。；]{0,12}?(?:活动|行动|(?<=[本这整]场)演出|现场|当天|当日|环节)(?:[^，。；]{0,4}[，,]|[中上以]|通过|采[用取]|围绕)?"
)
"""How a sentence opens that goes on with the activity named before: 活动中, 现场, 本次活动以座谈会的形式."""

_ATTENDED: Final = re.compile(r"(?:参加|参与|出席)了?(?:本次|此次|这次|该)?活动")
"""Such a sentence tells of it as well: 甲代表参加了活动，以座谈会形式与居民交流."""

_REACH: Final = 4
"""Sentences after the one that names an activity in which its course is told."""


class ActivityWord(NamedTuple):
    """One row of ``activity_types``: a word, the type that it speaks for, and its role."""

    word: str
    activity_type: str
    role: str


class GeneralKinds:
    """Answers for one article; a cue decides, a hint only in the name and where no cue speaks."""

    def __init__(self, context: ArticleContext, cues: list[tuple[Hit, ActivityWord]]) -> None:
        self._context = context
        self._cues = cues
        self._are_cues_sorted = False

    def of(self, name: ReportedName, index: int) -> str:
        """Return the type of the activity that the sentence at ``index`` names.

        In this order: the nearest cue in the name (送温暖 only where the sentence lists no services), services told of
        in the sentence, the first cue after the name in it, a hint in the name, the headlines where they have cues of
        one type only, and the first cue of a sentence that goes on with the activity.
        """
        if not self._are_cues_sorted:
            self._cues = _outside_names(sorted(self._cues, key=_position), self._context.mentions)
            self._are_cues_sorted = True
        name_end = name.name_start + len(name.name)
        inside = [item for item in self._cues if name.name_start <= item[0].start and item[0].end <= name_end]
        nearest = max(inside, key=_nearness)[1] if inside else None
        sentence = self._context.sentences[index]
        is_cue = nearest is not None and nearest.role == "cue"
        if nearest is not None and is_cue and nearest.activity_type != _VISIT:
            return nearest.activity_type
        if _SERVICES.search(self._context.article.body, name.end, sentence.end):
            return _SERVICE
        if is_cue or _CARE.search(self._context.article.body, name.end, sentence.end):
            return _VISIT
        told = self._first_cue(name_end, sentence.end)
        if told is not None:
            return told
        if nearest is not None:
            return nearest.activity_type
        headline: set[str] = {
            sense.activity_type
            for hit in self._context.headline_hits.get(ACTIVITY_KIND, ())
            for sense in hit.payload
            if sense.role == "cue"
        }
        if len(headline) == 1:
            return headline.pop()
        return self._from_its_course(index) or GENERAL

    def _from_its_course(self, index: int) -> str | None:
        """Return the type that the sentences behind speak of which tell how the activity went."""
        body = self._context.article.body
        for sentence in self._context.sentences[index + 1 : index + 1 + _REACH]:
            if _REFERS_BACK.match(body, sentence.start, sentence.end) or _ATTENDED.search(
                body, sentence.start, sentence.end
            ):
                if _SERVICES.search(body, sentence.start, sentence.end):
                    return _SERVICE
                told = self._first_cue(sentence.start, sentence.end)
                if told is not None:
                    return told
        return None

    def _first_cue(self, start: int, end: int) -> str | None:
        for hit, sense in self._cues[bisect_left(self._cues, start, key=_start) :]:
            if hit.start >= end:
                return None
            if sense.role == "cue" and hit.end <= end:
                return sense.activity_type
        return None


def _outside_names(
    cues: list[tuple[Hit, ActivityWord]], mentions: tuple[Mention, ...]
) -> list[tuple[Hit, ActivityWord]]:
    """Return the cues that are no part of a name: 体育公园 makes nothing a game. Both are in order of their starts."""
    kept = []
    index, reach = 0, 0
    for cue in cues:
        while index < len(mentions) and mentions[index].start <= cue[0].start:
            mention = mentions[index]
            if mention.end > reach and isinstance(mention.entity, (Place, Organization)):
                reach = mention.end
            index += 1
        if cue[0].end > reach:
            kept.append(cue)
    return kept


def _start(item: tuple[Hit, ActivityWord]) -> int:
    return item[0].start


def _position(item: tuple[Hit, ActivityWord]) -> tuple[int, int]:
    return item[0].start, item[0].end


def _nearness(item: tuple[Hit, ActivityWord]) -> tuple[bool, int, int]:
    """Order words by how near they stand to the head that follows; a hint comes after every cue."""
    hit, word = item
    return word.role == "cue", hit.end, -hit.start
