"""Pages rebuilt: our own articles, damaged in every way the scrambler knows, and any text at all."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.page.cohesion import NEIGHBOURHOOD, Cohesion
from newstext.page.corrections import LineCorrection
from newstext.page.search import BEAM, MOST_SUSPENDED, PageSearch
from newstext.records import PageHint, PageLayout, Role
from tests.newstext.page.layout_fixtures import engine, lay_out
from tests.scrambler.scrambler import Damage, GoldPage, scramble
from tests.scrambler.sources import SOURCES

MOST_WORK_A_LINE = 16
"""Transitions; 13 to 14 on the hardest page below, 5 on printed ones."""

ORDERS = st.permutations(range(len(SOURCES)))
ANY_LINE = st.one_of(
    st.text(alphabet="社区网格，。、：“”《》（）()\"'# *秦若溪记者摄版第3年月日　 aZ9\x0b\u2028…—", max_size=50),
    st.sampled_from([paragraph for source in SOURCES for part in source.sections for paragraph in part.paragraphs]),
    st.sampled_from([source.title for source in SOURCES]),
    st.text(max_size=20),
)
ANY_PAGE = st.lists(ANY_LINE, max_size=30).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


def exact(page: GoldPage, layout: PageLayout) -> int:
    """Return how many articles came back with title, reporters and every paragraph right."""
    rebuilt = {
        (article.kicker or "", article.title, tuple(article.body.split("\n")), frozenset(article.reporters))
        for article in layout.articles
    }
    return sum(
        (article.kicker, article.title, article.paragraphs, article.reporters) in rebuilt for article in page.articles
    )


@settings(max_examples=25, deadline=None)
@given(ORDERS, st.booleans(), st.integers(0, 1))
def test_an_undamaged_page_comes_back_unchanged(order: list[int], is_marked: bool, blank_lines: int) -> None:
    page = scramble([SOURCES[at] for at in order], Damage(is_marked=is_marked, blank_lines=blank_lines), 0)
    layout = lay_out(page.text)
    assert exact(page, layout) == len(page.articles)
    assert [line.role for line in layout.lines] == [line.role for line in page.lines]


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (Damage(cut=0.4, repeat=0.2), 0.93),
        (Damage(cut=0.4, repeat=0.2, is_marked=True), 0.96),
        (Damage(cut=0.3, interrupt=0.2, gap=0.1), 0.85),
        (Damage(cut=0.3, truncate=0.1, inline_byline=1.0), 0.85),
        (Damage(furniture=0.6, is_half_width=True), 0.98),
        (Damage(wrap_at=24, blank_lines=0), 0.85),
        (Damage(wrap_at=24, blank_lines=0, is_indented=True), 0.98),
        (Damage(wrap_at=16, blank_lines=0, wraps_titles=True), 0.85),
        (Damage(wrap_at=14, blank_lines=0, wraps_titles=True, is_indented=True), 0.97),
        (Damage(title_space=0.8), 0.98),
    ],
    ids=[
        "cut",
        "cut_marked",
        "interrupted",
        "truncated",
        "furniture",
        "wrapped",
        "wrapped_indented",
        "titles_wrapped",
        "titles_wrapped_indented",
        "spaced",
    ],
)
def test_damaged_pages_are_rebuilt(damage: Damage, least: float) -> None:
    right = wanted = 0
    for seed in range(20):
        chosen = [SOURCES[(seed + at * (1 + seed % 3)) % len(SOURCES)] for at in range(5)]
        page = scramble(list(dict.fromkeys(chosen)), damage, seed)
        layout = lay_out(page.text)
        wanted += len(page.articles)
        rebuilt = {
            ("".join((article.kicker or "").split()) + "".join(article.title.split()), article.body, article.reporters)
            for article in layout.articles
        }
        for article in page.articles:
            heads = "".join((article.kicker + article.title).split())
            body = "\n".join(article.paragraphs)
            right += any(
                head == heads and text == body and frozenset(names) == article.reporters
                for head, text, names in rebuilt
            )
    assert right / wanted >= least


@settings(max_examples=120, deadline=None)
@given(ANY_PAGE)
def test_every_code_point_of_any_text_is_accounted_for_once(text: str) -> None:
    layout = lay_out(text)
    for line in layout.lines:
        assert line.kept_chars + line.discarded_chars == len(line.text)
        assert (line.discard_reason is None) == (line.discarded_chars == 0)
        assert line.kept_chars >= 0 <= line.discarded_chars
    physical = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [(line.line_no, line.text) for line in layout.lines] == [
        (number, line) for number, line in enumerate(physical, start=1) if line.strip()
    ]


@settings(max_examples=120, deadline=None)
@given(ANY_PAGE)
def test_body_lines_tile_the_bodies_of_their_articles(text: str) -> None:
    layout = lay_out(text)
    for article in layout.articles:
        spans = []
        for line in layout.lines:
            if line.article_ordinal == article.ordinal and line.role is Role.BODY:
                assert line.body_start is not None
                spans.append((line.body_start, line.body_start + line.kept_chars - len(line.byline_suffix or "")))
        paragraphs = {(paragraph.start, paragraph.end) for paragraph in article.paragraphs}
        newlines = max(0, len(paragraphs) - 1)
        assert sum(end - start for start, end in spans) + newlines == len(article.body)
        covered = sorted(span for span in spans if span[0] < span[1])
        assert all(before[1] <= after[0] for before, after in pairwise(covered))
        assert [article.body[paragraph.start : paragraph.end] for paragraph in article.paragraphs] == (
            article.body.split("\n") if article.paragraphs else []
        )


@settings(max_examples=60, deadline=None)
@given(ANY_PAGE)
def test_the_same_text_gives_the_same_layout(text: str) -> None:
    assert lay_out(text) == lay_out(text)


@settings(max_examples=60, deadline=None)
@given(ANY_PAGE, st.integers(1, 3))
def test_more_blank_lines_change_nothing_but_line_numbers(text: str, more: int) -> None:
    plain = "\n".join(line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip())
    spread = plain.replace("\n", "\n" * (1 + more))
    few, many = lay_out(plain), lay_out(spread)
    assert [(line.text, line.role, line.article_ordinal, line.body_start) for line in few.lines] == [
        (line.text, line.role, line.article_ordinal, line.body_start) for line in many.lines
    ]
    assert [article.body for article in few.articles] == [article.body for article in many.articles]


@settings(max_examples=60, deadline=None)
@given(ANY_PAGE)
def test_every_line_that_is_no_furniture_belongs_to_one_article(text: str) -> None:
    layout = lay_out(text)
    ordinals = {article.ordinal for article in layout.articles}
    assert ordinals == set(range(1, len(layout.articles) + 1))
    for line in layout.lines:
        assert (line.article_ordinal == 0) == (line.role is Role.FURNITURE)
        assert line.article_ordinal == 0 or line.article_ordinal in ordinals
        assert line.continues_line_no is None or line.continues_line_no < line.line_no


@pytest.mark.parametrize("count", [500, 1000, 5000])
def test_work_is_linear_in_the_lines_of_a_page(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[PageSearch] = []
    run = PageSearch.run

    def counted(search: PageSearch):  # type: ignore[no-untyped-def]
        searches.append(search)
        return run(search)

    monkeypatch.setattr(PageSearch, "run", counted)
    page = scramble(list(SOURCES), Damage(cut=0.5, repeat=0.2, interrupt=0.5), 7)
    lines = [line for line in page.text.split("\n") if line.strip()]
    lay_out("\n".join((lines * (count // len(lines) + 1))[:count]))
    assert searches[0].work <= count * BEAM * (len(Role) + 2 * MOST_SUSPENDED)
    assert searches[0].work <= count * MOST_WORK_A_LINE


def test_a_page_without_headline_is_an_article_without_title() -> None:
    layout = lay_out("摊位统一搬进了遮雨棚，附近居民纷纷前来捧场。\n\n水电由街道承担，摊主只需自备工具。\n")
    assert [(article.title, article.body.count("\n")) for article in layout.articles] == [("", 1)]


def test_an_empty_page_has_neither_lines_nor_articles() -> None:
    assert lay_out(" \n\u3000\n") == PageLayout((), ())


def test_furniture_says_date_and_page_number() -> None:
    text = "云梯社区报\n\n2031年5月6日 星期二\n\n第03版\n\n" + scramble([SOURCES[0]], Damage(), 0).text
    layout = lay_out(text)
    assert (layout.printed_newspaper, str(layout.printed_on), layout.printed_page_no) == (
        "云梯社区报",
        "2031-05-06",
        "3",
    )
    assert [line.discard_reason for line in layout.lines[:3]] == ["masthead", "page_date", "page_number"]


def test_a_correction_is_met_exactly() -> None:
    page = scramble([SOURCES[0], SOURCES[1]], Damage(), 0)
    plain = lay_out(page.text)
    heading = next(line for line in plain.lines if line.role is Role.HEADING)
    corrected = engine().lay_out(
        page.text, PageHint(), [LineCorrection("0" * 64, heading.line_no, Role.FURNITURE, 0, None)]
    )
    line = next(line for line in corrected.lines if line.line_no == heading.line_no)
    assert (line.role, line.article_ordinal, line.discard_reason) == (Role.FURNITURE, 0, "correction")
    assert corrected.articles[0].title == plain.articles[0].title


def test_a_correction_joins_what_the_search_would_not() -> None:
    text = "邻里食堂开张\n\n近日，邻里食堂开门迎客。\n\n大家都说好。\n"
    plain = lay_out(text)
    assert [line.continues_line_no for line in plain.lines] == [None, None, None]
    corrected = engine().lay_out(text, PageHint(), [LineCorrection("0" * 64, 5, Role.BODY, 1, 3)])
    assert corrected.articles[0].body == "近日，邻里食堂开门迎客。大家都说好。"


def test_corrections_that_contradict_each_other_are_refused() -> None:
    text = "邻里食堂开张\n\n近日，邻里食堂开门迎客。\n"
    with pytest.raises(ValueError, match="line 3"):
        engine().lay_out(text, PageHint(), [LineCorrection("0" * 64, 3, Role.BODY, 2, None)])


def test_a_correction_of_a_blank_line_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2"):
        engine().lay_out("甲社区。\n\n", PageHint(), [LineCorrection("0" * 64, 2, Role.BODY, 1, None)])


def test_the_name_of_a_section_is_furniture_at_the_top_of_a_page_only() -> None:
    page = scramble([SOURCES[0]], Damage(), 0).text
    top = lay_out("第03版\n\n镇街视窗\n\n" + page)
    assert [line.discard_reason for line in top.lines[:2]] == ["page_number", "section_name"]
    below = lay_out(page + "\n\n镇街视窗\n")
    assert below.lines[-1].discard_reason != "section_name"


def test_the_reporter_of_a_dateline_signs_and_the_dateline_stays_in_the_text() -> None:
    text = "便民廊开门迎客\n\n本报讯（记者 秦若溪）便民廊昨天开门，十二个摊位搬进雨棚。\n\n居民纷纷前来捧场。\n"
    (article,) = lay_out(text).articles
    assert article.reporters == ("秦若溪",)
    assert article.body.startswith("本报讯（记者秦若溪）便民廊")


def test_a_picture_over_a_headline_belongs_to_the_article_whose_words_it_uses() -> None:
    first, second = (scramble([source], Damage(), 0).text.strip() for source in SOURCES[:2])
    caption = "九位老人在楼道里轮流朗读抄写的短文。（秦若溪摄）"
    between = f"{first}\n\n{caption}\n\n{second}\n"
    assert [article.caption for article in lay_out(between).articles] == [None, caption]
    caption = "修鞋、配钥匙、磨剪刀的摊位搬进了遮雨棚。（秦若溪摄）"
    between = f"{first}\n\n{caption}\n\n{second}\n"
    assert [article.caption for article in lay_out(between).articles] == [caption, None]


def test_a_name_that_no_dictionary_knows_is_seen_where_the_page_prints_it_elsewhere() -> None:
    page = Cohesion(["栈道从渡口修到麂", "角亭，全长两公里。", "麂角亭是百年前留下的。"])
    assert page.prints(0, "栈道从渡口修到麂", "角亭，全长两公里。")
    assert not page.prints(0, "栈道从渡口修到麂", "渡口，全长两公里。")


def test_it_is_seen_the_same_once_the_page_s_pairs_are_counted() -> None:
    page = Cohesion(["栈道从渡口修到麂", "角亭，全长两公里。", "麂角亭是百年前留下的。"])
    page.share(2, 0, 1)
    assert page.prints(0, "栈道从渡口修到麂", "角亭，全长两公里。")
    assert not page.prints(0, "栈道从渡口修到麂", "渡口，全长两公里。")
    assert not page.prints(0, "", "角亭，全长两公里。")


def test_of_a_text_longer_than_any_page_only_the_lines_around_are_compared() -> None:
    lines = ["十二个摊位搬进雨棚。"] * (4 * NEIGHBOURHOOD)
    lines[-1] = "麂角亭是百年前留下的。"
    page = Cohesion(lines)
    assert page.prints(len(lines) - 2, "栈道从渡口修到麂", "角亭，全长两公里。")
    assert not page.prints(0, "栈道从渡口修到麂", "角亭，全长两公里。")
    assert page.share(0, 0, len(lines) - 2) == page.share(0, len(lines) - 1 - NEIGHBOURHOOD, len(lines) - 2)
