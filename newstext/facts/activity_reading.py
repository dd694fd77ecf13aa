"""Reads the activities of one article: what its nouns name, then what its phrases report, until it has said enough."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from newstext.facts.activity_circumstances import CircumstanceReader, Circumstances
from newstext.facts.activity_kinds import ACTIVITY_KIND, GENERAL, GENERAL_ROLE, ActivityWord, GeneralKinds
from newstext.facts.activity_names import (
    BARE_NAMES,
    ReportedName,
    is_ahead,
    is_called_for,
    is_demanded,
    is_planned_sentence,
    is_same_name,
    is_unreported,
    is_within,
    key_of,
    listed_services,
    read_name,
    reported_until,
    without_earlier,
)
from newstext.facts.activity_occasions import Occasion, Occasions
from newstext.facts.activity_reports import (
    DOER_REACH,
    ClauseReports,
    is_account,
    is_long_ago,
    is_origin,
    is_still_to_come,
)
from newstext.facts.context import ArticleContext
from newstext.language.lexicon import Hit
from newstext.records import Activity

_CLAUSE: Final = re.compile(r"(?:[^“《，。；！？,;!?\n]+|“[^“”\n]{0,60}”|《[^《》\n]{0,40}》|[“《])+")
_BY_THEME: Final = re.compile(
    r"(?:开展|举办|举行|组织|开起|办起)了?(?:(?:(?!成为|活动|为|是)[^，。；,;“”\n]){0,8}|[^，。；,;“”\n]{0,14}活动——)(?P<theme>“[^“”\n]{4,40}”)(?=[，。；,;])|在(?:(?!开展|举办|举行)[^，。；,;“”\n]){0,24}(?P<named>“[^“”\n]{4,40}”(?:主题)?活动)(?:中|现场)(?=[，,])"
)
"""An activity called by its theme alone (also after a dash: 主题活动——“甲”), and one that the text speaks of as
going on."""
_STANDING: Final = ("课堂", "学堂", "夜校", "讲堂", "学校")
_FOUNDING: Final = ("开设", "推出", "开办", "合办", "联办", "新开", "办起", "办了")
"""A course that is founded is an initiative; what is held in it is an activity."""
_FOUNDED: Final = (*_STANDING, "中心", "站", "室", "队", "团", "班")
"""办起“四点半学校”: what is founded is no activity."""

_CALL_REACH: Final = 30
_REACH: Final = 120
"""Code points of a clause looked at on each side of a noun: a clause that is longer has lost its marks."""
_SHORT_NOUN: Final = 2
"""Code points: a noun that is a verb as well (走访, 互查) tells how an activity of its sentence went."""


_JOINT: Final = re.compile("[^\u4e00-\u9fff]|[的上里和与及并在了]")
"""What parts a quoted name from the noun that it would only describe."""

_NAME_REACH: Final = 14
"""Code points before 开讲 that name what is taught."""

_ACCOUNTED: Final = frozenset(("inspection", "publicity", "training", "volunteering", "health"))
"""Types of which sentences give account in figures that tell of no single occasion: 累计排查工地14个."""

_PARTS_OF_SETTLEMENT: Final = frozenset(("inspection", "publicity"))
"""Who settles a quarrel looks at the place and explains the law: neither is an activity of its own."""

_LOOKED_AT: Final = frozenset(("inspection", "visit"))
"""Who has only been looking at things may have had them mended, which is what the article is about then."""

_CHECKED: Final = {"inspection"}
_CHECKED_AND_SIGNED: Final = {"inspection", "ceremony"}
"""Who has gone on a round of inspection alone may have told people something on it."""

_ONE: Final = 1
_FEW: Final = 2
_SEVERAL: Final = 3
"""An article with as many types of activities has said what it is about: what deeds alone, and what phrases alone
report are details of them."""

_TELLING: Final = ("head", "verb", "report")
"""Roles of words that report by themselves in a headline, the most telling first."""


class _Found(NamedTuple):
    activity: Activity
    circumstances: Circumstances
    sentence_index: int
    key: str


class ArticleActivities:
    """Reads one article; what has been found decides what a later report adds."""

    def __init__(
        self, context: ArticleContext, hits: Sequence[Hit], reports: ClauseReports, occasions: Occasions
    ) -> None:
        self._context = context
        self._reports = reports
        self._occasions = occasions
        self._body = context.article.body
        self._starts = [sentence.start for sentence in context.sentences]
        by_role: dict[str, list[tuple[Hit, ActivityWord]]] = {}
        for hit in hits:
            for sense in hit.payload:
                by_role.setdefault(sense.role, []).append((hit, sense))
        self._heads = _longest(sorted((*by_role.get("head", ()), *by_role.get("general", ())), key=_span))
        telling = [item for role in ("verb", "report", "deed") for item in by_role.get(role, ())]
        self._verbs = _longest(sorted(telling, key=_span))
        self._doers = [(hit.start, hit.end) for hit, _ in by_role.get("doer", ())]
        self._hits = hits
        self._kinds = GeneralKinds(context, [*by_role.get("cue", ()), *by_role.get("hint", ())])
        self._clauses: dict[int, tuple[tuple[int, int], ...]] = {}
        self._circumstances: CircumstanceReader | None = None
        self._found: list[_Found] = []
        self._types: set[str] = set()
        self._is_settlement = False

    def read(self) -> tuple[Activity, ...]:
        """Read what nouns name, then what themes name, then what only verbs, lessons or headlines report."""
        for hit, word in self._heads:
            self._add_named(hit, word)
        if "“" in self._body:
            for match in _BY_THEME.finditer(self._body):
                self._add_by_theme(match)
        occasions = self._occasions
        if len(self._types) < _FEW:
            self._add_occasion(occasions.lesson)
        if not self._found:
            self._add_occasion(occasions.held)
        if not self._found:
            self._add_headlines()
        before = len(self._found)
        self._add_occasion(occasions.mediation)
        self._is_settlement = len(self._found) > before
        for hit, word in self._verbs:
            if word.role == "verb" or len(self._types) < (_ONE if word.role == "deed" else _SEVERAL):
                self._add_verbal(hit, word)
        if not self._found:
            self._add_occasion(occasions.held_after)
        if len(self._types) < _FEW:
            self._add_occasion(occasions.round)
        for occasion in (occasions.handiwork, occasions.gifts, occasions.visit, occasions.handed_out):
            if len(self._types) < _SEVERAL:
                self._add_occasion(occasion)
        if _CHECKED <= self._types <= _CHECKED_AND_SIGNED:
            self._add_occasion(occasions.told)
        if self._types <= _LOOKED_AT:
            self._add_occasion(occasions.mended)
        for occasion in (occasions.speaking, occasions.list, occasions.works):
            if not self._found:
                self._add_occasion(occasion)
        found = sorted(self._found, key=lambda item: (item.activity.start, item.activity.end))
        return tuple(item.activity for item in found)

    def _clause_at(self, start: int, end: int) -> tuple[int, tuple[int, int]] | None:
        """Return the sentence's index and the clause that hold ``body[start:end]``; None in a sentence about plans."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or end > self._context.sentences[index].end:
            return None
        if index not in self._clauses:
            sentence = self._context.sentences[index]
            planned = is_planned_sentence(self._body, sentence.start)
            end = reported_until(self._body, sentence.start, sentence.end)
            matches = () if planned else _CLAUSE.finditer(self._body, sentence.start, end)
            self._clauses[index] = tuple([match.span() for match in matches])
        clauses = self._clauses[index]
        at = bisect_right(clauses, start, key=itemgetter(0)) - 1
        return (index, clauses[at]) if at >= 0 and start < clauses[at][1] else None

    def _add_named(self, hit: Hit, word: ActivityWord) -> None:
        held = self._clause_at(hit.start, hit.end)
        if held is None:
            return
        index, clause = held
        if self._body.startswith("”", hit.end) and self._is_of_another(hit.end + 1, clause[1]):
            return
        near = (max(clause[0], hit.start - _REACH), min(clause[1], hit.end + _REACH))
        head, kind = (hit.start, hit.end), word.activity_type
        services = listed_services(self._body, hit.end, near[1])
        if (
            services is None
            and kind == "health"
            and "volunteering" in self._types
            and self._body.startswith("、", hit.end)
        ):
            # 送上义诊、家电清洗 at a fair: one of its services.
            return
        if services is not None:
            if not self._reports.is_unpaid(self._body, self._context.sentences[index]):
                return
            head, kind = (hit.start, services), "volunteering"
        refers = not self._body.startswith("活动", head[1]) and not word.word.endswith("活动")
        name = read_name(self._body, near, head, refers=refers)
        if name is None or name.is_reference or name.name in BARE_NAMES:
            return
        earlier = self._body[self._context.sentences[index].start : clause[0]]
        if is_called_for(earlier[-_CALL_REACH:]) or is_ahead(earlier) or is_demanded(earlier):
            return
        if word.word.endswith(_STANDING) and self._body.startswith(_FOUNDING, name.verb_start):
            return
        if len(word.word) <= _SHORT_NOUN and any(
            item.sentence_index == index and item.activity.activity_type == word.activity_type for item in self._found
        ):
            return
        is_general = word.role == GENERAL_ROLE and services is None
        if is_general and self._found and self._found[-1].activity.end == name.end:
            # 便民市集活动 has been read as 便民市集 with what follows it.
            return
        kind = self._kinds.of(name, index) if is_general else kind
        kind = self._reports.kind_by_name(kind, name.name)
        if kind == "inspection" and self._has_doer(index, name.verb_start):
            kind = "volunteering"
        self._add(index, name, kind)

    def _is_of_another(self, start: int, end: int) -> bool:
        """Whether the quoted name that ends before ``start`` only says which: “甲学堂”智能手机培训 is a training."""
        for other, word in self._heads:
            if other.start >= start and word.activity_type != GENERAL:
                return other.end <= min(end, start + _NAME_REACH) and not _JOINT.search(self._body, start, other.start)
        return False

    def _add_by_theme(self, match: re.Match[str]) -> None:
        held = self._clause_at(match.start(), match.start() + 1)
        if held is None:
            return
        index, clause = held
        if is_unreported(self._body[max(clause[0], match.start() - _REACH) : match.start()]):
            return
        group = "theme" if match["theme"] else "named"
        if group == "theme" and match["theme"].rstrip("”").endswith(_FOUNDED):
            return
        name = ReportedName(match[group], match.start(), match.end(), match.start(), match.start(group), False)
        self._add(index, name, self._kinds.of(name, index))

    def _add_verbal(self, hit: Hit, word: ActivityWord) -> None:
        """Add what a verb or a phrase reports by itself, once for each type that no noun has reported."""
        if word.activity_type in self._types or self._is_part_of_name(hit):
            return
        if self._is_settlement and word.activity_type in _PARTS_OF_SETTLEMENT:
            return
        is_listed = "诊" not in word.word or self._body.startswith("、", hit.end)
        if word.activity_type == "health" and "volunteering" in self._types and is_listed:
            # Blood pressure is one of the services of volunteers, as haircuts are; who sees patients holds a clinic.
            return
        held = self._clause_at(hit.start, hit.end)
        if held is None:
            return
        index, (start, end) = held
        earlier = self._body[self._context.sentences[index].start : start]
        if (
            self._types
            and word.activity_type in _ACCOUNTED
            and is_account(self._body, self._context.sentences[index], hit.end, end)
        ):
            return
        if is_still_to_come(earlier) or is_called_for(earlier[-_CALL_REACH:]) or is_demanded(earlier):
            return
        if word.activity_type == "ceremony" and is_long_ago(earlier):
            return
        near, span = (max(start, hit.start - _REACH), min(end, hit.end + _REACH)), (hit.start, hit.end)
        if word.role == "verb":
            name = self._reports.by_verb(self._body, near, span, word.activity_type == "ceremony")
        elif word.role == "deed" and (not self._has_doer(index, hit.start) or is_origin(self._body, start, hit.start)):
            return
        else:
            name = self._reports.by_phrase(self._body, near, span)
        if name is not None:
            if word.activity_type == "health" and self._reports.is_among_services(self._body, near):
                self._add(index, name, "volunteering")
                return
            if word.activity_type == "inspection" and self._reports.is_of_a_body(self._body, hit.end):
                self._add(index, name, "health")
                return
            by_volunteers = word.activity_type == "inspection" and self._has_doer(index, hit.start)
            before = self._body[max(start, hit.start - _NAME_REACH) : hit.start]
            kind = self._reports.kind_by_words(word.activity_type, word.word, before, name.name)
            kind = "volunteering" if by_volunteers else kind
            self._add(index, name, kind)

    def _is_part_of_name(self, hit: Hit) -> bool:
        """Whether the word stands in the name of an activity that has been read: 无偿献血主题宣传活动 is publicity."""
        return any(
            item.activity.end - len(item.activity.name) <= hit.start and hit.end <= item.activity.end
            for item in self._found
        )

    def _has_doer(self, index: int, position: int) -> bool:
        """Whether somebody who helps as a volunteer is named in the sentence, not far before ``position``."""
        least = max(self._context.sentences[index].start, position - DOER_REACH)
        return any(least <= start and end <= position for start, end in self._doers)

    def _add_occasion(self, occasion: Occasion) -> None:
        """Add what the clauses with one of the markers report by the occasion's frame, once for each type."""
        body = self._body
        if occasion.kind in self._types:
            return
        for marker in occasion.markers:
            position = body.find(marker)
            while position >= 0:
                held = self._clause_at(position, position + 1)
                if held is not None:
                    found = self._read_occasion(occasion, held)
                    if found is not None and found[1] not in self._types and not self._is_told(found[0]):
                        self._add(held[0], *found)
                    position = held[1][1]
                position = body.find(marker, position + 1)

    def _is_told(self, name: ReportedName) -> bool:
        """Whether the words report an activity that has been read."""
        return any(item.activity.start < name.end and name.start < item.activity.end for item in self._found)

    def _read_occasion(self, occasion: Occasion, held: tuple[int, tuple[int, int]]) -> tuple[ReportedName, str] | None:
        """Read the clause; gifts that volunteers bring are their service, unless they are on a visit."""
        found = occasion.read(self._body, held[1])
        if found is None or occasion is not self._occasions.gifts or not self._has_doer(held[0], found[0].start):
            return found
        return None if "visit" in self._types else (found[0], "volunteering")

    def _add_headlines(self) -> None:
        """Add what only the headlines name, with the body's nearest word, or else its first sentence, as evidence."""
        told = [
            (hit, word)
            for hit in self._context.headline_hits.get(ACTIVITY_KIND, ())
            for word in hit.payload
            if word.role in _TELLING and word.activity_type != GENERAL
        ]
        for role in _TELLING:
            for hit, word in _longest(item for item in told if item[1].role == role):
                if word.activity_type not in self._types and (role != "head" or len(word.word) > _SHORT_NOUN):
                    self._add_headline(self._context.headline, hit, word)

    def _add_headline(self, headline: str, hit: Hit, word: ActivityWord) -> None:
        line = (headline.rfind("\n", 0, hit.start) + 1, len(headline))
        line = (line[0], headline.find("\n", hit.end) if "\n" in headline[hit.end :] else line[1])
        if word.role == "head":
            name = read_name(headline, line, (hit.start, hit.end))
        elif word.role == "verb":
            name = self._reports.by_verb(headline, line, (hit.start, hit.end), word.activity_type == "ceremony")
        else:
            name = self._reports.by_phrase(headline, line, (hit.start, hit.end))
        if name is None or not self._context.sentences:
            return
        same = next((h for h in self._hits if any(s.activity_type == word.activity_type for s in h.payload)), None)
        sentence = self._context.sentences[0]
        start, end = (same.start, same.end) if same is not None else (sentence.start, sentence.end)
        index = max(0, bisect_right(self._starts, start) - 1)
        self._add(index, ReportedName(name.name, start, end, start, start, False), word.activity_type)

    def _add(self, index: int, name: ReportedName, activity_type: str) -> None:
        key = key_of(name.name)
        for item in self._found:
            if item.activity.activity_type == activity_type and is_within(item.key, key):
                return
            if "“" in name.name and is_same_name(item.activity.name, name.name):
                return
        name = without_earlier(name, [item.activity.name for item in self._found])
        earlier = self._found[-1].circumstances if self._found else None
        if self._circumstances is None:
            self._circumstances = CircumstanceReader(self._context)
        told = self._circumstances.read(index, name.verb_start, name.name_start, earlier)
        date = told.date
        self._types.add(activity_type)
        activity = Activity(
            activity_type,
            name.name,
            name.start,
            name.end,
            date.resolved_from if date else None,
            date.resolved_to if date else None,
            told.venue,
            told.participants,
            told.places,
            told.organizations,
        )
        self._found.append(_Found(activity, told, index, key))


def _span(item: tuple[Hit, ActivityWord]) -> tuple[int, int]:
    return item[0].start, item[0].end


def _longest(words: Iterable[tuple[Hit, ActivityWord]]) -> list[tuple[Hit, ActivityWord]]:
    """Return of overlapping words, sorted by (start, end), the longest; of those that only overlap the later one."""
    kept: list[tuple[Hit, ActivityWord]] = []
    for item in words:
        while kept and item[0].start < kept[-1][0].end < item[0].end:
            kept.pop()
        if not kept or kept[-1][0].end <= item[0].start:
            kept.append(item)
    return kept
