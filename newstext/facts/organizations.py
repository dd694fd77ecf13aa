"""Finds the organisations of an article: a place or a name of its own, then the head that says what kind it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, Self

from newstext.facts.context import ArticleContext, longest_first
from newstext.facts.gazetteer import KIND as PLACE_KIND
from newstext.facts.organization_names import canonical_names
from newstext.facts.place_grammar import PlaceGrammar, QuotedNames, quoted_names
from newstext.language.lexicon import Hit, LexiconEntry
from newstext.records import ArticleOrganization, Mention, Organization, Place, PlaceLevel, TableRows

KIND: Final = "organization_head"
_NAME_KIND: Final = "organization_name"
_PLACE_BASE: Final = "place"
_PUBLIC: Final = frozenset({"police", "government", "party"})
"""Kinds whose organs are named in a chain, each one after the one that it belongs to."""
_LONGEST_INNER: Final = 14
"""Code points between the place or organisation that begins a name and its head."""
_INNER: Final = re.compile("[\u4e00-\u9fff·“”‘’（）()]*")
_HAN_BEFORE: Final = re.compile("[\u4e00-\u9fff·]")
_OPENS: Final = frozenset("(（")
_CLOSES: Final = frozenset(")）")
_DIVISIONS: Final = ("市", "区", "县")
_JOINT: Final = re.compile("(?<=住房|资源|文化|工业|发展|规划|市场|农业|卫生|商务|科技|教育|体育|经济|旅游)和")
"""和 between the two matters of one department: 住房和建设局, 自然资源和规划局 (names of organs of the state)."""
_PAIRS: Final = (("“", "”"), ("‘", "’"), ("（", "）"), ("(", ")"), ("《", "》"))
_CUTS_NAME: Final = frozenset("社小园景街地")
"""Characters that make 区 or 市 the end of another word: 社区老年大学 is no 区老年大学."""
_COUNTED: Final = re.compile("[一二两三四五六七八九十几多各某本该这那每]")
_ENROLS: Final = re.compile("[上读考进办]$")
"""Verbs of one character that govern a school: 上大学, 办学校."""
_LEGAL: Final = ("有限公司", "有限责任公司")
_RUN: Final = re.compile("[\u4e00-\u9fff·]+$")
_SHORTEST_COMPANY: Final = 4
"""Code points of a company's own name: trade name of two and line of business (企业名称登记管理规定, article 6)."""
_LONGEST_LEGAL_NAME: Final = 24
"""Code points before 有限公司 in which its name may begin."""
_SHORTEST_TRADE_NAME: Final = 4
_PARTICLE: Final = re.compile("[的在了是将对向由让把被等与及、，。]")
_NOT_A_HEAD: Final = re.compile("[长员民籍]|们|书记|干部")
"""What may not follow a head: 局长, 委员, 党支部书记 is the person's title (the organ is found before 书记)."""
_PUPIL: Final = re.compile("生(?![物态命理活产])")
"""大学生, 小学生: who learns there, no school; but 大学生物系."""
_PARTY: Final = ("中国共产党", "中共")
_HOST: Final = re.compile("(?:联合|携手|会同|组织|开展|举办|召开|举行|启动|主办|承办|获评|荣获|举办|邀请)")
_PARTNER: Final = re.compile("(?:联合|携手|会同|联手|协同|与)$")


class OrganizationsFound(NamedTuple):
    """The organisations of one article and their mentions in the body."""

    mentions: tuple[Mention, ...]
    organizations: tuple[ArticleOrganization, ...]


class Head(NamedTuple):
    """The last word of a name, the kind that it stands for, and whether a place or another organ must begin it."""

    text: str
    kind: str
    base: str


class Printed(NamedTuple):
    """A name as printed at ``start:end``, the head's offset in it and the place that it belongs to."""

    start: int
    end: int
    name: str
    head: str
    kind: str
    place_id: str


