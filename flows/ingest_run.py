"""The steps of one run of the main job, in the order of the way of the data, for Prefect and for ``--direct``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from flows.lease import writer_lease
from flows.page_hints import HintOf
from flows.page_reading import Chunk, ChunkPool, ReadingPlace, chunk_pool, chunks_of
from flows.progress import LOGGER, Progress
from flows.reference import load_tables, reading_code_digest, reference_digest
from flows.settings import RunSettings
from flows.stages import ReaderFingerprint, reader_fingerprint
from flows.summary import RefusedFile, RunSummary
from flows.system_errors import raise_lack_of_memory, refusals_as_system_errors
from warehouse.paths import DataFolder, new_staging
from warehouse.readers import keep_reader
from warehouse.release import clear_build, recover
from warehouse.retraction import without_retracted
from warehouse.settling import hold_back, unsettled_files
from warehouse.sources import Plan, discover, settle

if TYPE_CHECKING:
    from flows.check_results import Failure
    from flows.quarantining import Quarantined
    from warehouse.audits import QualityRow
    from warehouse.build import Candidate
    from warehouse.release import Release
    from warehouse.scope import Scope

_PARTS = 32
"""Prefect tasks that reading is divided into at most: a task run costs its server tens of milliseconds."""


class CheckFailedError(Exception):
    """Raised where a check of severity stop failed; ``failures`` says which, and what was found."""

    def __init__(self, failures: Sequence[str]) -> None:
        super().__init__("nothing was published; the live release stays. Failed checks:\n" + "\n".join(failures))
        self.failures = tuple(failures)


class IngestRun:
    """One run. Its methods are the steps; each may be called again after it failed, and none keeps a file open."""

    def __init__(self, settings: RunSettings, progress: Progress, flow_run_id: str | None = None) -> None:
        self.settings = settings
        self.folder = DataFolder(settings.data_dir)
        self.warnings: list[str] = []
        self._progress = progress
        self._flow_run_id = flow_run_id
        # Whole seconds, as every moment in the tables: a run may end within the second in which it began.
        self._started_at = datetime.now(UTC).replace(microsecond=0)
        self._started = time.monotonic()
        self._open = ExitStack()
        self._workers = ExitStack()
        self._plan: Plan | None = None
        self._staging: Path | None = None
        self._pool: ChunkPool | None = None
        self._candidate: Candidate | None = None
        self._release: Release | None = None
        self._read = [0, 0]
        self._rows = 0
        self._batch: int | None = None
        self._refused: dict[str, RefusedFile] = {}
        self._left_out: dict[str, RefusedFile] = {}
        self._quality: list[QualityRow] = []
        self._unsettled: list[str] = []
        self._held: Quarantined | None = None
        self._scope: Scope | None = None

    def __enter__(self) -> IngestRun:
        """Take the lease of the one writer and clear what a killed run left.

        Raises LockHeldError where another run has the lease.
        """
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._open.enter_context(writer_lease(self.folder, self.settings.wait_seconds))
        recover(self.folder)
        return self

    def __exit__(self, *exception: object) -> None:
        """Stop the workers, discard an unpublished candidate, and give the lease back."""
        # The workers end before what they write to is cleared, and the lease is given back last.
        self._end_workers()
        clear_build(self.folder)
        self._open.close()

    @property
    def plan(self) -> Plan:
        """What ``discover`` found."""
        if self._plan is None:
            raise RuntimeError("discover comes first")
        return self._plan

    @refusals_as_system_errors()
    def discover(self) -> Plan:
        """Find new, changed, renamed and withdrawn files by their content."""
        self._progress.stage("discover", f"inbox={self.settings.inbox}")
        if self.settings.gathered_from:
            from flows.gathering import gather

            self.warnings += gather(self.settings.gathered_from, self.settings.inbox, self.settings.settled_seconds)
        hint_of = HintOf(self.settings.reference_dir, self.settings.path_pattern)
        plan = discover(
            self.settings.inbox,
            self.folder,
            hint_of,
            hints_from=hint_of.fingerprint,
            allow_withdrawals=self.settings.allow_withdrawals,
        )
        # What is gathered has settled where it came from.
        unsettled = () if self.settings.gathered_from else unsettled_files(plan, self.settings.settled_seconds)
        self._unsettled = sorted(unsettled)
        self.warnings += [f"{path}: still being written; the next run looks again" for path in self._unsettled]
        if self.settings.gathered_from and not (plan.pages or plan.refused):
            # Nothing has been brought here yet: without a page there is no first release to make.
            plan = replace(plan, has_release=True)
        self._plan = without_retracted(hold_back(plan, set(unsettled)))
        self._progress.done(None, len(self._plan.pages), None)
        return self._plan

    def parts(self) -> list[int]:
        """Divide the pages to read into parts, each of whole chunks; return their numbers."""
        self._staging = new_staging(self.folder)
        # Before anything else is taken in here: the workers need longer to begin.
        self._open_pool()
        from warehouse.inspection import next_batch

        self._batch = next_batch(self.folder)
        self._progress.expect(len(self.plan.pages))
        return list(range(min(_PARTS, len(self._chunks()))))

    @refusals_as_system_errors()
    def read_part(self, part: int) -> int:
        """Decode, lay out, segment and extract the pages of one part into staging files; return the pages read."""
        pool = self._open_pool()
        chunks = self._chunks()
        parts = min(_PARTS, len(chunks))
        first, end = part * len(chunks) // parts, (part + 1) * len(chunks) // parts
        pages = 0
        # In the order in which workers take them: what is read is told as it is read.
        for chunk in pool.read(chunks[first:end]):
            pages += chunk.pages
            self._read[0] += chunk.articles
            self._read[1] += chunk.code_points
            self._rows += chunk.rows
            self._refused.update({refused.path: refused for refused in chunk.refused})
            self._left_out.update({left.path: left for left in chunk.left_out})
            self._progress.advance(chunk.pages + len(chunk.refused), chunk.code_points)
        if part == parts - 1:
            self._progress.done(self._batch, len(self.plan.pages) - len(self._left_out), self._rows)
        return pages

    @refusals_as_system_errors()
    def check_staged(self) -> int:
        """Run the suites of Great Expectations over the staged rows; return the number of checks."""
        from expectations.validate import validate
        from flows.check_results import DECODED_SUITE, failures, quality_rows
        from flows.quarantining import hold_failing_rows
        from warehouse.decoded_pages import staged_decoded_pages
        from warehouse.staging import relations

        self._progress.stage("check staged rows")
        self._end_workers()
        rows = relations(self._staged()) | staged_decoded_pages(self._staged())
        results = validate(rows, "staged", spill=self._staged() / "spill")
        raise_lack_of_memory(one.error for one in results)
        self._quality = quality_rows(results, {one.suite for one in results})
        # A candidate has no pages as decoded, so what warns of them is said here.
        self._stop_on(failures([one for one in results if one.suite == DECODED_SUITE and one.severity == "warn"]))
        # What only warns is said once, of the candidate: there the rows of all pages are looked at together.
        self._held = hold_failing_rows(self.folder, self._staged(), self.plan.pages, results, self._read[0])
        if self._held.stopping:
            raise CheckFailedError(self._held.stopping)
        self._refused.update({page.path: RefusedFile(page.path, page.rule, page.reason) for page in self._held.pages})
        self._read = [self._read[0] - self._held.article_count, self._read[1] - self._held.code_points]
        self._done(self._rows)
        return len(results)

    def has_something_to_load(self) -> bool:
        """Whether what was read is worth a release; where it was planned because it is new, it is."""
        return True

    @refusals_as_system_errors()
    def load(self) -> None:
        """Load the staged rows into a candidate beside the live release, and describe its tables in it."""
        from flows.dictionary_command import checks_by_column
        from newstext.facts.gazetteer import Gazetteer
        from warehouse.build import BatchInfo, build_candidate
        from warehouse.data_dictionary import write_dictionary
        from warehouse.rows import places_table, topics_table

        self._progress.stage("load")
        tables = load_tables(self.settings.reference_dir)
        if self.plan.pages:
            keep_reader(self.folder, self._reader.text, self._reader.parts, self.settings.reference_dir)
        self._candidate = build_candidate(
            self.plan,
            self._staged(),
            gazetteer=places_table(Gazetteer.from_tables(tables).places),
            topics=topics_table((row["code"], row["name_zh"], row["name_en"]) for row in tables["topics"]),
            batch=BatchInfo(
                started_at=self._started_at.replace(tzinfo=None),
                flow_run_id=self._flow_run_id,
                code_digest=reading_code_digest(),
                reference_digest=reference_digest(self.settings.reference_dir),
            ),
            sql_dir=self.settings.sql_dir,
        )
        write_dictionary(self._candidate, checks_by_column(self.settings.sql_dir))
        self._done(self._rows)

    @refusals_as_system_errors()
    def check_candidate(self) -> int:
        """Run the suites and the audits over the candidate, side by side; return the number of checks."""
        from expectations.validate import validate_database
        from flows.check_results import audit_failures, audit_rows, envelope_failures, failures, quality_rows
        from flows.rules import rules_digest
        from warehouse.audits import audit
        from warehouse.contracts import check_contract
        from warehouse.envelopes import check_envelopes
        from warehouse.keys import source_key
        from warehouse.scope import choose_scope
        from warehouse.unchanged import check_unchanged

        self._progress.stage("check candidate")
        candidate = self._loaded()
        self._scope = scope = choose_scope(candidate, rules_digest(self.settings.sql_dir))
        LOGGER.info("audits look at the %s%s", scope.name, f": {scope.reason}" if scope.reason else "")
        # Both only read the file, and Great Expectations leaves one processor idle most of its time.
        with ThreadPoolExecutor(1) as beside:
            running = beside.submit(audit, candidate, self.settings.sql_dir / "audits", scope)
            results = validate_database(candidate.path, "candidate", scope.relation)
            audits = [*running.result(), *check_unchanged(candidate, scope), *check_contract(candidate)]
        raise_lack_of_memory(one.error for one in results)
        envelopes = check_envelopes(candidate, (source_key(page.content_sha256) for page in self.plan.pages))
        self._quality += [
            *quality_rows(results, {f"candidate.{name.rpartition('.')[2]}" for name in scope.tables_of_batch()}),
            *audit_rows(audits),
            *(each.quality_row() for each in envelopes),
        ]
        self._stop_on([*failures(results), *audit_failures(audits), *envelope_failures(envelopes)])
        self._done(candidate.row_count)
        return len(results) + len(audits) + len(envelopes)

    @refusals_as_system_errors()
    def publish(self) -> int:
        """Seal the candidate and rename it over the live release; return the release's number."""
        from flows.quality_docs import update_data_docs
        from warehouse.release import publish
        from warehouse.seal import seal

        self._progress.stage("publish")
        seal(self._loaded(), self._scope, quality=self._quality)
        self._finish_sealed()
        self._release = publish(self.folder)
        update_data_docs(self.folder)
        self._done(self._loaded().row_count)
        return self._release.release_no

    def _finish_sealed(self) -> None:
        """Do what a kind of run has to do to its sealed candidate; most have nothing."""

    def settle(self) -> None:
        """Remember the state of the inbox, so that the next look is fast."""
        refused = {(page.path, page.rule, page.reason) for page in self._refused.values()}
        plan = replace(self.plan, still_refused=tuple(sorted({*self.plan.still_refused, *refused})))
        settle(plan, [*self._left_out, *self._unsettled])

    def summary(self) -> RunSummary:
        """Return the figures of the run."""
        plan = self.plan
        read = [page for page in plan.pages if page.relative_path not in self._refused | self._left_out]
        refused = [RefusedFile(each.relative_path, each.rule, each.reason) for each in plan.refused]
        refused += [RefusedFile(*known) for known in plan.still_refused]
        refused += [self._refused[path] for path in sorted(self._refused)]
        left_out = [f"{path}: {self._left_out[path].reason}" for path in sorted(self._left_out)]
        return RunSummary(
            files_found=plan.files_found,
            pages_new=sum(page.kind == "new" for page in read),
            pages_changed=sum(page.kind != "new" for page in read),
            pages_unchanged=plan.unchanged,
            pages_renamed=len(plan.renamed),
            pages_withdrawn=len(plan.withdrawn),
            refused=tuple(refused),
            held=() if self._held is None else tuple(self._held.summary()),
            articles=self._read[0],
            code_points=self._read[1],
            release_no=None if self._release is None else self._release.release_no,
            warehouse=self.folder.live,
            rows=() if self._release is None else self._counts(),
            warnings=(*left_out, *self.warnings),
            seconds=time.monotonic() - self._started,
        )

    def _counts(self) -> tuple[tuple[str, int], ...]:
        from warehouse.inspection import table_counts

        return table_counts(self.folder)

    @cached_property
    def _reader(self) -> ReaderFingerprint:
        """What reads the pages of this run."""
        return reader_fingerprint(self.settings.reference_dir)

    def _done(self, rows: int) -> None:
        """Say that a stage after reading has ended."""
        pages = len(self.plan.pages) - len(self._left_out) - len(self._refused)
        self._progress.done(self._batch, pages, rows)

    def _stop_on(self, failed: Sequence[Failure]) -> None:
        """Keep failures of severity warn as warnings. Raises CheckFailedError where one is of severity stop."""
        self.warnings += [failure.text for failure in failed if failure.severity == "warn"]
        stopped = [failure.text for failure in failed if failure.severity == "stop"]
        if stopped:
            raise CheckFailedError(stopped)

    def _chunks(self) -> list[Chunk]:
        return chunks_of(self.plan.pages, self.settings.pages_per_chunk, self.settings.workers)

    def _open_pool(self) -> ChunkPool:
        if self._pool is None:
            self._progress.stage("read")
            place = ReadingPlace(
                data_dir=self.settings.data_dir,
                inbox=self.settings.inbox,
                staging=self._staged(),
                reference_dir=self.settings.reference_dir,
                reader_version=self._reader.text,
            )
            self._pool = self._workers.enter_context(chunk_pool(place, self.settings.workers, len(self.plan.pages)))
            self._pool.begin(self._chunks())
            if self._pool.has_workers:
                # A second of work that this process, waiting for workers, has time for.
                Thread(target=_import_later_stages, daemon=True).start()
        return self._pool

    def _end_workers(self) -> None:
        """End what was started for reading; what comes after it needs their memory."""
        self._workers.close()
        self._pool = None

    def _staged(self) -> Path:
        if self._staging is None:
            raise RuntimeError("reading comes first")
        return self._staging

    def _loaded(self) -> Candidate:
        if self._candidate is None:
            raise RuntimeError("loading comes first")
        return self._candidate


def _import_later_stages() -> None:
    """Import what checking and loading need: they import it themselves, in a run that came so far without."""
    from expectations.great import import_great_expectations
    from flows import check_results, dictionary_command, quality_docs, quarantining  # noqa: F401
    from newstext.facts import gazetteer  # noqa: F401
    from warehouse import audits, build, contracts, envelopes, seal  # noqa: F401

    import_great_expectations()
