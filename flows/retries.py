"""Trying a step again where what failed may pass by itself; the same judgement with Prefect and without."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import TypeVar

from flows.gathering import UnreachableInboxError
from flows.progress import LOGGER

RETRIES = 2
PAUSE_SECONDS = 5

# What the operating system may well do on a second try; a full disk or a missing right it will not.
_PASSING_ERRORS = {errno.EAGAIN, errno.EINTR, errno.EIO, errno.EBUSY, errno.ETIMEDOUT, errno.ESTALE, errno.ENETDOWN}

Result = TypeVar("Result")


def may_pass(error: object) -> bool:
    """Return whether a step that failed so can succeed on a second try."""
    return isinstance(error, UnreachableInboxError) or (isinstance(error, OSError) and error.errno in _PASSING_ERRORS)


def with_retries(step: Callable[[], Result]) -> Result:
    """Do a step, and again after a pause where it failed in a way that may pass; raise what the last try raised."""
    for _ in range(RETRIES):
        try:
            return step()
        except (UnreachableInboxError, OSError) as error:
            if not may_pass(error):
                raise
            LOGGER.warning("trying again in %d seconds: %s", PAUSE_SECONDS, error)
            time.sleep(PAUSE_SECONDS)
    return step()
