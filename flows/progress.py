"""Showing how far a run is: a bar with pages and characters a second on a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

LOGGER = logging.getLogger("gewu")
_SECONDS_BETWEEN_LINES = 10.0
WORTHWHILE_PAGES = 500
"""Below, a run ends before anybody looks at its progress in Prefect."""
_OF_PROGRESS = {"is_progress": True}
"""Marks log lines that a bar on the terminal says already."""


class Progress(Protocol):
    """Told of every stage and of every chunk of pages that is read."""

    def stage(self, name: str, detail: str = "") -> None:
        """Say that a stage begins."""
        ...

    def done(self, batch: int | None, pages: int, rows: int | None) -> None:
        """Say that the stage has ended: number of the batch where it has one yet, pages and rows that it handled."""
        ...

    def expect(self, pages: int) -> None:
        """Say how many pages there are to read."""
        ...

    def advance(self, pages: int, code_points: int) -> None:
        """Say that so many more pages, with so many code points, are read."""
        ...


class PlainProgress:
    """A log line at the beginning and end of every stage, and while pages are read one every ten seconds."""

    def __init__(self) -> None:
        self._stage = ""
        self._stage_started = time.monotonic()
        self._expected = 0
        self._pages = 0
        self._code_points = 0
        self._started = self._said = time.monotonic()

    def stage(self, name: str, detail: str = "") -> None:
        """Log that the stage begins."""
        self._stage, self._stage_started = name, time.monotonic()
        LOGGER.info("stage=%s begins%s", _word(name), f" {detail}" if detail else "", extra=_OF_PROGRESS)

    def done(self, batch: int | None, pages: int, rows: int | None) -> None:
        """Log that the stage has ended, with its figures; what it does not know is a hyphen."""
        LOGGER.info(
            "stage=%s batch=%s pages=%d rows=%s seconds=%.2f",
            _word(self._stage), "-" if batch is None else batch, pages, "-" if rows is None else rows,
            time.monotonic() - self._stage_started, extra=_OF_PROGRESS,
        )  # fmt: skip

    def expect(self, pages: int) -> None:
        """Remember the number for the lines to come."""
        self._expected = pages

    def advance(self, pages: int, code_points: int) -> None:
        """Count, and log where the last line is long enough ago."""
        self._pages += pages
        self._code_points += code_points
        now = time.monotonic()
        if now - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = now
            seconds = now - self._started
            LOGGER.info(
                "stage=read pages=%d/%d characters=%d pages_per_second=%.0f characters_per_second=%.0f",
                self._pages, self._expected, self._code_points, self._pages / seconds, self._code_points / seconds,
                extra=_OF_PROGRESS,
            )  # fmt: skip


class BarProgress:
    """A bar on the terminal; the log lines are made all the same, for whoever keeps them."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        self._lines = PlainProgress()
        self._started = time.monotonic()
        self._pages = 0
        self._code_points = 0
        self.bar = RichProgress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
            TimeElapsedColumn(),
            transient=True,
        )
        self._task = self.bar.add_task("discover", total=None, speed="")

    def expect(self, pages: int) -> None:
        """Set the number of pages that a full bar stands for."""
        self._lines.expect(pages)
        self.bar.update(self._task, total=pages)

    def stage(self, name: str, detail: str = "") -> None:
        """Name the stage beside the bar."""
        self._lines.stage(name, detail)
        self.bar.update(self._task, description=name)

    def done(self, batch: int | None, pages: int, rows: int | None) -> None:
        """Leave the bar as it is."""
        self._lines.done(batch, pages, rows)

    def advance(self, pages: int, code_points: int) -> None:
        """Move the bar."""
        self._lines.advance(pages, code_points)
        self._pages += pages
        self._code_points += code_points
        seconds = time.monotonic() - self._started
        speed = f"{self._pages / seconds:,.0f} pages/s {self._code_points / seconds:,.0f} characters/s"
        self.bar.update(self._task, advance=pages, speed=speed)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Yield a bar where standard error is a terminal, else plain lines."""
    if sys.stderr.isatty():
        progress = BarProgress()
        with progress.bar:
            yield progress
    else:
        yield PlainProgress()


def log_to_standard_error() -> None:
    """Show the project's own log lines on standard error, and nobody else's; beside a bar not those that it says."""
    handler = logging.StreamHandler()
    if sys.stderr.isatty():
        handler.addFilter(lambda record: not getattr(record, "is_progress", False))
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def _word(name: str) -> str:
    """Return the name of a stage as one word, so that lines can be taken apart at their spaces."""
    return name.replace(" ", "-")
