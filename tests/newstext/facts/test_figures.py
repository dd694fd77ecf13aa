"""Figures: what is counted, when, and what is no figure although a numeral is printed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.records import Initiative, Place, PlaceLevel
from tests.newstext.facts.figure_cases import (
    GOLD,
    figures,
    only,
)


@pytest.mark.parametrize(
    ("body", "indicator", "value", "unit", "category"),
    [
        ("在河边添置木制长椅14个。", "木制长椅", "14", "个", "facility"),
        ("社区办结路面积水、晾晒难等诉求事项87件，", "诉求事项", "87", "件", "demand_resolved"),
        ("调解员调处了各类矛盾纠纷31起。", "矛盾纠纷", "31", "起", "dispute_mediated"),
        ("共排查消防安全隐患48处。", "消防安全隐患", "48", "处", "hazard_removed"),
        ("全年开展各类宣讲42场次。", "宣讲", "42", "场次", "activity"),
        ("各单位开展了共建活动12场。", "共建活动", "12", "场", "activity"),
        ("9个晾衣亭已刷上新漆。", "晾衣亭", "9", "个", "facility"),
        ("帮助140名老年人学会用手机。", "老年人", "140", "名", "beneficiary"),
        ("登记志愿者320人，", "志愿者", "320", "人", "volunteer"),
        ("现有网格员61人、社工20人。", "网格员", "61", "人", "personnel"),
        ("辖区有企业300家。", "企业", "300", "家", "organisation"),
        ("建筑面积5.2万平方米。", "建筑面积", "52000", "平方米", "area"),
        ("投入专项经费30万元。", "专项经费", "300000", "元", "finance"),
        ("总投资12亿元。", "总投资", "12", "亿元", "finance"),
        ("户籍人口6.4万、企业多。", "户籍人口", "64000", "", "other"),
        ("获得表彰的先进个人8名。", "先进个人", "8", "名", "honour"),
        ("举办专题培训班5期。", "专题培训班", "5", "期", "training"),
        ("居民满意率达98.6%。", "居民满意率", "98.6", "%", "other"),
        ("打造了“口袋花园”等公共空间15处。", "公共空间", "15", "处", "facility"),
        ("来了8位来自外地的专家。", "专家", "8", "位", "personnel"),
        ("吸引近7万居民前来。", "居民", "70000", "", "beneficiary"),
        ("5家企业入选名单。", "企业", "5", "家", "honour"),
    ],
)
def test_value_unit_indicator_and_category(body: str, indicator: str, value: str, unit: str, category: str) -> None:
    found = figures(body)[0]
    assert (found.indicator, found.value, found.unit, found.category) == (indicator, Decimal(value), unit, category)


@pytest.mark.parametrize(
    ("body", "qualifier", "low", "high"),
    [
        ("办联欢会50余场。", "at_least", 50, None),
        ("看望180多名老人。", "at_least", 180, None),
        ("登记商户超4000家。", "at_least", 4000, None),
        ("每年举办活动20场以上。", "at_least", 20, None),
        ("惠及居民约300户。", "about", None, None),
        ("惠及居民近300户。", "about", None, None),
        ("惠及居民300户左右。", "about", None, None),
        ("给予不超过15万元的补贴。", "about", None, 150_000),
        ("配备3至5名社工。", "about", 3, 5),
        ("修建5亩至10亩的绿地。", "about", 5, 10),
        ("惠及居民300户。", "exact", None, None),
    ],
)
def test_words_of_approximation_become_qualifier_and_bounds(
    body: str, qualifier: str, low: int | None, high: int | None
) -> None:
    found = only(body)
    assert (found.qualifier, found.value_low, found.value_high) == (qualifier, low, high)


@pytest.mark.parametrize(
    ("body", "indicator", "value"),
    [
        ("成立八支夜间巡逻队伍。", "夜间巡逻队伍", 8),
        ("办了四期的书法课程。", "书法课程", 4),
        ("台上有十二个节目。", "节目", 12),
        ("培育五大产业集群。", "产业集群", 5),
        ("百余名居民到场。", "居民", 100),
        ("超过三成的居民同意。", "居民", 30),
    ],
)
def test_chinese_numerals_that_count_are_figures(body: str, indicator: str, value: int) -> None:
    found = only(body)
    assert (found.indicator, found.value) == (indicator, value)


@pytest.mark.parametrize(
    "body",
    [
        "11月8日，活动举行。",
        "第三届运动会举行。",
        "落实“三会一课”制度。",
        "学习党的二十大精神。",
        "推行“1+N”模式。",
        "拨打12345热线。",
        "乘坐G1234次列车。",
        "地址为东港路128号3幢402室。",
        "电话：0512-66668888。",
        "大家一心一意，温暖千家万户。",
        "举办一场演出，这是一个好消息。",
        "上午9点30分开始。",
        "现年66岁的老人。",
        "一是加强学习，二是抓好落实。",
        "提出4点要求，抓好三个环节，从六个方面推进。",
        "历时3个月完成。",
        "打造“15分钟生活圈”。",
        "实现24小时值守。",
        "以“七彩十二时”为主题。",
        "位于二楼的三号厅。",
        "获得比赛二等奖。",
        "距离市中心18公里。",
        "数十名居民到场，几百个家庭受益。",
        "二期工程开工。",
        "比分为25:23。",
    ],
)
def test_what_is_no_figure(body: str) -> None:
    assert figures(body) == ()


def test_figures_in_spoken_sentences_count_though_they_are_quoted() -> None:
    assert only("“我们有300多名志愿者，都是邻居。”她说。").indicator == "志愿者"


def test_two_measures_of_one_thing_share_it() -> None:
    found = figures("开设5门各2期课程。")
    assert [(observation.value, observation.unit, observation.indicator) for observation in found] == [
        (5, "门", "课程"),
        (2, "期", "课程"),
    ]


def test_growth_goes_on_with_the_indicator_before_it() -> None:
    found = figures("接待游客120万人次，同比增长7.5%。")
    assert [(observation.indicator, observation.unit, observation.change) for observation in found] == [
        ("游客", "人次", None),
        ("游客", "%", "up"),
    ]
    assert figures("可防性案件数同比下降12%。")[0].change == "down"


def test_a_rise_from_one_value_to_another_has_both_and_a_direction() -> None:
    found = figures("低保标准从800元/月提高到950元/月。")
    assert [(observation.indicator, observation.value, observation.change) for observation in found] == [
        ("低保标准", 800, None),
        ("低保标准", 950, "up"),
    ]
    assert figures("案件败诉率从36%下降到27%。")[1].change == "down"


def test_a_part_without_a_noun_is_of_the_figure_before_it() -> None:
    found = figures("帮助老人90位，其中32位住在北岸。")
    assert [(observation.indicator, observation.value) for observation in found] == [("老人", 90), ("老人", 32)]


def test_a_verb_alone_names_what_was_done() -> None:
    found = only("今年摆摊41次。")
    assert (found.indicator, found.value) == ("摆摊", 41)


@pytest.mark.parametrize("body", ["组织26名年轻党员参加。", "点亮12个心愿。", "反光背心23件到位。", "应急箱4个到位。"])
def test_nouns_that_begin_or_end_like_abstract_words_count(body: str) -> None:
    assert only(body).value > 0


def test_a_part_goes_on_with_the_indicator_before_it() -> None:
    found = figures("征求群众意见165条，已办结149件。")
    assert [(observation.indicator, observation.value) for observation in found] == [
        ("群众意见", 165),
        ("办结群众意见", 149),
    ]


def test_what_a_part_has_got_is_not_what_is_counted() -> None:
    found = figures("31名选手全部获奖，其中10名获得一等奖，6名获得二等奖。")
    assert [(each.indicator, each.value) for each in found] == [("选手", 31), ("选手", 10)]


def test_a_measure_word_counts_what_stands_behind_it_whether_the_table_has_it_or_not() -> None:
    found = figures("共设12个缴费档次。1.4万名搬迁群众参保。")
    assert [(each.indicator, each.value) for each in found] == [("缴费档次", 12), ("搬迁群众", 14_000)]


@pytest.mark.parametrize("body", ["综合考评位列前10位。", "事故发生在公路63公里处。"])
def test_a_rank_or_a_place_on_a_road_is_no_figure(body: str) -> None:
    assert figures(body) == ()


def test_a_verb_names_the_figure_where_no_noun_does() -> None:
    found = only("活动吸引300余人参加。")
    assert (found.indicator, found.category) == ("参加人数", "beneficiary")


@pytest.mark.parametrize("body", ["力争年底建成驿站20个。", "到2030年集聚企业300家。", "计划新增车位50个。"])
def test_aims_are_targets(body: str) -> None:
    assert only(body).is_target


@pytest.mark.parametrize(
    "body", ["已建成驿站20个。", "落实三年行动计划，建成驿站20个。", "完成目标任务，建成驿站20个。"]
)
def test_what_was_done_is_no_target(body: str) -> None:
    assert not only(body).is_target


def test_the_period_is_the_date_before_the_figure_in_its_sentence() -> None:
    found = only("今年以来，社区开展活动30场。")
    assert (found.period_text, found.period_from, found.period_to) == ("今年以来", date(2024, 1, 1), date(2024, 11, 12))
    assert only("近日，社区开展活动30场。").period_text is None


def test_the_paragraphs_opening_words_are_the_period_of_its_figures() -> None:
    assert only("近年来，社区不断改善环境。先后获表扬信15封。").period_text == "近年来"


@pytest.mark.parametrize(
    ("body", "indicator", "value", "unit"),
    [
        ("一年来收到质询135件，", "收到质询", "135", "件"),
        ("新签项目多，协议引资47亿元，", "协议引资", "47", "亿元"),
        ("清理堵塞的雨水井174口。", "雨水井", "174", "口"),
        ("午餐每份8元。", "午餐", "8", "元"),
        ("学费一律300元，", "学费", "300", "元"),
        ("平均得分82.5分。", "得分", "82.5", "分"),
        ("居民最多积640分。", "积分", "640", "分"),
        ("兑换积分8.6万分。", "积分", "86000", "分"),
        ("受灾的1430亩菜田，", "菜田", "1430", "亩"),
        ("沿河有260米长的步道。", "步道", "260", "米"),
    ],
)
def test_words_that_the_dictionary_takes_for_no_noun_name_what_is_counted(
    body: str, indicator: str, value: str, unit: str
) -> None:
    found = only(body)
    assert (found.indicator, found.value, found.unit) == (indicator, Decimal(value), unit)


def test_minutes_are_no_points() -> None:
    assert figures("大家跑了30分，得了第一名。") == ()


def test_two_units_of_one_thing_share_its_name() -> None:
    found = figures("转移安置群众538户1276人，")
    assert [(one.value, one.unit, one.indicator) for one in found] == [
        (Decimal(538), "户", "群众"),
        (Decimal(1276), "人", "群众"),
    ]


def test_a_monthly_value_that_fell_to_another_is_read_on_both_sides() -> None:
    found = figures("停车投诉由每月30件降到了3件。")
    assert [(one.value, one.change) for one in found] == [(Decimal(30), None), (Decimal(3), "down")]


def test_a_head_word_that_the_dictionary_cuts_is_kept_whole() -> None:
    assert only("联合4家律师事务所，").indicator == "律师事务所"
    assert only("共84名网格员同场竞技。").indicator == "网格员"


def test_an_initiative_in_the_span_is_linked() -> None:
    initiative = Initiative("邻里灯", "venue")
    body = "街角亮起12个“邻里灯”小站。"
    assert figures(body, entities={"邻里灯": initiative})[0].initiative == initiative


@given(
    st.text(alphabet="0123456789.,一二三十百千万亿余多个名件元%居民活动开展了增长约超的各、，。“”年月日", max_size=50)
)
def test_any_text_gives_spans_that_hold_the_printed_text(body: str) -> None:
    for observation in figures(body):
        assert 0 <= observation.start < observation.end <= len(body)
        assert observation.indicator
        if observation.value_low is not None and observation.value_high is not None:
            assert observation.value_low <= observation.value_high


def test_figures_of_real_pages_agree_with_a_careful_reader() -> None:
    if not GOLD.exists():
        pytest.skip("the shared gold pages are not beside this checkout")
    right = found = wanted = named = classified = 0
    for facts in sorted(GOLD.glob("*.facts.json")):
        bodies = json.loads((GOLD / facts.name.replace(".facts", ".body")).read_text(encoding="utf-8"))
        for article in json.loads(facts.read_text(encoding="utf-8")):
            rest = list(figures("\n".join(bodies[article["id"]])))
            for item in article["quantities"]:
                if item["value"] is None:
                    continue
                same = [
                    observation
                    for observation in rest
                    if observation.value == Decimal(str(item["value"])) and observation.unit == (item["unit"] or "")
                ]
                is_chinese = "hanzi" in item.get("note", "")
                wanted += not is_chinese
                if not same:
                    continue
                match = max(same, key=lambda observation: observation.indicator in item["indicator"])
                rest.remove(match)
                if is_chinese:
                    continue
                right += 1
                found += 1
                printed, wished = set(match.indicator), set(item["indicator"])
                is_part = match.indicator in item["indicator"] or item["indicator"] in match.indicator
                named += is_part or 2 * len(printed & wished) >= 0.6 * (len(printed) + len(wished))
                classified += match.category == item["category"]
            found += len(rest)
    assert 2 * right / (found + wanted) >= 0.97
    assert named / right >= 0.9
    assert classified / right >= 0.9


@pytest.mark.parametrize("body", ["3幢楼道照明灯坏了。", "晾晒架在17幢门前，很方便。", "朝霞苑12幢的居民很高兴。"])
def test_the_number_of_a_building_counts_none(body: str) -> None:
    estate = Place("324", "朝霞苑", PlaceLevel.COMPOUND)
    assert figures(body, entities={"朝霞苑": estate}) == ()


def test_buildings_count_where_no_name_stands_before_them() -> None:
    assert only("园内有15栋企业总部大楼。").value == 15


def test_what_has_been_done_of_a_plan_is_no_target() -> None:
    found = figures("今年计划增设电梯400部，目前已开工308部。")
    assert [(each.value, each.is_target) for each in found] == [(400, True), (308, False)]
    assert only("目前计划增设电梯400部。").is_target


@pytest.mark.parametrize(
    ("body", "source_text"),
    [
        ("改造了10公里的燃气等各类管道。", "10公里的燃气等各类管道"),
        ("组建27支港东区级文明实践志愿服务队。", "27支港东区级文明实践志愿服务队"),
        ("共有8支乡镇（街道）级志愿服务队。", "8支乡镇（街道）级志愿服务队"),
        ("培养50名以上蔬菜种植技术人员。", "50名以上蔬菜种植技术人员"),
        ("检查中共发现安全隐患6处。", "安全隐患6处"),
        ("来自全市的16家企业齐聚一堂。", "16家企业"),
        ("组织76家用人单位进场招聘。", "76家用人单位"),
        ("注册志愿服务组织209个。", "志愿服务组织209个"),
    ],
)
def test_the_name_of_what_is_counted_is_whole_and_ends_where_it_should(body: str, source_text: str) -> None:
    assert only(body).source_text == source_text


def test_people_behind_a_count_of_villages_are_the_population() -> None:
    found = figures("全镇辖42个行政村，3.6万人。")
    assert [(each.indicator, each.value) for each in found] == [("行政村", 42), ("人口", 36000)]


def test_what_stands_behind_a_share_is_no_second_unit_of_it() -> None:
    found = figures("已排查企业74家，完成总数83%，11家空置。")
    assert [each.value for each in found] == [74, 83]


def test_a_net_increase_is_one_of_the_same_thing() -> None:
    found = only("集体收入净增加10万元。")
    assert (found.indicator, found.change) == ("集体收入", "up")
