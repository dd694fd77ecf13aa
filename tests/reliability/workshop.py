"""A process that has imported what jobs on a warehouse need, and forks a child for each: children that can be killed.

Run as ``python -m tests.reliability.workshop``: one JSON line asks for a job, one JSON line tells the child's number, a
second one how it ended. A child leads a process group of its own; one that is to be traced stops itself first.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

ROOT = Path(__file__).resolve().parents[2]
RETRACTED_PAGE = "云溪日报/2024-11-08/A01.txt"


def load(inbox: Path, data: Path) -> None:
    """Load and publish what is new; tables of an earlier version are migrated."""
    from tests.warehouse.runs import run

    run(inbox, data)


def roll_back(inbox: Path, data: Path) -> None:
    """Make the first release live again."""
    from warehouse.lock import WriterLock
    from warehouse.paths import DataFolder
    from warehouse.release import recover, rollback

    folder = DataFolder(data)
    with WriterLock(folder):
        recover(folder)
        rollback(folder, 1)


def compact(inbox: Path, data: Path) -> None:
    """Publish the same content, written anew without holes."""
    from warehouse.compaction import compact as write_anew
    from warehouse.paths import DataFolder
    from warehouse.sources import Plan

    folder = DataFolder(data)
    _publish(lambda: Plan(folder, folder.path, 0, has_release=False), folder, write_anew)


def retract(inbox: Path, data: Path) -> None:
    """Take a page out of the warehouse, unless that was done already."""
    from warehouse.paths import DataFolder
    from warehouse.retraction import RetractionError, find_page, retraction_plan

    folder = DataFolder(data)
    # The second time it finds no page, after it has cleared what the first one left.
    with suppress(RetractionError):
        _publish(lambda: retraction_plan(folder, find_page(folder, RETRACTED_PAGE), "by hand"), folder)


JOBS: dict[str, Callable[[Path, Path], None]] = {
    "load": load, "migrate": load, "roll back": roll_back, "compact": compact, "retract": retract,
}  # fmt: skip


def _publish(plan: Callable[[], Any], folder: Any, finish: Callable[[Any], object] | None = None) -> None:
    from tests.warehouse.readings import GAZETTEER, TOPICS
    from tests.warehouse.runs import NO_VIEWS
    from warehouse.build import BatchInfo, build_candidate
    from warehouse.candidate import utc_now
    from warehouse.lock import WriterLock
    from warehouse.release import publish, recover
    from warehouse.rows import places_table, topics_table
    from warehouse.seal import seal

    with WriterLock(folder):
        recover(folder)
        candidate = build_candidate(
            plan(),
            None,
            gazetteer=places_table(GAZETTEER),
            topics=topics_table(TOPICS),
            batch=BatchInfo(utc_now(), "code", "reference"),
            sql_dir=NO_VIEWS,
        )
        seal(candidate)
        if finish is not None:
            finish(candidate)
        publish(folder)


class Workshop:
    """The other side of the process; use as a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start the process."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.workshop"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def begin(self, job: str, inbox: Path, data: Path, *, is_stopped: bool = False) -> int:
        """Begin a job; return the number of its process, which waits for SIGCONT where it is to be stopped."""
        self._send({"job": job, "inbox": str(inbox), "data": str(data), "is_stopped": is_stopped})
        return int(self._answer()["process"])

    def end(self) -> int:
        """Wait for the end of the job that was begun last; return its exit code, or minus the signal that ended it."""
        return int(self._answer()["ended"])

    def do(self, job: str, inbox: Path, data: Path) -> None:
        """Do a job; it must end well."""
        self.begin(job, inbox, data)
        assert self.end() == 0, f"{job} failed; its error stands above"

    def _send(self, request: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> dict[str, int]:
        assert self._process is not None and self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))


@contextmanager
def workshop() -> Iterator[Workshop]:
    """Yield a running workshop."""
    with Workshop() as running:
        yield running


def _work(request: dict[str, Any]) -> None:
    os.setsid()
    if request["is_stopped"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    # An error ends the child with its traceback.
    JOBS[request["job"]](Path(request["inbox"]), Path(request["data"]))


def _serve(requests: IO[str]) -> None:
    for line in iter(requests.readline, ""):
        child = os.fork()
        if child == 0:
            _work(json.loads(line))
            os._exit(0)
        print(json.dumps({"process": child}), flush=True)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)


def _import_all() -> None:
    """Import what every job needs, without starting a thread: a fork takes only the thread that asks for it along."""
    for module in ("pyarrow.parquet", "tests.warehouse.runs", "warehouse.compaction", "warehouse.retraction"):
        import_module(module)


if __name__ == "__main__":
    _import_all()
    _serve(sys.stdin)
