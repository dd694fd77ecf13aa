"""Worker processes that answer calls, each served by a thread; the end of a process is an error, never a wait."""

from __future__ import annotations

import errno
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")

# Spawned, not forked: a fork would copy the locks of whatever threads Prefect or DuckDB run in this process.
_SPAWN = get_context("spawn")


class WorkerProcess:
    """A process at the other end of a pipe. It ends when the pipe is closed, so it never outlives who started it."""

    def __init__(self) -> None:
        self._connection, far_end = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_answer_calls, args=(far_end,), daemon=True)
        # Its own copy of the far end is the last one then: when the process ends, reading here ends too.
        with far_end:
            self._process.start()

    def call(self, function: Callable[..., _Answer], *arguments: object) -> _Answer:
        """Return what ``function``, importable by name, returns in the process, or raise what it raises there.

        Raises ChildProcessError where the process was ended from outside.
        """
        try:
            self._connection.send((function, arguments))
            is_error, answer = self._connection.recv()
        except (EOFError, ConnectionError) as error:
            self._process.join()
            raise OSError(
                errno.ECHILD,
                "a process that reads pages was ended from outside, as the system does where memory runs out; nothing "
                "was published. Run again, with fewer of them (--workers)",
            ) from error
        if is_error:
            raise answer
        result: _Answer = answer
        return result

    @property
    def has_ended(self) -> bool:
        """Whether no call will be answered any more."""
        return not self._process.is_alive()

    def close(self) -> None:
        """End the process, which is waiting for a call, and wait until it has ended."""
        self._connection.close()
        self._process.join()


class WorkerProcesses:
    """At most ``count`` processes, each started by the first call that finds no other free.

    concurrent.futures has such a pool, but up to Python 3.11 (the observation is of 3.11.7) it can wait for ever where
    a worker ends while another is being started: the new one is then joined and was never told to end.
    """

    def __init__(self, count: int) -> None:
        self._of_thread = threading.local()
        self._started: list[WorkerProcess] = []
        # A process takes over which signals its thread does not hear: an interrupt is for who started it to act on.
        self._threads = ThreadPoolExecutor(
            count, "worker", initializer=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        )

    def submit(self, function: Callable[..., _Answer], *arguments: object) -> Future[_Answer]:
        """Queue a call of ``function``, importable by name; see WorkerProcess.call for what the future raises."""
        return self._threads.submit(self._call, function, arguments)

    def close(self) -> None:
        """Drop the calls that are queued, wait for those at work, and end all processes."""
        self._threads.shutdown(cancel_futures=True)
        for worker in self._started:
            worker.close()

    def _call(self, function: Callable[..., _Answer], arguments: tuple[object, ...]) -> _Answer:
        worker: WorkerProcess | None = getattr(self._of_thread, "worker", None)
        if worker is None or worker.has_ended:
            worker = self._of_thread.worker = WorkerProcess()
            self._started.append(worker)
        return worker.call(function, *arguments)


@contextmanager
def worker_processes(count: int) -> Iterator[WorkerProcesses]:
    """Yield at most ``count`` processes; all have ended when the block is left."""
    workers = WorkerProcesses(count)
    try:
        yield workers
    finally:
        workers.close()


def _answer_calls(connection: Connection[Any, Any]) -> None:
    """Answer calls until the other end is closed."""
    while True:
        try:
            function, arguments = connection.recv()
        except (EOFError, ConnectionError):
            return
        answer: tuple[bool, object]
        try:
            answer = False, function(*arguments)
        except Exception as error:  # noqa: BLE001 - whoever called raises it
            answer = True, error
        try:
            connection.send(answer)
        except ConnectionError:
            return
