"""Retracting a page: its rows leave the warehouse, and its content stays away until the retraction is taken back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace

from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.sources import Plan, Refusal

RETRACTED = "retracted"
"""Rule in ``ops.rejection`` under which a retraction is on record."""


class RetractionError(Exception):
    """Raised where no page, or more than one, answers to the name; the message lists what does."""


@dataclass(frozen=True, slots=True)
class RetractablePage:
    """A current page version."""

    source_key: int
    relative_path: str
    content_sha256: str


def find_page(folder: DataFolder, name: str) -> RetractablePage:
    """Return the current page of that path, source key or beginning of its content's hash (eight digits at least).

    Raises RetractionError where there is none or more than one, and what ``open_live`` raises.
    """
    with closing(open_live(folder)) as connection:
        found = connection.execute(
            "select source_key, relative_path, content_sha256 from dim_source where is_current and source_key <> 0 "
            "and (relative_path = $name or cast(source_key as text) = $name or (length($name) >= 8 "
            "and starts_with(content_sha256, $name)) or ends_with(relative_path, '/' || $name)) order by relative_path",
            {"name": name},
        ).fetchall()
    if not found:
        raise RetractionError(f"{name}: no current page has this path, key or hash; see dim_source.relative_path")
    if len(found) > 1:
        paths = ", ".join(path for _, path, _ in found[:5])
        raise RetractionError(f"{name}: {len(found)} current pages answer to this, {paths}; give the whole path")
    return RetractablePage(*found[0])


def retraction_plan(folder: DataFolder, page: RetractablePage, reason: str) -> Plan:
    """Return the plan that withdraws the page and puts the retraction on record."""
    refusal = Refusal(page.relative_path, page.content_sha256, RETRACTED, "stop", reason)
    return Plan(folder, folder.path, files_found=0, withdrawn=(page.source_key,), refused=(refusal,))


def without_retracted(plan: Plan) -> Plan:
    """Return the plan without pages whose content was retracted, wherever their file lies now."""
    if not plan.pages or not plan.has_release:
        return plan
    with closing(open_live(plan.folder)) as connection:
        rows = connection.execute(
            "select content_sha256, reason from ops.rejection where rule = ? and content_sha256 is not null",
            [RETRACTED],
        ).fetchall()
    retracted = dict(rows)
    held = [page for page in plan.pages if page.content_sha256 in retracted]
    if not held:
        return plan
    standing = [(page.relative_path, RETRACTED, retracted[page.content_sha256]) for page in held]
    return replace(
        plan,
        pages=tuple(page for page in plan.pages if page.content_sha256 not in retracted),
        still_refused=tuple(sorted({*plan.still_refused, *standing})),
    )
