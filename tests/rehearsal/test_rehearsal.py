"""A season in minutes: scheduled runs while pages arrive in bursts, a reader asks all the time, and everything breaks.

``GEWU_REHEARSAL_RUNS`` sets the number of runs (30 without it).
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.deployments import DEPLOYMENTS_FILE
from tests.flows.runs import ROOT, SAMPLES, ask, digests, gewu, load, sample_pages
from tests.flows.servers import (
    Service,
    environment,
    free_port,
    gewu_server,
    is_up,
    logs_of,
    prefect,
    runs,
    start_run,
    state_of,
    until,
)
from warehouse.connect import NoReleaseError, open_live

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect-server")]

RUNS = int(os.environ.get("GEWU_REHEARSAL_RUNS", "30"))
PAGES_PER_BURST = 3
WAIT_SECONDS = 300
"""What a run takes some ten seconds for may take minutes where the machine has other work."""
SMALL_FILES = 2**20
"""Bytes that a file may have while the disk is said to be full: staged rows fit, a release does not."""
DISK_BYTES = 512 * 2**20
"""The disk that gets full; a season of some sixty pages needs a quarter of it."""
BYTES_LEFT = 2**20
DISK_IS_FULL = re.compile("No space left on device|File too large|disk")
IN_MIDST_OF = {
    "worker that reads": "staging-*", "server": "staging-*", "worker that loads": "candidate.duckdb",
}  # fmt: skip
"""What lies in the folder of unfinished work when a run is to be struck."""
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


@dataclass
class Reader:
    """Asks the live release as often as it can, as a dashboard would; each answer must be of one release, whole."""

    data: Path
    questions: int = 0
    releases: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let it finish its last question."""
        self._is_over.set()
        self._thread.join(30)

    def _ask(self) -> None:
        query = """
            SELECT (SELECT max(release_no) FROM ops.release),
                (SELECT count(*) FROM fact_sentence),
                (SELECT row_count FROM ops.table_digest WHERE table_name = 'fact_sentence'
                 ORDER BY batch_key DESC LIMIT 1)
        """
        while not self._is_over.wait(0.05):
            try:
                with closing(open_live(self.data)) as connection:
                    (answer,) = connection.execute(query).fetchall()
            except NoReleaseError:
                if self.questions:
                    self.errors.append("the live release was gone")
                continue
            except Exception as error:  # noqa: BLE001 - whatever a reader sees is what this test is about
                self.errors.append(repr(error))
                continue
            self.questions += 1
            self.releases.add(answer[0])
            if answer[1] != answer[2]:
                self.errors.append(f"half a release: {answer}")


