"""The verbs of the command line that keep the warehouse in order: retract, reinstate, reprocess, rebuild, compact."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flows import exit_codes
from flows.direct import run_steps
from flows.ingest_run import CheckFailedError, IngestRun
from flows.progress import Progress, log_to_standard_error
from flows.reference import ReferenceDataError
from flows.replay import CompactRun, RebuildRun, ReinstateRun, ReprocessRun, RetractRun
from flows.settings import REFERENCE_DIR, RunSettings, default_inboxes
from flows.stale import find_stale
from flows.summary import print_summary
from flows.terminal import print_table
from warehouse.connect import NoReleaseError, SchemaVersionError, StaleLogError
from warehouse.lock import LockHeldError
from warehouse.paths import DataFolder
from warehouse.replay import ArchiveError
from warehouse.retraction import RetractionError
from warehouse.staleness import paths_of


def retract(data_dir: Path, page: str, reason: str, wait_seconds: float) -> int:
    """Take a page out of the warehouse; return the exit code."""
    return _run("retract", data_dir, partial(RetractRun, page=page, reason=reason), None, wait_seconds)


def reinstate(data_dir: Path, page: str, reason: str, wait_seconds: float) -> int:
    """Take a retraction back; return the exit code."""
    return _run("reinstate", data_dir, partial(ReinstateRun, page=page, reason=reason), None, wait_seconds)


def reprocess(data_dir: Path, workers: int | None, wait_seconds: float, *, is_whole: bool = False) -> int:
    """Read stale pages again; return the exit code."""
    return _run("reprocess", data_dir, partial(ReprocessRun, is_whole=is_whole), workers, wait_seconds)


def print_stale(data_dir: Path, *, is_whole: bool = False) -> int:
    """Print which pages are stale, at which stage, and which changed file is the reason; return the exit code."""
    folder = DataFolder(data_dir.expanduser().absolute())
    try:
        found = find_stale(folder, REFERENCE_DIR, is_whole=is_whole)
        paths = paths_of(folder, found.pages)
    except (NoReleaseError, StaleLogError, ReferenceDataError, OSError) as error:
        return _say(error, exit_codes.UNUSABLE)
    if not found.pages:
        print("nothing is stale")
        return exit_codes.DONE
    for reason in found.reasons:
        print(reason)
    stages = found.by_stage()
    print_table(("page", "stale from"), sorted((paths[key], stages[key]) for key in found.pages))
    return exit_codes.DONE


def rebuild(data_dir: Path, workers: int | None, wait_seconds: float) -> int:
    """Build the warehouse anew from its archive; return the exit code."""
    return _run("rebuild", data_dir, RebuildRun, workers, wait_seconds)


def compact(data_dir: Path, wait_seconds: float) -> int:
    """Publish the live release without holes; return the exit code."""
    return _run("compact", data_dir, CompactRun, None, wait_seconds)


def _run(
    job: str,
    data_dir: Path,
    kind: Callable[[RunSettings, Progress], IngestRun],
    workers: int | None,
    wait_seconds: float,
) -> int:
    log_to_standard_error()
    settings = RunSettings.of(default_inboxes(), data_dir, workers, wait_seconds=wait_seconds)
    try:
        summary = run_steps(job, settings, kind)
    except CheckFailedError as error:
        return _say(error, exit_codes.CHECK_FAILED)
    except LockHeldError as error:
        return _say(error, exit_codes.LOCKED)
    except RetractionError as error:
        return _say(error, exit_codes.WRONG_USAGE)
    except (
        NoReleaseError, StaleLogError, SchemaVersionError, ArchiveError, ReferenceDataError, OSError,
    ) as error:  # fmt: skip
        return _say(error, exit_codes.UNUSABLE)
    print_summary(summary)
    return exit_codes.DONE


def _say(error: Exception, exit_code: int) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_code
