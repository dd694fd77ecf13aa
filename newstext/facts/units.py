"""Measure words and units of measure: which one is printed after a numeral, and what it may count."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

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


_SAME = {"％": "%", "﹪": "%", "个百分点": "百分点", "平米": "平方米", "㎡": "平方米", "m²": "平方米", "m2": "平方米",
         "平方": "平方米", "平方千米": "平方公里", "m³": "立方米", "人·次": "人次", "块钱": "元", "千米": "公里",
         "km": "公里", "kg": "公斤", "千克": "公斤", "度电": "千瓦时"}  # fmt: skip
"""Spellings of one unit under the name that the warehouse keeps; names of one quantity only, nothing is converted."""


class UnitTable:
    """All units, longest first."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self._units = {unit.name: unit for unit in units}
        names = sorted(self._units, key=lambda name: (-len(name), name))
        self._pattern = re.compile(" ?(" + "|".join(re.escape(name) for name in names) + ")") if names else None

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
        found = self._pattern.match(text, position) if self._pattern is not None else None
        if found is None:
            return None
        return self._units[found.group(1)], found.end()


def kept_name(unit: Unit) -> str:
    """Return the name under which the warehouse keeps the unit."""
    return _SAME.get(unit.name, unit.name)
