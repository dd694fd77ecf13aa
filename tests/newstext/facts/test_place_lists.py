"""Lists of places with one ending: what an expression would find, without its work on hostile texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.facts.place_lists import lists_with_shared_ending
from tests.reliability.test_fuzz import no_hang

# Short texts only: on long ones it tries every way to divide them.
EXPRESSION = re.compile(
    "((?:[\u4e00-\u9fff]{2,7}[、和与])+[\u4e00-\u9fff]{2,7}?)等?(?:[\\d一二两三四五六七八九十多]+个)?(社区|街道|镇|村)"
)
PIECES = st.lists(st.sampled_from([*"一元和与、镇村等5个，平", "社区", "街道"]), max_size=24)


@pytest.mark.parametrize(
    ("text", "stems", "unit"),
    [
        ("苏锦、元和社区", "苏锦、元和", "社区"),
        ("和泰和永安两个社区", "和泰和永安", "社区"),
        ("东港、南门、桂棹等5个社区", "东港、南门、桂棹", "社区"),
        ("东桥镇", None, None),
    ],
)
def test_stems_and_ending(text: str, stems: str | None, unit: str | None) -> None:
    found = list(lists_with_shared_ending(text, 0, len(text)))
    assert [(text[each.start : each.end], each.unit) for each in found] == ([(stems, unit)] if stems else [])


@given(PIECES, st.integers(0, 3))
def test_it_finds_what_the_expression_finds(pieces: list[str], start: int) -> None:
    text = "".join(pieces)
    wanted = [(each.start(1), each.end(1), each[2], each.end()) for each in EXPRESSION.finditer(text, start)]
    assert [tuple(each) for each in lists_with_shared_ending(text, start, len(text))] == wanted


@pytest.mark.parametrize("unit", ["与", "一与", "一一与", "一、与"])
def test_a_text_of_joints_is_no_trap(unit: str) -> None:
    text = unit * 60
    with no_hang(5):
        assert list(lists_with_shared_ending(text, 0, len(text))) == []
