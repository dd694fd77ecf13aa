"""Releases: sealing a candidate, publishing it by a rename, going back to one before, and clearing up after a crash."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.connect import STORAGE_VERSION, NoReleaseError, StaleLogError, open_file
from warehouse.paths import DataFolder, FileOperation, flush_file, flush_folder, no_interruption, write_durably

KEPT_RELEASES = 5
_PUBLISHED_MODE = 0o444
"""Nobody writes to a published file, so nobody may."""


class RollbackError(Exception):
    """Raised where there is no release to go back to."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release as its manifest tells it. ``digests`` maps table to (rows, digest); times are UTC.

    ``byte_count`` and ``modified_ns`` are those of the file as it was published; 0 in manifests of earlier programs.
    """

    release_no: int
    batch_key: int
    published_at: str
    storage_version: str
    schema_version: int
    duckdb_version: str
    file_name: str
    byte_count: int
    digests: dict[str, tuple[int, str]]
    modified_ns: int = 0
    is_live: bool = False


def publish(folder: DataFolder, *, before: FileOperation = no_interruption) -> Release:
    """Put the sealed candidate over the live release, keep it among the releases, and forget the oldest.

    The order makes every interruption harmless: the file is flushed before anything names it, linked among the
    releases, then renamed over the live one; until the rename the old release is live, after it the new one. What an
    interruption leaves is cleared by ``recover``. Raises StaleLogError where a write-ahead log lies beside the
    candidate or the live file.
    """
    candidate = folder.candidate
    log = candidate.with_name(candidate.name + ".wal")
    if log.exists():
        raise StaleLogError(f"{log}: the candidate was not closed; nothing was published")
    release = describe(candidate)
    before("chmod", candidate)
    os.chmod(candidate, _PUBLISHED_MODE)
    before("flush", candidate)
    flush_file(candidate)
    folder.releases.mkdir(exist_ok=True)
    kept = folder.releases / release.file_name
    before("link", kept)
    _link_or_copy(candidate, kept, folder)
    flush_folder(folder.releases)
    before("set aside log", folder.live_log)
    set_aside_log(folder)
    before("rename", folder.live)
    os.replace(candidate, folder.live)
    before("flush folder", folder.path)
    flush_folder(folder.path)
    before("manifest", kept)
    _write_manifest(folder, release)
    before("forget", folder.releases)
    _forget_old(folder)
    before("clear", folder.build)
    clear_build(folder)
    return release


def describe(path: Path) -> Release:
    """Return what a release's file says of itself. Raises NoReleaseError where it was never sealed."""
    with open_file(path) as connection:
        row = connection.execute(
            "select release_no, batch_key, published_at, storage_version, schema_version "
            "from ops.release order by release_no desc limit 1"
        ).fetchone()
        if row is None:
            raise NoReleaseError(f"{path}: this file was never sealed as a release")
        digests = connection.execute(
            "select table_name, row_count, digest from ops.table_digest where batch_key = ? order by table_name",
            [row[1]],
        ).fetchall()
        version = connection.execute("select library_version from pragma_version()").fetchone()
    published_at: datetime = row[2]
    return Release(
        release_no=row[0],
        batch_key=row[1],
        published_at=published_at.isoformat() + "Z",
        storage_version=row[3],
        schema_version=row[4],
        duckdb_version=version[0] if version else "",
        file_name=f"{row[0]:06d}-{published_at:%Y%m%dT%H%M%SZ}.duckdb",
        byte_count=path.stat().st_size,
        modified_ns=path.stat().st_mtime_ns,
        digests={name: (rows, digest) for name, rows, digest in digests},
    )


def releases(folder: DataFolder) -> list[Release]:
    """Return the releases that are kept, newest first; the live one is marked."""
    found = []
    for manifest in sorted(folder.releases.glob("[0-9]*.json"), reverse=True):
        content: dict[str, Any] = json.loads(manifest.read_bytes())
        file = folder.releases / content["file_name"]
        content["digests"] = {name: (rows, digest) for name, (rows, digest) in content["digests"].items()}
        found.append(Release(**content, is_live=_is_same_file(file, folder.live)))
    return found


def is_as_published(folder: DataFolder) -> bool:
    """Return whether nobody has written to the live file since it was published, as far as its size and time tell."""
    live = next((release for release in releases(folder) if release.is_live), None)
    found = folder.live.stat()
    return live is not None and (live.byte_count, live.modified_ns) == (found.st_size, found.st_mtime_ns)


