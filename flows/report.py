"""The dashboard as a Prefect flow. Import this only after ``prefect_environment.configure``."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.earlier_runs import settle_earlier_runs
from flows.ingest import log_to_prefect
from flows.outcome import Outcome
from flows.progress import LOGGER
from flows.report_command import make_report
from flows.settings import RunSettings, default_data_dir, default_inboxes


@flow(name="report", persist_result=False)
def report(data_dir: str | None = None, target: str | None = None) -> str:
    """Write the dashboard of the live release; return its path.

    A data folder that is not given is that of the environment, GEWU_DATA_DIR; a target, report/index.html in it.
    """
    log_to_prefect()
    settings = RunSettings.of(default_inboxes(), data_dir or default_data_dir())
    with Outcome("report", settings):
        settle_earlier_runs()
        page = make_report(settings.data_dir, None if target is None else Path(target))
        LOGGER.info("stage=report bytes=%d page=%s", page.stat().st_size, page)
        return str(page)
