"""Pages are divided into chunks for workers: all of them, in their order, and smaller chunks towards the end."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st

from flows.page_reading import chunks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.sources import PlannedPage


def pages(count: int) -> Sequence[PlannedPage]:
    """Stand-ins for pages: dividing looks at none of them."""
    return cast("Sequence[PlannedPage]", range(count))


@given(st.integers(0, 5000), st.integers(1, 300), st.integers(1, 20))
def test_every_page_is_in_one_chunk_in_order(count: int, largest: int, workers: int) -> None:
    chunks = chunks_of(pages(count), largest, workers)
    assert [number for number, _ in chunks] == list(range(len(chunks)))
    assert [page for _, part in chunks for page in part] == list(pages(count))
    assert all(0 < len(part) <= largest for _, part in chunks)


@given(st.integers(1, 5000), st.integers(1, 300), st.integers(2, 20))
def test_chunks_of_several_workers_never_grow_and_the_last_is_small(count: int, largest: int, workers: int) -> None:
    sizes = [len(part) for _, part in chunks_of(pages(count), largest, workers)]
    assert all(before >= after for before, after in pairwise(sizes))
    assert sizes[-1] <= 16


def test_one_worker_waits_for_nobody() -> None:
    assert [len(part) for _, part in chunks_of(pages(300), 128, 1)] == [128, 128, 44]
