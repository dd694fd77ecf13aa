"""Whom a figure is about: the place or organisation that is the subject of its clause, sentence or article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from newstext.facts.context import ArticleContext
from newstext.records import DateMention, Mention, Organization, Place, PlaceLevel


class Subject(NamedTuple):
    """The place and the organisation that a figure is about; both None where nothing says it."""

    place: Place | None
    organization: Organization | None


NOBODY = Subject(None, None)

_CLAUSE = re.compile("[，。；：！？,;!?\n]")
_LIGHT = re.compile(
    "^(?:据悉|据了解|据介绍|据统计|其中|此外|同时|对此|目前|如今|现在|随后|此次|本次|为此|而|且|但|则|自|在|从|仅|就|是|来自|"
    '由于|日前|近日|当前|通过|以|由|的|[“‘"（(、 ])*$'
)
_CIRCUMSTANCE = re.compile(
    "为|随着|在|通过|据|截至|截止|针对|根据|按照|依托|围绕|自|作为|面对|结合|坚持|以|经过|经|当|从|本报讯|记者"
)
_ORGAN = re.compile(
    "(?:党委|党总支|党支部|党工委|居委会|村委会|委员会|政府|人民政府|办事处|工委|党群服务中心|新时代文明实践[站所]|"
    "团委|妇联|工会|网格|人大|纪工委|居民委员会|村民委员会|“?两委)"
)
"""What of a unit may follow its name: 东港社区党委 acts for 东港社区, 东港派出所 for no place."""

_GENERIC = re.compile(
    "(?:全(?=街道|社区|[镇乡村区市省])|(?:[该我本]?(?=(?:街道|社区|[镇乡村区市])"
    "[党不还先共已以通积坚持在将的累联组开依建有与也充结把目现近年为])))(街道|社区|[镇乡村区市省])"
)
"""A common noun that stands for a named unit: 街道 before a verb, 全市 before anything."""

_NATION = re.compile("我国|全国")
_LISTING = frozenset("、和与及")
_LEVELS = {
    "街道": (PlaceLevel.SUBDISTRICT,),
    "镇": (PlaceLevel.SUBDISTRICT,),
    "乡": (PlaceLevel.SUBDISTRICT,),
    "社区": (PlaceLevel.COMMUNITY,),
    "村": (PlaceLevel.VILLAGE, PlaceLevel.COMMUNITY),
    "区": (PlaceLevel.DISTRICT, PlaceLevel.DEVELOPMENT_ZONE),
    "市": (PlaceLevel.CITY,),
    "省": (PlaceLevel.PROVINCE,),
}
_ORDER = {level: position for position, level in enumerate(PlaceLevel)}
_PLACE_TAIL = re.compile("(?:街道|社区|镇|乡|村|区|市|县|省)$")
_VERB_START = re.compile(
    "已|共|累计|先后|还|并|也|又|再|总|合计|有|占|达|为|可|能|将|拟|预计|计划|成功|开展|举办|解决|化解|收集|服务|惠及|建|新|打造|完成|"
    "实现|推动|组织|投入|获|吸引|帮助|包括|包含|涉及|覆盖|设|发|提|集|引|同比|较|比|拥|辖|下辖|形成|培|促|带|受|办|处|接|调|走|慰|"
    "募|筹|整|排|消|拆|清|安|增|改|修|铺|种|邀|让|使|其中|面积|总"
)
"""How a clause begins whose subject stands in the clause before it."""


class SubjectFinder:
    """Answers for one article; made once per article, its answers depend on positions only."""

    def __init__(self, context: ArticleContext) -> None:
        self._text = context.article.body
        self._mentions = _outermost(context.mentions)
        self._starts = [mention.start for mention in self._mentions]
        self._inner = context.mentions
        self._dates = context.dates
        self._sentences = context.sentences
        self._sentence_starts = [sentence.start for sentence in context.sentences]
        self._headline = context.headline
        self._lead: Subject | None = None
        self._known: dict[int, Subject] = {}

    def subject_of(self, position: int) -> Subject:
        """Return the subject of the figure at ``position``.

        Its own clause speaks first; a clause that begins with its verb takes the subject of the clause before it; then
        speak the beginning of the sentence, the sentences before it in the paragraph, and the article's headline.
        """
        if not self._mentions:
            return NOBODY
        sentence, paragraph_no = self._sentence(position)
        start = self._sentences[sentence].start if self._sentences else 0
        clauses = self._clauses(start, position)
        own = self._clause_subject(clauses[-1], position)
        if own is not None:
            return own
        if _VERB_START.match(self._text, clauses[-1]) or self._is_figure(clauses[-1]):
            found = self._clause_subject(clauses[-2], position) if len(clauses) > 1 else None
            if found is not None:
                return found
        found = self._first_subject(clauses[:-1], position)
        if found is not None:
            return found
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
        return tuple(self._of(mention) for mention in reversed(found)) if len(found) > 1 else ()

    def _sentence(self, position: int) -> tuple[int, int]:
        index = max(bisect_right(self._sentence_starts, position) - 1, 0)
        return index, self._sentences[index].paragraph_no if self._sentences else 0

    def _sentence_subject(self, index: int) -> Subject:
        known = self._known.get(index)
        if known is None:
            sentence = self._sentences[index]
            clauses = self._clauses(sentence.start, sentence.end - 1)
            known = self._first_subject(clauses, sentence.end) or NOBODY
            self._known[index] = known
        return known

    def _first_subject(self, clauses: list[int], limit: int) -> Subject | None:
        """Return the subject of the first clause that is no mere circumstance (近年来, 为…, 在…下)."""
        for clause in clauses:
            found = self._clause_subject(clause, limit)
            if found is not None:
                return found
            if not self._is_circumstance(clause):
                return None
        return None

    def _is_circumstance(self, clause: int) -> bool:
        end = _CLAUSE.search(self._text, clause)
        rest = self._undated(clause, end.start() if end is not None else len(self._text))
        return _LIGHT.match(rest) is not None or _CIRCUMSTANCE.match(rest) is not None

    def _clauses(self, start: int, end: int) -> list[int]:
        return [start, *(match.end() for match in _CLAUSE.finditer(self._text, start, end) if match.end() <= end)]

    def _is_figure(self, clause: int) -> bool:
        return self._text[clause : clause + 1].isdigit()

    def _clause_subject(self, clause: int, limit: int) -> Subject | None:
        """Return the subject that a clause begins with, a name or 街道 standing for one; None where it has none."""
        index = bisect_left(self._starts, clause)
        if index < len(self._mentions) and self._mentions[index].end <= limit:
            mention = self._mentions[index]
            before = self._undated(clause, mention.start)
            if len(before) <= 14 and _CLAUSE.search(before) is None and _LIGHT.match(before):
                subject = self._of(mention)
                while index + 1 < len(self._mentions) and self._mentions[index + 1].end <= limit:
                    index += 1
                    narrower = self._of(self._mentions[index])
                    if not self._is_narrowed(mention, self._mentions[index]) or not _is_within(narrower, subject):
                        break
                    mention, subject = self._mentions[index], narrower
                return subject
        after_light = clause
        for date in self._dates_from(clause):
            if date.start > clause:
                break
            after_light = date.end
        if _NATION.match(self._text, after_light):
            return NOBODY
        generic = _GENERIC.match(self._text, after_light)
        if generic is not None and generic.end() <= limit:
            return self._nearest(_LEVELS[generic.group(1)], clause)
        return None

    def _undated(self, start: int, end: int) -> str:
        text = self._text[start:end]
        for date in self._dates_from(start):
            if date.end > end:
                break
            text = text.replace(date.source_text, "")
        return text

    def _dates_from(self, position: int) -> tuple[DateMention, ...]:
        return self._dates[bisect_left(self._dates, position, key=_start_of) :]

    def _nearest(self, levels: tuple[PlaceLevel, ...], position: int) -> Subject | None:
        lead = self.lead()
        index = bisect_left(self._starts, position) - 1
        while index >= 0:
            entity = self._of(self._mentions[index]).place
            if entity is not None and entity.level in levels:
                return Subject(entity, None)
            index -= 1
        return lead if lead.place is not None and lead.place.level in levels else None

    def _of(self, mention: Mention) -> Subject:
        entity = mention.entity
        if isinstance(entity, Place):
            return Subject(entity, None)
        if not isinstance(entity, Organization):
            return NOBODY
        place = None
        for inner in self._inner[bisect_left(self._inner, mention.start, key=_start_of) :]:
            if inner.start > mention.start:
                break
            if inner.end < mention.end and isinstance(inner.entity, Place) and _ORGAN.match(self._text, inner.end):
                place = inner.entity
        return Subject(place, entity)

    def _find_lead(self) -> Subject:
        best: tuple[int, int, Subject] | None = None
        for mention in self._mentions:
            subject = self._of(mention)
            for name in _printed_names(mention):
                position = self._headline.find(name)
                if position >= 0 and (best is None or (position, -len(name)) < best[:2]):
                    best = (position, -len(name), subject)
        if best is None:
            return self._first_alone()
        end = best[0] - best[1]
        for mention in self._mentions:
            inner = self._of(mention)
            if _is_within(inner, best[2]) and self._headline.startswith(tuple(_printed_names(mention)), end):
                return inner
        return self._narrower(best[2]) or best[2]

    def _first_alone(self) -> Subject:
        """Return the first name that is not one of a list; nobody where the article only lists names."""
        for mention in self._mentions:
            around = self._text[mention.start - 1 : mention.start] + self._text[mention.end : mention.end + 1]
            if not set(around) & _LISTING:
                return self._of(mention)
        return NOBODY

    def _narrower(self, subject: Subject) -> Subject | None:
        """Return the place that the first paragraph names right behind the headline's: a province is where it lies."""
        end = self._text.find("\n")
        found: Subject | None = None
        for index, mention in enumerate(self._mentions[:-1]):
            following = self._mentions[index + 1]
            if 0 <= end < following.start:
                break
            outer, inner = self._of(mention), self._of(following)
            if outer in (subject, found) and self._is_narrowed(mention, following) and _is_within(inner, outer):
                found = inner
        return found

    def _is_narrowed(self, mention: Mention, following: Mention) -> bool:
        return self._text[mention.end : following.start] in ("", "的")


def _start_of(span: Mention | DateMention) -> int:
    return span.start


def _is_within(inner: Subject, outer: Subject) -> bool:
    """Return True if the inner name can be a part of the outer: a lower level, or an organisation behind a place."""
    if inner.organization is not None:
        return True
    if inner.place is None or outer.place is None:
        return False
    return _ORDER[inner.place.level] > _ORDER[outer.place.level]


def _outermost(mentions: tuple[Mention, ...]) -> list[Mention]:
    """Return the places and organisations that are not inside another one, in order."""
    kept: list[Mention] = []
    for mention in mentions:
        if not isinstance(mention.entity, Place | Organization):
            continue
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _printed_names(mention: Mention) -> list[str]:
    names = [mention.surface, mention.entity.name]
    if isinstance(mention.entity, Place):
        stem = _PLACE_TAIL.sub("", mention.entity.name)
        if len(stem) >= 2:
            names.append(stem)
    return names
