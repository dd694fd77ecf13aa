"""The jobs without Prefect, for cron and for tests: the same steps in the same order as the flows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flows.ingest_run import IngestRun
from flows.outcome import Outcome
from flows.progress import Progress, shown_progress
from flows.retries import with_retries
from flows.settings import RunSettings
from flows.summary import RunSummary
from flows.system_errors import refusals_as_system_errors


def run_direct(settings: RunSettings) -> RunSummary:
    """Find, read, check, load, check again and publish; return what was done.

    Raises CheckFailedError where a check stopped the publish, and what the steps raise.
    """
    return run_steps("ingest", settings, IngestRun)


def run_steps(job: str, settings: RunSettings, kind: Callable[[RunSettings, Progress], IngestRun]) -> RunSummary:
    """Do the steps of a kind of run, under that name in metrics and notifications."""
    with (
        Outcome(job, settings) as outcome,
        shown_progress() as progress,
        kind(settings, progress) as run,
        refusals_as_system_errors(),
    ):
        if not with_retries(run.discover).is_nothing_new:
            for part in run.parts():
                with_retries(partial(run.read_part, part))
            run.check_staged()
            if run.has_something_to_load():
                with_retries(run.load)
                run.check_candidate()
                with_retries(run.publish)
        run.settle()
        outcome.summary = run.summary()
        return outcome.summary
