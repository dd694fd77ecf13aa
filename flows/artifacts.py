"""What a flow run leaves in Prefect to look at: its summary, progress, quality, a link to the docs."""

from __future__ import annotations

import time
from typing import Self
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.progress import WORTHWHILE_PAGES, Progress
from flows.summary import RunSummary, as_markdown
from warehouse.health import quality_of_last_batch
from warehouse.paths import DataFolder

_SECONDS_BETWEEN_UPDATES = 5.0


class ArtifactProgress:
    """Passes progress on, and shows that of a long run as a progress artifact too."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._artifact: UUID | None = None
        self._expected = 0
        self._pages = 0
        self._updated = time.monotonic()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Show the progress that was made."""
        self._update()

    def stage(self, name: str, detail: str = "") -> None:
        """Say that a stage begins."""
        self._shown.stage(name, detail)

    def done(self, batch: int | None, pages: int, rows: int | None) -> None:
        """Say that the stage has ended, with its figures."""
        self._shown.done(batch, pages, rows)

    def expect(self, pages: int) -> None:
        """Say how many pages there are to read; where they are many, make the artifact."""
        self._shown.expect(pages)
        self._expected = pages
        if pages >= WORTHWHILE_PAGES and self._artifact is None:
            made = create_progress_artifact(0.0, key="pages-read", description=f"Share of {pages:,} pages read")
            self._artifact = made if isinstance(made, UUID) else None

    def advance(self, pages: int, code_points: int) -> None:
        """Say that so many more pages are read."""
        self._shown.advance(pages, code_points)
        self._pages += pages
        if time.monotonic() - self._updated >= _SECONDS_BETWEEN_UPDATES:
            self._update()

    def _update(self) -> None:
        if self._artifact is not None:
            self._updated = time.monotonic()
            update_progress_artifact(self._artifact, progress=min(100.0, 100.0 * self._pages / self._expected))


def leave_artifacts(summary: RunSummary, folder: DataFolder) -> None:
    """Leave the summary, and where a release was published the quality of its rows and a link to the Data Docs."""
    create_markdown_artifact(as_markdown(summary), key="run-summary", description="What the run read and published")
    if not summary.is_published:
        return
    create_table_artifact(
        [
            {"suite": suite, "checks": checks, "warnings": warnings, "rows with a warning": rows}
            for suite, checks, warnings, rows in quality_of_last_batch(folder)
        ],
        key="quality",
        description="Checks of the rows that the run published; one that stops publishing cannot have failed",
    )
    docs = folder.path / "docs" / "index.html"
    if docs.exists():
        create_link_artifact(docs.as_uri(), key="data-docs", link_text="Data Docs")
