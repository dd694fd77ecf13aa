"""Proof that the rows which a candidate has taken over from the live release are still what they were there."""

from __future__ import annotations

from contextlib import closing

from warehouse.audits import AuditResult
from warehouse.candidate import Candidate
from warehouse.carried import CANDIDATE, LIVE, attach_both
from warehouse.connect import open_memory, spill_folder
from warehouse.digests import table_digest
from warehouse.schema import content_tables, table
from warehouse.scope import BATCH, SETTLED_LATER, Scope, page_tables

NAME = "carried_over_rows_are_as_they_were"
_PURPOSE = "Rows of earlier pages are those of the live release, which were audited before it was published."


def check_unchanged(candidate: Candidate, scope: Scope) -> list[AuditResult]:
    """Compare the rows of earlier pages with those of the live release; nothing to compare where the whole is audited.

    Rows in blocks of the live file need no look; those that DuckDB wrote anew, the last row group as a rule, are
    compared by their digest.
    """
    if scope.name != BATCH:
        return []
    tables = [name for name in content_tables() if name in page_tables()]
    with closing(open_memory(threads=1, spill=spill_folder(candidate.path))) as connection:
        attach_both(connection, candidate.folder.live, candidate.path)
        changed = []
        for name in tables:
            carried = scope.carried[name]
            rows = f"rowid >= {carried.kept} and rowid < {carried.before}"
            columns = [each.name for each in table(name).columns if (name, each.name) not in SETTLED_LATER]
            now, before = (
                table_digest(connection, name, database=database, rows=rows, columns=columns)
                for database in (CANDIDATE, LIVE)
            )
            if now != before:
                changed.append(f"{name}: some of {before.row_count} rows")
    looked_at = sum(scope.carried[name].before for name in tables)
    return [AuditResult(NAME, _PURPOSE, "stop", len(changed), looked_at, tuple(changed), BATCH)]
