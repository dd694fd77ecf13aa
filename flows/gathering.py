"""Bringing page files from several folders and addresses (fsspec: s3://, sftp://, …) into one inbox."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

from warehouse.inbox import MAX_PAGE_BYTES, PAGE_SUFFIX, SIDECAR_SUFFIX, InboxError, printable

_STATE = ".gathered.json"
"""What was seen where; the inbox walk skips hidden files."""
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "created")
"""Names under which the file systems of fsspec tell when a file was last written."""
_TAGS = ("ETag", "etag", "ino", "sha256", "md5Hash", "checksum")
"""Names under which they tell one content from another."""


_PASSING = {"ConnectionError", "HTTPClientError", "TimeoutError", "ClientConnectionError", "gaierror"}
"""Names of kinds of errors that pass by themselves: of Python, and of the libraries behind fsspec (botocore, aiohttp),
which share no base and are not all installed."""
_LONGEST_NAME = 255
"""Bytes of a file's name (NAME_MAX of Linux); an object's may have 1,024."""


class UnreachableInboxError(InboxError):
    """Raised where a source does not answer, which may pass by itself."""


class _ChangedMeanwhileError(Exception):
    """Raised where what was fetched is not what was listed a moment before."""


class _Seen(TypedDict):
    """A file as it was last seen: what tells its state, since when (Unix time), and whether it was brought here."""

    signature: str
    since: float
    is_here: bool


@dataclass(frozen=True, slots=True)
class _RemoteFile:
    relative_path: str
    address: str
    size: int
    signature: str
    modified_at: float | None


def gather(sources: Sequence[str], inbox: Path, settled_seconds: float = 0) -> list[str]:
    """Make ``inbox`` hold the page files and sidecars of all sources, each below a folder of its own; return warnings.

    A file is brought when its size and time have not changed for ``settled_seconds``, until then the copy of before
    stays; a file that is gone from its source is removed. Raises InboxError where a source cannot be listed or read,
    or is empty after it held pages: nothing of it is removed then.
    """
    inbox.mkdir(parents=True, exist_ok=True)
    known = _read_state(inbox / _STATE)
    warnings: list[str] = []
    state: dict[str, dict[str, _Seen]] = {}
    for source in sources:
        name = _folder_name(source)
        try:
            state[name] = _gather_one(source, inbox / name, known.get(name, {}), settled_seconds, warnings)
        except InboxError:
            raise
        except Exception as error:
            # Every file system of fsspec raises errors of its own libraries.
            raise _inbox_error(source, error) from error
        _write_state(inbox / _STATE, {**known, **state})
    return warnings


def look(source: str) -> None:
    """Raise InboxError, as ``gather`` would, where a source is not there or does not answer."""
    try:
        _open(source)
    except InboxError:
        raise
    except Exception as error:
        raise _inbox_error(source, error) from error


def _inbox_error(source: str, error: Exception) -> InboxError:
    said = str(error) or type(error).__name__
    if {kind.__name__ for kind in type(error).__mro__} & _PASSING:
        return UnreachableInboxError(
            f"{shown_address(source)}: does not answer: {said}; check network and endpoint. Nothing was removed"
        )
    return InboxError(f"{shown_address(source)}: {said}; check address, credentials and rights (--inbox)")


def shown_address(source: str) -> str:
    """Return an address without the password that it may hold."""
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:***@", source)


def _gather_one(
    source: str, target: Path, known: Mapping[str, _Seen], settled_seconds: float, warnings: list[str]
) -> dict[str, _Seen]:
    files_system, root = _open(source)
    files, others = _list(files_system, root)
    if others:
        warnings.append(
            f"{shown_address(source)}: {len(others):,} files are no pages ({PAGE_SUFFIX}) and stay there, "
            f"e.g. {others[0]}"
        )
    if not files and any(seen["is_here"] for seen in known.values()):
        raise InboxError(
            f"{shown_address(source)}: no page file here any more, {len(known)} before; nothing was removed"
        )
    now = time.time()
    since_when = {file.relative_path: _since(file, known.get(file.relative_path), now) for file in files}
    unsettled = {
        _stem(file.relative_path)
        for file in files
        if not _has_settled(file, since_when[file.relative_path], now, settled_seconds)
    }
    state: dict[str, _Seen] = {}
    for file in files:
        seen = known.get(file.relative_path)
        since = since_when[file.relative_path]
        local = target / file.relative_path
        if seen is not None and seen["signature"] == file.signature and seen["is_here"] and local.exists():
            state[file.relative_path] = seen
        elif file.size > MAX_PAGE_BYTES:
            warnings.append(f"{file.address}: {file.size:,} bytes; a page has at most {MAX_PAGE_BYTES:,}")
        elif _stem(file.relative_path) not in unsettled:
            try:
                _fetch(files_system, file, local)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                warnings.append(f"{printable(file.address)}: another object has the name of its folder; left there")
                continue
            except (FileNotFoundError, _ChangedMeanwhileError):
                warnings.append(f"{printable(file.address)}: changed while it was fetched; the next run looks again")
                continue
            state[file.relative_path] = {"signature": file.signature, "since": since, "is_here": True}
        else:
            warnings.append(f"{printable(file.address)}: still being written; the next run looks again")
            state[file.relative_path] = {"signature": file.signature, "since": since, "is_here": False}
    _remove_gone(target, {file.relative_path for file in files})
    return state


def _open(source: str) -> tuple[Any, str]:
    """Return the file system of a source and the path of its root there."""
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]

    # An instance of before would answer from memory, and with the settings of before.
    opened: tuple[Any, str] = url_to_fs(source, skip_instance_cache=True)
    if not opened[0].isdir(opened[1]):
        raise InboxError(
            f"{shown_address(source)}: no such folder; pass folders or addresses that hold pages (--inbox)"
        )
    return opened


def _list(file_system: Any, root: str) -> tuple[list[_RemoteFile], list[str]]:
    """Return pages and sidecars, and the paths of what is neither; hidden files and links are nothing here."""
    found, others = [], []
    prefix = root.rstrip("/") + "/"
    for address, state in sorted(file_system.find(root, detail=True).items()):
        relative_path = address.removeprefix(prefix)
        parts = relative_path.split("/")
        if state.get("islink") or any(part.startswith(".") or not part for part in parts):
            continue
        is_page = relative_path.lower().endswith((PAGE_SUFFIX, SIDECAR_SUFFIX))
        if not is_page or max(len(part.encode(errors="replace")) for part in parts) > _LONGEST_NAME:
            others.append(printable(relative_path))
            continue
        said = [str(state[name]) for name in (*_TIMES, *_TAGS) if state.get(name) is not None]
        size = int(state.get("size") or 0)
        found.append(_RemoteFile(relative_path, address, size, " ".join([str(size), *said]), _modified_at(state)))
    return found, others


def _modified_at(state: Mapping[str, Any]) -> float | None:
    """Return when a file was last written as Unix time, None where its file system does not tell."""
    for name in _TIMES:
        value = state.get(name)
        if isinstance(value, datetime):
            return value.timestamp()
        if isinstance(value, int | float):
            return float(value)
    return None


def _has_settled(file: _RemoteFile, since: float, now: float, settled_seconds: float) -> bool:
    """Whether a file was seen in this state long enough ago, or says that it was written long enough ago."""
    if now - since >= settled_seconds:
        return True
    return file.modified_at is not None and now - file.modified_at >= settled_seconds


def _since(file: _RemoteFile, seen: _Seen | None, now: float) -> float:
    """Return since when a file has been as it is."""
    return seen["since"] if seen is not None and seen["signature"] == file.signature else now


def _stem(relative_path: str) -> str:
    """Return what a page and its sidecar have in common: they settle together."""
    return relative_path.rpartition(".")[0]


def _fetch(file_system: Any, file: _RemoteFile, local: Path) -> None:
    local.parent.mkdir(parents=True, exist_ok=True)
    unfinished = local.with_name(f"{local.name}.part")
    file_system.get_file(file.address, str(unfinished))
    if unfinished.stat().st_size != file.size:
        unfinished.unlink()
        raise _ChangedMeanwhileError
    os.replace(unfinished, local)


def _remove_gone(target: Path, kept: set[str]) -> None:
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(target).as_posix() not in kept:
            path.unlink()


def _folder_name(source: str) -> str:
    """Return the folder of a source: its last part, which may name a newspaper, and letters that tell it from others.

    Letters and not digits, so that they are never taken for a day or a page number.
    """
    last = re.sub(r"[^\w.-]", "-", source.rstrip("/").rpartition("/")[2]).strip(".-") or "inbox"
    digest = hashlib.sha256(source.encode()).digest()[:6]
    return f"{last}_{''.join(chr(ord('i') + byte % 16) for byte in digest)}"


def _read_state(path: Path) -> dict[str, dict[str, _Seen]]:
    try:
        content: dict[str, dict[str, _Seen]] = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return content


def _write_state(path: Path, state: Mapping[str, Mapping[str, _Seen]]) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, path)
