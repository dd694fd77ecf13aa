"""Where the parts of a data folder lie, and what puts files there safely: temporary name, flush, rename."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FileOperation = Callable[[str, Path], None]
"""Called as ``(operation, path)`` before a file operation that a crash might interrupt; tests raise or die in it."""


def no_interruption(operation: str, path: Path) -> None:
    """Do nothing: the ``FileOperation`` of every run that is no test."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths below one data folder (design, section 5)."""

    path: Path

    @property
    def live(self) -> Path:
        """The live release; nobody ever opens it for writing."""
        return self.path / "warehouse.duckdb"

    @property
    def live_log(self) -> Path:
        """The write-ahead log that DuckDB would replay into the live release; it must never exist."""
        return self.path / "warehouse.duckdb.wal"

    @property
    def releases(self) -> Path:
        """The last releases with their manifests."""
        return self.path / "releases"

    @property
    def build(self) -> Path:
        """The candidate in the making and staged rows; empty between runs."""
        return self.path / "build"

    @property
    def candidate(self) -> Path:
        """The release in the making."""
        return self.build / "candidate.duckdb"

    @property
    def archive(self) -> Path:
        """The bytes of every page version ever accepted, by hash."""
        return self.path / "archive"

    @property
    def rejected(self) -> Path:
        """The bytes of every page refused, by hash, with the reason beside."""
        return self.path / "rejected"

    @property
    def readers(self) -> Path:
        """What the readers of pages were made of; without it, a changed reader makes more pages stale than need be."""
        return self.path / "readers"

    @property
    def known_files(self) -> Path:
        """What the inbox held when a run last ended; only a short cut, made anew when it is missing."""
        return self.path / "known_files.json"

    @property
    def lock(self) -> Path:
        """The lease of the one writer."""
        return self.path / "writer.lock"


def new_staging(folder: DataFolder) -> Path:
    """Make and return an empty folder for the staged rows of one run.

    Its name is new for every process, so that a worker left over from a killed run cannot write into it.
    """
    staging = folder.build / f"staging-{os.getpid()}-{os.urandom(4).hex()}"
    staging.mkdir(parents=True)
    return staging


def flush_file(path: Path) -> None:
    """Make the bytes of a file durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(path: Path) -> None:
    """Make the names in a folder durable (POSIX asks for it after a rename)."""
    flush_file(path)


def write_durably(path: Path, data: bytes, temporary: Path) -> None:
    """Write a file so that it is there whole or not at all; ``temporary`` must be on the same file system."""
    temporary.write_bytes(data)
    flush_file(temporary)
    os.replace(temporary, path)
    flush_folder(path.parent)
