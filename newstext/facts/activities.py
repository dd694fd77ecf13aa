"""Activities that a text reports as held, with their type, name, hosts, partners, venue, date and participants."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from newstext.facts.activity_circumstances import CircumstanceReader, Circumstances
from newstext.facts.activity_names import ReportedName, is_called_for, is_planned_sentence, is_unreported, read_name
from newstext.facts.context import ArticleContext
from newstext.language.lexicon import Hit, LexiconEntry
from newstext.records import Activity, TableRows

ACTIVITY_KIND = "activity"

_GENERAL = "other"
_BARE = frozenset(
    (
        "会议",
        "仪式",
        "培训",
        "学习",
        "课程",
        "讲座",
        "演出",
        "比赛",
        "大会",
        "课堂",
        "宣传",
        "检查",
        "展览",
        "演讲",
        "论坛",
        "竞赛",
        "评估",
        "集市",
        "活动",
        "主题活动",
        "系列活动",
        "文化活动",
        "评选活动",
        "服务活动",
        "实践活动",
        "学习活动",
        "宣传活动",
    )
)
"""Names that say nothing: a reference to what was named before, or a summary."""

_CLAUSE = re.compile(r"(?:[^“《，。；！？,;!?\n]+|“[^“”\n]{0,60}”|《[^《》\n]{0,40}》|[“《])+")
_OBJECT = re.compile(r"(?:了|过)?[^，。；！？,;的等中后时和与及、\s][^，。；！？,;]")
_BY_THEME = re.compile(
    r"(?:开展|举办|举行|组织)了?(?:(?!成为|活动|为|是)[^，。；,;“”\n]){0,8}(?P<theme>“[^“”\n]{4,40}”)(?=[，。；,;])|在(?P<named>“[^“”\n]{4,40}”(?:主题)?活动)中"
)
"""An activity called by its theme alone, and one that the text speaks of as going on."""
_NO_VERB = re.compile(
    r"团|期间|委员会|[^，。；,;]{0,5}(?:会|报告|问卷)(?![议谈])|学者|[时量组站室员队]|治疗|结果|记录|报告|[^，。；,;]{0,12}(?:的(?:汇报|情况介绍|介绍)|基础上|基础之上|时[，。,])"
)
"""What makes the verb before it part of a noun or of a time clause: 访问学者, 检查委员会, 考察期间."""
_GOING = re.compile(r"(?:来到|前往|走进|深入|赴)[^，。；,;]{2,16}$")
"""A verb without an object reports what somebody went for: 来到甲村走访."""
_MEANS = re.compile(r"通过|等方式|等形式|等途径|日常工作")
_AGREEMENT = re.compile(r"[^，。；,;]{0,30}?(?:协议书?|合同|备忘录|协定|责任书|意向书|公约)》?")
_VERB_NAME_LIMIT = 24
_CALL_REACH = 30
_REACH = 120
"""Code points of a clause looked at on each side of a noun: a clause that is longer has lost its marks."""
_SHORT_NOUN = 2
"""Code points: a noun that is a verb as well (走访, 互查) tells how an activity of its sentence went."""


class _Word(NamedTuple):
    word: str
    activity_type: str
    role: str


_GENERAL_WORD = _Word("活动", _GENERAL, "head")


class _Found(NamedTuple):
    activity: Activity
    circumstances: Circumstances
    sentence_index: int


class ActivityFinder:
    """Finds reported activities by the nouns and verbs of ``activity_types``; immutable, made once per process."""

    def __init__(self, rows: TableRows) -> None:
        self._words: dict[str, list[_Word]] = {}
        for row in rows:
            self._words.setdefault(row["word"], []).append(_Word(row["word"], row["activity_type"], row["role"]))

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``activity_types``: word, activity_type, role (head, cue, hint, verb), reason."""
        return cls(tables["activity_types"])

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every word once, with all that it stands for."""
        for word, senses in self._words.items():
            yield LexiconEntry(word, ACTIVITY_KIND, tuple(senses))

    def find(self, context: ArticleContext) -> tuple[Activity, ...]:
        """Return one activity for each that the body reports, in the order of their first report."""
        hits = context.hits.get(ACTIVITY_KIND, ())
        return _ArticleActivities(context, hits).read() if hits else ()


class _ArticleActivities:
    """Reads one article; what has been found decides what a later report adds."""

    def __init__(self, context: ArticleContext, hits: Sequence[Hit]) -> None:
        self._context = context
        self._body = context.article.body
        self._starts = [sentence.start for sentence in context.sentences]
        by_role: dict[str, list[tuple[Hit, _Word]]] = {}
        for hit in hits:
            for sense in hit.payload:
                by_role.setdefault(sense.role, []).append((hit, sense))
        self._heads = _longest(by_role.get("head", ()))
        self._verbs = _longest(by_role.get("verb", ()))
        self._cues: list[tuple[Hit, _Word]] = [*by_role.get("cue", ()), *by_role.get("hint", ())]
        self._cues.sort(key=lambda item: (item[0].start, item[0].end))
        self._clauses: dict[int, tuple[tuple[int, int], ...]] = {}
        self._circumstances = CircumstanceReader(context)
        self._found: list[_Found] = []

    def read(self) -> tuple[Activity, ...]:
        """Read what nouns name, then what themes name, then what only verbs report."""
        for hit, word in self._heads:
            self._add_named(hit, word)
        if "“" in self._body:
            for match in _BY_THEME.finditer(self._body):
                self._add_by_theme(match)
        for hit, word in self._verbs:
            self._add_verbal(hit, word)
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
            matches = () if planned else _CLAUSE.finditer(self._body, sentence.start, sentence.end)
            self._clauses[index] = tuple(match.span() for match in matches)
        for clause in self._clauses[index]:
            if clause[0] <= start < clause[1]:
                return index, clause
        return None

    def _add_named(self, hit: Hit, word: _Word) -> None:
        held = self._clause_at(hit.start, hit.end)
        if held is None:
            return
        index, clause = held
        near = (max(clause[0], hit.start - _REACH), min(clause[1], hit.end + _REACH))
        name = read_name(self._body, near, (hit.start, hit.end))
        if name is None or name.is_reference or name.name in _BARE:
            return
        earlier_clause = max(self._context.sentences[index].start, clause[0] - _CALL_REACH)
        if is_called_for(self._body[earlier_clause : clause[0]]):
            return
        if len(word.word) <= _SHORT_NOUN and any(
            item.sentence_index == index and item.activity.activity_type == word.activity_type for item in self._found
        ):
            return
        self._add(index, name, self._type_of(name, word, index))

    def _add_by_theme(self, match: re.Match[str]) -> None:
        held = self._clause_at(match.start(), match.start() + 1)
        if held is None:
            return
        index, clause = held
        if is_unreported(self._body[max(clause[0], match.start() - _REACH) : match.start()]):
            return
        group = "theme" if match["theme"] else "named"
        name = ReportedName(match[group], match.start(), match.end(), match.start(), match.start(group), False)
        self._add(index, name, self._type_of(name, _GENERAL_WORD, index))

    def _add_verbal(self, hit: Hit, word: _Word) -> None:
        """Add what a verb reports by itself, once for each type that no noun has reported."""
        if any(item.activity.activity_type == word.activity_type for item in self._found):
            return
        held = self._clause_at(hit.start, hit.end)
        if held is None:
            return
        index, (start, end) = held
        start, end = max(start, hit.start - _REACH), min(end, hit.end + _REACH)
        before = self._body[start : hit.start]
        if is_unreported(before) or before.count("“") > before.count("”") or _MEANS.search(self._body, start, end):
            return
        went_there = hit.end == end and _GOING.search(before)
        if not went_there and (_NO_VERB.match(self._body, hit.end) or not _OBJECT.match(self._body, hit.end, end)):
            return
        if word.activity_type == "ceremony":
            agreement = _AGREEMENT.match(self._body, hit.end, end)
            if agreement is None:
                return
            end = agreement.end()
        end = min(end, hit.start + _VERB_NAME_LIMIT)
        name = ReportedName(self._body[hit.start : end], hit.start, end, hit.start, hit.start, False)
        self._add(index, name, word.activity_type)

    def _type_of(self, name: ReportedName, word: _Word, index: int) -> str:
        """Return the head's type; for a general head that of a cue in the name, the sentence or the headline."""
        if word.activity_type != _GENERAL:
            return word.activity_type
        inside = [item for item in self._cues if name.name_start <= item[0].start and item[0].end <= name.end]
        if inside:
            return max(inside, key=_nearness)[1].activity_type
        sentence_end = self._context.sentences[index].end
        for hit, sense in self._cues:
            if sense.role == "cue" and name.end <= hit.start and hit.end <= sentence_end:
                return str(sense.activity_type)
        headline: set[str] = {
            sense.activity_type
            for hit in self._context.headline_hits.get(ACTIVITY_KIND, ())
            for sense in hit.payload
            if sense.role == "cue"
        }
        return headline.pop() if len(headline) == 1 else _GENERAL

    def _add(self, index: int, name: ReportedName, activity_type: str) -> None:
        if any(_is_same(item.activity, name.name, activity_type) for item in self._found):
            return
        name = _without_earlier(name, self._found)
        earlier = self._found[-1].circumstances if self._found else None
        told = self._circumstances.read(index, name.verb_start, name.name_start, earlier)
        date = told.date
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
        self._found.append(_Found(activity, told, index))


