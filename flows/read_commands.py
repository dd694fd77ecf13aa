"""The verbs of the command line that only look at the live release."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import exit_codes
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.inspection import QueryError, QueryResult, query, rejections, status
from warehouse.paths import DataFolder

_SHOWN_ROWS = 1000


def print_status(data_dir: Path) -> int:
    """Print the live release in numbers; return the exit code."""
    folder = _folder(data_dir)
    try:
        found = status(folder)
    except (NoReleaseError, StaleLogError) as error:
        return _say(error)
    age = datetime.now(UTC).replace(tzinfo=None) - found.published_at
    rows = [
        (
            "release",
            f"{found.release_no}, published {found.published_at:%Y-%m-%d %H:%M:%S} UTC, {_ago(age.total_seconds())}",
        ),
        ("warehouse", f"{folder.live} ({folder.live.stat().st_size / 2**20:,.1f} MiB)"),
        ("pages", f"{found.pages:,}, of {found.first_day or 'unknown day'} to {found.last_day or 'unknown day'}"),
        *((table, f"{count:,} rows") for table, count in found.counts),
        ("rejections", f"{found.rejected:,}"),
        ("failed checks", f"{found.failed_checks:,} in the last run"),
    ]
    _print_table(("", ""), rows, show_header=False)
    return exit_codes.DONE


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


def print_rejected(data_dir: Path, rule: str | None) -> int:
    """Print what was refused; return the exit code."""
    try:
        result = rejections(_folder(data_dir), rule)
    except (NoReleaseError, StaleLogError) as error:
        return _say(error)
    if not result.rows:
        print("nothing was refused" if rule is None else f"nothing was refused by the rule {rule!r}")
        return exit_codes.DONE
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
    _print_table(("release", "published", "MiB", ""), rows)
    return exit_codes.DONE


def _folder(data_dir: Path) -> DataFolder:
    return DataFolder(data_dir.expanduser().absolute())


def _say(error: Exception) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_codes.UNUSABLE


def _ago(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit} ago"
    return f"{max(0.0, seconds):.0f} seconds ago"


def _print_result(result: QueryResult) -> None:
    shown = [["" if value is None else str(value) for value in row] for row in result.rows[:_SHOWN_ROWS]]
    _print_table(result.columns, shown)
    if len(result.rows) > _SHOWN_ROWS:
        print(f"… {len(result.rows) - _SHOWN_ROWS:,} more rows; use --format csv for all")


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, show_header: bool = True) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, show_header=show_header, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)
