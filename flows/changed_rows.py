"""What the changed rows of a reference table speak of: the words that a page must print for them to matter to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newstext.facts.gazetteer import provisional_id
from newstext.records import PlaceLevel, TableRows

Row = Mapping[str, str]

_WORD_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "activity_types": ("word",),
    "activity_words": ("word",),
    "byline_markers": ("marker",),
    "caption_credits": ("credit",),
    "category_words": ("word",),
    "domain_words": ("word",),
    "figure_exclusions": ("phrase",),
    "figure_words": ("word",),
    "holidays": ("name",),
    "indicators": ("head",),
    "initiative_kinds": ("head",),
    "initiatives_known": ("name", "aliases"),
    "layout_corrections": ("content_sha256",),
    "newspapers": ("name", "aliases", "slug"),
    "organization_kinds": ("head",),
    "organization_names": ("name",),
    "pen_names": ("ending",),
    "person_not_names": ("word",),
    "person_titles": ("title",),
    "place_aliases": ("alias",),
    "place_letters": ("letter",),
    "place_words": ("word",),
    "places": ("name", "alias", "official_name"),
    "places_supplement": ("name", "aliases"),
    "quotation_marks": ("mark",),
    "stop_words": ("word",),
    "surnames": ("surname",),
    "topics": ("term",),
    "units": ("unit",),
    "world_places": ("name", "aliases"),
}
"""Tables whose rows matter only to pages that print the words in these columns (joined by ``|`` where there are
several). Of other tables any change may matter to any page."""

_RANKED_BY = {"topics": "code"}
"""Columns whose values are ranked by where they first stand in their table: the first of equal topics wins."""

_PLACE_TABLES = ("places", "places_supplement")
_UNIT = re.compile("(?:社区|街道|居委会|村委会|自治[区州县]|开发区|新区|[省市区县镇乡村])$")
"""What a list of places leaves out of all names but the last: 和泰、玉成社区."""


def changed_words(name: str, before: Mapping[str, TableRows], now: Mapping[str, TableRows]) -> frozenset[str] | None:
    """Return the words of the rows of a table that were added, changed or removed; None where any page may care.

    That is so where the table is none of words, where its columns are others, or where rows that stayed changed their
    order, which settles ties. ``before`` and ``now`` are all tables.
    """
    columns = _WORD_COLUMNS.get(name)
    old, new = before.get(name, ()), now.get(name, ())
    if columns is None or (old and new and old[0].keys() != new[0].keys()):
        return None
    if not _same_order(old, new, _RANKED_BY.get(name)):
        return None
    changed = _changed(old, new)
    words = {word for row in changed for column in columns for word in row[column].split("|") if word}
    if name in _PLACE_TABLES:
        words |= _words_of_places(changed, before, now)
    return frozenset(words)


def _changed(old: TableRows, new: TableRows) -> list[Row]:
    """Return the rows that only one of two tables holds."""
    before, now = ({tuple(row.items()) for row in rows} for rows in (old, new))
    return [dict(row) for row in sorted(before ^ now)]


def _same_order(old: TableRows, new: TableRows, ranked_by: str | None) -> bool:
    """Whether what both tables hold stands in the same order: rows, and the values that are ranked."""
    whole = ([tuple(row.values()) for row in rows] for rows in (old, new))
    ranks = ([(row[ranked_by],) for row in rows] if ranked_by else [] for rows in (old, new))
    return _common_in_order(*whole) and _common_in_order(*ranks)


def _common_in_order(old: Iterable[tuple[str, ...]], new: Iterable[tuple[str, ...]]) -> bool:
    before, now = dict.fromkeys(old), dict.fromkeys(new)
    return [each for each in before if each in now] == [each for each in now if each in before]


def _words_of_places(
    changed: Iterable[Row], before: Mapping[str, TableRows], now: Mapping[str, TableRows]
) -> frozenset[str]:
    """Return what a page must print for changed places to matter: their names without the unit, and their kin's.

    What contains a place tells it from others of its name, so the places below a changed one matter as well. Whether a
    sub-district has villages decides what X村 is in it, so those beside a changed village matter, and what holds them.
    A paper prefers places near its home, so the papers that are at home in any of these matter.
    """
    rows = [row for tables in (before, now) for name in _PLACE_TABLES for row in tables.get(name, ())]
    below: dict[str, list[Row]] = {}
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)
        by_id.setdefault(_identity(row), []).append(row)
    kin: dict[str, None] = {}
    waiting = [_identity(row) for row in changed]
    waiting += [row["parent_id"] for row in changed if row["level"] == PlaceLevel.VILLAGE.value]
    while waiting:
        identity = waiting.pop()
        if identity not in kin:
            kin[identity] = None
            waiting += [_identity(row) for row in below.get(identity, ())]
    related = [row for identity in kin for row in by_id.get(identity, ())]
    papers = [row for tables in (before, now) for row in tables.get("newspapers", ()) if row["division_code"] in kin]
    return frozenset(
        {_UNIT.sub("", row["name"]) or row["name"] for row in related} | {paper["name"] for paper in papers}
    )


def _identity(row: Row) -> str:
    return row["place_id"] or provisional_id(PlaceLevel(row["level"]), row["name"], row["parent_id"])
