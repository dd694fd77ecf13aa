"""Publishing: readers see one release or the next, whatever happens in between; a foreign log is never replayed."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.warehouse.runs import SQL_DIR, hint_of, live_digests, query, run, write_pages
from warehouse.connect import NoReleaseError, StaleLogError, open_file, open_live
from warehouse.digests import TableDigest, all_digests
from warehouse.paths import DataFolder
from warehouse.release import KEPT_RELEASES, RollbackError, describe, publish, recover, releases, rollback
from warehouse.sources import discover

ROOT = Path(__file__).resolve().parents[2]
PUBLISH_STEPS = ["chmod", "flush", "link", "set aside log", "rename", "flush folder", "manifest", "forget", "clear"]


class InterruptionError(Exception):
    """Stands for the end of the process."""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write_pages(tmp_path / "inbox", {"云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。", "bad.txt": "!"})
    return tmp_path / "inbox"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def add_page(inbox: Path, number: int) -> None:
    write_pages(inbox, {f"云溪日报/2024-11-10/B{number:02}.txt": f"题{number}|第{number}句。"})


def leftovers(data: Path) -> list[str]:
    """Everything in a data folder that no finished run leaves."""
    known = {"warehouse.duckdb", "known_files.json", "releases", "archive", "rejected", "build"}
    strange = [entry.name for entry in data.iterdir() if entry.name not in known]
    strange += [str(entry) for entry in (data / "build").iterdir()]
    manifests = {file.stem for file in (data / "releases").glob("*.json")}
    strange += [file.name for file in (data / "releases").iterdir() if file.stem not in manifests]
    return strange + [str(file) for file in data.rglob("*") if file.suffix in (".part", ".wal", ".tmp")]


def test_a_published_file_is_read_only_and_manifested(inbox: Path, data: Path) -> None:
    run(inbox, data)
    live = data / "warehouse.duckdb"
    assert stat.S_IMODE(live.stat().st_mode) == 0o444
    (release,) = releases(DataFolder(data))
    assert release.is_live
    assert release.release_no == 1
    assert release.storage_version == "v1.2.0"
    assert release.digests == {name: (rows, digest) for name, rows, digest in live_digests(data)}
    assert query(data, "select count(*) from ops.table_digest") == [(len(release.digests),)]
    assert leftovers(data) == []


def test_the_last_releases_are_kept_and_their_numbers_go_on(inbox: Path, data: Path) -> None:
    for number in range(KEPT_RELEASES + 2):
        add_page(inbox, number)
        run(inbox, data)
    kept = [release.release_no for release in releases(DataFolder(data))]
    assert kept == list(range(KEPT_RELEASES + 2, 2, -1))
    assert query(data, "select release_no from ops.release order by 1") == [(n + 1,) for n in range(KEPT_RELEASES + 2)]
    assert leftovers(data) == []


def test_rolling_back_makes_the_release_before_live_and_the_next_run_goes_on_from_it(inbox: Path, data: Path) -> None:
    folder = DataFolder(data)
    run(inbox, data)
    first = live_digests(data)
    add_page(inbox, 1)
    run(inbox, data)
    second = live_digests(data)
    assert rollback(folder).release_no == 1
    assert live_digests(data) == first
    assert [release.is_live for release in releases(folder)] == [False, True]
    recover(folder)
    assert [release.release_no for release in releases(folder)] == [2, 1]
    with pytest.raises(RollbackError, match="no release before the live one; kept are: 2, 1"):
        rollback(folder)
    release = run(inbox, data)
    assert release is not None and release.release_no == 3
    assert live_digests(data) == second
    assert rollback(folder, 2).release_no == 2
    assert leftovers(data) == []


def test_a_reader_keeps_its_release_while_the_next_is_published(inbox: Path, data: Path) -> None:
    run(inbox, data)
    code = (
        "import sys, duckdb; c = duckdb.connect(sys.argv[1], read_only=True); "
        "ask = lambda: print(c.execute('select count(*) from dim_article').fetchone()[0], flush=True); "
        "ask(); sys.stdin.readline(); ask()"
    )
    arguments = [sys.executable, "-c", code, str(data / "warehouse.duckdb")]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None and reader.stdin is not None
        assert reader.stdout.readline() == "2\n"
        add_page(inbox, 1)
        run(inbox, data)
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "2\n"
    assert query(data, "select count(*) from dim_article") == [(3,)]


def foreign_log(folder: Path) -> bytes:
    """Return a write-ahead log that a killed writer of another warehouse left."""
    path = folder / "other.duckdb"
    code = (
        "import sys, os, duckdb; c = duckdb.connect(sys.argv[1]); c.execute('create table t (a integer)'); "
        "c.execute('checkpoint'); c.execute('insert into t values (99)'); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    return path.with_name("other.duckdb.wal").read_bytes()


def test_a_stale_log_is_never_replayed_into_a_release(inbox: Path, data: Path, tmp_path: Path) -> None:
    run(inbox, data)
    digests = live_digests(data)
    log = foreign_log(tmp_path)
    assert log
    (data / "warehouse.duckdb.wal").write_bytes(log)
    (data / "build" / "candidate.duckdb.wal").write_bytes(log)
    with pytest.raises(StaleLogError, match="something wrote to the published file"):
        open_live(data)
    add_page(inbox, 1)
    run(inbox, data)
    assert leftovers(data) == []
    assert [file.read_bytes() for file in (data / "rejected").glob("warehouse.duckdb.wal-*")] == [log]
    (inbox / "云溪日报/2024-11-10/B01.txt").unlink()
    run(inbox, data)
    assert live_digests(data) == digests


def test_a_log_beside_the_candidate_stops_the_publish(inbox: Path, data: Path, tmp_path: Path) -> None:
    run(inbox, data)
    before = (data / "warehouse.duckdb").read_bytes()
    folder = DataFolder(data)
    (data / "build" / "candidate.duckdb").write_bytes(before)
    (data / "build" / "candidate.duckdb.wal").write_bytes(foreign_log(tmp_path))
    with pytest.raises(StaleLogError, match="nothing was published"):
        publish(folder)
    assert (data / "warehouse.duckdb").read_bytes() == before


def test_a_log_that_appears_during_the_publish_is_set_aside_before_the_rename(inbox: Path, data: Path) -> None:
    run(inbox, data)
    add_page(inbox, 1)

    def leave_log(operation: str, path: Path) -> None:
        if operation == "set aside log":
            path.write_bytes(b"foreign")

    run(inbox, data, before=leave_log)
    assert leftovers(data) == []


class Base(NamedTuple):
    """An inbox with a page more than its release, and the digests of the release before and after the next run."""

    folder: Path
    before: list[TableDigest]
    after: list[TableDigest]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("base")
    write_pages(folder / "inbox", {"云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。", "bad.txt": "!"})
    run(folder / "inbox", folder / "data")
    add_page(folder / "inbox", 1)
    run(folder / "inbox", folder / "fresh")
    return Base(folder, live_digests(folder / "data"), live_digests(folder / "fresh"))


@pytest.mark.parametrize(
    ("step", "is_first"),
    [*((step, False) for step in PUBLISH_STEPS), ("link", True), ("rename", True), ("manifest", True)],
)
def test_a_publish_interrupted_anywhere_is_finished_by_the_next_run(
    base: Base, tmp_path: Path, step: str, is_first: bool
) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    shutil.copytree(base.folder / "inbox", inbox)
    if not is_first:
        shutil.copytree(base.folder / "data", data)

    def interrupt(operation: str, path: Path) -> None:
        if operation == step:
            raise InterruptionError(operation)

    with pytest.raises(InterruptionError):
        run(inbox, data, before=interrupt)
    if PUBLISH_STEPS.index(step) > PUBLISH_STEPS.index("rename"):
        assert live_digests(data) == base.after
    elif is_first:
        assert not (data / "warehouse.duckdb").exists()
    else:
        assert live_digests(data) == base.before
    run(inbox, data)
    assert live_digests(data) == base.after
    assert leftovers(data) == []
    assert run(inbox, data) is None


@pytest.mark.parametrize("step", ["link", "set aside log", "rename", "flush folder"])
def test_a_rollback_interrupted_anywhere_leaves_one_of_both_releases(inbox: Path, data: Path, step: str) -> None:
    folder = DataFolder(data)
    run(inbox, data)
    add_page(inbox, 1)
    run(inbox, data)

    def interrupt(operation: str, path: Path) -> None:
        if operation == step:
            raise InterruptionError(operation)

    with pytest.raises(InterruptionError):
        rollback(folder, before=interrupt)
    recover(folder)
    assert [release.is_live for release in releases(folder)].count(True) == 1
    assert leftovers(data) == []


@pytest.mark.parametrize("moment", [0.05, 0.2, 0.4])
def test_a_killed_run_loses_and_doubles_nothing(inbox: Path, data: Path, tmp_path: Path, moment: float) -> None:
    for number in range(20):
        add_page(inbox, number)
    code = (
        "import sys; from pathlib import Path; from tests.warehouse.runs import run; "
        "print('started', flush=True); run(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    arguments = [sys.executable, "-c", code, str(inbox), str(data)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(moment)
            raise subprocess.TimeoutExpired("ended before", moment)
        process.send_signal(signal.SIGKILL)
    run(inbox, data)
    run(inbox, tmp_path / "fresh")
    assert live_digests(data) == live_digests(tmp_path / "fresh")
    assert leftovers(data) == []


def test_an_unsealed_file_is_no_release(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute(
            "create schema ops; create table ops.release (release_no bigint, batch_key bigint, published_at timestamp, "
            "storage_version text, schema_version integer)"
        )
    with pytest.raises(NoReleaseError, match="never sealed"):
        describe(tmp_path / "x.duckdb")
    with pytest.raises(NoReleaseError, match="no release here yet"):
        open_live(tmp_path)


def test_compacting_keeps_rows_comments_keys_and_views(inbox: Path, data: Path) -> None:
    from tests.warehouse.runs import build
    from warehouse.compaction import compact

    folder = DataFolder(data)
    candidate = build(discover(inbox, folder, hint_of), sql_dir=SQL_DIR)

    def contents() -> list[object]:
        with open_file(candidate.path) as connection:
            return [
                all_digests(connection),
                connection.execute(
                    "select view_name, comment from duckdb_views() where not internal order by 1"
                ).fetchall(),
                connection.execute(
                    "select table_name, column_name, comment from duckdb_columns() order by all"
                ).fetchall(),
                connection.execute(
                    "select table_name, constraint_column_names from duckdb_constraints() "
                    "where constraint_type = 'PRIMARY KEY' order by 1"
                ).fetchall(),
            ]

    before = contents()
    compact(candidate)
    assert contents() == before
    assert before[1]


def old_duckdb() -> str | None:
    """Return the Python of an environment with the oldest DuckDB that must open a release."""
    candidates = [os.environ.get("GEWU_OLD_DUCKDB_PYTHON", ""), str(ROOT / ".old-duckdb/bin/python")]
    return next((path for path in candidates if path and Path(path).exists()), None)


@pytest.mark.skipif(
    old_duckdb() is None, reason="no environment with DuckDB 1.2.2: .old-duckdb/ or GEWU_OLD_DUCKDB_PYTHON"
)
def test_the_oldest_duckdb_opens_a_release(inbox: Path, data: Path) -> None:
    run(inbox, data, sql_dir=SQL_DIR)
    add_page(inbox, 1)
    run(inbox, data, sql_dir=SQL_DIR)
    code = (
        "import sys, duckdb; print(duckdb.__version__); c = duckdb.connect(sys.argv[1], read_only=True); "
        "names = c.execute(\"select schema_name || '.' || table_name from duckdb_tables() union all "
        "select schema_name || '.' || view_name from duckdb_views() where not internal\").fetchall(); "
        "[c.execute('select count(*) from ' + name).fetchone() for (name,) in names]; "
        "print(c.execute('select count(*) from dim_article').fetchone()[0])"
    )
    arguments = [str(old_duckdb()), "-c", code, str(data / "warehouse.duckdb")]
    output = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert output.stdout.split() == ["1.2.2", "3"], output.stderr


def test_a_disk_without_hard_links_keeps_releases_as_copies(
    inbox: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError("links are not supported")

    monkeypatch.setattr(os, "link", no_links)
    folder = DataFolder(data)
    run(inbox, data)
    first = live_digests(data)
    add_page(inbox, 1)
    run(inbox, data)
    assert [release.is_live for release in releases(folder)] == [True, False]
    rollback(folder)
    recover(folder)
    assert live_digests(data) == first
    assert [release.is_live for release in releases(folder)] == [False, True]
    assert leftovers(data) == []