class OrganizationFinder:
    """Finds organisations; immutable."""

    def __init__(self, heads: Iterable[Head], names: Iterable[tuple[str, str]], grammar: PlaceGrammar) -> None:
        self._heads = tuple(heads)
        self._names = tuple(names)
        self._grammar = grammar

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build the finder from the tables organization_kinds, organization_names and place_words."""
        return cls(
            [Head(row["head"], row["kind"], row["base"]) for row in tables.get("organization_kinds", ())],
            [(row["name"], row["kind"]) for row in tables.get("organization_names", ())],
            PlaceGrammar.from_rows(tables.get("place_words", ())),
        )

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every head, and every name that is known as a whole."""
        for head in self._heads:
            yield LexiconEntry(head.text, KIND, head)
        for name, kind in self._names:
            yield LexiconEntry(name, _NAME_KIND, kind)

    def find(self, context: ArticleContext) -> OrganizationsFound:
        """Return the organisations that the body names."""
        printed = self._printed(context)
        if not printed:
            return OrganizationsFound((), ())
        canonical = canonical_names([(item.name, item.head, item.kind) for item in printed])
        places = {item.name: item.place_id for item in reversed(printed) if item.place_id}
        body = context.article.body
        entities: dict[str, Organization] = {}
        counts: dict[str, int] = {}
        roles: dict[str, str] = {}
        mentions = []
        for item in printed:
            name = canonical[item.name]
            if name is None:
                continue
            entity = entities.setdefault(
                name, Organization(name, item.kind, places.get(name) or places.get(item.name, ""))
            )
            counts[name] = counts.get(name, 0) + 1
            mentions.append(Mention(entity, body[item.start : item.end], item.start, item.end))
            if _PARTNER.search(body, max(0, item.start - 2), item.start):
                roles.setdefault(name, "partner")
            elif _HOST.match(body, item.end):
                roles.setdefault(name, "host")
        mentions.extend(_short_forms(body, entities.values()))
        mentions.sort(key=lambda mention: (mention.start, mention.end))
        return OrganizationsFound(
            tuple(mentions),
            tuple(
                ArticleOrganization(entity, roles.get(name, "mentioned"), counts[name])
                for name, entity in entities.items()
            ),
        )

    def _printed(self, context: ArticleContext) -> list[Printed]:
        body = context.article.body
        places = [mention for mention in context.mentions if isinstance(mention.entity, Place)]
        found: list[Printed] = [
            Printed(hit.start, hit.end, body[hit.start : hit.end], body[hit.start : hit.end], hit.payload, "")
            for hit in context.hits.get(_NAME_KIND, ())
            if body[max(0, hit.start - 1) : hit.start] not in _CUTS_NAME and not body.startswith("部门", hit.end - 1)
        ]
        place_hits = context.hits.get(PLACE_KIND, ())
        quoted = quoted_names(body)
        reached = 0
        for hit in longest_first(context.hits.get(KIND, ())):
            if hit.start < reached or (_NOT_A_HEAD.match(body, hit.end) and len(hit.payload.text) == 1):
                continue
            if len(hit.payload.text) == 1 and self._grammar.is_common(body[hit.start - 1 : hit.end]):
                continue
            if hit.payload.kind == "school" and _PUPIL.match(body, hit.end):
                continue
            # A shorter head inside one that has no name (公司 in 有限公司) has none either.
            reached = hit.end
            item = self._at_head(body, hit.start, hit.end, hit.payload, places, found, place_hits, quoted)
            if item is not None:
                found = [
                    other
                    for other in found
                    if not (item.start < other.end and other.start < item.end) or _is_chained(other, item)
                ]
                found.append(item)
        return sorted(found, key=lambda item: (item.start, item.end))

    def _at_head(
        self,
        body: str,
        start: int,
        end: int,
        head: Head,
        places: list[Mention],
        found: list[Printed],
        place_hits: tuple[Hit, ...],
        quoted: QuotedNames,
    ) -> Printed | None:
        begin, place_id, is_organ = self._base(body, start, places, found)
        if begin is None:
            if head.base == _PLACE_BASE or not _HAN_BEFORE.match(body, start - 1):
                return None
            begin = self._own_name(body, start, head, place_hits)
            if begin is None or begin == start or quoted.hold(begin) or self._grammar.is_common(body[begin:end]):
                return None
            return Printed(begin, end, body[begin:end], head.text, head.kind, "")
        if quoted.hold(begin):
            return None
        if is_organ and head.base != _PLACE_BASE and head.kind in _PUBLIC:
            # 某市公安局某某派出所: the station has a name of its own and the bureau is another organisation.
            inner = max((item.end for item in found if item.end <= start), default=begin)
            if start - inner >= 2:
                begin = inner
        if not body[begin:start].strip("（）()“”‘’") or not _is_balanced(body[begin:end]):
            return None
        name, first = body[begin:end], begin
        for before in reversed(places):
            if before.end == first:
                first = before.start
        for prefix in _PARTY:
            if body.endswith(prefix, 0, first):
                # 中共某市某区某社区委员会: the chain of places says which one, the innermost names it.
                return Printed(first - len(prefix), end, prefix + name, head.text, "party", place_id)
        return Printed(begin, end, name, head.text, head.kind, place_id)

    def _base(self, body: str, start: int, places: list[Mention], found: list[Printed]) -> tuple[int | None, str, bool]:
        """Return where the name begins that has its head at ``start``, its place, and whether an organ begins it."""
        at = bisect_right(places, start, key=_end)
        place = places[at - 1] if at else None
        organ = None
        for item in found:
            if item.end <= start and (organ is None or item.end > organ.end):
                organ = item
        if organ is not None and (place is None or organ.end >= place.end) and self._is_inner(body, organ.end, start):
            return organ.start, organ.place_id, True
        if place is None or not self._is_inner(body, place.end, start):
            return None, "", False
        begin, owner = place.start, place.entity
        assert isinstance(owner, Place)
        if owner.level is PlaceLevel.COUNTRY and place.end == start:
            return None, "", False
        # 相城高新区(元和街道)人大工委 has two names for its place; 瑞士驻上海总领事馆 has its own and its seat.
        for before in reversed(places):
            between = body[before.end : begin]
            if before.end <= begin and (between == "驻" or (between in _OPENS and body[place.end] in _CLOSES)):
                begin = before.start
                break
        is_organ = False
        for item in reversed(found):
            if item.end == begin and item.kind in _PUBLIC:
                begin, is_organ = item.start, True
        return begin, owner.place_id, is_organ

    def _own_name(self, body: str, start: int, head: Head, place_hits: tuple[Hit, ...]) -> int | None:
        """Return where a name begins that no place mention begins: at the first place inside it, or at its stem."""
        if head.kind == "company":
            # Companies are registered under the place of their seat, which is no mention of the place.
            for hit in place_hits:
                if start - _LONGEST_LEGAL_NAME <= hit.start and hit.end < start:
                    inner = body[hit.end : start]
                    if (
                        _INNER.fullmatch(inner)
                        and not _PARTICLE.search(inner)
                        and self._grammar.after_governor(inner) == 0
                    ):
                        return hit.start
            if head.text.endswith(_LEGAL):
                run = _RUN.search(body, max(0, start - _LONGEST_INNER), start)
                if run is None:
                    return None
                begin = run.start() + self._grammar.after_governor(run[0])
                return begin if start - begin >= _SHORTEST_COMPANY else None
        stem = self._grammar.stem_before(body, start, 0)
        if stem is None or stem.is_generic or _COUNTED.match(body, stem.start):
            return None
        if _ENROLS.search(body, stem.start, start) or not self._grammar.is_one_name(body[stem.start : start]):
            return None
        if body[stem.start - 1 : stem.start] in _DIVISIONS:
            # An unknown city or district that begins a name is no place of the article, but the name's first part.
            division = self._grammar.stem_before(body, stem.start - 1, 0)
            if division is not None and division.is_rare and division.is_bounded and not division.is_generic:
                return division.start
        return stem.start

    def _is_inner(self, body: str, begin: int, end: int) -> bool:
        """Return whether ``body[begin:end]`` can stand inside a name: no particle, no verb that governs a name."""
        inner = body[begin:end]
        if len(inner) > _LONGEST_INNER or not _INNER.fullmatch(inner) or _PARTICLE.search(inner):
            return False
        return not inner or _JOINT.search(inner) is not None or self._grammar.is_one_name(inner)


