"""Compiles the reader with mypyc: ``python -m flows.compile_reader``. Nothing depends on it; what it reads is the same.

It takes a minute or two and a C compiler, and saves a fifth of the processor time of reading (docs/performance.md).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from flows.compiled_reader import COMPILED, PACKAGE, ROOT, STAMP, digest_of_source, modules_of

_ADVICE = (
    "It needs a C compiler and the headers of Python (Debian: apt install gcc libc6-dev); the source is read without."
)

_SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup

modules = mypycify(["--ignore-missing-imports", *sys.argv[1:]], opt_level="3", debug_level="0", multi_file=True)
setup(name="reader", packages=[], ext_modules=modules, script_args=["build_ext", "--inplace"])
"""


class CompileError(Exception):
    """The reader cannot be compiled; the message says why and ends with what the compiler said."""


def compile_reader() -> Path:
    """Compile the reader anew and return its folder.

    Raises CompileError where there is no C compiler or where it fails; what was compiled before stays then.
    """
    digest = digest_of_source()
    COMPILED.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="compiling-", dir=COMPILED.parent) as name:
        work = Path(name) / "work"
        shutil.copytree(ROOT / PACKAGE, work / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
        # A module that holds a docstring only has nothing to compile.
        modules = [str(file.relative_to(work)) for file in modules_of(work) if file.name != "__init__.py"]
        done = subprocess.run(
            [sys.executable, "-c", _SETUP, *modules], cwd=work, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
            raise CompileError(f"the reader was not compiled (exit code {done.returncode}). {_ADVICE}\n{said}")
        shutil.rmtree(work / "build")
        (work / STAMP).write_text(digest, encoding="ascii")
        if COMPILED.exists():
            shutil.rmtree(COMPILED)
        work.rename(COMPILED)
    return COMPILED


def main() -> int:
    """Compile the reader; return the exit code."""
    try:
        print(f"compiled reader: {compile_reader()}")
    except CompileError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
