"""Staged rows: every worker writes one Parquet file per table and chunk; nobody but the loader reads them together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from warehouse.schema import literal, member_dimensions, primary_key


@dataclass(frozen=True, slots=True)
class StagedChunk:
    """What a worker hands back: the chunk's number and the rows that it wrote, by table."""

    chunk_no: int
    rows: Mapping[str, int]

    @property
    def pages(self) -> int:
        """Pages of the chunk that were read."""
        return self.rows.get("dim_source", 0)

    @property
    def articles(self) -> int:
        """Articles of the chunk."""
        return self.rows.get("dim_article", 0)


def write_chunk(staging: Path, chunk_no: int, tables: Mapping[str, pa.Table]) -> StagedChunk:
    """Write the rows of a chunk; a table without rows gets no file. A chunk written again replaces the first writing.

    Raises OSError where the folder cannot be written to.
    """
    import pyarrow.parquet

    for name, rows in tables.items():
        path = _file(staging, name, chunk_no)
        path.unlink(missing_ok=True)
        if rows.num_rows:
            unfinished = path.with_suffix(".part")
            # Rows live here for seconds: compressing and dictionaries would cost more than they save.
            pyarrow.parquet.write_table(
                rows, unfinished, compression="none", use_dictionary=False, write_statistics=False
            )
            os.replace(unfinished, path)
    return StagedChunk(chunk_no, {name: rows.num_rows for name, rows in tables.items()})


def staged_files(staging: Path, name: str) -> list[Path]:
    """Return the files that hold rows of the table of that full name, in the order of the chunks."""
    return sorted(staging.glob(f"{name}-*.parquet"))


def relation(staging: Path, name: str) -> str | None:
    """Return what stands behind FROM to read the staged rows of a table; None where there are none."""
    files = staged_files(staging, name)
    return f"read_parquet([{', '.join(literal(str(file)) for file in files)}])" if files else None


def relations(staging: Path) -> dict[str, str]:
    """Return table name to what stands behind FROM, for every table with staged rows.

    Every chunk stages the members of dimensions that it needs, so a member comes once a chunk; here it comes once.
    """
    names = sorted({file.name.rpartition("-")[0] for file in staging.glob("*.parquet")})
    found = {name: rows for name in names if (rows := relation(staging, name))}
    for name in found.keys() & set(member_dimensions()):
        found[name] = f"(select distinct on ({primary_key(name)}) * from {found[name]})"
    return found


def _file(staging: Path, name: str, chunk_no: int) -> Path:
    return staging / f"{name}-{chunk_no:08d}.parquet"
