"""The verbs of the command line that only look at the live release."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path

from flows import exit_codes
from flows.terminal import print_table
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.inspection import QueryError, QueryResult, query
from warehouse.paths import DataFolder

_SHOWN_ROWS = 1000


def print_query(data_dir: Path, sql: str, form: str) -> int:
    """Run a query and print its rows as a table, CSV or JSON; return the exit code."""
    try:
        result = query(_folder(data_dir), sql)
    except (NoReleaseError, StaleLogError) as error:
        return _say(error)
    except QueryError as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.WRONG_USAGE
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(result.columns)
        writer.writerows(result.rows)
    elif form == "json":
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    else:
        _print_result(result)
    return exit_codes.DONE


def print_releases(data_dir: Path) -> int:
    """Print the releases that are kept, newest first; return the exit code."""
    from warehouse.release import releases

    kept = releases(_folder(data_dir))
    if not kept:
        print("no release yet; load pages first (gewu run)")
        return exit_codes.DONE
    rows = [
        (str(one.release_no), one.published_at, f"{one.byte_count / 2**20:,.1f}", "live" if one.is_live else "")
        for one in kept
    ]
    print_table(("release", "published", "MiB", ""), rows)
    return exit_codes.DONE


def _folder(data_dir: Path) -> DataFolder:
    return DataFolder(data_dir.expanduser().absolute())


def _say(error: Exception) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_codes.UNUSABLE


def _print_result(result: QueryResult) -> None:
    shown = [[_text(value) for value in row] for row in result.rows[:_SHOWN_ROWS]]
    print_table(result.columns, shown)
    if len(result.rows) > _SHOWN_ROWS:
        print(f"… {len(result.rows) - _SHOWN_ROWS:,} more rows; use --format csv for all")


def _text(value: object) -> str:
    """Return a value for people: nothing for null, a decimal without the zeros that only fill its scale."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
