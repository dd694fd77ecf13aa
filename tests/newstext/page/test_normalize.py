"""Normalisation of printed text: one code point for one, and nothing left to do the second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.page.normalize import normalize_punctuation, printed_spaces, without

PRINTED = st.text(alphabet="社区网格共建，。、：；？！,:;?!()（）“”‘’\"'《》 \u3000aB1２9.-—…\t", max_size=60)


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("共建,共享", "共建，共享"),
        ("上午9:30开会,共3,200人", "上午9:30开会，共3,200人"),
        ("何时动工?下周!", "何时动工？下周！"),
        ("东街(含西段)改造", "东街（含西段）改造"),
        ("采用APP(版本2)登记", "采用APP（版本2）登记"),
        ("open (v2), 24:00", "open (v2), 24:00"),
        ('办起"早茶会"和"夜话亭"', "办起“早茶会”和“夜话亭”"),
        ("don't stop", "don't stop"),
        ("他说:'好'", "他说：‘好’"),
    ],
)
def test_marks_beside_hanzi_become_full_width(printed: str, normal: str) -> None:
    assert normalize_punctuation(printed) == normal


@given(PRINTED)
def test_punctuation_is_normal_after_one_pass_and_keeps_its_length(text: str) -> None:
    once = normalize_punctuation(text)
    assert len(once) == len(text)
    assert normalize_punctuation(once) == once


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("　　网格 员上门", "网格员上门"),
        ("新增 20 个车位", "新增 20 个车位"),
        ("AI 助手来了 ", "AI 助手来了"),
        ("先锋， 领航", "先锋，领航"),
    ],
)
def test_spaces_between_hanzi_are_stray(printed: str, kept: str) -> None:
    assert without(printed, printed_spaces(printed)) == kept


@given(PRINTED)
def test_no_stray_space_is_left_after_one_pass(text: str) -> None:
    once = without(text, printed_spaces(text))
    assert printed_spaces(once) == []
