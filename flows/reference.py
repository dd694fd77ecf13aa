"""Reading the reference tables of ``seeds/reference``, and the digests of tables and reading code for the record."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newstext.records import TableRows


class ReferenceDataError(Exception):
    """Raised where a reference table cannot be read; the message names file, line and what to do."""


def load_tables(folder: Path) -> dict[str, TableRows]:
    """Read every ``*.csv`` of a folder: table name (file stem) to its rows.

    Raises ReferenceDataError where the folder has no table, a file is not UTF-8, or a row has more or fewer fields
    than the header.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ReferenceDataError(f"{folder}: no reference tables (*.csv) here; pass the folder seeds/reference")
    return {file.stem: read_table(file) for file in files}


@contextmanager
def tables_that_fit(folder: Path) -> Iterator[None]:
    """Turn what the reader finds wrong between the tables of a folder into ReferenceDataError."""
    from newstext.facts.gazetteer import ReferenceNameError

    try:
        yield
    except ReferenceNameError as error:
        raise ReferenceDataError(f"{folder}: {error}; mend the row, or add what it names") from error


def reference_digest(folder: Path) -> str:
    """Return the SHA-256 over names and bytes of all reference tables, in hexadecimal."""
    return _digest_files(folder, sorted(folder.glob("*.csv")))


def code_digest(package: Path) -> str:
    """Return the SHA-256 over names and bytes of the Python modules of a package, in hexadecimal."""
    return _digest_files(package, sorted(package.rglob("*.py")))


def reading_code_digest() -> str:
    """Return the SHA-256 over the modules of the reader, in hexadecimal."""
    import newstext

    return code_digest(Path(next(iter(newstext.__path__))))


def _digest_files(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def read_table(file: Path) -> TableRows:
    """Return the rows of one table. Raises ReferenceDataError as ``load_tables`` does."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReferenceDataError(f"{file}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, None)
    if not header:
        raise ReferenceDataError(f"{file}:1: no header row")
    rows = []
    for fields in reader:
        if not fields:
            continue
        if len(fields) != len(header):
            raise ReferenceDataError(
                f"{file}:{reader.line_num}: {len(fields)} fields, the header has {len(header)}; quote fields that "
                "contain commas"
            )
        rows.append(dict(zip(header, fields, strict=True)))
    return tuple(rows)
