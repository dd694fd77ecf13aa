"""The monthly jobs as Prefect flows. Import this only after ``prefect_environment.configure``."""

from __future__ import annotations

from prefect import flow

from flows.ingest import run_tasks
from flows.replay import CompactRun, ReprocessRun
from flows.settings import RunSettings, default_data_dir, default_inboxes
from flows.summary import RunSummary


@flow(name="compact", persist_result=False)
def compact(data_dir: str | None = None, wait_seconds: float = 0) -> RunSummary:
    """Publish the live release without the holes that many loads leave, where that saves space worth having."""
    return run_tasks("compact", _settings(data_dir, None, wait_seconds), CompactRun)


@flow(name="refresh-gazetteer", persist_result=False)
def refresh_gazetteer(data_dir: str | None = None, workers: int | None = None, wait_seconds: float = 0) -> RunSummary:
    """Read again, from the archive, the pages that the reference tables or rules of today would read otherwise."""
    return run_tasks("refresh-gazetteer", _settings(data_dir, workers, wait_seconds), ReprocessRun)


def _settings(data_dir: str | None, workers: int | None, wait_seconds: float) -> RunSettings:
    return RunSettings.of(default_inboxes(), data_dir or default_data_dir(), workers, wait_seconds=wait_seconds)
