"""The scheduled jobs with a real Prefect server: by a worker of a process pool, and by ``gewu serve``."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from flows.deployments import DEPLOYMENTS_FILE, planned_deployments
from flows.direct import run_steps
from flows.progress import WORTHWHILE_PAGES
from flows.replay import ReprocessRun
from flows.settings import REFERENCE_DIR, RunSettings
from tests.flows.runs import ROOT, SAMPLES, ask, digests, gewu, load, put, sample_pages
from tests.flows.servers import (
    Receiver,
    Service,
    ask_server,
    deployments,
    environment,
    free_port,
    gewu_server,
    is_up,
    logs_of,
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
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
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

    def worker(self, **settings: str) -> Service:
        words: list[str | Path] = ["prefect", "worker", "start", "--pool", "gewu", "--type", "process"]
        more = {"GEWU_INBOX": self.folder / "inbox", "GEWU_DATA_DIR": self.data, "PREFECT_HOME": self.home, **settings}
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
    for stage in ("read", "check-staged-rows", "load", "check-candidate", "publish"):
        line = rf"stage={stage} batch=1 pages={len(PAGES)} rows=[1-9]\d* seconds=\d+\.\d\d"
        assert any(re.fullmatch(line, message) for message in logged), logged


def test_a_long_run_shows_its_progress(pool: Pool, tmp_path: Path) -> None:
    # Short pages, but as many as a run needs to be called long.
    text = (SAMPLES / PAGES[0]).read_text(encoding="utf-8")
    headline, body = text.strip().splitlines()[:2]
    for number in range(WORTHWHILE_PAGES):
        page = tmp_path / "inbox" / f"2024-11-{number % 28 + 1:02d}" / f"A{number:03d}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{headline}\n{body}第{number}期。\n", encoding="utf-8")
    own = environment(PREFECT_API_URL=f"http://127.0.0.1:{pool.port}/api", PREFECT_HOME=pool.home)
    done = gewu("run", "--inbox", tmp_path / "inbox", "--data-dir", tmp_path / "data", environment=own)
    assert done.returncode == 0, done.stdout + done.stderr
    artifacts = {each["key"]: each for each in ask_server(pool.port, "artifacts/filter")}
    assert float(artifacts["pages-read"]["data"]) == 100.0
    assert f"{WORTHWHILE_PAGES:,} pages" in artifacts["pages-read"]["description"]


def test_the_weekly_and_monthly_jobs_are_run_by_the_worker(pool: Pool) -> None:
    def finish(deployment: str) -> str:
        run = start_run(pool.port, deployment)
        until(lambda: state_of(pool.port, run) in ENDED, RUN_SECONDS, worker.said)
        assert state_of(pool.port, run) == "COMPLETED", worker.said()
        return run

    def releases() -> int:
        ((count,),) = ask(pool.data, "SELECT count(*) FROM ops.release")
        return int(count)

    reference = pool.folder / "reference"
    shutil.copytree(REFERENCE_DIR, reference)
    with (reference / "layout_weights.csv").open("a", encoding="utf-8") as weights:
        weights.write("\n")
    inbox, before = pool.folder / "inbox", digests(pool.data)
    worker = pool.worker()
    try:
        finish("report/weekly")
        assert (pool.data / "report" / "index.html").stat().st_size > 100_000
        compacted = finish("compact/monthly")
        assert digests(pool.data) == before
        # Pages that were read with other tables than those of the worker.
        run_steps("reprocess", RunSettings.of(inbox, pool.data, 1, reference_dir=reference), ReprocessRun)
        refreshed = finish("refresh-gazetteer/monthly")
        assert digests(pool.data) == before
        loaded_by = ask(pool.data, "SELECT flow_run_id FROM ops.batch ORDER BY batch_key DESC LIMIT 1")
        assert loaded_by == [(refreshed,)]
        count = releases()
        finish("refresh-gazetteer/monthly")
        assert releases() == count
    finally:
        worker.stop()
    logged = [each["message"] for each in logs_of(pool.port, refreshed)]
    assert any(message.startswith("stale layout: layout_weights.csv") for message in logged), logged
    assert any(each["message"].startswith("stage=measure") for each in logs_of(pool.port, compacted))
    metrics = (pool.data / "metrics.prom").read_text(encoding="utf-8")
    for job in ("ingest", "report", "compact", "refresh-gazetteer"):
        assert f'gewu_last_run_success{{job="{job}"}} 1' in metrics


def test_a_scheduled_run_that_fails_calls_the_webhook(pool: Pool, receiver: Receiver) -> None:
    worker = pool.worker(GEWU_WEBHOOK=receiver.url)
    try:
        run = start_run(pool.port, "ingest/nightly", inbox=str(pool.folder / "nowhere"))
        until(lambda: state_of(pool.port, run) in ENDED, RUN_SECONDS, worker.said)
    finally:
        worker.stop()
    assert state_of(pool.port, run) == "FAILED"
    assert [(report["job"], report["error"]) for report in receiver.received] == [("ingest", "InboxError")]


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
