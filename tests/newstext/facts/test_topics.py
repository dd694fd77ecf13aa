from __future__ import annotations

import csv
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.facts.topics import MAXIMUM_TOPICS, WEAK_SHARE, TopicScorer
from newstext.language.lexicon import Lexicon
from newstext.records import ArticleTopic, Place, PlaceLevel
from tests.newstext.facts.article_contexts import REFERENCE, make_context, reference_rows

CODES = {
    "party_building", "grid_governance", "livelihood", "mediation", "waste_sorting", "culture", "elderly", "youth",
    "science", "safety", "industry", "cadre", "volunteering", "defence", "people_congress", "honour", "environment",
    "integrity", "public_security", "tourism",
}  # fmt: skip
SCORER = TopicScorer.from_tables({"topics": reference_rows("topics")})
LEXICON = Lexicon(SCORER.lexicon_entries())


def topics_of(body: str, title: str = "无题") -> tuple[ArticleTopic, ...]:
    return SCORER.score(make_context(LEXICON.scan, body, title))


def codes_of(body: str, title: str = "无题") -> list[str]:
    return [topic.code for topic in topics_of(body, title)]


def test_the_table_has_the_agreed_codes_and_each_has_one_name() -> None:
    rows = reference_rows("topics")
    assert {row["code"] for row in rows} == CODES
    assert len({(row["code"], row["name_zh"], row["name_en"]) for row in rows}) == len(CODES)


def test_no_topic_lists_a_term_twice() -> None:
    counts = Counter((row["code"], row["term"]) for row in reference_rows("topics"))
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_every_weight_is_explained_and_none_is_negative() -> None:
    with (REFERENCE / "topics.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert float(row["weight"]) >= 0
            assert row["reason"]


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("青禾社区举办消防演练，居民学会使用灭火器，网格员上门排查火灾隐患。", "safety"),
        ("青禾社区人民调解员耐心劝解，两家的邻里纠纷得到化解，双方在调解室握手言和。", "mediation"),
        ("老人们在日间照料中心用餐，助餐点为高龄独居老人送餐上门，养老服务越来越细。", "elderly"),
        ("民警走进菜场宣传反诈知识，提醒摊主防范电信诈骗。", "public_security"),
        ("民兵整组点验，退役军人代表谈参军往事，适龄青年踊跃报名征兵。", "defence"),
        ("游客在古镇景区乘船，乡村旅游带火了民宿。", "tourism"),
        ("人大代表走进代表之家接待选民，征集建议。", "people_congress"),
    ],
)
def test_the_lead_topic_is_what_the_terms_speak_of(body: str, lead: str) -> None:
    assert codes_of(body)[0] == lead


def test_a_headline_weighs_more_than_the_body() -> None:
    body = "活动中大家学习垃圾分类，还看了文艺演出。"
    assert codes_of(body, "小区里的文艺演出")[0] == "culture"
    assert codes_of(body, "垃圾分类我先行")[0] == "waste_sorting"


def test_a_word_in_passing_is_no_topic_of_a_long_article() -> None:
    filler = "这里写的是平常日子里的平常事情，说来话长。" * 80
    assert codes_of(filler + "有人说起过调解。") == []


def test_a_word_that_ends_a_places_name_says_nothing_of_the_topic() -> None:
    body = "甲产业园的孩子们排练节目。"
    park = Place("1", "甲产业园", PlaceLevel.COMPOUND)
    context = make_context(LEXICON.scan, body, entities={"甲产业园": park})
    named = {term for topic in SCORER.score(context) for term, _ in topic.terms}
    assert "产业园" not in named
    assert "产业园" in {term for topic in topics_of("园区里的产业园与企业签约，产值亿元。") for term, _ in topic.terms}


def test_a_silent_name_keeps_the_terms_inside_it_from_counting() -> None:
    body = "苏州工业园区的苏州工业园区书场里，票友唱起评弹。"
    assert codes_of(body) == ["culture"]
    assert "industry" in codes_of("工业园区里，工业项目一个接一个投产。")
    named = {term for topic in topics_of("老干部活动室里，干部培训班开课，干部们练本领。") for term, _ in topic.terms}
    assert "老干部" not in {term for topic in topics_of("老干部与干部，干部培训班。") for term, _ in topic.terms}
    assert "干部" in named


def test_who_acts_and_when_is_not_yet_what_it_is_about() -> None:
    assert codes_of("志愿者给孩子们讲绘本故事，亲子家庭围坐阅读。")[0] != "volunteering"
    assert "culture" not in codes_of("重阳节里，社工给高龄老人送上重阳糕，陪独居老人说话。")
    assert "cadre" not in codes_of("党员冬训开始，党员们学习党史。")


def test_weak_terms_alone_make_no_topic() -> None:
    assert codes_of("环节设置有原理讲解和探索，教授谈创新。") == []


def test_every_point_is_explained_by_a_counted_term() -> None:
    body = "党支部召开党员大会，党员们重温入党誓词。"
    lead = topics_of(body)[0]
    assert lead.code == "party_building"
    weights = {row["term"]: row["weight"] for row in reference_rows("topics") if row["code"] == lead.code}
    for term, count in lead.terms:
        assert term in weights
        assert 0 < count <= body.count(term)


def test_a_term_inside_a_longer_one_of_its_topic_does_not_count_again() -> None:
    terms = dict(topics_of("社区开展垃圾分类，垃圾分类成了习惯。")[0].terms)
    assert terms == {"垃圾分类": 2}


def test_no_terms_no_topics() -> None:
    assert topics_of("") == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([row["term"] for row in reference_rows("topics")]), max_size=40))
def test_ranks_count_from_one_and_scores_fall(terms: list[str]) -> None:
    topics = topics_of("，".join(terms) + "。")
    assert len(topics) <= MAXIMUM_TOPICS
    assert [topic.rank for topic in topics] == list(range(1, len(topics) + 1))
    scores = [topic.score for topic in topics]
    assert scores == sorted(scores, reverse=True)
    assert len({topic.code for topic in topics}) == len(topics)


def test_a_term_of_the_first_sentence_counts_once_more() -> None:
    early = topics_of("居民在社区食堂用餐。天气很好，树叶黄了。")
    late = topics_of("天气很好，树叶黄了。居民在社区食堂用餐。")
    assert [topic.code for topic in early] == [topic.code for topic in late]
    assert early[0].score > late[0].score


def test_weak_terms_add_no_more_than_their_share_of_the_stronger_ones() -> None:
    plain = topics_of("修缮完工。")[0]
    crowded = topics_of("修缮完工。居民、村民和群众都满意，小区和街坊也方便。")[0]
    assert plain.code == crowded.code == "livelihood"
    assert plain.score < crowded.score <= plain.score * (1 + WEAK_SHARE) + 0.01


def test_a_whole_beside_its_part_needs_a_headline() -> None:
    body = "社区宣传垃圾分类。垃圾分类靠大家，环保、低碳、节能，人居环境好。"
    assert codes_of(body, "垃圾分类见成效") == ["waste_sorting"]
    assert set(codes_of(body, "人居环境再提升 垃圾分类见成效")) == {"waste_sorting", "environment"}