def _short_forms(body: str, entities: Iterable[Organization]) -> Iterator[Mention]:
    """Yield where a clause begins with the trade name of a company that the text names in full: 华晟精密现有员工.

    Names that begin with a place are left out: what their first characters begin as well is more often another.
    """
    for entity in entities:
        if entity.kind != "company" or entity.place_id or not entity.name.endswith(_LEGAL):
            continue
        trade = entity.name[:_SHORTEST_TRADE_NAME]
        for match in re.finditer(f"(?:^|[，。；：\\n“]){re.escape(trade)}", body):
            start = end = match.end() - _SHORTEST_TRADE_NAME
            while end - start < len(entity.name) and body.startswith(entity.name[end - start], end):
                end += 1
            if end - start < len(entity.name) - len("公司"):
                yield Mention(entity, body[start:end], start, end)


def _end(mention: Mention) -> int:
    return mention.end


def _is_balanced(name: str) -> bool:
    """Return whether every mark in a name has its other half: 学校 in 甲社区“新手爸妈学校” ends another name."""
    return all(name.count(opening) == name.count(closing) for opening, closing in _PAIRS) and name.count('"') % 2 == 0


def _is_chained(other: Printed, item: Printed) -> bool:
    """Return whether the earlier organ stays a mention of its own inside the later, longer name."""
    return other.start == item.start and (other.kind != item.kind or item.kind in _PUBLIC)
