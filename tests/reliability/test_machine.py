"""A machine that refuses: full disk, read-only folder, wrong clock, no memory. A message comes, and nothing is lost."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import duckdb
import pytest

from flows import exit_codes
from flows.direct import run_steps
from flows.ingest_run import IngestRun
from flows.run_command import run_main_job
from flows.settings import RunSettings
from flows.system_errors import raise_lack_of_memory, refusals_as_system_errors
from tests.bad_inputs import GOOD_TEXT
from tests.flows.runs import ROOT, digests, gewu, put, sample_pages
from tests.warehouse.readings import GAZETTEER, TOPICS
from tests.warehouse.runs import NO_VIEWS, hint_of, live_digests, run, stage, write_pages
from tests.warehouse.test_release import add_page, leftovers
from warehouse.build import BatchInfo, build_candidate
from warehouse.candidate import utc_now
from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.release import recover
from warehouse.rows import places_table, topics_table
from warehouse.sources import discover

PAGES = sample_pages(2)
KEPT_BY_RUNS = {"docs", "metrics.prom", "readers", "report"}
DISK_BYTES = 96 * 1024 * 1024


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox of two pages, a warehouse of the first, and ``clean``, a warehouse of both."""
    folder = tmp_path_factory.mktemp("base")
    put(folder / "inbox", PAGES[:1])
    assert direct(folder) == exit_codes.DONE
    shutil.copytree(folder / "data", folder / "clean")
    put(folder / "inbox", PAGES)
    assert run_main_job([folder / "inbox"], folder / "clean", direct=True, workers=1) == exit_codes.DONE
    return folder


@pytest.fixture
def scene(base: Path, tmp_path: Path) -> Path:
    """A copy of the inbox of two pages and of the warehouse of the first."""
    return copy_of(base, tmp_path / "scene")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def copy_of(base: Path, folder: Path) -> Path:
    for part in ("inbox", "data"):
        shutil.copytree(base / part, folder / part)
    return folder


def direct(folder: Path) -> int:
    return run_main_job([folder / "inbox"], folder / "data", direct=True, workers=1)


def strange(data: Path) -> list[str]:
    """What no finished run leaves."""
    return [name for name in leftovers(data) if name not in KEPT_BY_RUNS]


def ends_as_if_nothing_had_happened(base: Path, folder: Path) -> None:
    assert direct(folder) == exit_codes.DONE
    assert digests(folder / "data") == digests(base / "clean")
    assert strange(folder / "data") == []


