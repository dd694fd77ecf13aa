"""Worker processes that answer calls, each served by a thread; the end of a process is an error, never a wait."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")
# Spawned, not forked: a fork would copy the locks of whatever threads Prefect or DuckDB run in this process.
_SPAWN = get_context("spawn")


class WorkerProcess:
    """The process at the other end of a pipe. It ends when the pipe is closed, so it never outlives who started it."""

    def __init__(self, end: Connection[Any, Any]) -> None:
        self._end = end
        self._has_ended = False

    @property
    def has_ended(self) -> bool:
        """Whether a call was not answered, so that none will be."""
        return self._has_ended

    def call(self, function: Callable[..., _Answer], *arguments: object) -> _Answer:
        """Return what ``function``, importable by name, returns in the process, or raise what it raises there.

        Raises ChildProcessError where the process was ended from outside.
        """
        try:
            self._end.send((function, arguments))
            is_error, answer = self._end.recv()
        except (EOFError, ConnectionError) as error:
            self._has_ended = True
            raise OSError(
                errno.ECHILD,
                "a process that reads pages was ended from outside, as the system does where memory runs out; nothing "
                "was published. Run again, with fewer of them (--workers)",
            ) from error
        if is_error:
            raise answer
        result: _Answer = answer
        return result

    def close(self) -> None:
        """End the process, which is waiting for a call."""
        self._end.close()


class WorkerProcesses:
    """Processes that all begin with what ``prepare``, importable by name, leaves in the first of them.

    The first process is spawned and prepares; the others are forked from it then, so what takes long to make is made
    once and lies in memory once. concurrent.futures has no such pool, and the one that it has can wait for ever up to
    Python 3.11 (observed with 3.11.7) where a worker ends while another is being started: that one is joined without
    being told to end.
    """

    def __init__(self, count: int, prepare: Callable[..., object], *arguments: object) -> None:
        self._prepare = prepare, arguments
        self._first: list[Any] = []
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()
        for worker in self._start(count):
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, "worker")

    def submit(self, function: Callable[..., _Answer], *arguments: object) -> Future[_Answer]:
        """Queue a call of ``function``, importable by name; see WorkerProcess.call for what the future raises.

        It also raises what preparing raised.
        """
        return self._threads.submit(self._call, function, arguments)

    def close(self) -> None:
        """Drop the calls that are queued, wait for those at work, and end all processes."""
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().close()
        for process in self._first:
            process.join()

    def _call(self, function: Callable[..., _Answer], arguments: tuple[object, ...]) -> _Answer:
        worker = self._idle.get()
        try:
            if worker.has_ended:
                (worker,) = self._start(1)
            return worker.call(function, *arguments)
        finally:
            self._idle.put(worker)

    def _start(self, count: int) -> list[WorkerProcess]:
        pipes = [_SPAWN.Pipe() for _ in range(count)]
        far_ends = [far_end for _, far_end in pipes]
        process = _SPAWN.Process(target=_serve, args=(far_ends, *self._prepare), daemon=True)
        # A process takes over which signals are not heard: an interrupt is for who started it to act on.
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
            # The processes' own copies are the last ones then: where one of them ends, reading here ends too.
            for far_end in far_ends:
                far_end.close()
        self._first.append(process)
        return [WorkerProcess(end) for end, _ in pipes]


@contextmanager
def worker_processes(count: int, prepare: Callable[..., object], *arguments: object) -> Iterator[WorkerProcesses]:
    """Yield ``count`` processes that begin with what ``prepare`` made; all have ended when the block is left."""
    workers = WorkerProcesses(count, prepare, *arguments)
    try:
        yield workers
    finally:
        workers.close()


def _serve(ends: Sequence[Connection[Any, Any]], prepare: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """Prepare, fork a process for each end but the first, and answer the calls of the first end."""
    unfit: Exception | None = None
    try:
        prepare(*arguments)
    except Exception as error:  # noqa: BLE001 - whoever calls raises it
        unfit = error
    own, *others = ends
    children = []
    while others:
        end = others.pop()
        try:
            child = os.fork()
        except OSError as error:
            # The first call over this end gets this for an answer, the next ones are given to another process.
            with suppress(ConnectionError):
                end.send((True, error))
        else:
            if not child:
                for other in (own, *others):
                    other.close()
                _answer_calls(end, unfit)
                os._exit(0)
            children.append(child)
        end.close()
    _answer_calls(own, unfit)
    for child in children:
        os.waitpid(child, 0)
    # Taking apart what was prepared would take longer than to leave it to the system, here as in the others.
    os._exit(0)


def _answer_calls(end: Connection[Any, Any], unfit: Exception | None) -> None:
    """Answer calls until the other end is closed, each with the reason why this process is unfit if there is one."""
    while True:
        try:
            function, arguments = end.recv()
            end.send(_answer(function, arguments) if unfit is None else (True, unfit))
        except (EOFError, ConnectionError):
            return


def _answer(function: Callable[..., object], arguments: tuple[object, ...]) -> tuple[bool, object]:
    """Return whether a call raised an error, and what it returned or raised."""
    try:
        return False, function(*arguments)
    except Exception as error:  # noqa: BLE001 - whoever called raises it
        return True, error
