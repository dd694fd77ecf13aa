"""Windows on a text that end at a mark have the words that the longer window has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from newstext.facts.dictionary_words import from_mark, up_to_mark, words_by_model, words_of

NEWS = st.text(alphabet="王小明介绍居民志愿者开展活动3A.%-+，。、“”《》（）…— \n的", max_size=30)


@pytest.mark.parametrize("words", [words_of, words_by_model])
def test_a_window_ends_with_its_first_mark(words: Callable[[str], tuple[tuple[str, str], ...]]) -> None:
    text = "王小明介绍，居民都来了。"
    assert up_to_mark(text, 0, 9) == "王小明介绍，"
    assert words(up_to_mark(text, 0, 9)) == words(text[:9])[: len(words("王小明介绍，"))]
    assert from_mark(text, 0, 9) == "居民都"


@given(NEWS, st.integers(0, 30))
def test_words_before_a_mark_do_not_depend_on_what_follows_it(text: str, start: int) -> None:
    short, long = up_to_mark(text, start, 9), text[start : start + 9]
    for with_model in (False, True):
        assert rjieba.tag(long, with_model)[: len(rjieba.tag(short, with_model))] == rjieba.tag(short, with_model)


@given(NEWS)
def test_words_behind_a_mark_do_not_depend_on_what_stands_before_it(text: str) -> None:
    low = max(0, len(text) - 7)
    short = from_mark(text, low, len(text))
    for with_model in (False, True):
        ending = rjieba.tag(short, with_model)
        assert not ending or rjieba.tag(text[low:], with_model)[-len(ending) :] == ending
