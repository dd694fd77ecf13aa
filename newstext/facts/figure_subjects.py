"""Whom a figure is about: the place or organisation that is the subject of its clause, sentence or article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from newstext.facts.context import ArticleContext
from newstext.facts.mentioned_subjects import MentionedSubjects
from newstext.facts.subject_names import (
    NOBODY,
    Subject,
    is_region,
    is_within,
    owned,
    pilots,
    printed_names,
)
from newstext.facts.unit_references import UnitReference, UnitReferences
from newstext.records import Mention, Organization, Place, PlaceLevel

_CLAUSE: Final = re.compile("[，。；：！？,;!?\n]")
_LIGHT: Final = re.compile(
    "^(?:据悉|据了解|据介绍|据统计|其中|此外|同时|对此|目前|如今|现在|眼下|随后|此次|本次|为此|而|且|但|则|自|在|从|仅|就|"
    "它所在的|所在的|"
    "来自|这里是|截至|截止|到|至|以来|开始|起|底|末|初|"
    '由于|日前|近日|当前|通过|以|由|的|[“‘"（(、 ])*$'
)
_LIGHT_START: Final = re.compile(
    "(?:据悉|据了解|据介绍|据统计|其中|此外|同时|目前|如今|现在|眼下|截至目前|以来|[，, ])+"
)
_CIRCUMSTANCE: Final = re.compile(
    "为|随着|在|农历|时值|正值|恰逢|适逢|通过|据|截至|截止|针对|根据|按照|依托|围绕|自|作为|面对|结合|坚持|以|经过|经|当|从|本报讯|记者"
)
_OCCASION: Final = re.compile("[^，。；\n]{1,12}(?:以来|期间|之际|过程中|现场|[会动式座]上|活动中|当天|之后|结束后)$")
"""How a clause ends that says at or since what something happened: 入冬以来, 活动现场."""
_LONGEST_OPENING: Final = 40
"""Code points before a clause's subject: a date and a word or two that lead over."""

_LONGEST_LEAD: Final = 14
"""Code points of the words that lead over, without the date."""

_NATION: Final = ("我国", "全国")
_LISTING: Final = frozenset("、和与及")
_COLON: Final = ("：", ":")
_SEVERAL: Final = re.compile("[多各两三四五六七八九十\\d]+个?(?:社区|街道|小区|[村镇])")
"""What follows a place in a headline whose units act together: 甲街道四社区开展活动."""
_UNGOVERNED: Final = frozenset((PlaceLevel.COMPOUND, PlaceLevel.ROAD, PlaceLevel.SCENIC))
_SMALLEST: Final = frozenset((PlaceLevel.COMMUNITY, PlaceLevel.VILLAGE))
_SETTING: Final = re.compile("在|经|随着|通过|得益于")
"""How a clause begins that tells where or after what something happened: who acts stands before it, if anybody."""

_OF_ABOVE: Final = re.compile("省|国家|中央|全国|中国")
"""Organs far above the units of an article, named by their level alone: they speak of a figure, it is not theirs."""


_SUBJECT_REACH: Final = 1_000
"""Code points before a figure in which its sentence may name its subject; printed sentences are shorter."""


