"""The settings of a run, and where the parts of the project lie on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_INBOX = PROJECT_ROOT / "seeds" / "inbox"
DEFAULT_DATA_DIR = PROJECT_ROOT / "data"
REFERENCE_DIR = PROJECT_ROOT / "seeds" / "reference"
SQL_DIR = PROJECT_ROOT / "sql"

PAGES_PER_CHUNK = 128
"""Pages that one worker reads before it writes a staging file; memory grows with this and not with the corpus."""


def default_workers() -> int:
    """Return the number of processors that this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What one run works on; all paths are absolute."""

    inbox: Path
    data_dir: Path
    workers: int = field(default_factory=default_workers)
    pages_per_chunk: int = PAGES_PER_CHUNK
    reference_dir: Path = REFERENCE_DIR
    sql_dir: Path = SQL_DIR
    allow_withdrawals: bool = False

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")
        if self.pages_per_chunk < 1:
            raise ValueError(f"pages_per_chunk must be at least 1, got {self.pages_per_chunk}")

    @classmethod
    def of(cls, inbox: str | Path, data_dir: str | Path, workers: int | None = None, **more: object) -> RunSettings:
        """Return settings with absolute paths; ``workers`` None takes one for each processor."""
        return cls(
            inbox=Path(inbox).expanduser().absolute(),
            data_dir=Path(data_dir).expanduser().absolute(),
            workers=default_workers() if workers is None else workers,
            **more,  # type: ignore[arg-type]
        )
