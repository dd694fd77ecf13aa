"""One writer at a time, and nobody waits for a dead one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.lock import LockHeldError, WriterLock
from warehouse.paths import DataFolder

ROOT = Path(__file__).resolve().parents[2]
HOLD = (
    "import sys, os; from pathlib import Path; from warehouse.lock import WriterLock; "
    "from warehouse.paths import DataFolder\n"
    "with WriterLock(DataFolder(Path(sys.argv[1]))): print(os.getpid(), flush=True); sys.stdin.readline()"
)


def test_the_lease_names_its_owner_and_is_taken_back_when_the_owner_dies(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    arguments = [sys.executable, "-c", HOLD, str(folder.path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as owner:
        assert owner.stdout is not None
        pid = owner.stdout.readline().strip()
        with pytest.raises(LockHeldError, match=f"process {pid} on .*, since 2"), WriterLock(folder):
            pass
        owner.kill()
        owner.wait()
    assert folder.lock.exists()
    with WriterLock(folder):
        assert folder.lock.exists()
    assert not folder.lock.exists()


def test_a_process_takes_the_lease_once(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with WriterLock(folder), pytest.raises(LockHeldError, match="this process"), WriterLock(folder):
        pass
    with WriterLock(folder):
        pass


def test_many_starts_at_once_let_one_work_at_a_time(tmp_path: Path) -> None:
    code = (
        "import sys, os, time; from pathlib import Path; from warehouse.lock import *; "
        "from warehouse.paths import DataFolder; root = Path(sys.argv[1])\n"
        "for _ in range(200):\n"
        "    try:\n"
        "        with WriterLock(DataFolder(root)):\n"
        "            (root / 'inside').mkdir(); time.sleep(0.001); (root / 'inside').rmdir()\n"
        "    except LockHeldError: pass\n"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path)]
    processes = [subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate()[1].decode() for process in processes]
    assert errors == [""] * 4
