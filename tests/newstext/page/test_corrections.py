"""Corrections by a person: found by the bytes of the page, met exactly, or the page is refused by name."""

import hashlib

import pytest

from newstext.page.corrections import Corrections, LineCorrection
from newstext.records import PageHint, PageRejectedError, Role
from tests.newstext.page.layout_fixtures import engine
from tests.scrambler.scrambler import Damage, scramble
from tests.scrambler.sources import SOURCES

DATA = "邻里食堂开张\n\n近日，邻里食堂开门迎客。\n\n大家都说好。\n".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


def corrections(**changed: str) -> Corrections:
    row = {"content_sha256": SHA256, "line_no": "5", "role": "body", "article_ordinal": "1", "continues_line_no": "3"}
    return Corrections.from_tables({"layout_corrections": (row | changed,)})


def test_a_row_is_found_by_the_bytes_of_its_page() -> None:
    assert corrections().of_page(DATA) == (LineCorrection(SHA256, 5, Role.BODY, 1, 3),)
    assert corrections().of_page(DATA + b"\n") == ()


def test_without_a_table_nothing_is_corrected() -> None:
    assert Corrections.from_tables({}).of_page(DATA) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": "headline"}, "headline"),
        ({"line_no": "five"}, "five"),
        ({"role": "furniture"}, "furniture belongs to article 0"),
        ({"article_ordinal": "0"}, "an article from 1"),
        ({"continues_line_no": "7"}, "a line above"),
        ({"role": "byline"}, "only body text and titles go on"),
    ],
)
def test_a_row_that_says_no_decision_refuses_its_page_alone(changed: dict[str, str], said: str) -> None:
    wrong = corrections(**changed)
    with pytest.raises(PageRejectedError, match=said) as refused:
        wrong.of_page(DATA)
    assert refused.value.rule == "bad_correction"
    assert "layout_corrections.csv, row 1" in refused.value.reason
    assert wrong.of_page(b"another page") == ()


def test_a_reading_that_the_search_gave_up_long_ago_can_still_be_demanded() -> None:
    page = scramble([SOURCES[0], SOURCES[1], SOURCES[2]], Damage(), 0)
    plain = engine().lay_out(page.text, PageHint())
    bodies = [line for line in plain.lines if line.role is Role.BODY]
    for line in bodies[::3]:
        demanded = LineCorrection("0" * 64, line.line_no, Role.TITLE, line.article_ordinal + 1, None)
        corrected = engine().lay_out(page.text, PageHint(), [demanded])
        found = next(one for one in corrected.lines if one.line_no == line.line_no)
        assert (found.role, found.article_ordinal) == (Role.TITLE, line.article_ordinal + 1)
        assert len(corrected.articles) >= len(plain.articles)
