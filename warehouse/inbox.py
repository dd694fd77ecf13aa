"""Walking the inbox: which files are pages, which are sidecars, and which are refused or skipped by name or kind."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

PAGE_SUFFIX = ".txt"
SIDECAR_SUFFIX = ".json"

MAX_PAGE_BYTES = 16 * 1024 * 1024
"""A newspaper page has some 10 KB of text; a thousand times that is no page, and reading it would only fill memory."""

_SKIPPED_NAME = re.compile(
    r"\..*|.*~|#.*#|~\$.*|.*\.(tmp|temp|part|partial|crdownload|swp|bak)|thumbs\.db|desktop\.ini", re.I
)
"""Hidden files (POSIX), and what editors, browsers and file managers leave while they work."""

_UNSAFE_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, invisible and bidirectional marks, and what stands for bytes that are no UTF-8."""


class InboxError(Exception):
    """Raised where the inbox cannot be walked; the message says what to do."""


class FileState(NamedTuple):
    """What tells whether a file may have changed: size in bytes, and the two times in nanoseconds."""

    size: int
    modified_ns: int
    changed_ns: int


class RefusedName(NamedTuple):
    """A file that is refused for what it is, without reading it. ``path`` is safe to print and store."""

    path: str
    rule: str
    severity: str
    reason: str


@dataclass(slots=True)
class Inbox:
    """What the inbox holds: relative paths with forward slashes, in no order."""

    pages: dict[str, FileState] = field(default_factory=dict)
    sidecars: dict[str, FileState] = field(default_factory=dict)
    refused: list[RefusedName] = field(default_factory=list)

    def sidecar_of(self, page: str) -> str | None:
        """Return the path of a page's sidecar: the file of the same name that ends in ``.json``."""
        sidecar = sidecar_path(page)
        return sidecar if sidecar in self.sidecars else None


def sidecar_path(page: str) -> str:
    """Return where the sidecar of a page would be."""
    return page[: -len(PAGE_SUFFIX)] + SIDECAR_SUFFIX


def walk_inbox(root: Path) -> Inbox:
    """Walk the inbox; links are not followed.

    Raises InboxError where it is not a folder or cannot be read.
    """
    try:
        if not root.is_dir():
            raise InboxError(f"{root}: no such folder; pass the folder that holds the pages (--inbox)")
        resolved = root.resolve()
        found = Inbox()
        for entry, relative in _entries(root, "", found):
            _classify(entry, relative, resolved, found)
    except OSError as error:
        raise InboxError(f"{error.filename or root}: {error.strerror}; check who may read it") from error
    stems = {page[: -len(PAGE_SUFFIX)] for page in found.pages}
    lonely = [path for path in found.sidecars if path[: -len(SIDECAR_SUFFIX)] not in stems]
    for path in lonely:
        del found.sidecars[path]
        found.refused.append(
            RefusedName(path, "sidecar_without_page", "warn", f"There is no {PAGE_SUFFIX} file of this name beside it.")
        )
    return found


def _entries(folder: Path | str, prefix: str, found: Inbox) -> Iterator[tuple[os.DirEntry[str], str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            relative = prefix + entry.name
            if _SKIPPED_NAME.fullmatch(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                try:
                    yield from _entries(entry.path, f"{relative}/", found)
                except PermissionError:
                    found.refused.append(
                        _refused(relative, "unreadable", "The folder may not be read; check its mode.")
                    )
            else:
                yield entry, relative


def _classify(entry: os.DirEntry[str], relative: str, root: Path, found: Inbox) -> None:
    if _UNSAFE_NAME.search(relative):
        reason = "The path has control or invisible characters or bytes that are no UTF-8; rename the file."
        found.refused.append(_refused(relative, "unsafe_name", reason))
        return
    if entry.is_symlink():
        if not _leads_into(Path(entry.path), root):
            reason = "A link that leads out of the inbox or nowhere; put the file itself here."
            found.refused.append(_refused(relative, "link_out_of_inbox", reason))
        return
    state = entry.stat(follow_symlinks=False)
    suffix = os.path.splitext(entry.name)[1].lower()
    signature = FileState(state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    if not stat.S_ISREG(state.st_mode):
        found.refused.append(_refused(relative, "not_a_file", "A pipe, socket or device; only regular files are read."))
    elif suffix == SIDECAR_SUFFIX:
        found.sidecars[relative] = signature
    elif suffix != PAGE_SUFFIX:
        reason = f"A page is a {PAGE_SUFFIX} file; convert this one to text or move it out of the inbox."
        found.refused.append(_refused(relative, "not_a_page_file", reason))
    elif state.st_size > MAX_PAGE_BYTES:
        reason = f"{state.st_size:,} bytes; a page has at most {MAX_PAGE_BYTES:,}. Split it into its pages."
        found.refused.append(_refused(relative, "too_large", reason))
    else:
        found.pages[relative] = signature


def _refused(relative: str, rule: str, reason: str) -> RefusedName:
    return RefusedName(printable(relative), rule, "stop", reason)


def printable(path: str) -> str:
    """Return a path with everything unsafe escaped, so that it can be stored and shown."""
    return _UNSAFE_NAME.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), path)


def _leads_into(link: Path, root: Path) -> bool:
    """Whether a link leads to something in the inbox, where it is found by itself."""
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
