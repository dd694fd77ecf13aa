"""Finds the people of an article: its reporters from the byline, others by title, form of address and speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

from newstext.facts.context import ArticleContext, longest_first
from newstext.facts.dictionary_words import words_of
from newstext.facts.person_names import NameGrammar
from newstext.facts.place_grammar import quoted_names
from newstext.language.lexicon import LexiconEntry
from newstext.records import ArticlePerson, Mention, Organization, Person, TableRows

KIND: Final = "person_title"
REPORTER: Final = "reporter"
ADDRESS: Final = "address"
"""Kind of the titles that are forms of address: with a surname alone they make a name as printed."""

_OPENING_MARKS: Final = "”’」）)"
_OPENERS: Final = frozenset(_OPENING_MARKS)
_ROLE_EDGE: Final = re.compile(r"(?s:.*)[，。；：！？、,;:!?\n的了在由与和对向让请被把据是“”‘’（）()—…]")
"""A text as far as the last of the characters that end a phrase."""
_LONGEST_ROLE: Final = 30
"""Code points before a title in which the phrase that it closes begins."""
_LONGEST_ADDRESS: Final = 4
"""Code points of a surname with a form of address; a full name with one is longer or found by its title."""
_LONGEST_ORGANIZATION: Final = 60
"""Code points of an organisation's name with the places before it; printed ones are shorter."""
_OFFICES: Final = ("书记", "主任", "局长", "部长", "主席", "委员", "所长", "校长", "院长", "会长", "董事长")
"""Ends of offices that one person holds together with another, joined by 、."""
_LIST_MARK: Final = re.compile("[、和与]")
_SPEECH: Final = re.compile("说(?:道|[，,：:“。])|表示[，,：:“]|介绍(?:说|[，,：:“])|告诉记者|坦言|回忆道")
"""Verbs of speech whose subject stands right before them."""
_MANNER: Final = re.compile("(?:笑着|激动地|高兴地|感慨地|动情地)$")
"""How somebody says something."""
_MANNER_ENDS: Final = frozenset("着地")
_LONGEST_MANNER: Final = 3
_SHORTEST_BESIDE_A_CALLING: Final = 3
"""Code points of a name that nothing but such a word announces; two are as often the beginning of another word."""
_QUOTED_ROLE: Final = re.compile("“[\u4e00-\u9fff]{2,8}”(?=[\u4e00-\u9fff]{2})")
_CALLED: Final = re.compile(
    "[\u4e00-\u9fff](?:(?<![人动])员|(?<!老)师|(?<=[\u4e00-\u9fff]{2})(?<![自大国全人回老商厂居邻住搬在到])家)$"
)
"""What somebody is by calling, beside the titles of the table: 助残员, 琴师, 评书家."""
_INTRODUCED: Final = re.compile(
    "(?:家住|居住在|住在|出生于|生于|毕业于)[^，。；！？\n“”的]{2,24}的(?=[\u4e00-\u9fff]{2})"
)
"""By where they live or come from somebody is introduced: 家住桥东的甲某."""
_AGED: Final = re.compile(
    "(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,4})[，（](?:[男女]，)?(?:今年|现年)?\\d{1,3}岁"
)
"""By their age: 甲某某，70岁."""
_YEARS_OLD: Final = "岁"
_LONGEST_AGE: Final = 12
"""Code points before 岁 of a name and an age: 甲乙丙丁，男，今年100."""
_DATELINE: Final = re.compile(
    "[（(](?:本报|通讯员|首席|见习|实习|特约)*(?:记者|通讯员)[\\s:：]*(?P<names>[\u4e00-\u9fff]{2,4}(?:[\\s、]+[\u4e00-\u9fff]{2,4})*)[)）]"
)
"""The reporters named in brackets where a report begins or ends: 本报讯（记者 甲某 通讯员 乙某）."""
_CREDITS: Final = frozenset(
    ("摄影", "摄", "图", "文", "图片", "文字", "供图", "记者", "通讯员", "摄影记者", "本报记者")
)
"""Words of a byline that say what somebody did and are no name."""
_NAMES_APART: Final = re.compile("[\\s、]+|(?:记者|通讯员)[\\s:：]*")
_BEFORE_CLAUSE: Final = re.compile("[^\u4e00-\u9fff]$|^$")


class PeopleFound(NamedTuple):
    """The people of one article and their mentions in the body."""

    mentions: tuple[Mention, ...]
    persons: tuple[ArticlePerson, ...]


class Title(NamedTuple):
    """A title or form of address: the kind of person that bears it, and whether it stands before or after the name."""

    text: str
    kind: str
    position: str


@dataclass(slots=True)
class _Found:
    """What is gathered about one name while the article is read."""

    kind: str
    title: str | None = None
    organization: Organization | None = None
    spans: set[tuple[int, int]] = field(default_factory=set)


