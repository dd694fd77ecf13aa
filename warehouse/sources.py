"""What is new in the inbox: pages to read, renamed and withdrawn ones, and files refused by name, kind or content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.hints import Hint, HintOf, hint_text
from warehouse.inbox import Inbox, walk_inbox
from warehouse.keys import rejection_key
from warehouse.known_files import KnownFiles, live_identity, now_ns, read_known_files, write_known_files
from warehouse.paths import DataFolder
from warehouse.released import KnownSource, ReleasedState, released_state

_FEW_FILES = 10
_LARGEST_SHARE = 0.5
"""A run that would withdraw more than half of more than ten pages is more often an unmounted disk than a wish."""


class WithdrawalRefusedError(Exception):
    """Raised where so many known files have vanished that a mistake is likelier than a wish."""


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page to read. ``kind`` is new, changed (the path held another content), or reread (path or sidecar say else).

    ``replaces`` is the ``source_key`` of the version that this one takes the place of once it is loaded, 0 for none.
    """

    relative_path: str
    content_sha256: str
    byte_count: int
    hint: Hint
    hint_text: str
    kind: str
    version_no: int
    replaces: int


@dataclass(frozen=True, slots=True)
class RenamedPage:
    """A page of known content whose file has another path now."""

    source_key: int
    relative_path: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is refused without reading it as a page."""

    relative_path: str
    content_sha256: str | None
    rule: str
    severity: str
    reason: str
    value: str = ""

    @property
    def key(self) -> int:
        """Its key in ``ops.rejection``."""
        return rejection_key(self.relative_path, self.content_sha256 or "", "", self.rule, self.value)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do. ``refused`` are new refusals; ``still_refused`` (path, rule, reason) stand from before."""

    folder: DataFolder
    inbox: Path
    files_found: int
    pages: tuple[PlannedPage, ...] = ()
    renamed: tuple[RenamedPage, ...] = ()
    withdrawn: tuple[int, ...] = ()
    refused: tuple[Refusal, ...] = ()
    still_refused: tuple[tuple[str, str, str], ...] = ()
    unchanged: int = 0
    has_release: bool = True
    found: Inbox = field(default_factory=Inbox, repr=False)
    hashes: Mapping[str, str] = field(default_factory=dict, repr=False)
    walked_at_ns: int = 0
    is_settled: bool = False
    needs_migration: bool = False
    hints_from: str = ""

    @property
    def is_nothing_new(self) -> bool:
        """Whether the live release holds everything already, in the tables of this code."""
        is_empty = not (self.pages or self.renamed or self.withdrawn or self.refused)
        return self.has_release and is_empty and not self.needs_migration


def discover(
    inbox: Path,
    folder: DataFolder,
    hint_of: HintOf,
    *,
    hints_from: str = "",
    allow_withdrawals: bool = False,
    retry_rejected: bool = False,
) -> Plan:
    """Compare the inbox with the live release. ``retry_rejected`` plans pages again that the reader refused before.

    ``hints_from`` is the fingerprint of ``hint_of``: where it is another than last time, every path is read again.

    Raises InboxError where the inbox cannot be walked, and WithdrawalRefusedError where it is empty or more than half
    of more than ten known files are gone, unless ``allow_withdrawals``.
    """
    walked_at_ns = now_ns()
    found = walk_inbox(inbox)
    known = read_known_files(folder)
    files_found = len(found.pages) + len(found.refused)
    live = live_identity(folder)
    if known.is_settled(found, live, hints_from) and not retry_rejected:
        return Plan(
            folder, inbox, files_found, still_refused=known.refused, unchanged=known.unchanged, found=found,
            hashes=known.hashes, walked_at_ns=walked_at_ns, is_settled=True, hints_from=hints_from,
        )  # fmt: skip
    released = released_state(folder) if live is not None else ReleasedState()
    comparison = _Comparison(
        inbox, found, known, released, hint_of, retry_rejected, is_known_release=known.is_of(live, hints_from)
    )
    comparison.run()
    _guard(inbox, comparison, allow_withdrawals)
    refused = tuple(sorted(comparison.refused, key=lambda refusal: (refusal.relative_path, refusal.rule)))
    return Plan(
        folder=folder,
        inbox=inbox,
        files_found=files_found,
        pages=tuple(comparison.pages),
        renamed=tuple(comparison.renamed),
        withdrawn=tuple(comparison.withdrawn),
        refused=tuple(refusal for refusal in refused if refusal.key not in released.rejection_keys),
        still_refused=tuple(
            sorted(
                {(r.relative_path, r.rule, r.reason) for r in refused if r.key in released.rejection_keys}
                | comparison.refused_before
            )
        ),
        unchanged=comparison.unchanged,
        has_release=live is not None,
        found=found,
        hashes=comparison.hashes,
        walked_at_ns=walked_at_ns,
        needs_migration=live is not None and _has_other_tables(released),
        hints_from=hints_from,
    )


def settle(plan: Plan, left_out: Iterable[str] = ()) -> None:
    """Remember the state of the inbox, so that the next run need not look at known files again.

    To be called when the plan is published, or where nothing is new. ``left_out`` are paths of pages that could not be
    read this time; they are looked at again.
    """
    if plan.is_settled:
        return
    found = Inbox(dict(plan.found.pages), plan.found.sidecars, plan.found.refused)
    for path in (left_out := list(left_out)):
        found.pages.pop(path, None)
    refused = [*plan.still_refused, *((r.relative_path, r.rule, r.reason) for r in plan.refused)]
    known = plan.unchanged + len(plan.pages) + len(plan.renamed)
    write_known_files(
        plan.folder,
        found,
        plan.walked_at_ns,
        plan.hashes,
        tuple(sorted(refused)),
        known,
        plan.hints_from,
        is_complete=not left_out,
    )


