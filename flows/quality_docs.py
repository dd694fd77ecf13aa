"""Writing the Data Docs of the live release after it was published; whatever goes wrong there stops no run."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from expectations.data_docs import KEPT_RUNS, Check, CheckedRun, write_data_docs
from flows.progress import LOGGER
from warehouse.connect import open_live
from warehouse.paths import DataFolder


def update_data_docs(folder: DataFolder) -> Path | None:
    """Write ``docs/`` of the data folder; return its first page, None where that failed (which is logged)."""
    try:
        with closing(open_live(folder)) as connection:
            runs = connection.execute(
                "select batch_key, finished_at, count(expectation), "
                "count(*) filter (where not is_success and severity = 'warn'), "
                "count(*) filter (where not is_success and severity = 'stop') "
                "from (from ops.batch order by batch_key desc limit ?) left join ops.quality_result using (batch_key) "
                "group by all order by batch_key desc",
                [KEPT_RUNS],
            ).fetchall()
            newest = connection.execute(
                "select suite, expectation, column_name, severity, is_success, observed_value, unexpected_count, "
                "element_count from ops.quality_result where batch_key = (select max(batch_key) from ops.batch)"
            ).fetchall()
        return write_data_docs(
            folder.path / "docs", [CheckedRun(*run) for run in runs], [Check(*row) for row in newest]
        )
    except OSError as error:
        LOGGER.warning("the data docs were not written: %s", error)
        return None
