"""Physical lines and their shapes."""

import pytest

from newstext.page.lines import Finish, finish_of, shape_of, split_lines


def test_three_line_ends_count_and_no_other() -> None:
    lines = split_lines("甲\r\n\r\n乙\r丙\n\u3000\n丁\u2028戊\x0b己\n")
    assert lines == [
        (1, "甲", 0),
        (3, "乙", 1),
        (4, "丙", 0),
        (6, "丁\u2028戊\x0b己", 1),
    ]


@pytest.mark.parametrize(
    ("text", "finish"),
    [
        ("开门迎客。", Finish.FULL),
        ("“请进。”", Finish.FULL),
        ("（本报记者）", Finish.OPEN),
        ("开门迎", Finish.OPEN),
        ("开门，", Finish.SOFT),
        ("他说：“", Finish.SOFT),
        ("门锁……", Finish.FULL),
        ("增长3.", Finish.OPEN),
        ("”", Finish.FULL),
        ("", Finish.OPEN),
    ],
)
def test_how_a_line_is_finished(text: str, finish: Finish) -> None:
    assert finish_of(text) is finish


@pytest.mark.parametrize(
    ("text", "core", "mark"),
    [
        ("## 邻里食堂开张", "邻里食堂开张", 2),
        ("**邻里食堂开张**", "邻里食堂开张", 2),
        ("　　邻里食堂", "邻里食堂", 0),
        ("#", "#", 0),
    ],
)
def test_marks_and_margins_are_not_part_of_the_core(text: str, core: str, mark: int) -> None:
    shape = shape_of((1, text, 0))
    assert (shape.core, shape.mark) == (core, mark)
    assert shape.text[shape.core_start : shape.core_end] == shape.core


def test_quotes_that_a_line_leaves_open_or_closes_for_another() -> None:
    shape = shape_of((1, "办”起《邻里报》和“夜话（亭", 0))
    assert (shape.unopened, shape.unclosed) == ("“", "“（")
