"""Compiles the reader with mypyc: ``python -m flows.compile_reader``. Nothing depends on it; what it reads is the same.

It takes a minute or two and a C compiler, and saves a quarter of the processor time of reading (docs/performance.md).
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from flows.compiled_reader import COMPILED, PACKAGE, ROOT, STAMP, digest_of_source, modules_of

COMPILER = ROOT / "build" / "compiler"
"""An environment with the C compiler of the package ``ziglang``; ``make compile`` makes it where there is no other."""

_ADVICE = (
    "It needs a C compiler (cc, gcc or clang; `make compile` installs one where there is none) and the headers of "
    "Python (Debian: apt install python3.11-dev); until then the source is read."
)

# Files are compiled side by side: a library of all modules is one extension, which setuptools compiles file by file.
# O1, since hardly any time is spent in what is compiled, but in what it calls: O3 takes 1.4 times as long to compile.
_SETUP = """
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from mypyc.build import mypycify
from setuptools import setup
from setuptools.command.build_ext import build_ext


class BuildSideBySide(build_ext):
    def build_extensions(self):
        compile_all = self.compiler.compile

        def compile_side_by_side(sources, *arguments, **options):
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                done = pool.map(lambda source: compile_all([source], *arguments, **options), sources)
                return [path for paths in done for path in paths]

        self.compiler.compile = compile_side_by_side
        super().build_extensions()


modules = mypycify(["--ignore-missing-imports", *sys.argv[1:]], opt_level="1", debug_level="0", multi_file=True)
setup(
    name="reader",
    packages=[],
    ext_modules=modules,
    script_args=["build_ext", "--inplace", f"--parallel={os.cpu_count()}"],
    cmdclass={"build_ext": BuildSideBySide},
)
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
            [sys.executable, "-c", _SETUP, *modules],
            cwd=work,
            env={**os.environ, **compiler_settings()},
            capture_output=True,
            text=True,
            check=False,
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


def compiler_settings() -> dict[str, str]:
    """Return the environment variables that choose a C compiler: none for the one that Python was built with, nor where
    a person has set ``CC``."""
    own = shlex.split(sysconfig.get_config_var("CC") or "cc")[0]
    if "CC" in os.environ or shutil.which(own):
        return {}
    for name in ("cc", "gcc", "clang"):
        if shutil.which(name):
            return {"CC": name, "LDSHARED": f"{name} -shared"}
    python = COMPILER / "bin" / "python"
    if not python.is_file():
        return {}
    # What it makes runs on any processor of this kind, as what gcc makes; unasked, zig makes it for this very one.
    zig = shlex.join([str(python), "-m", "ziglang", "cc", "-mcpu=baseline"])
    return {"CC": zig, "LDSHARED": f"{zig} -shared", "ZIG_GLOBAL_CACHE_DIR": str(COMPILER / "cache")}


def main() -> int:
    """Compile the reader, unless that has been done since it was last changed; return the exit code."""
    stamp = COMPILED / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest_of_source():
        print(f"compiled reader: {COMPILED}, as new as its source")
        return 0
    try:
        print(f"compiled reader: {compile_reader()}")
    except CompileError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
