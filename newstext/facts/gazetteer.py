"""The places of the reference: their names, short names and aliases, and what contains what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, Self

from newstext.language.lexicon import LexiconEntry
from newstext.records import Place, PlaceLevel, TableRows

_PROVISIONAL: Final = "provisional:"
KIND: Final = "place"
"""Kind of the lexicon's hits that are place names; their payload is a PlaceName."""

Rule = Literal["always", "seen", "parent", "never"]
"""When a short name counts: always; where the article prints the full name too; right after a place that contains it
(浙江安吉); never."""

_ENDINGS: Final = {
    PlaceLevel.PROVINCE: ("省", "市"),
    PlaceLevel.CITY: ("市",),
    PlaceLevel.DISTRICT: ("县", "市"),
    PlaceLevel.SUBDISTRICT: ("街道", "镇", "乡"),
}
"""What a short name leaves out. 区 stays: 鼓楼 or 和平 alone is rarely the district."""
_SHORT_RULE: dict[PlaceLevel, Rule] = {
    PlaceLevel.PROVINCE: "always",
    PlaceLevel.CITY: "always",
    PlaceLevel.DISTRICT: "parent",
    PlaceLevel.SUBDISTRICT: "seen",
}
_COMMITTEES: Final = ("委员会", "委会")
"""Ends of an alias that is the committee's name: in a text it is an organisation, which begins with the place."""
_SHORTEST: Final = 2
"""Code points that a short name needs: 易县 and 单县 have none."""


class ReferenceNameError(Exception):
    """Raised where a table of names contradicts the table of places; the message names the row."""


class ShortName(NamedTuple):
    """A place that a short name may mean, and when."""

    place: Place
    rule: Rule


class PlaceName(NamedTuple):
    """Everything that one surface may mean: places under their full name or alias, and places under a short name."""

    surface: str
    full: tuple[Place, ...]
    short: tuple[ShortName, ...]


class Gazetteer:
    """All places of the reference by identity and by name; immutable. ``never`` holds names not to be looked for."""

    def __init__(
        self,
        places: Iterable[Place],
        short_names: Iterable[tuple[str, ShortName]],
        never: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.places: tuple[Place, ...] = tuple(places)
        self._by_id = {place.place_id: place for place in self.places}
        # Made when they are asked for: of thousands of places a page names a few dozen.
        self._chains: dict[str, tuple[Place, ...]] = {}
        self._above: dict[str, frozenset[str]] = {}
        full: dict[str, list[Place]] = {}
        for place in self.places:
            for name in dict.fromkeys((place.name, *place.aliases)):
                if (name, place.place_id) not in never and not name.endswith(_COMMITTEES):
                    full.setdefault(name, []).append(place)
        short: dict[str, list[ShortName]] = {}
        for name, meaning in short_names:
            if (name, meaning.place.place_id) not in never:
                short.setdefault(name, []).append(meaning)
        self._names = {
            surface: PlaceName(surface, tuple(full.get(surface, ())), tuple(short.get(surface, ())))
            for surface in dict.fromkeys((*full, *short))
        }
        self._village_parents = frozenset(
            place.parent_id for place in self.places if place.level is PlaceLevel.VILLAGE and place.parent_id
        )

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build the gazetteer from places, places_supplement, place_aliases and world_places.

        Raises ReferenceNameError where an alias points to a place that no table holds.
        """
        places = [*_official(tables.get("places", ())), *_supplement(tables.get("places_supplement", ()))]
        places += [
            Place(
                provisional_id(PlaceLevel(row["level"]), row["name"]),
                row["name"],
                PlaceLevel(row["level"]),
                aliases=_split(row["aliases"]),
                is_official=True,
            )
            for row in tables.get("world_places", ())
        ]
        by_id = {place.place_id: place for place in places}
        ruled: dict[tuple[str, str], Rule] = {}
        for row in tables.get("place_aliases", ()):
            if row["place_id"] not in by_id:
                raise ReferenceNameError(f"place_aliases: {row['alias']} names the unknown place {row['place_id']}")
            ruled[row["alias"], row["place_id"]] = _rule(row)
        short = [(alias, ShortName(by_id[place_id], rule)) for (alias, place_id), rule in ruled.items()]
        for place in places:
            name = _short_name(place)
            if name and (name, place.place_id) not in ruled:
                short.append((name, ShortName(place, _SHORT_RULE[place.level])))
        never = frozenset((name, meaning.place.place_id) for name, meaning in short if meaning.rule == "never")
        return cls(places, short, never)

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every name of every place once, with all that it may mean."""
        for surface, name in self._names.items():
            yield LexiconEntry(surface, KIND, name)

    def named(self, surface: str) -> PlaceName | None:
        """Return what a name may mean, or None where the reference does not hold it."""
        return self._names.get(surface)

    def place(self, place_id: str) -> Place | None:
        """Return the place of this identity, or None."""
        return self._by_id.get(place_id)

    def chain(self, place_id: str) -> tuple[Place, ...]:
        """Return the place and all that contain it, from the inside out; empty where it is unknown."""
        chain = self._chains.get(place_id)
        if chain is None:
            place = self._by_id.get(place_id)
            if place is None:
                return ()
            chain = self._chains[place_id] = self._climb(place)
        return chain

    def above(self, place_id: str) -> frozenset[str]:
        """Return the identities of all places that contain the place; empty where it is unknown."""
        above = self._above.get(place_id)
        if above is None:
            above = frozenset(place.place_id for place in self.chain(place_id)[1:])
            if place_id in self._by_id:
                self._above[place_id] = above
        return above

    def has_villages(self, place_id: str) -> bool:
        """Return whether the reference holds a village directly below this place."""
        return place_id in self._village_parents

    def _climb(self, place: Place) -> tuple[Place, ...]:
        chain = [place]
        while (parent := self._by_id.get(chain[-1].parent_id)) is not None and parent not in chain:
            chain.append(parent)
        return tuple(chain)


def provisional_id(level: PlaceLevel, name: str, parent_id: str = "") -> str:
    """Return the identity of a place that has no division code."""
    return f"{_PROVISIONAL}{level}:{name}:{parent_id}"


def is_provisional(place_id: str) -> bool:
    """Return whether the identity is that of a place without a division code."""
    return place_id.startswith(_PROVISIONAL)


def _official(rows: TableRows) -> Iterable[Place]:
    for row in rows:
        aliases = [row["alias"]] if row["alias"] else []
        if row["official_name"] != row["name"] and "（" not in row["official_name"]:
            aliases.append(row["official_name"])
        yield Place(
            row["place_id"],
            row["name"],
            PlaceLevel(row["level"]),
            row["parent_id"],
            row["place_id"],
            tuple(aliases),
            is_official=True,
        )


def _supplement(rows: TableRows) -> Iterable[Place]:
    for row in rows:
        level = PlaceLevel(row["level"])
        yield Place(
            row["place_id"] or provisional_id(level, row["name"], row["parent_id"]),
            row["name"],
            level,
            row["parent_id"],
            row["place_id"] or None,
            _split(row["aliases"]),
            is_official=True,
        )


def _rule(row: dict[str, str]) -> Rule:
    match row["rule"]:
        case "always" | "seen" | "parent" | "never" as rule:
            return rule
        case other:
            raise ReferenceNameError(f"place_aliases: {row['alias']} has the unknown rule {other}")


def _short_name(place: Place) -> str:
    for ending in _ENDINGS.get(place.level, ()):
        if place.name.endswith(ending) and len(place.name) - len(ending) >= _SHORTEST:
            return place.name.removesuffix(ending)
    return ""


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)
