"""Killed at any moment and before any file operation: the live file is a release, and the next run mends the rest."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.flows.runs import put, sample_pages
from tests.reliability.tracing import OPERATIONS, kill_at, why_not
from tests.reliability.workshop import JOBS, RETRACTED_PAGE, ROOT, Workshop, workshop
from tests.warehouse.runs import live_digests, run, write_pages
from tests.warehouse.test_migrations import FIRST_VERSION, warehouse_of
from tests.warehouse.test_release import leftovers
from warehouse.connect import open_file
from warehouse.digests import TableDigest, all_digests
from warehouse.paths import DataFolder
from warehouse.release import releases

KILLS = int(os.environ.get("GEWU_KILLS", "200"))
"""Random moments of a run, and of every kind of file operation how many are tried one by one."""
FEW = 1
SEED = 20_261_121
SIZE_OF_STEP = 2
"""Beyond ``KILLS``, the next operation tried lies so many times as far from the first."""

Digests = list[TableDigest]


@dataclass
class Scene:
    """A data folder before a job, and what its live release may hold after it: the content before, or that after."""

    job: str
    folder: Path
    allowed: list[Digests] = field(default_factory=list)

    def copy_to(self, folder: Path) -> tuple[Path, Path]:
        """Return an inbox and a data folder to do the job in."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, copy_function=_copy_keeping_links())
        return folder / "inbox", folder / "data"


def _copy_keeping_links() -> object:
    """Return what copies a file for ``copytree``; names of one file stay names of one file."""
    copied: dict[tuple[int, int], str] = {}

    def copy(source: str, target: str) -> str:
        state = os.stat(source)
        first = copied.setdefault((state.st_dev, state.st_ino), target)
        if first == target:
            return str(shutil.copy2(source, target))
        os.link(first, target)
        return target

    return copy


@pytest.fixture(scope="module")
def shop() -> Iterator[Workshop]:
    with workshop() as running:
        yield running


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory, shop: Workshop) -> dict[str, Scene]:
    """For every job a warehouse to do it in: of two releases, of an earlier version of the tables for ``migrate``."""
    base = Scene("load", tmp_path_factory.mktemp("base"))
    inbox, data = base.folder / "inbox", base.folder / "data"
    write_pages(inbox, {RETRACTED_PAGE: "议事|邻里和睦。", "bad.txt": "!"})
    run(inbox, data)
    write_pages(inbox, {"云溪日报/2024-11-09/A02.txt": "再议|第二天也和睦。"})
    run(inbox, data)
    made = {}
    for job in JOBS:
        scene = made[job] = Scene(job, tmp_path_factory.mktemp(job.replace(" ", "_")))
        inbox, data = base.copy_to(scene.folder)
        if job == "migrate":
            shutil.rmtree(data)
            warehouse_of(FIRST_VERSION, inbox, data)
            (data / "known_files.json").unlink()
            # Its file was changed in place, which no program does: it is no release that could be kept.
            shutil.rmtree(data / "releases")
        if job == "load":
            write_pages(inbox, {"云溪日报/2024-11-10/A03.txt": "三议|第三天还和睦。", "worse.txt": "!!"})
        clean_inbox, clean = scene.copy_to(tmp_path_factory.mktemp("clean"))
        shop.do(job, clean_inbox, clean)
        scene.allowed = [_digests(data), live_digests(clean)]
    return made


def _digests(data: Path) -> Digests:
    """Digests of a live file; of one whose tables are of an earlier version those that it was sealed with."""
    with open_file(data / "warehouse.duckdb") as connection:
        version = connection.execute("select max(schema_version) from ops.release").fetchone()
        assert version is not None
        if version[0] > FIRST_VERSION:
            return all_digests(connection)
        rows = connection.execute("select table_name, row_count, digest from ops.table_digest order by 1").fetchall()
        return [TableDigest(*row) for row in rows]


def hold_what_was_promised(scene: Scene, inbox: Path, data: Path, shop: Workshop) -> None:
    """After a kill: the live file is a release; after doing the job again: as if it had never been killed."""
    assert _digests(data) in scene.allowed, "the live file is none of the releases"
    shop.do(scene.job, inbox, data)
    assert live_digests(data) == scene.allowed[-1]
    assert leftovers(data) == []
    assert [release.is_live for release in releases(DataFolder(data))].count(True) == 1


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "strace traces")
@pytest.mark.parametrize("job", JOBS)
def test_a_job_killed_before_one_of_its_file_operations(
    scenes: dict[str, Scene], shop: Workshop, tmp_path: Path, job: str
) -> None:
    chance = random.Random(f"{SEED} {job}")
    for operation in chance.sample(["rename", "unlink", "flush"], FEW):
        inbox, data = scenes[job].copy_to(tmp_path / "scene")
        kill_at(shop.begin(job, inbox, data, is_stopped=True), operation, 1)
        assert shop.end() == -signal.SIGKILL
        hold_what_was_promised(scenes[job], inbox, data, shop)