def _nearness(item: tuple[Hit, _Word]) -> tuple[bool, int, int]:
    """Order words by how near they stand to the head that follows; a hint comes after every cue."""
    hit, word = item
    return word.role == "cue", hit.end, -hit.start


def _longest(words: Iterable[tuple[Hit, _Word]]) -> list[tuple[Hit, _Word]]:
    """Return of overlapping words, sorted by (start, end), the longest; of those that only overlap the later one."""
    kept: list[tuple[Hit, _Word]] = []
    for item in words:
        while kept and item[0].start < kept[-1][0].end < item[0].end:
            kept.pop()
        if not kept or kept[-1][0].end <= item[0].start:
            kept.append(item)
    return kept


def _without_earlier(name: ReportedName, found: Iterable[_Found]) -> ReportedName:
    """Cut an activity that a list names first, and that has been found, from the name of the next: 甲、乙 is 乙."""
    for item in found:
        for joint in ("、", "和", "与", "及"):
            earlier = item.activity.name + joint
            if name.name.startswith(earlier) and len(name.name) > len(earlier):
                return name._replace(name=name.name[len(earlier) :])
    return name


def _is_same(activity: Activity, name: str, activity_type: str) -> bool:
    """Whether a later report is of the same activity: the same theme in quotes, or the same type and common words."""
    theme, other = _THEME.search(activity.name), _THEME.search(name)
    if theme and other and theme[0] == other[0]:
        return True
    if activity.activity_type != activity_type:
        return False
    first, second = (text.translate(_QUOTES) for text in (activity.name, name))
    return first in second or second in first


_THEME = re.compile(r"“.+?”")
_QUOTES = str.maketrans(dict.fromkeys('“”‘’"《》 '))
