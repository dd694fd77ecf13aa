"""The verbs of the command line that keep the warehouse in order: retract, reprocess, rebuild, compact."""

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
from flows.replay import CompactRun, RebuildRun, ReprocessRun, RetractRun
from flows.settings import RunSettings, default_inboxes
from flows.summary import print_summary
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.lock import LockHeldError
from warehouse.replay import ArchiveError
from warehouse.retraction import RetractionError


def retract(data_dir: Path, page: str, reason: str, wait_seconds: float) -> int:
    """Take a page out of the warehouse; return the exit code."""
    return _run("retract", data_dir, partial(RetractRun, page=page, reason=reason), None, wait_seconds)


def reprocess(data_dir: Path, workers: int | None, wait_seconds: float) -> int:
    """Read stale pages again; return the exit code."""
    return _run("reprocess", data_dir, ReprocessRun, workers, wait_seconds)


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
    except (NoReleaseError, StaleLogError, ArchiveError, ReferenceDataError, OSError) as error:
        return _say(error, exit_codes.UNUSABLE)
    print_summary(summary)
    return exit_codes.DONE


def _say(error: Exception, exit_code: int) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_code
