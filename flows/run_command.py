"""The verbs of the command line that change something; errors become a message and an exit code here, and only here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from flows import exit_codes
from flows.ingest_run import CheckFailedError
from flows.lease import writer_lease
from flows.page_hints import PathPatternError
from flows.progress import log_to_standard_error
from flows.questions import first_questions
from flows.reference import ReferenceDataError
from flows.settings import SQL_DIR, RunSettings
from flows.summary import RunSummary, print_summary
from warehouse.connect import NoReleaseError, SchemaVersionError
from warehouse.inbox import InboxError
from warehouse.lock import LockHeldError
from warehouse.paths import DataFolder
from warehouse.sources import WithdrawalRefusedError


def run_main_job(
    inbox: Sequence[str | Path], data_dir: Path, *, direct: bool, workers: int | None = None, **more: object
) -> int:
    """Run the main job and print its summary; return the exit code. ``more`` are settings, see ``RunSettings``."""
    log_to_standard_error()
    if more.get("path_pattern") is None:
        more.pop("path_pattern", None)
    settings = RunSettings.of(inbox, data_dir, workers, **more)
    try:
        summary = _run_direct(settings) if direct else _run_flow(settings)
    except CheckFailedError as error:
        return _say(error, exit_codes.CHECK_FAILED)
    except LockHeldError as error:
        return _say(error, exit_codes.LOCKED)
    except PathPatternError as error:
        return _say(error, exit_codes.WRONG_USAGE)
    except (
        InboxError,
        WithdrawalRefusedError,
        ReferenceDataError,
        NoReleaseError,
        SchemaVersionError,
        OSError,
    ) as error:
        return _say(error, exit_codes.UNUSABLE)
    print_summary(summary, first_questions(SQL_DIR / "examples") if summary.is_published else ())
    return exit_codes.DONE


def roll_back(data_dir: Path, release_no: int | None) -> int:
    """Make an earlier release live again; return the exit code."""
    from warehouse.lock import WriterLock
    from warehouse.paths import DataFolder
    from warehouse.release import RollbackError, rollback

    folder = DataFolder(data_dir.expanduser().absolute())
    try:
        with WriterLock(folder):
            release = rollback(folder, release_no)
    except LockHeldError as error:
        return _say(error, exit_codes.LOCKED)
    except (RollbackError, OSError) as error:
        return _say(error, exit_codes.UNUSABLE)
    print(f"release {release.release_no} is live again: {folder.live}")
    return exit_codes.DONE


def import_division_codes(package: Path, city: str, target: Path) -> int:
    """Write the reference of places from a package of division codes; return the exit code."""
    from flows.places_import import PlacesImportError
    from flows.places_import import import_places as write_places

    try:
        count = write_places(package, city, target)
    except (PlacesImportError, OSError) as error:
        return _say(error, exit_codes.UNUSABLE)
    print(f"{count:,} places written to {target}")
    return exit_codes.DONE


def _run_direct(settings: RunSettings) -> RunSummary:
    from flows.direct import run_direct

    return run_direct(settings)


def _run_flow(settings: RunSettings) -> RunSummary:
    from flows.prefect_environment import configure, owns_prefect_home, prefect_home

    configure(settings.data_dir)
    # Asked before Prefect is imported and its server started, both of which take seconds.
    with writer_lease(DataFolder(settings.data_dir), settings.wait_seconds):
        pass
    with ExitStack() as held:
        if owns_prefect_home(settings.data_dir):
            # Prefect's temporary server has its database for itself, or both would wait for its locks.
            held.enter_context(writer_lease(prefect_home(settings.data_dir), settings.wait_seconds))
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        from flows.ingest import ingest

        inbox = list(settings.gathered_from) or str(settings.inbox)
        # A run that somebody looks at needs no heartbeat, whose thread would cost a second at the end.
        held.enter_context(temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}))
        return ingest(
            inbox,
            str(settings.data_dir),
            settings.workers,
            settings.allow_withdrawals,
            settings.wait_seconds,
            settings.settled_seconds,
            settings.path_pattern,
        )


def _say(error: Exception, exit_code: int) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_code
