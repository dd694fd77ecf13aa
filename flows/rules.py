"""The rules that a release is audited by, as a digest: a release of the same rules need not be audited anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import expectations
import models
import warehouse
from expectations.suites import SUITES_FOLDER

_MODELS, _EXPECTATIONS, _WAREHOUSE = (Path(next(iter(each.__path__))) for each in (models, expectations, warehouse))

_APPLYING = ("audits.py", "carried.py", "scope.py", "unchanged.py")
"""Modules of the warehouse that make audits of the models, run them, and choose the rows that they look at."""


def rules_digest(sql_dir: Path) -> str:
    """Return the SHA-256 of all suites and audits, of the models, which say what is expected of every table, and of the
    code that applies them: a rule that was applied wrongly has to be applied to all rows again."""
    digest = hashlib.sha256()
    for path in rule_files(sql_dir):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def rule_files(sql_dir: Path) -> Iterator[Path]:
    """Yield the files that the rules are made of, in an order that does not depend on the disk."""
    yield from sorted(SUITES_FOLDER.glob("*.json"))
    yield from sorted((sql_dir / "audits").glob("*.sql"))
    yield from sorted(_MODELS.glob("*.py"))
    yield from sorted(_EXPECTATIONS.glob("*.py"))
    yield from (_WAREHOUSE / name for name in _APPLYING)
