"""The search index of a release: pairs of neighbouring characters, added for new articles in sorted parts.

A row of ``search_posting`` stands for a pair of characters and an article. Sorted by pair, it compresses to two or
three bytes, and a query for a pair reads one row group of each part of the index and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from warehouse.schema import arrow_schema

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

_SEGMENT_CODE_POINTS = 8_000_000
"""Code points that are indexed at a time: some 14,000 articles, whose numbers take 14 bits; 400 MB while at work."""

_MOST_WEIGHT = 7
"""Occurrences that are told apart: three bits. Ranking gives the seventh a twentieth of what it gives the first."""

_MOST_SEGMENTS = 24
"""Parts of the index, beyond which all are sorted into one: a query reads a row group of each for every pair."""

_GAPS = "\t\n\r\f\v \u00a0\u3000，。、；：？！“”‘’（）《》【】…—·"
"""White space and punctuation, which separate pairs; ``sql/search/search_ranked.sql`` has the same list."""

_BITS = 21
"""Unicode ends at 0x10FFFF: a code point takes 21 bits, and so two of them and an article's place fit in 63."""

_HEADLINES = "concat_ws(chr(10), kicker, title, subtitle)"


def refresh_search(connection: duckdb.DuckDBPyConnection, *, has_gone: bool) -> None:
    """Add the articles that are not in the index; ``has_gone`` says whether articles left, whose rows leave too."""
    if has_gone:
        connection.execute("delete from search_posting where article_no not in (select article_no from search_article)")
    before = _one(connection, "select coalesce(max(segment_no), 0) from search_article")
    connection.execute(
        f"""
        insert into search_article
        select article_key,
            coalesce((select max(article_no) from search_article), 0) + row_number() over in_order,
            {before} + 1 + (sum(code_point_count) over in_order) // {_SEGMENT_CODE_POINTS},
            code_point_count
        from (
            select article_key, length(concat_ws(chr(10), {_HEADLINES}, body, caption)) as code_point_count
            from dim_article
            where article_key <> 0 and article_key not in (select article_key from search_article)
        )
        window in_order as (order by article_key rows unbounded preceding)
        """
    )
    last = _one(connection, "select coalesce(max(segment_no), 0) from search_article")
    for segment in range(before + 1, last + 1):
        _add_segment(connection, segment)
    if last > _MOST_SEGMENTS:
        _sort_into_one(connection)


def _add_segment(connection: duckdb.DuckDBPyConnection, segment: int) -> None:
    # Headlines stand there three times: whoever looks for a word looks first for articles about it.
    articles = connection.execute(
        f"""
        select article_no, lower(concat_ws(chr(10), {_HEADLINES}, {_HEADLINES}, {_HEADLINES}, body, caption)) as text
        from dim_article join search_article using (article_key)
        where segment_no = {segment}
        order by article_no
        """
    ).to_arrow_table()
    if not articles.num_rows:
        return
    numbers = np.asarray(articles.column("article_no"), dtype=np.int64)
    connection.register("incoming", _postings([str(text) for text in articles.column("text").to_pylist()], numbers))
    # The order of the rows is what makes the index small and quick.
    connection.execute("set preserve_insertion_order = true")
    connection.execute("insert into search_posting select * from incoming")
    connection.execute("set preserve_insertion_order = false")
    connection.unregister("incoming")


def _postings(texts: list[str], numbers: NDArray[np.int64]) -> pa.Table:
    """Return the rows of articles, by pair and article."""
    characters = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    characters[_is_gap(characters)] = 0
    places = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    first, second = characters[:-1], characters[1:]
    is_pair = first != 0
    packed = (first[is_pair] << 2 * _BITS) | (second[is_pair] << _BITS) | places[:-1][is_pair]
    found, counts = np.unique(packed, return_counts=True)
    mask = (1 << _BITS) - 1
    columns = [found >> 2 * _BITS, (found >> _BITS) & mask, numbers[found & mask], np.minimum(counts, _MOST_WEIGHT)]
    schema = arrow_schema("search_posting")
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def _is_gap(characters: NDArray[np.int64]) -> NDArray[np.bool_]:
    table = np.zeros(0x110000, dtype=np.bool_)
    table[[ord(gap) for gap in _GAPS]] = True
    return table[characters]


def _sort_into_one(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create or replace temp table sorted_posting as from search_posting")
    connection.execute("delete from search_posting")
    connection.execute("set preserve_insertion_order = true")
    connection.execute(
        "insert into search_posting from sorted_posting order by first_character, second_character, article_no"
    )
    connection.execute("set preserve_insertion_order = false")
    connection.execute("drop table sorted_posting")
    connection.execute("update search_article set segment_no = 1")


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
