"""The settings of a run, and where the parts of the project lie on disk."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
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


def default_data_dir() -> Path:
    """Return the data folder of the environment (GEWU_DATA_DIR), else that of the project."""
    return Path(os.environ.get("GEWU_DATA_DIR") or DEFAULT_DATA_DIR)


def default_inboxes() -> tuple[str, ...]:
    """Return the inboxes of the environment (GEWU_INBOX, several joined by the path separator), else the samples."""
    # An address such as s3://pages has a colon of its own, so a colon before // separates nothing.
    named = re.split(f"{re.escape(os.pathsep)}(?!//)", os.environ.get("GEWU_INBOX", ""))
    return tuple(filter(None, named)) or (str(DEFAULT_INBOX),)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What one run works on; all paths are absolute.

    ``gathered_from`` are folders and addresses whose files are first brought into ``inbox``; empty where the inbox is
    a folder of the user's. ``wait_seconds`` is how long to wait for another run to end, ``settled_seconds`` how long a
    file must not have changed to be read. ``path_pattern`` is a regular expression whose named groups newspaper,
    published_on (or year, month, day) and page_no are taken from a page's path. ``webhook`` is
    called where a run fails.
    """

    inbox: Path
    data_dir: Path
    workers: int = field(default_factory=default_workers)
    pages_per_chunk: int = PAGES_PER_CHUNK
    reference_dir: Path = REFERENCE_DIR
    sql_dir: Path = SQL_DIR
    allow_withdrawals: bool = False
    gathered_from: tuple[str, ...] = ()
    wait_seconds: float = 0
    settled_seconds: float = 0
    path_pattern: str | None = field(default_factory=lambda: os.environ.get("GEWU_PATH_PATTERN") or None)
    webhook: str | None = field(default_factory=lambda: os.environ.get("GEWU_WEBHOOK") or None, repr=False)

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")
        if self.pages_per_chunk < 1:
            raise ValueError(f"pages_per_chunk must be at least 1, got {self.pages_per_chunk}")

    @classmethod
    def of(
        cls,
        inbox: str | Path | Sequence[str | Path],
        data_dir: str | Path,
        workers: int | None = None,
        **more: object,
    ) -> RunSettings:
        """Return settings with absolute paths; ``workers`` None takes one for each processor.

        ``inbox`` is a folder, or several folders and addresses (s3://…), which are gathered in the data folder.
        """
        folder = Path(data_dir).expanduser().absolute()
        inboxes = [str(inbox)] if isinstance(inbox, str | Path) else [str(each) for each in inbox]
        if len(inboxes) > 1 or "://" in inboxes[0]:
            more["gathered_from"] = tuple(
                each if "://" in each else str(Path(each).expanduser().absolute()) for each in inboxes
            )
            inboxes = [str(folder / "gathered")]
        return cls(
            inbox=Path(inboxes[0]).expanduser().absolute(),
            data_dir=folder,
            workers=default_workers() if workers is None else workers,
            **more,  # type: ignore[arg-type]
        )
