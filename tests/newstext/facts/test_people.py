from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.facts.people import PeopleFinder, PeopleFound
from newstext.language.lexicon import Lexicon
from newstext.records import Organization, Place, PlaceLevel
from tests.newstext.facts.article_contexts import make_context, reference_rows

FINDER = PeopleFinder.from_tables(
    {name: reference_rows(name) for name in ("person_titles", "person_not_names", "surnames")}
)
LEXICON = Lexicon(FINDER.lexicon_entries())
GOLD = Path(__file__).resolve().parents[4] / "shared" / "gold" / "real"


def people_in(body: str, reporters: tuple[str, ...] = (), title: str = "无题") -> PeopleFound:
    context = make_context(LEXICON.scan, body, title)
    return FINDER.find(replace(context, article=replace(context.article, reporters=reporters)))


def names_in(body: str) -> list[str]:
    return [item.person.name for item in people_in(body).persons]


def test_reporters_come_from_the_byline_also_under_a_pen_name() -> None:
    found = people_in("青禾社区开了会。", ("周小禾", "青禾宣")).persons
    assert [(item.person.name, item.person.kind, item.role) for item in found] == [
        ("周小禾", "reporter", "reporter"),
        ("青禾宣", "reporter", "reporter"),
    ]


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("青禾社区党委书记王建华表示，要办好实事。", "王建华", "official"),
        ("副主任李敏到场。", "李敏", "official"),
        ("居民邵文华向社区反映问题。", "邵文华", "resident"),
        ("网格员周洁在楼道里巡查。", "周洁", "worker"),
        ("市委党校张永明副教授来讲课。", "张永明", "expert"),
        ("“海棠先锋”陈建国走进楼道。", "陈建国", "other"),
        ("总经理欧阳静签署了协议。", "欧阳静", "other"),
        ("居民李某说，灯修好了。", "李某", "resident"),
        ("民警陈守正，今年五十岁。", "陈守正", "worker"),
        ("居民王建说，灯修好了。", "王建", "resident"),
    ],
)
def test_a_title_makes_a_name(body: str, name: str, kind: str) -> None:
    assert [(item.person.name, item.person.kind) for item in people_in(body).persons] == [(name, kind)]


@pytest.mark.parametrize(
    ("body", "name", "kind", "role"),
    [
        # A calling that no table lists.
        ("这一天，评书家杜明远讲了个故事。", "杜明远", "other", "评书家"),
        # Where somebody lives or comes from.
        ("家住柳岸街道的祖思明在群里发了一条信息。", "祖思明", "resident", None),
        ("出生于1986年的魏宁，常常上门服务。", "魏宁", "resident", None),
        # How old somebody is.
        ("赵晓峰，70岁，在这里住了一辈子。", "赵晓峰", "resident", None),
        ("李敏（女，今年66岁）是楼组长。", "李敏", "resident", None),
    ],
)
def test_somebody_is_introduced_without_a_title(body: str, name: str, kind: str, role: str | None) -> None:
    assert [(item.person.name, item.person.kind, item.role_title) for item in people_in(body).persons] == [
        (name, kind, role)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "一名村民被困于自家房屋内。",
        "社区动员高龄老人接种疫苗。",
        "工作人员安全送达。",
        "老人家常常坐在这里。",
        "家住这里的老人们都来了。",
        "老人，80岁，独居。",
        "出生于这里的居民大多搬走了。",
    ],
)
def test_nobody_is_introduced_where_no_name_stands(body: str) -> None:
    assert names_in(body) == []


def test_the_reporters_of_a_dateline_are_reporters() -> None:
    found = people_in("本报讯（记者 周小禾 李敏 通讯员 青禾宣）6月1日，社区开了会。").persons
    assert [(item.person.name, item.role) for item in found] == [
        ("周小禾", "reporter"),
        ("李敏", "reporter"),
        ("青禾宣", "reporter"),
    ]


def test_a_credit_is_no_reporter() -> None:
    assert [item.person.name for item in people_in("社区开了会。", ("周小禾", "摄影")).persons] == ["周小禾"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("选手穆清风三言两语劝住了两人。", "穆清风"),
        ("年轻支书邢晓禾接过了本子。", "邢晓禾"),
        ("居民车国栋一边充电，一边夸新车棚。", "车国栋"),
        ("店铺老板穆大勇发现冒烟。", "穆大勇"),
        ("写日记的人叫邢满仓，今年七十九岁。", "邢满仓"),
        ("七十四岁的钟离舒用这套家当讲课。", "钟离舒"),
        ("请来九十三岁的司徒奶奶。", "司徒奶奶"),
        ("为家住河边的费奶奶洗头。", "费奶奶"),
    ],
)
def test_any_verb_may_follow_a_rare_name_after_a_title(body: str, name: str) -> None:
    assert names_in(body) == [name]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("教授范文创作了一部小说。", "范文"),
        ("院长周强亲自到场。", "周强"),
        ("部长龚波以“初心”为题讲课。", "龚波"),
    ],
)
def test_a_name_ends_before_the_word_that_follows_it(body: str, name: str) -> None:
    assert names_in(body) == [name]


def test_a_part_of_a_foreign_name_is_no_name() -> None:
    assert names_in("副校长史蒂芬•默多克到访。") == []


