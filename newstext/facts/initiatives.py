"""Named programmes, brands, methods, mechanisms, teams and venues; slogans and activity themes as such.

A quotation is an initiative where a word of ``initiative_kinds`` names its kind, after it or at its own end, or where
a verb of naming stands before it. Quotations that are figures of speech, honours or somebody's words are left out.
Nationwide institutions are known by name (``initiatives_known``), others without quotes by a narrow grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Self

from newstext.facts.acting_units import is_unit
from newstext.facts.context import ArticleContext, longest_first
from newstext.facts.initiative_members import FoundName, InitiativesFound, assemble
from newstext.facts.initiative_names import (
    DRAFT,
    ISSUING_VERBS,
    NameEndings,
    PlainName,
    canonical_name,
    find_formulas,
    find_founded,
    find_plain_names,
)
from newstext.facts.noun_heads import HeadMatch, NounHeads
from newstext.facts.quotations import Quotation, QuotationSenses, find_quotations
from newstext.language.lexicon import Hit, LexiconEntry
from newstext.records import NameCandidate, Person, TableRows

INITIATIVE_KIND: Final = "initiative"
HEAD_KIND: Final = "initiative_head"

_FORMULA: Final = re.compile(r"^(?=.*[^0-9+＋])[^+＋，。,]{1,12}(?:[+＋][^+＋，。,]{1,12})+$")
_PARALLEL: Final = re.compile(r"[、，,\s]")
_NAMING_TEAM: Final = re.compile(r"(?:成立|组建|选聘|选聘了|选拔|招募|聘请|吸纳)了?$")
_NAMING: Final = re.compile(
    r"(?:推出|设立|设置|开设|创设|创立|开启|实施|推行|试行|首创|创办|发起|启用|开通|上线|创新推出|命名为|取名为?|起名为?|名为|名叫|定名为|结成|办起|建起|开起|设起)了?(?:[^的了，]{0,6}(?:教育|服务|治理|网格))?(?:[一首]?[个支间家处张座条批项]的?)?$"
)
_CALLED: Final = ("模式", "工作法", "经验", "机制")
"""What a name ends in that a way of working is called by: 被称作“甲模式” is no figure of speech."""
_STAFFED: Final = re.compile(r"的?(?:负责人|成员|主任|发起人|创办人|主理人|队长|骨干|志愿者|一员|调解员|领队|会长)")
"""Who is of it makes it something that there is: 是“甲工作室”的负责人."""
_OF_MEMBERS: Final = re.compile(r"的?(?:老党员|志愿者|成员|队员|组员|调解员|队友)")
_COUNTED_MEMBERS: Final = re.compile(r"[0-9][余多]?[名位]$")
"""为8名“红色骑士”颁发聘书: who is counted by a name is of a team."""
_HONOUR: Final = re.compile(r"好人|模范|之星|达人|工匠|劳模|标兵|榜样|最美|十佳|英雄|状元|先进|带头人|人物|冠军|大使")
"""What people are called that were chosen, and are no team of."""
_SUMMED: Final = re.compile(r"(?:归纳|概括|总结|提炼)(?:成|为|出)了?$")
"""Verbs that make a method of what somebody does: 归纳成“十个一点”."""
_SIGNED: Final = re.compile(r"(?:签订|签署|签下|签|订立|制定)了?$")
_AGREED: Final = ("协议", "公约", "约定", "承诺书", "备忘录")
_FIGURES_ONLY: Final = re.compile(r"[0-9一二三四五]+(?:[+＋][0-9NnXx]+)+")
"""1+4 in quotes names a scheme where the word for one follows."""
_BUILDING: Final = re.compile(
    r"(?:打造|建设|创建|搭建|建立|建成|构建|形成|探索|依托|深化|擦亮|培育|创新|开展|做实|发挥)了?$"
)
_ISSUED: Final = re.compile(f"{ISSUING_VERBS}|编印|编写|形成")
_EXPLAINED: Final = re.compile(r"(?:解读|宣读|学习|讲解|通报|介绍|按照|根据|依据)了?$")
_OF_A_UNIT: Final = re.compile(r"[^，。]{1,8}(?:街道|社区|镇|村|区|市)")
"""What is explained or followed may be a law of the state; a rule that names its unit is that unit's own."""
_DOCUMENT_ENDS: Final = (
    "手册",
    "指引",
    "守则",
    "工作法",
    "指南",
    "规范",
    "规程",
    "公约",
    "导则",
    "清单",
    "行动计划",
    "方案",
    "规则",
    "办法",
    "制度",
    "实施意见",
    "指导意见",
    "细则",
    "规定",
    "若干措施",
)
_LISTED: Final = re.compile(
    r"^等(?:的)?(?:[0-9一二三四五六七八九十百两]+[余多]?|多|一批|一系列)?[个项支家处座类批种]?(?:“[^”]{1,20}”)?"
)
_SPOKEN: Final = re.compile(r"[的了我你您是吗吧]")
_HAS_LETTERS: Final = re.compile(r"[^\W\d_]")
_NUMBERED: Final = re.compile(r"^[双三四五六七八九十百0-9][^，、 ]{1,5}$")
_NUMBERED_AFTER: Final = re.compile(r"^(?:建设|战略|工作)")
"""双中心建设: a scheme that counts its parts is a scheme where 建设 or 工作 follows, too."""
_COUNTED: Final = re.compile(r"[0-9]+[余多]?[个处家座]$")
_SHORT_FORM: Final = re.compile(r"简称(?:为)?[:：]?$")
_CALLED_BEFORE: Final = re.compile(
    r"(?P<head>品牌|项目|工程|工作法|机制|模式|体系|平台|小程序|课堂|行动|计划)(?:[：:—]+|为)?$"
)
"""A noun of kind right before a name, in apposition: 打造特色品牌“甲”."""
_FORM: Final = re.compile(r"^的?(?:[^，。,的]{0,4})(?:形式|方式|方法|手段)")
_HEADING_TEAM: Final = re.compile(
    r"^(?![建打组加锤培壮强抓锻激凝])[\u4e00-\u9fff]{2,9}(?:队伍?|团|(?<![一二三四五六七八九十晚早上下])班)$"
)
"""Section headings that are nothing but the name of a team, where an article presents several one by one."""
_LONGEST_SHORT_NAME: Final = 8
"""Code points of a name that only its last character shows to be one, or only that it is quoted twice."""

