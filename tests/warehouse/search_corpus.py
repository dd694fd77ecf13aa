"""A small release with a few invented articles, for tests that look for them."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tests.warehouse.runs import SQL_DIR
from warehouse import schema
from warehouse.connect import open_build
from warehouse.search import refresh_search
from warehouse.statements import read_statements

Text = tuple[str, str]
"""Title and body."""


def new_release(path: Path) -> None:
    """Make an empty release with the macros of search."""
    path.write_bytes(_empty_release())


@cache
def _empty_release() -> bytes:
    """Return the bytes of such a release: making its tables takes longer than what the tests do with it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with open_build(path) as connection:
            connection.execute(
                "; ".join([*schema.create_statements(), *map(schema.unknown_member, schema.dimensions())])
            )
            by_name = {statement.name: statement.sql for statement in read_statements(SQL_DIR / "search")}
            for name in ("search_terms", "search_ranked", "search_articles", "search_sentences"):
                connection.execute(by_name.pop(name))
            assert not by_name
        return path.read_bytes()


def add_articles(path: Path, texts: Mapping[int, Text], words: Mapping[int, Sequence[str]] | None = None) -> None:
    """Add articles by key, with one sentence each that is their body, and index them."""
    with open_build(path) as connection:
        for key, (title, body) in texts.items():
            connection.execute(
                "insert into dim_article (article_key, source_key, ordinal, title, body, is_truncated, is_interrupted, "
                "confidence, text_key) values (?, ?, 1, ?, ?, false, false, 1, ?)",
                [key, key, title, body, key],
            )
            connection.execute(
                "insert into dim_source (source_key, byte_count, code_point_count, layout_code_point_count, newspaper, "
                "published_on, published_on_basis, version_no, is_current, reader_version) "
                "values (?, 0, 0, 0, ?, ?, 'path', 1, true, '')",
                [key, f"报{key % 2}", date(2024, 11, key % 28 + 1)],
            )
            connection.execute(
                "insert into fact_article select ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null", [key, key]
            )
            connection.execute("insert into fact_sentence values (?, null, 1, 1, 0, ?, ?, 1)", [key, len(body), body])
            for word, count in Counter((words or {}).get(key, ())).items():
                word_key = zlib.crc32(word.encode()) + 1
                connection.execute("insert or ignore into dim_word values (?, ?, 'n', 'NOUN', false)", [word_key, word])
                connection.execute(
                    "insert into fact_article_word values (?, ?, ?, 0, ?)", [key, word_key, count, body.index(word)]
                )
        refresh_search(connection, has_gone=False)


def found_keys(path: Path, query: str, **filters: object) -> list[int]:
    """Return the keys of the articles that are found, best first."""
    listed = "".join(f", {name} := ${name}" for name in filters)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            f"select article_key from search_articles($query{listed}) order by rank", {"query": query, **filters}
        ).fetchall()
    return [row[0] for row in rows]
