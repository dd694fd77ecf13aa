"""The digests are the same whatever the order, the batches and the chunks in which pages are loaded."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Base
from tests.warehouse.runs import live_digests, run, write_pages
from warehouse import schema
from warehouse.digests import TableDigest, table_digest

PAGES = {
    "云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。|月桂飘香！\n义诊=method|健康服务进社区。",
    "云溪日报/2024-11-09/A02.txt": "早市|新鲜蔬菜。",
    "桐江晚报/2024-11-07/05.txt": "早市=slogan|新鲜蔬菜。\n讲座=slogan|邻里课堂。",
    "柳浦周报/2023-01-05/01.txt": "灯会=unknown|",
    "a copy.txt": "早市|新鲜蔬菜。",
}
ALL_AT_ONCE: list[list[TableDigest]] = []


@settings(max_examples=4, deadline=None)
@given(st.permutations(sorted(PAGES)), st.lists(st.booleans(), min_size=4, max_size=4), st.integers(1, 3))
def test_order_and_batches_do_not_matter(order: list[str], ends_batch: list[bool], pages_per_chunk: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not ALL_AT_ONCE:
            write_pages(folder / "whole", PAGES)
            run(folder / "whole", folder / "whole-data")
            ALL_AT_ONCE.append(live_digests(folder / "whole-data"))
        for path, is_end in itertools.zip_longest(order, ends_batch, fillvalue=True):
            write_pages(folder / "inbox", {str(path): PAGES[str(path)]})
            if is_end:
                run(folder / "inbox", folder / "data", pages_per_chunk=pages_per_chunk)
        assert live_digests(folder / "data") == ALL_AT_ONCE[0]


def digest_of(rows: list[tuple[int, str]]) -> TableDigest:
    with duckdb.connect() as connection:
        connection.execute("create table dim_topic (topic_key bigint, code text, name_zh text, name_en text)")
        for key, code in rows:
            connection.execute("insert into dim_topic values (?, ?, 'a', 'b')", [key, code])
        return table_digest(connection, "dim_topic")


def test_a_digest_sees_every_change_of_a_row() -> None:
    rows = [(1, "a"), (2, "b"), (3, "c")]
    assert digest_of(rows) == digest_of(rows[::-1])
    different = [rows, rows[:2], [*rows, rows[0]], [(1, "b"), (2, "a"), (3, "c")], [(1, ""), (2, "b"), (3, "c")], []]
    assert len({digest_of(each).digest for each in different}) == len(different)


def test_history_and_operational_columns_are_not_digested() -> None:
    names = schema.content_tables()
    assert "ops.batch" not in names and "ops.page_line" in names
    assert "valid_from" not in schema.digest_columns("dim_source")
    operational = [c.name for c in Base.metadata.tables["dim_source"].columns if c.info["operational"]]
    assert set(operational).isdisjoint(schema.digest_columns("dim_source"))
