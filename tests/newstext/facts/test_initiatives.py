from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.facts.initiative_names import canonical_name
from newstext.facts.initiatives import InitiativeFinder, InitiativesFound
from newstext.facts.quotations import find_quotations
from newstext.language.lexicon import Lexicon
from newstext.records import Entity, Organization, Person, Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context, reference_rows

TABLES = ("initiative_kinds", "initiatives_known", "quotation_marks")
FINDER = InitiativeFinder.from_tables({table: reference_rows(table) for table in TABLES})
LEXICON = Lexicon(FINDER.lexicon_entries())
QINGHE = Place("provisional:community:青禾社区:", "青禾社区", PlaceLevel.COMMUNITY)
LANTIAN = Place("provisional:community:蓝田社区:", "蓝田社区", PlaceLevel.COMMUNITY)


def found_in(
    body: str,
    title: str = "无题",
    headings: tuple[str | None, ...] = (),
    entities: dict[str, Entity] | None = None,
) -> InitiativesFound:
    return FINDER.find(make_context(LEXICON.scan, body, title, headings=headings, entities=entities))


def kinds_in(body: str, title: str = "无题") -> dict[str, str]:
    return {item.initiative.name: item.initiative.kind for item in found_in(body, title).initiatives}


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("青禾社区擦亮“禾苗先锋”党建品牌。", "禾苗先锋", "brand"),
        ("青禾社区推行“三问三答”工作机制，事事有回音。", "三问三答", "mechanism"),
        ("青禾社区总结出“望闻问切”工作法。", "望闻问切", "method"),
        ("“禾苗先锋”志愿服务队走进楼道。", "禾苗先锋", "team"),
        ("邻居们在“禾下调解室”里坐下来谈。", "禾下调解室", "venue"),
        ("青禾社区建成“禾畔”党群驿站。", "禾畔", "venue"),
        ("青禾社区完善“党建+网格+楼道”治理格局。", "党建+网格+楼道", "mechanism"),
        ("街道构建1+N+X工作体系。", "1+N+X", "mechanism"),
        ("街道编制了《社区接待服务手册》，人手一册。", "社区接待服务手册", "method"),
        ("青禾社区组建楼栋长志愿服务队。", "楼栋长志愿服务队", "team"),
        ("居民来到晚风议事亭商量停车。", "晚风议事亭", "venue"),
        ("街道出台楼道革命三年行动计划。", "楼道革命三年行动计划", "mechanism"),
        ("党支部落实三会一课。", "三会一课", "mechanism"),
        ("街道把待人接物的规矩归纳成“十个一点”。", "十个一点", "method"),
        ("这套做法被称作“青禾治理模式”。", "青禾治理模式", "mechanism"),
        ("活动在新时代文明实践站举行。", "新时代文明实践站", "venue"),
    ],
)
def test_a_word_of_kind_or_a_known_name_makes_an_initiative(body: str, name: str, kind: str) -> None:
    assert kinds_in(body) == {name: kind}


@pytest.mark.parametrize(
    "body",
    [
        "驿站成了老人的“香饽饽”。",
        "网格员办好“关键小事”。",
        "他说：“社区的活动真多！”",
        "街坊都说这里是“暖心站”。",
        "青禾社区荣获“全市文明社区标兵”称号。",
        "打通服务群众的“最后一公里”。",
        "居民观看电影《青山手册》。",
        "“下雨天再也不怕淋湿了。”老人说。",
        "城管叫停“献礼”项目。",
        "街道梳理出“要加装电梯”“要修车棚”两条。",
    ],
)
def test_figures_of_speech_honours_films_and_speech_are_left_out(body: str) -> None:
    assert kinds_in(body) == {}


def test_an_aim_is_a_slogan_and_a_theme_is_a_theme() -> None:
    assert kinds_in("社区以“邻里相亲、守望相助”为宗旨。") == {"邻里相亲、守望相助": "slogan"}
    assert kinds_in("社区开展“绿满楼道”主题活动。") == {"绿满楼道": "activity_theme"}
    assert kinds_in("活动以“花开四季”为主题。") == {"花开四季": "activity_theme"}


def test_a_formula_of_clauses_is_a_mechanism_only_where_a_word_says_so() -> None:
    formula = "居民点单、社区派单、志愿者接单"
    assert kinds_in(f"社区建立“{formula}”的服务机制。") == {formula: "mechanism"}
    assert kinds_in(f"“{formula}”，大家都说好。") == {}


def test_quotations_in_a_row_share_their_surroundings() -> None:
    assert kinds_in("街道打造了“晨光”“暮色”和“星河”等12个议事角。") == dict.fromkeys(("晨光", "暮色", "星河"), "venue")
    assert kinds_in("社区荣获“平安小区”“绿色家园服务站”等荣誉称号。") == {}


