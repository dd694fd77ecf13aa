"""Which of several places a name means: the parent in print, the other places of article and page, the paper's home."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from newstext.facts.gazetteer import Gazetteer, provisional_id
from newstext.records import Place, PlaceLevel

RANK: Final = {
    PlaceLevel.COUNTRY: 0,
    PlaceLevel.PROVINCE: 1,
    PlaceLevel.CITY: 2,
    PlaceLevel.DISTRICT: 3,
    PlaceLevel.DEVELOPMENT_ZONE: 4,
    PlaceLevel.SUBDISTRICT: 5,
    PlaceLevel.COMMUNITY: 6,
    PlaceLevel.VILLAGE: 6,
    PlaceLevel.COMPOUND: 7,
    PlaceLevel.ROAD: 7,
    PlaceLevel.SCENIC: 7,
}
"""Levels from the outside in: a place can contain only places of a higher rank."""

_UNITS: Final = (PlaceLevel.COMMUNITY, PlaceLevel.SUBDISTRICT, PlaceLevel.DISTRICT, PlaceLevel.CITY)
_HOME_COUNTRY: Final = "中国"
"""The code table begins below it; no row names it as a parent."""
_GOVERNED: Final = 3
"""Rank from which on a name is likely to occur in more than one city."""


class Resolution(NamedTuple):
    """The place that a name means, how sure that is (0 to 1), and the places that it might have meant."""

    place: Place
    score: float
    rivals: tuple[Place, ...] = ()


# How sure a link is for each kind of evidence; ordered by strength, the numbers are the judgement of a reader.
_PARENT_PRINTED: Final = 0.98
_PARENT_NAMED: Final = {
    PlaceLevel.SUBDISTRICT: 0.95,
    PlaceLevel.DEVELOPMENT_ZONE: 0.9,
    PlaceLevel.DISTRICT: 0.9,
    PlaceLevel.CITY: 0.8,
    PlaceLevel.PROVINCE: 0.7,
}
_PARENT_IMPLIED: Final = 0.1
"""Taken off where the containing place is not named but contains one that is."""
_PARENT_ON_PAGE: Final = 0.75
_HOME: Final = 0.65
_ONLY_ONE: Final = 0.6
_MOVED: Final = 0.5
"""Same district, other sub-district than printed: boundaries of sub-districts move."""
_PROVISIONAL: Final = 0.5


class PlaceResolver:
    """Decides names within one article; made anew for each article. ``home_id`` is the newspaper's place."""

    def __init__(self, gazetteer: Gazetteer, neighbours: Iterable[str], home_id: str) -> None:
        self._gazetteer = gazetteer
        self._neighbours = frozenset(neighbours)
        self._home = frozenset(place.place_id for place in gazetteer.chain(home_id))
        self._named: dict[str, Place] = {}
        self._by_level: dict[PlaceLevel, list[Place]] = {}
        self._implied: set[str] = set()

    def note(self, place: Place) -> None:
        """Take a place that the article names beyond doubt as evidence for others."""
        if place.place_id in self._named:
            return
        self._named[place.place_id] = place
        self._by_level.setdefault(place.level, []).append(place)
        if not place.parent_id:
            return
        above = self._gazetteer.above(place.place_id)
        self._implied.update(above or (container.place_id for container in self._chain(place)[1:]))

    def resolve(self, candidates: tuple[Place, ...], parent: Place | None) -> Resolution:
        """Return the best of the candidates; a provisional place where print contradicts all or evidence ties.

        ``parent`` is the place printed right before the name, or shared by the list that the name stands in.
        """
        scored = [(self._score(candidate, parent, len(candidates) == 1), candidate) for candidate in candidates]
        best = max(score for score, _ in scored)
        winners = [candidate for score, candidate in scored if score == best]
        if best > 0 and len(winners) == 1:
            return Resolution(winners[0], best)
        first = candidates[0]
        return self.provisional(first.name, first.level, parent, candidates if best > 0 else ())

    def provisional(
        self, name: str, level: PlaceLevel, parent: Place | None, rivals: tuple[Place, ...] = ()
    ) -> Resolution:
        """Return a place that the reference does not hold, below its printed parent or the article's only unit."""
        if parent is None:
            parent = self._only_unit(RANK[level])
        parent_id = parent.place_id if parent else ""
        if level is PlaceLevel.VILLAGE and parent and (parent.level is PlaceLevel.COMMUNITY or self._is_urban(parent)):
            # No village lies in a community: what is called 采香二村 there is an estate.
            level = PlaceLevel.COMPOUND
        place = Place(provisional_id(level, name, parent_id), name, level, parent_id)
        return Resolution(place, _PROVISIONAL, rivals)

    def _score(self, candidate: Place, parent: Place | None, is_only: bool) -> float:
        chain = self._chain(candidate)
        above = self._gazetteer.above(candidate.place_id)
        if parent is not None and RANK[parent.level] < RANK[candidate.level]:
            if parent.place_id in above:
                return _PARENT_PRINTED
            contradiction = self._contradicts(parent, chain)
            if contradiction is not None:
                return contradiction
        best = 0.0
        for place in chain[1:]:
            strength = _PARENT_NAMED.get(place.level, 0.0)
            if place.place_id in self._named:
                best = max(best, strength)
            elif place.place_id in self._implied:
                best = max(best, strength - _PARENT_IMPLIED)
            elif place.name in self._neighbours and place.level is not PlaceLevel.PROVINCE:
                best = max(best, _PARENT_ON_PAGE)
            elif place.level in (PlaceLevel.CITY, PlaceLevel.DISTRICT) and place.place_id in self._home:
                best = max(best, _HOME)
        if best or not is_only:
            return best
        return 0.0 if RANK[candidate.level] >= _GOVERNED and self._is_elsewhere(chain) else _ONLY_ONE

    def _contradicts(self, parent: Place, chain: tuple[Place, ...]) -> float | None:
        """Return the score of a candidate that does not lie in its printed parent; None where both can be true."""
        own = self._chain(parent)
        if not own:
            return 0.0
        if parent.name == _HOME_COUNTRY:
            return None
        shared = {place.place_id for place in own} & {place.place_id for place in chain}
        if parent.level is PlaceLevel.DEVELOPMENT_ZONE:
            # A zone overlaps sub-districts that the code table places below a district.
            return None if any(place.level is PlaceLevel.CITY and place.place_id in shared for place in chain) else 0.0
        districts = {place.place_id for place in own if place.level is PlaceLevel.DISTRICT}
        return _MOVED if parent.level is PlaceLevel.SUBDISTRICT and districts & shared else 0.0

    def _is_elsewhere(self, chain: tuple[Place, ...]) -> bool:
        """Return whether the article names provinces or cities, but none that contains the candidate."""
        ids = {place.place_id for place in chain}
        outer = [
            place for place in self._named.values() if place.level != PlaceLevel.COUNTRY and RANK[place.level] <= 2
        ]
        return bool(outer) and not any(place.place_id in ids for place in outer)

    def _only_unit(self, rank: int) -> Place | None:
        for level in _UNITS:
            units = self._by_level.get(level)
            if units and RANK[level] < rank:
                return units[0] if len(units) == 1 else None
        return None

    def _is_urban(self, parent: Place) -> bool:
        """Return whether the reference knows the sub-district and no village in it, so that X村 is an estate."""
        subdistrict = next((p for p in self._chain(parent) if p.level is PlaceLevel.SUBDISTRICT), None)
        return (
            subdistrict is not None
            and subdistrict.name.endswith("街道")
            and not self._gazetteer.has_villages(subdistrict.place_id)
        )

    def _chain(self, place: Place) -> tuple[Place, ...]:
        chain = self._gazetteer.chain(place.place_id)
        if chain:
            return chain
        return (place, *self._gazetteer.chain(place.parent_id)) if place.parent_id else ()