@dataclass
class Stage:
    """Everything that runs: server, worker, deployment, inbox."""

    folder: Path
    has_disk_of_its_own: bool
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        (self.folder / "inbox").mkdir()
        self.data = self.folder / "disk" / "data"
        # Not on the disk that gets full: what Prefect does then is not what is rehearsed.
        self.home = self.folder / "prefect"
        self.arrived = 0
        # What is added below is UTF-8, so the page has to be.
        self.samples = [page for page in sample_pages(100) if is_utf8((SAMPLES / page).read_bytes())]
        self.server = self._start_server()
        prefect(self.port, self.home, "work-pool", "create", "gewu", "--type", "process")
        changed = DEPLOYMENTS_FILE.read_text(encoding="utf-8").replace("settled_seconds: 60", "settled_seconds: 0")
        (self.folder / "prefect.yaml").write_text(changed, encoding="utf-8")
        prefect(self.port, self.home, "deploy", "--all", "--prefect-file", self.folder / "prefect.yaml")
        self.worker = self.start_worker()

    def _start_server(self) -> Service:
        settings = {"PREFECT_HOME": self.home, "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2"}
        return gewu_server(self.data, self.port, self.folder / "server.log", **settings)

    def start_worker(self) -> Service:
        """Start a worker, as its systemd unit does: what died is put on record first."""
        gewu("doctor", "--repair", "--inbox", self.folder / "inbox", "--data-dir", self.data)
        own = environment(
            PREFECT_API_URL=f"http://127.0.0.1:{self.port}/api", PREFECT_WORKER_QUERY_SECONDS="1",
            PREFECT_HOME=self.home, GEWU_INBOX=self.folder / "inbox", GEWU_DATA_DIR=self.data,
        )  # fmt: skip
        return Service(
            ["prefect", "worker", "start", "--pool", "gewu", "--type", "process"], own, self.folder / "worker.log"
        )

    def burst(self) -> None:
        """Let some pages arrive, each a page of its own, each renamed into place."""
        for _ in range(PAGES_PER_BURST):
            page = self.samples[self.arrived % len(self.samples)]
            target = self.folder / "inbox" / str(self.arrived) / page
            target.parent.mkdir(parents=True)
            unfinished = target.with_suffix(".part")
            unfinished.write_bytes((SAMPLES / page).read_bytes() + f"\n\n第{self.arrived}份\n".encode())
            unfinished.rename(target)
            self.arrived += 1

    def run(self, fault: str = "") -> str:
        """Have a run made, with a fault in the middle of it; return how it ended, empty where its worker was killed."""
        run = start_run(self.port, "ingest/nightly")
        if fault:
            at = IN_MIDST_OF[fault]
            until(lambda: any((self.data / "build").glob(at)), WAIT_SECONDS, self.worker.said)
            assert (self.data / "writer.lock").exists()
        if fault.startswith("worker"):
            kill_tree(self.worker.process.pid)
            self.worker = self.start_worker()
            return ""
        if fault == "server":
            kill_tree(self.server.process.pid)
            self.server.process.wait()
            until(lambda: not is_up(self.port), WAIT_SECONDS)
            self.server = self._start_server()
            until(lambda: not self._is_at_work(), WAIT_SECONDS)
            return ""
        until(lambda: state_of(self.port, run) in ENDED, WAIT_SECONDS, self.worker.said)
        return state_of(self.port, run)

    def _is_at_work(self) -> bool:
        return bool(children(self.worker.process.pid)) and "on this data folder" in gewu_status(self.data)

    def run_on_a_full_disk(self) -> str:
        """Have a run made while the disk is full; return what it says of it."""
        if not self.has_disk_of_its_own:
            done = self._run_with_small_files()
            assert done.returncode == 3, done.stdout + done.stderr
            return done.stderr
        balloon = self.data.parent / "balloon"
        with balloon.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(balloon).free - BYTES_LEFT)
        run = start_run(self.port, "ingest/nightly")
        until(lambda: state_of(self.port, run) in ENDED, WAIT_SECONDS, self.worker.said)
        balloon.unlink()
        assert state_of(self.port, run) == "FAILED"
        # A run's last lines reach the server after its state: they are sent some at a time.
        until(lambda: DISK_IS_FULL.search(self._said_by(run)) is not None, WAIT_SECONDS, self.worker.said)
        return self._said_by(run)

    def _said_by(self, run: str) -> str:
        return " ".join(each["message"] for each in logs_of(self.port, run))

    def _run_with_small_files(self) -> subprocess.CompletedProcess[str]:
        """Have a run made that may write no file as large as a release: what any user can do, who can mount no disk."""
        command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--wait", "60"]
        return subprocess.run(
            [*command, "--inbox", str(self.folder / "inbox"), "--data-dir", str(self.data)], cwd=ROOT,
            capture_output=True, text=True, env=environment(), check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILES, SMALL_FILES)),
        )  # fmt: skip

    def close(self) -> None:
        """End everything."""
        kill_tree(self.worker.process.pid)
        self.server.stop()
        kill_tree(self.server.process.pid)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A stage whose data folder lies on a small disk of its own, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    is_mounted = mount_memory(disk)
    try:
        made = Stage(tmp_path, is_mounted)
        try:
            yield made
        finally:
            made.close()
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_every_page_is_loaded_once_whatever_breaks(stage: Stage) -> None:
    reader = Reader(stage.data)
    faults = {RUNS // 5: "worker that reads", 2 * RUNS // 5: "server", 3 * RUNS // 5: "worker that loads"}
    full_at = 4 * RUNS // 5
    ended: list[str] = []
    try:
        for number in range(RUNS):
            # Pages come in bursts, and some nights none comes.
            if number % 3 != 2 or number in faults:
                stage.burst()
            if number == full_at:
                stage.burst()
                before = digests(stage.data)
                assert DISK_IS_FULL.search(stage.run_on_a_full_disk())
                assert digests(stage.data) == before
            ended.append(stage.run(faults.get(number, "")))
        until(lambda: not runs(stage.port, "ingest/nightly", "RUNNING", "PENDING"), WAIT_SECONDS, stage.worker.said)
        assert stage.run() == "COMPLETED", stage.worker.said()
    finally:
        reader.stop()
    assert reader.errors == []
    assert reader.questions > RUNS
    # The runs with a fault have no end of their own here; one that waited behind them may have been collapsed.
    assert {"COMPLETED"} <= set(ended) <= {"COMPLETED", "CANCELLED", ""}, ended
    assert ask(stage.data, "SELECT count(*), count(DISTINCT relative_path) FROM dim_source WHERE is_current "
               "AND source_key <> 0") == [(stage.arrived, stage.arrived)]  # fmt: skip
    # Loaded once means once: no run of the season took one up a second time.
    assert ask(stage.data, "SELECT sum(pages_new), sum(pages_changed) FROM ops.batch") == [(stage.arrived, 0)]
    load(stage.folder / "inbox", stage.folder / "clean")
    assert digests(stage.data) == digests(stage.folder / "clean")
    assert not list((stage.data / "build").iterdir())


def mount_memory(folder: Path) -> bool:
    """Mount a small disk in memory; return whether this user may. Where not, another fault takes its place."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def is_utf8(data: bytes) -> bool:
    """Whether bytes are a page in that encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def children(process: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == process:
            found += [int(entry.name), *children(int(entry.name))]
    return found


def kill_tree(process: int) -> None:
    """End a process and everything that it has started, at once."""
    for each in [*children(process), process]:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue


def gewu_status(data: Path) -> str:
    """What ``gewu status`` says, on one line."""
    return " ".join(gewu("status", "--data-dir", data).stdout.split())
