"""Activities that a text reports as held, with their type, name, hosts, partners, venue, date and participants."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from newstext.facts.activity_circumstances import Circumstances, read_circumstances
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

_CLAUSE = re.compile(r"(?:“[^“”\n]{0,60}”|《[^《》\n]{0,40}》|[^，。；！？,;!?\n])+")
_OBJECT = re.compile(r"(?:了|过)?[^，。；！？,;的等中后时和与及、\s][^，。；！？,;]")
_BY_THEME = re.compile(
    r"(?:开展|举办|举行|组织)了?(?:(?!成为|活动|为|是)[^，。；,;“”\n]){0,8}(?P<theme>“[^“”\n]{4,40}”)(?=[，。；,;])|在(?P<named>“[^“”\n]{4,40}”(?:主题)?活动)中"
)
"""An activity called by its theme alone, and one that the text speaks of as going on."""
_NO_VERB = re.compile(
    r"团|期间|委员会|学者|[时量组站室员队]|治疗|结果|记录|报告|[^，。；,;]{0,12}(?:的(?:汇报|情况介绍|介绍)|基础上|基础之上|时[，。,])"
)
"""What makes the verb before it part of a noun or of a time clause: 访问学者, 检查委员会, 考察期间."""
_MEANS = re.compile(r"通过|等方式|等形式|等途径|日常工作")
_AGREEMENT = re.compile(r"[^，。；,;]{0,30}?(?:协议书?|合同|备忘录|协定|责任书|意向书|公约)》?")
_VERB_NAME_LIMIT = 24
_CALL_REACH = 30
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
        """Build from ``activity_types``: word, activity_type, role (head, cue, verb), reason."""
        return cls(tables["activity_types"])

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every word once, with all that it stands for."""
        for word, senses in self._words.items():
            yield LexiconEntry(word, ACTIVITY_KIND, tuple(senses))

    def find(self, context: ArticleContext) -> tuple[Activity, ...]:
        """Return one activity for each that the body reports, in the order of their first report."""
        body = context.article.body
        hits = context.hits.get(ACTIVITY_KIND, ())
        heads = _longest(hits, "head")
        if not heads and not hits:
            return ()
        cues = [(hit, sense) for hit in hits for sense in hit.payload if sense.role == "cue"]
        starts = [sentence.start for sentence in context.sentences]
        found: list[_Found] = []
        for hit, word in heads:
            self._add_named(context, starts, hit, word, cues, found)
        if "“" in body:
            for match in _BY_THEME.finditer(body):
                self._add_by_theme(context, starts, match, cues, found)
        for hit, word in _longest(hits, "verb"):
            self._add_verbal(context, starts, hit, word, found)
        return tuple(item.activity for item in sorted(found, key=lambda item: (item.activity.start, item.activity.end)))

    def _add_named(
        self,
        context: ArticleContext,
        starts: list[int],
        hit: Hit,
        word: _Word,
        cues: list[tuple[Hit, _Word]],
        found: list[_Found],
    ) -> None:
        body = context.article.body
        index = bisect_right(starts, hit.start) - 1
        if index < 0 or hit.end > context.sentences[index].end:
            return
        sentence = context.sentences[index]
        if is_planned_sentence(body[sentence.start : sentence.end]):
            return
        clause = _clause(body, sentence.start, sentence.end, hit.start)
        if is_called_for(body[max(sentence.start, clause[0] - _CALL_REACH) : clause[0]]):
            return
        name = read_name(body, clause, (hit.start, hit.end))
        if name is None or name.is_reference or name.name in _BARE:
            return
        if len(word.word) <= _SHORT_NOUN and any(
            item.sentence_index == index and item.activity.activity_type == word.activity_type for item in found
        ):
            return
        activity_type = self._type_of(context, name, word, cues, sentence.end)
        self._add(context, index, name, activity_type, found)

    def _add_by_theme(
        self,
        context: ArticleContext,
        starts: list[int],
        match: re.Match[str],
        cues: list[tuple[Hit, _Word]],
        found: list[_Found],
    ) -> None:
        index = bisect_right(starts, match.start()) - 1
        if index < 0:
            return
        sentence = context.sentences[index]
        body = context.article.body
        clause_start, _ = _clause(body, sentence.start, sentence.end, match.start())
        if is_planned_sentence(body[sentence.start : sentence.end]) or is_unreported(
            body[clause_start : match.start()]
        ):
            return
        group = "theme" if match["theme"] else "named"
        name = ReportedName(match[group], match.start(), match.end(), match.start(), match.start(group), False)
        activity_type = self._type_of(context, name, _GENERAL_WORD, cues, sentence.end)
        self._add(context, index, name, activity_type, found)

    def _type_of(
        self,
        context: ArticleContext,
        name: ReportedName,
        word: _Word,
        cues: list[tuple[Hit, _Word]],
        sentence_end: int,
    ) -> str:
        """Return the head's type; for a general head that of a cue in the name, the sentence or the headline."""
        if word.activity_type != _GENERAL:
            return word.activity_type
        inside = [item for item in cues if name.name_start <= item[0].start and item[0].end <= name.end]
        if inside:
            return max(inside, key=lambda item: (item[0].end, -item[0].start))[1].activity_type
        after = [item for item in cues if name.end <= item[0].start and item[0].end <= sentence_end]
        if after:
            return after[0][1].activity_type
        headline: list[str] = [
            sense.activity_type
            for hit in context.headline_hits.get(ACTIVITY_KIND, ())
            for sense in hit.payload
            if sense.role == "cue"
        ]
        if len(set(headline)) == 1:
            return headline[0]
        return _GENERAL

    def _add_verbal(
        self, context: ArticleContext, starts: list[int], hit: Hit, word: _Word, found: list[_Found]
    ) -> None:
        """Add what a verb reports by itself, once for each type that no noun has reported."""
        if any(item.activity.activity_type == word.activity_type for item in found):
            return
        body = context.article.body
        index = bisect_right(starts, hit.start) - 1
        if index < 0 or hit.end > context.sentences[index].end:
            return
        sentence = context.sentences[index]
        clause_start, clause_end = _clause(body, sentence.start, sentence.end, hit.start)
        clause = body[clause_start:clause_end]
        if is_planned_sentence(body[sentence.start : sentence.end]) or _MEANS.search(clause):
            return
        if is_unreported(body[clause_start : hit.start]) or not _OBJECT.match(body, hit.end, clause_end):
            return
        if _NO_VERB.match(body, hit.end) or body.count("“", clause_start, hit.start) > body.count(
            "”", clause_start, hit.start
        ):
            return
        end = clause_end
        if word.activity_type == "ceremony":
            agreement = _AGREEMENT.match(body, hit.end, clause_end)
            if agreement is None:
                return
            end = agreement.end()
        end = min(end, hit.start + _VERB_NAME_LIMIT)
        self._add(
            context,
            index,
            ReportedName(body[hit.start : end], hit.start, end, hit.start, hit.start, False),
            word.activity_type,
            found,
        )

    def _add(
        self, context: ArticleContext, index: int, name: ReportedName, activity_type: str, found: list[_Found]
    ) -> None:
        if any(_is_same(item.activity, name.name, activity_type) for item in found):
            return
        name = _without_earlier(name, found)
        earlier = found[-1].circumstances if found else None
        told = read_circumstances(context, index, name.verb_start, name.name_start, earlier)
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
        found.append(_Found(activity, told, index))


def _longest(hits: Iterable[Hit], role: str) -> list[tuple[Hit, _Word]]:
    """Return the words of this role, one that ends or lies inside a longer one left out."""
    kept: list[tuple[Hit, _Word]] = []
    for hit in sorted(hits, key=lambda hit: (hit.end, hit.start)):
        for sense in hit.payload:
            if sense.role != role:
                continue
            if kept and kept[-1][0].end == hit.end:
                continue
            while kept and kept[-1][0].end > hit.start:
                kept.pop()
            kept.append((hit, sense))
    return kept


def _clause(body: str, start: int, end: int, position: int) -> tuple[int, int]:
    """Return the clause of ``body[start:end]`` that holds ``position``; marks inside quotations do not end it."""
    for match in _CLAUSE.finditer(body, start, end):
        if match.start() <= position < match.end():
            return match.span()
    return start, end


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
