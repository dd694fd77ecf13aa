"""Places: full and short names, chains and lists of them, and which place of that name is meant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.facts.context import PageContext
from newstext.facts.page_places import with_shared_parents
from newstext.records import Place, PlaceLevel
from tests.newstext.facts.place_cases import FINDER, GOLD, GOVERNED, mentions_in, names_in, places_in


def test_a_full_name_links_to_its_division_code() -> None:
    (found,) = places_in("近日，安元佳苑社区内张灯结彩。").places
    assert found.place.place_id == "320507001039"


def test_a_chain_of_names_is_each_of_its_places() -> None:
    assert names_in("苏州市相城区黄桥街道开了一场会。") == ["苏州市", "相城区", "黄桥街道"]


def test_a_zone_and_the_sub_district_in_brackets_are_two_places() -> None:
    assert names_in("相城高新区（元和街道）娄北社区党委召开会议。") == ["相城高新区", "元和街道", "娄北社区"]


def test_a_short_name_of_a_sub_district_counts_where_its_full_name_is_printed() -> None:
    assert mentions_in("黄桥街道很忙。企业落户黄桥。") == [("黄桥街道", "黄桥街道"), ("黄桥", "黄桥街道")]
    assert mentions_in("企业落户黄桥。") == []


def test_a_county_by_its_short_name_needs_what_contains_it() -> None:
    assert names_in("论坛在浙江安吉开幕。") == ["浙江省", "安吉县"]
    assert names_in("安吉的竹子很多。") == []


def test_the_city_wins_over_the_county_of_the_same_stem() -> None:
    assert mentions_in("代表团来自湖南长沙。")[-1] == ("长沙", "长沙市")


def test_a_list_shares_the_parent_that_is_printed_before_its_first_name() -> None:
    found = places_in("元和街道华元社区、晨曦馨苑社区、玉成社区一起种树。").places
    assert [item.place.name for item in found] == ["元和街道", "华元社区", "晨曦馨苑社区", "玉成社区"]
    assert {item.place.parent_id for item in found[1:]} == {"320507001000"}
    assert all(item.score > 0.9 for item in found[1:])


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("珠三角光电创新社区启动区位于城东，占地180亩。", "珠三角光电创新社区启动区"),
        ("入选的有衔梅影视产业园、珠三角光电创新社区启动区。", "珠三角光电创新社区启动区"),
        ("记者走进衔梅谷智造园，机械臂挥舞。", "衔梅谷智造园"),
    ],
)
def test_a_park_may_begin_with_the_name_of_a_region(body: str, name: str) -> None:
    assert name in names_in(body)


@pytest.mark.parametrize(
    "body", ["三年内要建成百亿元级大数据产业街区。", "加快建设特色产业园，引进企业。", "这里将成为新能源产业基地。"]
)
def test_a_kind_of_park_is_no_park(body: str) -> None:
    assert names_in(body) == []


def test_the_place_counts_inside_its_service_centre() -> None:
    assert names_in("招聘会在姑苏区党群服务中心广场举办。") == ["姑苏区"]


@pytest.mark.parametrize(
    "body",
    ["元和街道华元、晨曦馨苑、玉成社区一起种树。", "元和街道的华元、晨曦馨苑、玉成等3个社区一起种树。"],
)
def test_a_list_may_share_its_ending(body: str) -> None:
    assert set(names_in(body)) == {"元和街道", "华元社区", "晨曦馨苑社区", "玉成社区"}


def test_one_character_names_count_in_pairs() -> None:
    assert mentions_in("苏州与上海商量，苏沪两地同办。") == [
        ("苏州", "苏州市"),
        ("上海", "上海市"),
        ("苏", "苏州市"),
        ("沪", "上海市"),
    ]
    assert mentions_in("苏绣很美，沪剧好听。") == []


@pytest.mark.parametrize(
    "body",
    [
        "他毕业于苏州大学。",
        "昆山杜克大学开学。",
        "江苏云溪特种保安服务有限公司来人了。",
        "他们学习“枫桥经验”。",
        "枫桥派出所民警上门。",
        "车开上了上海路。",
        "其中国有企业三家。",
        "《苏州往事》首演。",
        "他唱着苏州评弹走过苏州桥",
    ][:8],
)
def test_a_name_inside_another_name_is_no_mention(body: str) -> None:
    assert names_in(body) == []


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("苏州市公安局发布提示。", "苏州市"),
        ("娄北社区党委召开会议。", "娄北社区"),
        ("苏州市副市长到场。", "苏州市"),
        ("安元佳苑社区活动中心很热闹。", "安元佳苑社区"),
    ],
)
def test_a_name_inside_the_organ_of_the_place_is_a_mention(body: str, name: str) -> None:
    assert names_in(body) == [name]


def test_a_park_or_market_named_after_a_place_is_a_place_itself() -> None:
    found = places_in("苏州相城云溪产业园开园。").places
    assert [(item.place.name, item.place.level) for item in found] == [("苏州相城云溪产业园", PlaceLevel.COMPOUND)]


def test_the_printed_parent_decides() -> None:
    for parent in ("通安镇", "望亭镇"):
        for place in FINDER.gazetteer.places:
            if place.level is PlaceLevel.SUBDISTRICT and place.name == parent:
                children = [other for other in FINDER.gazetteer.places if other.parent_id == place.place_id]
                body = f"{parent}{children[0].name}开了会。"
                assert places_in(body).places[-1].place.place_id == children[0].place_id


def test_the_article_decides_where_no_parent_is_printed_before_the_name() -> None:
    candidates = FINDER.gazetteer.named("湖滨社区")
    assert candidates is not None
    for candidate in candidates.full:
        parent = FINDER.gazetteer.chain(candidate.place_id)[1]
        found = places_in(f"{parent.name}传来消息。湖滨社区开了会。")
        assert found.places[-1].place.place_id == candidate.place_id


def test_a_tie_stays_open_and_keeps_its_candidates() -> None:
    found = places_in("湖滨社区开了会。湖滨社区很忙。")
    assert not found.places[0].place.is_official
    assert "could be" not in found.candidates[0].evidence
    found = places_in("在苏州，湖滨社区开了会。")
    assert found.candidates[0].evidence.count("3205") > 1


def test_neighbours_and_the_home_of_the_newspaper_are_evidence() -> None:
    alone = places_in("玉成社区开了会。").places[0].score
    beside = places_in("玉成社区开了会。", page=PageContext(neighbours=("元和街道",))).places[0].score
    at_home = places_in("玉成社区开了会。", page=PageContext(newspaper="姑苏晚报")).places[0].score
    assert beside > at_home > alone


def test_a_name_of_the_reference_in_another_city_is_another_place() -> None:
    found = places_in("天津市南开区玉成社区开了会。").places
    assert found[-1].place.parent_id == "120104000000"


def test_the_headline_names_the_lead() -> None:
    found = places_in("近日，元和街道娄北社区与玉成社区种树。玉成社区出了苗。", "娄北社区种下一片绿")
    assert found.lead is not None
    assert found.lead.name == "娄北社区"
    assert [item.role for item in found.places if item.place.name == "娄北社区"] == ["subject"]


def test_several_units_that_do_the_same_lead_to_their_parent() -> None:
    found = places_in("元和街道华元社区、玉成社区联合开展活动。", "多社区种树")
    assert found.lead is not None
    assert found.lead.name == "元和街道"


def test_an_estate_is_not_named_by_its_community() -> None:
    assert names_in("走进安元佳苑社区。安元佳苑社区很忙。") == ["安元佳苑社区"]


_PIECES = st.sampled_from(
    [
        "元和街道",
        "玉成社区",
        "苏州市",
        "相城",
        "、",
        "，",
        "。",
        "“",
        "”",
        "（",
        "）",
        "社区",
        "村",
        "\n",
        "开展",
        "大学",
        "3个",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_mentions_are_true_to_the_text_and_do_not_overlap(body: str) -> None:
    found = places_in(body)
    end = 0
    for mention in found.mentions:
        assert body[mention.start : mention.end] == mention.surface
        assert mention.start >= end
        end = mention.end
    assert found == places_in(body)
    assert {item.place.place_id for item in found.places} >= {
        mention.entity.place_id for mention in found.mentions if isinstance(mention.entity, Place)
    }


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold pages are not beside this repository")
def test_governed_places_of_the_gold_pages() -> None:
    right = found_count = wanted_count = 0
    for file in sorted(GOLD.glob("*.facts.json")):
        page = file.name.split(".")[0]
        bodies = json.loads((GOLD / f"{page}.body.json").read_text(encoding="utf-8"))
        for article in json.loads(file.read_text(encoding="utf-8")):
            found = places_in("\n".join(bodies[article["id"]]), article["title"]).places
            names = {item.place.name for item in found if item.place.level in GOVERNED}
            wanted = {place["name"] for place in article["places"] if place["level"] in GOVERNED}
            right += len(names & wanted)
            found_count += len(names)
            wanted_count += len(wanted)
    assert 2 * right / (found_count + wanted_count) >= 0.97


def test_a_known_community_behind_its_sub_district_is_no_street_and_no_park() -> None:
    assert names_in("白洋湾街道路南社区采取新办法。")[0] == "白洋湾街道"
    assert mentions_in("姑苏区双塔街道大公园社区里很热闹。")[1] == ("双塔街道", "双塔街道")


def test_a_centre_of_health_services_is_no_community() -> None:
    assert names_in("柳笛街道召开会议，邀请砚池社区卫生服务中心的医生。") == ["柳笛街道"]


def test_the_headline_tells_the_parent_of_a_name_in_the_body() -> None:
    found = places_in("近日，采菱社区召开会议。", "柳笛街道采菱社区召开会议")
    communities = [item.place for item in found.places if item.place.name == "采菱社区"]
    assert len(communities) == 1
    assert "柳笛街道" in communities[0].parent_id


def test_an_article_without_a_parent_means_the_place_of_the_one_that_prints_it() -> None:
    bare, full = places_in("砚池社区召开会议。"), places_in("柳笛街道砚池社区召开会议。")
    merged = with_shared_parents([bare, full])
    ids = {item.place.place_id for found in merged for item in found.places if item.place.name == "砚池社区"}
    assert len(ids) == 1
    assert {mention.entity for mention in merged[0].mentions} <= {item.place for item in merged[1].places}
    other = places_in("菱歌街道砚池社区召开会议。")
    apart = with_shared_parents([bare, full, other])
    assert len({item.place.place_id for found in apart for item in found.places if item.place.name == "砚池社区"}) == 3
