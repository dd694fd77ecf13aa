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

IN_NAME: Final = 4.0
HINT_IN_NAME: Final = 2.0
IN_SENTENCE: Final = 1.5
TOLD: Final = 4.5
IN_HEADLINE: Final = 2.0
IN_COURSE: Final = 2.0
IN_ARTICLE: Final = 0.3
ARTICLE_LIMIT: Final = 4
LEAST: Final = 1.0
"""Points of a cue in the activity's name; of a hint there; of a cue behind the name in its sentence; of a list of
services, or of care for people, that the sentence tells of; of a cue in a headline; of one in the first sentence that
tells how it went (half as much in the second, a third in the third); and of each of the first ``ARTICLE_LIMIT`` cues
anywhere in the article. A type needs ``LEAST``: what is named says most, what was told next, what is far off little."""

_REACH: Final = 4
"""Sentences after the one that names an activity in which its course is told."""


class ActivityWord(NamedTuple):
    """One row of ``activity_types``: a word, the type that it speaks for, and its role."""

    word: str
    activity_type: str
    role: str


class GeneralKinds:
    """Answers for one article: what an activity is called, and what is told of it, speaks for types by points."""

    def __init__(self, context: ArticleContext, cues: list[tuple[Hit, ActivityWord]]) -> None:
        self._context = context
        self._cues = cues
        self._starts: list[int] | None = None
        self._elsewhere: dict[str, float] = {}

    def of(self, name: ReportedName, index: int) -> str:
        """Return the type of the activity that the sentence at ``index`` names: the one with most points."""
        if self._starts is None:
            self._starts = self._prepare()
        body, sentence = self._context.article.body, self._context.sentences[index]
        name_end = name.name_start + len(name.name)
        points = dict(self._elsewhere)
        self._count(points, name.name_start, name_end, IN_NAME, HINT_IN_NAME)
        self._count(points, name_end, sentence.end, IN_SENTENCE, 0.0)
        if _lists_services(body, name.end, sentence.end):
            points[_SERVICE] = points.get(_SERVICE, 0.0) + TOLD
        if body.find("送", name.end, sentence.end) >= 0 and _CARE.search(body, name.end, sentence.end):
            points[_VISIT] = points.get(_VISIT, 0.0) + TOLD
        told_after = self._context.sentences[index + 1 : index + 1 + _REACH]
        if max(points.values(), default=0.0) > IN_NAME:
            # What is named in the name needs no story.
            told_after = ()
        for distance, told in enumerate(told_after, 1):
            if _REFERS_BACK.match(body, told.start, told.end) or _ATTENDED.search(body, told.start, told.end):
                if _lists_services(body, told.start, told.end):
                    points[_SERVICE] = points.get(_SERVICE, 0.0) + IN_COURSE / distance
                self._count(points, told.start, told.end, IN_COURSE / distance, 0.0)
        best, most = GENERAL, 0.0
        for kind, worth in points.items():
            if worth >= LEAST and (worth, kind) > (most, best):
                best, most = kind, worth
        return best

    def _prepare(self) -> list[int]:
        """Sort the cues, count those of the headlines and of the whole article, and return where they start."""
        self._cues = _outside_names(_longest(sorted(self._cues, key=_position)), self._context.mentions)
        counts: dict[str, int] = {}
        for _, sense in self._cues:
            if sense.role == "cue":
                counts[sense.activity_type] = counts.get(sense.activity_type, 0) + 1
        points = {kind: IN_ARTICLE * min(count, ARTICLE_LIMIT) for kind, count in counts.items()}
        for hit in self._context.headline_hits.get(ACTIVITY_KIND, ()):
            for sense in hit.payload:
                if sense.role == "cue":
                    points[sense.activity_type] = points.get(sense.activity_type, 0.0) + IN_HEADLINE
        self._elsewhere = points
        return [hit.start for hit, _ in self._cues]

    def _count(self, points: dict[str, float], start: int, end: int, cue: float, hint: float) -> None:
        """Add what the words of ``body[start:end]`` speak for, each word once."""
        starts = self._starts or []
        seen = set()
        for position in range(bisect_left(starts, start), bisect_left(starts, end)):
            hit, sense = self._cues[position]
            if hit.end > end or sense in seen:
                continue
            seen.add(sense)
            worth = cue if sense.role == "cue" else hint
            if worth:
                points[sense.activity_type] = points.get(sense.activity_type, 0.0) + worth


def _lists_services(body: str, start: int, end: int) -> bool:
    return body.find("、", start, end) >= 0 and _SERVICES.search(body, start, end) is not None


def _longest(cues: list[tuple[Hit, ActivityWord]]) -> list[tuple[Hit, ActivityWord]]:
    """Return the cues that stand inside no longer one: 志愿 of 志愿者 says nothing by itself."""
    kept: list[tuple[Hit, ActivityWord]] = []
    for cue in cues:
        while kept and kept[-1][0].start == cue[0].start and kept[-1][0].end < cue[0].end:
            kept.pop()
        if not kept or cue[0].end > kept[-1][0].end or cue[0].start == kept[-1][0].start:
            kept.append(cue)
    return kept


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


def _position(item: tuple[Hit, ActivityWord]) -> tuple[int, int]:
    return item[0].start, item[0].end
