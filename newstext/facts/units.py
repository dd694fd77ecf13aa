"""Measure words and units of measure: which one is printed after a numeral, and what it may count."""

from __future__ import annotations

from typing import Final, NamedTuple, Self

from newstext.records import TableRows


class Unit(NamedTuple):
    """A measure word or unit of measure.

    ``dimension`` is count, people, times, household, money, area, length, ratio … or ``time`` and ``ordinal``, which
    make no figure. ``category`` is what the unit alone says of the thing counted. A small Chinese numeral counts only
    before a unit ``with_chinese_numeral``.
    """

    name: str
    dimension: str
    category: str
    with_chinese_numeral: bool


_SAME: Final = {"％": "%", "﹪": "%", "个百分点": "百分点", "平米": "平方米", "㎡": "平方米", "m²": "平方米",
         "m2": "平方米", "平方": "平方米", "平方千米": "平方公里", "m³": "立方米", "人·次": "人次", "块钱": "元",
         "千米": "公里", "km": "公里", "kg": "公斤", "千克": "公斤", "度电": "千瓦时"}  # fmt: skip
"""Spellings of one unit under the name that the warehouse keeps; names of one quantity only, nothing is converted."""


class UnitTable:
    """All units, longest first."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self._units = {unit.name: unit for unit in units}
        # By their first character, the longer ones first: most numerals have a unit of one or two characters behind.
        self._by_first: dict[str, tuple[str, ...]] = {}
        for name in sorted(self._units, key=lambda name: (-len(name), name)):
            self._by_first[name[0]] = (*self._by_first.get(name[0], ()), name)

    @classmethod
    def from_rows(cls, rows: TableRows) -> Self:
        """Build from ``units`` (unit, dimension, category, with_chinese_numeral)."""
        return cls(
            tuple(
                Unit(
                    row["unit"],
                    row["dimension"],
                    row["category"],
                    row["with_chinese_numeral"] == "1",
                )
                for row in rows
            )
        )

    def match(self, text: str, position: int) -> tuple[Unit, int] | None:
        """Return the longest unit printed at ``position`` and where it ends, or None."""
        if text[position : position + 1] == " ":
            position += 1
        for name in self._by_first.get(text[position : position + 1], ()):
            if text.startswith(name, position):
                return self._units[name], position + len(name)
        return None


def kept_name(unit: Unit) -> str:
    """Return the name under which the warehouse keeps the unit."""
    return _SAME.get(unit.name, unit.name)
