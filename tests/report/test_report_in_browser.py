"""The dashboard in a headless Chromium: it draws every section, filters change it, and it asks the network nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.browser import CHROMIUM, Page, open_browser
from tests.report.pages import REPORT_DIR, ask, data_of, make_report, rows
from warehouse.report_page import build_page, write_page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (Debian: apt-get install chromium)")

SECTIONS = {"overview", "scorecard", "latest", "timeline", "figures", "calendar", "kinds", "topics", "words",
            "programmes", "network", "places", "quality"}  # fmt: skip
CHARTS = ("timeline", "topics", "network", "places")
COUNTS = """Object.fromEntries(
  [...document.querySelectorAll('main section')].map(s => [s.dataset.section, +s.dataset.count]))"""
SCORECARD = """[...document.querySelectorAll('#scorecard tbody tr')].map(
  r => [r.dataset.unit, ...[...r.cells].slice(1).map(c => c.textContent)])"""
# Colours on a canvas: one that stayed blank has one.
COLOURS = """(id => { const c = byId(id).querySelector('canvas');
  const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
  return new Set(d).size })"""

# Where something lies on a chart that can be clicked, in pixels of the chart.
POINTS = {
    "timeline": "chart => chart.convertToPixel({ seriesIndex: 1 }, chart.getOption().series[1].data[0].value)",
    "topics": """chart => chart.convertToPixel(
      { seriesIndex: 0 }, chart.getOption().series[0].data[0].value.slice(0, 2))""",
    "network": """chart => chart.convertToPixel(
      { seriesIndex: 0 }, chart.getModel().getSeriesByIndex(0).getData().getItemLayout(0))""",
    # The layout of a block counts from the block around it.
    "places": """chart => {
      let node = chart.getModel().getSeriesByIndex(0).getData().tree.root, x = 0, y = 0;
      for (;;) {
        const block = node.getLayout();
        [x, y] = [x + block.x, y + block.y];
        if (!node.children.length) return [x + block.width / 2, y + block.height / 2];
        node = node.children[0];
      }
    }""",
}
POINT_IN_WINDOW = """((id, pointOf) => {
  byId(id).scrollIntoView({ block: 'center' });
  const [x, y] = pointOf(instances.get(id)), box = byId(id).getBoundingClientRect();
  return [box.left + x, box.top + y];
})"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def address(warehouse: Path) -> str:
    return make_report(warehouse).as_uri()


@pytest.fixture
def page(browser: Page, address: str) -> Iterator[Page]:
    """The dashboard, opened anew at 1440 pixels; afterwards it must have said and asked nothing."""
    browser.complaints.clear()
    browser.requests.clear()
    browser.resize(1440, 900)
    browser.open(address)
    yield browser
    browser.ask("0")
    assert browser.complaints == []
    assert set(browser.requests) == {address}


def counts(page: Page) -> dict[str, int]:
    return dict(page.ask(COUNTS))


def scorecard(page: Page) -> dict[tuple[str, str], list[str]]:
    """The cells of the whole scorecard by unit and parent unit, in the order of mart.unit_scorecard."""
    page.ask("document.querySelector('#scorecard .more')?.click()")
    return {(unit, parent): values for unit, parent, *values in page.ask(SCORECARD)}


def test_the_browser_tells_of_errors_and_requests(browser: Page, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<html data-ready=true><img src=http://127.0.0.1:9/outside><script>console.error('said')</script>"
        "<script>undeclared()</script></html>",
        encoding="utf-8",
    )
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(bad.as_uri())
    browser.ask("new Promise(done => addEventListener('load', done) || document.readyState === 'complete' && done())")
    assert any("said" in complaint for complaint in browser.complaints)
    assert any("undeclared" in complaint for complaint in browser.complaints)
    assert "http://127.0.0.1:9/outside" in browser.requests


@pytest.mark.parametrize(("width", "height", "is_phone"), [(1440, 900, False), (390, 844, True)])
def test_every_section_shows_something_and_fits(page: Page, width: int, height: int, is_phone: bool) -> None:
    page.resize(width, height, is_phone=is_phone)
    page.open(page.ask("location.href"))
    shown = counts(page)
    assert set(shown) == SECTIONS
    assert all(count > 0 for count in shown.values()), shown
    assert page.ask("document.querySelectorAll('.empty').length") == 0
    for chart in CHARTS:
        assert page.ask(f"{COLOURS}('{chart}')") > 20, chart
    assert page.ask("document.documentElement.scrollWidth") <= width
    assert "undefined" not in page.ask("document.body.innerText.toLowerCase()")


