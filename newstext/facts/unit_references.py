"""Common nouns that stand for a unit named elsewhere (街道, 全区, 园区, 派出所), and what its name must be like."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newstext.facts.place_units import PARKS
from newstext.records import Organization, Place, PlaceLevel

_DIVISION: Final = re.compile(
    "(?:全(?=街道|社区|[镇乡村区市省])"
    "|[该我本]?(?=(?:街道(?![两旁口边上派])|社区(?![是之既的、]))(?!工作人员|工作者|志愿|居民|社工|网格员|民警|医生|书记|主任|党员|干部)[\u4e00-\u9fff])"
    "|[该我本]?(?=[镇乡村区市][党不还先共已以通积坚持在将的累联组开依建有与也充结把目现近年为计采争又投里内中共连]))"
    "(?P<unit>街道|社区|[镇乡村区市省])里?"
)
"""A common noun that stands for a named unit: 街道 that does something (not its people), 全市 before anything."""

_PARK_WORDS: Final = f"{'|'.join(PARKS)}|园区|街区"
_OFFICE_WORDS: Final = (
    "派出所|司法所|法庭|法院|检察院|医院|卫生院|学校|小学|中学|幼儿园|大学|教学点|公司|银行|公安局|消防救援站|税务所"
)
_SITE: Final = re.compile(f"(?:[该本]|整个)?(?P<site>小区|[\u4e00-\u9fff]{{0,6}}?(?:{_PARK_WORDS})|基地)(?![、居])")
_OFFICE: Final = re.compile(f"[该本]?(?P<office>{_OFFICE_WORDS})(?![、员长里])")
_SITE_SIGNS: Final = ("小区", "园", "街区", "基地", "启动区", "起步区")
_OFFICE_SIGNS: Final = ("学", "幼儿园", "公司", "所", "院", "银行", "法庭", "公安", "消防")
"""One of these is in every site, or office: most texts have no office, and a substring is found at once."""
_DIVISION_STARTS: Final = frozenset("全该我本街社镇乡村区市省")
_LEVELS: Final = {
    "街道": frozenset((PlaceLevel.SUBDISTRICT,)),
    "镇": frozenset((PlaceLevel.SUBDISTRICT,)),
    "乡": frozenset((PlaceLevel.SUBDISTRICT,)),
    "社区": frozenset((PlaceLevel.COMMUNITY,)),
    "村": frozenset((PlaceLevel.VILLAGE, PlaceLevel.COMMUNITY)),
    "区": frozenset((PlaceLevel.DISTRICT, PlaceLevel.DEVELOPMENT_ZONE)),
    "市": frozenset((PlaceLevel.CITY,)),
    "省": frozenset((PlaceLevel.PROVINCE,)),
}
_ESTATE: Final = "小区"
_SHORT_SITES: Final = frozenset(("园区", "基地"))
"""What any park is called once it has been named."""


class UnitReference(NamedTuple):
    """A common noun that ends at ``end`` and stands for a place of one of ``levels``, or for an organisation where
    there are none. ``ending`` is how the name must end, empty for any.
    """

    end: int
    levels: frozenset[PlaceLevel]
    ending: str
    is_park: bool = False

    def may_mean(self, entity: Place | Organization) -> bool:
        """Return whether the noun can stand for the place or organisation."""
        if isinstance(entity, Organization):
            return not self.levels and entity.name.endswith(self.ending)
        if entity.level not in self.levels or not entity.name.endswith(self.ending):
            return False
        return entity.level is not PlaceLevel.COMPOUND or self.is_park == entity.name.endswith((*PARKS, "园区", "街区"))


class UnitReferences:
    """Answers for one text; which kinds of nouns it holds at all is asked once, since few texts speak of parks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_sites = any(sign in text for sign in _SITE_SIGNS)
        self._has_offices = any(sign in text for sign in _OFFICE_SIGNS)

    def at(self, position: int) -> UnitReference | None:
        """Return the common noun for a unit that stands at ``position``, or None."""
        is_likely = self._text[position : position + 1] in _DIVISION_STARTS
        division = _DIVISION.match(self._text, position) if is_likely else None
        if division is not None:
            unit = division["unit"]
            # 全镇 is no sub-district that is called 街道, and the other way round.
            return UnitReference(division.end(), _LEVELS[unit], unit if unit in ("街道", "镇", "乡") else "")
        site = _SITE.match(self._text, position) if self._has_sites else None
        if site is not None:
            name = site["site"]
            if name == _ESTATE:
                return UnitReference(site.end(), frozenset((PlaceLevel.COMPOUND,)), "")
            levels = frozenset((PlaceLevel.COMPOUND, PlaceLevel.DEVELOPMENT_ZONE))
            return UnitReference(site.end(), levels, "" if name in _SHORT_SITES else name, is_park=True)
        office = _OFFICE.match(self._text, position) if self._has_offices else None
        return UnitReference(office.end(), frozenset(), office["office"]) if office is not None else None
