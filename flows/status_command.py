"""The verb ``gewu status``: the live release, whether it drifts, who is at work, and when the next run starts."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from flows import exit_codes
from flows.prefect_environment import known_server
from flows.schedule import next_run
from flows.terminal import ago, print_table, span
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.health import drift, drifting_envelopes
from warehouse.inspection import status
from warehouse.lock import LockHeldError, WriterLock
from warehouse.paths import DataFolder


def print_status(data_dir: Path) -> int:
    """Print the live release in numbers, and what goes on around it; return the exit code."""
    folder = DataFolder(data_dir.expanduser().absolute())
    try:
        found = status(folder)
        drifting = drift(folder)
        beyond = drifting_envelopes(folder)
    except (NoReleaseError, StaleLogError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    age = datetime.now(UTC).replace(tzinfo=None) - found.published_at
    published = f"{found.published_at:%Y-%m-%d %H:%M:%S} UTC, {ago(age.total_seconds())}"
    rows = [
        ("release", f"{found.release_no}, published {published}"),
        ("warehouse", f"{folder.live} ({folder.live.stat().st_size / 2**20:,.1f} MiB)"),
        ("pages", f"{found.pages:,}, of {found.first_day or 'unknown day'} to {found.last_day or 'unknown day'}"),
        *((table, f"{count:,} rows") for table, count in found.counts),
        ("rejections", f"{found.rejected:,}"),
        ("failed checks", f"{found.failed_checks:,} in the last run"),
        *(
            ("drift", f"{each.measure}: {each.last:,.2f} in the last run, usually {each.usual:,.2f}")
            for each in drifting
            if each.is_unusual
        ),
        *(("drift", text) for text in beyond),
        ("at work", at_work(folder) or "nobody"),
        ("next run", _next_run(folder)),
    ]
    if drifting and not beyond and not any(each.is_unusual for each in drifting):
        rows.insert(-2, ("drift", "none: the last run is like those before"))
    print_table(("", ""), rows, show_header=False)
    return exit_codes.DONE


def at_work(folder: DataFolder) -> str | None:
    """Return who holds the lease of the one writer, None where nobody does."""
    if not folder.lock.exists():
        return None
    try:
        with WriterLock(folder):
            return None
    except LockHeldError as error:
        return str(error)
    except OSError as error:
        return f"unknown: {error}"


def _next_run(folder: DataFolder) -> str:
    server = known_server(folder.path)
    if server is None:
        return "not known: no Prefect server (gewu serve) for this data folder"
    try:
        coming = next_run(server)
    except (OSError, ValueError) as error:
        return f"not known: {server} does not answer ({error})"
    if coming is None:
        return f"none is scheduled at {server}"
    left = (coming.starts_at - datetime.now(UTC)).total_seconds()
    when = f"in {span(left)}" if left > 0 else f"due for {span(-left)}"
    return f"{coming.deployment}, {coming.starts_at:%Y-%m-%d %H:%M} UTC, {when}"
