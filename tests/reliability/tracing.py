"""Ending a process at one of its system calls, with strace; without it, or where tracing is forbidden, tests skip."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

STRACE = shutil.which("strace")
SECONDS = 60

OPERATIONS = {
    "rename": "/^rename(at2?)?$",
    "link": "/^link(at)?$",
    "unlink": "/^(unlink(at)?|rmdir)$",
    "make folder": "/^mkdir(at)?$",
    "change mode": "/^f?chmod(at2?)?$",
    "flush": "/^f(data)?sync$",
    "cut": "/^f?truncate$",
    "copy": "/^(sendfile|copy_file_range)$",
    "write": "/^(write|writev)$",
    "write at": "/^pwrite(64|v|v2)$",
}
"""Kinds of operations that change files, and the system calls of each. Every thread counts its own."""


@cache
def why_not() -> str:
    """Return why processes cannot be traced here; empty where they can."""
    if STRACE is None:
        return "no strace; install it (apt-get install strace)"
    done = subprocess.run([STRACE, "-qq", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"strace may not trace here: {done.stderr.strip()}"


def kill_at(process: int, operation: str, ordinal: int) -> None:
    """Let a stopped process go on, and kill it before the ``ordinal``-th operation of that kind; return at its end."""
    assert STRACE is not None
    calls = OPERATIONS[operation]
    command = [
        STRACE, "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}", "-e", "signal=none",
        "-e", f"inject={calls}:signal=KILL:when={ordinal}", "-p", str(process),
    ]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        ends = time.monotonic() + SECONDS
        while not _is_traced(process):
            if tracer.poll() is not None or time.monotonic() > ends:
                os.kill(process, signal.SIGKILL)
                raise AssertionError(f"strace did not attach: {tracer.communicate()[1]}")
            time.sleep(0.002)
        # A first one may come before strace listens for it.
        while tracer.poll() is None and time.monotonic() < ends:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
            time.sleep(0.02)
        if tracer.poll() is None:
            tracer.kill()
            raise AssertionError(f"process {process} did not end within {SECONDS} s")


def _is_traced(process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text()
    return "\nTracerPid:\t0\n" not in status and "\nState:\tR" not in status
