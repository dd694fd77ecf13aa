"""Reading pages again from the archive: which ones, and their bytes laid out as an inbox of its own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Set
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.sources import Plan, PlannedPage


class ArchiveError(Exception):
    """Raised where the archive lacks bytes of a page version that the warehouse has; the message names them."""


@dataclass(frozen=True, slots=True)
class StoredHint:
    """What path and sidecar said of a page when it was read."""

    newspaper: str | None = None
    published_on: date | None = None
    published_on_basis: str | None = None
    page_no: str | None = None

    @classmethod
    def of(cls, hint_text: str | None) -> StoredHint:
        """Return the hint that ``dim_source.page_hint`` holds."""
        said = json.loads(hint_text or "{}")
        day = said.get("published_on")
        return cls(
            said.get("newspaper"),
            date.fromisoformat(day) if day else None,
            said.get("published_on_basis"),
            said.get("page_no"),
        )


def replay_plan(folder: DataFolder, inbox: Path, *, only: Set[int] | None = None) -> Plan:
    """Return the plan that reads the current pages again, from ``inbox`` (see ``lay_out``).

    With ``only`` those of these source keys. Raises what ``open_live`` raises.
    """
    with closing(open_live(folder)) as connection:
        rows = connection.execute(
            "select relative_path, content_sha256, byte_count, page_hint, version_no, source_key from dim_source "
            "where is_current and source_key <> 0 order by relative_path"
        ).fetchall()
    pages = tuple(
        PlannedPage(path, content, byte_count, StoredHint.of(hint), hint or "{}", "reread", version_no, 0)
        for path, content, byte_count, hint, version_no, source_key in rows
        if only is None or source_key in only
    )
    return Plan(folder, inbox, len(rows), pages=pages, unchanged=len(rows) - len(pages))


def lay_out(plan: Plan, archive: DataFolder) -> None:
    """Make the plan's inbox hold its pages, as links to the archive or copies.

    Raises ArchiveError where bytes are missing.
    """
    for page in plan.pages:
        kept = _kept(archive, page)
        target = plan.inbox / page.relative_path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(kept, target)
        except FileNotFoundError as error:
            raise ArchiveError(
                f"{kept}: the bytes of {page.relative_path} are not in the archive; put the file into the inbox again "
                "and run gewu run, or restore the archive from a backup"
            ) from error
        except OSError:
            # Another file system, or one without links.
            shutil.copyfile(kept, target)


def missing_in_archive(folder: DataFolder) -> list[str]:
    """Return the paths of current pages whose bytes the archive lacks. Raises what ``open_live`` raises."""
    return [page.relative_path for page in replay_plan(folder, folder.path).pages if not _kept(folder, page).exists()]


def _kept(folder: DataFolder, page: PlannedPage) -> Path:
    return folder.archive / page.content_sha256[:2] / page.content_sha256[2:]
