"""Collecting the rows of one table, and turning them into Arrow in one go."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Any

import pyarrow as pa

from warehouse.schema import arrow_schema, table

Row = Sequence[Any]


class TableRows:
    """Rows of one table, each a tuple with all its columns in the order of the models."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._schema = arrow_schema(name)
        self._rows: list[Row] = []

    def append(self, *row: Any) -> None:
        """Add a row."""
        self._rows.append(row)

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        self._rows.extend(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def take(self) -> pa.Table:
        """Return the rows as an Arrow table of the models' schema, and forget them.

        Raises pyarrow.ArrowInvalid where a value does not fit its column.
        """
        rows, self._rows = self._rows, []
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self._schema)
        return pa.Table.from_arrays(
            [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)],
            schema=self._schema,
        )


class GrainRows(TableRows):
    """Rows of a table, of which the first for each grain is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        names = [column.name for column in table(name).columns]
        self._grain_of = itemgetter(*(names.index(column) for column in table(name).info["grain"]))
        self._seen: set[Hashable] = set()

    def append(self, *row: Any) -> None:
        """Add a row, unless its grain was added before."""
        grain = self._grain_of(row)
        if grain not in self._seen:
            self._seen.add(grain)
            self._rows.append(row)

    def take(self) -> pa.Table:
        """Return the rows as an Arrow table and forget them, with their grains."""
        self._seen.clear()
        return super().take()
