"""The members of dimensions that a chunk names: places, organisations, people, initiatives and things counted.

Every chunk stages the members that it needs, each once; the loader adds those that are not there yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

import pyarrow as pa

from warehouse import keys
from warehouse.columns import Row, TableRows

_PROVISIONAL = "provisional:"
_UNKNOWN_KIND = "unknown"


class PlaceRecord(Protocol):
    """What is asked of a place; its fields are those of ``newstext.records.Place``."""

    @property
    def place_id(self) -> str:
        """The division code, or ``provisional:LEVEL:NAME:PARENT_ID``."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def level(self) -> str:
        """Its administrative level."""

    @property
    def parent_id(self) -> str:
        """The place that it lies in; empty where none is known."""

    @property
    def division_code(self) -> str | None:
        """Its official code."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""

    @property
    def is_official(self) -> bool:
        """Whether it is an official division."""

    @property
    def valid_from(self) -> date | None:
        """The first day of the division."""

    @property
    def valid_to(self) -> date | None:
        """The last day of the division."""


class Members:
    """Collects the members of a chunk and returns their keys; the unknown member's where there is none."""

    def __init__(self) -> None:
        names = ("dim_place", "dim_organization", "dim_person", "dim_initiative", "dim_indicator")
        self._tables = {name: TableRows(name) for name in names}
        # By what identifies them, which is of another length or kind for every dimension but the last two.
        self._places: dict[str, int] = {}
        self._initiatives: dict[str, int] = {}
        self._organizations: dict[tuple[str, str, str], int] = {}
        self._persons: dict[tuple[str, str], int] = {}
        self._indicators: dict[tuple[str, str], int] = {}

    def place(self, place: PlaceRecord) -> int:
        """Return the key of a place, after adding it and the provisional places that its identity names as parents.

        A provisional place is what its identity says, so that its row does not depend on the article that is read
        first.
        """
        key = self._places.get(place.place_id)
        if key is not None:
            return key
        if place.place_id.startswith(_PROVISIONAL):
            self._add_provisional(place.place_id)
        else:
            self._places[place.place_id] = keys.place_key(place.place_id)
            self._tables["dim_place"].append(*place_row(place))
            self._add_provisional(place.parent_id)
        return self._places[place.place_id]

    def organization(self, name: str, kind: str, place_id: str) -> int:
        """Return the key of an organisation, after adding it and the provisional places that it belongs to."""
        identity = (name, kind, place_id)
        key = self._organizations.get(identity)
        if key is None:
            key = self._organizations[identity] = keys.organization_key(*identity)
            self._tables["dim_organization"].append(key, name, kind, keys.place_key(place_id) if place_id else 0)
            self._add_provisional(place_id)
        return key

    def person(self, name: str, kind: str) -> int:
        """Return the key of a person's name, after adding it."""
        identity = (name, kind)
        key = self._persons.get(identity)
        if key is None:
            key = self._persons[identity] = keys.person_key(*identity)
            self._tables["dim_person"].append(key, *identity)
        return key

    def initiative(self, name: str) -> int:
        """Return the key of an initiative, after adding it."""
        key = self._initiatives.get(name)
        if key is None:
            key = self._initiatives[name] = keys.initiative_key(name)
            # The kind is settled by the loader, over all articles that name the initiative.
            self._tables["dim_initiative"].append(key, name, _UNKNOWN_KIND)
        return key

    def indicator(self, name: str, category: str) -> int:
        """Return the key of a thing counted, after adding it."""
        identity = (name, category)
        key = self._indicators.get(identity)
        if key is None:
            key = self._indicators[identity] = keys.indicator_key(*identity)
            self._tables["dim_indicator"].append(key, *identity)
        return key

    def take(self) -> dict[str, pa.Table]:
        """Return the members by table, and forget them."""
        for known in (self._places, self._organizations, self._persons, self._initiatives, self._indicators):
            known.clear()
        return {name: rows.take() for name, rows in self._tables.items()}

    def _add_provisional(self, place_id: str) -> None:
        for provisional_id, row in _provisional_rows(place_id):
            if provisional_id not in self._places:
                self._places[provisional_id] = keys.place_key(provisional_id)
                self._tables["dim_place"].append(*row)


def place_row(place: PlaceRecord) -> Row:
    """Return the row of ``dim_place`` of a place; the loader fills in what it lies in."""
    return (
        keys.place_key(place.place_id), place.name, place.level, keys.place_key(place.parent_id) if place.parent_id
        else 0, None, None, None, None, None, place.division_code, "|".join(place.aliases) or None, place.is_official,
        place.valid_from, place.valid_to,
    )  # fmt: skip


def _provisional_rows(place_id: str) -> Iterator[tuple[str, Row]]:
    """Yield identity and row of the provisional places that ``provisional:LEVEL:NAME:PARENT_ID`` is made of."""
    while place_id.startswith(_PROVISIONAL):
        _, level, name, parent_id = place_id.split(":", 3)
        parent_key = keys.place_key(parent_id) if parent_id else 0
        no_parts = (None,) * 5
        yield (
            place_id,
            (keys.place_key(place_id), name, level, parent_key, *no_parts, None, None, False, None, None),
        )
        place_id = parent_id
