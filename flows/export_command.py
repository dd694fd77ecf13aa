"""The verb ``gewu export``: a view or table of the live release as CSV, Parquet or Excel."""

from __future__ import annotations

import sys
from pathlib import Path

from flows import exit_codes
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.export import FORMATS, ExportError, export
from warehouse.paths import DataFolder


def export_relation(data_dir: Path, relation: str, target: Path, form: str | None) -> int:
    """Write the relation, say what was written, return the exit code; without a format the target's suffix decides."""
    chosen = form or target.suffix.removeprefix(".").lower()
    if chosen not in FORMATS:
        print(f"gewu: {target}: say --csv, --parquet or --xlsx, or name the file so", file=sys.stderr)
        return exit_codes.WRONG_USAGE
    try:
        done = export(DataFolder(data_dir.expanduser().absolute()), relation, target.expanduser(), chosen)
    except ExportError as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.WRONG_USAGE
    except (NoReleaseError, StaleLogError, OSError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    print(f"{done.path}: {done.rows:,} rows; columns described in {done.descriptor}")
    if done.cut_cells:
        print(
            f"gewu: {done.cut_cells:,} cells were longer than Excel holds and are cut; Parquet has all", file=sys.stderr
        )
    return exit_codes.DONE
