"""Nothing that is installed here talks to the outside: no address is looked up and no connection tried, ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.flows.runs import ROOT, ask, put, sample_pages

# Loaded by every Python process before anything else: it writes down and refuses whatever is not this machine.
GUARD = """
import os, socket, sys
_real_connect, _real_connect_ex, _real_lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
_real_sendto = socket.socket.sendto
_HERE = {"127.0.0.1", "::1", "localhost", "", None, "0.0.0.0", socket.gethostname()}

def _refuse(where):
    with open(os.environ["OFFLINE_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{where!r} {sys.argv}\\n")
    raise OSError(101, f"offline: {where!r}")

def _check(where):
    if isinstance(where, tuple) and where[0] not in _HERE and not str(where[0]).startswith("127."):
        _refuse(where)

def connect(self, address):
    _check(address)
    return _real_connect(self, address)

def connect_ex(self, address):
    _check(address)
    return _real_connect_ex(self, address)

def sendto(self, data, *rest):
    _check(rest[-1])
    return _real_sendto(self, data, *rest)

def getaddrinfo(host, *rest, **named):
    name = host.decode() if isinstance(host, bytes) else host
    _check((name,))
    return _real_lookup(host, *rest, **named)

socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto = connect, connect_ex, sendto
socket.getaddrinfo = getaddrinfo
"""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that is kept from the network, without any of the switches against telemetry."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    (tmp_path / "tried.log").touch()
    switches = ("TELEMETRY", "ANALYTICS", "DO_NOT_TRACK", "_PROXY", "_proxy")
    environment = {name: value for name, value in os.environ.items() if not any(each in name for each in switches)}
    path = os.pathsep.join([str(tmp_path / "guard"), str(ROOT)])
    return environment | {"OFFLINE_LOG": str(tmp_path / "tried.log"), "PYTHONPATH": path}


def alone() -> list[str]:
    """Return the command that gives a process a network without any interface, where this system lets us.

    There, code that is not Python's (DuckDB's extensions, say) cannot reach out either.
    """
    command = ["unshare", "--user", "--map-root-user", "--net"]
    is_possible = shutil.which("unshare") and not subprocess.run([*command, "true"], capture_output=True).returncode
    return command if is_possible else []


def python(
    environment: dict[str, str], *words: str | Path, alone: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    command = [*alone, sys.executable, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False, timeout=120)


def tried(tmp_path: Path) -> list[str]:
    return (tmp_path / "tried.log").read_text(encoding="utf-8").splitlines()


def test_the_guard_notices_an_attempt(guarded: dict[str, str], tmp_path: Path) -> None:
    done = python(guarded, "-c", "import urllib.request as u; u.urlopen('http://telemetry.invalid/', timeout=1)")
    assert done.returncode != 0
    assert len(tried(tmp_path)) == 1
    done = python(guarded, "-c", "import socket; socket.create_connection(('198.51.100.7', 80), 1)")
    assert "offline" in done.stderr
    # Both the lookup and the connection are refused; the first is enough.
    assert len(tried(tmp_path)) == 2


def test_a_whole_run_tries_no_connection_and_needs_none(guarded: dict[str, str], tmp_path: Path) -> None:
    put(tmp_path / "inbox", sample_pages(1))
    words = ["-m", "flows.cli", "run", "--direct", "--inbox", tmp_path / "inbox", "--data-dir", tmp_path / "data"]
    done = python(guarded, *words, alone=alone())
    assert done.returncode == 0, done.stdout + done.stderr
    assert tried(tmp_path) == []
    assert ask(tmp_path / "data", "select count(*) from dim_source where is_current and source_key <> 0") == [(1,)]


def test_nothing_that_a_prefect_run_imports_tries_a_connection(guarded: dict[str, str], tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from flows.prefect_environment import configure\n"
        "configure(Path(sys.argv[1]))\n"
        "import flows.ingest, great_expectations, time\n"
        "from expectations.great import Session\n"
        "Session({}).close()\n"
        # What a library does in a thread of its own shows a moment later.
        "time.sleep(1)\n"
    )
    done = python(guarded, "-c", program, tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert tried(tmp_path) == []
