"""Serving the deployments of ``prefect.yaml`` from one process: read from the one place they are defined in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.progress import LOGGER
from flows.settings import PROJECT_ROOT
from warehouse.lock import LockHeldError, WriterLock
from warehouse.paths import DataFolder

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

DEPLOYMENTS_FILE = PROJECT_ROOT / "prefect.yaml"


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """A deployment as ``prefect.yaml`` defines it."""

    name: str
    entrypoint: str
    description: str
    tags: tuple[str, ...]
    parameters: dict[str, Any]
    schedules: tuple[dict[str, str], ...]
    concurrency_limit: dict[str, Any]


def planned_deployments(file: Path = DEPLOYMENTS_FILE) -> list[DeploymentPlan]:
    """Return the deployments of a ``prefect.yaml``, in its order. Raises KeyError where one lacks what all have."""
    import yaml  # type: ignore[import-untyped]

    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        DeploymentPlan(
            name=each["name"],
            entrypoint=each["entrypoint"],
            description=each["description"],
            tags=tuple(each["tags"]),
            parameters=each["parameters"],
            schedules=tuple(each["schedules"]),
            concurrency_limit=each["concurrency_limit"],
        )
        for each in content["deployments"]
    ]


def serve_deployments(data_dir: Path, inbox: list[str], *, cron: str | None = None) -> None:
    """Register the deployments for this data folder and execute their runs until this process is told to end.

    ``cron`` takes the place of the schedule of ``ingest``, in the same time zone. Prefect's environment must be
    configured and its server reachable.
    """
    from prefect import serve

    from flows.earlier_runs import end_dead_runs

    # Paths of flows are relative to the project.
    os.chdir(PROJECT_ROOT)
    deployments = [_runner_deployment(plan, data_dir, inbox, cron) for plan in planned_deployments()]
    registered = [_registered(deployment) for deployment in deployments]
    folder = DataFolder(data_dir)
    folder.path.mkdir(parents=True, exist_ok=True)
    try:
        with WriterLock(folder):
            end_dead_runs(registered)
    except LockHeldError as error:
        LOGGER.warning("%s", error)
    # Schedules go on while this process is away; what was missed then is caught up by one run.
    serve(*deployments, pause_on_shutdown=False, print_starting_message=False)


def _registered(deployment: RunnerDeployment) -> UUID:
    """Register a deployment with the server; return its id there."""
    identity = deployment.apply()
    assert isinstance(identity, UUID)
    return identity


def _runner_deployment(plan: DeploymentPlan, data_dir: Path, inbox: list[str], cron: str | None) -> RunnerDeployment:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Cron

    parameters = {**plan.parameters, "data_dir": str(data_dir)}
    is_ingest = "inbox" in parameters
    if is_ingest:
        parameters["inbox"] = inbox if len(inbox) > 1 else inbox[0]
    return RunnerDeployment.from_entrypoint(
        plan.entrypoint,
        name=plan.name,
        description=plan.description,
        tags=list(plan.tags),
        parameters=parameters,
        schedules=[
            Cron(cron if cron and is_ingest else schedule["cron"], timezone=schedule["timezone"])
            for schedule in plan.schedules
        ],
        concurrency_limit=ConcurrencyLimitConfig(**plan.concurrency_limit),
    )