def test_the_title_is_kept_as_printed_with_what_stands_before_it() -> None:
    (found,) = people_in("在青禾街道党工委书记王建华的见证下，双方签约。").persons
    assert found.role_title == "青禾街道党工委书记"


def test_two_offices_of_one_person_are_one_title() -> None:
    (found,) = people_in("他与荷塘街道党工委书记、办事处主任李敏签了协议。").persons
    assert found.role_title == "荷塘街道党工委书记、办事处主任"


def test_the_verb_before_a_title_is_not_in_it() -> None:
    (found,) = people_in("党员们走访周边好人朱恒山。").persons
    assert found.role_title == "周边好人"


def test_a_title_holds_for_the_list_after_it() -> None:
    assert names_in("区领导王建华、李敏、周洁参加活动。") == ["王建华", "李敏", "周洁"]


def test_titles_in_a_list_each_have_their_own_name() -> None:
    assert names_in("党委书记王建华、副主任李敏与总经理周洁一同出席。") == ["王建华", "李敏", "周洁"]


@pytest.mark.parametrize("name", ["严阿姨", "朱老伯", "王奶奶", "李大爷", "张女士"])
def test_a_surname_with_a_form_of_address_is_a_person_as_printed(name: str) -> None:
    assert names_in(f"“灯亮了，心里也亮了。”{name}说。") == [name]


def test_a_form_of_address_joins_the_full_name_of_the_article() -> None:
    assert names_in("走访居民朱恒山。朱老伯说，谢谢大家。") == ["朱恒山"]


def test_a_form_of_address_stays_where_two_people_share_its_surname() -> None:
    assert set(names_in("居民朱恒山、居民朱永年都来了。朱老伯说，谢谢大家。")) == {"朱恒山", "朱永年", "朱老伯"}


def test_who_speaks_is_a_person_without_a_title() -> None:
    assert names_in("“路平了。”李建军说，“出门方便。”") == ["李建军"]


@pytest.mark.parametrize(
    "body",
    [
        "居民高度关注此事。",
        "居民马上行动起来。",
        "党员和群众都来了。",
        "党委书记、主任都到场。",
        "居民满意率很高。",
        "委员会于今年成立。",
        "学员都能学到本领。",
        "水上居民宿区很美。",
        "志愿者们对于老人很关心。",
        "居民代表应邀参加。",
        "“博士阳光讲坛”开讲。",
        "居民安全感更强。",
    ],
)
def test_words_after_a_title_are_no_names(body: str) -> None:
    assert names_in(body) == []


def test_a_place_is_no_person() -> None:
    place = Place("provisional:community:金星社区:", "金星社区", PlaceLevel.COMMUNITY)
    body = "书记王建华、金星社区居民都来了。"
    context = make_context(LEXICON.scan, body, entities={"金星社区": place})
    assert [item.person.name for item in FINDER.find(context).persons] == ["王建华"]


def test_the_organisation_before_the_title_is_the_person_s() -> None:
    company = Organization("青禾科技有限公司", "company")
    body = "青禾科技有限公司总经理周洁介绍，产线已经建成。"
    (found,) = FINDER.find(make_context(LEXICON.scan, body, entities={company.name: company})).persons
    assert found.organization == company


def test_every_occurrence_of_a_name_is_counted_and_marked() -> None:
    found = people_in("书记王建华到场。王建华表示感谢。", title="王建华的一天")
    assert [(mention.start, mention.end) for mention in found.mentions] == [(2, 5), (8, 11)]
    assert found.persons[0].mention_count == 3


_PIECES = st.sampled_from(
    ["书记", "居民", "王", "建", "华", "李阿姨", "、", "，", "。", "说", "“", "”", "和", "高度", "欧阳", "教授", "\n"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_mentions_are_true_to_the_text(body: str) -> None:
    found = people_in(body)
    for mention in found.mentions:
        assert body[mention.start : mention.end] == mention.surface
    assert found == people_in(body)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold pages are not beside this repository")
def test_people_of_the_gold_pages() -> None:
    right = found_count = wanted_count = 0
    for file in sorted(GOLD.glob("*.facts.json")):
        page = file.name.split(".")[0]
        bodies = json.loads((GOLD / f"{page}.body.json").read_text(encoding="utf-8"))
        layout = json.loads((GOLD / f"{page}.articles.json").read_text(encoding="utf-8"))
        bylines = {article["id"]: tuple(article.get("bylines") or ()) for article in layout}
        for article in json.loads(file.read_text(encoding="utf-8")):
            found = people_in("\n".join(bodies[article["id"]]), bylines[article["id"]], article["title"])
            names = {item.person.name for item in found.persons}
            wanted = {person["name"] for person in article["persons"]}
            right += len(names & wanted)
            found_count += len(names)
            wanted_count += len(wanted)
    assert 2 * right / (found_count + wanted_count) >= 0.97


def test_the_name_behind_a_quoted_role_is_a_person() -> None:
    assert names_in("“银发顾问”丁国安和网格员上门听意见。") == ["丁国安"]
    assert names_in("“共享菜园”方便了大家。") == []


def test_a_rare_surname_before_a_form_of_address_is_one() -> None:
    assert names_in("家住附近的双职工家庭鲁女士说，灯修好了。") == ["鲁女士"]
