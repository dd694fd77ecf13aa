"""Which pages another reader would read otherwise: at which stage, and which changed file is the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from flows.changed_rows import changed_words
from flows.reference import load_tables, read_table, reference_digest
from flows.stages import STAGES, ReaderFingerprint, reader_fingerprint, stages_of
from newstext.records import TableRows
from warehouse.paths import DataFolder
from warehouse.readers import kept_reader, kept_table
from warehouse.staleness import last_reference_digest, pages_read_by, pages_that_print, reader_versions

_MOST_WORDS = 500
"""Beyond so many changed words, looking for them in every page takes longer than it saves."""

_LOADED_TABLES = frozenset(
    f"{name}.csv" for name in ("topics", "places", "places_supplement", "place_aliases", "world_places")
)
"""Tables that are members of dimensions themselves, whatever pages print."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why pages are stale: a file of a stage changed, and which words its changed rows speak of, None for any.

    ``read_pages`` is the number of pages that were read before the change, ``pages`` are the keys of those to which it
    matters.
    """

    stages: tuple[str, ...]
    file: str
    words: frozenset[str] | None
    read_pages: int
    pages: Set[int]

    def __str__(self) -> str:
        """Say it in one line."""
        told = f"{', '.join(self.stages)}: {self.file}: {len(self.pages):,} of {self.read_pages:,} pages"
        if self.words is None:
            return told
        listed = "、".join(sorted(self.words)[:5]) + ("…" if len(self.words) > 5 else "")
        return f"{told} print {listed}" if self.words else f"{told}, no row that is read"


@dataclass(frozen=True, slots=True)
class StalePages:
    """The keys of the pages to read again, and why. ``is_dimension_stale`` says whether a dimension is, at any rate."""

    pages: frozenset[int]
    reasons: tuple[Reason, ...]
    is_dimension_stale: bool = False

    def by_stage(self) -> dict[int, str]:
        """Return of every stale page the first stage at which it is stale."""
        order = list(STAGES)
        first: dict[int, str] = {}
        for reason in self.reasons:
            for page in reason.pages:
                stages = {first.get(page, order[-1]), *reason.stages}
                first[page] = min(stages, key=order.index)
        return first


def find_stale(folder: DataFolder, reference_dir: Path, *, is_whole: bool = False) -> StalePages:
    """Compare the readers of all current pages with the one at work.

    ``is_whole`` asks not whether a page prints what was changed: every page that a changed stage has read is stale.
    Raises what ``open_live`` raises, ReferenceDataError and OSError.
    """
    now = reader_fingerprint(reference_dir)
    reasons: list[Reason] = []
    changed_files: set[str] = set()
    for version, count in reader_versions(folder).items():
        if version != now.text:
            for change in _changes(folder, version, now, reference_dir):
                changed_files.add(change.file)
                reasons.append(_reason(folder, version, count, change, is_whole=is_whole))
    pages = frozenset(page for reason in reasons for page in reason.pages)
    is_dimension_stale = bool(changed_files & _LOADED_TABLES) and (
        last_reference_digest(folder) != reference_digest(reference_dir)
    )
    return StalePages(pages, tuple(reasons), is_dimension_stale)


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that is other than it was for some pages, and the stages that read it."""

    stages: tuple[str, ...]
    file: str
    words: frozenset[str] | None


def _reason(folder: DataFolder, version: str, count: int, change: _Change, *, is_whole: bool) -> Reason:
    words = change.words
    if is_whole or words is None or len(words) > _MOST_WORDS:
        return Reason(change.stages, change.file, None, count, pages_read_by(folder, version))
    return Reason(change.stages, change.file, words, count, pages_that_print(folder, version, words).keys())


def _changes(folder: DataFolder, version: str, now: ReaderFingerprint, reference_dir: Path) -> Iterator[_Change]:
    """Yield what changed since the reader of this version."""
    before, current = stages_of(version), stages_of(now.text)
    kept = kept_reader(folder, version)
    if not before:
        yield _Change(tuple(STAGES), "read before stages were told apart", None)
        return
    changed = tuple(stage for stage in STAGES if before[stage] != current[stage])
    if kept is None:
        yield _Change(changed, "what the reader was made of is not on record any more", None)
        return
    files: dict[str, list[str]] = {}
    for stage in changed:
        for file in sorted(kept[stage].keys() | now.parts[stage].keys()):
            if kept[stage].get(file) != now.parts[stage].get(file):
                files.setdefault(file, []).append(stage)
    tables: _Tables | None = None
    for file, stages in files.items():
        if file.endswith(".csv"):
            tables = tables or _tables(folder, kept, reference_dir)
            yield _Change(tuple(stages), file, tables.changed_words(file.removesuffix(".csv")))
        else:
            yield _Change(tuple(stages), file, None)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The reference tables of then and now; a table of then that was not kept is in ``lost``."""

    before: Mapping[str, TableRows]
    now: Mapping[str, TableRows]
    lost: frozenset[str]

    def changed_words(self, name: str) -> frozenset[str] | None:
        """Return the words of the table's changed rows, None for any page."""
        return None if self.lost else changed_words(name, self.before, self.now)


def _tables(folder: DataFolder, kept: Mapping[str, Mapping[str, str]], reference_dir: Path) -> _Tables:
    digests = {name: digest for files in kept.values() for name, digest in files.items() if name.endswith(".csv")}
    files = {name.removesuffix(".csv"): kept_table(folder, digest) for name, digest in digests.items()}
    return _Tables(
        {name: read_table(file) for name, file in files.items() if file is not None},
        load_tables(reference_dir),
        frozenset(name for name, file in files.items() if file is None),
    )
