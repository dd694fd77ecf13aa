"""The rules that a release is audited by, as a digest: a release of the same rules need not be audited anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import models
from expectations.suites import SUITES_FOLDER

_MODELS = Path(models.__file__).parent


def rules_digest(sql_dir: Path) -> str:
    """Return the SHA-256 of all suites and audits, and of the models, which say what is expected of every table."""
    digest = hashlib.sha256()
    for path in _files(sql_dir):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(sql_dir: Path) -> Iterator[Path]:
    yield from sorted(SUITES_FOLDER.glob("*.json"))
    yield from sorted((sql_dir / "audits").glob("*.sql"))
    yield from sorted(_MODELS.glob("*.py"))
