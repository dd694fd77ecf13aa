"""The same job as a real Prefect flow run: recorded, with an artifact, and with the same digests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.runs import ROOT, ask, digests, gewu, load, put, sample_pages
from tests.flows.servers import environment

PAGES = sample_pages(2)


@pytest.fixture(scope="module")
def flow_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that a Prefect flow run has filled; Prefect's home is inside it."""
    folder = tmp_path_factory.mktemp("flow")
    put(folder / "inbox", PAGES)
    done = gewu("run", "--inbox", folder / "inbox", "--data-dir", folder / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    load(folder / "inbox", folder / "direct")
    return folder


def prefect(data: Path, *words: str) -> str:
    """Ask Prefect about what lies in the data folder's own Prefect home."""
    environment = {**os.environ, "PREFECT_HOME": str(data / "prefect"), "NO_COLOR": "1", "COLUMNS": "200"}
    environment |= {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120", "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "prefect", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_prefect_and_direct_give_the_same_digests(flow_run: Path) -> None:
    assert digests(flow_run / "data") == digests(flow_run / "direct")


def test_the_batch_names_its_flow_run_and_prefect_lists_it(flow_run: Path) -> None:
    ((flow_run_id,),) = ask(flow_run / "data", "SELECT flow_run_id FROM ops.batch")
    # A list command, because a server whose dependencies do not fit runs flows and fails here.
    listed = prefect(flow_run / "data", "flow-run", "ls")
    assert flow_run_id in listed
    assert "COMPLETED" in listed.upper()


def test_of_two_runs_at_once_one_leaves_with_a_clear_word(tmp_path: Path) -> None:
    # Both would start a server on the same database.
    put(tmp_path / "inbox", PAGES[:1])
    words = ["run", "--inbox", str(tmp_path / "inbox"), "--data-dir", str(tmp_path / "data")]
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=environment(),
        )
        for _ in range(2)
    ]  # fmt: skip
    said = {run.pid: run.communicate(timeout=240)[1] for run in both}
    assert sorted(run.returncode for run in both) == [0, 4], said
    (winner, loser) = sorted(both, key=lambda run: run.returncode)
    assert f"another run is at work on this data folder (process {winner.pid} on " in said[loser.pid]
    for each in said.values():
        assert "Traceback" not in each
        assert "is locked" not in each
    # What goes wrong inside the flow is one line as well.
    done = gewu("run", "--inbox", tmp_path / "nowhere", "--data-dir", tmp_path / "data", environment=environment())
    assert done.returncode == 3
    assert "no such folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_run_leaves_an_artifact_with_its_summary(flow_run: Path) -> None:
    assert "run-summary" in prefect(flow_run / "data", "artifact", "ls")
