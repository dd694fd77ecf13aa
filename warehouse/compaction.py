"""Writing a candidate anew without holes, and the proof that nothing else changed."""

from __future__ import annotations

import os

from warehouse.candidate import Candidate
from warehouse.connect import BLOCK_BYTES, DEFAULT_MEMORY_LIMIT, STORAGE_VERSION, open_build
from warehouse.digests import all_digests
from warehouse.schema import literal


class DigestError(Exception):
    """Raised where a copy of a table does not have the digest of the table."""


def compact(candidate: Candidate, memory_limit: str = DEFAULT_MEMORY_LIMIT) -> int:
    """Copy tables, comments, views and macros into a new file that takes the candidate's place; return bytes saved.

    Raises DigestError where the copy holds anything else.
    """
    before = candidate.path.stat().st_size
    compacted = candidate.path.with_name("compact.duckdb")
    with candidate.open(memory_limit) as connection:
        digests = all_digests(connection)
        connection.execute(
            f"attach {literal(str(compacted))} as compact "
            f"(storage_version {literal(STORAGE_VERSION)}, block_size {BLOCK_BYTES})"
        )
        connection.execute(f"copy from database {candidate.path.stem} to compact")
        connection.execute("detach compact")
    with open_build(compacted, memory_limit) as connection:
        copied = all_digests(connection)
        connection.execute("force checkpoint")
    differing = [digest.table_name for digest, copy in zip(digests, copied, strict=True) if digest != copy]
    if differing:
        raise DigestError(f"{compacted}: compacting changed {', '.join(differing)}; nothing was published")
    os.replace(compacted, candidate.path)
    return before - candidate.path.stat().st_size