class PeopleFinder:
    """Finds people; immutable."""

    def __init__(self, titles: Iterable[Title], names: NameGrammar) -> None:
        self._titles = tuple(titles)
        self._names = names
        self._addresses = tuple(title.text for title in self._titles if title.kind == ADDRESS)
        surnames = "".join(sorted(names.firsts)) or "\n"
        self._calling = re.compile(f"[员师家](?=[{re.escape(surnames)}][\u4e00-\u9fff])")

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build the finder from the tables person_titles and surnames."""
        titles = [Title(row["title"], row["kind"], row["position"]) for row in tables.get("person_titles", ())]
        return cls(titles, NameGrammar.from_rows(tables.get("surnames", ()), tables.get("person_not_names", ())))

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every title and form of address."""
        for title in self._titles:
            yield LexiconEntry(title.text, KIND, title)

    def find(self, context: ArticleContext) -> PeopleFound:
        """Return reporters and the people whom the body names with a title, a form of address or a verb of speech."""
        body = context.article.body
        taken = [(mention.start, mention.end) for mention in context.mentions]
        found: dict[str, _Found] = {}
        quoted = quoted_names(body)
        reached = -1
        for hit in longest_first(context.hits.get(KIND, ())):
            if hit.end <= reached:
                continue
            is_open = body[hit.end : hit.end + 1] in _OPENERS
            if not is_open and quoted.hold(hit.start):
                continue
            reached = hit.end
            # Most titles stand alone; only a surname beside one is worth a closer look.
            position = hit.payload.position
            if (
                not is_open
                and (position == "after" or not self._names.may_begin(body, hit.end))
                and (position == "before" or not self._names.may_end(body, hit.start))
            ):
                continue
            self._at_title(context, body, hit.start, hit.end, hit.payload, found, taken)
        if "”" in body:
            self._at_quotations(context, found, taken)
        self._introduced(body, found, taken)
        for match in _SPEECH.finditer(body):
            end = match.start()
            if body[end - 1 : end] in _MANNER_ENDS:
                manner = _MANNER.search(body, max(0, end - _LONGEST_MANNER), end)
                end = manner.start() if manner is not None else end
            start = self._names.start_of_name(body, end, 0)
            if start is not None and _BEFORE_CLAUSE.match(body[max(0, start - 1) : start]):
                _add(found, body[start:end], "other", None, None)
        _merge_addresses(found, self._addresses)
        return _result(context, found)

    def _at_quotations(self, context: ArticleContext, found: dict[str, _Found], taken: list[tuple[int, int]]) -> None:
        """Add the people named right behind a role in quotes: “银发顾问”丁某某.

        Other things stand there as well, so the dictionary must see a name or the surname be a common one.
        """
        body = context.article.body
        for match in _QUOTED_ROLE.finditer(body):
            at = match.end()
            if not self._names.may_begin(body, at):
                continue
            end = self._names.end_of_name(body, at, is_listed=True)
            if end is not None and end - at > 2 and not _touches(taken, at, end):
                _add(found, body[at:end], "other", match[0], None)

    def _introduced(self, body: str, found: dict[str, _Found], taken: list[tuple[int, int]]) -> None:
        """Add the people who are introduced by their calling, their home or their age instead of a title."""
        for match in self._calling.finditer(body):
            at = match.end()
            called = _CALLED.search(body, max(0, at - 3), at) if self._names.may_begin(body, at) else None
            if (
                called is None
                or (end := self._free_name(body, at, taken)) is None
                or end - at < _SHORTEST_BESIDE_A_CALLING
            ):
                continue
            if not self._names.reaches_beyond(body, called.start(), at):
                _add(found, body[at:end], "other", _role(body, called.start(), body[called.start() : at]), None)
        for match in _INTRODUCED.finditer(body):
            end = self._free_name(body, match.end(), taken)
            if end is not None:
                _add(found, body[match.end() : end], "resident", None, None)
        low = 0
        at = body.find(_YEARS_OLD)
        while at >= 0:
            aged = _AGED.search(body, max(low, at - _LONGEST_AGE), at + 1)
            if aged is not None and self._names.is_full_name(aged["name"]) and not _touches(taken, *aged.span("name")):
                _add(found, aged["name"], "resident", None, None)
            low = at + 1
            at = body.find(_YEARS_OLD, low)

    def _free_name(self, body: str, at: int, taken: list[tuple[int, int]]) -> int | None:
        """Return where a name ends that begins at ``at`` without a title before it, and that is no part of another."""
        end = self._names.end_of_name(body, at, is_listed=True) if self._names.may_begin(body, at) else None
        return None if end is None or _touches(taken, at, end) else end

    def _at_title(
        self,
        context: ArticleContext,
        body: str,
        start: int,
        end: int,
        title: Title,
        found: dict[str, _Found],
        taken: list[tuple[int, int]],
    ) -> None:
        if title.position != "after":
            at = end
            while at < len(body) and body[at] in _OPENERS:
                at += 1
            if self._names.may_begin(body, at) and self._after_title(context, body, start, at, title, found, taken):
                return
        if title.position == "before" or start == 0:
            return
        name_start = self._names.start_of_name(body, start, 0)
        if name_start is None and title.kind == ADDRESS:
            name_start = self._names.start_of_address(body, start)
            if name_start is not None and not _touches(taken, name_start, end):
                _add(found, body[name_start:end], "resident", None, None)
            return
        if name_start is not None and not _touches(taken, name_start, start):
            kind = "resident" if title.kind == ADDRESS else title.kind
            role = None if title.kind == ADDRESS else _role(body, name_start, title.text)
            _add(found, body[name_start:start], kind, role, _organization(context, name_start))

    def _after_title(
        self,
        context: ArticleContext,
        body: str,
        title_start: int,
        at: int,
        title: Title,
        found: dict[str, _Found],
        taken: list[tuple[int, int]],
    ) -> bool:
        name_end = self._names.end_of_name(body, at)
        if name_end is None or _touches(taken, at, name_end):
            return False
        if at == title_start + len(title.text) and self._names.reaches_beyond(body, title_start, at):
            return False
        role = _role(body, title_start, body[title_start:at].rstrip(_OPENING_MARKS))
        organization = _organization(context, title_start)
        _add(found, body[at:name_end], title.kind, role, organization)
        # 区领导甲某某、乙某某: the title holds for the names that follow it in the list.
        while _LIST_MARK.match(body, name_end):
            at = name_end + 1
            following = self._names.end_of_name(body, at, is_listed=True)
            if following is None or _touches(taken, at, following) or not _closes(body, following):
                break
            _add(found, body[at:following], title.kind, role, organization)
            name_end = following
        return True


