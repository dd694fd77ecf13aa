from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.facts.explain import explain_html, explain_text
from newstext.records import (
    Activity,
    ActivityPlace,
    Article,
    ArticleReading,
    ArticleTopic,
    DateMention,
    Initiative,
    Mention,
    NameCandidate,
    Observation,
    Paragraph,
    Place,
    PlaceLevel,
)

QINGHE = Place("provisional:community:青禾社区:", "青禾社区", PlaceLevel.COMMUNITY)
BODY = "3月5日，青禾社区开展义诊活动。\n义诊服务居民60人。"


def reading_of(body: str = BODY, title: str = "青禾社区办义诊", **facts: object) -> ArticleReading:
    paragraphs = []
    start = 0
    for text in body.split("\n"):
        paragraphs.append(Paragraph(start, start + len(text), None))
        start += len(text) + 1
    article = Article(1, 1, None, title, None, body, tuple(paragraphs), None, ("金穗",), False, False, 1.0, 0, 0)
    empty = ArticleReading(article, (), (), (), (), (), (), (), (), None, (), (), (), ())
    return replace(empty, **facts)  # type: ignore[arg-type]


def full_reading() -> ArticleReading:
    return reading_of(
        mentions=(Mention(QINGHE, "青禾社区", 5, 9),),
        dates=(DateMention("3月5日", date(2031, 3, 5), date(2031, 3, 5), "day", "masthead", 0, 4),),
        observations=(
            Observation("居民", "beneficiary", Decimal(60), None, None, "人", "exact", "居民60人", 21, 26, QINGHE),
        ),
        activities=(Activity("health", "义诊活动", 9, 15, places=(ActivityPlace(QINGHE, "host", 1),)),),
        topics=(ArticleTopic("livelihood", 1, 6.0, (("义诊", 2),)),),
        lead_place=QINGHE,
        candidates=(NameCandidate("initiative", "禾苗", "", 0.3, "打造“禾苗”", 0, 2),),
    )


def test_the_pieces_put_together_are_the_paragraphs() -> None:
    explained = explain_text(full_reading())
    assert "\n".join("".join(span.text for span in item.spans) for item in explained.paragraphs) == BODY


def test_a_piece_carries_the_facts_that_cover_it() -> None:
    marked = {
        span.text: span.kinds for item in explain_text(full_reading()).paragraphs for span in item.spans if span.facts
    }
    assert marked == {
        "3月5日": ("date",),
        "青禾社区": ("place",),
        "开展义诊活动": ("activity",),
        "居民60人": ("figure",),
    }


def test_overlapping_facts_are_cut_at_their_edges() -> None:
    initiative = Initiative("开展义", "brand")
    reading = replace(full_reading(), mentions=(Mention(initiative, "区开展", 8, 11),))
    pieces = [(span.text, span.kinds) for span in explain_text(reading).paragraphs[0].spans]
    assert ("区", ("initiative",)) in pieces
    assert ("开展", ("initiative", "activity")) in pieces
    assert ("义诊活动", ("activity",)) in pieces


def test_plain_text_brackets_what_was_read() -> None:
    text = str(explain_text(full_reading()))
    assert "[date: 3月5日]，[place: 青禾社区]开展义诊活动。" in text
    assert "1. livelihood · 6.0 · 义诊×2" in text


def test_html_lists_every_fact() -> None:
    page = explain_html(full_reading())
    for text in ("2031-03-05", "居民: 60 人", "青禾社区 (host)", "义诊×2", "打造“禾苗”", "金穗"):
        assert text in page


class Tags(HTMLParser):
    """Collects the elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "mark", "section", "ul", "li"}
OUR_ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "title"}


def seen_by_a_browser(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_html_in_a_title_stays_text() -> None:
    hostile = "</title><script>alert(1)</script><img src=x onerror='alert(2)'>"
    tags = seen_by_a_browser(explain_html(reading_of(title=hostile)))
    assert tags.elements <= OURS
    assert tags.attributes <= OUR_ATTRIBUTES
    assert "<script>alert(1)</script>" in tags.text


def test_a_name_can_not_leave_the_attribute_that_holds_it() -> None:
    evil = Place("x", '" onmouseover="alert(1)', PlaceLevel.COMMUNITY)
    page = explain_html(reading_of(mentions=(Mention(evil, "青禾社区", 5, 9),)))
    assert seen_by_a_browser(page).attributes <= OUR_ATTRIBUTES
    assert "&quot; onmouseover=&quot;alert(1)" in page


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = explain_html(full_reading())
    for reference in ("src=", "href=", "url(", "@import", "<script", "<link"):
        assert reference not in page


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="<>\"'&/=青禾社区\x00\x07scriptonerror \u202e", min_size=1, max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    line = text.replace("\n", " ")
    reading = reading_of(body=line, title=text, mentions=(Mention(Initiative(text, text), line, 0, len(line)),))
    tags = seen_by_a_browser(explain_html(reading))
    assert tags.elements <= OURS
    assert tags.attributes <= OUR_ATTRIBUTES
    assert "\x00" not in tags.text