def _has_other_tables(released: ReleasedState) -> bool:
    # Imported late: where the short cut answers, nobody needs the models.
    from models import SCHEMA_VERSION

    return released.schema_version != SCHEMA_VERSION


def _guard(inbox: Path, comparison: _Comparison, allow_withdrawals: bool) -> None:
    known, gone = len(comparison.released.current), len(comparison.withdrawn)
    is_emptied = bool(known) and not comparison.found.pages
    is_most = known > _FEW_FILES and gone > known * _LARGEST_SHARE
    if (is_emptied or is_most) and not allow_withdrawals:
        raise WithdrawalRefusedError(
            f"{inbox}: {gone} of {known} known pages are gone; nothing was changed. Where the folder is the right one "
            "and they are to be withdrawn, run again with --allow-withdrawals"
        )


class _Comparison:
    """The inbox against the live release, content by content."""

    def __init__(
        self,
        root: Path,
        found: Inbox,
        known: KnownFiles,
        released: ReleasedState,
        hint_of: HintOf,
        retry: bool,
        *,
        is_known_release: bool,
    ) -> None:
        self.root = root
        self.found = found
        self.known = known
        self.released = released
        self.hint_of = hint_of
        self.retry = retry
        self.hashes: dict[str, str] = {}
        self.pages: list[PlannedPage] = []
        self.renamed: list[RenamedPage] = []
        self.withdrawn: list[int] = []
        self.refused: list[Refusal] = [
            Refusal(name.path, None, name.rule, name.severity, name.reason) for name in found.refused
        ]
        self.refused_before: set[tuple[str, str, str]] = set()
        self.unchanged = 0
        self._is_known_release = is_known_release
        self._refused_before = {path for path, _, _ in known.refused}
        self._refused_paths: set[str] = {name.path for name in found.refused}

    def run(self) -> None:
        """Fill in what is to be done, pages by path."""
        first_path = self._first_path_of_each_content()
        current_paths = {source.relative_path: source for source in self.released.current.values()}
        replaced = set()
        for content, path in sorted(first_path.items(), key=lambda item: item[1]):
            source = self.released.current.get(content)
            if source is not None and self._is_as_released(source, path):
                self.unchanged += 1
                continue
            hint = self._hint(path, content)
            if hint is None:
                continue
            if source is not None:
                self._compare(source, path, content, hint)
                continue
            before = self.released.refused_contents.get((path, content))
            if before is not None and not self.retry:
                self._refused_paths.add(path)
                self.refused_before.add((path, *before))
                continue
            old = current_paths.get(path)
            replaces = old.source_key if old is not None and old.content_sha256 not in first_path else 0
            replaced.add(replaces)
            version_no = self.released.versions.get(path, 0) + 1
            self._plan(path, content, hint, "changed" if replaces else "new", version_no, replaces)
        self.withdrawn = sorted(
            source.source_key
            for content, source in self.released.current.items()
            if content not in first_path
            and source.source_key not in replaced
            # The last good version stays while the file that took its place is refused.
            and source.relative_path not in self._refused_paths
        )

    def _is_as_released(self, source: KnownSource, path: str) -> bool:
        """Whether a page is known to say what it said when it was loaded, so that its hint need not be made again."""
        return (
            self._is_known_release
            and source.relative_path == path
            and path not in self._refused_before
            and self.known.is_unchanged(path, self.found)
        )

    def _first_path_of_each_content(self) -> dict[str, str]:
        """Hash the pages; return the smallest path of each content, and refuse the others as duplicates."""
        first: dict[str, str] = {}
        for path in sorted(self.found.pages):
            content = self._hash(path)
            if content is None:
                continue
            if content in first:
                reason = f"The same content as {first[content]!r}, under which it is loaded."
                self.refused.append(Refusal(path, content, "duplicate_file", "warn", reason))
            else:
                first[content] = path
        return first

    def _hash(self, path: str) -> str | None:
        content = self.known.hash_of(path, self.found.pages[path])
        if content is None:
            try:
                content = hashlib.sha256((self.root / path).read_bytes()).hexdigest()
            except OSError as error:
                self._refuse(path, None, "unreadable", f"{error.strerror}; check who may read the file.")
                return None
        self.hashes[path] = content
        return content

    def _hint(self, path: str, content: str) -> Hint | None:
        sidecar = self.found.sidecar_of(path)
        try:
            return self.hint_of(path, (self.root / sidecar).read_bytes() if sidecar else None)
        except (OSError, ValueError) as error:
            self._refuse(path, content, "sidecar_unreadable", f"{sidecar or path}: {error}")
            return None

    def _refuse(self, path: str, content: str | None, rule: str, reason: str) -> None:
        self._refused_paths.add(path)
        self.refused.append(Refusal(path, content, rule, "stop", reason))

    def _compare(self, source: KnownSource, path: str, content: str, hint: Hint) -> None:
        if hint_text(hint) != source.page_hint:
            self._plan(path, content, hint, "reread", source.version_no, 0)
        elif path != source.relative_path:
            self.renamed.append(RenamedPage(source.source_key, path))
        else:
            self.unchanged += 1

    def _plan(self, path: str, content: str, hint: Hint, kind: str, version_no: int, replaces: int) -> None:
        size = self.found.pages[path].size
        self.pages.append(PlannedPage(path, content, size, hint, hint_text(hint), kind, version_no, replaces))
