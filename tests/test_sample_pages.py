"""The sample pages and their gold agree with each other: what is scored against them is scored against the truth."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate_pages import generate
from tests.golden import compose, page_source

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
SOURCES = sorted(compose.SOURCES.glob("*.page"))
NAMES = [source.stem for source in SOURCES]
NAMES_WITH_FACTS = [source.stem for source in SOURCES if source.with_suffix(".facts").exists()]
REAL_PAGES = ROOT.parent / "shared" / "gold" / "real"
ROLES = {"kicker", "title", "subtitle", "heading", "byline", "caption", "body", "furniture"}
CATEGORIES = {
    "demand_resolved",
    "activity",
    "dispute_mediated",
    "hazard_removed",
    "facility",
    "personnel",
    "beneficiary",
    "organisation",
    "finance",
    "area",
    "volunteer",
    "training",
    "honour",
    "other",
}
ACTIVITY_TYPES = {
    "meeting",
    "training",
    "volunteering",
    "cultural",
    "publicity",
    "visit",
    "inspection",
    "ceremony",
    "health",
    "study",
    "sport",
    "other",
}


@cache
def page_of(name: str) -> page_source.Page:
    return page_source.read_page(compose.SOURCES / f"{name}.page")


@cache
def gold(name: str, kind: str) -> Any:
    return json.loads((GOLDEN / f"{name}.{kind}.json").read_text(encoding="utf-8"))


@cache
def line_rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.lines.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def text_lines(name: str) -> list[str]:
    """The lines of the page file in the inbox, decoded as its source says."""
    page = page_of(name)
    data = (compose.INBOX / page.path).read_bytes()
    return data.decode(page.settings.get("encoding", "utf-8")).splitlines()


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_the_files_are_those_that_the_sources_give(source: Path) -> None:
    for path, data in compose.files_of(source).items():
        assert path.read_bytes() == data, f"{path} differs; run python -m tests.golden.compose"


def test_the_inbox_holds_nothing_else() -> None:
    made = {path for source in SOURCES for path in compose.files_of(source)}
    found = {path for path in compose.INBOX.rglob("*") if path.is_file()}
    assert found == {path for path in made if path.is_relative_to(compose.INBOX)}


def test_there_are_enough_pages_of_several_newspapers_over_six_months() -> None:
    assert len(NAMES) >= 14
    assert len(NAMES_WITH_FACTS) >= 10
    days = [date.fromisoformat(page_of(name).settings["published_on"]) for name in NAMES]
    assert (max(days) - min(days)).days >= 150
    assert len({str(page_of(name).path.parts[0]) for name in NAMES}) >= 4
    assert len(set(NAMES)) == len({page_of(name).path.stem for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
def test_every_line_that_is_not_blank_has_one_row(name: str) -> None:
    lines = text_lines(name)
    expected = [number for number, line in enumerate(lines, start=1) if line.strip()]
    assert [int(row["line"]) for row in line_rows(name)] == expected
    assert {row["role"] for row in line_rows(name)} <= ROLES


@pytest.mark.parametrize("name", NAMES)
def test_page_and_copy_are_of_the_promised_size(name: str) -> None:
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert text.splitlines() == text_lines(name)
    assert 1900 <= len(text) <= 5000
    assert 4 <= len(gold(name, "articles")) <= 11


@pytest.mark.parametrize("name", NAMES)
def test_bodies_follow_from_the_lines_alone(name: str) -> None:
    lines = text_lines(name)
    rows = {int(row["line"]): row for row in line_rows(name)}
    for article in gold(name, "articles"):
        paragraphs: list[str] = []
        for number in article["body_lines"]:
            row = rows[number]
            assert (row["article"], row["role"]) == (article["id"], "body")
            text = lines[number - 1].strip()
            if row["byline_suffix"]:
                assert text.endswith(row["byline_suffix"])
                text = text.removesuffix(row["byline_suffix"])
            drop = int(row["drop_prefix"])
            if row["continues"] == "1":
                assert drop == 0 or paragraphs[-1].endswith(text[:drop])
                paragraphs[-1] += text[drop:]
            else:
                assert drop == 0
                paragraphs.append(text)
        expected = [without_space(paragraph) for paragraph in gold(name, "body")[article["id"]]]
        assert [without_space(paragraph) for paragraph in paragraphs] == expected


@pytest.mark.parametrize("name", NAMES)
def test_headlines_headings_and_bylines_are_printed(name: str) -> None:
    lines = text_lines(name)
    for article in gold(name, "articles"):
        for field, role in (("kicker", "kicker"), ("title", "title"), ("subtitle", "subtitle"), ("caption", "caption")):
            printed = [
                re.sub(r"^#+ ", "", lines[int(row["line"]) - 1].strip())
                for row in line_rows(name)
                if row["article"] == article["id"] and row["role"] == role
            ]
            assert without_space("".join(printed)) == without_space(article[field] or ""), (name, article["id"], field)
        whole = "\n".join(lines)
        assert article["title"]
        assert all(byline in whole for byline in article["bylines"])
        assert len(article["bylines"]) == len(set(article["bylines"]))


@pytest.mark.parametrize("name", NAMES)
def test_masthead_dates_agree_with_the_path(name: str) -> None:
    page = page_of(name)
    published = date.fromisoformat(page.settings["published_on"])
    if page.settings.get("sidecar"):
        assert json.loads(page.settings["sidecar"])["published_on"] == published.isoformat()
    else:
        assert page.path.parts[1] == published.isoformat()
    for row in line_rows(name):
        printed = text_lines(name)[int(row["line"]) - 1]
        found = re.search(r"(\d{4})年(\d+)月(\d+)日", printed) if row["role"] == "furniture" else None
        if found:
            assert date(*map(int, found.groups())) == published
            weekday = re.search(r"星期(.)", printed)
            assert weekday is None or weekday.group(1) == "一二三四五六日"[published.weekday()]


@pytest.mark.parametrize("name", NAMES_WITH_FACTS)
def test_facts_are_printed_in_their_article(name: str) -> None:
    articles = {article["id"]: article for article in gold(name, "articles")}
    assert {facts["id"] for facts in gold(name, "facts")} == set(articles)
    for facts in gold(name, "facts"):
        article = articles[facts["id"]]
        heads = [article["kicker"] or "", article["title"], article["subtitle"] or "", *article["headings"]]
        text = "\n".join([*heads, *gold(name, "body")[facts["id"]]])
        bare = re.sub('[“”"‘’《》]', "", text)
        for figure in facts["quantities"]:
            assert figure["text"] in text, figure
            assert figure["category"] in CATEGORIES, figure
            assert figure["qualifier"] in {"exact", "at_least", "about"}, figure
            assert figure["line"] is not None, figure
        for day in facts["dates"]:
            assert day["text"] in text, day
        for place in facts["places"]:
            assert all(surface in text for surface in place.get("surface", [place["name"]])), place
            assert place["mentions"] >= 1, place
        for person in facts["persons"]:
            assert person["kind"] == "reporter" or person["name"] in text, person
        for organisation in facts["organisations"]:
            assert all(x in text for x in organisation.get("surface", [organisation["name"]])), organisation
        for initiative in facts["initiatives"]:
            assert re.sub('[“”"‘’《》]', "", initiative["name"]) in bare, initiative
        assert {activity["type"] for activity in facts["activities"]} <= ACTIVITY_TYPES
        assert len(facts["topics"]) <= 3


@pytest.mark.parametrize("name", NAMES_WITH_FACTS)
def test_no_figure_in_digits_is_forgotten(name: str) -> None:
    for facts in gold(name, "facts"):
        article = next(x for x in gold(name, "articles") if x["id"] == facts["id"])
        rest = "\n".join([article["kicker"] or "", article["title"], *gold(name, "body")[facts["id"]]])
        for fact in sorted([*facts["quantities"], *facts["dates"]], key=lambda fact: -len(fact["text"])):
            rest = rest.replace(fact["text"], "◇")
        for named in [*facts["activities"], *facts["initiatives"]]:
            rest = rest.replace(named["name"], "◇")
        assert not re.findall(r"(?<!“)\d[\d.]*(?!”)(?!\d)", rest), (name, facts["id"])


@pytest.mark.parametrize("name", NAMES_WITH_FACTS)
def test_resolved_dates_are_days_near_the_page(name: str) -> None:
    published = date.fromisoformat(page_of(name).settings["published_on"])
    for facts in gold(name, "facts"):
        for day in facts["dates"]:
            if day["resolved"] and day["precision"] == "day":
                has_year = re.match(r"\d{4}年", day["text"])
                away = abs((published - date.fromisoformat(day["resolved"])).days)
                assert has_year or away <= 120, (name, day)


def test_the_pages_show_every_kind_of_damage() -> None:
    seen: Counter[str] = Counter()
    for name in NAMES:
        page = page_of(name)
        seen[page.settings.get("encoding", "utf-8")] += 1
        seen[page.settings.get("newline", "lf")] += 1
        seen[page.settings.get("punctuation", "full")] += 1
        seen[page.settings.get("arrangement", "columns").split()[0]] += 1
        seen["sidecar"] += "sidecar" in page.settings
        lines = text_lines(name)
        rows = {int(row["line"]): row for row in line_rows(name)}
        for number, row in rows.items():
            seen[row["role"]] += 1
            seen["repeated"] += row["drop_prefix"] != "0"
            seen["inline byline"] += bool(row["byline_suffix"])
            seen["interrupted"] += "interrupted by" in row["note"]
            seen["interrupted by several"] += bool(re.search(r"interrupted by [^;]*,", row["note"]))
            seen["end lost"] += "missing after" in row["note"]
            seen["start lost"] += "missing before" in row["note"]
            seen["title continued"] += row["role"] == "title" and row["continues"] == "1"
            seen["marked"] += lines[number - 1].startswith("#")
            before = re.search(r"continues line (\d+)", row["note"])
            if before and row["role"] == "body":
                last = lines[int(before.group(1)) - 1].rstrip()[-1]
                seen["cut after comma"] += last in "，,"
                seen["cut after quote"] += last == "”"
                seen["cut after full stop"] += last in "。？！"
                seen["cut in a sentence"] += last not in "，,。？！”"
                twice = last == lines[number - 1].strip()[0] and row["drop_prefix"] == "0"
                seen["rightful repetition at a cut"] += twice
    for kind in (
        *("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "crlf", "half", "wrap", "lines", "sidecar"),
        *("kicker", "subtitle", "heading", "caption", "furniture", "repeated", "inline byline", "interrupted"),
        *("interrupted by several", "end lost", "start lost", "title continued", "marked", "cut after comma"),
        *("cut after quote", "cut after full stop", "cut in a sentence", "rightful repetition at a cut"),
    ):
        assert seen[kind], f"no sample page shows: {kind}"


@pytest.mark.skipif(not REAL_PAGES.is_dir(), reason="the pages of others are not beside this repository")
def test_no_sentence_of_others_is_copied() -> None:
    theirs = set()
    for path in REAL_PAGES.glob("*.txt"):
        for sentence in re.split(r"[。！？\n]", path.read_text(encoding="utf-8")):
            for clause in re.split(r"[，,；;：:]", without_space(sentence)):
                if len(clause) >= 14 and not re.search(
                    r"[、《》“”（）()]|街道|社区|公司|中心|派出所|学校|街区", clause
                ):
                    theirs.add(clause)
    assert theirs
    for name in NAMES:
        text = without_space((GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))
        assert not [clause for clause in theirs if clause in text]


def test_generated_pages_depend_on_seed_and_number_only() -> None:
    few = list(generate(5, seed=7))
    more = list(generate(8, seed=7))
    assert more[:5] == few
    assert list(generate(5, seed=8)) != few
    assert len({path for path, _ in more}) == 8
    for _, data in few:
        assert 3500 <= len(data.decode("utf-8")) <= 6500


def test_every_reference_table_is_listed_with_its_origin() -> None:
    listed = set(re.findall(r"`(\w+\.csv)`", (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in (ROOT / "seeds" / "reference").glob("*.csv")}