NODES_OUTSIDE = """(() => {
  const chart = instances.get('network'), data = chart.getModel().getSeriesByIndex(0).getData();
  const nodes = [...Array(data.count()).keys()]
    .map(i => chart.convertToPixel({ seriesIndex: 0 }, data.getItemLayout(i)));
  const isInside = ([x, y]) => x > 0 && x < chart.getWidth() && y > 0 && y < chart.getHeight();
  return [nodes.length, nodes.filter(node => !isInside(node)).length];
})()"""


@pytest.mark.parametrize("width", [1440, 390])
def test_nobody_of_the_network_is_cut_off(page: Page, address: str, width: int) -> None:
    page.resize(width, 900)
    page.open(address)
    nodes, outside = page.ask(NODES_OUTSIDE)
    assert nodes > 10
    assert outside == 0


def test_places_that_there_is_no_room_for_are_counted(page: Page) -> None:
    drawn = page.ask("instances.get('places').getOption().series[0].data.length")
    assert page.ask("byId('places-note').textContent") == ""
    page.ask("SHOWN_BLOCKS.wide = 2; show()")
    assert page.ask("instances.get('places').getOption().series[0].data.length") == 2
    assert page.ask("byId('places-note').textContent").startswith(f"另有 {drawn - 2} 地（")


def test_of_one_month_the_scorecard_is_that_of_the_warehouse(page: Page, warehouse: Path) -> None:
    def words(value: Any) -> str:
        if value is None:
            return "—"
        if value >= 10000:
            return f"{value / 10000:.2f}".rstrip("0").rstrip(".") + "万"
        return f"{float(value):,.2f}".removesuffix(".00")

    for month in ("2024-12", "2025-03"):
        page.choose("#filter-from", month)
        page.choose("#filter-to", month)
        expected = {
            (unit, parent or "—"): [words(value) for value in values]
            for unit, parent, *values in ask(
                warehouse,
                "select unit, parent_unit, articles, activities, demands, disputes, hazards, persons_reached, "
                "initiatives_named from mart.unit_scorecard where strftime(month, '%Y-%m') = ?",
                [month],
            )
        }
        shown = {unit: [value.lstrip("≥≈") for value in values] for unit, values in scorecard(page).items()}
        assert shown == expected
        page.ask("document.querySelector('#scorecard .more')?.click()")


def test_a_period_leaves_its_articles(page: Page, warehouse: Path) -> None:
    whole = counts(page)
    page.choose("#filter-from", "2025-01")
    page.choose("#filter-to", "2025-02")
    ((expected,),) = ask(
        warehouse,
        "select count(*) from dim_article a join dim_source s using (source_key) "
        "where s.published_on between '2025-01-01' and '2025-02-28' and a.duplicate_of_article_key is null",
    )
    narrowed = counts(page)
    assert narrowed["latest"] == expected
    assert page.ask("byId('filter-result').textContent").startswith(f"显示 {expected} /")
    for section in ("scorecard", "timeline", "figures", "topics", "programmes", "network", "places", "quality"):
        assert narrowed[section] < whole[section], section
    assert page.ask("instances.get('topics').getOption().xAxis[0].data") == ["2025-01", "2025-02"]
    page.ask("byId('filter-clear').click()")
    assert counts(page) == whole


def test_a_period_that_ends_before_it_begins_is_put_right(page: Page) -> None:
    page.choose("#filter-from", "2025-02")
    page.choose("#filter-to", "2024-12")
    assert page.ask("[byId('filter-from').value, byId('filter-to').value]") == ["2024-12", "2024-12"]


def test_a_topic_leaves_its_articles(page: Page, warehouse: Path) -> None:
    data = data_of(warehouse)
    number, topic = next((i, row) for i, row in enumerate(rows(data, "topic")) if row["code"] == "mediation")
    page.choose("#filter-topic", str(number))
    ((expected,),) = ask(
        warehouse,
        "select count(*) from bridge_article_topic b join dim_topic t using (topic_key) "
        "join dim_article a on a.article_key = b.article_key and a.duplicate_of_article_key is null where t.code = ?",
        [topic["code"]],
    )
    assert counts(page)["latest"] == expected > 0


def test_a_place_leaves_what_lies_in_it(page: Page, warehouse: Path) -> None:
    data = data_of(warehouse)
    number = next(i for i, row in enumerate(rows(data, "place")) if row["name"] == "姑苏区")
    page.choose("#filter-place", str(number))
    inside = {
        name for (name,) in ask(warehouse, "select name from dim_place where district = '姑苏区' and city = '苏州市'")
    }
    shown = {unit for unit, _ in scorecard(page)}
    assert shown
    assert shown <= inside
    assert page.ask("byId('filter-place').selectedOptions[0].textContent.trim()") == "姑苏区"


