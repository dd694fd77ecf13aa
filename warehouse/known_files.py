"""What the inbox held when a run last ended: a short cut that spares hashing and opening when nothing is new."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.inbox import FileState, Inbox, sidecar_path
from warehouse.paths import DataFolder

_FORMAT = 6
"""The version of the tables, held by a test: with new tables, the next run looks into the release, and migrates it."""

_YOUNG_NS = 2_000_000_000
"""A file that changed less than two seconds before it was looked at may change again without a new time (the coarsest
clock of a file system, FAT, has steps of two seconds), so its state proves nothing."""

LiveIdentity = tuple[int, int, int]
"""Inode, size and time of the live release."""


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """The states of all files, the hashes of pages, and the release that holds them.

    ``refused`` are the refusals that still stand, for a summary: (path, rule, reason). ``hints_from`` is the
    fingerprint of what said newspaper, day and page number from paths and sidecars.
    """

    live: LiveIdentity | None = None
    states: Mapping[str, FileState] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    refused_names: frozenset[tuple[str, str]] = frozenset()
    refused: tuple[tuple[str, str, str], ...] = ()
    unchanged: int = 0
    hints_from: str = ""

    def is_settled(self, inbox: Inbox, live: LiveIdentity | None, hints_from: str) -> bool:
        """Whether nothing at all can be new: same files in the same state, same release, same reading of paths."""
        return (
            self.is_of(live, hints_from)
            and self.states == {**inbox.pages, **inbox.sidecars}
            and self.refused_names == {(refused.path, refused.rule) for refused in inbox.refused}
        )

    def hash_of(self, path: str, state: FileState) -> str | None:
        """Return the hash of a page whose state is as it was."""
        return self.hashes.get(path) if self.states.get(path) == state else None

    def is_of(self, live: LiveIdentity | None, hints_from: str) -> bool:
        """Whether this was written beside that release, and paths are read as they were then."""
        return live is not None and self.live == live and self.hints_from == hints_from

    def is_unchanged(self, path: str, inbox: Inbox) -> bool:
        """Whether a page and its sidecar, or that it has none, are as they were."""
        sidecar = sidecar_path(path)
        return self.states.get(path) == inbox.pages[path] and self.states.get(sidecar) == inbox.sidecars.get(sidecar)


def live_identity(folder: DataFolder) -> LiveIdentity | None:
    """Return what tells one live release from another; None where there is none."""
    try:
        state = os.stat(folder.live)
    except FileNotFoundError:
        return None
    return (state.st_ino, state.st_size, state.st_mtime_ns)


def read_known_files(folder: DataFolder) -> KnownFiles:
    """Return what the last run left; nothing where that is missing, damaged or of another format."""
    try:
        content = json.loads(folder.known_files.read_bytes())
        if content["format"] != _FORMAT:
            return KnownFiles()
        live = content["live"]
        return KnownFiles(
            live=(live[0], live[1], live[2]) if live else None,
            states={path: FileState(*entry[:3]) for path, entry in content["files"].items()},
            hashes={path: entry[3] for path, entry in content["files"].items() if entry[3]},
            refused_names=frozenset((path, rule) for path, rule in content["refused_names"]),
            refused=tuple((path, rule, reason) for path, rule, reason in content["refused"]),
            unchanged=content["unchanged"],
            hints_from=content["hints_from"],
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return KnownFiles()


def write_known_files(
    folder: DataFolder,
    inbox: Inbox,
    walked_at_ns: int,
    hashes: Mapping[str, str],
    refused: tuple[tuple[str, str, str], ...],
    unchanged: int,
    hints_from: str,
    *,
    is_complete: bool,
) -> None:
    """Remember what the inbox holds, apart from files that were too young when they were looked at.

    ``is_complete`` says whether ``inbox`` is all that was found.
    """
    oldest_young = walked_at_ns - _YOUNG_NS
    found = {**inbox.pages, **inbox.sidecars}
    files = {
        path: [*state, hashes.get(path, "")]
        for path, state in found.items()
        if state.modified_ns < oldest_young and state.changed_ns < oldest_young
    }
    content = {
        "format": _FORMAT,
        # Without the release, the next run compares file by file.
        "live": live_identity(folder) if is_complete and len(files) == len(found) else None,
        "files": files,
        "refused_names": [(name.path, name.rule) for name in inbox.refused],
        "refused": refused,
        "unchanged": unchanged,
        "hints_from": hints_from,
    }
    # Not flushed to disk: where it is lost, the next run hashes the files again.
    unfinished = folder.path / f"{folder.known_files.name}.part"
    _write_text(unfinished, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    os.replace(unfinished, folder.known_files)


def now_ns() -> int:
    """Return the moment at which a walk begins."""
    return time.time_ns()


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
