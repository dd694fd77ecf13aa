"""Places that the reference does not hold: what print says for a name, and what is none."""

from __future__ import annotations

import itertools

import pytest

from newstext.facts.gazetteer import ReferenceNameError
from newstext.facts.places import PlaceFinder
from newstext.records import PlaceLevel
from tests.newstext.facts.place_cases import TABLES, mentions_in, names_in, places_in


@pytest.mark.parametrize(
    "body",
    [
        "多个社区动了起来。",
        "各社区、本社区、全社区、该社区都参加。",
        "社区很大。",
        "街道派出所来人了。",
        "乡镇和村都有。",
    ],
)
def test_generic_words_are_no_names(body: str) -> None:
    assert names_in(body) == []


@pytest.mark.parametrize("body", ["大家建设幸福社区。", "打造老年友好社区。", "老旧小区改造。", "走进平安社区。"])
def test_what_only_describes_a_community_is_no_name(body: str) -> None:
    assert names_in(body) == []


def test_a_community_with_an_ordinary_word_for_a_name_is_told_by_what_it_does() -> None:
    assert names_in("近日，理想社区开展义诊。") == ["理想社区"]
    assert names_in("元和街道，理想社区的交往很多。") == ["元和街道"]


def test_an_unknown_community_below_a_known_sub_district_is_a_candidate() -> None:
    found = places_in("娄葑街道梅影社区开了读书会。")
    place = found.places[-1].place
    assert (place.place_id, place.is_official) == ("provisional:community:梅影社区:320576050000", False)
    (candidate,) = found.candidates
    assert (candidate.name, candidate.level) == ("梅影社区", "community")
    assert "娄葑街道" in candidate.evidence


def test_a_second_mention_speaks_for_an_unknown_name_and_its_left_edge() -> None:
    assert names_in("近日幸福里社区内很热闹。记者走进幸福里社区采访。") == ["幸福里社区"]
    assert names_in("记者走进幸福里社区采访。", "幸福里社区的一天") == ["幸福里社区"]


def test_an_unknown_town_is_known_by_the_village_after_it() -> None:
    found = places_in("浙江桐乡云石镇白鹭塘村有一片荷塘。").places
    assert [item.place.name for item in found] == ["浙江省", "桐乡市", "云石镇", "白鹭塘村"]
    assert found[3].place.parent_id == found[2].place.place_id


def test_a_village_name_in_a_sub_district_without_villages_is_an_estate() -> None:
    found = places_in("家住双塔街道柳浪村的居民来了。").places
    assert found[-1].place.level is PlaceLevel.COMPOUND


def test_a_longer_unknown_name_is_not_cut_down_to_a_known_one() -> None:
    assert "花园社区" not in names_in("走进阳光花园社区，阳光花园社区正办集市。")


def test_a_chain_of_unknown_names_is_each_of_its_places() -> None:
    found = places_in("在岚溪市汀桐区雁汀街道梧声里社区，志愿者忙了一天。").places
    assert [(item.place.name, item.place.level) for item in found] == [
        ("岚溪市", PlaceLevel.CITY),
        ("汀桐区", PlaceLevel.DISTRICT),
        ("雁汀街道", PlaceLevel.SUBDISTRICT),
        ("梧声里社区", PlaceLevel.COMMUNITY),
    ]
    for outer, inner in itertools.pairwise(found):
        assert inner.place.parent_id == outer.place.place_id


@pytest.mark.parametrize(
    ("body", "title", "name"),
    [
        ("选手同场竞技。", "汀桐区举办技能大赛", "汀桐区"),
        ("6月1日，岚溪市从高校选聘了规划师。", "岚溪市首批规划师上岗", "岚溪市"),
        ("街道地处汀桐区老城中心。", "无题", "汀桐区"),
        ("雁汀街道召开会议。", "无题", "雁汀街道"),
        ("经费由雁汀街道投入。", "无题", "雁汀街道"),
        ("闭幕式在梧声里社区广场举行。", "无题", "梧声里社区"),
        ("元和桥街道开展义诊。", "无题", "元和桥街道"),
        ("在岚溪高新区，企业很多。", "无题", "岚溪高新区"),
        ("江阴高新区召开会议。", "无题", "江阴高新区"),
        ("园区规划面积1200亩。", "岚汀五金机电产业园：三年崛起", "岚汀五金机电产业园"),
    ],
)
def test_an_unknown_name_is_told_by_what_stands_beside_it(body: str, title: str, name: str) -> None:
    assert names_in(body, title) == [name]


@pytest.mark.parametrize(
    "body",
    [
        "全区各小区、社区、园区、片区、景区都在行动。",
        "我市城市更新进入新阶段，全市超市、菜市都参加。",
        "体验区举办活动，休息区、签到区人很多。",
        "属地街道联合开展检查。",
        "首批特色产业园公布。",
    ],
)
def test_words_that_end_like_divisions_are_no_names(body: str) -> None:
    assert names_in(body) == []


def test_an_established_name_is_found_after_any_word() -> None:
    body = "雁汀街道组织梧声里社区、砚汀湾社区互查。第一组梧声里社区查砚汀湾社区。"
    assert [name for _, name in mentions_in(body)] == [
        "雁汀街道",
        "梧声里社区",
        "砚汀湾社区",
        "梧声里社区",
        "砚汀湾社区",
    ]
    assert mentions_in("鹭汀村和桐汀村签约，单月归鹭汀村清，双月归桐汀村清。")[2:] == [
        ("鹭汀村", "鹭汀村"),
        ("桐汀村", "桐汀村"),
    ]


def test_unknown_names_of_a_list_may_share_their_ending() -> None:
    assert names_in("雁汀、汀桐、岚笛街道同时开课。") == ["雁汀街道", "汀桐街道", "岚笛街道"]
    assert names_in("企业、学校、雁汀街道同时开课。") == ["雁汀街道"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("12月12日东汀社区召开会议。", ["东汀社区"]),
        ("岚溪市汀桐区社区工作者来了。", ["岚溪市", "汀桐区"]),
        ("岚溪市汀桐区首届社区邻里节开幕。", ["岚溪市", "汀桐区"]),
        ("村党支部书记陈孝镇感叹道。", []),
    ],
)
def test_the_left_edge_of_an_unknown_name(body: str, names: list[str]) -> None:
    assert names_in(body) == names


def test_a_word_of_an_unknown_kind_is_refused_by_name() -> None:
    row = {"word": "青禾", "kind": "colour", "note": ""}
    with pytest.raises(ReferenceNameError, match="青禾"):
        PlaceFinder.from_tables({**TABLES, "place_words": (row,)})


def test_what_is_called_village_in_a_community_is_an_estate() -> None:
    found = {
        item.place.name: item.place.level for item in places_in("家住柳笛街道采菱社区采菱二村的周阿婆来了。").places
    }
    assert found["采菱二村"] is PlaceLevel.COMPOUND


def test_a_name_at_the_end_of_a_line_is_a_name() -> None:
    assert "柳笛街道" in names_in("晚上很热闹。", "柳笛街道\n柳笛街道召开会议")


def test_a_verb_before_a_generic_word_is_no_name() -> None:
    assert names_in("桐乡市实现村社区健身圈全覆盖，影响波及街乡范围扩大。") == ["桐乡市"]


def test_a_province_that_begins_the_name_of_a_hamlet_is_not_meant() -> None:
    assert names_in("这条路从河南屯修到香水屯。") == []
    assert "甘肃省" in names_in("他来自甘肃庄浪县。")


def test_a_name_for_a_city_may_stand_before_it() -> None:
    assert names_in("山城重庆建起了公园。") == ["重庆市"]