class SubjectFinder:
    """Answers for one article; made once per article, its answers depend on positions only."""

    def __init__(self, context: ArticleContext) -> None:
        self._text = context.article.body
        self._names = MentionedSubjects(context)
        self._mentions = self._names.mentions
        self._starts = [mention.start for mention in self._mentions]
        self._inner = context.mentions
        self._headline_mentions = context.headline_mentions
        self._inner_starts = [mention.start for mention in context.mentions]
        self._dates = context.dates
        self._date_starts = [date.start for date in context.dates]
        self._references = UnitReferences(self._text)
        self._sentences = context.sentences
        self._sentence_starts = [sentence.start for sentence in context.sentences]
        self._headline = context.headline
        self._owned = owned(context)
        self._owned_starts = [start for start, _ in self._owned]
        self._pilots = pilots(self._mentions, self._text)
        self._lead: Subject | None = None
        self._known: dict[int, Subject] = {}
        self._clause_starts: dict[int, list[int]] = {}
        self._of_ended: dict[int, tuple[Subject | None, bool]] = {}

    def subject_of(self, position: int) -> Subject:
        """Return the subject of the figure at ``position``.

        Its own clause speaks first; a clause without a subject goes on with that of the nearest clause before it in the
        sentence, then with those of the sentences before it in the paragraph, at last with the article's.
        """
        if not self._mentions and not self._headline_mentions:
            return NOBODY
        sentence, paragraph_no = self._sentence(position)
        for pilot in self._pilots:
            if pilot.end <= position and self._sentence(pilot.start)[0] == sentence:
                return self._names.of(pilot)
        clauses = self._clauses(sentence)
        setting: Subject | None = None
        own = bisect_right(clauses, position) - 1
        for at in range(own, -1, -1):
            clause = clauses[at]
            if clause < position - _SUBJECT_REACH:
                break
            found, is_setting = self._told(clause, position) if at == own else self._ended(clause)
            if found is None:
                continue
            if not is_setting:
                return found
            setting = setting or found
        if setting is not None:
            return setting
        while sentence > 0 and self._sentences[sentence - 1].paragraph_no == paragraph_no:
            sentence -= 1
            found = self._sentence_subject(sentence)
            if found is not NOBODY:
                return found
        return self.lead()

    def lead(self) -> Subject:
        """Return the subject of the article: the first place of the headline that the body names too."""
        if self._lead is None:
            self._lead = self._find_lead()
        return self._lead

    def list_before(self, position: int) -> tuple[Subject, ...]:
        """Return the subjects of a list of at least two names that ends shortly before ``position`` (… 各)."""
        index = bisect_left(self._starts, position) - 1
        found: list[Mention] = []
        end = position
        while index >= 0:
            mention = self._mentions[index]
            gap = self._text[mention.end : end]
            if len(gap) > (6 if not found else 1) or _CLAUSE.search(gap) or (found and gap not in "、和与及"):
                break
            found.append(mention)
            end = mention.start
            index -= 1
        return tuple(self._names.of(mention) for mention in reversed(found)) if len(found) > 1 else ()

    def _sentence(self, position: int) -> tuple[int, int]:
        index = max(bisect_right(self._sentence_starts, position) - 1, 0)
        return index, self._sentences[index].paragraph_no if self._sentences else 0

    def _sentence_subject(self, index: int) -> Subject:
        known = self._known.get(index)
        if known is None:
            known = self._first_subject(index) or NOBODY
            self._known[index] = known
        return known

    def _first_subject(self, sentence: int) -> Subject | None:
        """Return the subject of the sentence's first clause that is no mere circumstance (近年来, 为…, 在…下)."""
        last = self._sentences[sentence].end - 1
        for clause in self._clauses(sentence):
            if clause > last:
                return None
            found = self._ended(clause)[0]
            if found is not None:
                return found
            if not self._is_circumstance(clause):
                return None
        return None

    def _is_circumstance(self, clause: int) -> bool:
        end = _CLAUSE.search(self._text, clause)
        rest = self._undated(clause, end.start() if end is not None else len(self._text))
        return (_LIGHT.match(rest) or _CIRCUMSTANCE.match(rest) or _OCCASION.match(rest)) is not None

    def _clauses(self, sentence: int) -> list[int]:
        """Return where the clauses of a sentence begin; most sentences with one figure have several."""
        known = self._clause_starts.get(sentence)
        if known is None:
            start, end = 0, len(self._text)
            if self._sentences:
                start, end = self._sentences[sentence].start, self._sentences[sentence].end
            known = [start, *[match.end() for match in _CLAUSE.finditer(self._text, start, end)]]
            self._clause_starts[sentence] = known
        return known

    def _ended(self, clause: int) -> tuple[Subject | None, bool]:
        """Return the subject of a clause that ends before the figure, which every figure behind it asks for again."""
        known = self._of_ended.get(clause)
        if known is None:
            known = self._told(clause, len(self._text))
            self._of_ended[clause] = known
        return known

    def _told(self, clause: int, limit: int) -> tuple[Subject | None, bool]:
        """Return the subject of a clause, and whether the clause only sets the scene for what follows it."""
        opening = self._after_dates(clause)
        found = self._clause_subject(clause, opening, limit)
        is_setting = _SETTING.match(self._text, opening) is not None
        if found is None and is_setting:
            found = self._scene(opening, limit)
        return found, found is not None and is_setting

    def _scene(self, clause: int, limit: int) -> Subject | None:
        """Return the place at the end of a clause that only tells where: 在老房子集中的甲社区，."""
        closing = _CLAUSE.search(self._text, clause, limit)
        if closing is None:
            return None
        index = bisect_left(self._starts, closing.start()) - 1
        if index < 0 or self._starts[index] < clause or self._mentions[index].end != closing.start():
            return None
        subject = self._names.of(self._mentions[index])
        return subject if subject.place is not None else None

    def _clause_subject(self, clause: int, opening: int, limit: int) -> Subject | None:
        """Return the subject that a clause begins with, a name or 街道 standing for one; None where it has none.

        ``opening`` is where it begins behind the date that opens it.
        """
        index = bisect_left(self._starts, clause)
        is_near = index < len(self._mentions) and self._starts[index] - clause <= _LONGEST_OPENING
        if is_near and self._mentions[index].end <= limit:
            mention = self._mentions[index]
            before = self._undated(clause, mention.start)
            if len(before) <= _LONGEST_LEAD and _CLAUSE.search(before) is None and _LIGHT.match(before):
                subject = self._names.of(mention)
                if self._names.is_example(index, limit) or (subject.place is None and _OF_ABOVE.match(mention.surface)):
                    return None
                outer = NOBODY
                while index + 1 < len(self._mentions) and self._mentions[index + 1].end <= limit:
                    index += 1
                    narrower = self._names.of(self._mentions[index])
                    if not self._names.is_narrowed(mention, self._mentions[index]) or not is_within(narrower, subject):
                        index -= 1
                        break
                    outer = subject
                    mention, subject = self._mentions[index], narrower
                return self._names.joint(index, limit, outer) or subject
        index = bisect_left(self._owned_starts, clause) if self._owned else 0
        if index < len(self._owned) and self._owned_starts[index] < limit:
            start, owner = self._owned[index]
            before = self._undated(clause, start)
            if len(before) <= _LONGEST_LEAD and _LIGHT.match(before):
                return owner
        if self._text.startswith(_NATION, opening):
            return NOBODY
        light = _LIGHT_START.match(self._text, opening)
        reference = self._references.at(light.end() if light is not None else opening)
        if reference is not None and reference.end <= limit:
            return self._nearest(reference, clause)
        return None

    def _after_dates(self, clause: int) -> int:
        """Return where a clause begins behind the date that opens it."""
        if not self._dates or clause > self._date_starts[-1]:
            return clause
        for index in range(bisect_left(self._date_starts, clause), len(self._dates)):
            date = self._dates[index]
            if date.start > clause:
                break
            clause = date.end
        return clause

    def _undated(self, start: int, end: int) -> str:
        text = self._text[start:end]
        if not text:
            return text
        for index in range(bisect_left(self._date_starts, start), len(self._dates)):
            date = self._dates[index]
            if date.end > end:
                break
            text = text.replace(date.source_text, "")
        return text

    def _nearest(self, reference: UnitReference, position: int) -> Subject | None:
        """Return the unit last named before ``position`` that the noun can stand for, else one of the headlines."""
        for mention in reversed(self._inner[: bisect_left(self._inner_starts, position)]):
            entity = mention.entity
            if isinstance(entity, (Place, Organization)) and reference.may_mean(entity):
                return self._names.of(mention)
        for mention in self._headline_mentions:
            if isinstance(mention.entity, Place) and reference.may_mean(mention.entity):
                return self._names.of(mention)
        return None

    def _find_lead(self) -> Subject:
        found = pilots(self._headline_mentions, self._headline) or [
            pilot for pilot in self._pilots if self._text.find("\n", 0, pilot.start) < 0
        ]
        if found:
            return self._names.of(found[0])
        best: tuple[int, int, Subject] | None = None
        for mention in self._headline_mentions:
            if best is None or mention.start < best[0]:
                best = (mention.start, mention.start - mention.end, self._names.of(mention))
        for mention in self._mentions:
            for name in printed_names(mention):
                position = self._headline.find(name)
                if position >= 0 and (best is None or (position, -len(name)) < best[:2]):
                    best = (position, -len(name), self._names.of(mention))
        if best is None:
            return self._first_alone()
        end = best[0] - best[1]
        for mention in self._mentions:
            inner = self._names.of(mention)
            if is_within(inner, best[2]) and self._headline.startswith(tuple(printed_names(mention)), end):
                return inner
        for mention in self._headline_mentions:
            # The kicker names the larger unit, the title begins with the one that it tells about.
            opens = self._headline[mention.start - 1 : mention.start] == "\n"
            if opens and mention.start >= end and is_within(self._names.of(mention), best[2]):
                return self._names.of(mention)
        told = self._told_instead(best[2])
        if told is not None:
            return told
        is_told = self._headline.startswith(_COLON, end) or _SEVERAL.match(self._headline, end) is not None
        if is_told and not is_region(best[2]):
            return best[2]
        return self._narrower(best[2]) or best[2]

    def _told_instead(self, subject: Subject) -> Subject | None:
        """Return the one smaller place that the body tells of where it names the headline's only to say where that is.

        甲街道：议出来的停车位, of an article that speaks of 甲街道乙社区 and nowhere of what 甲街道 does.
        """
        if (
            subject.place is None
            or subject.place.level is not PlaceLevel.SUBDISTRICT
            or subject.organization is not None
        ):
            return None
        smaller: Subject | None = None
        for index, mention in enumerate(self._mentions):
            found = self._names.of(mention)
            if found == subject:
                following = self._mentions[index + 1] if index + 1 < len(self._mentions) else None
                if (
                    following is None
                    or following.start != mention.end
                    or not is_within(self._names.of(following), subject)
                ):
                    return None
            elif found.place is not None and found.place.level in _SMALLEST and is_within(found, subject):
                if smaller is not None and smaller.place != found.place:
                    return None
                smaller = Subject(found.place, None)
        return smaller

    def _first_alone(self) -> Subject:
        """Return whom the first sentence is about, else the first name that is not one of a list, else nobody."""
        if self._sentences:
            first = self._sentence_subject(0)
            if first is not NOBODY and not _SETTING.match(self._text, self._after_dates(self._sentences[0].start)):
                return first
        for mention in self._mentions:
            around = self._text[mention.start - 1 : mention.start] + self._text[mention.end : mention.end + 1]
            if not set(around) & _LISTING:
                return self._narrower(self._names.of(mention)) or self._names.of(mention)
        return NOBODY

    def _narrower(self, subject: Subject) -> Subject | None:
        """Return the place that the first paragraph names right behind the headline's: a province is where it lies."""
        end = self._text.find("\n")
        found: Subject | None = None
        for index, mention in enumerate(self._mentions[:-1]):
            following = self._mentions[index + 1]
            if 0 <= end < following.start:
                break
            outer, inner = self._names.of(mention), self._names.of(following)
            is_of_region = found is None and is_region(subject) and is_within(outer, subject)
            if not (is_of_region or outer in (subject, found)) or not self._names.is_narrowed(mention, following):
                continue
            if is_within(inner, outer) and (inner.place is None or inner.place.level not in _UNGOVERNED):
                found = inner
        return found
