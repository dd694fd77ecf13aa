"""Names of initiatives: the one form under which small variations are the same, and names printed without quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from newstext.language.lexicon import Hit

_MARKS: Final = str.maketrans(dict.fromkeys("“”‘’\"'《》「」『』") | {"＋": "+"})
_MARKED: Final = frozenset("“”‘’\"'《》「」『』＋")
_BRAND_ENDING: Final = re.compile(r"(?<=..)(?:党建|服务|治理|志愿服务)?品牌$")
_LONG_METHOD: Final = len("工作法") + 4
"""A method's name of four or more code points stands without 工作法 as well; a shorter one (三步) does not."""

_BOUNDARY: Final = re.compile(
    r"[，。；：、！？,;:!?“”\"‘’《》()（）\s—·]|[的了在到于为是将把与和及由以从向让]|通过|依托|走进|来到|前往|参加|打造|建设"
    r"|设立|设置|成立|组建|开设|利用|召开|建立|建成|明确|出台|推出|实施|推行|完善|深化|搭建|创建|开展|举办|组织|一支|一个|一处|一家"
    r"|首个|首家|[每各该本这]|多个|全科(?=社工)|发挥|启用|位于|开放|开通|加入|依靠|借助|结合|探索|选派|安排|动员|邀请|联合|携手|新增|下设|设有|拥有|作为|包括|例如|如"
)
_NOT_IN_MODIFIER: Final = re.compile(
    r"菜鸟|学院|公司|分成|分为|开(?!发)|[0-9共数们着过被给就都也还很不没有会能可次]|月[十初]"
)
_GENERIC_MODIFIERS: Final = frozenset(
    (
        "社区",
        "街道",
        "小区",
        "人民",
        "居民",
        "村民",
        "群众",
        "党员",
        "志愿",
        "专业",
        "专门",
        "流动",
        "公共",
        "固定",
        "楼道",
        "村",
        "镇",
        "区",
        "市",
        "基层",
        "物业",
        "便民",
        "临时",
        "协商",
        "健康",
        "法治",
        "道德",
        "业余",
        "科普",
        "普法",
        "安全",
        "信访",
        "诉前",
        "文化",
        "学习",
        "理论",
        "家庭",
        "网上",
        "线上",
        "线下",
        "老年",
        "市民",
        "儿童",
        "青少年",
    )
)
"""A topic word alone before a general head makes a common noun, no name: 健康讲堂."""
_SHORTEST_MODIFIER, _LONGEST_MODIFIER = 2, 10
ISSUING_VERBS: Final = "出台|制定|印发|发布|推出|编制|修订"
"""What is done with a rule or a manual that makes it one of its own; others beside these serve one kind of print."""
_ISSUING: Final = re.compile(rf"(?:{ISSUING_VERBS}|(?:审议|一致|表决)通过|明确|实施|推行|实行|落实|建立)了?")
_EMPTY_RULES: Final = re.compile(r"^(?:健全|完善|各项|长效|相关|各类|严格|一系列)")
_NOT_IN_RULE: Final = re.compile(r"[，。；、！？,;!?“”\n《》的这该其]")
_RULE_ENDS: Final = re.compile(r"$|[，。；、！？,;!?（(）)\n]|和|与|及|等|以")
"""A rule that something is done with (制度执行) is spoken of, not named."""
DRAFT: Final = re.compile(r"[(（](?:征求意见稿|试行|草案|暂行|修订版?|讨论稿)[)）]")
_DOCUMENT_HEADS: Final = ("行动计划", "行动方案", "规则", "细则", "制度", "实施方案", "实施办法", "管理办法")
_LONGEST_RULE: Final = 24
_NUMBERED_FORMULA: Final = re.compile(
    r"(?<![0-9A-Za-z+])[0-9一二三四五](?:\+[0-9])*\+[NnXx](?:\+[0-9NnXx])*(?![0-9A-Za-z])"
)
"""1+N and its like: a numbered scheme that names who does what. Figures alone (3+2) are a sum or a school system."""


_FOUNDED: Final = re.compile(
    r"(?:建起|建成|设立|成立|组建|开办|办起|打造|腾出|设起|建立|开设|推出|设置|组成)了?"
    r"(?:[一首]?[个支间家处座条批项]|首[个支家]|[0-9一二三四五六七八九十百余多]+[个支间家处座条批项人名](?:的)?)"
    r"(?P<name>[\u4e00-\u9fff]{4,12})(?=[，。；、！,;])"
)
"""A thing that a place founds, counted and named up to the mark: 建起一间国防教育教室."""


_INDEFINITE: Final = re.compile("(?:^|[^起成立建出了])一[个张份支处家名]$")
"""通过一个交流微信群 speaks of any such group; 建起一个…微信群 founds one."""
_LONGEST_COUNT: Final = 3