def _closes(body: str, end: int) -> bool:
    return end == len(body) or not "\u4e00" <= body[end] <= "\u9fff" or body[end] in "等和与分参出一"


def _role(body: str, start: int, title: str) -> str:
    """Return the title with what is printed before it up to the edge of the phrase: 黄桥街道党工委书记."""
    low = max(0, start - _LONGEST_ROLE)
    before = body[low:start]
    edge = _role_edge(before, len(before))
    if edge and before[edge - 1] == "、" and before[: edge - 1].endswith(_OFFICES):
        # 某街道党工委书记、办事处主任: two offices of one person.
        edge = _role_edge(before, edge - 1)
    at = edge
    if len(before) - edge > 1:
        for word, tag in words_of(before[edge:]):
            at += len(word)
            # 走访周边好人: the verb governs the phrase and is not in it; one character may be part of it (驻, 原).
            if tag == "v" and len(word) > 1:
                edge = at
    return before[edge:] + title


def _role_edge(before: str, end: int) -> int:
    match = _ROLE_EDGE.match(before, 0, end)
    return match.end() if match is not None else 0


def _organization(context: ArticleContext, title_start: int) -> Organization | None:
    """Return the organisation that is printed right before the title."""
    mentions = context.mentions
    for index in range(bisect_left(mentions, title_start, key=_mention_start) - 1, -1, -1):
        mention = mentions[index]
        if mention.start < title_start - _LONGEST_ORGANIZATION:
            return None
        if mention.end <= title_start and isinstance(mention.entity, Organization):
            return mention.entity if title_start - mention.end <= 2 else None
    return None


def _mention_start(mention: Mention) -> int:
    return mention.start


def _touches(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    for low, high in taken:
        if low >= end:
            # They are in the order of their starts.
            return False
        if start < high:
            return True
    return False


def _add(found: dict[str, _Found], name: str, kind: str, title: str | None, organization: Organization | None) -> None:
    known = found.get(name)
    if known is None:
        found[name] = _Found(kind, title, organization)
        return
    if known.title is None:
        known.title, known.organization = title, known.organization or organization
        known.kind = kind if known.kind == "other" else known.kind


def _merge_addresses(found: dict[str, _Found], addresses: tuple[str, ...]) -> None:
    """Drop 朱老伯 where exactly one full name of the article has this surname: it is the same person."""
    short = [name for name in found if name.endswith(addresses) and len(name) <= _LONGEST_ADDRESS]
    for name in short:
        full = [other for other in found if other[0] == name[0] and other not in short]
        if len(full) == 1:
            del found[name]


def _dateline(body: str) -> list[str]:
    names: list[str] = []
    if "记者" in body or "通讯员" in body:
        for match in _DATELINE.finditer(body):
            names += [name for name in _NAMES_APART.split(match["names"]) if len(name) > 1]
    return names


def _result(context: ArticleContext, found: dict[str, _Found]) -> PeopleFound:
    body, headline = context.article.body, context.headline
    mentions: list[Mention] = []
    persons = [
        ArticlePerson(Person(name, REPORTER), REPORTER, max(1, body.count(name)))
        for name in dict.fromkeys((*context.article.reporters, *_dateline(body)))
        if name not in _CREDITS
    ]
    for name, seen in found.items():
        person = Person(name, seen.kind)
        at = body.find(name)
        count = headline.count(name)
        while at >= 0:
            mentions.append(Mention(person, name, at, at + len(name)))
            count += 1
            at = body.find(name, at + len(name))
        persons.append(ArticlePerson(person, seen.kind, count, seen.title, seen.organization))
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    return PeopleFound(tuple(mentions), tuple(persons))
