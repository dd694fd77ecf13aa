"""Two engines that agree token for token, the project's own words in both, and the counting of an article's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reference import load_tables
from newstext.language.words import (
    AddedWord,
    JiebaSegmenter,
    RjiebaSegmenter,
    WordCounter,
    WordListError,
    added_words,
)
from newstext.records import WordCounts

ROOT = Path(__file__).parents[3]
GOLD = ROOT.parent / "shared" / "gold"
DOMAIN_SENTENCES = (Path(__file__).parent / "domain_sentences.txt").read_text(encoding="utf-8").splitlines()

HANZI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
RARE_HANZI = st.sampled_from("㐀䶵鿕鿖鿿\uf900犇囍燚龘\U00020000\U0002a6d6\U0002f800")
NEWS_CHARACTERS = st.sampled_from("的一是在社区居民网格员工作服务十百千万年月日两名了有部手机份文件名教授")
ASCII_CHARACTERS = st.sampled_from("ABab019-_.%+#&/: ")
OTHER_CHARACTERS = st.sampled_from("，。“”（）《》·—…％１ａ\r\n\t\u3000\u2028\x85é́ﬀ🎉")
TEXTS = st.text(
    alphabet=st.one_of(NEWS_CHARACTERS, NEWS_CHARACTERS, HANZI, RARE_HANZI, ASCII_CHARACTERS, OTHER_CHARACTERS),
    max_size=60,
)


@pytest.fixture(scope="module")
def tables():
    return load_tables(ROOT / "seeds" / "reference")


@pytest.fixture(scope="module")
def words(tables) -> tuple[AddedWord, ...]:
    return added_words(tables["domain_words"], [row["name"] for row in tables["places"]])


@pytest.fixture(scope="module")
def engines(words) -> tuple[RjiebaSegmenter, JiebaSegmenter]:
    return RjiebaSegmenter(words), JiebaSegmenter(words)


@pytest.fixture(scope="module")
def plain_engines() -> tuple[RjiebaSegmenter, JiebaSegmenter]:
    return RjiebaSegmenter(), JiebaSegmenter()


@pytest.fixture(scope="module")
def latin_engines() -> tuple[RjiebaSegmenter, JiebaSegmenter]:
    words = added_words(tuple({"word": word, "frequency": ""} for word in ("Wi-Fi", "AI", "5G基站")))
    return RjiebaSegmenter(words), JiebaSegmenter(words)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold pages are not beside the repository")
def test_the_engines_agree_on_the_gold_pages(engines):
    for page in sorted(GOLD.glob("real/*.txt")) + sorted(GOLD.glob("synthetic/*0.txt")):
        text = page.read_text(encoding="utf-8")
        assert engines[0].cut(text) == engines[1].cut(text), page.name


@given(text=TEXTS)
@settings(max_examples=400, deadline=None)
def test_the_engines_agree_on_random_text_and_their_words_tile_it(engines, text):
    words = engines[0].cut(text)

    assert words == engines[1].cut(text)
    assert "".join(words) == text


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_engines_agree_without_added_words(plain_engines, text):
    assert plain_engines[0].cut(text) == plain_engines[1].cut(text)


@given(picks=st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_the_engines_agree_on_the_projects_words_in_any_order(engines, words, picks):
    text = "".join(words[pick % len(words)].word for pick in picks)

    assert engines[0].cut(text) == engines[1].cut(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wi-Fi覆盖",
        "8-15点",
        "www.example.com",
        "A-B",
        "3.5.2版",
        "1.2.3%",
        "2024-11-28",
        "a_b_5%",
        "A1.B2-C",
        "A.5B",
        "--a-",
    ],
)
def test_joined_ascii_is_split_as_jieba_splits_it(engines, text):
    assert engines[0].cut(text) == engines[1].cut(text)


@pytest.mark.parametrize("sentence", DOMAIN_SENTENCES)
def test_words_of_the_domain_are_whole(tables, sentence):
    segmenter = RjiebaSegmenter(added_words(tables["domain_words"]))
    words = sentence.split(" ")

    assert segmenter.cut("".join(words)) == words


def test_an_added_name_becomes_a_word_in_both_engines():
    text = "云溪湾第九社区开了会"
    words = added_words((), ["云溪湾第九社区"])

    assert "云溪湾第九社区" not in RjiebaSegmenter().cut(text)
    assert RjiebaSegmenter(words).cut(text)[0] == "云溪湾第九社区"
    assert JiebaSegmenter(words).cut(text)[0] == "云溪湾第九社区"


@given(text=st.text(alphabet="AIWiF5Gi-6.的区鿖", max_size=20))
@settings(max_examples=200, deadline=None)
def test_added_words_of_letters_and_digits_are_words_in_both_engines(latin_engines, text):
    assert latin_engines[0].cut(text) == latin_engines[1].cut(text)
    assert latin_engines[0].cut("装了Wi-Fi和5G基站") == ["装", "了", "Wi-Fi", "和", "5G基站"]


def test_a_removed_word_is_no_word_any_more_in_both_engines():
    words = added_words(({"word": "部手机", "frequency": "0"},))

    assert RjiebaSegmenter().cut("三部手机") == ["三", "部手机"]
    assert RjiebaSegmenter(words).cut("三部手机") == JiebaSegmenter(words).cut("三部手机")
    assert "部手机" not in RjiebaSegmenter(words).cut("三部手机")


def test_removing_a_word_here_leaves_it_in_other_tokenizers():
    JiebaSegmenter((AddedWord("部手机", 0),))

    assert "部手机" in JiebaSegmenter().cut("三部手机")


def test_names_that_cannot_be_words_are_left_out():
    assert added_words((), ["", "村", "A区", "长" * 17, "·"]) == ()


def test_added_words_do_not_depend_on_the_order_of_the_names():
    names = ["云溪村", "望湖社区", "青禾里"]

    assert added_words((), names) == added_words((), names[::-1])


@pytest.mark.parametrize(
    "row",
    [
        {"word": "云溪", "frequency": "many"},
        {"word": "云溪", "frequency": "-1"},
        {"word": "云 溪", "frequency": ""},
        {"word": "", "frequency": ""},
        {"word": "朕躬", "frequency": "0"},
    ],
)
def test_a_row_that_cannot_be_given_to_both_engines_is_named(row):
    with pytest.raises(WordListError, match=repr(row["word"])):
        added_words((row,))


@pytest.fixture(scope="module")
def counter() -> WordCounter:
    return WordCounter(RjiebaSegmenter())


def test_words_are_counted_in_headline_and_body_with_the_first_place_in_the_body(counter):
    assert counter.count("社区食堂", "食堂开了，食堂真好。") == WordCounts(
        words=["社区", "食堂", "开", "了", "真", "好"],
        occurrence_counts=[1, 3, 1, 1, 1, 1],
        title_counts=[1, 1, 0, 0, 0, 0],
        first_body_starts=[None, 0, 2, 3, 7, 8],
    )


def test_punctuation_and_signs_are_no_words(counter):
    assert counter.count("", "，。 \n—…%+-🎉") == WordCounts([], [], [], [])
    assert counter.count("", "5G+，12.5%").words == ["5G", "12.5%"]


def test_words_are_kept_as_printed(counter):
    assert counter.count("", "AI和ai").words == ["AI", "和", "ai"]


@given(headline=TEXTS, body=TEXTS)
@settings(max_examples=150, deadline=None)
def test_counts_are_those_of_the_tokens(engines, headline, body):
    segmenter = engines[0]
    title_words, body_words = segmenter.cut(headline), segmenter.cut(body)
    counts = WordCounter(segmenter).count(headline, body)

    assert len(set(counts.words)) == len(counts.words)
    for word, occurrence_count, title_count, start in zip(*counts, strict=True):
        assert title_count == title_words.count(word)
        assert occurrence_count == title_count + body_words.count(word)
        assert any(map(str.isalnum, word))
        if start is None:
            assert word not in body_words
        else:
            assert len("".join(body_words[: body_words.index(word)])) == start
            assert body[start : start + len(word)] == word
    readable = {word for word in title_words + body_words if any(map(str.isalnum, word))}
    assert set(counts.words) == readable


def test_the_default_counter_knows_places_and_words_of_the_domain(tables):
    counts = WordCounter.from_tables(tables).count("", "网格员走进苏州市姑苏区")

    assert counts.words == ["网格员", "走进", "苏州市", "姑苏区"]
