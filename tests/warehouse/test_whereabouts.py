"""Where facts begin: the last line and the last sentence that begin in their article at their offset or before."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newstext.records import PageLine, Role
from warehouse.whereabouts import Beginnings, PrintedLines

SPOTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=12, unique=True)


def found(beginnings: Beginnings, *spots: tuple[int, int]) -> list[tuple[int, ...]]:
    """The numbers at every (article, offset)."""
    articles, offsets = (np.array([spot[part] for spot in spots], np.int64) for part in (0, 1))
    return [tuple(map(int, numbers)) for numbers in zip(*beginnings.at(articles, offsets), strict=True)]


@given(SPOTS, SPOTS)
def test_a_code_point_is_in_what_begins_last_before_it_in_its_article(
    begun: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    rows = [(article, offset, number) for number, (article, offset) in enumerate(begun, start=1)]
    expected = []
    for article, offset in asked:
        before = [(start, number) for of, start, number in rows if of == article and start <= offset]
        expected.append((max(before)[1],) if before else (0,))
    assert found(Beginnings(rows, 1), *asked) == expected


def test_a_sentence_has_two_numbers_and_ends_with_its_article() -> None:
    sentences = Beginnings([(0, 0, 1, 1), (0, 9, 1, 2), (0, 20, 2, 1), (1, 0, 1, 1)], 2)
    assert found(sentences, (0, 8), (0, 9), (0, 99), (1, 5), (2, 0)) == [(1, 1), (1, 2), (2, 1), (1, 1), (0, 0)]


def line(line_no: int, role: Role, ordinal: int, body_start: int | None = None, suffix: str | None = None) -> PageLine:
    """A line of four characters that are all kept."""
    return PageLine(line_no, "四个汉字", role, ordinal, None, 0, suffix, body_start, 4, 0, None)


def test_lines_are_those_of_titles_and_those_that_give_bodies_their_text() -> None:
    lines = PrintedLines()
    lines.add_page(
        [
            line(1, Role.FURNITURE, 0), line(2, Role.TITLE, 1), line(3, Role.TITLE, 1), line(4, Role.BODY, 1, 0),
            line(5, Role.BODY, 1, 4, "四个汉字"), line(6, Role.BODY, 2, 0),
        ],
        {0: -1, 1: 0, 2: 1},
    )  # fmt: skip
    assert [lines.title_line_no(article) for article in (0, 1)] == [2, None]
    # A line of reporters alone gives a body nothing.
    assert found(lines.beginnings(), (0, 3), (0, 4), (1, 0)) == [(4,), (4,), (6,)]
