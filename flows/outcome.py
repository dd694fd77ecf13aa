"""How a job ended, told to those who are not looking: figures for Prometheus, and a webhook where it failed."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from flows.metrics import job_samples, run_samples, update_metrics
from flows.progress import LOGGER
from flows.settings import RunSettings
from flows.summary import RunSummary
from warehouse.paths import DataFolder

_WEBHOOK_SECONDS = 10
_LONGEST_MESSAGE = 2000
"""Characters; chat systems cut or refuse longer messages."""


class Outcome:
    """Stands around a job: ``with Outcome("ingest", settings) as outcome: ...; outcome.summary = ...``.

    Whatever goes wrong in telling is logged and changes nothing of the job itself.
    """

    def __init__(self, job: str, settings: RunSettings) -> None:
        self.summary: RunSummary | None = None
        self._job = job
        self._settings = settings
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        """Begin to take the time."""
        self._started = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the metrics, and call the webhook where an error ended the job; an interrupt is the user's own wish."""
        self._write_metrics(is_success=error is None)
        if isinstance(error, Exception) and self._settings.webhook:
            report = {
                "text": f"gewu {self._job} failed: {error}"[:_LONGEST_MESSAGE],
                "job": self._job,
                "error": type(error).__name__,
                "data_dir": str(self._settings.data_dir),
                "host": socket.gethostname(),
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            call_webhook(self._settings.webhook, report)

    def _write_metrics(self, *, is_success: bool) -> None:
        samples = job_samples(self._job, time.time(), time.monotonic() - self._started, is_success=is_success)
        if self.summary is not None:
            samples |= run_samples(self.summary)
        folder = DataFolder(self._settings.data_dir)
        if not folder.path.is_dir():
            return
        try:
            update_metrics(folder.path / "metrics.prom", samples)
        except OSError as error:
            LOGGER.warning("metrics.prom was not written: %s", error)


def call_webhook(url: str, report: dict[str, str]) -> bool:
    """Post a report as JSON; return whether the other side took it. Its field ``text`` is what chat systems show."""
    data = json.dumps(report, ensure_ascii=False).encode()
    try:
        request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json; charset=utf-8"})
        with urllib.request.urlopen(request, timeout=_WEBHOOK_SECONDS):
            return True
    except (OSError, ValueError) as error:
        # The address may hold a secret, so it is not repeated here.
        LOGGER.warning("the webhook was not reached: %s", error)
        return False
