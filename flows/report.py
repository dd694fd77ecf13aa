"""The dashboard as a Prefect flow. Import this only after ``prefect_environment.configure``."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.earlier_runs import settle_earlier_runs
from flows.report_command import make_report
from flows.settings import default_data_dir


@flow(name="report", persist_result=False)
def report(data_dir: str | None = None, target: str | None = None) -> str:
    """Write the dashboard of the live release; return its path.

    A data folder that is not given is that of the environment, GEWU_DATA_DIR; a target, report/index.html in it.
    """
    settle_earlier_runs()
    return str(make_report(Path(data_dir or default_data_dir()), None if target is None else Path(target)))
