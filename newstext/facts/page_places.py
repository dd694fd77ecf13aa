"""One provisional place for one name on a page: where an article names no parent, another one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newstext.facts.gazetteer import is_provisional, provisional_id
from newstext.facts.place_context import RANK
from newstext.facts.places import PlacesFound
from newstext.records import Mention, Place, PlaceLevel


def with_shared_parents(articles: Sequence[PlacesFound]) -> list[PlacesFound]:
    """Return the places of a page's articles with the parentless provisional ones merged into those of their name.

    That is only done where all articles that print a parent agree on it: a name under two parents is two places.
    """
    found = [_provisional(article) for article in articles]
    provisional = {place.place_id: place for places in found for place in places}
    meant = _meant(provisional)
    if not meant:
        return list(articles)
    return [_with(article, meant) if places else article for article, places in zip(articles, found, strict=True)]


def _provisional(article: PlacesFound) -> list[Place]:
    return [each.place for each in article.places if is_provisional(each.place.place_id) and not each.place.is_official]


def _meant(provisional: dict[str, Place]) -> dict[str, Place]:
    """Return the place that each changed one stands for; the outer levels go first, as they change what is in them."""
    meant: dict[str, Place] = {}
    by_name: dict[tuple[PlaceLevel, str], list[Place]] = {}
    for place in sorted(provisional.values(), key=lambda place: RANK[place.level]):
        by_name.setdefault((place.level, place.name), []).append(place)
    for (level, name), places in by_name.items():
        parents = {meant[place.parent_id].place_id if place.parent_id in meant else place.parent_id for place in places}
        named = sorted(parents - {""})
        for place in places:
            parent_id = meant[place.parent_id].place_id if place.parent_id in meant else place.parent_id
            if not parent_id and len(named) == 1:
                parent_id = named[0]
            if parent_id != place.parent_id:
                meant[place.place_id] = replace(
                    place, place_id=provisional_id(level, name, parent_id), parent_id=parent_id
                )
    return meant


def _with(article: PlacesFound, meant: dict[str, Place]) -> PlacesFound:
    return article._replace(
        mentions=_renamed(article.mentions, meant),
        headline_mentions=_renamed(article.headline_mentions, meant),
        places=tuple(
            replace(each, place=meant[each.place.place_id]) if each.place.place_id in meant else each
            for each in article.places
        ),
        lead=meant.get(article.lead.place_id, article.lead) if article.lead is not None else None,
    )


def _renamed(mentions: tuple[Mention, ...], meant: dict[str, Place]) -> tuple[Mention, ...]:
    return tuple(
        [
            replace(mention, entity=meant[mention.entity.place_id])
            if isinstance(mention.entity, Place) and mention.entity.place_id in meant
            else mention
            for mention in mentions
        ]
    )
