"""The verb ``gewu audit``: every rule over every row of the live release, and its digests; nothing is written."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from expectations.validate import validate_database
from flows import exit_codes
from flows.check_results import Failure, audit_failures, failures
from flows.settings import SQL_DIR
from warehouse.audits import all_audits, audit_file
from warehouse.connect import NoReleaseError, SchemaVersionError, StaleLogError, open_live
from warehouse.digests import differing_digests
from warehouse.migrations import require_version
from warehouse.paths import DataFolder
from warehouse.release import releases

_FIRST_VERSION = 6
"""The version of the tables that says of every check which rows it looked at."""


def print_audit(data_dir: Path) -> int:
    """Print what does not hold of the live release; return the exit code, 1 where it would stop a release."""
    folder = DataFolder(data_dir.expanduser().absolute())
    try:
        with closing(open_live(folder)) as connection:
            require_version(connection, _FIRST_VERSION, "gewu audit")
            differing = differing_digests(connection) if _are_comparable(folder) else []
        results = validate_database(folder.live, "candidate")
        audits = audit_file(folder.live, all_audits(SQL_DIR / "audits"))
    except (NoReleaseError, StaleLogError, SchemaVersionError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    found = [*failures(results), *audit_failures(audits)]
    found += [
        Failure(
            "stop",
            f"{now.table_name}: {now.row_count} rows of digest {now.digest}; {before.row_count} of {before.digest} "
            "were published; go back to a release before (gewu rollback) or build anew (gewu rebuild)",
        )
        for now, before in differing
    ]
    for failure in sorted(found):
        print(f"{failure.severity}: {failure.text}")
    stopping = sum(failure.severity == "stop" for failure in found)
    print(
        f"{len(results) + len(audits)} checks of all rows of {folder.live}: {stopping} would stop a release, "
        f"{len(found) - stopping} warn"
    )
    return exit_codes.CHECK_FAILED if stopping else exit_codes.DONE


def _are_comparable(folder: DataFolder) -> bool:
    """Return whether digests can be compared: those of another version of DuckDB may differ for the same rows."""
    import duckdb

    live = next((release for release in releases(folder) if release.is_live), None)
    if live is not None and live.duckdb_version == f"v{duckdb.__version__}":
        return True
    made_with = "an unknown version" if live is None else live.duckdb_version
    print(f"digests were not compared: the live release was made with DuckDB {made_with}")
    return False
