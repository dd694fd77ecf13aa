"""Asking a Prefect server, over plain HTTP, what is scheduled: importing Prefect would take seconds."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime
from typing import Any, NamedTuple

_SECONDS = 5
_TAG = "gewu"
"""Every deployment of ``prefect.yaml`` has it."""


class ScheduledRun(NamedTuple):
    """A run to come; the moment is UTC."""

    deployment: str
    starts_at: datetime


class DeploymentState(NamedTuple):
    """A deployment as the server has it."""

    id: str
    name: str
    is_paused: bool
    is_ready: bool
    """Whether something asked the server for its runs lately: a worker, or ``gewu serve``."""


def deployments(api_url: str) -> list[DeploymentState]:
    """Return this project's deployments.

    Raises OSError where the server does not answer, ValueError where its answer makes no sense.
    """
    found = _ask(api_url, "deployments/filter", {"deployments": {"tags": {"all_": [_TAG]}}})
    flows = {each["id"]: each["name"] for each in _ask(api_url, "flows/filter", {})}
    return [
        DeploymentState(
            each["id"],
            f"{flows.get(each['flow_id'], '?')}/{each['name']}",
            bool(each.get("paused")),
            each.get("status") == "READY",
        )
        for each in found
    ]


def next_run(api_url: str) -> ScheduledRun | None:
    """Return the next scheduled run of this project, None where there is none. Raises like ``deployments``."""
    known = {each.id: each.name for each in deployments(api_url)}
    runs = _ask(
        api_url,
        "flow_runs/filter",
        {
            "sort": "EXPECTED_START_TIME_ASC",
            "limit": 1,
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}, "deployment_id": {"any_": list(known)}},
        },
    )
    if not known or not runs:
        return None
    return ScheduledRun(known[runs[0]["deployment_id"]], _moment(runs[0]["expected_start_time"]))


def runs_at_work(api_url: str) -> list[str]:
    """Return the names of runs that are on record as running. Raises like ``deployments``."""
    known = [each.id for each in deployments(api_url)]
    if not known:
        return []
    asked = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}, "deployment_id": {"any_": known}}}
    return [each["name"] for each in _ask(api_url, "flow_runs/filter", asked)]


def _ask(api_url: str, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    request = urllib.request.Request(
        f"{api_url}/{path}", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        content = json.load(answer)
    if not isinstance(content, list):
        raise ValueError(f"{api_url}/{path}: answered with no list")
    return content


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
