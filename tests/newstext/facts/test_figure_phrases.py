"""The noun phrase beside a figure: where it begins and ends when rjieba's tags do not say it by themselves."""

from __future__ import annotations

import pytest

from newstext.facts.figure_phrases import phrase_after, phrase_before, plain_phrase_after
from newstext.facts.indicators import IndicatorTable
from tests.newstext.facts.article_contexts import reference_rows

TABLE = IndicatorTable.from_rows(reference_rows("indicators"), reference_rows("figure_words"))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        # A verb with its suffix is a noun, however the suffix is tagged.
        ("疏散点和一处基地", "疏散点"),
        # For whom a thing is stands behind it.
        ("智能充电柜供居民使用。", "智能充电柜"),
        ("体育馆面向居民开放。", "体育馆"),
        # What is undertaken closes a name with words that are no nouns by themselves.
        ("冬病夏治改造项目，", "冬病夏治改造项目"),
        # A head word that is cut apart by its neighbours is still one.
        ("自然村村名的长廊", "自然村"),
        # A clause that describes the thing goes before it.
        ("建在社区的体育馆对外开放", "体育馆"),
    ],
)
def test_the_thing_counted_behind_a_figure(text: str, phrase: str) -> None:
    found = phrase_after(text, 0, TABLE)
    assert text[found.start : found.end] == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("缴费档次，居民自选。", "缴费档次"),
        ("搬迁群众划分成几个小组。", "搬迁群众"),
        ("老年助餐点每天供餐。", "老年助餐点"),
        # A verb that reaches somebody or leads to something is no part of a name.
        ("送给居民。", ""),
        ("成为榜样。", ""),
        ("，其余不计。", ""),
    ],
)
def test_words_behind_a_measure_word_that_nobody_knows_to_be_counted(text: str, phrase: str) -> None:
    found = plain_phrase_after(text, 0, TABLE)
    assert text[found.start : found.end] == phrase


@pytest.mark.parametrize(
    ("text", "phrase", "verb"),
    [
        # People before a verb do it; they are not what is counted.
        ("志愿者清理楼道杂物", "楼道杂物", "清理"),
        ("这次评议中不合格", "不合格", ""),
        # One character alone is no noun.
        ("建成市级和美庭院", "和美庭院", ""),
        ("已开展审查的乡镇（街道）", "乡镇", ""),
    ],
)
def test_the_thing_counted_before_a_figure(text: str, phrase: str, verb: str) -> None:
    found = phrase_before(text, 0, len(text), TABLE)
    assert (text[found.start : found.end], found.verb) == (phrase, verb)
