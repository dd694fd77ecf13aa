"""The main job as a Prefect flow. Import this only after ``prefect_environment.configure``."""

from __future__ import annotations

import logging
from copy import copy
from typing import Any

from prefect import State, Task, flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun
from prefect.logging.handlers import APILogHandler, PrefectConsoleHandler

from flows.artifacts import ArtifactProgress, leave_artifacts
from flows.earlier_runs import settle_earlier_runs
from flows.ingest_run import IngestRun
from flows.outcome import Outcome
from flows.progress import LOGGER, shown_progress
from flows.retries import PAUSE_SECONDS, RETRIES, may_pass
from flows.settings import RunSettings, default_data_dir, default_inboxes
from flows.summary import RunSummary


def is_transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a failed step can succeed on a second try."""
    return may_pass(state.result(raise_on_failure=False))


_OWN_PACKAGES = ("flows", "warehouse", "expectations", "newstext", "models")
_RETRIES: dict[str, Any] = {
    "retries": RETRIES, "retry_delay_seconds": PAUSE_SECONDS, "retry_condition_fn": is_transient,
}  # fmt: skip


@task(name="discover", cache_policy=NO_CACHE, **_RETRIES)
def discover(run: IngestRun) -> bool:
    """Find new, changed, renamed and withdrawn files; return whether there is anything to do."""
    return not run.discover().is_nothing_new


@task(name="read", task_run_name="read-{part}", cache_policy=NO_CACHE, **_RETRIES)
def read(run: IngestRun, part: int) -> int:
    """Read the pages of one part into staging files."""
    return run.read_part(part)


@task(name="check-staged", cache_policy=NO_CACHE)
def check_staged(run: IngestRun) -> int:
    """Check the staged rows with Great Expectations."""
    return run.check_staged()


@task(name="load", cache_policy=NO_CACHE, **_RETRIES)
def load(run: IngestRun) -> None:
    """Load the staged rows into a candidate release."""
    run.load()


@task(name="check-candidate", cache_policy=NO_CACHE)
def check_candidate(run: IngestRun) -> int:
    """Check the candidate with Great Expectations and the audits."""
    return run.check_candidate()


@task(name="publish", cache_policy=NO_CACHE, **_RETRIES)
def publish(run: IngestRun) -> int:
    """Rename the candidate over the live release."""
    return run.publish()


@flow(name="ingest", persist_result=False)
def ingest(
    inbox: str | list[str] | None = None,
    data_dir: str | None = None,
    workers: int | None = None,
    allow_withdrawals: bool = False,
    wait_seconds: float = 0,
    settled_seconds: float = 0,
    path_pattern: str | None = None,
) -> RunSummary:
    """Find new page files, read and check them, load them, and publish a release of the warehouse.

    Inbox and data folder that are not given are those of the environment, GEWU_INBOX and GEWU_DATA_DIR.
    """
    more: dict[str, Any] = {"path_pattern": path_pattern} if path_pattern else {}
    settings = RunSettings.of(
        inbox or default_inboxes(), data_dir or default_data_dir(), workers, allow_withdrawals=allow_withdrawals,
        wait_seconds=wait_seconds, settled_seconds=settled_seconds, **more,
    )  # fmt: skip
    return run_tasks("ingest", settings, IngestRun)


def run_tasks(job: str, settings: RunSettings, kind: type[IngestRun]) -> RunSummary:
    """Do the steps of a kind of run as tasks of the flow run at work, and leave its artifacts."""
    log_to_prefect()
    with (
        Outcome(job, settings) as outcome,
        shown_progress() as shown,
        ArtifactProgress(shown) as progress,
        kind(settings, progress, runtime.flow_run.id) as run,
    ):
        settle_earlier_runs()
        if discover(run):
            for part in run.parts():
                read(run, part)
            check_staged(run)
            load(run)
            check_candidate(run)
            publish(run)
        run.settle()
        outcome.summary = run.summary()
        leave_artifacts(outcome.summary, run.folder)
        return outcome.summary


class _OwnErrorsInOneLine(logging.Formatter):
    """Formats as another formatter does; of our own errors, which say what to do, not where they were raised."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self._formatter = formatter

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        kind = record.exc_info[0] if record.exc_info else None
        if kind is not None and kind.__module__.partition(".")[0] in _OWN_PACKAGES:
            # A copy: other handlers format the same record, and Prefect keeps all of it.
            record = copy(record)
            record.exc_info = record.exc_text = None
        return self._formatter.format(record)


def log_to_prefect() -> None:
    """Keep the project's own log lines with the flow run, whoever started it, and spare the terminal some.

    To be called in a flow run: Prefect sets its logging up when one begins.
    """
    if not any(isinstance(handler, APILogHandler) for handler in LOGGER.handlers):
        LOGGER.addHandler(APILogHandler())
        LOGGER.setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        is_told = isinstance(handler.formatter, _OwnErrorsInOneLine)
        if isinstance(handler, PrefectConsoleHandler) and handler.formatter is not None and not is_told:
            handler.setFormatter(_OwnErrorsInOneLine(handler.formatter))
