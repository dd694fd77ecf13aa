"""Count envelopes: steady pages set the limits, a batch beyond them warns by name, too little history says nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pytest

from tests.sql.tables import create_tables, insert_rows
from warehouse.candidate import Candidate
from warehouse.envelopes import (
    FEWEST_PAGES_OF_BATCH,
    FEWEST_PAGES_OF_HISTORY,
    MEASURES,
    SUITE,
    Envelope,
    check_envelopes,
)
from warehouse.paths import DataFolder

PAPER = "柳湾报"


class Page(NamedTuple):
    """What is counted of a page: articles, and of each of them characters and figures; shares are of the articles."""

    articles: int = 6
    characters: int = 600
    figures: int = 3
    truncated: float = 0.0
    without_place: float = 0.0
    newspaper: str | None = PAPER


def steady(count: int, seed: int = 1, newspaper: str | None = PAPER) -> list[Page]:
    """Return pages that differ as those of a newspaper do: 4 to 8 articles, 500 to 700 characters, 2 to 4 figures."""
    chance = random.Random(seed)
    return [
        Page(chance.randint(4, 8), chance.randint(500, 700), chance.randint(2, 4), chance.choice((0, 0, 0, 0.2)),
             chance.choice((0, 0.2)), newspaper)
        for _ in range(count)
    ]  # fmt: skip


def write(path: Path, pages: Sequence[Page]) -> None:
    """Make a warehouse of such pages, whose source keys count from 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict[str, Any]]] = {"dim_source": [], "dim_article": [], "fact_article": []}
    for source_key, page in enumerate(pages, 1):
        rows["dim_source"].append({"source_key": source_key, "is_current": True, "newspaper": page.newspaper})
        for number in range(page.articles):
            of_page = {"article_key": 1000 * source_key + number, "source_key": source_key}
            share = (number + 0.5) / page.articles
            rows["dim_article"].append(of_page | {"is_truncated": share < page.truncated})
            rows["fact_article"].append(
                of_page
                | {"code_point_count": page.characters, "observation_count": page.figures,
                   "place_key": int(share >= page.without_place)}
            )  # fmt: skip
    path.write_bytes(empty_warehouse())
    with duckdb.connect(str(path)) as connection:
        for table, of_table in rows.items():
            if of_table:
                insert_at_once(connection, table, of_table)


@cache
def empty_warehouse() -> bytes:
    """Return the bytes of a warehouse without rows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with duckdb.connect(str(path)) as connection:
            create_tables(connection)
        return path.read_bytes()


def insert_at_once(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that name only the columns that matter, the others as in a row of nothing."""
    insert_rows(connection, table, [{}])
    connection.execute(f"create temp table nothing as from {table}; delete from {table}")
    connection.register("incoming", pa.Table.from_pylist([*rows]))
    named = ", ".join(f"incoming.{column} as {column}" for column in rows[0])
    connection.execute(f"insert into {table} select nothing.* replace ({named}) from nothing, incoming")
    connection.execute("drop table nothing")
    connection.unregister("incoming")


def envelopes(folder: Path, history: Sequence[Page], batch: Sequence[Page]) -> list[Envelope]:
    """Return what is found of a batch that comes after history."""
    data = DataFolder(folder)
    write(data.live, history)
    write(data.candidate, [*history, *batch])
    loaded = range(len(history) + 1, len(history) + len(batch) + 1)
    return check_envelopes(Candidate(data, 2, 2), loaded)


def drifting(found: Sequence[Envelope]) -> set[str]:
    return {each.measure for each in found if each.is_drift}


def test_pages_like_those_before_lie_within_all_limits(tmp_path: Path) -> None:
    found = envelopes(tmp_path, steady(60), steady(8, seed=2))
    assert {each.measure for each in found} == {measure.name for measure in MEASURES}
    assert drifting(found) == set()
    for each in found:
        assert (each.newspaper, each.pages, each.history) == (PAPER, 8, 60)
        assert each.low <= each.value <= each.high


@pytest.mark.parametrize(
    ("measure", "page"),
    [
        ("articles_per_page", Page(articles=1)),
        ("articles_per_page", Page(articles=14)),
        ("articles_per_page", Page(articles=0)),
        ("characters_per_article", Page(characters=2400)),
        ("characters_per_article", Page(characters=90)),
        ("observations_per_article", Page(figures=0)),
        ("share_of_truncated_articles", Page(truncated=0.8)),
        ("share_of_unknown_places", Page(without_place=1.0)),
    ],
)
def test_a_batch_that_drifts_is_named(tmp_path: Path, measure: str, page: Page) -> None:
    found = envelopes(tmp_path, steady(60), [page] * 6)
    assert drifting(found) == {measure}
    (drift,) = (each for each in found if each.is_drift)
    assert f"{measure} of {PAPER}" in drift.text
    row = drift.quality_row()
    assert (row.suite, row.expectation, row.severity, row.is_success) == (f"{SUITE}.{PAPER}", measure, "warn", False)
    assert (row.observed_number, row.expected_low, row.expected_high, row.history_count) == (
        drift.value, drift.low, drift.high, 60,
    )  # fmt: skip
    assert (row.unexpected_count, row.element_count) == (6, 6)


def test_too_little_history_says_nothing(tmp_path: Path) -> None:
    drifted = [Page(articles=1, characters=5000)] * 6
    assert envelopes(tmp_path / "few", steady(FEWEST_PAGES_OF_HISTORY - 1), drifted) == []
    assert drifting(envelopes(tmp_path / "enough", steady(FEWEST_PAGES_OF_HISTORY), drifted)) >= {"articles_per_page"}


def test_a_batch_of_few_pages_says_nothing(tmp_path: Path) -> None:
    assert envelopes(tmp_path, steady(60), [Page(articles=1)] * (FEWEST_PAGES_OF_BATCH - 1)) == []


def test_one_strange_page_among_others_is_no_drift(tmp_path: Path) -> None:
    found = envelopes(tmp_path, steady(60), [*steady(4, seed=3), Page(articles=40, characters=20)])
    assert drifting(found) == set()


def test_every_newspaper_has_limits_of_its_own(tmp_path: Path) -> None:
    other = [Page(articles=20, characters=80, figures=1, newspaper="桐江晚报")] * 40
    found = envelopes(tmp_path, [*steady(40), *other], [*steady(4, seed=4), *other[:4]])
    assert drifting(found) == set()
    assert {each.newspaper for each in found} == {PAPER, "桐江晚报"}
    swapped = [page._replace(newspaper="桐江晚报") for page in steady(4, seed=4)]
    again = envelopes(tmp_path / "swapped", [*steady(40), *other], swapped)
    assert {each.newspaper for each in again if each.is_drift} == {"桐江晚报"}


def test_pages_of_no_known_newspaper_are_compared_with_each_other(tmp_path: Path) -> None:
    found = envelopes(tmp_path, steady(40, newspaper=None), steady(4, seed=5, newspaper=None))
    assert {each.newspaper for each in found} == {"unknown"}


def test_the_first_release_has_no_history(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    write(data.candidate, steady(40))
    assert check_envelopes(Candidate(data, 1, 1), range(1, 41)) == []


@pytest.mark.parametrize("seed", range(6))
def test_steady_pages_never_warn_whatever_the_batch(tmp_path: Path, seed: int) -> None:
    pages = steady(90, seed)
    assert drifting(envelopes(tmp_path, pages[:60], pages[60 : 60 + 3 + 4 * seed])) == set()
