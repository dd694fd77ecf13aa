"""The verb ``gewu doctor``: looks at everything that a run needs, and says what to do where something is amiss."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from flows import exit_codes
from flows.prefect_environment import configure, known_server
from flows.reference import ReferenceDataError, load_tables
from flows.schedule import deployments, next_run, runs_at_work
from flows.settings import PROJECT_ROOT, REFERENCE_DIR
from flows.status_command import at_work
from flows.terminal import print_table
from warehouse.connect import BrokenReleaseError, StaleLogError, open_live
from warehouse.inbox import InboxError
from warehouse.paths import DataFolder

_WORKING_COPIES = 3
"""A run holds the candidate, its compacted copy and staged rows beside the live file."""
_SMALLEST_FREE_BYTES = 200 * 2**20
_PINNED = ("prefect", "fastapi", "duckdb", "great-expectations", "sqlalchemy")
"""Packages that break or change results in other versions; the pins and their reasons are in pyproject.toml."""

OK, WARNING, BAD = "ok", "look", "BAD"


class Finding(NamedTuple):
    """What a check found: its state, and what to do where that is not ok."""

    check: str
    state: str
    text: str


def print_diagnosis(data_dir: Path, inboxes: list[str], *, is_repair: bool) -> int:
    """Print all findings; return 1 where one is bad, else 0. ``is_repair`` ends dead runs in Prefect."""
    folder = DataFolder(data_dir.expanduser().absolute())
    found = list(diagnose(folder, inboxes, is_repair=is_repair))
    print_table(("check", "", ""), [tuple(each) for each in found])
    return exit_codes.CHECK_FAILED if any(each.state == BAD for each in found) else exit_codes.DONE


def diagnose(folder: DataFolder, inboxes: list[str], *, is_repair: bool = False) -> Iterator[Finding]:
    """Yield what every check found."""
    checks: list[Callable[[], Iterator[Finding]]] = [
        _check_environment,
        lambda: _check_inboxes(inboxes),
        _check_reference,
        lambda: _check_folder(folder),
        lambda: _check_release(folder),
        lambda: _check_archive(folder),
        lambda: _check_reader(folder),
        lambda: _check_lease(folder),
        lambda: _check_schedule(folder, is_repair=is_repair),
    ]
    for check in checks:
        yield from check()


def _check_environment() -> Iterator[Finding]:
    wanted = _pinned_versions(PROJECT_ROOT / "pyproject.toml")
    for name in _PINNED:
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding("environment", BAD, f"{name} is not installed; run make setup")
            continue
        if name in wanted and found != wanted[name]:
            yield Finding("environment", BAD, f"{name} is {found}, pinned is {wanted[name]}; run make setup")
    running = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        "environment", OK, f"Python {running}, {', '.join(f'{name} {version(name)}' for name in _PINNED[:3])}"
    )


def _check_inboxes(inboxes: list[str]) -> Iterator[Finding]:
    for inbox in inboxes:
        if "://" in inbox:
            yield _check_address(inbox)
        elif not Path(inbox).is_dir():
            yield Finding("inbox", BAD, f"{inbox}: no such folder; pass the folder that holds the pages (--inbox)")
        elif not os.access(inbox, os.R_OK | os.X_OK):
            yield Finding("inbox", BAD, f"{inbox}: may not be read; give this user the right")
        else:
            yield Finding("inbox", OK, inbox)


def _check_address(address: str) -> Finding:
    from flows.gathering import look, shown_address

    try:
        look(address)
    except InboxError as error:
        return Finding("inbox", BAD, str(error))
    return Finding("inbox", OK, f"{shown_address(address)} answers")


def _check_reference() -> Iterator[Finding]:
    try:
        tables = load_tables(REFERENCE_DIR)
    except (ReferenceDataError, OSError) as error:
        yield Finding("reference", BAD, str(error))
        return
    yield Finding("reference", OK, f"{len(tables)} tables in {REFERENCE_DIR}")


def _check_folder(folder: DataFolder) -> Iterator[Finding]:
    existing = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        yield Finding("data folder", BAD, f"{existing}: may not be written to; give this user the right")
        return
    size = folder.live.stat().st_size if folder.live.exists() else 0
    needed = _WORKING_COPIES * size + _SMALLEST_FREE_BYTES
    free = shutil.disk_usage(existing).free
    if free < needed:
        yield Finding(
            "disk",
            BAD,
            f"{free / 2**20:,.0f} MiB free at {existing}, a run may need {needed / 2**20:,.0f}; make room, or rows "
            "cannot be loaded (a run that fails for this leaves the live release as it is)",
        )
    else:
        yield Finding("disk", OK, f"{free / 2**30:,.1f} GiB free at {existing}")


def _check_release(folder: DataFolder) -> Iterator[Finding]:
    import duckdb

    from models import SCHEMA_VERSION

    if not folder.live.exists():
        yield Finding("release", WARNING, f"{folder.live}: none yet; load pages (gewu run)")
        return
    try:
        with closing(open_live(folder)) as connection:
            row = connection.execute(
                "select release_no, schema_version from ops.release order by release_no desc limit 1"
            ).fetchone()
    except (BrokenReleaseError, StaleLogError) as error:
        yield Finding("release", BAD, str(error))
    except duckdb.Error as error:
        yield Finding("release", BAD, f"{folder.live}: {error}; go back to the release before (gewu rollback)")
    else:
        if row is None:
            yield Finding("release", BAD, f"{folder.live}: never sealed; go back to the release before (gewu rollback)")
        elif row[1] != SCHEMA_VERSION:
            yield from _other_version(row[1], SCHEMA_VERSION)
        else:
            yield Finding("release", OK, f"release {row[0]} opens")


def _other_version(found: int, wanted: int) -> Iterator[Finding]:
    from warehouse.connect import SchemaVersionError
    from warehouse.migrations import pending

    try:
        names = ", ".join(migration.name for migration in pending(found))
    except SchemaVersionError as error:
        yield Finding("release", BAD, str(error))
    else:
        yield Finding("release", OK, f"schema version {found}; the next run makes it {wanted} ({names})")


def _check_archive(folder: DataFolder) -> Iterator[Finding]:
    from warehouse.connect import NoReleaseError
    from warehouse.replay import missing_in_archive

    try:
        missing = missing_in_archive(folder)
    except (NoReleaseError, StaleLogError):
        return
    if missing:
        yield Finding(
            "archive",
            BAD,
            f"{len(missing)} pages are not in {folder.archive}, e.g. {missing[0]}; rebuild and reprocess need them: "
            "restore the archive from a backup",
        )
    else:
        yield Finding("archive", OK, "holds the bytes of every page")


def _check_reader(folder: DataFolder) -> Iterator[Finding]:
    from flows.stale import find_stale
    from warehouse.connect import NoReleaseError

    try:
        found = find_stale(folder, REFERENCE_DIR)
    except (NoReleaseError, StaleLogError, BrokenReleaseError, ReferenceDataError):
        # Said by the checks above.
        return
    if found.pages:
        text = (
            f"{len(found.pages):,} pages are stale; gewu reprocess --dry-run says why, gewu reprocess reads them again"
        )
        yield Finding("reader", WARNING, text)
    else:
        yield Finding("reader", OK, "every page was read as the reader of today would read it")


def _check_lease(folder: DataFolder) -> Iterator[Finding]:
    owner = at_work(folder)
    yield Finding("lease", OK, owner or "free")
    if owner is None and folder.build.is_dir() and any(folder.build.iterdir()):
        yield Finding("lease", WARNING, f"{folder.build} holds what a killed run left; the next run clears it")


def _check_schedule(folder: DataFolder, *, is_repair: bool) -> Iterator[Finding]:
    server = known_server(folder.path)
    if server is None:
        yield Finding("schedule", WARNING, "no Prefect server for this data folder; start gewu serve, or use cron")
        return
    try:
        known, coming, running = deployments(server), next_run(server), runs_at_work(server)
    except (OSError, ValueError) as error:
        yield Finding("schedule", BAD, f"{server} does not answer: {error}; start it, or unset PREFECT_API_URL")
        return
    if not known:
        yield Finding("schedule", BAD, f"{server} knows no deployment; run gewu serve or prefect deploy --all")
    for each in known:
        if each.is_paused:
            yield Finding("schedule", WARNING, f"{each.name} is paused; prefect deployment schedule resume")
        elif not each.is_ready:
            yield Finding(
                "schedule", BAD, f"{each.name}: nobody executes its runs; start gewu serve or prefect worker start"
            )
    if coming:
        yield Finding("schedule", OK, f"next is {coming.deployment} at {coming.starts_at:%Y-%m-%d %H:%M} UTC")
    if running and at_work(folder) is None:
        if is_repair:
            configure(folder.path)
            from uuid import UUID

            from flows.earlier_runs import end_dead_runs

            ended = end_dead_runs([UUID(each.id) for each in known])
            yield Finding("schedule", OK, f"on record as crashed now: {', '.join(ended)}")
        else:
            yield Finding(
                "schedule",
                BAD,
                f"{', '.join(running)}: on record as running, but nobody is at work here; gewu doctor --repair "
                "puts them on record as crashed and frees their place",
            )


def _pinned_versions(pyproject: Path) -> dict[str, str]:
    import tomllib

    if not pyproject.is_file():
        return {}
    asked = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    return dict(each.split("==") for each in asked if "==" in each)
