"""The stages of reading know what they read, and changed rows of a table say which pages they can matter to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from flows.changed_rows import changed_words
from flows.page_hints import HintOf
from flows.reference import load_tables
from flows.settings import REFERENCE_DIR
from flows.stages import STAGES, reader_fingerprint, stages_of
from newstext.facts.extract import FactExtractor
from newstext.language.tags import WordTags
from newstext.language.words import WordCounter
from newstext.page.corrections import Corrections
from newstext.page.layout import LayoutEngine
from newstext.reader import Reader
from newstext.records import PageReading, TableRows
from tests.flows.runs import ROOT, SAMPLES, sample_pages


class Recorder(Mapping[str, TableRows]):
    """The reference tables, remembering which were asked for."""

    def __init__(self) -> None:
        self.tables = load_tables(REFERENCE_DIR)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> TableRows:
        self.asked.add(name)
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


@pytest.mark.parametrize(
    ("stage", "makers"),
    [
        ("layout", (LayoutEngine, Corrections)),
        ("words", (WordCounter, WordTags)),
        ("facts", (FactExtractor,)),
    ],
)
def test_a_stage_is_fingerprinted_over_exactly_the_tables_that_it_asks_for(
    stage: str, makers: tuple[type[LayoutEngine], ...]
) -> None:
    tables = Recorder()
    for maker in makers:
        maker.from_tables(tables)
    known = reader_fingerprint(REFERENCE_DIR).parts[stage]
    assert {f"{name}.csv" for name in tables.asked} == {name for name in known if name.endswith(".csv")}


def test_every_module_that_reads_pages_belongs_to_a_stage() -> None:
    known = {name for parts in reader_fingerprint(REFERENCE_DIR).parts.values() for name in parts}
    packages = [ROOT / "newstext" / name for name in ("page", "language", "facts")]
    modules = {file.relative_to(ROOT).as_posix() for each in packages for file in each.glob("[!_]*.py")}
    # What path and sidecar say is looked at by every run, and explaining reads nothing.
    assert modules - known == {"newstext/page/origin.py", "newstext/facts/explain.py"}
    assert {"newstext/reader.py", "newstext/records.py", "jieba 0.42.1", "rjieba 0.2.2"} <= known


@pytest.mark.parametrize(
    ("table", "stages"),
    [
        ("topics", {"facts"}),
        ("layout_weights", {"layout"}),
        ("stop_words", {"words"}),
        ("places", {"words", "facts"}),
        ("surnames", {"layout", "facts"}),
    ],
)
def test_a_changed_table_changes_the_fingerprint_of_its_stages_only(
    table: str, stages: set[str], tmp_path: Path
) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(REFERENCE_DIR, reference)
    before = stages_of(reader_fingerprint(reference).text)
    with (reference / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    after = stages_of(reader_fingerprint(reference).text)
    assert {stage for stage in STAGES if before[stage] != after[stage]} == stages


@pytest.mark.parametrize("text", ["", "reader", "0123456789abcdef", "layout:1 words:2"])
def test_a_fingerprint_of_before_stages_says_nothing_of_them(text: str) -> None:
    assert stages_of(text) == {}


def rows(*values: dict[str, str]) -> dict[str, TableRows]:
    return {"organization_names": tuple(values)}


OLD = ({"name": "云溪合唱团", "kind": "team"}, {"name": "柳浦书院", "kind": "venue"})


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (OLD, set()),
        ((*OLD, {"name": "桐江诗社", "kind": "team"}), {"桐江诗社"}),
        (OLD[:1], {"柳浦书院"}),
        ((OLD[0], {"name": "柳浦新书院", "kind": "venue"}), {"柳浦书院", "柳浦新书院"}),
        ((OLD[0], {"name": "柳浦书院", "kind": "team"}), {"柳浦书院"}),
    ],
)
def test_changed_rows_speak_of_their_old_and_new_names(new: TableRows, words: set[str]) -> None:
    assert changed_words("organization_names", rows(*OLD), rows(*new)) == words


def test_rows_in_another_order_or_columns_may_matter_to_any_page() -> None:
    assert changed_words("organization_names", rows(*OLD), rows(*OLD[::-1])) is None
    assert changed_words("organization_names", rows(*OLD), rows({"name": "桐江诗社"})) is None


def test_a_table_that_is_none_of_words_may_matter_to_any_page() -> None:
    tables = load_tables(REFERENCE_DIR)
    assert changed_words("layout_weights", tables, {**tables, "layout_weights": tables["layout_weights"][1:]}) is None


def test_topics_that_change_their_rank_may_matter_to_any_page() -> None:
    tables = load_tables(REFERENCE_DIR)
    last = tables["topics"][-1]
    first = {**last, "term": "无人写过的词"}
    assert changed_words("topics", tables, {**tables, "topics": (first, *tables["topics"])}) is None
    assert changed_words("topics", tables, {**tables, "topics": (*tables["topics"], first)}) == {"无人写过的词"}


def test_a_changed_place_speaks_of_what_lies_in_it_and_of_the_papers_at_home_there() -> None:
    def place(name: str, level: str, identity: str, parent: str) -> dict[str, str]:
        return {
            "place_id": identity, "name": name, "level": level, "parent_id": parent, "official_name": name, "alias": "",
        }  # fmt: skip

    district = place("云溪区", "district", "1", "")
    street = place("青石街道", "subdistrict", "11", "1")
    others = (street, place("和泰社区", "community", "111", "11"), place("白塔街道", "subdistrict", "12", "1"))
    papers = ({"name": "青石报", "division_code": "11"}, {"name": "白塔报", "division_code": "12"})
    before = {"places": (district, *others), "newspapers": papers}
    moved = {"places": (district, {**street, "name": "青岩街道"}, *others[1:]), "newspapers": papers}
    assert changed_words("places", before, moved) == {"青石街道", "青岩街道", "青石", "青岩", "和泰", "青石报"}
    village = place("菜板村", "village", "121", "12")
    added = {"places": (district, *others, village), "newspapers": papers}
    assert changed_words("places", before, added) == {"菜板村", "菜板", "白塔", "白塔报"}


@cache
def samples() -> dict[str, tuple[bytes, PageReading]]:
    """The sample pages with what the reader at work reads in them."""
    return {page: ((SAMPLES / page).read_bytes(), reading) for page, reading in readings(load_tables(REFERENCE_DIR))}


def readings(tables: Mapping[str, TableRows]) -> list[tuple[str, PageReading]]:
    reader, hint_of = Reader.from_tables(tables), HintOf(REFERENCE_DIR)
    found = []
    for page in sample_pages(100):
        sidecar = (SAMPLES / page).with_suffix(".json")
        hint = hint_of(page, sidecar.read_bytes() if sidecar.exists() else None)
        found.append((page, reader.read((SAMPLES / page).read_bytes(), hint)))
    return found


def printed(page: str) -> str:
    """What a page prints, as the warehouse looks through it."""
    _, reading = samples()[page]
    articles = [each.article for each in reading.articles]
    parts = [page, reading.newspaper or "", "".join(line.text for line in reading.lines)]
    parts += [part or "" for each in articles for part in (each.title, each.subtitle, each.body, each.caption)]
    return "".join(" ".join(parts).split()).lower()


@pytest.mark.parametrize(
    ("table", "column"),
    [("topics", "term"), ("domain_words", "word"), ("organization_kinds", "head"), ("surnames", "surname"),
     ("place_words", "word"), ("indicators", "head"), ("units", "unit")],
)  # fmt: skip
def test_removed_rows_change_the_reading_of_no_page_but_those_that_print_their_words(table: str, column: str) -> None:
    tables = load_tables(REFERENCE_DIR)
    pages = {page: printed(page) for page in samples()}

    def pages_with(row: Mapping[str, str]) -> int:
        return sum(row[column].lower() in text for text in pages.values())

    # A third of the pages at most, or the test would say nothing of the others.
    gone = [row for row in tables[table] if 0 < pages_with(row) <= len(pages) / 3][:3]
    assert gone
    without = {**tables, table: tuple(row for row in tables[table] if row not in gone)}
    words = changed_words(table, tables, without)
    assert words
    stale = {page for page, text in pages.items() if any(word.lower() in text for word in words)}
    assert stale < set(pages)
    assert {page for page, reading in readings(without) if reading != samples()[page][1]} <= stale
