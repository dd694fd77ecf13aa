"""Figures: the place or the organisation that they are about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newstext.records import ArticleInitiative, Entity, Initiative, Mention, Organization, Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context
from tests.newstext.facts.figure_cases import (
    EAST,
    ENTITIES,
    FIGURES,
    LEXICON,
    STATION,
    TOWN,
    WEST,
    figures,
    only,
)

PARK = Place("324", "澜州星河文创园", PlaceLevel.COMPOUND, "321")

ESTATE = Place("325", "柳岸小区", PlaceLevel.COMPOUND, "322")

BUREAU = Organization("东港街道综合执法局", "government")

CREW = Organization("东港街道护河志愿服务队", "volunteer_team")


def test_a_list_with_each_gives_a_row_for_each() -> None:
    found = figures("朝霞社区、晚晴社区各新增停车位20个。", entities=ENTITIES)
    assert [(observation.place, observation.value) for observation in found] == [(EAST, 20), (WEST, 20)]


def test_a_province_in_the_headline_gives_way_to_the_place_named_behind_it() -> None:
    province = Place("32", "江海省", PlaceLevel.PROVINCE)
    body = "在江海省东港街道，居民们很忙。\n老张带出志愿者40名。"
    found = figures(body, "江海：老支书带出好邻里", {**ENTITIES, "江海省": province})
    assert found[0].place == TOWN


def test_the_clause_names_the_subject_first() -> None:
    found = figures("朝霞社区解决诉求20件，晚晴社区解决诉求30件。", entities=ENTITIES)
    assert [observation.place for observation in found] == [EAST, WEST]


def test_a_clause_that_begins_with_its_verb_keeps_the_subject_before_it() -> None:
    found = figures("据了解，东港派出所常年守护码头，现有民警33人、辅警20人。", entities=ENTITIES)
    assert [observation.organization for observation in found] == [STATION, STATION]


def test_the_most_specific_of_names_in_a_row_is_the_subject() -> None:
    assert figures("东港街道朝霞社区新增座椅14个。", entities=ENTITIES)[0].place == EAST


def test_a_common_noun_stands_for_the_named_unit_of_its_level() -> None:
    body = "东港街道朝霞社区开展走访。为此，街道还加快建设，新添书屋11个。"
    assert figures(body, "东港街道添书屋", ENTITIES)[0].place == TOWN


def test_the_headline_names_the_subject_where_the_paragraph_does_not() -> None:
    body = "晚晴社区和朝霞社区参加活动。\n截至目前，志愿者办结各类诉求66个。"
    assert figures(body, "朝霞社区办实事", ENTITIES)[0].place == EAST


def test_figures_of_the_whole_country_are_of_no_place_of_the_article() -> None:
    found = figures("朝霞社区新增座椅14个。全国现有社区食堂500家。", entities=ENTITIES)
    assert [observation.place for observation in found] == [EAST, None]


def test_a_list_of_names_is_no_lead() -> None:
    assert figures("在朝霞社区、晚晴社区。\n志愿者办结诉求66个。", "邻里一家亲", ENTITIES)[0].place is None


def test_a_clause_without_a_subject_goes_on_with_the_nearest_before_it() -> None:
    body = "像这样的议事厅，东港街道已有21个，去年以来收集议题340个。"
    assert [found.place for found in figures(body, entities=ENTITIES)] == [TOWN]


def test_where_something_was_done_gives_way_to_who_did_it() -> None:
    found = figures("东港街道组织力量，在朝霞社区安装路灯12盏。", entities=ENTITIES)
    assert [one.place for one in found] == [TOWN]
    assert [one.place for one in figures("在朝霞社区，居民认领树木12棵。", entities=ENTITIES)] == [EAST]


def test_a_list_that_names_examples_is_not_the_subject_of_their_count() -> None:
    found = figures("东港街道公布红榜。朝霞社区、晚晴社区等5个社区上了红榜。", entities=ENTITIES)
    assert found[0].place == TOWN


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("目前，园区已引进企业37家。", PARK),
        ("文创园占地96亩。", PARK),
        ("小区现有住户612户。", ESTATE),
        ("街道计划再建食堂3家。", TOWN),
    ],
)
def test_a_common_noun_stands_for_a_park_an_estate_or_a_sub_district(sentence: str, subject: Place) -> None:
    entities: dict[str, Entity] = {"东港街道": TOWN, "澜州星河文创园": PARK, "柳岸小区": ESTATE}
    body = f"东港街道的澜州星河文创园与柳岸小区相邻。\n{sentence}"
    assert [found.place for found in figures(body, entities=entities)] == [subject]


def test_a_park_that_only_the_headline_names_is_the_subject() -> None:
    context = make_context(LEXICON.scan, "园区规划面积1200亩，建成厂房24栋。", "澜州星河文创园：三年一座新城")
    context = replace(context, headline_mentions=(Mention(PARK, "澜州星河文创园", 0, 7),))
    assert [found.place for found in FIGURES.find(context)] == [PARK, PARK]


def test_the_station_is_meant_where_only_the_kind_of_organ_is_printed() -> None:
    body = "东港派出所民警走进工地。\n派出所劝阻受害人73名。"
    assert [found.organization for found in figures(body, entities=ENTITIES)] == [STATION]


def test_without_a_name_there_is_no_subject() -> None:
    found = only("社区解决诉求20件。")
    assert (found.place, found.organization) == (None, None)


def test_communities_that_act_together_leave_their_figures_to_what_holds_them() -> None:
    together = figures("东港街道朝霞社区、晚晴社区联合开展义诊，服务居民90人次。", entities=ENTITIES)
    assert [found.place for found in together] == [TOWN]
    elsewhere = figures("东港街道很忙。\n朝霞社区和晚晴社区携手开展义诊，服务居民90人次。", entities=ENTITIES)
    assert [found.place for found in elsewhere] == [TOWN]
    assert [found.place for found in figures("朝霞社区联合晚晴社区开展义诊，服务居民90人次。", entities=ENTITIES)] == [
        EAST
    ]


@pytest.mark.parametrize("organ", [BUREAU, CREW])
def test_an_organ_named_after_a_place_speaks_for_the_place_too(organ: Organization) -> None:
    found = figures(f"{organ.name}发放资料300份。", entities={**ENTITIES, organ.name: organ})
    assert [(each.place, each.organization) for each in found] == [(TOWN, organ)]


def test_the_place_before_the_colon_of_the_title_is_whom_the_article_is_about() -> None:
    body = "近日，东港街道朝霞社区有了新规，东港街道各处都在学。\n今年以来，大家收集意见建议64条。"
    assert figures(body, "东港街道：门前事有人管", ENTITIES)[0].place == TOWN
    assert figures(body, "东港街道门前事有人管", ENTITIES)[0].place == EAST


@pytest.mark.parametrize("opening", ["入冬以来", "活动现场", "会上"])
def test_what_only_says_when_leaves_the_subject_to_the_next_clause(opening: str) -> None:
    found = figures(f"{opening}，晚晴社区很热闹。大家发放资料300份。", "朝霞社区的一天", ENTITIES)
    assert found[0].place == WEST


def test_figures_are_of_the_place_where_something_is_tried_out() -> None:
    body = "东港街道以晚晴社区为试点，组建队伍。\n今年以来，大家收集意见建议64条。"
    assert figures(body, "队伍进网格", ENTITIES)[0].place == WEST
    assert figures("东港街道以晚晴社区为试点，聘请律师12名。", "无题", ENTITIES)[0].place == WEST


def test_what_is_done_at_a_venue_the_place_does_that_owns_it() -> None:
    body = "东港街道很大。朝霞社区设有“樟树下”议事亭。\n近三年来，“樟树下”议事亭共召开议事会74次。"
    venue = Initiative("樟树下议事亭", "venue")
    context = make_context(LEXICON.scan, body, "东港街道的亭子", entities=ENTITIES)
    at = body.rindex("“樟树下”")
    mention = Mention(venue, "“樟树下”议事亭", at, at + len("“樟树下”议事亭"))
    context = replace(
        context,
        mentions=tuple(sorted((*context.mentions, mention), key=lambda each: each.start)),
        initiatives=(ArticleInitiative(venue, "owned", 1, EAST),),
    )
    assert [found.place for found in FIGURES.find(context)] == [EAST]


def test_a_unit_that_the_body_names_only_to_say_where_another_lies_leaves_it_the_figures() -> None:
    body = "近日，东港街道朝霞社区有了步道。\n步道沿线装上路灯26盏。"
    assert figures(body, "东港街道：步道修好了", ENTITIES)[0].place == EAST


def test_a_place_that_ends_a_clause_of_place_is_where_the_sentence_plays() -> None:
    body = "东港街道下了雨。在老房子集中的朝霞社区，网格员劝37户居民搬走。"
    assert figures(body, "东港街道的雨夜", ENTITIES)[0].place == EAST


def test_a_place_follows_its_parent_behind_a_bracket_too() -> None:
    zone = Place("32", "东港市", PlaceLevel.DISTRICT)
    body = "东港市新材料园（东港街道）朝霞社区办起食堂，接待老人80名。"
    assert figures(body, "无题", {**ENTITIES, "东港市": zone})[0].place == EAST


@pytest.mark.parametrize("body", ["街道聚焦民生，收集心愿289条。", "该街道统筹资金，办成实事12件。"])
def test_a_sub_district_called_so_alone_is_the_one_that_was_named(body: str) -> None:
    assert figures(f"东港街道很大，朝霞社区在河边。\n{body}", "朝霞社区的一天", ENTITIES)[0].place == TOWN


def test_staff_of_the_community_do_not_stand_for_it() -> None:
    body = "东港街道朝霞社区、晚晴社区同办晚会。\n社区工作人员走访困难家庭86户。"
    assert figures(body, "邻里共团圆", ENTITIES)[0].place == TOWN
