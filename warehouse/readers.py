"""What the readers of pages were made of, kept so that one reader can be compared with another."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from warehouse.paths import DataFolder, write_durably

Parts = Mapping[str, Mapping[str, str]]
"""Of every stage the names of the files and packages that it reads, each with its digest, "" where it has none."""


def keep_reader(folder: DataFolder, reader_version: str, parts: Parts, tables: Path) -> None:
    """Keep what a reader is made of, under its version, with the bytes of its tables (CSV files of the folder).

    What is there already is left. Raises OSError.
    """
    target = _file(folder, reader_version)
    if target.exists():
        return
    kept = folder.readers / "tables"
    kept.mkdir(parents=True, exist_ok=True)
    for file in sorted(tables.glob("*.csv")):
        data = file.read_bytes()
        copy = kept / f"{hashlib.sha256(data).hexdigest()}.csv"
        if not copy.exists():
            write_durably(copy, data, _unfinished(copy))
    # The last of all: where it is, the tables are.
    text = json.dumps(parts, ensure_ascii=False, indent=1) + "\n"
    write_durably(target, text.encode(), _unfinished(target))


def kept_reader(folder: DataFolder, reader_version: str) -> Parts | None:
    """Return what the reader of that version was made of; None where that is not on record."""
    try:
        parts: Parts = json.loads(_file(folder, reader_version).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return parts


def kept_table(folder: DataFolder, digest: str) -> Path | None:
    """Return the file of a reference table by its SHA-256; None where it was not kept."""
    file = folder.readers / "tables" / f"{digest}.csv"
    return file if file.exists() else None


def _file(folder: DataFolder, reader_version: str) -> Path:
    return folder.readers / f"{reader_version.replace(':', '-').replace(' ', '_')}.json"


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")