def test_what_is_counted_under_a_brand_is_a_facility_beside_it() -> None:
    assert kinds_in("街道建成36个“巷陌新韵”微阵地。") == {"巷陌新韵": "brand", "巷陌新韵微阵地": "facility"}


@pytest.mark.parametrize("form", ["“禾苗 先锋”", "“禾苗先锋”", "“禾苗先锋品牌”", "“禾苗先锋党建品牌”"])
def test_small_variations_are_one_member(form: str) -> None:
    found = found_in(f"社区打造“禾苗先锋”服务品牌。后来{form}服务品牌传开了。")
    assert [item.initiative.name for item in found.initiatives] == ["禾苗先锋"]
    assert found.initiatives[0].mention_count == 2


def test_a_short_form_is_the_document_that_introduced_it() -> None:
    found = found_in("街道编制了《社区接待服务手册》(以下简称《手册》)，《手册》共五章。")
    assert [item.initiative.name for item in found.initiatives] == ["社区接待服务手册"]
    assert [mention.surface for mention in found.mentions] == ["社区接待服务手册", "手册", "手册"]


def test_a_repeat_without_quotes_is_a_mention() -> None:
    found = found_in("社区成立“蓝马甲小队”。蓝马甲小队每周巡查。")
    assert [mention.surface for mention in found.mentions] == ["蓝马甲小队", "蓝马甲小队"]


def test_the_owner_is_the_place_that_acts() -> None:
    entities: dict[str, Entity] = {"青禾社区": QINGHE, "蓝田社区": LANTIAN}
    found = found_in("蓝田社区很大。青禾社区擦亮“禾苗先锋”品牌。", entities=entities)
    assert found.initiatives[0].owner_place == QINGHE
    assert found.initiatives[0].role == "owned"


def test_an_organisation_may_be_the_owner_and_nobody_as_well() -> None:
    company = Organization("蓝田物业有限公司", "company")
    found = found_in("蓝田物业有限公司推出“夜灯”服务品牌。", entities={"蓝田物业有限公司": company})
    assert found.initiatives[0].owner_organization == company
    alone = found_in("“夜灯”服务品牌受到欢迎。").initiatives[0]
    assert (alone.role, alone.owner_place, alone.owner_organization) == ("mentioned", None, None)


def test_a_unit_called_by_its_level_alone_is_the_one_named_last() -> None:
    entities: dict[str, Entity] = {"青禾社区": QINGHE, "蓝田社区": LANTIAN}
    found = found_in("蓝田社区很大。青禾社区不大。对此，社区擦亮“禾苗先锋”品牌。", entities=entities)
    assert found.initiatives[0].owner_place == QINGHE


def test_where_something_is_seen_is_not_whose_it_is() -> None:
    entities: dict[str, Entity] = {"青禾社区": QINGHE, "蓝田社区": LANTIAN}
    found = found_in("青禾社区在蓝田社区打造“禾苗先锋”品牌。", entities=entities)
    assert found.initiatives[0].owner_place == QINGHE


def test_without_anyone_who_acts_it_belongs_where_the_sentence_plays() -> None:
    entities: dict[str, Entity] = {"青禾社区": QINGHE, "蓝田社区": LANTIAN}
    found = found_in("蓝田社区很大。在青禾社区会议室，“禾下调解室”忙着劝和。", entities=entities)
    assert found.initiatives[0].owner_place == QINGHE


def test_a_nationwide_institution_is_nobodys() -> None:
    found = found_in("青禾社区落实三会一课。", entities={"青禾社区": QINGHE})
    assert (found.initiatives[0].role, found.initiatives[0].owner_place) == ("mentioned", None)


def test_section_heads_that_are_teams_name_teams() -> None:
    found = found_in("他们天天上门。\n她们也来。", headings=("楼道医生队伍", "楼道红娘队伍"))
    assert [(item.initiative.name, item.initiative.kind) for item in found.initiatives] == [
        ("楼道医生队伍", "team"),
        ("楼道红娘队伍", "team"),
    ]
    assert found.mentions == ()
    assert found_in("他们天天上门。", headings=("建强干部队伍",)).initiatives == ()


def test_a_headline_names_an_initiative_only_with_a_word_of_kind() -> None:
    assert kinds_in("大家都来了。", "青禾社区“禾下小站”开张") == {"禾下小站": "venue"}
    assert kinds_in("大家都来了。", "青禾社区邻里“零距离”") == {}


def test_a_place_before_a_name_is_not_part_of_it() -> None:
    found = found_in("大家来到青禾社区晚风议事亭。", entities={"青禾社区": QINGHE})
    assert [item.initiative.name for item in found.initiatives] == ["晚风议事亭"]