class PlainName(NamedTuple):
    """A name printed without quotation marks: ``body[start:end]``."""

    name: str
    kind: str
    start: int
    end: int


def canonical_name(printed: str) -> str:
    """Return the name without marks, inner spaces, a closing 品牌, and a closing 工作法 after four code points or more.

    A space between two halves of a printed motto is a line break of the print, not a part of the name.
    """
    parts = (printed if _MARKED.isdisjoint(printed) else printed.translate(_MARKS)).split()
    name = parts[0] if len(parts) == 1 else "".join(parts)
    if name.endswith("品牌"):
        name = _BRAND_ENDING.sub("", name)
    return name.removesuffix("工作法") if len(name) >= _LONG_METHOD else name


class NameEndings:
    """Words of kind that a name may end in; immutable."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = tuple(sorted({len(word) for word in self._words}, reverse=True))

    def of(self, name: str) -> str | None:
        """Return the longest of the words that ``name`` ends in."""
        for length in self._lengths:
            if name[-length:] in self._words and length <= len(name):
                return name[-length:]
        return None


def find_founded(body: str, endings: NameEndings, kinds: Mapping[str, str]) -> Iterator[PlainName]:
    """Yield what a verb of founding names up to the next mark and that ends in one of ``endings``."""
    for match in _FOUNDED.finditer(body):
        name = match["name"]
        ending = endings.of(name)
        if ending is None:
            continue
        modifier = name[: -len(ending)]
        if len(ending) < _SHORTEST_MODIFIER or len(modifier) < _SHORTEST_MODIFIER or modifier in _GENERIC_MODIFIERS:
            continue
        if not _NOT_IN_MODIFIER.search(modifier) and not _BOUNDARY.search(modifier):
            yield PlainName(name, kinds[ending], *match.span("name"))


def find_formulas(body: str) -> Iterator[PlainName]:
    """Yield numbered formulas such as 1+N."""
    if "+" in body or "＋" in body:
        for match in _NUMBERED_FORMULA.finditer(body.replace("＋", "+")):
            yield PlainName(match[0], "mechanism", match.start(), match.end())


def find_plain_names(
    body: str, heads: Sequence[Hit], kinds: Mapping[str, str], name_ends: Iterable[int]
) -> Iterator[PlainName]:
    """Yield names that end in one of ``heads`` and begin after a verb, a preposition, a mark, or a place's name.

    ``name_ends`` are the ends of places and organisations: what follows ``甲社区`` belongs to it.
    """
    ends = sorted(name_ends)
    for hit in heads:
        head = hit.payload
        read = _rule_name if head.endswith(_DOCUMENT_HEADS) else _modified_name
        found = read(body, hit, ends)
        if found is not None:
            yield PlainName(body[found[0] : found[1]], kinds[head], *found)


def _modified_name(body: str, hit: Hit, name_ends: Sequence[int]) -> tuple[int, int] | None:
    """Return the span of a name whose modifier goes back to a boundary; “甲”党群驿站 is called 甲."""
    reach = max(0, hit.start - _LONGEST_MODIFIER - 4)
    start = reach
    for match in _BOUNDARY.finditer(body, reach, hit.start):
        start = match.end()
    start = max(start, _last_end(name_ends, hit.start))
    modifier = body[start : hit.start]
    if body.startswith("”", start - 1) and len(modifier) <= _SHORTEST_MODIFIER:
        return None
    end = hit.end + 1 if body.startswith(("队", "伍"), hit.end) else hit.end
    if not _SHORTEST_MODIFIER <= len(modifier) <= _LONGEST_MODIFIER or start == reach > 0:
        return None
    if modifier in _GENERIC_MODIFIERS or _NOT_IN_MODIFIER.search(modifier):
        return None
    if _INDEFINITE.search(body, max(0, start - _LONGEST_COUNT), start):
        return None
    return start, end


def _last_end(ends: Sequence[int], position: int) -> int:
    index = bisect_right(ends, position)
    return ends[index - 1] if index else 0


def _rule_name(body: str, hit: Hit, name_ends: Sequence[int]) -> tuple[int, int] | None:
    """Return the span of a plan or rule: from the issuing verb to the head, with a mark such as 试行 after it."""
    reach = max(0, hit.start - _LONGEST_RULE - 16)
    start = None
    for match in _ISSUING.finditer(body, reach, hit.start):
        start = match.end()
    if start is None:
        return None
    start = max(start, _last_end(name_ends, hit.start))
    start = max(start, body.rfind(")", start, hit.start) + 1, body.rfind("）", start, hit.start) + 1)
    modifier = body[start : hit.start]
    if not 4 <= len(modifier) <= _LONGEST_RULE or _NOT_IN_RULE.search(modifier):
        return None
    if _EMPTY_RULES.search(modifier) or not _RULE_ENDS.match(body, hit.end):
        return None
    draft = DRAFT.match(body, hit.end)
    return start, draft.end() if draft else hit.end
