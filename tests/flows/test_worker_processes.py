"""Worker processes answer calls; one that is ended from outside is an error at once, whenever that happens."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from flows.worker_processes import worker_processes


def test_calls_are_answered_by_other_processes() -> None:
    with worker_processes(2, os.getpid) as workers:
        assert workers.submit(divmod, 17, 5).result(60) == (3, 2)
        assert workers.submit(os.getpid).result(60) != os.getpid()


def test_what_a_call_raises_is_raised_here_and_the_process_goes_on() -> None:
    with worker_processes(1, os.getpid) as workers:
        before = workers.submit(os.getpid).result(60)
        with pytest.raises(ValueError, match="invalid literal"):
            workers.submit(int, "户").result(60)
        assert workers.submit(os.getpid).result(60) == before


@pytest.mark.parametrize("count", [1, 3])
def test_what_preparing_raises_is_raised_by_every_call(count: int) -> None:
    with worker_processes(count, int, "户") as workers:
        for future in [workers.submit(os.getpid) for _ in range(5)]:
            with pytest.raises(ValueError, match="invalid literal"):
                future.result(60)


def test_all_processes_begin_with_what_was_prepared_once(tmp_path: Path) -> None:
    before = os.getcwd()
    with worker_processes(3, os.chdir, tmp_path) as workers:
        for at_work in [workers.submit(time.sleep, 0.2) for _ in range(3)]:
            at_work.result(60)
        asked = [(workers.submit(os.getcwd), workers.submit(os.getpid)) for _ in range(30)]
        assert {folder.result(60) for folder, _ in asked} == {str(tmp_path)}
        assert len({process.result(60) for _, process in asked}) == 3
    assert os.getcwd() == before


def test_a_process_that_ends_at_work_is_an_error_and_the_next_call_is_answered_by_another() -> None:
    with worker_processes(1, os.getpid) as workers:
        before = workers.submit(os.getpid).result(60)
        with pytest.raises(ChildProcessError, match="ended from outside"):
            workers.submit(os.kill, before, signal.SIGKILL).result(60)
        assert workers.submit(os.getpid).result(60) not in (before, os.getpid())


@pytest.mark.parametrize("milliseconds", [0, 1, 2, 4, 8, 16, 32, 64])
def test_whenever_a_process_is_killed_while_others_start_nobody_waits_for_ever(milliseconds: int) -> None:
    with worker_processes(3, os.getpid) as workers:
        futures = [workers.submit(time.sleep, 0.05) for _ in range(6)]
        while not (started := _started()):
            time.sleep(0.001)
        time.sleep(milliseconds / 1000)
        os.kill(started[0], signal.SIGKILL)
        errors = [future.exception(60) for future in futures]
    assert {type(error) for error in errors if error is not None} <= {ChildProcessError}


def test_an_interrupt_is_for_who_started_the_processes() -> None:
    with worker_processes(1, os.getpid) as workers:
        worker = workers.submit(os.getpid).result(60)
        os.kill(worker, signal.SIGINT)
        assert workers.submit(os.getpid).result(60) == worker


def test_all_processes_have_ended_after_the_block_and_what_was_queued_is_dropped() -> None:
    with worker_processes(1, os.getpid) as workers:
        worker = workers.submit(os.getpid).result(60)
        at_work = workers.submit(time.sleep, 0.2)
        queued = [workers.submit(time.sleep, 60) for _ in range(3)]
        while not at_work.running():
            time.sleep(0.01)
    assert at_work.done()
    assert not at_work.cancelled()
    assert all(future.cancelled() for future in queued)
    assert not Path(f"/proc/{worker}").exists()


def _started() -> list[int]:
    """Processes that were started here to answer calls."""
    of_threads = Path("/proc/self/task").glob("*/children")
    children = sorted(int(child) for children in of_threads for child in children.read_text().split())
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
