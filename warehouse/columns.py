"""Collecting the rows of one table, and turning them into Arrow in one go."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.arrow_columns import ArrowArray, IntArray, arrow_column
from warehouse.schema import arrow_schema, table

Row = Sequence[Any]


class TableRows:
    """Rows of one table, each with all its columns in the order of the models.

    Where some columns are worked out for all rows at once when they are taken, ``given`` names those that a row brings,
    in its order. What is kept are cells and not rows: a hundred thousand tuples would be looked through for garbage
    again and again.
    """

    def __init__(self, name: str, given: Sequence[str] = ()) -> None:
        self.name = name
        self.schema = arrow_schema(name)
        self._given = list(given) or self.schema.names
        self._cells: list[Any] = []

    def append(self, *row: Any) -> None:
        """Add a row."""
        self._cells.extend(row)

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        self._cells.extend(chain.from_iterable(rows))

    def __len__(self) -> int:
        return len(self._cells) // len(self._given)

    def column(self, name: str) -> list[Any]:
        """Return the values of a given column."""
        return self._cells[self._given.index(name) :: len(self._given)]

    def take(self, derived: Mapping[str, ArrowArray] | None = None) -> pa.Table:
        """Return the rows as an Arrow table of the models' schema, and forget them.

        ``derived`` are the columns that rows did not bring. Raises ValueError, with the column, where a value does not
        fit it.
        """
        arrays = []
        for field in self.schema:
            if derived is not None and field.name in derived:
                arrays.append(derived[field.name])
                continue
            try:
                arrays.append(arrow_column(self.column(field.name), field))
            except (TypeError, ValueError, OverflowError) as error:
                raise ValueError(f"{self.name}.{field.name} ({field.type}): a value does not fit: {error}") from error
        self._cells = []
        return pa.Table.from_arrays(arrays, schema=self.schema)


class GrainRows(TableRows):
    """Rows of a table, of which the first for each grain is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._grain_of = itemgetter(*map(self._given.index, table(name).info["grain"]))
        self._seen: set[Hashable] = set()

    def append(self, *row: Any) -> None:
        """Add a row, unless its grain was added before."""
        grain = self._grain_of(row)
        if grain not in self._seen:
            self._seen.add(grain)
            self._cells.extend(row)

    def take(self, derived: Mapping[str, ArrowArray] | None = None) -> pa.Table:
        """Return the rows as an Arrow table and forget them, with their grains."""
        self._seen.clear()
        return super().take(derived)


class ArticleRows(TableRows):
    """Rows that belong to the articles of a chunk, added article by article.

    ``derived`` are the columns that follow from the article and from where a row begins in its body, so that rows do
    not bring them. Where ``is_distinct``, the first row of each grain of an article is kept.
    """

    def __init__(self, name: str, derived: Sequence[str] = (), *, is_distinct: bool = True) -> None:
        super().__init__(name, [column for column in arrow_schema(name).names if column not in derived])
        self.derived = derived
        grain = [self._given.index(column) for column in table(name).info["grain"] if column in self._given]
        self._grain_of = itemgetter(*grain) if is_distinct else None
        self._counts: list[int] = []

    def add_article(self, rows: Sequence[Row]) -> int:
        """Add the rows of the next article; return how many are kept."""
        if not rows:
            self._counts.append(0)
            return 0
        if self._grain_of is not None:
            grains = list(map(self._grain_of, rows))
            if len(set(grains)) < len(grains):
                first: dict[Hashable, Row] = {}
                for grain, row in zip(grains, rows, strict=True):
                    first.setdefault(grain, row)
                rows = list(first.values())
        self._counts.append(len(rows))
        self._cells.extend(chain.from_iterable(rows))
        return len(rows)

    def articles(self) -> IntArray:
        """Return the number of the article of every row; articles count from 0 as they were added."""
        return np.repeat(np.arange(len(self._counts)), self._counts)

    def take(self, derived: Mapping[str, ArrowArray] | None = None) -> pa.Table:
        """Return the rows as an Arrow table, and forget them."""
        taken = super().take(derived)
        self._counts = []
        return taken
