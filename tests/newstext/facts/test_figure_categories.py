"""Figures: which kind of fact they are."""

from __future__ import annotations

import pytest

from newstext.records import Organization
from tests.newstext.facts.figure_cases import (
    ENTITIES,
    figures,
    only,
)

CREW = Organization("东港街道护河志愿服务队", "volunteer_team")


def test_a_share_is_of_the_kind_of_its_thing() -> None:
    assert only("党员冬训覆盖率达96%。").category == "training"
    assert only("诉求办结率达96%。").category == "demand_resolved"


@pytest.mark.parametrize(
    ("body", "indicator", "category"),
    [
        ("用60积分兑换了洗衣液。", "积分", "volunteer"),
        ("业委会成员中党员占比达62%。", "党员占比", "personnel"),
        ("58名党员观看了影片。", "党员", "beneficiary"),
        ("选聘退休法官、老党员等32人。", "老党员", "personnel"),
        ("从社区专项资金中列支2.4万元。", "专项资金", "finance"),
        ("表彰优秀共产党员25名。", "优秀共产党员", "honour"),
        ("企业吸纳就业520人。", "吸纳就业人数", "beneficiary"),
    ],
)
def test_what_is_counted_beside_a_list_a_fund_or_a_share(body: str, indicator: str, category: str) -> None:
    found = only(body)
    assert (found.indicator, found.category) == (indicator, category)


def test_members_of_a_team_of_volunteers_are_volunteers() -> None:
    assert only("志愿服务队很忙，共有队员68人。").category == "volunteer"
    assert only("巡防队很忙，共有队员68人。").category == "personnel"


def test_a_bare_rate_is_of_the_figure_before_it() -> None:
    found = figures("调解纠纷41起，成功率达95%。")
    assert [observation.category for observation in found] == ["dispute_mediated", "dispute_mediated"]


def test_a_team_is_counted_though_its_name_is_an_organisation() -> None:
    found = figures("东港街道护河志愿服务队1支。", entities={**ENTITIES, CREW.name: CREW})
    assert [(observation.indicator, observation.value) for observation in found] == [("护河志愿服务队", 1)]


def test_a_part_is_of_the_kind_of_the_whole() -> None:
    found = figures("全市共100个项目入选，其中东港街道12个。", "无题", ENTITIES)
    assert [(each.value, each.category) for each in found] == [(100, "honour"), (12, "honour")]


@pytest.mark.parametrize(
    ("body", "category"),
    [
        ("慰问职工3100余人次。", "beneficiary"),
        ("帮助1120名失业人员重新上岗。", "beneficiary"),
        ("工会向210名建筑工人送去毛巾。", "beneficiary"),
        ("现有建筑工人210名。", "personnel"),
        ("带领20多名党员参与环境治理。", "personnel"),
        ("80余名负责人参会。", "beneficiary"),
    ],
)
def test_who_is_served_or_attends_is_reached_and_who_works_is_staff(body: str, category: str) -> None:
    assert only(body).category == category


@pytest.mark.parametrize(
    ("body", "category"),
    [
        ("走访居民和商户6.8万户次。", "beneficiary"),
        ("解答居民咨询70余人次。", "beneficiary"),
        ("服务覆盖5700人次。", "beneficiary"),
        ("增设90组箱式绿化。", "facility"),
        ("加固广告牌89块。", "hazard_removed"),
        ("搬离违停电动车108辆。", "hazard_removed"),
    ],
)
def test_the_unit_and_the_verb_correct_what_the_noun_says(body: str, category: str) -> None:
    assert only(body).category == category


@pytest.mark.parametrize(
    ("body", "indicator", "category"),
    [
        ("全市改造城中村10万户。", "城中村", "beneficiary"),
        ("登记活动数842场。", "活动数", "activity"),
        ("来了一支由9人的医疗小队。", "医疗小队人数", "personnel"),
        ("来了23人的“老兵值守队”。", "“老兵值守队”人数", "volunteer"),
        ("现有义务调解员56人。", "义务调解员", "volunteer"),
        ("现场免费义诊150余人次。", "免费义诊", "beneficiary"),
        ("开工率达75%。", "开工率", "facility"),
        ("更新老旧管线12公里。", "老旧管线", "facility"),
        ("建成社会组织孵化点、调解组织42个。", "调解组织", "organisation"),
        ("他修了130次水管。", "水管", "activity"),
    ],
)
def test_who_is_counted_and_by_what_unit_decides_the_kind(body: str, indicator: str, category: str) -> None:
    found = only(body)
    assert (found.indicator, found.category) == (indicator, category)


def test_a_change_is_of_the_kind_of_what_changes() -> None:
    found = figures("参与志愿服务人次达2840人次，增幅达43.7%。")
    assert [(each.indicator, each.category) for each in found] == [
        ("志愿服务人次", "volunteer"),
        ("志愿服务人次", "volunteer"),
    ]
