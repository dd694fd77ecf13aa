"""Sentences tile their paragraphs; quotations, titles and brackets stay whole."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.language.sentences import split_sentences
from newstext.records import Paragraph

# One example a line, its sentences separated by a bar.
EXAMPLES = """
他来了。|她走了！|真的吗？|当然。
占比3.5%。|共12.5万元，增长1.2倍。
“你来了吗？”老人问。|大家都笑了。
“太方便了！”居民周阿姨笑着说。|孩子们也喜欢。
“修好了！”|“真快！”大家喊道。
她说：“第一句。|第二句。”|大家鼓掌。
“第一句。|第二句！”网格员介绍，路面已经铺平。
以“你是谁？”为题的演讲开始了。|台下很安静。
活动喊出“一起来！”的口号。|人人响应。
《怎么办？快来看！》出版了。|卖得很好。
他补充了一点（其实早有人说过。）就坐下了。|散会。
（全文完。）|下面是附录。
他想了想……|然后走了。
油、盐、米……等物品都送到了。|老人收下了。
好！！！|真好？！|是的。
走了。”|原来如此。
结束。
没有句号
……
。。。开头就是句号。|第二句。
第一句。　|第二句。 |第三句。
结尾有省略号。……
“谁来管？”|社区里没有人答得上。|后来有了答案。
王师傅说“没问题。”|李师傅说：“好。”
“吃了吗？”、“在忙啥？”都是问候。|大家听惯了。
「要不要加装电梯？」他问。|没有人反对。
""".strip().splitlines()


def sentences_of(text: str) -> list[str]:
    sentences = split_sentences(text, (Paragraph(0, len(text), None),))
    return [text[sentence.start : sentence.end] for sentence in sentences]


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(example):
    assert sentences_of(example.replace("|", "")) == example.split("|")


def test_sentences_are_numbered_within_paragraphs_and_carry_the_heading():
    body = "甲来了。乙走了。\n丙在。"
    paragraphs = (Paragraph(0, 8, None), Paragraph(9, 12, "小标题"))

    assert [tuple(sentence) for sentence in split_sentences(body, paragraphs)] == [
        (1, 1, 0, 4, None),
        (1, 2, 4, 8, None),
        (2, 1, 9, 12, "小标题"),
    ]


def test_no_paragraph_no_sentence():
    assert split_sentences("", ()) == ()


def test_a_title_mark_without_its_partner_protects_nothing():
    assert sentences_of("《云溪记事。他写完了。再见。") == ["《云溪记事。", "他写完了。", "再见。"]


def test_a_span_that_is_too_long_for_a_title_protects_nothing():
    text = "《" + "云溪很美。" * 30 + "》"

    assert len(sentences_of(text)) == 30


@given(st.lists(st.text(alphabet="甲乙说的问1.。！？…“”‘’《》（）()，： \u3000x", min_size=1, max_size=80), max_size=4))
def test_sentences_tile_every_paragraph_and_none_is_lone_punctuation(texts):
    body = "\n".join(texts)
    paragraphs, start = [], 0
    for text in texts:
        paragraphs.append(Paragraph(start, start + len(text), None))
        start += len(text) + 1
    sentences = split_sentences(body, tuple(paragraphs))

    for number, (text, paragraph) in enumerate(zip(texts, paragraphs, strict=True), start=1):
        own = [sentence for sentence in sentences if sentence.paragraph_no == number]
        assert "".join(body[sentence.start : sentence.end] for sentence in own) == text
        assert [sentence.sentence_no for sentence in own] == list(range(1, len(own) + 1))
        assert own[0].start == paragraph.start
        if len(own) > 1:
            assert all(any(map(str.isalnum, body[sentence.start : sentence.end])) for sentence in own)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 60_000,
        "。" * 60_000,
        "、。" * 30_000,
        "《" * 30_000 + "》" * 30_000,
        "“甲。”" * 15_000,
        "（" * 30_000 + "。）" * 15_000,
    ],
)
def test_time_is_linear_in_the_worst_texts(text):
    started = time.process_time()
    sentences_of(text)

    assert time.process_time() - started < 1.0
