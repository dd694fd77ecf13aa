"""The verbs ``rejected`` and ``replay``: what was refused, why, and reading it again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows import exit_codes
from flows.terminal import print_table
from warehouse.connect import NoReleaseError, SchemaVersionError, StaleLogError
from warehouse.paths import DataFolder
from warehouse.refusals import STANDING, RefusalDetails, RefusalError, find_refusal, list_refusals

_SHOWN_ROWS = 1000


def print_rejected(data_dir: Path, rule: str | None, key: str | None) -> int:
    """Print what was refused, or one refusal with everything on record; return the exit code."""
    folder = DataFolder(data_dir.expanduser().absolute())
    try:
        if key is not None:
            _print_details(find_refusal(folder, key))
            return exit_codes.DONE
        result = list_refusals(folder, rule)
    except (NoReleaseError, StaleLogError, SchemaVersionError) as error:
        return _say(error, exit_codes.UNUSABLE)
    except RefusalError as error:
        return _say(error, exit_codes.WRONG_USAGE)
    if not result.rows:
        print("nothing was refused" if rule is None else f"nothing was refused by the rule {rule!r}")
        return exit_codes.DONE
    print_table(result.columns, [[_text(value) for value in row] for row in result.rows[:_SHOWN_ROWS]])
    if len(result.rows) > _SHOWN_ROWS:
        print(f"… {len(result.rows) - _SHOWN_ROWS:,} more rows in ops.rejection; ask for one rule with --rule")
    return exit_codes.DONE


def replay_rejected(
    data_dir: Path,
    inbox: Sequence[str],
    rule: str | None,
    page: str | None,
    workers: int | None,
    wait_seconds: float,
    path_pattern: str | None,
) -> int:
    """Read again what stands refused, and publish what is accepted now; return the exit code."""
    from flows.direct import run_steps
    from flows.ingest_run import CheckFailedError
    from flows.page_hints import PathPatternError
    from flows.progress import log_to_standard_error
    from flows.reference import ReferenceDataError
    from flows.rejected_replay import RejectedReplayRun
    from flows.settings import RunSettings
    from flows.summary import print_summary
    from warehouse.lock import LockHeldError

    log_to_standard_error()
    settings = RunSettings.of(inbox, data_dir, workers, wait_seconds=wait_seconds)
    if path_pattern is not None:
        settings = replace(settings, path_pattern=path_pattern)
    try:
        summary = run_steps("replay", settings, partial(RejectedReplayRun, rule=rule, page=page))
    except RefusalError as error:
        print(error)
        return exit_codes.DONE
    except CheckFailedError as error:
        return _say(error, exit_codes.CHECK_FAILED)
    except LockHeldError as error:
        return _say(error, exit_codes.LOCKED)
    except PathPatternError as error:
        return _say(error, exit_codes.WRONG_USAGE)
    except (NoReleaseError, StaleLogError, SchemaVersionError, ReferenceDataError, OSError) as error:
        return _say(error, exit_codes.UNUSABLE)
    print_summary(summary)
    return exit_codes.DONE


def _print_details(refusal: RefusalDetails) -> None:
    rows = [(name, _text(value)) for name, value in refusal.columns]
    rows.append(("state", refusal.state))
    if refusal.kept_at is not None:
        rows.append(("bytes kept at", refusal.kept_at))
    rows += [(f"line {number}", text) for number, text in refusal.lines]
    if refusal.state == STANDING:
        path = dict(refusal.columns)["source_path"]
        rows.append(("what to do", f"once the rule or the reference is right: gewu replay --page {path!r}"))
    print_table(("", ""), rows, show_header=False)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _say(error: Exception, exit_code: int) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_code
