"""Settling in Prefect what became of earlier runs: those missed while nobody ran them, and those that died at work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from prefect import runtime
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Cancelled, Crashed

from flows.progress import LOGGER

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

_MOST_RUNS = 200
"""What Prefect's API returns at most in one answer."""


def settle_earlier_runs() -> None:
    """Cancel the scheduled runs of this deployment that are due by now, and end those that died at work.

    The run that calls this does what they were to do. Its deployment must allow one run at a time: then another run
    of it that is on record as running has lost its process. A run of no deployment settles nothing.
    """
    deployment, own = runtime.deployment.id, runtime.flow_run.id
    if deployment is None or own is None:
        return
    with get_client(sync_client=True) as client:
        for missed in _runs(client, [UUID(deployment)], StateType.SCHEDULED):
            if missed.auto_scheduled and str(missed.id) != own:
                message = f"Missed; the run {runtime.flow_run.name} does its work."
                client.set_flow_run_state(missed.id, Cancelled(message=message), force=True)
        _end(client, [run for run in _runs(client, [UUID(deployment)], StateType.RUNNING) if str(run.id) != own])


def end_dead_runs(deployments: list[UUID]) -> list[str]:
    """End the runs of these deployments that are on record as running or about to; return their names.

    Only to be called while nobody executes runs of them. It frees their place at once, for which Prefect itself waits
    up to five minutes.
    """
    with get_client(sync_client=True) as client:
        dead = _runs(client, deployments, StateType.RUNNING, StateType.PENDING) if deployments else []
        _end(client, dead)
    return [run.name for run in dead]


def _runs(client: SyncPrefectClient, deployments: list[UUID], *states: StateType) -> list[FlowRun]:
    """Return runs in these states that were to start by now."""
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=deployments),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
            expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": datetime.now(UTC)}),
        ),
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=deployments)),
        limit=_MOST_RUNS,
    )


def _end(client: SyncPrefectClient, runs: list[FlowRun]) -> None:
    for run in runs:
        LOGGER.warning("the run %s died at work; it is on record as crashed now", run.name)
        client.set_flow_run_state(run.id, Crashed(message="Its process died at work."), force=True)
