"""The bytes of pages, by the hash of their content: of those accepted, and of those refused with the reason beside."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from warehouse.paths import DataFolder
from warehouse.sources import PlannedPage


class PageReadError(Exception):
    """Raised where a page's file is not what was found a moment ago; ``rule`` names why, the message what to do."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.reason = reason


def read_page(inbox: Path, page: PlannedPage) -> bytes:
    """Return the bytes of a planned page.

    Raises PageReadError where the file has vanished, cannot be read, or has other bytes than when it was found. Such a
    page is to be left out of this run and not refused: the next run finds it as it is then.
    """
    path = inbox / page.relative_path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PageReadError("vanished", f"{path}: {error.strerror}; the next run looks again") from error
    if hashlib.sha256(data).hexdigest() != page.content_sha256:
        raise PageReadError("changed_while_read", f"{path}: changed while the run read it; the next run looks again")
    return data


def keep_accepted(folder: DataFolder, page: PlannedPage, data: bytes) -> None:
    """Keep the bytes of a page that was read."""
    _keep(folder, _path_by_hash(folder.archive, page.content_sha256), data)


def archived(folder: DataFolder, content_sha256: str) -> bytes:
    """Return the bytes of a page version from the archive. Raises FileNotFoundError where it is not there."""
    return _path_by_hash(folder.archive, content_sha256).read_bytes()


def keep_rejected(folder: DataFolder, page: PlannedPage, data: bytes, rule: str, reason: str) -> None:
    """Keep the bytes of a page that was refused, and the reason beside them."""
    target = _path_by_hash(folder.rejected, page.content_sha256)
    _keep(folder, target, data)
    explanation = {"path": page.relative_path, "rule": rule, "reason": reason, "sha256": page.content_sha256}
    text = json.dumps(explanation, ensure_ascii=False, indent=2) + "\n"
    _write(folder, target.with_name(f"{target.name}.json"), text.encode())


def _path_by_hash(root: Path, content_sha256: str) -> Path:
    return root / content_sha256[:2] / content_sha256[2:]


def _keep(folder: DataFolder, target: Path, data: bytes) -> None:
    """Write bytes under their hash. A file that is there with that size is left: its name says what is in it."""
    try:
        if target.stat().st_size == len(data):
            return
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    _write(folder, target, data)


def _write(folder: DataFolder, target: Path, data: bytes) -> None:
    """Write a file whole or not at all, by way of the build folder: what a killed run leaves is cleared with that."""
    unfinished = folder.build / f"bytes-{os.getpid()}-{target.name}"
    unfinished.write_bytes(data)
    os.replace(unfinished, target)
