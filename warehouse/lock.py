"""One writer at a time: a lease on the data folder that the system takes back when its owner dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from warehouse.paths import DataFolder

_held: set[Path] = set()
"""Leases of this process: a record lock does not keep a process from taking it twice."""


class LockHeldError(Exception):
    """Raised where another run is at work on the data folder; the message names its process, host and start."""


class WriterLock:
    """The lease of the one writer, as a context manager.

    A POSIX record lock on ``writer.lock``: the system gives it up when the process ends, however it ends, and worker
    processes do not inherit it. The file says who holds it; it is gone when nobody does. Network file systems must
    support record locks (NFS 4 does).
    """

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.lock
        self._descriptor = -1

    def __enter__(self) -> Self:
        """Take the lease. Raises LockHeldError where it is taken, OSError where the folder cannot be written to."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path in _held:
            raise LockHeldError(f"{self._path}: this process is at work on the data folder already")
        self._descriptor = self._locked_descriptor()
        _held.add(self._path)
        owner = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, json.dumps(owner).encode(), 0)
        except OSError:
            # On a full disk nobody can sign; the lease must not stay with this process for that.
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lease back."""
        # Removed while it is still held, so nobody's new file is removed.
        with suppress(FileNotFoundError):
            os.unlink(self._path)
        _held.discard(self._path)
        os.close(self._descriptor)

    def _locked_descriptor(self) -> int:
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._is_still_there(descriptor):
                    return descriptor
            except OSError as error:
                owner = self._owner(descriptor)
                os.close(descriptor)
                if isinstance(error, BlockingIOError | PermissionError):
                    raise LockHeldError(
                        f"{self._path}: another run is at work on this data folder ({owner}); wait until it has ended"
                    ) from error
                raise
            os.close(descriptor)

    def _is_still_there(self, descriptor: int) -> bool:
        """Whether the locked file is the one of that name: its last owner may have removed it in between."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self._path))
        except FileNotFoundError:
            return False

    @staticmethod
    def _owner(descriptor: int) -> str:
        try:
            owner = json.loads(os.pread(descriptor, 4096, 0))
            started = datetime.fromisoformat(owner["started_at"])
            minutes = (datetime.now(UTC) - started).total_seconds() / 60
            return f"process {owner['pid']} on {owner['host']}, since {owner['started_at']}, for {minutes:.0f} minutes"
        except (ValueError, KeyError, TypeError):
            return "its process has not signed yet"
