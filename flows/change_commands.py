"""The verb ``gewu changes``: what the live release has that an earlier one had not, and the other way round."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from flows import exit_codes
from flows.terminal import print_table
from warehouse.changes import changed_rows, changes
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.paths import DataFolder


def print_changes(data_dir: Path, since: int, table: str | None) -> int:
    """Print how many rows of every table changed, or of one table the rows as CSV; return the exit code."""
    folder = DataFolder(data_dir.expanduser().absolute())
    try:
        if table is not None:
            return _print_rows(folder, since, table)
        found = changes(folder, since)
    except (NoReleaseError, StaleLogError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    if not found:
        print(f"nothing changed since release {since}")
        return exit_codes.DONE
    rows = [(each.table_name, *(f"{count:,}" for count in each[1:])) for each in found]
    print_table(("table", "rows added", "changed", "removed"), rows)
    return exit_codes.DONE


def _print_rows(folder: DataFolder, since: int, table: str) -> int:
    try:
        columns, rows = changed_rows(folder, since, table)
    except KeyError:
        print(f"gewu: {table}: no table whose rows can be compared; see gewu changes without --table", file=sys.stderr)
        return exit_codes.WRONG_USAGE
    writer = csv.writer(sys.stdout)
    writer.writerow(("change", *columns))
    writer.writerows((row.change, *row.values) for row in rows)
    return exit_codes.DONE
