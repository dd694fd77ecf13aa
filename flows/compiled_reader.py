"""Takes the compiled reader, ``newstext`` as mypyc makes it, in the place of its source as long as it is as new."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "newstext"
COMPILED = ROOT / "build" / "compiled-reader"
"""Where ``flows.compile_reader`` puts it: the package beside the library that holds all of its machine code."""

STAMP = "made-from.sha256"

SWITCH = "GEWU_COMPILED_READER"
"""Environment variable; ``0`` takes the source whatever is compiled."""


def prefer_compiled_reader() -> bool:
    """Let ``newstext`` be imported as compiled, if that was made from the source as it is now; return whether it is.

    Without effect on modules that are imported already. A compiled reader that is older than its source is left alone,
    so that a change of the source always counts.
    """
    stamp = COMPILED / STAMP
    if os.environ.get(SWITCH) == "0" or PACKAGE in sys.modules or not stamp.is_file():
        return False
    if stamp.read_text(encoding="ascii") != digest_of_source():
        return False
    # In front of everything: a worker is given this path too, but may be given the source's before it.
    sys.path[:] = [str(COMPILED), *(path for path in sys.path if path != str(COMPILED))]
    return True


def modules_of(root: Path) -> list[Path]:
    """Return the modules of the reader below a folder that holds its package, sorted."""
    return sorted((root / PACKAGE).rglob("*.py"))


def digest_of_source() -> str:
    """Return a digest of the source and of the interpreter that it is compiled for."""
    digest = hashlib.sha256(f"{sys.implementation.cache_tag}\0".encode())
    for file in modules_of(ROOT):
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