def test_where_filters_leave_nothing_the_page_says_so(page: Page, warehouse: Path) -> None:
    data = data_of(warehouse)
    articles, topics = rows(data, "article"), rows(data, "topic")
    month, topic = next(
        (month, topic)
        for month in sorted({row["date"][:7] for row in articles})
        for topic in range(len(topics))
        if not any(row["date"].startswith(month) and topic in row["topics"] for row in articles)
    )
    page.choose("#filter-from", month)
    page.choose("#filter-to", month)
    page.choose("#filter-topic", str(topic))
    assert counts(page)["latest"] == 0
    assert page.ask("document.querySelectorAll('.empty').length") >= 10


def test_a_figure_leads_to_its_file_line_and_words(page: Page, warehouse: Path) -> None:
    page.ask("(() => { const item = document.querySelector('#figures .item'); item.focus(); item.click() })()")
    assert page.ask("byId('drawer').hidden") is False
    path, line = page.ask("document.querySelector('.evidence code').textContent").rsplit(":", 1)
    marked = page.ask("document.querySelector('.evidence mark').textContent")
    found = ask(
        warehouse,
        "select count(*) from fact_observation o join dim_article a using (article_key) "
        "join dim_source s using (source_key) where s.relative_path = ? and o.source_text = ?",
        [path, marked],
    )
    assert found[0][0] >= 1
    assert int(line) > 0
    page.ask("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))")
    assert page.ask("byId('drawer').hidden") is True
    assert page.ask("document.activeElement.closest('#figures') !== null") is True


@pytest.mark.parametrize("section", ["overview", "scorecard", "latest", "figures", "calendar", "kinds", "words",
                                     "programmes", "quality"])  # fmt: skip
def test_a_click_in_every_list_opens_evidence(page: Page, section: str) -> None:
    opener = "td .link, .item, .tile, .bars button, .days button"
    page.ask(f"document.querySelector('[data-section={section}]').querySelector('{opener}').click()")
    assert page.ask("document.querySelectorAll('.evidence code').length") > 0


def test_a_click_on_every_chart_opens_evidence(page: Page) -> None:
    for chart, point in POINTS.items():
        page.ask("byId('drawer').hidden = true")
        x, y = page.ask(f"{POINT_IN_WINDOW}('{chart}', {point})")
        page.click(x, y)
        assert page.ask("byId('drawer').hidden") is False, chart
        assert page.ask("document.querySelectorAll('.evidence code').length") > 0, chart


def test_a_place_is_chosen_from_its_evidence(page: Page) -> None:
    page.ask("document.querySelector('#scorecard td .link').click()")
    name = page.ask("document.querySelector('#scorecard tbody tr').dataset.unit")
    page.ask("document.querySelector('#drawer-body .note button').click()")
    assert page.ask("byId('filter-place').selectedOptions[0].textContent.trim()") == name
    assert page.ask("byId('drawer').hidden") is True


def test_texts_of_others_never_become_markup(browser: Page, warehouse: Path, tmp_path: Path) -> None:
    hostile = "</script><script>taken=1</script><img src=http://127.0.0.1:9/x onerror=taken=1>{a|b}\u2028<!--"
    data = copy.deepcopy(data_of(warehouse))
    for table in data["tables"].values():
        for row in table["rows"]:
            for i, (column, value) in enumerate(zip(table["columns"], row, strict=True)):
                if isinstance(value, str) and column not in ("date", "dated_by", "from", "to", "month", "category"):
                    row[i] = value + hostile
    write_page(build_page(REPORT_DIR, data), tmp_path / "index.html")
    browser.complaints.clear()
    browser.requests.clear()
    browser.resize(1440, 900)
    browser.open((tmp_path / "index.html").as_uri())
    browser.ask("document.querySelector('[data-tile=demands]').click()")
    assert browser.ask("[typeof taken, document.images.length, document.scripts.length]") == ["undefined", 0, 3]
    assert "<img" in browser.ask("byId('drawer-body').textContent")
    assert browser.complaints == []
    assert set(browser.requests) == {(tmp_path / "index.html").as_uri()}


def test_an_empty_warehouse_makes_a_page_too(browser: Page, warehouse: Path, tmp_path: Path) -> None:
    data = copy.deepcopy(data_of(warehouse))
    for table in data["tables"].values():
        table["rows"] = []
    write_page(build_page(REPORT_DIR, data), tmp_path / "index.html")
    browser.complaints.clear()
    browser.open((tmp_path / "index.html").as_uri())
    assert browser.complaints == []
    assert "为便于打开" in browser.ask("byId('footer').textContent")
