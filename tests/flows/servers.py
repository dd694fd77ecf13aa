"""Real Prefect servers and workers on loopback for the tests, and questions to them over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tests.flows.runs import ROOT

START_SECONDS = 180
_TRIES = 30


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment(**more: str | Path) -> dict[str, str]:
    """The environment of a user who has configured nothing of Prefect, and these variables."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GEWU_"))}
    return {**plain, "DO_NOT_TRACK": "1", "NO_COLOR": "1", **{name: str(value) for name, value in more.items()}}


def _heed_interrupts() -> None:
    # A shell lets what it starts in the background ignore them, for good; Prefect's worker ends its runs by them.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Service:
    """A process that stays, in a group of its own, with what it says in a file."""

    def __init__(self, words: list[str | Path], environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *map(str, words)], cwd=ROOT, env=environment, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=_heed_interrupts,
            )  # fmt: skip

    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(60)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it and everything that it started, at once."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


def gewu_server(data_dir: Path, port: int, log: Path, **settings: str | Path) -> Service:
    """Start the Prefect server of a data folder and wait until it answers."""
    words: list[str | Path] = ["flows.cli", "server", "--data-dir", data_dir, "--port", str(port)]
    service = Service(words, environment(**settings), log)
    until(lambda: is_up(port) or service.process.poll() is not None, START_SECONDS, service.said)
    assert is_up(port), service.said()
    return service


def is_up(port: int) -> bool:
    """Whether a server answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def prefect(port: int, home: Path, *words: str | Path, **more: str | Path) -> str:
    """Run Prefect's own command line against a server."""
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *map(str, words)], cwd=ROOT, capture_output=True, text=True,
        env=environment(PREFECT_API_URL=f"http://127.0.0.1:{port}/api", PREFECT_HOME=home, **more), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask_server(port: int, path: str, body: dict[str, Any] | None = None) -> Any:
    """Post to the API of a server."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/{path}",
        data=json.dumps(body or {}).encode(),
        headers={"Content-Type": "application/json"},
    )
    for _ in range(_TRIES):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            # Prefect answers so while its own database is busy; its client tries again, too.
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
        except (OSError, HTTPException):
            # It is starting, ending, or so busy that it does not answer in time.
            pass
        time.sleep(1)
    raise AssertionError(f"the server did not answer {path} {_TRIES} times")


def deployments(port: int) -> dict[str, dict[str, Any]]:
    """Every deployment of a server by FLOW/NAME."""
    flows = {flow["id"]: flow["name"] for flow in ask_server(port, "flows/filter")}
    return {f"{flows[each['flow_id']]}/{each['name']}": each for each in ask_server(port, "deployments/filter")}


def start_run(port: int, deployment: str, **parameters: object) -> str:
    """Ask for a run of a deployment; return its id."""
    known = deployments(port)[deployment]["id"]
    made = ask_server(port, f"deployments/{known}/create_flow_run", {"parameters": parameters})
    return str(made["id"])


def runs(port: int, deployment: str, *states: str) -> list[dict[str, Any]]:
    """The runs of a deployment in these states."""
    known = deployments(port)[deployment]["id"]
    asked = {"deployment_id": {"any_": [known]}, "state": {"type": {"any_": list(states)}}}
    found: list[dict[str, Any]] = ask_server(port, "flow_runs/filter", {"flow_runs": asked})
    return found


def state_of(port: int, run: str) -> str:
    """The state that a run is in."""
    found = ask_server(port, "flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    return str(found[0]["state_type"])


def logs_of(port: int, run: str) -> list[dict[str, Any]]:
    """The log lines of a run."""
    found: list[dict[str, Any]] = ask_server(port, "logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}})
    return found


def until(is_so: Callable[[], bool], seconds: float, said: Callable[[], str] = str) -> None:
    """Wait until something is so; fail with what was said where it does not become so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, said()
        time.sleep(0.3)


def miss_runs(home: Path, deployment_id: str, count: int) -> None:
    """Make the next scheduled runs of a deployment due since yesterday, as after a night without a worker."""
    with closing(sqlite3.connect(home / "prefect.db", timeout=30)) as database, database:
        due = [
            run
            for (run,) in database.execute(
                "SELECT id FROM flow_run WHERE deployment_id = ? AND state_type = 'SCHEDULED' "
                "ORDER BY expected_start_time LIMIT ?",
                [deployment_id, count],
            )
        ]
        assert len(due) == count
        for run in due:
            database.execute(
                "UPDATE flow_run SET expected_start_time = datetime('now', '-1 day'), "
                "next_scheduled_start_time = datetime('now', '-1 day') WHERE id = ?",
                [run],
            )
            database.execute(
                "UPDATE flow_run_state SET state_details = json_set(state_details, '$.scheduled_time', "
                "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')) WHERE flow_run_id = ?",
                [run],
            )


class Receiver:
    """A webhook on loopback that remembers what it was sent."""

    def __init__(self) -> None:
        received: list[dict[str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.received = received
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
