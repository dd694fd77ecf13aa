"""From records to rows: keys, refusals of single values, and members that come with what names them."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.records import Initiative, Organization, PageReading, Place, PlaceLevel, WordCounts
from tests.warehouse.readings import COMMUNITY, COMPOUND, GAZETTEER, TOPICS, article_reading, page_reading, tag_word
from warehouse import keys, schema
from warehouse.rows import PageSource, RowBuilder, places_table, topics_table
from warehouse.word_characters import word_characters

SOURCE = PageSource("云溪日报/2024-11-08/A01.txt", "ab" * 32, 10, "{}")


def rows_of(*readings: PageReading) -> dict[str, pa.Table]:
    builder = RowBuilder(tag_word, "reader")
    for number, reading in enumerate(readings):
        builder.add_page(dataclasses.replace(SOURCE, content_sha256=f"{number:064}"), reading)
    return builder.take_tables()


def test_the_rows_of_every_table_have_its_schema() -> None:
    tables = rows_of(page_reading([article_reading(1, "议事", ["邻里和睦。"])]))
    loaded = {table.fullname for table in schema.tables() if not table.info["is_history"]} | {"ops.rejection"}
    assert set(tables) == loaded - {"dim_date", "dim_topic"}
    for name, rows in tables.items():
        assert rows.schema == schema.arrow_schema(name), name
        assert rows.num_rows or name == "ops.rejection", name


def test_a_builder_starts_anew_after_each_chunk() -> None:
    builder = RowBuilder(tag_word)
    reading = page_reading([article_reading(1, "议事", ["邻里和睦。"])])
    builder.add_page(SOURCE, reading)
    first = builder.take_tables()
    assert all(rows.num_rows == 0 for rows in builder.take_tables().values())
    builder.add_page(SOURCE, reading)
    assert builder.take_tables() == first


def test_a_word_is_a_member_once_and_a_row_in_every_article() -> None:
    tables = rows_of(*[page_reading([article_reading(1, "的", ["的的的。"])])] * 2)
    assert sorted(tables["dim_word"].column("word").to_pylist()) == ["。", "的"]
    assert tables["fact_article_word"].column("occurrence_count").to_pylist() == [3, 1, 3, 1]
    assert tables["fact_article"].column("word_count").to_pylist() == [4, 4]


def test_a_word_that_comes_hundreds_of_times_is_counted() -> None:
    counts = rows_of(page_reading([article_reading(1, "字", ["字" * 300])]))["fact_article_word"]
    assert counts.column("occurrence_count").to_pylist() == [300]


def test_a_word_that_is_in_the_headline_only_begins_nowhere_in_the_body() -> None:
    article = article_reading(1, "题", ["正文。"])
    words = WordCounts(["题", "正文"], [1, 1], [1, 0], [None, 0])
    counts = rows_of(page_reading([dataclasses.replace(article, words=words)]))["fact_article_word"]
    assert counts.column("first_body_start").to_pylist() == [None, 0]


def test_a_later_chunk_brings_the_words_that_it_names_and_no_others() -> None:
    builder = RowBuilder(tag_word)
    for body in ("春夏。", "夏秋。"):
        builder.add_page(SOURCE, page_reading([article_reading(1, "", [body])]))
        tables = builder.take_tables()
        assert sorted(tables["dim_word"].column("word").to_pylist()) == sorted(body)
        keys_of_words = dict(
            zip(*(tables["dim_word"].column(name).to_pylist() for name in ("word", "word_key")), strict=True)
        )
        assert keys_of_words == {word: keys.word_key(word) for word in body}
        assert tables["fact_article_word"].column("word_key").to_pylist() == [keys_of_words[word] for word in body]


def test_a_provisional_place_brings_the_provisional_places_that_contain_it() -> None:
    block = f"provisional:compound:三号楼:{COMPOUND.place_id}"
    place = Place(block, "三号楼", PlaceLevel.COMPOUND, COMPOUND.place_id, aliases=("3号楼",))
    places = rows_of(page_reading([article_reading(1, "楼", ["楼。"], compound=place)]))["dim_place"]
    names = dict(zip(places.column("name").to_pylist(), places.column("parent_place_key").to_pylist(), strict=True))
    assert names == {"三号楼": keys.place_key(COMPOUND.place_id), "月桂苑": keys.place_key(COMMUNITY.place_id)}
    # What an article calls it is not what it is: its row must not depend on which article is read first.
    assert places.column("aliases").to_pylist() == [None, None]


def test_an_initiative_that_only_a_figure_names_is_an_initiative_of_the_article() -> None:
    article = article_reading(1, "数", ["数字。"])
    named = dataclasses.replace(article.observations[0], initiative=Initiative("临风行动", "method"))
    article = dataclasses.replace(article, observations=(named,))
    bridge = rows_of(page_reading([article]))["bridge_article_initiative"].to_pylist()
    assert [(row["kind"], row["role"], row["mention_count"]) for row in bridge] == [
        ("brand", "owned", 1), ("method", "mentioned", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("value", [Decimal(10) ** 14, Decimal("-1e20"), Decimal("nan"), Decimal("inf")])
def test_a_figure_that_no_column_holds_is_refused_and_named(value: Decimal) -> None:
    article = article_reading(1, "数", ["数字。"])
    article = dataclasses.replace(article, observations=(dataclasses.replace(article.observations[0], value=value),))
    tables = rows_of(page_reading([article]))
    assert tables["fact_observation"].num_rows == 0
    assert tables["fact_article"].column("observation_count").to_pylist() == [0]
    (refused,) = tables["ops.rejection"].to_pylist()
    assert (refused["rule"], refused["severity"], refused["table_name"]) == (
        "figure_too_large", "warn", "fact_observation",
    )  # fmt: skip


def test_a_figure_is_rounded_to_the_decimals_of_its_column() -> None:
    article = article_reading(1, "数", ["数字。"])
    observation = dataclasses.replace(article.observations[0], value=Decimal("1.23456"))
    tables = rows_of(page_reading([dataclasses.replace(article, observations=(observation,))]))
    assert tables["fact_observation"].column("value").to_pylist() == [Decimal("1.2346")]


def test_a_day_outside_of_the_calendar_is_left_out_and_named() -> None:
    tables = rows_of(page_reading([article_reading(1, "古", ["古代。"], day=date(618, 6, 18))]))
    assert tables["fact_date_mention"].column("resolved_from").to_pylist() == [None]
    assert tables["fact_activity"].column("date_to").to_pylist() == [None]
    refused = tables["ops.rejection"].to_pylist()
    assert {(row["rule"], row["table_name"], row["value"]) for row in refused} == {
        ("date_outside_calendar", "fact_date_mention", "0618-06-18"),
        ("date_outside_calendar", "fact_activity", "0618-06-18"),
    }


def test_the_same_row_twice_is_one_row() -> None:
    article = article_reading(1, "重", ["重复。"])
    doubled = dataclasses.replace(article, mentions=article.mentions * 2, organizations=article.organizations * 2)
    tables, once = rows_of(page_reading([doubled])), rows_of(page_reading([article]))
    assert tables["fact_mention"] == once["fact_mention"]
    assert tables["bridge_article_organization"] == once["bridge_article_organization"]


def test_an_organisation_brings_the_provisional_place_that_it_belongs_to() -> None:
    article = article_reading(1, "会", ["会议。"])
    hall = f"provisional:scenic:临风亭:{COMMUNITY.place_id}"
    organizations = (dataclasses.replace(article.organizations[0], organization=Organization("亭社", "club", hall)),)
    places = rows_of(page_reading([dataclasses.replace(article, organizations=organizations)]))["dim_place"]
    assert "临风亭" in places.column("name").to_pylist()


def test_the_reference_is_turned_into_members() -> None:
    assert places_table([*GAZETTEER, GAZETTEER[0]]).num_rows == len(GAZETTEER)
    assert topics_table(TOPICS).column("topic_key").to_pylist() == [keys.topic_key(code) for code, _, _ in TOPICS]


@given(st.lists(st.text(max_size=4), min_size=1, max_size=4), st.lists(st.text(max_size=4), min_size=1, max_size=4))
def test_keys_are_positive_and_differ_for_different_parts(first: list[str], second: list[str]) -> None:
    def key(parts: list[str]) -> int | None:
        try:
            return keys.hashed_key(*parts)
        except UnicodeEncodeError:
            return None

    found = key(first)
    assert found is None or 0 < found < 1 << 63
    assert (found == key(second)) == (first == second) or found is None


@given(st.integers(1, (1 << 63) - 1), st.integers(1, 999))
def test_the_keys_that_are_made_most_often_are_hashed_as_all_others(article_key: int, position: int) -> None:
    assert keys.activity_key(article_key, position) == keys.hashed_key("activity", str(article_key), str(position))
    word = f"社区{position}"
    assert keys.word_key(word) == keys.hashed_key("word", word)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_repeated_articles_are_found_by_the_characters_of_their_words(text: str) -> None:
    assert word_characters(text) == "".join(re.findall(r"\w+", text))


def test_keys_do_not_change_from_release_to_release() -> None:
    assert keys.word_key("社区") == 8031132338534390683
    assert keys.source_key("ab" * 32) == 7604887897594413196
