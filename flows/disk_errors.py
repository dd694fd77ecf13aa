"""Errors of the disk that DuckDB meets, as the system's own kind: a full disk reads the same wherever it is met."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def disk_errors_as_system_errors() -> Iterator[None]:
    """Turn DuckDB's input and output errors into OSError. Its message stays: it names file and cause."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.FatalException) as error:
        raise OSError(f"the disk refused what DuckDB wrote; nothing was published: {error}") from error
