"""Files that are still being written: held back until size and time have not changed for a while."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from warehouse.sources import Plan


def unsettled_files(plan: Plan, settled_seconds: float) -> Set[str]:
    """Return the pages whose file, or whose sidecar, changed less than so many seconds before the inbox was walked.

    Every write sets a file's time of modification, and every write, rename or copy that keeps times sets its time of
    change; both must be old enough. A time in the future (a wrong clock) is as good as a long time ago, since waiting
    for it would hold the file back for ever.
    """
    if settled_seconds <= 0:
        return frozenset()
    now = plan.walked_at_ns
    since = now - int(settled_seconds * 1e9)
    young = {
        path
        for path, state in {**plan.found.pages, **plan.found.sidecars}.items()
        if since < state.modified_ns <= now or since < state.changed_ns <= now
    }
    return {path for path in plan.found.pages if path in young or plan.found.sidecar_of(path) in young}


def hold_back(plan: Plan, paths: Set[str]) -> Plan:
    """Return the plan without the pages and refusals of these paths; what is known of them stays."""
    if not paths:
        return plan
    pages = tuple(page for page in plan.pages if page.relative_path not in paths)
    refused = tuple(refusal for refusal in plan.refused if refusal.relative_path not in paths)
    # Without a page there is no first release to make yet.
    return replace(plan, pages=pages, refused=refused, has_release=plan.has_release or not (pages or refused))