def rollback(folder: DataFolder, release_no: int | None = None, *, before: FileOperation = no_interruption) -> Release:
    """Make a release that is kept live again: the one before the live one, or that number.

    Where the live file is none of those kept, it is damaged or gone, and the newest of them goes live.

    Raises RollbackError where there is none. The caller holds the writer's lock.
    """
    kept = releases(folder)
    live = next((release for release in kept if release.is_live), None)
    if release_no is None:
        # A live file that is none of the releases is damaged: the newest of them takes its place.
        older = [release for release in kept if live is None or release.release_no < live.release_no]
        chosen = older[0] if older else None
    else:
        chosen = next((release for release in kept if release.release_no == release_no), None)
    if chosen is None:
        numbers = ", ".join(str(release.release_no) for release in kept) or "none"
        wanted = "before the live one" if release_no is None else str(release_no)
        raise RollbackError(f"{folder.releases}: no release {wanted}; kept are: {numbers}")
    folder.build.mkdir(exist_ok=True)
    again = folder.build / "rollback.duckdb"
    before("link", again)
    _link_or_copy(folder.releases / chosen.file_name, again, folder)
    before("set aside log", folder.live_log)
    set_aside_log(folder)
    before("rename", folder.live)
    os.replace(again, folder.live)
    before("flush folder", folder.path)
    flush_folder(folder.path)
    # A rename of one of two links to the same file does nothing, and leaves both.
    again.unlink(missing_ok=True)
    return chosen


def recover(folder: DataFolder) -> None:
    """Clear what a killed run left, and finish a publish that was interrupted after its rename.

    The caller holds the writer's lock. A release among those kept that never went live has no manifest and is removed;
    the live one without a manifest gets it.
    """
    if not folder.path.is_dir():
        return
    clear_build(folder)
    set_aside_log(folder)
    for leftover in [*folder.path.glob("*.part"), *folder.releases.glob("*.part")]:
        leftover.unlink()
    for file in sorted(folder.releases.glob("[0-9]*.duckdb")):
        if file.with_suffix(".json").exists():
            continue
        if _is_same_file(file, folder.live):
            _write_manifest(folder, describe(file))
        else:
            file.unlink()
    for manifest in folder.releases.glob("[0-9]*.json"):
        if not manifest.with_suffix(".duckdb").exists():
            manifest.unlink()
    _forget_old(folder)


def clear_build(folder: DataFolder) -> None:
    """Empty the build folder."""
    if folder.build.is_dir():
        for entry in folder.build.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def set_aside_log(folder: DataFolder) -> Path | None:
    """Move a write-ahead log away from the live file, to the rejected ones; return where it is now.

    Nobody writes to the published file, so whatever is in the log is not ours; DuckDB would replay it into the next
    release without a word.
    """
    if not folder.live_log.exists():
        return None
    folder.rejected.mkdir(exist_ok=True)
    target = folder.rejected / f"{folder.live_log.name}-{folder.live_log.stat().st_mtime_ns}"
    os.replace(folder.live_log, target)
    flush_folder(folder.path)
    return target


def _write_manifest(folder: DataFolder, release: Release) -> None:
    path = (folder.releases / release.file_name).with_suffix(".json")
    content = {name: value for name, value in asdict(release).items() if name != "is_live"}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_durably(path, text.encode(), path.with_suffix(".part"))


def _forget_old(folder: DataFolder) -> None:
    """Remove all but the last releases; the live one stays in any case."""
    files = sorted(folder.releases.glob("[0-9]*.duckdb"))
    for file in files[:-KEPT_RELEASES]:
        if not _is_same_file(file, folder.live):
            # The manifest goes first: a file without one is known as a leftover.
            file.with_suffix(".json").unlink(missing_ok=True)
            file.unlink()


def _link_or_copy(source: Path, target: Path, folder: DataFolder) -> None:
    """Give a file a second name, or copy it durably where the file system has no hard links."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        unfinished = folder.build / f"{target.name}.part"
        shutil.copyfile(source, unfinished)
        os.chmod(unfinished, _PUBLISHED_MODE)
        flush_file(unfinished)
        os.replace(unfinished, target)


def _is_same_file(file: Path, live: Path) -> bool:
    """Whether a kept release is the live one: the same file or, on a disk without links, one of the same content."""
    with suppress(FileNotFoundError):
        if os.path.samefile(file, live):
            return True
        first, second = file.stat(), live.stat()
        return first.st_nlink == second.st_nlink == 1 and first.st_size == second.st_size and _same_bytes(file, live)
    return False


def _same_bytes(first: Path, second: Path) -> bool:
    import filecmp

    return filecmp.cmp(first, second, shallow=False)


__all__ = [
    "KEPT_RELEASES",
    "STORAGE_VERSION",
    "Release",
    "RollbackError",
    "clear_build",
    "describe",
    "is_as_published",
    "publish",
    "recover",
    "releases",
    "rollback",
    "set_aside_log",
]
