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


class Progress(Protocol):
    """Told of every stage and of every chunk of pages that is read."""

    def stage(self, name: str, detail: str = "") -> None:
        """Say that a stage begins."""
        ...

    def expect(self, pages: int) -> None:
        """Say how many pages there are to read."""
        ...

    def advance(self, pages: int, code_points: int) -> None:
        """Say that so many more pages, with so many code points, are read."""
        ...


class PlainProgress:
    """One log line a stage, and while pages are read one every ten seconds."""

    def __init__(self) -> None:
        self._expected = 0
        self._pages = 0
        self._code_points = 0
        self._started = self._said = time.monotonic()

    def stage(self, name: str, detail: str = "") -> None:
        """Log the stage."""
        LOGGER.info("stage=%s%s", name, f" {detail}" if detail else "")

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
            )  # fmt: skip


class BarProgress:
    """A bar on the terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

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
        self.bar.update(self._task, total=pages)

    def stage(self, name: str, detail: str = "") -> None:
        """Name the stage beside the bar."""
        self.bar.update(self._task, description=name)

    def advance(self, pages: int, code_points: int) -> None:
        """Move the bar."""
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
    """Show the project's own log lines on standard error, and nobody else's."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
