"""Seams: what goes on with what, and what was printed twice."""

import re

import pytest

from newstext.language.characters import CharacterModel, NgramCounter
from newstext.language.ngrams import WordSeams
from newstext.page.lines import finish_of
from newstext.page.seams import Seam, SeamScorer
from tests.newstext.page.layout_fixtures import ROOT, tables

WORDS = WordSeams()
WEIGHTS = {row["weight"]: float(row["value"]) for row in tables()["layout_weights"]}
SEAMS = SeamScorer(WORDS, CharacterModel({}), WEIGHTS)


def seam(left: str, right: str) -> Seam:
    return SEAMS.score(SEAMS.tail(left, finish_of(left), "", False), SEAMS.head(right, "", False))


def nats(seam: Seam) -> float:
    return seam[0]


def dropped_at(seam: Seam) -> int:
    return seam[1]


@pytest.mark.parametrize(
    ("left", "right", "straddles"),
    [
        ("大家一起商", "量办法", True),
        ("摊位统一搬进了", "雨棚下", False),
        ("把意见交给社区", "大家满意", False),
        ("推动基层治", "理提质增效", True),
    ],
)
def test_a_dictionary_word_across_the_seam(left: str, right: str, straddles: bool) -> None:
    assert (WORDS.straddle(left, right) > 1.0) is straddles
    assert (WORDS.straddle(left, right, 1.0) > 1.0) is straddles


@pytest.mark.parametrize(
    ("left", "right", "dropped"),
    [
        ("加强队伍建设", "设、完善制度", 1),
        ("强化部门配合", "配合，形成合力", 2),
        ("垃圾分类，人", "人有责", 0),
        ("垃圾分类，人人", "人有责", 1),
        ("服务中国", "国家建设需要", 0),
        ("增长了20", "0多户", 0),
        ("他沉默了…", "…随后点头", 0),
        ("清淤、截污、", "、种树", 1),
        ("坚定跟党走、", "跟党走", 0),
        ("爱护家园，难在天", "天分、天天记得分", 0),
        ("茶摊开张当天", "天就来了八位老人", 1),
        ("上门看望独居老人58人", "8人次", 2),
    ],
)
def test_what_was_printed_twice_is_dropped_and_natural_repetition_stays(left: str, right: str, dropped: int) -> None:
    assert dropped_at(seam(left, right)) == dropped


def test_the_right_rest_of_an_unfinished_word_scores_best() -> None:
    tail = "老茶园眼看就要恢"
    rests = ["复往年的收成。", "河道两岸栽满水杉。", "近日，集市开门迎客。"]
    assert max(rests, key=lambda rest: nats(seam(tail, rest))) == rests[0]


def test_half_a_word_at_the_end_is_seen() -> None:
    assert WORDS.ends_broken("收成能够恢")
    assert not WORDS.ends_broken("收成能够恢复")
    assert not WORDS.ends_broken("送到社区")


def test_every_weight_is_used_and_has_a_reason() -> None:
    modules = (ROOT / "newstext" / "page").glob("*.py")
    named = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', "\n".join(path.read_text(encoding="utf-8") for path in modules)))
    rows = tables()["layout_weights"]
    assert {row["weight"] for row in rows} <= named
    assert all(row["reason"] for row in rows)
    assert len({row["weight"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "text", ["近日，集市开门", "2024年3月9日，集市开门", "3月9日，集市开门", "昨日，集市开门", "当天，集市开门"]
)
def test_an_adverb_of_time_opens_a_paragraph(text: str) -> None:
    assert SEAMS.head(text, "", False).opens < 0.0 == SEAMS.head("集市开门", "", False).opens


def test_what_a_program_wrapped_at_a_width_is_never_taken_for_printed_twice() -> None:
    cut = SEAMS.tail("各地的风俗各美其美、美", finish_of("美"), "", False)
    wrapped = SEAMS.tail("各地的风俗各美其美、美", finish_of("美"), "", True, True)
    head = SEAMS.head("美与共的图景。", "", False)
    assert dropped_at(SEAMS.score(wrapped, head)) == 0
    repeated = SEAMS.head("美、美与共的图景。", "", False)
    assert (dropped_at(SEAMS.score(cut, repeated)), dropped_at(SEAMS.score(wrapped, repeated))) == (3, 0)


def test_a_sentence_that_ends_at_the_width_ends_its_paragraph_the_sooner_the_longer_it_is() -> None:
    head = SEAMS.head("居民代表说了自己的想法。", "", False)
    text = "十二个摊位搬进雨棚。"
    scores = [
        nats(SEAMS.score(SEAMS.tail(text, finish_of(text), "", True, True, size), head)) for size in (20, 60, 140)
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_a_name_that_was_learned_from_other_articles_is_seen_at_the_seam() -> None:
    counter = NgramCounter()
    counter.add([("栈道通到麂角亭边，游人在麂角亭歇脚。", True), ("角楼下也有人唱歌。", True)] * 3)
    learned = SeamScorer(WORDS, CharacterModel(counter.most_common(2, 1000)), WEIGHTS)
    tail, head = SEAMS.tail("大家走到麂", finish_of("大家走到麂"), "", False), SEAMS.head("角亭边乘凉。", "", False)
    assert nats(learned.score(tail, head)) > nats(SEAMS.score(tail, head))
    begun = SEAMS.head("角楼下也有人唱歌。", "", False)
    assert nats(learned.score(tail, begun)) < nats(learned.score(tail, head))
