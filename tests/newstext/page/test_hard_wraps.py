"""Hard wraps: which pages are wrapped at a width, and which lines reach it."""

from newstext.page.hard_wraps import full_columns, full_lines
from newstext.page.lines import shape_of, split_lines
from tests.scrambler.scrambler import Damage, scramble
from tests.scrambler.sources import SOURCES


def columns(damage: Damage) -> list[tuple[int, bool]]:
    shapes = [shape_of(line) for line in split_lines(scramble(list(SOURCES), damage, 0).text)]
    return [(shape.size, full) for shape, full in zip(shapes, full_columns(shapes), strict=True)]


def test_exactly_the_lines_of_the_widths_size_are_full_where_paragraphs_are_short() -> None:
    found = columns(Damage(wrap_at=28, blank_lines=0))
    assert all(full == (size == 28) for size, full in found)
    assert sum(full for _, full in found) > len(found) // 4


def test_a_page_with_a_paragraph_a_line_has_no_full_lines() -> None:
    assert not any(full for _, full in columns(Damage()))


def test_a_paragraph_has_come_as_far_as_the_full_lines_above_say() -> None:
    shapes = [shape_of(line) for line in split_lines("\n".join(["摊" * 20, "位" * 20, "摊位", "棚" * 20]))]
    assert full_lines(shapes, [True, True, False, True]) == [20, 40, 0, 20]
