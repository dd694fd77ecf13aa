from __future__ import annotations

import pytest

from newstext.facts.gazetteer import Gazetteer, ReferenceNameError
from newstext.records import PlaceLevel
from tests.newstext.facts.article_contexts import reference_rows

TABLES = {name: reference_rows(name) for name in ("places", "places_supplement", "place_aliases", "world_places")}
GAZETTEER = Gazetteer.from_tables(TABLES)


def test_a_community_lies_in_its_sub_district_district_city_and_province() -> None:
    chain = GAZETTEER.chain("320508023009")
    assert [place.name for place in chain] == ["苏锦一社区", "苏锦街道", "姑苏区", "苏州市", "江苏省"]
    assert [place.level for place in chain] == [
        PlaceLevel.COMMUNITY,
        PlaceLevel.SUBDISTRICT,
        PlaceLevel.DISTRICT,
        PlaceLevel.CITY,
        PlaceLevel.PROVINCE,
    ]


def test_every_parent_of_the_reference_is_a_place_of_the_reference() -> None:
    orphans = [place.name for place in GAZETTEER.places if place.parent_id and GAZETTEER.place(place.parent_id) is None]
    assert orphans == []


def test_identities_are_unique_and_codes_have_twelve_digits() -> None:
    ids = [place.place_id for place in GAZETTEER.places]
    assert len(ids) == len(set(ids))
    codes = [place.division_code for place in GAZETTEER.places if place.division_code]
    assert all(len(code) == 12 and code.isdigit() for code in codes)


@pytest.mark.parametrize(
    ("surface", "name"),
    [("苏州", "苏州市"), ("内蒙古", "内蒙古自治区"), ("上海", "上海市"), ("昆山", "昆山市"), ("吉林", "吉林省")],
)
def test_a_short_name_that_always_counts_means_one_place(surface: str, name: str) -> None:
    found = GAZETTEER.named(surface)
    assert found is not None
    assert [meaning.place.name for meaning in found.short if meaning.rule == "always"] == [name]


@pytest.mark.parametrize("surface", ["开发区", "经济开发区", "东方", "来宾", "科技城"])
def test_ordinary_words_are_not_looked_for(surface: str) -> None:
    assert GAZETTEER.named(surface) is None


def test_the_committee_is_an_alias_but_no_place_name_in_a_text() -> None:
    place = GAZETTEER.place("320508023009")
    assert place is not None
    assert place.aliases == ("苏锦一社区居委会",)
    assert GAZETTEER.named("苏锦一社区居委会") is None


def test_a_name_that_several_places_bear_holds_all_of_them() -> None:
    found = GAZETTEER.named("湖滨社区")
    assert found is not None
    assert len(found.full) > 1
    assert len({place.place_id for place in found.full}) == len(found.full)


def test_each_surface_is_one_lexicon_entry() -> None:
    surfaces = [entry.surface for entry in GAZETTEER.lexicon_entries()]
    assert len(surfaces) == len(set(surfaces))


def test_villages_are_known_per_sub_district() -> None:
    assert GAZETTEER.has_villages("320507102000"), "黄埭镇 has villages"
    assert not GAZETTEER.has_villages("320508021000"), "双塔街道 lies in the old city"


def test_an_alias_of_an_unknown_place_is_refused_by_name() -> None:
    alias = {"alias": "青禾", "place_id": "999999999999", "rule": "always", "source": ""}
    with pytest.raises(ReferenceNameError, match="青禾"):
        Gazetteer.from_tables({**TABLES, "place_aliases": (alias,)})


def test_an_unknown_rule_is_refused_by_name() -> None:
    alias = {"alias": "青禾", "place_id": "320500000000", "rule": "sometimes", "source": ""}
    with pytest.raises(ReferenceNameError, match="sometimes"):
        Gazetteer.from_tables({**TABLES, "place_aliases": (alias,)})