def fill(disk: Path, *, but: int) -> Path:
    """Fill a disk but for so many bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(disk).free - but)))
    return ballast


@pytest.mark.slow
def test_a_full_disk_is_named_and_nothing_is_lost(base: Path, disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_of(base, disk)
    before = digests(disk / "data")
    ballast = fill(disk, but=1024 * 1024)
    capsys.readouterr()
    assert direct(disk) == exit_codes.UNUSABLE
    said = capsys.readouterr().err
    assert "No space left" in said or "could not write" in said.lower() or "nothing was published" in said, said
    assert digests(disk / "data") == before
    ballast.unlink()
    ends_as_if_nothing_had_happened(base, disk)


@pytest.mark.parametrize("kib", [0, 4, 64, 300, 600, 1200, 2400])
def test_wherever_the_disk_gets_full_the_live_release_stays(disk: Path, kib: int) -> None:
    inbox, data = disk / "inbox", disk / "data"
    add_page(inbox, 1)
    run(inbox, data)
    before = live_digests(data)
    add_page(inbox, 2)
    ballast = fill(disk, but=kib * 1024)
    with pytest.raises(OSError, match=r"."), refusals_as_system_errors():
        run(inbox, data)
        raise OSError("the disk was large enough")
    assert live_digests(data) in (before, clean_digests(inbox, disk.parent))
    ballast.unlink()
    run(inbox, data)
    assert live_digests(data) == clean_digests(inbox, disk.parent)
    assert leftovers(data) == []


def clean_digests(inbox: Path, folder: Path) -> object:
    """Digests of a clean load of an inbox."""
    run(inbox, folder / "clean")
    return live_digests(folder / "clean")


@pytest.mark.slow
def test_a_read_only_folder_is_named_and_can_be_read(
    base: Path, disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_of(base, disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    capsys.readouterr()
    assert direct(disk) == exit_codes.UNUSABLE
    assert "Read-only file system" in capsys.readouterr().err
    for verb in (["status"], ["releases"], ["sql", "select count(*) from dim_article"], ["rejected"]):
        done = gewu(*verb, "--data-dir", disk / "data")
        assert done.returncode == 0, done.stderr
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    ends_as_if_nothing_had_happened(base, disk)


@pytest.mark.slow
def test_a_clock_that_goes_backwards_stops_no_run(base: Path, scene: Path) -> None:
    live = scene / "data" / "warehouse.duckdb"
    live.chmod(0o644)
    with duckdb.connect(str(live)) as connection:
        # What a run leaves whose clock is two days fast.
        for table, column in (
            ("ops.release", "published_at"), ("ops.batch", "started_at"), ("ops.batch", "finished_at"),
            ("dim_source", "valid_from"),
        ):  # fmt: skip
            connection.execute(f"update {table} set {column} = {column} + interval 2 days")
    live.chmod(0o444)
    in_two_days = time.time() + 2 * 86_400
    first = scene / "inbox" / PAGES[0]
    os.utime(first, (in_two_days, in_two_days))
    ends_as_if_nothing_had_happened(base, scene)
    first.write_bytes(first.read_bytes() + "\n\n新的一段话，说的是社区里的事。\n".encode())
    assert direct(scene) == exit_codes.DONE
    with closing(open_live(scene / "data")) as connection:
        newest = "select arg_max(batch_key, release_no) = max(batch_key) from ops.release"
        assert connection.execute(newest).fetchone() == (True,)
        versions = "select version_no, is_current from dim_source where relative_path = ? order by 1"
        assert connection.execute(versions, [PAGES[0]]).fetchall() == [(1, False), (2, True)]
        turned = "select count(*) from dim_source where valid_to < valid_from"
        assert connection.execute(turned).fetchone() == (0,)
    for verb in ("status", "releases"):
        assert gewu(verb, "--data-dir", scene / "data").returncode == 0


class DisturbedRun(IngestRun):
    """A run whose inbox changes between finding its files and reading them."""

    disturb: Callable[[], None]

    def read_part(self, part: int) -> int:
        """Change the inbox, then read."""
        type(self).disturb()
        return super().read_part(part)


@pytest.mark.slow
def test_files_that_are_replaced_or_vanish_during_the_run_wait_for_the_next(base: Path, scene: Path) -> None:
    replaced, vanishing = scene / "inbox" / "replaced.txt", scene / "inbox" / "vanishing.txt"
    replaced.write_text(GOOD_TEXT, encoding="utf-8")
    vanishing.write_text(GOOD_TEXT.replace("32", "33"), encoding="utf-8")

    def disturb() -> None:
        newer = scene / "newer"
        newer.write_text(GOOD_TEXT.replace("32", "34"), encoding="utf-8")
        os.replace(newer, replaced)
        vanishing.unlink()

    DisturbedRun.disturb = staticmethod(disturb)
    settings = RunSettings.of(scene / "inbox", scene / "data", 1)
    summary = run_steps("ingest", settings, DisturbedRun)
    assert digests(scene / "data") == digests(base / "clean")
    said = "\n".join(summary.warnings)
    assert "replaced.txt: changed while the run read it" in said
    assert "vanishing.txt: No such file" in said
    assert direct(scene) == exit_codes.DONE
    with closing(open_live(scene / "data")) as connection:
        found = connection.execute("select relative_path from dim_source where is_current and source_key <> 0")
        assert {path for (path,) in found.fetchall()} == {*PAGES, "replaced.txt"}


def command(folder: Path, *more: str) -> list[str]:
    paths = ["--inbox", str(folder / "inbox"), "--data-dir", str(folder / "data")]
    return [sys.executable, "-m", "flows.cli", "run", "--direct", *paths, *more]


def start(folder: Path, limits: dict[int, int] | None = None, *more: str) -> subprocess.Popen[str]:
    def limit() -> None:
        for kind, value in (limits or {}).items():
            resource.setrlimit(kind, (value, value))

    return subprocess.Popen(
        command(folder, *more), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=limit, start_new_session=True,
    )  # fmt: skip


def starts_at_once(base: Path, folder: Path, count: int) -> None:
    started = [start(folder) for _ in range(count)]
    ended = [(process.communicate(), process.returncode) for process in started]
    codes = [code for _, code in ended]
    assert set(codes) <= {exit_codes.DONE, exit_codes.LOCKED}, ended
    assert exit_codes.DONE in codes
    for (_, said), code in ended:
        if code == exit_codes.LOCKED:
            assert "another run is at work on this data folder (" in said
    assert digests(folder / "data") == digests(base / "clean")
    assert strange(folder / "data") == []


@pytest.mark.slow
def test_of_two_runs_at_once_one_works(base: Path, scene: Path) -> None:
    starts_at_once(base, scene, 2)


@pytest.mark.slow
def test_of_fifty_starts_in_parallel_one_works_at_a_time(base: Path, scene: Path) -> None:
    starts_at_once(base, scene, 50)


@pytest.mark.slow
def test_out_of_file_handles_is_said_and_nothing_is_lost(base: Path, scene: Path) -> None:
    before = digests(scene / "data")
    process = start(scene, {resource.RLIMIT_NOFILE: 10})
    _, said = process.communicate()
    assert process.returncode == exit_codes.UNUSABLE, said
    assert "Too many open files" in said
    assert "Traceback" not in said
    assert digests(scene / "data") == before
    ends_as_if_nothing_had_happened(base, scene)


def test_out_of_memory_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    add_page(inbox, 1)
    run(inbox, data)
    before = live_digests(data)
    add_page(inbox, 2)
    folder = DataFolder(data)
    plan = discover(inbox, folder, hint_of)
    staging = stage(plan)
    with pytest.raises(OSError, match="memory ran out") as raised, refusals_as_system_errors():
        build_candidate(
            plan, staging, gazetteer=places_table(GAZETTEER), topics=topics_table(TOPICS),
            batch=BatchInfo(utc_now(), "code", "reference"), sql_dir=NO_VIEWS, memory_limit="1MB",
        )  # fmt: skip
    assert raised.value.errno == errno.ENOMEM
    assert live_digests(data) == before
    recover(folder)
    run(inbox, data)
    run(inbox, tmp_path / "clean")
    assert live_digests(data) == live_digests(tmp_path / "clean")
    assert leftovers(data) == []


@pytest.mark.parametrize(
    "error",
    [
        duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 4 MiB"),
        duckdb.InvalidInputException("ZSTD Decompression failed: Allocation error : not enough memory"),
        duckdb.InternalException("std::bad_alloc"),
        duckdb.TransactionException("Failed to commit: Failed to allocate block of 65536 bytes (bad allocation)"),
        RuntimeError("can't start new thread"),
        duckdb.InvalidInputException(
            "arrow_scan: get_next failed(): Failed to launch worker thread: Resource temporarily"
        ),
        MemoryError(),
    ],
)
def test_a_lack_of_memory_is_told_however_a_library_says_it(error: Exception) -> None:
    with pytest.raises(OSError, match="memory ran out") as raised, refusals_as_system_errors():
        raise error
    assert raised.value.errno == errno.ENOMEM


def test_a_check_that_met_a_lack_of_memory_found_nothing() -> None:
    raise_lack_of_memory([None, "Binder Error: no such column"])
    with pytest.raises(OSError, match="memory ran out") as raised, refusals_as_system_errors():
        raise_lack_of_memory([None, "Out of Memory Error: failed to allocate data of size 4 MiB"])
    assert raised.value.errno == errno.ENOMEM


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [500, 700, 900, 1000, 1100, 1200, 1500])
def test_whatever_a_limit_of_memory_ends_nothing_is_lost(base: Path, scene: Path, megabytes: int) -> None:
    before = digests(scene / "data")
    process = start(scene, {resource.RLIMIT_AS: megabytes * 1024 * 1024})
    _, said = process.communicate()
    # A library that gets no memory for a thread ends the process itself; that is as if it were killed.
    is_ended_by_library = process.returncode < 0 or process.returncode == 127
    assert is_ended_by_library or process.returncode in (exit_codes.DONE, exit_codes.UNUSABLE), said
    if process.returncode == exit_codes.UNUSABLE:
        assert "Traceback" not in said
        assert "memory" in said
    print(f"{megabytes} MiB of addresses: exit code {process.returncode}")
    assert digests(scene / "data") in (before, digests(base / "clean"))
    ends_as_if_nothing_had_happened(base, scene)


@pytest.mark.slow
def test_a_worker_killed_by_the_system_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    for number in range(300):
        write_pages(tmp_path / "inbox", {f"{number}.txt": GOOD_TEXT.replace("32", str(1000 + number))})
    process = start(tmp_path, None, "--workers", "2")
    try:
        ends = time.monotonic() + 120
        while not (children := workers_of(process.pid)) and process.poll() is None and time.monotonic() < ends:
            time.sleep(0.01)
        os.kill(children[0], signal.SIGKILL)
    finally:
        _, said = process.communicate(timeout=300)
    assert process.returncode == exit_codes.UNUSABLE, said
    assert "a process that reads pages was ended from outside" in said
    assert "Traceback" not in said
    assert not (tmp_path / "data" / "warehouse.duckdb").exists()
    assert direct(tmp_path) == exit_codes.DONE
    assert strange(tmp_path / "data") == []


def workers_of(process: int) -> list[int]:
    """Processes that a run started to read pages, in the order of their start."""
    children: list[int] = []
    for of_thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            children += map(int, of_thread.read_text().split())
    return [child for child in sorted(children) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
