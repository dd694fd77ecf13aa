"""Columns of staged rows: the same arrays as Arrow itself makes, of the first row of each grain, without pandas."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.arrow_columns import arrow_column
from warehouse.columns import ArticleRows, TableRows

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES = st.integers(-(10**18) + 1, 10**18 - 1).map(lambda unscaled: Decimal(unscaled).scaleb(-4))
VALUES = {
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
    pa.timestamp("us"): st.datetimes(),
    pa.string(): st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    pa.decimal128(18, 4): FIGURES,
}


@pytest.mark.parametrize("kind", VALUES, ids=str)
def test_a_column_is_what_arrow_makes_of_its_values(kind: pa.DataType) -> None:
    # Arrow takes in pandas with its first array.
    @settings(deadline=None)
    @given(st.lists(st.none() | VALUES[kind], max_size=20))
    def is_equal(values: Sequence[object]) -> None:
        column = arrow_column(values, pa.field("column", kind, nullable=True))
        column.validate(full=True)
        assert column.equals(pa.array(values, kind))

    is_equal()


@pytest.mark.parametrize(
    ("name", "rows", "column"),
    [
        ("dim_person", [(1, "林知遥", "official"), (None, "苏禾", "reporter")], "person_key"),
        ("dim_person", [(1, None, "official")], "name"),
        ("dim_person", [(2**63, "林知遥", "official")], "person_key"),
        ("bridge_activity_place", [(1, 2, "host", 2**31)], "position"),
        ("bridge_activity_place", [(1, 2, "host", 1.5)], "position"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_its_column(
    name: str, rows: list[tuple[object, ...]], column: str
) -> None:
    table = TableRows(name)
    table.extend(rows)
    with pytest.raises(ValueError, match=rf"{name}\.{column} \(.*\): a value does not fit"):
        table.take()


def test_days_before_1970_and_moments_are_kept_as_they_are() -> None:
    days = [date(1900, 1, 1), date(1969, 12, 31), date(2100, 12, 31)]
    assert arrow_column(days, pa.field("day", pa.date32())).to_pylist() == days
    moments = [datetime(1969, 12, 31, 23, 59, 59, 999999), datetime(2024, 11, 8, 6, 7, 8, 9)]
    assert arrow_column(moments, pa.field("moment", pa.timestamp("us"))).to_pylist() == moments


def test_the_first_row_of_each_grain_is_kept_in_every_article() -> None:
    rows = ArticleRows("bridge_article_place", ["article_key"])
    assert rows.add_article([(7, "subject", 1, 0.5), (8, "host", 1, 0.5), (7, "mentioned", 2, 0.5)]) == 2
    assert rows.add_article([]) == 0
    assert rows.add_article([(7, "partner", 3, 0.5)]) == 1
    assert rows.column("role") == ["subject", "host", "partner"]
    assert rows.articles().tolist() == [0, 0, 2]


def test_rows_are_made_without_pandas() -> None:
    """pandas would cost every worker a quarter of a second and 45 MB."""
    program = (
        "import sys\n"
        "from tests.warehouse.readings import article_reading, page_reading, tag_word\n"
        "from warehouse.rows import PageSource, RowBuilder\n"
        "builder = RowBuilder(tag_word)\n"
        "page = page_reading([article_reading(1, '议', ['事。'])])\n"
        "builder.add_page(PageSource('A01.txt', 'ab' * 32, 10, '{}'), page)\n"
        "assert builder.take_tables()['fact_mention'].num_rows\n"
        "assert 'pandas' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
