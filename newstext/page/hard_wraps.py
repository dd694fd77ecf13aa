"""Hard wraps: is a page wrapped at a fixed width, as recognition engines print it, and which lines reach that width?

A line that reaches the width of its column goes on, mostly even after a full stop; one that ends short ends a
paragraph, or a headline where it has no full stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newstext.page.lines import LineShape

_WINDOW: Final = 6
"""Lines above and below that are compared in size: columns of one page may have different widths."""

_LEAST_ALIKE: Final = 3
"""Lines of one size in the window that make it the width of the column."""

_LEAST_SIZE: Final = 12
"""Code points; narrower columns are not printed."""

_MOST_SIZE: Final = 60
"""Code points; wider columns of hanzi are not printed, and no program wraps wider."""

_WIDEST: Final = 0.2
"""Share of the lines of a page that are as long as its longest one: then all columns have this width, and paragraphs
may be too short for many neighbours of one size. On pages with a paragraph a line the longest line has no equal."""

_LEAST_LINES: Final = 12
"""Fewer lines may be equally long by chance."""

_TOLERANCES: Final = ((0, 0.12), (2, 0.35))
"""Code points by which full lines differ (hanging punctuation, half-width digits), and the share of lines of the
size of a neighbour from which a page is hard-wrapped; observed on other pages: at most 0.05 and 0.1."""


def full_columns(shapes: Sequence[LineShape]) -> list[bool]:
    """Return of each line whether it reaches the width of its column; all False where the page is not hard-wrapped."""
    sizes = [len(shape.core) + (_indent_size(shape) if shape.is_indented else 0) for shape in shapes]
    if len(sizes) < _LEAST_LINES:
        return [False] * len(sizes)
    widest = max(sizes)
    if _LEAST_SIZE <= widest <= _MOST_SIZE and sizes.count(widest) >= _WIDEST * len(sizes):
        return [size == widest for size in sizes]
    for tolerance, share in _TOLERANCES:
        alike = [
            one for one, other in pairwise(sizes) if abs(one - other) <= tolerance and min(one, other) >= _LEAST_SIZE
        ]
        if len(alike) >= share * len(sizes):
            return [_is_full(at, sizes, tolerance) for at in range(len(sizes))]
    return [False] * len(sizes)


def full_lines(shapes: Sequence[LineShape], fills: Sequence[bool]) -> list[int]:
    """Return of each line how many code points the lines without a gap down to it have that reach the width."""
    found = []
    size = 0
    if not any(fills):
        return [0] * len(shapes)
    for shape, is_full in zip(shapes, fills, strict=True):
        size = size + shape.size if is_full else 0
        found.append(size)
    return found


def _indent_size(shape: LineShape) -> int:
    """Return the white space in front of a line in full-width characters; a half-width space is half of one."""
    front = shape.text[: shape.core_start]
    return front.count("\u3000") + front.count(" ") // 2


def _is_full(at: int, sizes: Sequence[int], tolerance: int) -> bool:
    size = sizes[at]
    window = sizes[max(0, at - _WINDOW) : at + _WINDOW + 1]
    alike = sum(1 for other in window if abs(other - size) <= tolerance)
    return size >= _LEAST_SIZE and alike >= _LEAST_ALIKE
