"""Reading again what was refused or held: pages of the inbox that a rule refused, and pages with held articles."""

from __future__ import annotations

import shutil
from dataclasses import replace

from flows.gathering import gather
from flows.page_hints import HintOf
from flows.progress import Progress
from flows.replay import ReplayRun
from flows.settings import RunSettings
from warehouse.refusals import brings_something, replayable
from warehouse.replay import lay_out
from warehouse.sources import Plan, PlannedPage, discover


class RejectedReplayRun(ReplayRun):
    """Reads again what stands refused: all of it, or by one rule, or one page. Refusals stay on record."""

    def __init__(
        self,
        settings: RunSettings,
        progress: Progress,
        flow_run_id: str | None = None,
        *,
        rule: str | None = None,
        page: str | None = None,
    ) -> None:
        super().__init__(settings, progress, flow_run_id)
        self._rule = rule
        self._page = page

    def discover(self) -> Plan:
        """Find the pages. Raises RefusalError where nothing stands refused, InboxError where the inbox is not there."""
        self._require_release()
        self._progress.stage("discover", "what stands refused")
        wanted = replayable(self.folder, self._rule, self._page)
        held = tuple(wanted.held)
        pages, inbox = self._refused_pages(wanted.refused), self.settings.inbox
        empty = Plan(self.folder, self._replayed, len(pages) + len(held))
        self._replayed.mkdir(parents=True)
        for page in pages:
            target = self._replayed / page.relative_path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(inbox / page.relative_path, target)
        lay_out(replace(empty, pages=held), self.folder)
        self.settings = replace(self.settings, inbox=self._replayed)
        self._plan = replace(empty, pages=(*pages, *held))
        return self._plan

    def has_something_to_load(self) -> bool:
        """Whether a page or article is accepted now, or refused for another reason than the one on record."""
        return brings_something(self.folder, self._staged())

    def _refused_pages(self, refused: frozenset[tuple[str, str]]) -> tuple[PlannedPage, ...]:
        """Return the planned pages of the inbox that stand refused; what is no longer there is named as a warning.

        A page that is gone from the inbox would be withdrawn again by the next run, so its kept bytes are not read.
        """
        if not refused:
            return ()
        if self.settings.gathered_from:
            self.warnings += gather(self.settings.gathered_from, self.settings.inbox, self.settings.settled_seconds)
        hint_of = HintOf(self.settings.reference_dir, self.settings.path_pattern)
        plan = discover(self.settings.inbox, self.folder, hint_of, allow_withdrawals=True, retry_rejected=True)
        pages = tuple(page for page in plan.pages if (page.relative_path, page.content_sha256) in refused)
        there = {(page.relative_path, page.content_sha256) for page in pages}
        self.warnings += [
            f"{path}: the page that was refused is not in the inbox any more" for path, _ in sorted(refused - there)
        ]
        return pages