_LONGEST_NAME: Final = 14
"""Code points of a name that only its own last word shows to be one."""

_VENUE_KINDS: Final = frozenset(("venue", "facility"))


class _KnownName(NamedTuple):
    name: str
    kind: str


class InitiativeFinder:
    """Finds initiatives by quotation, by known name and by grammar; immutable, made once per process."""

    def __init__(self, kind_rows: TableRows, known_rows: TableRows, mark_rows: TableRows) -> None:
        self._kinds = {row["head"]: row["kind"] for row in kind_rows}
        self._after = NounHeads([row["head"] for row in kind_rows if row["after_quote"] == "1"], gap=8)
        self._endings = NameEndings(row["head"] for row in kind_rows if row["ending"] == "1")
        self._founded = NameEndings(
            row["head"] for row in kind_rows if row["ending"] == "1" and row["kind"] in ("team", "venue", "brand")
        )
        self._plain_heads = tuple(row["head"] for row in kind_rows if row["unquoted"] == "1")
        self._senses = QuotationSenses.from_rows(mark_rows)
        self._known: dict[str, _KnownName] = {}
        self._nobodys = frozenset(row["name"] for row in known_rows if row["is_owned"] == "0")
        for row in known_rows:
            for surface in (row["name"], *filter(None, row["aliases"].split("|"))):
                self._known[surface] = _KnownName(row["name"], row["kind"])

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``initiative_kinds``, ``initiatives_known`` and ``quotation_marks``."""
        return cls(tables["initiative_kinds"], tables["initiatives_known"], tables["quotation_marks"])

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield the known names and the words that end a name printed without quotes."""
        for surface, known in self._known.items():
            yield LexiconEntry(surface, INITIATIVE_KIND, known)
        for head in self._plain_heads:
            yield LexiconEntry(head, HEAD_KIND, head)

    def find(self, context: ArticleContext) -> InitiativesFound:
        """Return the initiatives of one article in the order of their first mention, those of the headlines last."""
        body = context.article.body
        quotations = find_quotations(body)
        named: list[FoundName] = []
        candidates: list[NameCandidate] = []
        full_names: dict[str, str] = {}
        for quotation in quotations:
            if named and _SHORT_FORM.search(quotation.before):
                full_names[quotation.name] = named[-1].name
            self._read_quotation(quotation, body, full_names, named, candidates)
        named.extend(self._teams_with_members(context, quotations, {item.name for item in named}))
        taken = [item.span for item in named if item.span is not None]
        named.extend(item for item in self._known_names(context) if not _is_inside(item.span, taken))
        named.extend(self._plain_names(context, quotations))
        headings = dict.fromkeys(paragraph.heading for paragraph in context.article.paragraphs if paragraph.heading)
        teams = [heading for heading in headings if _HEADING_TEAM.match(heading)]
        if len(teams) > 1:
            named.extend(FoundName(team, "team", None) for team in teams)
        names = {item.name for item in named}
        called = find_quotations(context.headline)
        headline = self._headline_names(called)
        named.extend(item for item in headline if not any(name != item.name and item.name in name for name in names))
        named.extend(self._repeated_names({item.name for item in called}, quotations, {item.name for item in named}))
        return assemble(context, named, tuple(candidates), self._nobodys)

    def _read_quotation(
        self,
        quotation: Quotation,
        body: str,
        full_names: Mapping[str, str],
        named: list[FoundName],
        candidates: list[NameCandidate],
    ) -> None:
        span = (quotation.start, quotation.end)
        if quotation.name in full_names:
            named.append(FoundName(full_names[quotation.name], "", span))
            return
        kind = self._kind_of(quotation)
        if kind is not None:
            series = self._series_of_venues(quotation, body)
            named.append(FoundName(quotation.name, "brand" if series else kind, span))
            if series is not None:
                named.append(series)
        elif self._is_candidate(quotation):
            evidence = body[max(0, quotation.start - 12) : quotation.end + 12].replace("\n", " ")
            name = canonical_name(quotation.name)
            candidates.append(NameCandidate("initiative", name, "", 0.3, evidence, *span))

    def _teams_with_members(
        self, context: ArticleContext, quotations: Sequence[Quotation], known: set[str]
    ) -> list[FoundName]:
        """Return the short quoted names of which people are said to be: “甲先锋”丁某某, “甲先锋”的老党员, 8名“甲”."""
        people = {mention.start for mention in context.mentions if isinstance(mention.entity, Person)}
        return [
            FoundName(quotation.name, "team", (quotation.start, quotation.end))
            for quotation in quotations
            if quotation.name not in known
            and (
                quotation.end + 1 in people
                or _OF_MEMBERS.match(quotation.after)
                or _COUNTED_MEMBERS.search(quotation.before)
            )
            and not _HONOUR.search(quotation.name)
            and self._is_namelike(quotation)
        ]

    def _kind_of(self, quotation: Quotation) -> str | None:
        name = quotation.name
        known = self._known.get(canonical_name(name))
        if known is not None:
            return known.kind
        if quotation.is_book_title:
            if _SIGNED.search(quotation.before) and quotation.after.startswith(_AGREED):
                return "mechanism"
            issued = _ISSUED.search(quotation.before) or (
                _EXPLAINED.search(quotation.before) and _OF_A_UNIT.match(name)
            )
            return "method" if issued and DRAFT.sub("", name).endswith(_DOCUMENT_ENDS) else None
        if _FIGURES_ONLY.fullmatch(name):
            scheme = self._after.match(quotation.after)
            return "mechanism" if scheme and self._kinds[scheme.head] == "mechanism" else None
        if self._senses.is_common_figure(name) or quotation.is_statement or not _HAS_LETTERS.search(name):
            return None
        if self._senses.is_other(quotation):
            return None
        if _NUMBERED.match(name) and _NUMBERED_AFTER.match(quotation.after):
            return "mechanism"
        after = _LISTED.sub("", quotation.after) if quotation.after.startswith("等") else quotation.after
        head = self._after.match(after)
        if head and head.follows_of and self._kinds[head.head] not in ("mechanism", "method", "brand"):
            head = None
        aim = self._senses.aim_at(quotation)
        if aim is not None and (head is None or aim < head.start):
            return "slogan"
        if ("+" in name or "＋" in name) and _FORMULA.match(name):
            return "method" if _FORM.match(after) else "mechanism"
        return self._kind_by_words(quotation, head)

    def _kind_by_words(self, quotation: Quotation, head: HeadMatch | None) -> str | None:
        name = quotation.name
        is_parallel = bool(_PARALLEL.search(name))
        ending = None if is_parallel else self._ending_of(name)
        if self._senses.is_theme(quotation):
            is_standing = ending is not None and self._kinds[ending] in ("brand", "venue")
            return "brand" if is_standing else "activity_theme"
        if head is not None and not (ending is None and self._senses.follows_figure(quotation)):
            kind = self._kinds[head.head]
            if is_parallel and kind in ("team", "venue"):
                return "slogan"
            return self._kinds[ending] if ending is not None and kind in ("team", "brand") else kind
        if is_parallel:
            return None
        if (
            self._senses.follows_figure(quotation)
            and not name.endswith(_CALLED)
            and not _STAFFED.match(quotation.after)
        ):
            return None
        called = _CALLED_BEFORE.search(quotation.before)
        if called is not None and 3 <= len(name) <= _LONGEST_NAME:
            return self._kinds[called["head"]]
        if ending is not None:
            return self._kinds[ending]
        if 3 <= len(name) <= _LONGEST_NAME and _NAMING_TEAM.search(quotation.before):
            return "team"
        if 3 <= len(name) <= _LONGEST_SHORT_NAME and _SUMMED.search(quotation.before):
            return "method"
        return "mechanism" if 3 <= len(name) <= _LONGEST_NAME and _NAMING.search(quotation.before) else None

    def _ending_of(self, name: str) -> str | None:
        """Return the kind word that a short quoted name ends in; one that is nothing but the word is no name."""
        if not 3 <= len(name) <= _LONGEST_NAME or _SPOKEN.search(name):
            return None
        ending = self._endings.of(name)
        if ending is not None and len(ending) == 1 and len(name) > _LONGEST_SHORT_NAME:
            return None
        return ending if ending is None or name != ending or len(ending) >= 4 else None

    def _series_of_venues(self, quotation: Quotation, body: str) -> FoundName | None:
        """Return the series for ``23个“甲”微阵地``: what is counted is a facility of its own beside the brand."""
        outer = quotation.start - 1
        if outer < 1 or body[outer - 1] not in "个处家座":
            return None
        if not _COUNTED.search(body[max(0, outer - 8) : outer]):
            return None
        head = self._after.match(quotation.after)
        if head is None or head.follows_of or head.gap or self._kinds[head.head] not in _VENUE_KINDS:
            return None
        return FoundName(quotation.name + head.head, "facility", (quotation.start - 1, quotation.end + 1 + head.end))

    def _is_candidate(self, quotation: Quotation) -> bool:
        name = quotation.name
        if quotation.is_book_title or quotation.is_statement or not 3 <= len(name) <= _LONGEST_NAME:
            return False
        if self._senses.is_common_figure(name) or self._senses.is_other(quotation):
            return False
        return bool(_BUILDING.search(quotation.before))

    def _known_names(self, context: ArticleContext) -> list[FoundName]:
        found: list[FoundName] = []
        reach = 0
        for hit in longest_first(context.hits.get(INITIATIVE_KIND, ())):
            if hit.start >= reach:
                reach = hit.end
                found.append(FoundName(hit.payload.name, hit.payload.kind, (hit.start, hit.end)))
        return found

    def _plain_names(self, context: ArticleContext, quotations: Sequence[Quotation]) -> list[FoundName]:
        body = context.article.body
        starts = [quotation.start for quotation in quotations]
        heads = _longest(
            hit for hit in context.hits.get(HEAD_KIND, ()) if not _is_quoted(hit.start, starts, quotations)
        )
        ends = [mention.end for mention in context.mentions if is_unit(mention)] if heads else []
        names: list[PlainName] = [*find_plain_names(body, heads, self._kinds, ends), *find_formulas(body)]
        names.extend(find_founded(body, self._founded, self._kinds))
        return [FoundName(name.name, name.kind, (name.start, name.end)) for name in names]

    def _repeated_names(self, called: set[str], quotations: Sequence[Quotation], known: set[str]) -> list[FoundName]:
        """Return what stands in quotes in headline and body alike, never as a figure, words or a theme: a name."""
        found = []
        for quotation in quotations:
            name = quotation.name
            if name in known or name not in called or not self._is_namelike(quotation):
                continue
            others = [item for item in quotations if item.name == name]
            if all(self._is_namelike(item) for item in others):
                found.append(FoundName(name, "brand", (quotation.start, quotation.end)))
        return found

    def _is_namelike(self, quotation: Quotation) -> bool:
        name = quotation.name
        if quotation.is_book_title or quotation.is_statement or not 3 <= len(name) <= _LONGEST_SHORT_NAME:
            return False
        if _PARALLEL.search(name) or _SPOKEN.search(name) or self._senses.is_common_figure(name):
            return False
        if self._senses.is_other(quotation) or self._senses.follows_figure(quotation):
            return False
        return self._senses.aim_at(quotation) is None and not self._senses.is_theme(quotation)

    def _headline_names(self, quotations: Iterable[Quotation]) -> list[FoundName]:
        named = []
        for quotation in quotations:
            kind = self._kind_of(quotation)
            if kind is not None and kind not in ("slogan", "activity_theme"):
                named.append(FoundName(quotation.name, kind, None))
        return named


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep of hits that end at the same place or overlap the one that starts first."""
    kept: list[Hit] = []
    for hit in longest_first(hits):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _is_inside(span: tuple[int, int] | None, taken: Sequence[tuple[int, int]]) -> bool:
    return span is not None and any(
        start <= span[0] and span[1] <= end and span != (start, end) for start, end in taken
    )


def _is_quoted(position: int, starts: Sequence[int], quotations: Sequence[Quotation]) -> bool:
    index = bisect_right(starts, position) - 1
    return index >= 0 and position < quotations[index].end
