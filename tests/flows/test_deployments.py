"""The scheduled jobs with a real Prefect server: by a worker of a process pool, and by ``gewu serve``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from flows.deployments import DEPLOYMENTS_FILE, planned_deployments
from tests.flows.runs import ROOT, ask, digests, gewu, load, put, sample_pages
from tests.flows.servers import (
    Service,
    ask_server,
    deployments,
    environment,
    free_port,
    gewu_server,
    is_up,
    miss_runs,
    prefect,
    runs,
    start_run,
    state_of,
    until,
)

# One server at a time, whatever the number of test processes.
pytestmark = pytest.mark.xdist_group("prefect-server")

PAGES = sample_pages(2)
RUN_SECONDS = 150


@dataclass
class Pool:
    """A server with the deployments of prefect.yaml in a work pool, and a folder with an inbox."""

    folder: Path
    port: int
    server: Service

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def home(self) -> Path:
        return self.data / "prefect"

    def worker(self) -> Service:
        words: list[str | Path] = ["prefect", "worker", "start", "--pool", "gewu", "--type", "process"]
        more = {"GEWU_INBOX": self.folder / "inbox", "GEWU_DATA_DIR": self.data, "PREFECT_HOME": self.home}
        own = environment(PREFECT_API_URL=f"http://127.0.0.1:{self.port}/api", PREFECT_WORKER_QUERY_SECONDS="1", **more)
        return Service(words, own, self.folder / "worker.log")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    folder = tmp_path_factory.mktemp("pool")
    put(folder / "inbox", PAGES)
    port = free_port()
    made = Pool(folder, port, gewu_server(folder / "data", port, folder / "server.log"))
    try:
        prefect(port, made.home, "work-pool", "create", "gewu", "--type", "process")
        # The pages of this test have just been written, so they have to count as settled at once.
        changed = re.sub("settled_seconds: 60", "settled_seconds: 0", DEPLOYMENTS_FILE.read_text(encoding="utf-8"))
        (folder / "prefect.yaml").write_text(changed, encoding="utf-8")
        prefect(port, made.home, "deploy", "--all", "--prefect-file", folder / "prefect.yaml")
        yield made
    finally:
        made.server.stop()


def test_deployments_have_their_schedule_limit_and_tags(pool: Pool) -> None:
    found = deployments(pool.port)
    assert set(found) == {"ingest/nightly", "report/weekly", "compact/monthly", "refresh-gazetteer/monthly"}
    for each in found.values():
        assert "gewu" in each["tags"]
        assert each["global_concurrency_limit"]["limit"] == 1
        assert each["concurrency_options"]["collision_strategy"] == "ENQUEUE"
        assert each["work_pool_name"] == "gewu"
        assert [schedule["schedule"]["timezone"] for schedule in each["schedules"]] == ["Asia/Shanghai"]
    assert found["ingest/nightly"]["schedules"][0]["schedule"]["cron"] == "0 2 * * *"


def test_a_worker_makes_one_run_of_all_that_were_missed(pool: Pool) -> None:
    nightly = deployments(pool.port)["ingest/nightly"]["id"]
    until(lambda: len(runs(pool.port, "ingest/nightly", "SCHEDULED")) >= 3, 90)
    miss_runs(pool.home, nightly, 2)
    worker = pool.worker()
    try:
        until(
            lambda: len(runs(pool.port, "ingest/nightly", "COMPLETED", "CANCELLED", "FAILED", "CRASHED")) >= 2,
            RUN_SECONDS,
            worker.said,
        )
        ended = sorted(
            run["state_type"] for run in runs(pool.port, "ingest/nightly", "COMPLETED", "CANCELLED", "FAILED")
        )
        assert ended == ["CANCELLED", "COMPLETED"], worker.said()
        # The night to come is still ahead.
        assert runs(pool.port, "ingest/nightly", "SCHEDULED")
        # On demand, while the worker is there.
        demanded = start_run(pool.port, "ingest/nightly")
        until(lambda: state_of(pool.port, demanded) == "COMPLETED", RUN_SECONDS, worker.said)
    finally:
        worker.stop()
    load(pool.folder / "inbox", pool.folder / "direct")
    assert digests(pool.data) == digests(pool.folder / "direct")
    assert ask(pool.data, "SELECT count(*) FROM ops.batch WHERE flow_run_id IS NOT NULL") == [(1,)]


def test_a_run_leaves_artifacts_and_its_own_log_lines(pool: Pool) -> None:
    artifacts = {each["key"]: each for each in ask_server(pool.port, "artifacts/filter")}
    assert {"run-summary", "quality"} <= set(artifacts)
    assert {row["suite"] for row in json.loads(artifacts["quality"]["data"])} >= {"audits"}
    logged = [each["message"] for each in ask_server(pool.port, "logs/filter")]
    assert any(message.startswith("stage=load") for message in logged), logged


def test_status_and_doctor_know_the_next_run(pool: Pool) -> None:
    said = "".join(subprocess_output("status", "--data-dir", pool.data).split())
    assert "nextrun" in said
    # Two nights were missed above, so on a Saturday the weekly report comes first.
    to_come = ("ingest/nightly", "report/weekly")
    assert any(name in said for name in to_come)
    done = gewu("doctor", "--inbox", pool.folder / "inbox", "--data-dir", pool.data, environment=no_prefect())
    listed = "".join(done.stdout.split())
    assert any(name in listed for name in to_come)


def test_nothing_is_written_to_the_user_s_own_prefect_home(pool: Pool, tmp_path: Path) -> None:
    # A user whose home is empty: server, worker and run keep everything in the data folder.
    own = environment(HOME=tmp_path)
    done = gewu("run", "--inbox", pool.folder / "inbox", "--data-dir", pool.data, environment=own)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("prefect*"))
    # It was the running server that recorded it, and no second one was started.
    completed = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}, "sort": "START_TIME_DESC", "limit": 1}
    assert ask_server(pool.port, "flow_runs/filter", completed)[0]["deployment_id"] is None


def test_serve_is_one_process_that_runs_the_jobs_and_ends_cleanly(pool: Pool, tmp_path: Path) -> None:
    pool.server.stop()
    assert not is_up(pool.port)
    put(tmp_path / "inbox", PAGES[:1])
    port = free_port()
    words: list[str | Path] = [
        "flows.cli", "serve", "--inbox", tmp_path / "inbox", "--data-dir", tmp_path / "data", "--port", str(port),
    ]  # fmt: skip
    service = Service(words, environment(PREFECT_RUNNER_POLL_FREQUENCY="1"), tmp_path / "serve.log")
    try:
        until(lambda: is_up(port) and "ingest/nightly" in deployments(port), 180, service.said)
        run = start_run(port, "ingest/nightly", settled_seconds=0)
        until(lambda: state_of(port, run) not in ("SCHEDULED", "PENDING", "RUNNING"), RUN_SECONDS, service.said)
        assert state_of(port, run) == "COMPLETED", service.said()
        assert ask(tmp_path / "data", "SELECT flow_run_id FROM ops.batch") == [(run,)]
        until(lambda: "ingest/nightly" in subprocess_output("status", "--data-dir", tmp_path / "data"), 30)
    finally:
        code = service.stop()
    assert code == 0, service.said()
    assert not is_up(port)
    assert not (tmp_path / "data" / "prefect" / "server.json").exists()


def test_the_two_ways_share_one_definition() -> None:
    content = yaml.safe_load(DEPLOYMENTS_FILE.read_text(encoding="utf-8"))
    assert [each.entrypoint for each in planned_deployments()] == [
        each["entrypoint"] for each in content["deployments"]
    ]
    for each in planned_deployments():
        file, _, flow = each.entrypoint.partition(":")
        assert f"def {flow}(" in (ROOT / file).read_text(encoding="utf-8")


def no_prefect() -> dict[str, str]:
    """What takes a configured Prefect out of the environment of a command."""
    return {"NO_COLOR": "1", "COLUMNS": "200"}


def subprocess_output(*words: str | Path) -> str:
    done = gewu(*words, environment=no_prefect())
    assert done.returncode == 0, done.stderr
    return done.stdout
