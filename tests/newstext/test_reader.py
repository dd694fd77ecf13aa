"""Pages read together: each has the reading that it has alone, and a refused one keeps its turn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.reference import load_tables
from newstext.reader import Reader
from newstext.records import PageHint, PageRejectedError

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "tests" / "golden").glob("*.txt"))
NO_PAGE = b"\x00\x01\x02 no page of a newspaper"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.from_tables(load_tables(ROOT / "seeds" / "reference"))


def test_pages_read_together_have_the_readings_that_they_have_alone(reader: Reader) -> None:
    hints = [PageHint(), PageHint(newspaper="禾城晨报", published_on=date(2024, 3, 7))]
    pages = [(page.read_bytes(), hints[number % 2]) for number, page in enumerate(PAGES[:5])]
    together = reader.read_all(pages)
    assert together == [reader.read(data, hint) for data, hint in pages]
    assert reader.read_all(pages[::-1]) == together[::-1]


def test_a_refused_page_keeps_its_turn_among_those_that_are_read(reader: Reader) -> None:
    data = PAGES[0].read_bytes()
    first, refused, last = reader.read_all([(data, PageHint()), (NO_PAGE, PageHint()), (data, PageHint())])
    assert isinstance(refused, PageRejectedError)
    assert first == last == reader.read(data, PageHint())
    with pytest.raises(PageRejectedError, match=refused.rule):
        reader.read(NO_PAGE, PageHint())


def test_no_pages_have_no_readings(reader: Reader) -> None:
    assert reader.read_all([]) == []
