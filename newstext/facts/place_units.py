"""The generic endings of place names (社区, 街道, 村 …), and where in a text one of them may end a name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newstext.records import PlaceLevel

HAN: Final = "\u4e00-\u9fff"
PARKS: Final = (
    "产业园区",
    "科技园区",
    "创业园区",
    "产业园",
    "科技园",
    "科创园",
    "文创园",
    "农创园",
    "创业园",
    "创意园",
    "软件园",
    "物流园",
    "孵化园",
    "工业园",
    "智造园",
    "产业街区",
    "产业基地",
    "总部基地",
    "启动区",
    "起步区",
)
"""Endings of the names of industry parks and of their first parts, the longer ones of each last character first."""
ZONES: Final = (
    "经济技术开发区",
    "高新技术产业开发区",
    "高新技术开发区",
    "经济开发区",
    "旅游度假区",
    "综合保税区",
    "工业园区",
    "高新区",
    "经开区",
)
"""Endings of the names of development zones, the longer ones first (开发区审核公告目录, 2018)."""
UNITS: dict[str, PlaceLevel] = {
    "社区": PlaceLevel.COMMUNITY,
    "街道": PlaceLevel.SUBDISTRICT,
    "镇": PlaceLevel.SUBDISTRICT,
    "乡": PlaceLevel.SUBDISTRICT,
    "村": PlaceLevel.VILLAGE,
    "小区": PlaceLevel.COMPOUND,
    "新村": PlaceLevel.COMPOUND,
    "花园": PlaceLevel.COMPOUND,
    "家园": PlaceLevel.COMPOUND,
    "公寓": PlaceLevel.COMPOUND,
    "苑": PlaceLevel.COMPOUND,
    "路": PlaceLevel.ROAD,
    "街": PlaceLevel.ROAD,
    "巷": PlaceLevel.ROAD,
    "大道": PlaceLevel.ROAD,
    **dict.fromkeys(PARKS, PlaceLevel.COMPOUND),
    **dict.fromkeys(ZONES, PlaceLevel.DEVELOPMENT_ZONE),
    "市": PlaceLevel.CITY,
    "区": PlaceLevel.DISTRICT,
    "县": PlaceLevel.DISTRICT,
}
"""Generic ending of a name and the level that it stands for."""

DIVISIONS: Final = {
    "市": frozenset("城全我本超门夜集菜股上都闹街花早县省地楼房车牛熊开收罢书各该两黑入级辖个"),
    "区": frozenset(
        "小社园地辖城片景全我市新灾山郊牧老特选战军街校厂矿林港专分各该本整两技假心发保务能动雷禁误盲疫病宅域县个"
    ),
    "县": frozenset("全我本市各该郡知区州两贫强大示困个"),
}
"""Endings of cities and districts, with the characters before which make another word of them: 城市, 园区, 全县."""
LIST_UNITS: Final = frozenset({"社区", "街道", "镇", "村"})
"""Endings that the items of a list may share."""
_NOT_THE_UNIT: Final = {
    "区": re.compile("[域块间别段划]|位(?!于)|卫生服务[中站]"),
    "县": re.compile("城"),
    "市": re.compile("[场容值集]|民(?!政|宗|族|主|警|盟|建|革|进|间|兵|营|办|生)"),
    "村": re.compile("[民官委居支路庄落口容貌务寨规]|两委|干部|级|社区"),
    "园": re.compile("社区"),
    "寓": re.compile("社区"),
    "镇": re.compile("[区级]"),
    "乡": re.compile("[村镇亲愁音土情贤邻民里友党]"),
    "苑": re.compile("[" + HAN + "]?社区|小区"),
    "路": re.compile("[" + HAN + "](?<![号与和及等上口段沿附东西南北的一二三])"),
    "街": re.compile("[" + HAN + "](?<![号与和及等上口段沿附东西南北的一二三])"),
    "巷": re.compile("[" + HAN + "](?<![号与和及等上口段沿附东西南北的一二三])"),
}
"""What may not follow the last character of a name, because the two make a word: 区域, 村民, 乡村."""
_LAST: Final = re.compile(f"[{''.join(sorted({unit[-1] for unit in UNITS}))}](?!(?<=街)道|(?<=园)区)")
"""The last character of an ending, unless it is the first part of another one: 街道, 园区."""
_BY_PAIR: Final = {
    pair: tuple(sorted((unit for unit in UNITS if unit.endswith(pair)), key=lambda unit: (-len(unit), unit)))
    for pair in sorted({unit[-2:] for unit in UNITS if len(unit) > 1})
}
"""The endings of two characters and more by their last two, the longer ones first."""
# fmt: off
_COMMON_NOUNS: Final = frozenset((
    "城镇", "乡镇", "村镇", "集镇", "古镇", "小镇", "重镇", "名镇", "农村", "乡村", "山村", "渔村",
    "家乡", "城乡", "下乡", "返乡", "异乡", "他乡", "同乡", "老乡",
    "道路", "公路", "铁路", "马路", "一路", "思路", "出路", "线路", "电路", "走路", "逛街",
))
# fmt: on
"""Words of two characters that end like a name and are none."""
_BEFORE_BARE: Final = frozenset("的个各本全该多在与对是为")
_COMMON_BEFORE: Final = {unit: _BEFORE_BARE | DIVISIONS.get(unit, frozenset()) for unit in UNITS}
_SMALLER_UNIT: Final = re.compile("[\u4e00-\u9fff]{2,5}?(?:社区|街道|[镇乡](?!村)|村(?!民)|(?<![社小园地辖城片景])区)")


class Unit(NamedTuple):
    """``text[start:end]`` is a generic ending; ``may_end`` says whether a name may stand before it and end with it."""

    start: int
    end: int
    text: str
    level: PlaceLevel
    may_end: bool


def units_of(text: str) -> list[Unit]:
    """Return the generic endings in a text, in order: those that may end a name, and those that a list may share."""
    found = []
    for match in _LAST.finditer(text):
        end = match.end()
        pair = text[end - 2 : end]
        for unit in _BY_PAIR.get(pair, ()):
            if unit == pair or text.endswith(unit, 0, end):
                break
        else:
            unit = match[0]
            if unit not in UNITS:
                continue
        start = end - len(unit)
        before = text[start - 1 : start]
        may_end = (
            "\u4e00" <= before <= "\u9fff"
            and before not in _COMMON_BEFORE[unit]
            and pair not in _COMMON_NOUNS
            and ends(text, end)
        )
        if may_end or unit in LIST_UNITS:
            found.append(Unit(start, end, unit, UNITS[unit], may_end))
    return found


def ends(text: str, end: int) -> bool:
    """Return whether a name may end at ``end``: its last character is not the first of another word (区域, 村民)."""
    pattern = _NOT_THE_UNIT.get(text[end - 1])
    return pattern is None or pattern.match(text, end) is None


def precedes_smaller_unit(text: str, end: int) -> bool:
    """Return whether a smaller unit's name follows directly, which makes what stands before it a larger unit."""
    return _SMALLER_UNIT.match(text, end) is not None
