from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.records import Activity, DateMention, Organization, Place, PlaceLevel
from tests.newstext.facts.activity_cases import PLACES, activities_in, types_in
from tests.newstext.facts.article_contexts import reference_rows

TYPES = {
    "meeting", "training", "volunteering", "cultural", "publicity", "visit", "inspection", "ceremony", "health",
    "study", "sport", "other",
}  # fmt: skip
STREET = Place("provisional:subdistrict:云水街道:", "云水街道", PlaceLevel.SUBDISTRICT)


def test_the_table_has_the_agreed_types_and_roles() -> None:
    rows = reference_rows("activity_types")
    assert {row["activity_type"] for row in rows} == TYPES
    assert {row["role"] for row in rows} == {"head", "general", "cue", "hint", "verb", "report", "doer", "deed"}
    assert len({(row["word"], row["role"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("body", "activity_type", "name"),
    [
        ("青禾社区召开物业座谈会。", "meeting", "物业座谈会"),
        ("青禾社区举办网格员业务培训班。", "training", "网格员业务培训班"),
        ("青禾社区开展“清河护水”志愿服务活动。", "volunteering", "“清河护水”志愿服务活动"),
        ("一场热闹的文艺汇演在青禾社区广场精彩上演。", "cultural", "文艺汇演"),
        ("青禾社区开展“反诈进楼道”主题宣传活动。", "publicity", "“反诈进楼道”主题宣传活动"),
        ("青禾社区开展端午慰问活动。", "visit", "端午慰问活动"),
        ("青禾社区组织了一次出租屋消防检查。", "inspection", "出租屋消防检查"),
        ("青禾社区与蓝田社区举行结对签约仪式。", "ceremony", "结对签约仪式"),
        ("青禾社区举办口腔义诊活动。", "health", "口腔义诊活动"),
        ("青禾社区开设毛笔字公开课。", "study", "毛笔字公开课"),
        ("青禾社区举办邻里趣味运动会。", "sport", "邻里趣味运动会"),
        ("青禾社区开展邻里共建活动。", "other", "邻里共建活动"),
    ],
)
def test_the_head_noun_decides_type_and_name(body: str, activity_type: str, name: str) -> None:
    assert [(item.activity_type, item.name) for item in activities_in(body)] == [(activity_type, name)]


def test_a_general_noun_takes_the_type_of_the_words_before_it() -> None:
    assert activities_in("社区开展包粽子主题活动。")[0].activity_type == "cultural"
    assert activities_in("社区开展“小红帽”活动，党员入户走访。")[0].activity_type == "visit"
    assert activities_in("社区开展“义诊进社区”活动。")[0].activity_type == "health"
    assert activities_in("社区开展“燃气安全进社区”活动。")[0].activity_type == "publicity"
    assert activities_in("社区开展“小红帽”活动。", "健步走起来")[0].activity_type == "sport"


@pytest.mark.parametrize(
    "body",
    [
        "下一步，青禾社区将开展消防演练。",
        "社区将于下月举办邻里运动会。",
        "社区鼓励居民开展志愿服务活动。",
        "为开展好义诊活动，大家忙了一周。",
        "社区通过举办各类活动，丰富生活。",
        "社区建成培训基地。",
        "检查委员会认真负责。",
    ],
)
def test_plans_wishes_purposes_and_summaries_are_no_activities(body: str) -> None:
    assert activities_in(body) == ()


def test_what_is_counted_is_an_activity_where_it_has_a_name() -> None:
    assert [item.name for item in activities_in("社区开展各类宣讲8场次。")] == ["宣讲"]
    assert activities_in("社区开展各类活动30余场。") == ()


def test_a_verb_reports_an_activity_by_itself() -> None:
    assert [(item.activity_type, item.name) for item in activities_in("党员集中观看纪录片《稻田》。")] == [
        ("study", "集中观看纪录片《稻田》")
    ]
    assert activities_in("网格员来到石桥社区走访，问长问短。")[0].activity_type == "visit"
    assert activities_in("双方签署了共建协议。")[0].activity_type == "ceremony"
    assert activities_in("网格员通过走访居民等方式了解情况。") == ()


def test_an_activity_told_twice_is_one() -> None:
    body = "青禾社区举办“荷塘夜话”朗诵会。此次朗诵会来了不少人。“荷塘夜话”朗诵会在掌声中结束。"
    assert [item.name for item in activities_in(body)] == ["“荷塘夜话”朗诵会"]


def test_two_activities_are_two() -> None:
    found = activities_in("青禾社区召开居民议事会。青禾社区举办居民合唱比赛。")
    assert [item.activity_type for item in found] == ["meeting", "cultural"]


def roles(activity: Activity) -> list[tuple[str, str, int]]:
    return [(item.place.name, item.role, item.position) for item in activity.places]


def test_who_joins_is_a_partner() -> None:
    (found,) = activities_in("青禾社区携手蓝田社区、石桥社区开展健康讲座。")
    assert roles(found) == [("青禾社区", "host", 1), ("蓝田社区", "partner", 2), ("石桥社区", "partner", 3)]


def test_a_list_that_acts_together_is_of_hosts_and_a_parent_is_none_of_them() -> None:
    entities = {**PLACES, "云水街道": STREET}
    (found,) = activities_in("云水街道青禾社区、蓝田社区联合开展健康讲座。", entities=entities)
    assert roles(found) == [("青禾社区", "host", 1), ("蓝田社区", "host", 2)]


def test_a_named_organiser_is_the_host() -> None:
    club = Organization("青禾书画协会", "association")
    (found,) = activities_in("由青禾书画协会主办的迎春书画展在文化馆举行。", entities={"青禾书画协会": club})
    assert [(item.organization, item.role) for item in found.organizations] == [(club, "host")]


def test_a_host_that_is_not_named_again_is_the_one_that_the_text_tells_of() -> None:
    found = activities_in("青禾社区地方不大。近日开展健康讲座。")
    assert roles(found[0]) == [("青禾社区", "host", 1)]


def test_a_place_that_the_sentence_plays_in_is_the_host_if_nobody_else_acts() -> None:
    (found,) = activities_in("一场热闹的文艺汇演在青禾社区精彩上演。")
    assert (roles(found), found.venue) == ([("青禾社区", "host", 1)], "青禾社区")


def test_venue_participants_and_date_are_as_printed() -> None:
    body = "3月5日，青禾社区在老戏台举办读书会。百余名居民参加活动。"
    day = DateMention("3月5日", date(2031, 3, 5), date(2031, 3, 5), "day", "test", 0, 4)
    (found,) = activities_in(body, dates=(day,))
    assert (found.venue, found.participants) == ("老戏台", "百余名居民")
    assert (found.date_from, found.date_to) == (date(2031, 3, 5), date(2031, 3, 5))


def test_the_date_of_the_sentence_before_serves_as_well() -> None:
    body = "3月5日，天气晴好。青禾社区举办读书会。"
    day = DateMention("3月5日", date(2031, 3, 5), date(2031, 3, 5), "day", "test", 0, 4)
    assert activities_in(body, dates=(day,))[0].date_from == date(2031, 3, 5)


def test_marks_inside_a_quotation_do_not_end_the_clause() -> None:
    (found,) = activities_in("青禾社区开展“节约一滴水，留住一片绿”主题宣传活动。")
    assert found.name == "“节约一滴水，留住一片绿”主题宣传活动"


_PIECES = st.sampled_from(
    [
        "青禾社区",
        "携手",
        "蓝田社区",
        "开展",
        "举办",
        "“",
        "”",
        "活动",
        "座谈会",
        "志愿服务",
        "将",
        "，",
        "。",
        "\n",
        "走访居民",
        "在戏台",
        "举行",
        "此次",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_spans_lie_in_the_body_and_types_are_known(pieces: list[str]) -> None:
    body = "".join(pieces)
    found = activities_in(body)
    for item in found:
        assert 0 <= item.start < item.end <= len(body)
        assert item.activity_type in TYPES
        assert [place.position for place in item.places] == list(range(1, len(item.places) + 1))
    assert found == activities_in(body)


def test_equals_joined_by_and_are_both_hosts() -> None:
    (found,) = activities_in("青禾社区与蓝田社区举行结对签约仪式。")
    assert [role for _, role, _ in roles(found)] == ["host", "host"]


def test_a_call_to_take_part_is_no_report() -> None:
    assert activities_in("社区号召大家做热心人，闲暇时参加志愿服务活动。") == ()


def test_a_noun_that_describes_another_is_no_activity() -> None:
    assert activities_in("社区组织印制宣传资料，安排培训场地。") == ()


def test_a_list_in_one_name_yields_the_last_under_its_own_name() -> None:
    found = activities_in("青禾社区举办茶艺培训班和邻里朗诵会。")
    assert [item.name for item in found] == ["茶艺培训班", "邻里朗诵会"]


@pytest.mark.parametrize(
    "body",
    [
        "排队三小时，再听一堂课。",
        "职工孟姐当场签了一份月薪4500元的主管劳动合同。",
        "居民想学做香囊。",
        "居民通过议事亭点单。",
    ],
)
def test_a_lesson_of_nothing_a_contract_of_ones_own_and_a_wish_are_no_activities(body: str) -> None:
    assert activities_in(body) == ()


@pytest.mark.parametrize(
    ("body", "activity_type"),
    [
        ("网格员挨家上门，三天问遍了全楼。", "visit"),
        ("医生们在楼下支起帐篷义诊。", "health"),
        ("志愿者把长椅擦了一遍，又为老人读报。", "volunteering"),
        ("消防员给居民上了一堂安全用电课。", "publicity"),
        ("老教师给孩子们讲了一节算盘课。", "study"),
        ("孩子们走进老糖厂，看糖是怎样熬出来的。", "visit"),
        ("会上，业委会主任报了账目。", "meeting"),
        ("座谈会上，居民提了不少意见。", "meeting"),
        ("青禾社区连夜召开一次听水会。", "meeting"),
        ("青禾社区分三批培训楼长、业委会委员80人次。", "training"),
        ("两家企业签下用工协议。", "ceremony"),
        ("学堂现有书法、合唱等课程8门。", "study"),
        ("大学生连讲三期公益科普课。", "volunteering"),
        ("居民自编自演的情景剧《鸡蛋》连演两场。", "cultural"),
        ("市里把文旅推介会开到了外省。", "meeting"),
        ("律师在树下开起“星空法律夜谈”，居民来听。", "publicity"),
        ("师傅把整栋楼的扶手查了一遍。", "inspection"),
        ("区人社局在广场举办夏季专场招聘会。", "other"),
    ],
)
def test_deeds_phrases_and_lessons_report_what_no_noun_names(body: str, activity_type: str) -> None:
    assert [found.activity_type for found in activities_in(body)] == [activity_type]


@pytest.mark.parametrize(
    "body",
    [
        "中心提供助浴、助医等服务。",
        "小区建起了一个义诊点。",
        "社区打算下月再请人义诊。",
        "街道今年打算扩大场地，全年培训楼长500人次。",
        "讲课的老师住在隔壁。",
        "为做好义诊，大家忙了一周。",
    ],
)
def test_a_phrase_that_describes_promises_or_aims_reports_nothing(body: str) -> None:
    assert activities_in(body) == ()


def test_what_phrases_report_is_left_out_where_nouns_have_named_enough() -> None:
    found = activities_in("青禾社区举办了邻里趣味运动会，又召开物业座谈会，还开展法治宣传。老人们在楼下量血压。")
    assert {item.activity_type for item in found} == {"sport", "meeting", "publicity"}


def test_what_volunteers_do_by_the_way_is_told_only_where_nothing_else_was_held() -> None:
    assert types_in("志愿者清扫楼道。") == ["volunteering"]
    assert types_in("青禾社区召开座谈会。志愿者清扫楼道。") == ["meeting"]


def test_a_headline_reports_where_the_body_only_tells_the_story() -> None:
    for body in ("老人笑了又笑。有人提来了水果。", "老人笑了又笑。慰问品一件件搬进屋。"):
        found = activities_in(body, "青禾社区开展节前慰问活动")
        assert [(item.activity_type, item.name) for item in found] == [("visit", "节前慰问活动")]


def test_volunteers_on_patrol_volunteer() -> None:
    found = activities_in("入冬后，志愿者每晚沿河巡逻。")
    assert [item.activity_type for item in found] == ["volunteering"]


def test_founding_a_course_is_no_activity() -> None:
    assert activities_in("青禾社区连续三年开设“周末学堂”。") == ()
    assert [item.activity_type for item in activities_in("青禾社区“周末学堂”开课。")] == ["study"]


@pytest.mark.parametrize(
    ("body", "types"),
    [
        ("青禾社区第一届业主委员会正式揭牌。", ["ceremony"]),
        ("网格员在日常走访中听到居民反映楼道漏水。", ["visit"]),
        ("网格员在巡查时看见井盖坏了。", ["inspection"]),
        ("网格员排查安全隐患41处。", ["inspection"]),
        ("志愿者们将包好的粽子送到老人手中。", ["volunteering"]),
        ("青禾社区开展“银龄学堂”智能手机培训。", ["training"]),
        ("学员们的舞蹈在老年文艺汇演中获得二等奖。", ["cultural"]),
        ("医生为居民提供免费的义诊服务。", ["health"]),
    ],
)
def test_more_ways_to_report_an_activity(body: str, types: list[str]) -> None:
    assert types_in(body) == types


@pytest.mark.parametrize("body", ["志愿者将送到老人手中。", "居民会包粽子。"])
def test_plans_and_abilities_report_none(body: str) -> None:
    assert types_in(body) == []


@pytest.mark.parametrize(
    "body", ["社区购进一批检测仪器。", "街道梳理了涉企检查权责清单。", "到了医院又检查不出任何问题。"]
)
def test_a_verb_within_a_noun_or_denied_reports_nothing(body: str) -> None:
    assert activities_in(body) == ()


def test_a_contract_about_technology_is_one() -> None:
    assert [activity.activity_type for activity in activities_in("高校与企业签订技术合作协议。")] == ["ceremony"]


def test_a_word_that_begins_like_a_preposition_stays_whole() -> None:
    assert "自主学习" in [activity.name for activity in activities_in("党校开展自主学习、集中培训。")]


def test_an_example_of_a_service_is_no_activity_of_its_own() -> None:
    assert types_in("居民参与探访独居老人等志愿服务，凭存折换米。") == ["volunteering"]


def test_a_place_in_the_name_of_a_school_takes_no_part() -> None:
    city = Place("9001", "溪州市", PlaceLevel.CITY)
    school = Organization("溪州市委党校", "school")
    body = "青禾社区邀请溪州市委党校召开座谈会。"
    found = activities_in(body, entities={**PLACES, "溪州市": city, "溪州市委党校": school})
    assert [(place.place.name, place.role) for place in found[0].places] == [("青禾社区", "host")]
    assert [(each.organization.name, each.role) for each in found[0].organizations] == [("溪州市委党校", "partner")]


def test_a_report_that_says_no_more_than_an_earlier_one_is_the_same_activity() -> None:
    body = "青禾社区开展饭店和网吧安全检查行动。在饭店检查中，发现两处隐患。随后，社工对网吧进行详细检查。"
    (found,) = activities_in(body)
    assert found.name == "饭店和网吧安全检查行动"
    assert len(activities_in("青禾社区举办急救培训，又举办花艺培训。")) == 2


def test_who_takes_part_stands_before_the_name() -> None:
    (found,) = activities_in("社区组织动员居民踊跃参与防火知识线上竞赛活动。")
    assert (found.activity_type, found.name) == ("publicity", "防火知识线上竞赛活动")
    assert activities_in("居民踊跃参与到此次活动中。") == ()
