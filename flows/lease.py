"""Waiting for the lease of the one writer: how long, and what is said meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flows.progress import LOGGER
from warehouse.lock import LockHeldError, WriterLock
from warehouse.paths import DataFolder

_SECONDS_BETWEEN_TRIES = 0.2


@contextmanager
def writer_lease(folder: DataFolder, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lease of the one writer; where another run has it, wait so many seconds for its end.

    Raises LockHeldError where it is still taken then.
    """
    deadline = time.monotonic() + wait_seconds
    has_said = False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(WriterLock(folder))
                break
            except LockHeldError as error:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise
                if not has_said:
                    LOGGER.info("waiting up to %.0f seconds: %s", wait_seconds, error)
                    has_said = True
                time.sleep(min(_SECONDS_BETWEEN_TRIES, remaining))
        yield
