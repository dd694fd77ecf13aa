"""Dates: what counts as a date expression, and what it resolves to, with its basis."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.facts.context import PageContext
from newstext.facts.dates import UNANCHORED, DateFinder, infer_page_date
from newstext.language.lexicon import Lexicon
from newstext.records import DateMention, PageHint
from tests.newstext.facts.article_contexts import make_context, reference_rows

FINDER = DateFinder.from_tables({name: reference_rows(name) for name in ("date_words", "holidays")})
LEXICON = Lexicon(FINDER.lexicon_entries())
NOVEMBER = PageContext(published_on=date(2024, 11, 12))
UNDATED = PageContext()
GOLD = Path(__file__).resolve().parents[4] / "shared" / "gold" / "real"


def dates(text: str, page: PageContext = NOVEMBER) -> tuple[DateMention, ...]:
    found = FINDER.find(replace(make_context(LEXICON.scan, text), page=page))
    for mention in found:
        assert text[mention.start : mention.end] == mention.source_text
    return found


def only(text: str, page: PageContext = NOVEMBER) -> DateMention:
    found = dates(text, page)
    assert len(found) == 1, [mention.source_text for mention in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "surface", "first", "last"),
    [
        ("2024年10月25日，会议召开。", "2024年10月25日", (2024, 10, 25), (2024, 10, 25)),
        ("11月8日下午，演出开始。", "11月8日下午", (2024, 11, 8), (2024, 11, 8)),
        ("11月8日上午9时30分许，演出开始。", "11月8日上午9时30分许", (2024, 11, 8), (2024, 11, 8)),
        ("11月8日至10日举行。", "11月8日至10日", (2024, 11, 8), (2024, 11, 10)),
        ("10月30日至11月2日举行。", "10月30日至11月2日", (2024, 10, 30), (2024, 11, 2)),
        ("9月26-28日举行。", "9月26-28日", (2024, 9, 26), (2024, 9, 28)),
        ("十月二十五日举行。", "十月二十五日", (2024, 10, 25), (2024, 10, 25)),
        ("二〇二四年五月一日起施行。", "二〇二四年五月一日", (2024, 5, 1), (2024, 5, 1)),
        ("记录于2024-03-05。", "2024-03-05", (2024, 3, 5), (2024, 3, 5)),
        ("昨日，雨停了。", "昨日", (2024, 11, 11), (2024, 11, 11)),
        ("昨天下午，雨停了。", "昨天下午", (2024, 11, 11), (2024, 11, 11)),
        ("今天，雨停了。", "今天", (2024, 11, 12), (2024, 11, 12)),
        ("上周三，雨停了。", "上周三", (2024, 11, 6), (2024, 11, 6)),
        ("本周日，雨停了。", "本周日", (2024, 11, 17), (2024, 11, 17)),
    ],
)
def test_days_are_resolved_to_the_day(
    text: str, surface: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    mention = only(text)
    assert mention.source_text == surface
    assert (mention.resolved_from, mention.resolved_to, mention.precision) == (date(*first), date(*last), "day")


@pytest.mark.parametrize(
    ("text", "surface", "first", "last", "precision"),
    [
        ("2020年12月投入使用。", "2020年12月", (2020, 12, 1), (2020, 12, 31), "month"),
        ("今年3月启用。", "今年3月", (2024, 3, 1), (2024, 3, 31), "month"),
        ("2022年，街道出台办法。", "2022年", (2022, 1, 1), (2022, 12, 31), "year"),
        ("去年建成。", "去年", (2023, 1, 1), (2023, 12, 31), "year"),
        ("今年以来开展活动。", "今年以来", (2024, 1, 1), (2024, 11, 12), "period"),
        ("今年上半年完成。", "今年上半年", (2024, 1, 1), (2024, 6, 30), "period"),
        ("2023年前三季度完成。", "2023年前三季度", (2023, 1, 1), (2023, 9, 30), "period"),
        ("1至9月完成。", "1至9月", (2024, 1, 1), (2024, 9, 30), "period"),
        ("截至10月底完成。", "截至10月底", (2024, 10, 31), (2024, 10, 31), "period"),
        ("5月上旬开工。", "5月上旬", (2024, 5, 1), (2024, 5, 10), "period"),
        ("20世纪90年代建成。", "20世纪90年代", (1990, 1, 1), (1999, 12, 31), "period"),
        ("上世纪80年代建成。", "上世纪80年代", (1980, 1, 1), (1989, 12, 31), "period"),
        ("“十四五”期间建成。", "“十四五”期间", (2021, 1, 1), (2025, 12, 31), "period"),
        ("2021—2023年建成。", "2021—2023年", (2021, 1, 1), (2023, 12, 31), "period"),
    ],
)
def test_longer_spans_keep_their_precision(
    text: str, surface: str, first: tuple[int, int, int], last: tuple[int, int, int], precision: str
) -> None:
    mention = only(text)
    assert mention.source_text == surface
    assert (mention.resolved_from, mention.resolved_to, mention.precision) == (date(*first), date(*last), precision)


@pytest.mark.parametrize(
    ("text", "surface", "day"),
    [
        ("立冬，天凉了。", "立冬", (2024, 11, 7)),
        ("中秋节前夕包饺子。", "中秋节前夕", (2024, 9, 17)),
        ("国庆期间开放。", "国庆期间", (2024, 10, 1)),
        ("春节，社区值班。", "春节", (2024, 2, 10)),
        ("除夕，社区值班。", "除夕", (2024, 2, 9)),
        ("冬至，社区送汤圆。", "冬至", (2024, 12, 21)),
    ],
)
def test_festivals_and_solar_terms_come_from_the_calendar(text: str, surface: str, day: tuple[int, int, int]) -> None:
    mention = only(text)
    assert (mention.source_text, mention.resolved_from, mention.precision) == (surface, date(*day), "period")


@pytest.mark.parametrize(
    "text",
    [
        "近日，开展活动。",
        "日前，开展活动。",
        "近年来，不断改善。",
        "截至目前，已完成。",
        "连日来，走访。",
        "两年多来，坚持。",
    ],
)
def test_words_without_an_anchor_stay_unresolved(text: str) -> None:
    mention = only(text)
    assert (mention.resolved_from, mention.resolved_to) == (None, None)
    assert (mention.precision, mention.basis) == ("relative", UNANCHORED)


@pytest.mark.parametrize(
    "text", ["昨日，雨停了。", "上周三，雨停了。", "今年以来，持续推进。", "11月8日，雨停了。", "立冬，天凉了。"]
)
def test_nothing_is_resolved_where_neither_page_nor_text_prints_a_year(text: str) -> None:
    assert only(text, UNDATED).resolved_from is None


@pytest.mark.parametrize(
    "text",
    [
        "每周三开放。",
        "每年10月举办。",
        "三年行动计划。",
        "下一步将继续。",
        "定期走访。",
        "建校90周年。",
        "服务3年。",
        "为期10日。",
        "连续5日值守。",
        "服务2000小时。",
        "植树2000棵。",
        "日子好到今天这样。",
        "“今天吃什么？”她问。",
        "在三十年中成长。",
        "3个月完成。",
        "2012级学生。",
        "住国庆路。",
        "上周边看看。",
    ],
)
def test_frequencies_durations_and_names_are_no_dates(text: str) -> None:
    assert dates(text) == ()


def test_a_day_after_the_pages_date_is_last_years() -> None:
    mention = only("12月26日，社区举办汇演。")
    assert mention.resolved_from == date(2023, 12, 26)
    assert mention.basis.startswith("last year")


def test_a_planned_day_stays_in_the_future() -> None:
    assert only("汇演将于12月26日举办。").resolved_from == date(2024, 12, 26)
    december = PageContext(published_on=date(2024, 12, 28))
    assert only("汇演将于1月5日举办。", december).resolved_from == date(2025, 1, 5)


def test_a_word_of_a_plan_does_not_move_a_day_by_most_of_a_year() -> None:
    january = PageContext(published_on=date(2025, 1, 10))
    assert only("12月26日，社区将演出搬进小区。", january).resolved_from == date(2024, 12, 26)


def test_tomorrow_is_not_rolled_back() -> None:
    assert only("11月13日，展览开幕。").resolved_from == date(2024, 11, 13)


def test_a_full_date_gives_its_year_to_the_days_behind_it() -> None:
    found = dates("2022年5月启动招标，6月开工，10月10日验收。")
    assert [mention.resolved_from for mention in found] == [date(2022, 5, 1), date(2022, 6, 1), date(2022, 10, 10)]


def test_a_year_printed_in_the_sentence_serves_where_the_page_has_no_date() -> None:
    found = dates("4月27日，2023东港文旅推介会举办。", UNDATED)
    assert [(mention.source_text, mention.resolved_from) for mention in found] == [
        ("4月27日", date(2023, 4, 27)),
        ("2023", date(2023, 1, 1)),
    ]


def test_a_target_year_does_not_date_a_report() -> None:
    assert dates("5月3日，规划发布，到2030年建成。", UNDATED)[0].resolved_from is None


def test_the_year_of_the_page_is_named_as_the_basis() -> None:
    page = PageContext(year=2024, year_basis="latest year printed: 2024年工作会议")
    mention = only("11月8日，演出开始。", page)
    assert mention.resolved_from == date(2024, 11, 8)
    assert "2024年工作会议" in mention.basis


def test_that_day_and_the_next_day_follow_the_day_before_them() -> None:
    found = dates("11月8日，演出开始。当天，雨停了。次日，展览开幕。")
    assert [mention.resolved_from for mention in found] == [date(2024, 11, 8), date(2024, 11, 8), date(2024, 11, 9)]


def test_a_bare_day_takes_the_month_before_it_or_the_latest_possible() -> None:
    assert [mention.resolved_from for mention in dates("10月8日开幕。9日闭幕。")] == [
        date(2024, 10, 8),
        date(2024, 10, 9),
    ]
    assert only("20日上午，雨停了。").resolved_from == date(2024, 10, 20)


def test_since_an_undated_event_is_a_date_expression() -> None:
    assert only("自冬季学习开展以来，街道积极行动。").source_text == "自冬季学习开展以来"


def test_a_zodiac_year_is_that_next_to_the_pages() -> None:
    assert only("兔年到了。", PageContext(year=2023)).resolved_from == date(2023, 1, 1)


def test_an_impossible_day_stays_unresolved() -> None:
    assert only("2月30日，演出开始。").resolved_from is None


@given(st.text(alphabet="0123456789年月日至到-—今去昨上周三近来以截底，。一二十、（）国庆立冬", max_size=40))
def test_any_text_gives_ordered_spans_with_both_bounds_or_none(text: str) -> None:
    end = 0
    for mention in dates(text):
        assert mention.start >= end
        end = mention.end
        assert (mention.resolved_from is None) == (mention.resolved_to is None)
        if mention.resolved_from is not None and mention.resolved_to is not None:
            assert mention.resolved_from <= mention.resolved_to
        else:
            assert mention.precision == "relative"


def test_path_speaks_before_the_masthead_and_the_masthead_before_the_texts() -> None:
    texts = [("标题", "2023年5月8日，会议召开。")]
    hint = PageHint(published_on=date(2024, 1, 2), published_on_basis="path")
    assert infer_page_date(texts, hint, date(2024, 1, 3))[:2] == (date(2024, 1, 2), "path")
    assert infer_page_date(texts, PageHint(), date(2024, 1, 3))[:2] == (date(2024, 1, 3), "masthead")
    assert infer_page_date(texts, PageHint(), None)[:3] == (None, "unknown", 2023)


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("2023东港文旅推介会举办。", 2023),
        ("结合2024年工作计划讨论。", 2024),
        ("到2030年举办三次大会。", None),
        ("园区于2020年投入使用。", None),
        ("始建于1998年的小区。", None),
        ("落实2021—2025年工作规划。", None),
        ("没有年份的活动。", None),
    ],
)
def test_the_pages_year_is_that_of_its_own_events(body: str, year: int | None) -> None:
    assert infer_page_date([("标题", body)], PageHint(), None).year == year


def test_a_day_is_inferred_only_where_a_text_equates_it_with_today() -> None:
    found = infer_page_date([("标题", "记者昨天（11月7日）获悉，2024年社区运动会闭幕。")], PageHint(), None)
    assert found.published_on == date(2024, 11, 8)
    assert found.basis.startswith("inferred")


def test_day_dates_of_real_pages_agree_with_a_careful_reader() -> None:
    if not GOLD.exists():
        pytest.skip("the shared gold pages are not beside this checkout")
    right = found = wanted = 0
    for facts in sorted(GOLD.glob("*.facts.json")):
        page = facts.name.removesuffix(".facts.json")
        bodies = json.loads((GOLD / f"{page}.body.json").read_text(encoding="utf-8"))
        texts = {name: "\n".join(paragraphs) for name, paragraphs in bodies.items()}
        inferred = infer_page_date([("", text) for text in texts.values()], PageHint(), None)
        context = PageContext(year=inferred.year, year_basis=inferred.year_basis)
        for article in json.loads(facts.read_text(encoding="utf-8")):
            got = {
                str(mention.resolved_from)
                for mention in dates(texts[article["id"]], context)
                if mention.precision == "day" and mention.resolved_from == mention.resolved_to
            }
            want = {
                item["resolved"] for item in article["dates"] if item["precision"] == "day" and item.get("resolved")
            }
            right, found, wanted = right + len(got & want), found + len(got), wanted + len(want)
    assert 2 * right / (found + wanted) >= 0.95
