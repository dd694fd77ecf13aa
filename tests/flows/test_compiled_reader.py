"""The compiled reader is taken only as long as it is as new as its source, and reads what the source reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.compile_reader import compiler_settings
from flows.compiled_reader import ROOT, STAMP, SWITCH, digest_of_source

PREFER = """
import sys
from pathlib import Path
import flows.compiled_reader as compiled_reader

compiled_reader.COMPILED = Path(sys.argv[1])
print(compiled_reader.prefer_compiled_reader(), sys.argv[1] in sys.path)
"""

COMPILE = """
import sys
from pathlib import Path
import flows.compile_reader as compile_reader

compile_reader.COMPILED = Path(sys.argv[1])
sys.exit(compile_reader.main())
"""

CHOOSE = """
import os, sys
from pathlib import Path
import flows.compile_reader as compile_reader

compile_reader.COMPILER = Path(sys.argv[1])
os.environ["PATH"] = sys.argv[2]
os.environ.pop("CC", None)
settings = compile_reader.compiler_settings()
print(settings.get("CC"), settings.get("LDSHARED"), sep="\\n")
"""

READ = """
import hashlib, pickle, sys
from datetime import date
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from flows.reference import load_tables
from newstext.reader import Reader
from newstext.records import PageHint, PageRejectedError
import newstext.page.search

reader = Reader.from_tables(load_tables(Path(sys.argv[2]) / "reference"))
# As a worker is given it.
hint = pickle.loads(pickle.dumps(PageHint("云溪日报", date(2024, 11, 9), "path", "A02")))
digest = hashlib.sha256()
for page in sorted(Path(sys.argv[2]).joinpath("inbox").rglob("*.txt")):
    try:
        digest.update(repr(reader.read(page.read_bytes(), hint)).encode())
    except PageRejectedError as error:
        digest.update(str(error).encode())
print(Path(newstext.page.search.__file__).suffix, digest.hexdigest())
"""


def python(code: str, *arguments: object, compiled: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, SWITCH: compiled}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def stamped(folder: Path, digest: str) -> Path:
    folder.mkdir()
    (folder / STAMP).write_text(digest, encoding="ascii")
    return folder


def test_a_compiled_reader_as_new_as_its_source_is_taken(tmp_path: Path) -> None:
    assert python(PREFER, stamped(tmp_path / "reader", digest_of_source())).stdout.split() == ["True", "True"]


def test_the_source_is_read_once_it_was_changed(tmp_path: Path) -> None:
    assert python(PREFER, stamped(tmp_path / "reader", "0" * 64)).stdout.split() == ["False", "False"]


def test_the_source_is_read_where_nothing_is_compiled_or_where_a_person_says_so(tmp_path: Path) -> None:
    assert python(PREFER, tmp_path / "nothing").stdout.split() == ["False", "False"]
    folder = stamped(tmp_path / "reader", digest_of_source())
    assert python(PREFER, folder, compiled="0").stdout.split() == ["False", "False"]


def test_a_reader_at_work_is_not_exchanged(tmp_path: Path) -> None:
    folder = stamped(tmp_path / "reader", digest_of_source())
    assert python("import newstext\n" + PREFER, folder).stdout.split() == ["False", "False"]


def test_what_is_as_new_as_its_source_is_not_compiled_again(tmp_path: Path) -> None:
    folder = stamped(tmp_path / "reader", digest_of_source())
    done = python("import os\nos.environ['CC'] = 'no-compiler'\n" + COMPILE, folder)
    assert (done.returncode, "as new as its source" in done.stdout) == (0, True), done.stderr


def test_without_a_compiler_the_message_says_what_it_needs_and_nothing_is_left(tmp_path: Path) -> None:
    code = f"import os\nos.environ['CC'] = os.environ['PATH'] = {str(tmp_path / 'no-compiler')!r}\n" + COMPILE
    done = python(code, tmp_path / "reader")
    assert done.returncode == 1
    assert "It needs a C compiler" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_compiler_of_its_own_is_taken_only_where_there_is_no_other(tmp_path: Path) -> None:
    wheel, programs = tmp_path / "compiler", tmp_path / "programs"
    own = wheel / "bin" / "python"
    for program in (own, programs / "clang"):
        program.parent.mkdir(parents=True)
        program.touch(0o755)
    zig = f"{own} -m ziglang cc -mcpu=baseline"
    assert python(CHOOSE, wheel, tmp_path).stdout.splitlines() == [zig, f"{zig} -shared"]
    assert python(CHOOSE, wheel, programs).stdout.splitlines() == ["clang", "clang -shared"]
    assert python(CHOOSE, tmp_path / "nothing", tmp_path).stdout.splitlines() == ["None", "None"]


@pytest.mark.slow
@pytest.mark.skipif(
    not compiler_settings() and shutil.which(os.environ.get("CC", "cc")) is None,
    reason="needs a C compiler; `make compile` installs one",
)
def test_the_compiled_reader_reads_what_its_source_reads(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    assert python(COMPILE, folder).returncode == 0
    source, compiled = (python(READ, path, ROOT / "seeds", compiled="0") for path in (ROOT, folder))
    assert (source.stdout.split()[0], compiled.stdout.split()[0]) == (".py", ".so")
    assert source.stdout.split()[1] == compiled.stdout.split()[1]
