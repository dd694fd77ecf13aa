"""A Prefect server of the data folder's own, on loopback, as a child process that ends with this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.lease import writer_lease
from flows.prefect_environment import (
    configure,
    is_healthy,
    known_server,
    owns_prefect_home,
    prefect_home,
    server_record,
)
from warehouse.lock import LockHeldError

DEFAULT_PORT = 4200
_START_SECONDS = 180
"""The first start makes a database of some sixty tables."""
_STOP_SECONDS = 20


class ServerError(Exception):
    """Raised where a Prefect server cannot be reached or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A Prefect server: the address of its API, and its process where this one started it."""

    url: str
    process: subprocess.Popen[bytes] | None = None

    def is_running(self) -> bool:
        """Whether it is still there; a process that is busy for a while is."""
        return is_healthy(self.url) if self.process is None else self.process.poll() is None


@contextmanager
def prefect_server(data_dir: Path, port: int = DEFAULT_PORT) -> Iterator[RunningServer]:
    """Yield the server to use; where none runs, start one and stop it in the end.

    Raises ServerError where the configured server does not answer or a new one does not come up.
    """
    configure(data_dir)
    url = known_server(data_dir)
    if url is not None:
        if not is_healthy(url):
            raise ServerError(
                f"{url}: no Prefect server answers; start it, or unset PREFECT_API_URL to have one started"
            )
        yield RunningServer(url)
        return
    url = f"http://127.0.0.1:{port}/api"
    if is_healthy(url):
        raise ServerError(
            f"{url}: a Prefect server of somebody else answers here; set PREFECT_API_URL to use it, or choose another "
            "port (--port)"
        )
    with ExitStack() as held:
        if owns_prefect_home(data_dir):
            try:
                held.enter_context(writer_lease(prefect_home(data_dir), _START_SECONDS))
            except LockHeldError as error:
                raise ServerError(str(error)) from error
        with _started(data_dir, url, port) as server:
            yield server


@contextmanager
def _started(data_dir: Path, url: str, port: int) -> Iterator[RunningServer]:
    """Yield a server that is started here and stopped in the end."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    # A group of its own: an interrupt from the keyboard must not end the server before those who still need it.
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    record = server_record(data_dir)
    try:
        _await(server, url)
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps({"api_url": url, "pid": server.pid}) + "\n", encoding="utf-8")
        os.environ["PREFECT_API_URL"] = url
        yield RunningServer(url, server)
    finally:
        record.unlink(missing_ok=True)
        _stop(server)


def _await(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not is_healthy(url):
        if server.poll() is not None:
            raise ServerError(
                f"{url}: the Prefect server ended with exit code {server.returncode}; see its words above"
            )
        if time.monotonic() > deadline:
            raise ServerError(f"{url}: the Prefect server did not come up in {_START_SECONDS} seconds")
        time.sleep(0.2)


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
