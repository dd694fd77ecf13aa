"""Every table and column has its entry in the data dictionary: in the file and in ``docs/``."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.dictionary_command import DICTIONARY_PAGE, checks_by_column, current_dictionary
from newstext import records
from tests.warehouse.search_corpus import new_release
from warehouse import schema
from warehouse.connect import open_build
from warehouse.data_dictionary import (
    DictionaryError,
    dictionary_rows,
    dictionary_text,
    examples,
    fill_dictionary,
    label_in_english,
)

ROOT = Path(__file__).resolve().parents[2]


def test_every_table_and_column_of_the_models_has_an_entry() -> None:
    entries = {(row.schema_name, row.table_name, row.column_name) for row in current_dictionary()}
    expected = {
        (table.schema or "main", table.name, name) for table in schema.tables() for name in ("", *table.columns.keys())
    }
    assert entries == expected


def test_an_entry_without_check_or_example_is_named() -> None:
    checks = dict(checks_by_column())
    del checks["fact_sentence", "text"]
    with pytest.raises(DictionaryError, match=r"main\.fact_sentence\.text: checks"):
        dictionary_rows(checks)


def test_examples_are_of_columns_that_there_are() -> None:
    known = {(table.fullname, column.name) for table in schema.tables() for column in table.columns}
    assert set(examples()) <= known


def test_entries_say_what_the_models_say() -> None:
    rows = {(row.table_name, row.column_name): row for row in current_dictionary()}
    value = rows["fact_observation", "value"]
    assert (value.label_zh, value.label_en, value.data_type) == ("数值", "Value", "numeric(18, 4)")
    assert rows["fact_sentence", ""].grain == "article_key, body_start"
    assert rows["fact_sentence", "article_key"].refers_to == "dim_article.article_key"
    assert "orphans_of_fact_sentence.article_key" in str(rows["fact_sentence", "article_key"].checks)
    assert "sentences_are_in_bodies" in str(rows["fact_sentence", ""].checks)
    assert rows["dim_source", "valid_from"].lineage == "warehouse/load_pages.py"
    assert rows["dim_source", "encoding"].lineage == "newstext.records.PageReading → warehouse/rows.py"


def test_lineage_names_records_and_files_that_there_are() -> None:
    for row in current_dictionary():
        for word in row.lineage.replace(",", " ").split():
            if word.startswith("newstext.records."):
                assert hasattr(records, word.rpartition(".")[2]), word
            elif "/" in word:
                assert (ROOT / word).exists(), word


def test_the_page_in_docs_is_up_to_date() -> None:
    written = DICTIONARY_PAGE.read_text(encoding="utf-8")
    assert written == dictionary_text(current_dictionary()), "write it anew: gewu dictionary"


def test_the_file_holds_the_dictionary_of_tables_and_views(tmp_path: Path) -> None:
    path = tmp_path / "release.duckdb"
    new_release(path)
    with open_build(path) as connection:
        connection.execute(
            "create view mart.early as select article_key, title from dim_article; "
            "comment on view mart.early is 'One row per article.'; "
            "comment on column mart.early.title is 'The title.'"
        )
        written = fill_dictionary(connection, checks_by_column())
        again = fill_dictionary(connection, checks_by_column())
        lacking = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal "
            "except select schema_name, table_name, column_name from mart.data_dictionary"
        ).fetchall()
        views = connection.execute(
            "select column_name, kind, label_zh, description, lineage from mart.data_dictionary "
            "where table_name = 'early' order by position"
        ).fetchall()
    assert written == again == len(current_dictionary()) + 3
    assert lacking == []
    assert views == [
        ("", "view", "Early", "One row per article.", "sql/marts/early.sql"),
        ("article_key", "column", "文章键", "", "sql/marts/early.sql"),
        ("title", "column", "标题", "The title.", "sql/marts/early.sql"),
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [("body_start", "Body start"), ("iso_week", "ISO week"), ("name_zh", "Name (Chinese)"), ("value", "Value")],
)
def test_english_labels_are_the_words_of_the_name(name: str, label: str) -> None:
    assert label_in_english(name) == label
