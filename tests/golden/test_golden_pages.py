"""The reader against the golden pages: what it gets wrong is listed, and the list can only shrink."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.reference import load_tables
from flows.settings import REFERENCE_DIR
from newstext.reader import Reader
from newstext.records import ArticleReading, PageHint
from tests.golden import compose

GOLDEN = Path(__file__).resolve().parent
PAGES = sorted(path.name.removesuffix(".articles.json") for path in GOLDEN.glob("*.articles.json"))
PAGES_WITH_FACTS = [page for page in PAGES if (GOLDEN / f"{page}.facts.json").exists()]
GOVERNED = {"city", "district", "development_zone", "subdistrict", "community", "village"}
UNIFIED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "…": "."})


@cache
def reader() -> Reader:
    return Reader.from_tables(load_tables(REFERENCE_DIR))


@cache
def readings(page: str) -> tuple[ArticleReading, ...]:
    return reader().read((GOLDEN / f"{page}.txt").read_bytes(), PageHint()).articles


def gold(page: str, what: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GOLDEN / f"{page}.{what}.json").read_text(encoding="utf-8"))
    return found


def plain(text: str | None) -> str:
    """Text as it is compared: the choice of width, quotes and spaces is not judged."""
    return "".join(unicodedata.normalize("NFKC", text or "").translate(UNIFIED).split())


def listed(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def bodies(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((GOLDEN / f"{page}.body.json").read_text(encoding="utf-8"))
    return found


def is_exact(article: ArticleReading, wanted: dict[str, Any], body: list[str]) -> bool:
    found = article.article
    return (
        plain(found.kicker) + plain(found.title) == plain(wanted["kicker"]) + plain(wanted["title"])
        and plain(found.subtitle) == plain(wanted["subtitle"])
        and [plain(line) for line in found.body.split("\n")] == [plain(line) for line in body]
        and sorted(found.reporters) == sorted(wanted["bylines"])
    )


@pytest.mark.parametrize("page", PAGES)
def test_articles_are_rebuilt_exactly_but_for_those_listed(page: str) -> None:
    wrong = {
        each["id"]
        for each in gold(page, "articles")
        if not any(is_exact(one, each, bodies(page)[each["id"]]) for one in readings(page))
    }
    known = {row["article"] for row in listed("known_wrong_articles.csv") if row["page"] == page}
    assert wrong <= known, "articles that were right are wrong now"
    assert known <= wrong, "articles are right now: take them out of known_wrong_articles.csv"


@pytest.mark.parametrize("source", sorted(compose.UNSEEN.glob("*.page")), ids=lambda path: path.stem)
def test_pages_outside_the_inbox_are_those_that_their_sources_give(source: Path) -> None:
    files = compose.files_of(source)
    assert not any(path.is_relative_to(compose.INBOX) for path in files)
    for path, data in files.items():
        assert path.read_bytes() == data, f"{path} differs; run python -m tests.golden.compose"


def found_facts(article: ArticleReading) -> dict[str, set[str]]:
    return {
        "governed_places": {one.place.name for one in article.places if one.place.level in GOVERNED},
        "persons": {plain(one.person.name) for one in article.persons},
        "topics": {one.code for one in article.topics},
        "activity_types": {one.activity_type for one in article.activities},
        "figures": {f"{one.value.normalize():f} {one.unit}" for one in article.observations},
    }


def wanted_facts(article: dict[str, Any]) -> dict[str, set[str]]:
    return {
        "governed_places": {one["name"] for one in article["places"] if one["level"] in GOVERNED},
        "persons": {plain(one["name"]) for one in article["persons"]},
        "topics": set(article["topics"]),
        "activity_types": {one["type"] for one in article["activities"]},
        "figures": {
            f"{one['value']:.4f}".rstrip("0").rstrip(".") + f" {one['unit'] or ''}"
            for one in article["quantities"]
            if one["value"] is not None
        },
    }


def f1_of_facts() -> dict[str, float]:
    """F1 of each kind of fact over all golden pages, articles matched by their headlines."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for page in PAGES_WITH_FACTS:
        heads = {plain(one.article.kicker) + plain(one.article.title): one for one in readings(page)}
        heads |= {plain(one.article.title): one for one in readings(page)}
        for article in gold(page, "facts"):
            wanted = wanted_facts(article)
            match = heads.get(plain(article["title"]))
            found = found_facts(match) if match else {kind: set() for kind in wanted}
            for kind, names in wanted.items():
                right[kind] += len(names & found[kind])
                total[kind] += len(names) + len(found[kind])
    return {kind: 2 * right[kind] / total[kind] for kind in total}


def test_facts_are_found_at_least_as_well_as_recorded() -> None:
    found = f1_of_facts()
    floors = {row["kind"]: float(row["f1_at_least"]) for row in listed("fact_floors.csv")}
    assert found.keys() == floors.keys()
    fallen = {kind: round(found[kind], 4) for kind, floor in floors.items() if found[kind] < floor}
    assert not fallen
    risen = {kind: round(found[kind], 4) for kind, floor in floors.items() if found[kind] > floor + 0.03}
    assert not risen, "raise these floors in fact_floors.csv"
