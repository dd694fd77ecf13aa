"""The main job without Prefect, for cron and for tests: the same steps in the same order as the flow."""

from __future__ import annotations

from flows.ingest_run import IngestRun
from flows.progress import shown_progress
from flows.settings import RunSettings
from flows.summary import RunSummary


def run_direct(settings: RunSettings) -> RunSummary:
    """Find, read, check, load, check again and publish; return what was done.

    Raises CheckFailedError where a check stopped the publish, and what the steps raise.
    """
    with shown_progress() as progress, IngestRun(settings, progress) as run:
        if not run.discover().is_nothing_new:
            for part in run.parts():
                run.read_part(part)
            run.check_staged()
            run.load()
            run.check_candidate()
            run.publish()
        run.settle()
        return run.summary()
