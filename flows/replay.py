"""Runs that read no inbox: reading pages again, building anew, retracting a page, compacting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.ingest_run import IngestRun
from flows.progress import LOGGER, Progress
from flows.settings import RunSettings
from flows.stale import find_stale
from flows.summary import RunSummary
from flows.system_errors import refusals_as_system_errors
from warehouse.compaction import compact
from warehouse.connect import NoReleaseError
from warehouse.rebuild import adopt, differences, scratch_folder
from warehouse.replay import lay_out, replay_plan
from warehouse.retraction import REINSTATED, find_page, reinstatement_plan, retraction_plan
from warehouse.sources import Plan

_SMALLEST_SAVING = 0.05
"""Of the file's size; a release that saves less costs a reader more than it brings."""


class ReplayRun(IngestRun):
    """A run over pages of the live release instead of an inbox."""

    def settle(self) -> None:
        """Remember nothing: the inbox was not looked at."""

    def _plan_of(self, plan: Plan) -> Plan:
        """Take over a plan whose pages lie in the archive."""
        self.settings = replace(self.settings, inbox=plan.inbox)
        lay_out(plan, self.folder)
        self._plan = plan
        return plan

    def _require_release(self) -> None:
        """Raise NoReleaseError where there is nothing that could be read again."""
        if not self.folder.live.exists():
            raise NoReleaseError(f"{self.folder.live}: no release here yet; load pages first (gewu run)")

    @property
    def _replayed(self) -> Path:
        return self.folder.build / "replay"


class ReprocessRun(ReplayRun):
    """Reads again the pages that the code and reference tables at work may read otherwise than they were read.

    ``is_whole`` reads all that a changed stage has read, whether or not a page prints what was changed.
    """

    def __init__(
        self, settings: RunSettings, progress: Progress, flow_run_id: str | None = None, *, is_whole: bool = False
    ) -> None:
        super().__init__(settings, progress, flow_run_id)
        self._is_whole = is_whole

    def discover(self) -> Plan:
        """Find the pages, and log which changed file makes them stale at which stage."""
        self._require_release()
        self._progress.stage("discover", "stale pages of the live release")
        found = find_stale(self.folder, self.settings.reference_dir, is_whole=self._is_whole)
        for reason in found.reasons:
            LOGGER.info("stale %s", reason)
        plan = replay_plan(self.folder, self._replayed, only=found.pages)
        if found.is_dimension_stale:
            # Without a release of its own, what the tables say of places and topics would wait for the next page.
            plan = replace(plan, has_release=False)
        return self._plan_of(plan)


class RebuildRun(ReplayRun):
    """Builds the warehouse from nothing but the archived pages, and keeps the history of runs."""

    def discover(self) -> Plan:
        """Take every current page."""
        self._require_release()
        self._progress.stage("discover", "all pages of the live release")
        return self._plan_of(replay_plan(self.folder, self._replayed))

    @refusals_as_system_errors()
    def load(self) -> None:
        """Load the staged rows into an empty file; say which tables are not what they were."""
        scratch = scratch_folder(self.folder)
        self._plan = replace(
            self.plan, folder=scratch, pages=tuple(replace(page, kind="new") for page in self.plan.pages)
        )
        super().load()
        self._candidate = adopt(self.folder, self._loaded())
        for table in differences(self._loaded()):
            self.warnings.append(
                f"{table.table_name} is not what it was: {table.rows_before:,} rows before, {table.rows_after:,} now"
            )


class CompactRun(ReplayRun):
    """Writes the live release anew without holes."""

    def discover(self) -> Plan:
        """Ask for a release of the same content where a copy without holes is small enough to be worth it."""
        self._require_release()
        self._plan = Plan(self.folder, self.folder.path, 0, has_release=not self._is_worthwhile())
        return self._plan

    def _is_worthwhile(self) -> bool:
        from warehouse.candidate import start_candidate
        from warehouse.release import clear_build

        self._progress.stage("measure")
        trial = start_candidate(self.folder)
        size = trial.path.stat().st_size
        saved = compact(trial)
        clear_build(self.folder)
        return saved >= _SMALLEST_SAVING * size

    def _finish_sealed(self) -> None:
        """Compact the sealed candidate."""
        self._progress.stage("compact")
        compact(self._loaded())


class OnePageRun(ReplayRun):
    """A run about one page that somebody names, with a reason for the record."""

    def __init__(
        self, settings: RunSettings, progress: Progress, flow_run_id: str | None = None, *, page: str, reason: str
    ) -> None:
        super().__init__(settings, progress, flow_run_id)
        self._page = page
        self._reason = reason


class RetractRun(OnePageRun):
    """Takes one page out of the warehouse."""

    def discover(self) -> Plan:
        """Find the page. Raises RetractionError where it is not one."""
        self._require_release()
        self._progress.stage("discover", self._page)
        self._plan = retraction_plan(self.folder, find_page(self.folder, self._page), self._reason)
        return self._plan


class ReinstateRun(OnePageRun):
    """Takes a retraction back: the page is read again from the archive."""

    def discover(self) -> Plan:
        """Find the page. Raises RetractionError where it is not retracted."""
        self._require_release()
        self._progress.stage("discover", self._page)
        return self._plan_of(reinstatement_plan(self.folder, self._replayed, self._page, self._reason))

    def summary(self) -> RunSummary:
        """Return the figures of the run; that a page is back is on record among the refusals, and is none."""
        found = super().summary()
        return replace(found, refused=tuple(each for each in found.refused if each.rule != REINSTATED))
