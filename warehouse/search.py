"""The search index of a release: pairs of neighbouring characters, added for new articles in sorted parts.

A row of ``search_posting`` stands for a pair of characters and an article. Sorted by pair, it compresses to two or
three bytes, and a query for a pair reads one row group of each part of the index and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from warehouse.schema import arrow_schema

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

_SEGMENT_CODE_POINTS = 8_000_000
"""Code points of a part of the index: some 14,000 articles, whose numbers take 14 bits; 100 MB while at work."""

_ARTICLES_AT_ONCE = 500
"""Articles whose pairs are counted at a time: some 300,000 code points, 20 MB while at work."""

_ROWS_AT_ONCE = 500_000
"""Rows of the index that are handed over at a time."""

_MOST_WEIGHT = 7
"""Occurrences that are told apart: three bits. Ranking gives the seventh a twentieth of what it gives the first."""

_MOST_SEGMENTS = 24
"""Parts of the index, beyond which all are sorted into one: a query reads a row group of each for every pair."""

_GAPS = "\t\n\r\f\v \u00a0\u3000，。、；：？！“”‘’（）《》【】…—·"
"""White space and punctuation, which separate pairs; ``sql/search/search_ranked.sql`` has the same list."""

_CHARACTER_BITS, _PLACE_BITS, _WEIGHT_BITS = 21, 18, 3
"""Unicode ends at 0x10FFFF, so that a code point takes 21 bits; two, an article's place in its part and a weight fit in
one integer, whose order is that of the index."""

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
            {before} + 1 + (sum(code_point_count) over in_order) // {_SEGMENT_CODE_POINTS}
                + row_number() over in_order // {1 << _PLACE_BITS},
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
    first = _one(connection, f"select coalesce(min(article_no), 0) from search_article where segment_no = {segment}")
    counted = [np.empty(0, dtype=np.int64), *_counted_pairs(connection, segment, first)]
    pairs = np.concatenate(counted)
    counted.clear()
    pairs.sort()
    rows = pa.RecordBatchReader.from_batches(arrow_schema("search_posting"), _postings(pairs, first))
    connection.register("incoming", rows)
    # The order of the rows is what makes the index small and quick.
    connection.execute("set preserve_insertion_order = true")
    connection.execute("insert into search_posting select * from incoming")
    connection.execute("set preserve_insertion_order = false")
    connection.unregister("incoming")
    # Arrow keeps what it has used, which is more than all else that this process holds.
    pa.default_memory_pool().release_unused()


def _counted_pairs(connection: duckdb.DuckDBPyConnection, segment: int, first: int) -> Iterator[NDArray[np.int64]]:
    """Yield the pairs of some articles at a time, each packed with the place of its article behind ``first``."""
    # Headlines stand there three times: whoever looks for a word looks first for articles about it.
    connection.execute(
        f"""
        select article_no - {first}, lower(concat_ws(chr(10), {_HEADLINES}, {_HEADLINES}, {_HEADLINES}, body, caption))
        from dim_article join search_article using (article_key)
        where segment_no = {segment}
        """
    )
    while articles := connection.fetchmany(_ARTICLES_AT_ONCE):
        places, texts = zip(*articles, strict=True)
        characters = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        characters[_is_gap(characters)] = 0
        place = np.repeat(np.array(places, dtype=np.int64), [len(text) + 1 for text in texts])[:-1]
        is_pair = characters[:-1] != 0
        packed = (characters[:-1] << _CHARACTER_BITS + _PLACE_BITS) | (characters[1:] << _PLACE_BITS) | place
        pairs, counts = np.unique(packed[is_pair], return_counts=True)
        yield (pairs << _WEIGHT_BITS) | np.minimum(counts, _MOST_WEIGHT)


def _postings(pairs: NDArray[np.int64], first: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of packed pairs in their order, some at a time."""
    schema = arrow_schema("search_posting")
    for start in range(0, len(pairs), _ROWS_AT_ONCE):
        rest = pairs[start : start + _ROWS_AT_ONCE]
        columns = []
        for bits in (_WEIGHT_BITS, _PLACE_BITS, _CHARACTER_BITS, _CHARACTER_BITS):
            columns.append((rest & (1 << bits) - 1).astype(np.int32))
            rest = rest >> bits
        weight, place, second, character = columns
        arrays = [pa.array(each) for each in (character, second, place + np.int32(first), weight)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


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
