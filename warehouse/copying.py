"""Copying a file of gigabytes: a clone that shares its blocks where the file system can, bytes where it cannot."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path

_FICLONE = 0x40049409
"""Number of the request, ``_IOW(0x94, 9, int)`` of linux/fs.h; Btrfs, XFS, bcachefs and ZFS from 2.2 know it."""


def copy_file(source: Path, target: Path) -> bool:
    """Copy a file over another or to where none is; return whether the two share their blocks until one is written to.

    Raises OSError where it cannot be copied.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            _clone(source, target)
            return True
    shutil.copyfile(source, target)
    return False


def _clone(source: Path, target: Path) -> None:
    """Raise OSError where the file system cannot, or where the two are not on the same."""
    # Windows has no such module.
    import fcntl

    with source.open("rb") as original, target.open("wb") as clone:
        fcntl.ioctl(clone.fileno(), _FICLONE, original.fileno())
