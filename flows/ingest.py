"""The main job as a Prefect flow. Import this only after ``prefect_environment.configure``."""

from __future__ import annotations

import errno
from typing import Any

from prefect import State, Task, flow, runtime, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun

from flows.ingest_run import IngestRun
from flows.progress import shown_progress
from flows.settings import RunSettings
from flows.summary import RunSummary, as_markdown

# What the operating system may well do on a second try; a full disk or a missing right it will not.
_TRANSIENT_ERRORS = {errno.EAGAIN, errno.EINTR, errno.EIO, errno.EBUSY, errno.ETIMEDOUT, errno.ESTALE, errno.ENETDOWN}


def is_transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a failed step can succeed on a second try: only errors of the system that pass by themselves."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and error.errno in _TRANSIENT_ERRORS


_RETRIES: dict[str, Any] = {"retries": 2, "retry_delay_seconds": 5, "retry_condition_fn": is_transient}


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
def ingest(inbox: str, data_dir: str, workers: int | None = None, allow_withdrawals: bool = False) -> RunSummary:
    """Find new page files, read and check them, load them, and publish a release of the warehouse."""
    settings = RunSettings.of(inbox, data_dir, workers, allow_withdrawals=allow_withdrawals)
    with shown_progress() as progress, IngestRun(settings, progress, runtime.flow_run.id) as run:
        if discover(run):
            for part in run.parts():
                read(run, part)
            check_staged(run)
            load(run)
            check_candidate(run)
            publish(run)
        run.settle()
        summary = run.summary()
    create_markdown_artifact(as_markdown(summary), key="run-summary", description="What the run read and published")
    return summary
