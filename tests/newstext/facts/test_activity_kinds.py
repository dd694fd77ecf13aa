"""The type of an activity that a general noun names: 活动, 行动, 集市."""

from __future__ import annotations

import pytest

from newstext.records import Entity, Organization
from tests.newstext.facts.activity_cases import PLACES, activities_in, types_in


@pytest.mark.parametrize(
    ("body", "activity_type"),
    [
        ("青禾社区开展“邻里帮”专项活动，三十多人进楼提供磨刀、缝补、法治宣传等十项服务。", "volunteering"),
        ("青禾社区开展“暖新”主题活动，为骑手送上夏日清凉。", "visit"),
        ("青禾社区开展11月民情日活动。本次活动以座谈会的形式开展。", "meeting"),
        ("青禾社区开展“家站点”活动。活动现场，居民围绕停车难建言献策。", "meeting"),
        ("青禾社区开展片区活动。书记和主任参加了活动。在交流环节，大家说了心里话。", "meeting"),
        ("青禾社区举办便民市集活动。", "volunteering"),
        ("青禾社区举办亲子市集。", "cultural"),
        ("青禾社区开展非遗文化体验活动。", "cultural"),
        ("青禾社区开展点钞体验活动。", "study"),
    ],
)
def test_its_course_or_the_words_beside_it_tell_the_type(body: str, activity_type: str) -> None:
    assert types_in(body) == [activity_type]


def test_what_stands_in_a_name_says_nothing_of_the_type() -> None:
    park = Organization("望湖体育公园", "company")
    entities: dict[str, Entity] = {**PLACES, park.name: park}
    assert types_in("青禾社区共建活动在望湖体育公园举行。", entities=entities) == ["other"]


def test_a_job_fair_is_of_no_type_whatever_stands_beside_it() -> None:
    assert types_in("青禾社区举办“春风”用工对接会，现场还有太极表演。") == ["other"]


def test_a_sentence_about_something_else_does_not_tell_the_type() -> None:
    assert types_in("青禾社区开展邻里共建活动。老王常去看评弹。") == ["other"]


def test_cleaning_by_volunteers_is_no_inspection() -> None:
    assert types_in("青禾社区组建志愿服务队，开展共享单车清理专项行动。")[0] == "volunteering"


def test_a_check_of_eyes_is_one_of_health() -> None:
    (found,) = activities_in("青禾社区组织了一次眼底检查。")
    assert found.activity_type == "health"


@pytest.mark.parametrize(
    ("body", "activity_type"),
    [
        ("青禾社区举办反诈公益讲座。", "publicity"),
        ("青禾社区举办园艺公益讲座。", "study"),
        ("几位医生在青禾社区开展义诊咨询服务。", "health"),
        ("青禾社区举办朗诵沙龙。", "cultural"),
        ("民警在青禾社区传授防骗窍门。", "publicity"),
        ("网格员挨家挨户宣传用电常识。", "publicity"),
        ("青禾社区开展楼道环境专项整治。", "volunteering"),
        ("青禾社区开展消防安全专项整治。", "inspection"),
        ("青禾社区举办网格员知识竞赛。", "training"),
        ("青禾社区组织参观气象馆科普活动。", "visit"),
        ("大学生在青禾社区开办公益课堂，又举办公益课堂活动。", "volunteering"),
        ("青禾社区举办科普课堂活动。", "publicity"),
        ("青禾社区举办插花手工沙龙。", "cultural"),
    ],
)
def test_the_whole_name_may_tell_more_than_its_last_word(body: str, activity_type: str) -> None:
    assert types_in(body) == [activity_type]


def test_warmth_that_is_sent_is_a_visit_unless_services_are_listed() -> None:
    assert types_in("青禾社区开展“冬日送温暖”活动，看望独居老人。") == ["visit"]
    assert types_in("青禾社区开展“冬日送温暖”活动，为居民提供修伞、磨刀等服务。") == ["volunteering"]


def test_what_stands_behind_the_name_does_not_decide_before_what_stands_in_it() -> None:
    assert types_in("青禾社区“欢度中秋”主题活动暨文明实践集市在广场举行。")[0] == "cultural"


def test_the_launch_of_a_campaign_is_the_ceremony_alone() -> None:
    (found,) = activities_in("青禾社区“光盘有礼”宣传活动启动仪式在广场举行。")
    assert found.activity_type == "ceremony"


def test_a_feast_says_when_something_was_held_and_not_what() -> None:
    assert types_in("青禾社区开展“情暖重阳”主题活动，为老人送上祝福。") == ["visit"]
    assert types_in("青禾社区开展“情暖重阳”主题活动，居民动手制作香囊。")[0] == "cultural"
    assert types_in("青禾社区开展“情暖重阳”主题活动。") == ["cultural"]


def test_volunteers_take_part_in_activities_of_every_kind() -> None:
    body = "青禾社区开展“牢记安全”主题活动，四十名志愿者参加。消防演练现场，警报响起，演练有序。"
    assert types_in(body)[0] == "training"


def test_the_first_words_of_its_course_weigh_more_than_later_ones() -> None:
    body = "青禾社区开展“走看学”活动。当天，大家参观了纪念馆。馆内现场，讲解员开起课堂。"
    assert types_in(body)[0] == "visit"