def test_a_name_without_a_word_of_kind_is_a_candidate_with_its_evidence() -> None:
    found = found_in("街道着力打造“云上青禾”，居民都来看。")
    assert found.initiatives == ()
    candidate = found.candidates[0]
    assert (candidate.entity_kind, candidate.name) == ("initiative", "云上青禾")
    assert "打造“云上青禾”" in candidate.evidence


def test_canonical_names_settle() -> None:
    assert canonical_name("“小巷＋大院”") == "小巷+大院"
    assert canonical_name("银杏树下工作法") == "银杏树下"
    assert canonical_name("三步工作法") == "三步工作法"


def test_quotations_know_the_clause_around_them() -> None:
    (quotation,) = find_quotations("前面不算，这里打造“甲乙”品牌，后面不算。")
    assert (quotation.name, quotation.before, quotation.after) == ("甲乙", "这里打造", "品牌")


_PIECES = st.sampled_from(
    [
        "“",
        "”",
        "《",
        "》",
        "打造",
        "品牌",
        "三会一课",
        "机制",
        "1+N",
        "社区",
        "，",
        "。",
        "\n",
        "为宗旨",
        "议事亭",
        "简称",
        "的",
        "12个",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_mentions_lie_in_the_body_and_names_are_unique(pieces: list[str]) -> None:
    body = "".join(pieces)
    found = found_in(body)
    for mention in found.mentions:
        assert body[mention.start : mention.end] == mention.surface
    names = [item.initiative.name for item in found.initiatives]
    assert len(names) == len(set(names))
    assert all(canonical_name(name) == name for name in names)
    assert found == found_in(body)


def test_what_a_verb_of_founding_counts_and_names_is_a_name_without_quotes() -> None:
    assert kinds_in("青禾社区建起一间木工手艺教室，周末开放。") == {"木工手艺教室": "venue"}
    assert kinds_in("青禾社区建起一间教室，周末开放。") == {}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("社区试行网格“换休日”，网格员每月多歇一天。", "换休日"),
        ("社区凑出一支“针脚队”。", "针脚队"),
        ("两个村签订《同护一口塘》协议。", "同护一口塘"),
        ("园区的“2+5”服务体系出了名。", "2+5"),
        ("区里编印《楼道议事指引》三千册。", "楼道议事指引"),
    ],
)
def test_names_by_their_last_word_or_the_verb_before(body: str, name: str) -> None:
    assert list(kinds_in(body)) == [name]


def test_what_headline_and_body_both_quote_is_a_name() -> None:
    body = "青禾社区与医院成了“邻里亲家”，每月来两名医生。"
    assert kinds_in("街道有了“槐树伙伴”，每月来两名医生。") == {}
    found = FINDER.find(make_context(LEXICON.scan, "街道有了“槐树伙伴”，每月来两名医生。", "“槐树伙伴”到家来"))
    assert [item.initiative.name for item in found.initiatives] == ["槐树伙伴"]
    assert FINDER.find(make_context(LEXICON.scan, body, "“邻里亲家”到家来")).initiatives == ()


def test_a_series_belongs_to_the_one_that_counts_it() -> None:
    body = "在蓝田社区，“巷里红”微阵地“话事角”很热闹。青禾社区打造了107个“巷里红”微阵地。"
    found = found_in(body, entities={"青禾社区": QINGHE, "蓝田社区": LANTIAN})
    owners = {item.initiative.name: item.owner_place for item in found.initiatives}
    assert owners["巷里红微阵地"] == QINGHE


def test_what_has_a_head_or_members_is_no_figure_of_speech() -> None:
    assert kinds_in("他是“俞老师调解工作室”的负责人。") == {"俞老师调解工作室": "venue"}


def test_a_rule_that_names_its_unit_counts_where_it_is_explained() -> None:
    assert list(kinds_in("会议解读《青禾街道代表履职积分管理办法（试行）》。")) == [
        "青禾街道代表履职积分管理办法（试行）"
    ]
    assert kinds_in("会议解读《物业管理办法》。") == {}


def test_a_quoted_role_before_a_person_is_a_team_and_an_honour_is_none() -> None:
    people: dict[str, Entity] = {"丁国安": Person("丁国安", "other")}
    found = found_in("“银发顾问”丁国安上门听意见。", entities=people)
    assert [(item.initiative.name, item.initiative.kind) for item in found.initiatives] == [("银发顾问", "team")]
    assert found_in("“身边好人”丁国安上门听意见。", entities=people).initiatives == ()
    assert kinds_in("“暖心力量”的老党员们正在劝和。") == {"暖心力量": "team"}
