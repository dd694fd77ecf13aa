"""Opening DuckDB files: a release read-only, the release in the making for writing; always offline, memory bounded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.paths import DataFolder

if TYPE_CHECKING:
    import duckdb

STORAGE_VERSION = "v1.2.0"
"""The storage version of every release, so that DuckDB 1.2 opens it: the oldest that BI drivers still ship."""

DEFAULT_MEMORY_LIMIT = "512MB"
"""What DuckDB may take while a release is built; beyond it, it works on disk, in the data folder."""

CHECK_MEMORY_LIMIT = "256MB"
"""What DuckDB may take for the audits of a candidate; its suites, beside them, take as much (``expectations``)."""

COMPRESSED_FROM_BYTES = 64
"""Mean length from which a column of texts is compressed with Zstandard (1.2.0 reads it); below, its words repeat too
little. DuckDB's default, 4,096, leaves bodies, sentences and lines twice as large."""

BLOCK_BYTES = 64 * 1024
"""Size of the blocks of a release. A column of a row group fills whole blocks; of DuckDB's 256 KiB a twentieth of the
file of 10,000 pages stays empty, of 64 KiB next to nothing. Files of 16 KiB are larger by half (measured)."""

_OFFLINE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class NoReleaseError(Exception):
    """Raised where the data folder has no release yet."""


class BrokenReleaseError(NoReleaseError):
    """Raised where the published file is no DuckDB file: a release is there, and nobody can read it."""


class SchemaVersionError(Exception):
    """Raised where no migration leads from the tables of a release to those of this code."""


class StaleLogError(Exception):
    """Raised where a write-ahead log lies beside a file that nobody may have written to."""


def open_live(data_dir: Path | DataFolder) -> duckdb.DuckDBPyConnection:
    """Open the live release read-only.

    Raises NoReleaseError where there is none, BrokenReleaseError where it is no DuckDB file, StaleLogError where a
    ``.wal`` lies beside it: DuckDB would replay it into what it reads, even read-only.
    """
    folder = data_dir if isinstance(data_dir, DataFolder) else DataFolder(data_dir)
    if not folder.live.is_file():
        raise NoReleaseError(f"{folder.live}: no release here yet; load pages first (gewu run)")
    if folder.live_log.exists():
        raise StaleLogError(
            f"{folder.live_log}: something wrote to the published file; the next run sets this log aside, "
            "or move it away yourself"
        )
    import duckdb

    try:
        return open_file(folder.live)
    except duckdb.IOException as error:
        # Where the system refuses the file, its own error is raised: no release before would be better.
        with folder.live.open("rb"):
            pass
        raise BrokenReleaseError(f"{folder.live}: {error}; go back to the release before (gewu rollback)") from error


def open_file(path: Path, memory_limit: str | None = None, *, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file read-only; without limits DuckDB takes as much memory and as many threads as it likes."""
    # Imported late: a run with nothing to do never needs it.
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {**_OFFLINE}
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    if threads is not None:
        config["threads"] = threads
    return duckdb.connect(str(path), read_only=True, config=config)


def open_memory(*, threads: int, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory, to which files can be attached.

    With ``spill``, a folder that need not be there, memory is bounded, and what does not fit goes there for a while.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {**_OFFLINE, "threads": threads}
    if spill is not None:
        config |= {"memory_limit": CHECK_MEMORY_LIMIT, "temp_directory": str(spill)}
    return duckdb.connect(config=config)


def spill_folder(path: Path) -> Path:
    """Return the folder beside a file into which work on it goes that does not fit in memory."""
    return path.with_name(f"{path.name}.tmp")


def open_build(path: Path, memory_limit: str = DEFAULT_MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """Open a release in the making for writing; what does not fit in memory goes to a folder beside it."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        **_OFFLINE,
        "storage_compatibility_version": STORAGE_VERSION,
        # Of a file that is made; one that is there keeps the size that it has until it is compacted.
        "default_block_size": BLOCK_BYTES,
        # Metadata that one checkpoint takes over from another may point at what is no longer there: DuckDB from 1.4 on
        # never follows such a pointer, but 1.2 does, and refuses the table (duckdb/duckdb, pull request 19588).
        "experimental_metadata_reuse": "false",
        "memory_limit": memory_limit,
        "zstd_min_string_length": COMPRESSED_FROM_BYTES,
        "temp_directory": str(path.parent / "spill"),
        # Rows keep no order of their own; giving it up lets DuckDB load in parallel with bounded memory.
        "preserve_insertion_order": "false",
    }
    return duckdb.connect(str(path), config=config)
