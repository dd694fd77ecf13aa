from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.facts.organization_names import canonical_names
from newstext.facts.organizations import OrganizationFinder, OrganizationsFound
from newstext.language.lexicon import Lexicon
from newstext.records import Entity, Organization, Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context, reference_rows

FINDER = OrganizationFinder.from_tables(
    {name: reference_rows(name) for name in ("organization_kinds", "organization_names", "place_words")}
)
LEXICON = Lexicon(FINDER.lexicon_entries())
CITY = Place("900100000000", "溪州市", PlaceLevel.CITY)
DISTRICT = Place("900101000000", "青禾区", PlaceLevel.DISTRICT, "900100000000")
STREET = Place("900101001000", "荷塘街道", PlaceLevel.SUBDISTRICT, "900101000000")
COMMUNITY = Place("900101001001", "白鹭社区", PlaceLevel.COMMUNITY, "900101001000")
PLACES: dict[str, Entity] = {place.name: place for place in (CITY, DISTRICT, STREET, COMMUNITY)}


def found_in(body: str) -> OrganizationsFound:
    return FINDER.find(make_context(LEXICON.scan, body, entities=PLACES))


def organizations_in(body: str) -> list[tuple[str, str]]:
    return [(item.organization.name, item.organization.kind) for item in found_in(body).organizations]


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("白鹭社区党委召开会议。", "白鹭社区党委", "party"),
        ("荷塘街道社会事业局来人了。", "荷塘街道社会事业局", "government"),
        ("溪州市公安局发布提示。", "溪州市公安局", "police"),
        ("他在云溪派出所值班。", "云溪派出所", "police"),
        ("荷塘街道机关退休干部党支部开了会。", "荷塘街道机关退休干部党支部", "party"),
        ("溪州市云鹭农产品发展有限公司到场。", "溪州市云鹭农产品发展有限公司", "company"),
        ("新华社作了报道。", "新华社", "media"),
        ("园区由云鹭文创发展有限公司运营。", "云鹭文创发展有限公司", "company"),
        ("社区邀请云鹭物业管理有限公司到场。", "云鹭物业管理有限公司", "property_management"),
    ],
)
def test_a_place_or_a_name_before_a_head_makes_an_organisation(body: str, name: str, kind: str) -> None:
    assert organizations_in(body) == [(name, kind)]


def test_a_head_inside_quotation_marks_that_began_before_it_ends_no_name() -> None:
    assert organizations_in("白鹭社区“新手爸妈学校”开课。") == []


def test_a_verb_is_no_part_of_the_name_of_a_company() -> None:
    assert [name for name, _ in organizations_in("白鹭社区党委联合溪州云鹭保洁服务有限公司开展活动。")] == [
        "白鹭社区党委",
        "溪州云鹭保洁服务有限公司",
    ]


def test_the_joint_matters_of_a_department_are_one_name() -> None:
    assert ("溪州市住房和建设局", "government") in organizations_in("溪州市住房和建设局公布了数字。")


def test_an_unknown_city_begins_the_name_of_its_hospital() -> None:
    assert [name for name, _ in organizations_in("与岚溪市第二人民医院签约。")] == ["岚溪市第二人民医院"]


def test_an_organ_belongs_to_its_place() -> None:
    (found,) = found_in("白鹭社区党委召开会议。").organizations
    assert found.organization == Organization("白鹭社区党委", "party", COMMUNITY.place_id)


def test_an_organ_is_named_by_the_innermost_place_of_a_chain() -> None:
    assert organizations_in("溪州市青禾区荷塘街道白鹭社区党委开会。") == [("白鹭社区党委", "party")]


def test_a_list_holds_each_of_its_organs() -> None:
    assert organizations_in("白鹭社区党委、荷塘街道妇联共同开展活动。") == [
        ("白鹭社区党委", "party"),
        ("荷塘街道妇联", "party"),
    ]


def test_a_station_after_its_bureau_is_an_organisation_of_its_own() -> None:
    names = {name for name, _ in organizations_in("溪州市公安局云溪派出所报送案例。云溪派出所获奖。")}
    assert names == {"溪州市公安局", "云溪派出所"}


def test_the_branch_of_a_company_and_the_company_are_two() -> None:
    assert set(organizations_in("溪州市云鹭科技有限公司党支部来了。")) == {
        ("溪州市云鹭科技有限公司", "company"),
        ("溪州市云鹭科技有限公司党支部", "party"),
    }


def test_the_official_name_of_a_party_organ_is_its_short_one() -> None:
    assert organizations_in("中共溪州市荷塘街道白鹭社区委员会开会。白鹭社区党委总结。") == [("白鹭社区党委", "party")]


def test_an_unnamed_organ_is_the_only_one_of_its_kind() -> None:
    (found,) = found_in("荷塘街道人大工委开会。街道人大工委部署工作。").organizations
    assert found.organization.name == "荷塘街道人大工委"


@pytest.mark.parametrize(
    "body",
    [
        "社区党委很忙。",
        "各级政府都重视。",
        "高等学校开学。",
        "荷塘街道构建新布局。",
        "请局长讲话。",
        "委员们来了。",
        "孩子上大学。",
    ],
)
def test_heads_without_a_name_are_no_organisations(body: str) -> None:
    assert organizations_in(body) == []


def test_short_forms_map_to_the_fullest_printed_one() -> None:
    names = canonical_names([("溪州大学云学院", "学院", "school"), ("大学云学院", "学院", "school")])
    assert names == {"溪州大学云学院": "溪州大学云学院", "大学云学院": "溪州大学云学院"}


def test_an_unnamed_organ_beside_two_named_ones_means_neither() -> None:
    names = canonical_names(
        [("甲社区党委", "党委", "party"), ("乙社区党委", "党委", "party"), ("社区党委", "党委", "party")]
    )
    assert names["社区党委"] is None


_PIECES = st.sampled_from(
    [
        "溪州市",
        "白鹭社区",
        "公安局",
        "党委",
        "云溪派出所",
        "有限公司",
        "大学",
        "中共",
        "委员会",
        "、",
        "，",
        "（",
        "）",
        "的",
        "“",
        "”",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=20).map("".join))
def test_mentions_are_true_to_the_text(body: str) -> None:
    found = found_in(body)
    for mention in found.mentions:
        assert body[mention.start : mention.end] == mention.surface
    assert {mention.entity for mention in found.mentions} == {item.organization for item in found.organizations}
    assert found == found_in(body)


@pytest.mark.parametrize("body", ["白鹭社区成立积分银行。", "沁湖大学生来到白鹭社区。", "附近小学生很多。"])
def test_schemes_and_pupils_are_no_organisations(body: str) -> None:
    assert organizations_in(body) == []


def test_a_verb_of_having_stands_before_a_name() -> None:
    found = organizations_in("荷塘街道现有“菱先锋”民兵志愿服务队1支。")
    assert all("现有" not in name for name, _ in found)


@pytest.mark.parametrize(
    "body",
    [
        "职能已划转至民政部门。",
        "溪州市法治政府建设稳步推进。",
        "青禾区各级党委政府动员起来。",
        "青禾区第一家村级服务公司开张。",
        "溪州市首个街道级教育基金会成立。",
    ],
)
def test_what_only_describes_organizations_is_none(body: str) -> None:
    assert organizations_in(body) == []
