"""Retracting a page, whose content then stays away, and reinstating it: both on record as often as they happen."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.replay import StoredHint
from warehouse.sources import Plan, PlannedPage, Refusal

RETRACTED = "retracted"
"""Rule in ``ops.rejection`` under which a retraction is on record."""
REINSTATED = "reinstated"
"""Rule under which it is on record that a retraction was taken back."""

STANDING_RETRACTIONS = f"""
    select content_sha256, count(*) filter (where rule = '{RETRACTED}') as retractions,
        arg_max(source_path, rejected_at) as source_path,
        arg_max(reason, rejected_at) filter (where rule = '{RETRACTED}') as reason
    from ops.rejection where rule in ('{RETRACTED}', '{REINSTATED}') and content_sha256 is not null
    group by content_sha256
    having count(*) filter (where rule = '{RETRACTED}') > count(*) filter (where rule = '{REINSTATED}')
"""
"""Query of the contents that are retracted now: more often retracted than reinstated."""


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
    """Return the plan that withdraws the page and puts the retraction on record. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        row = connection.execute(
            "select count(*) from ops.rejection where rule = ? and content_sha256 = ?", [RETRACTED, page.content_sha256]
        ).fetchone()
    before = row[0] if row else 0
    refusal = Refusal(
        page.relative_path, page.content_sha256, RETRACTED, "stop", reason, str(before + 1) if before else ""
    )
    return Plan(folder, folder.path, files_found=0, withdrawn=(page.source_key,), refused=(refusal,))


def reinstatement_plan(folder: DataFolder, inbox: Path, name: str, reason: str) -> Plan:
    """Return the plan that reads a retracted page again, from ``inbox`` (see ``lay_out``), and puts that on record.

    ``name`` is its path, the end of it, or the beginning of its content's hash (eight digits at least). Raises
    RetractionError where no retraction, or more than one, answers to it, or where its path holds another page by now,
    and what ``open_live`` raises.
    """
    with closing(open_live(folder)) as connection:
        found = connection.execute(
            "select content_sha256, relative_path, byte_count, page_hint, retractions, "
            "(select max(version_no) from dim_source as other where other.relative_path = source.relative_path), "
            "exists (from dim_source as other where other.relative_path = source.relative_path and is_current) "
            f"from ({STANDING_RETRACTIONS}) join dim_source as source using (content_sha256) "
            "where relative_path = $name or (length($name) >= 8 and starts_with(content_sha256, $name)) "
            "or ends_with(relative_path, '/' || $name) order by relative_path",
            {"name": name},
        ).fetchall()
    if not found:
        raise RetractionError(
            f"{name}: no page of this path or hash is retracted; see gewu rejected --rule {RETRACTED}"
        )
    if len(found) > 1:
        paths = ", ".join(each[1] for each in found[:5])
        raise RetractionError(f"{name}: {len(found)} retracted pages answer to this, {paths}; give the whole path")
    content, path, byte_count, hint, retractions, version_no, is_taken = found[0]
    if is_taken:
        raise RetractionError(f"{path}: holds another page by now; withdraw that first, or put this one elsewhere")
    page = PlannedPage(path, content, byte_count, StoredHint.of(hint), hint or "{}", "new", version_no + 1, 0)
    number = str(retractions) if retractions > 1 else ""
    refusal = Refusal(path, content, REINSTATED, "warn", reason, number)
    return Plan(folder, inbox, files_found=1, pages=(page,), refused=(refusal,))


def without_retracted(plan: Plan) -> Plan:
    """Return the plan without pages whose content is retracted, wherever their file lies now."""
    if not plan.pages or not plan.has_release:
        return plan
    with closing(open_live(plan.folder)) as connection:
        rows = connection.execute(f"select content_sha256, reason from ({STANDING_RETRACTIONS})").fetchall()
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
