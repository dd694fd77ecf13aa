"""The verbs that stay: ``gewu serve`` executes the scheduled jobs, ``gewu server`` only records them for workers."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from flows import exit_codes
from flows.prefect_server import ServerError, prefect_server
from flows.progress import log_to_standard_error

_SECONDS_BETWEEN_LOOKS = 2


def serve_jobs(data_dir: Path, inboxes: list[str], port: int, cron: str | None) -> int:
    """Execute the scheduled jobs until told to end; return the exit code."""
    log_to_standard_error()
    # What the runs write on standard error is all there is to see of them here.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    folder = data_dir.expanduser().absolute()
    absolute = [each if "://" in each else str(Path(each).expanduser().absolute()) for each in inboxes]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with prefect_server(folder, port) as server:
            from flows.deployments import serve_deployments

            print(f"serving the deployments of prefect.yaml for {folder}; Prefect server: {server.url}", flush=True)
            serve_deployments(folder, absolute, cron=cron)
    except ServerError as error:
        return _say(error)
    except KeyboardInterrupt:
        return exit_codes.DONE
    return exit_codes.DONE


def serve_api(data_dir: Path, port: int) -> int:
    """Run the Prefect server of a data folder until told to end; return the exit code."""
    log_to_standard_error()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with prefect_server(data_dir.expanduser().absolute(), port) as server:
            print(f"Prefect server: {server.url}", flush=True)
            while server.is_running():
                time.sleep(_SECONDS_BETWEEN_LOOKS)
            raise ServerError(f"{server.url}: the Prefect server has ended; start it again")
    except ServerError as error:
        return _say(error)
    except KeyboardInterrupt:
        return exit_codes.DONE


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(error: ServerError) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return exit_codes.UNUSABLE
