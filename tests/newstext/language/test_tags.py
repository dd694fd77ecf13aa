"""A word's tag comes from the project's words, from jieba's dictionary, or from its form."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from flows.reference import load_tables
from newstext.language.tags import WordTags

ROOT = Path(__file__).parents[3]

UNIVERSAL_TAGS = {
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
}
"""https://universaldependencies.org/u/pos/"""


@pytest.fixture(scope="module")
def tables():
    return load_tables(ROOT / "seeds" / "reference")


@pytest.fixture(scope="module")
def tags(tables) -> WordTags:
    return WordTags.from_tables(tables)


@pytest.mark.parametrize(
    ("word", "jieba_tag", "upos", "is_stop_word"),
    [
        ("社区", "n", "NOUN", False),
        ("讨论", "v", "VERB", False),
        ("的", "uj", "PART", True),
        ("网格员", "n", "NOUN", False),
        ("姑苏区", "ns", "PROPN", False),
        ("12.5%", "m", "NUM", False),
        ("5G", "m", "NUM", False),
        ("三十七", "m", "NUM", False),
        ("Wi", "eng", "X", False),
        ("C++", "nz", "PROPN", False),
        ("云溪湾里", "x", "X", False),
        ("。", "x", "X", False),
        ("", "x", "X", False),
    ],
)
def test_tags_of_words(tags, word, jieba_tag, upos, is_stop_word):
    assert tags.tag(word) == (jieba_tag, upos, is_stop_word)


def test_the_dictionary_is_read_as_jieba_reads_it(tags, tables):
    own = {row["word"] for row in tables["domain_words"]} | {row["name"] for row in tables["places"]}
    with jieba.dt.get_dict_file() as lines:
        entries = [line.decode("utf-8").split() for line in list(lines)[::997]]

    assert len(entries) > 300
    for word, _, tag in entries:
        if word not in own:
            assert tags.tag(word).jieba_tag == tag


def test_every_tag_of_the_dictionary_and_of_the_words_has_a_universal_tag(tables):
    known = {row["jieba_tag"] for row in tables["part_of_speech_tags"]}
    with jieba.dt.get_dict_file() as lines:
        printed = {line.decode("utf-8").split()[2] for line in lines}

    assert printed - known == set()
    assert {row["tag"] for row in tables["domain_words"] if row["tag"]} - known == set()
    assert {row["upos"] for row in tables["part_of_speech_tags"]} <= UNIVERSAL_TAGS


def test_a_tag_that_the_table_does_not_hold_falls_back_to_its_parent():
    tags = WordTags({"云溪": "nsx"}, {"n": "NOUN", "ns": "PROPN"}, frozenset())

    assert tags.tag("云溪").upos == "PROPN"


def test_stop_words_are_function_words_each_with_its_class_and_reason(tables):
    words = [row["word"] for row in tables["stop_words"]]

    assert len(words) == len(set(words))
    assert all(row["word_class"] and row["reason"] for row in tables["stop_words"])
    assert {"的", "和", "在", "我们"} <= set(words)
    assert not {"社区", "居民", "服务", "网格"} & set(words)