@pytest.mark.slow
@pytest.mark.skipif(bool(why_not()), reason=why_not() or "strace traces")
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("job", JOBS)
def test_a_job_killed_before_each_of_its_file_operations(
    scenes: dict[str, Scene], shop: Workshop, tmp_path: Path, job: str, operation: str,
    record_property: pytest.RecordProperty,
) -> None:  # fmt: skip
    ordinal, kills = 1, 0
    while True:
        inbox, data = scenes[job].copy_to(tmp_path / "scene")
        kill_at(shop.begin(job, inbox, data, is_stopped=True), operation, ordinal)
        ended = shop.end()
        hold_what_was_promised(scenes[job], inbox, data, shop)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        kills += 1
        ordinal = ordinal + 1 if ordinal < KILLS else max(ordinal + 1, int(ordinal * SIZE_OF_STEP))
    record_property("kills", kills)
    print(f"{job}: killed before {kills} operations of the kind {operation}, up to the {ordinal}.")


COMMAND = [sys.executable, "-m", "flows.cli", "run", "--direct", "--inbox", "inbox", "--data-dir", "data"]
KEPT_BY_RUNS = ("docs", "metrics.prom", "readers", "report")
"""What runs of the command line leave beside what the warehouse itself leaves."""
SECONDS = 300


@dataclass(frozen=True)
class RealScene:
    """A folder with an inbox of a page more than its release; the digests before and after a run, and its seconds."""

    folder: Path
    before: Digests
    after: Digests
    seconds: float

    def kill_a_run(self, folder: Path, moment: Callable[[Path, float], bool]) -> bool:
        """Kill a run of the command line, with its group, at a moment (of its data folder and the seconds that it has
        worked), and hold it to what was promised; return whether it was still at work."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, copy_function=_copy_keeping_links())
        with _command_in(folder) as process:
            started = _wait_for_lease(folder / "data", process)
            while process.poll() is None and not moment(folder / "data", time.monotonic() - started):
                time.sleep(0.002)
            is_at_work = process.poll() is None
            if is_at_work:
                os.killpg(process.pid, signal.SIGKILL)
        assert _digests(folder / "data") in (self.before, self.after), "the live file is none of the releases"
        with _command_in(folder) as again:
            assert again.wait(SECONDS) == 0
        assert _digests(folder / "data") == self.after
        assert [name for name in leftovers(folder / "data") if name not in KEPT_BY_RUNS] == []
        return is_at_work


def _command_in(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        COMMAND, cwd=folder, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _wait_for_lease(data: Path, process: subprocess.Popen[bytes]) -> float:
    """Wait until a run holds the lease; return that moment."""
    ends = time.monotonic() + SECONDS
    while not (data / "writer.lock").exists() and process.poll() is None:
        assert time.monotonic() < ends
        time.sleep(0.002)
    return time.monotonic()


@pytest.fixture(scope="module")
def real_scene(tmp_path_factory: pytest.TempPathFactory) -> RealScene:
    """One sample page loaded and a second one to load."""
    folder, clean = tmp_path_factory.mktemp("real"), tmp_path_factory.mktemp("clean") / "scene"
    put(folder / "inbox", sample_pages(1))
    with _command_in(folder) as process:
        assert process.wait(SECONDS) == 0
    put(folder / "inbox", sample_pages(2))
    shutil.copytree(folder, clean, copy_function=_copy_keeping_links())
    with _command_in(clean) as process:
        started = _wait_for_lease(clean / "data", process)
        assert process.wait(SECONDS) == 0
        seconds = time.monotonic() - started
    return RealScene(folder, _digests(folder / "data"), _digests(clean / "data"), seconds)


@pytest.mark.slow
def test_a_run_of_the_command_line_killed_while_it_builds_a_release(real_scene: RealScene, tmp_path: Path) -> None:
    assert real_scene.before != real_scene.after
    assert real_scene.kill_a_run(tmp_path / "scene", lambda data, _: (data / "build" / "candidate.duckdb").exists())


@pytest.mark.slow
def test_runs_of_the_command_line_killed_at_random_moments(real_scene: RealScene, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    hits = 0
    for _ in range(KILLS):
        at = chance.uniform(0, real_scene.seconds)
        hits += real_scene.kill_a_run(tmp_path / "scene", lambda _, seconds, at=at: seconds >= at)  # type: ignore[misc]
    print(f"{KILLS} random moments, {hits} while the run was at work")
    assert hits > 0
