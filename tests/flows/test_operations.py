"""What keeps the warehouse in order from day two on: one writer, retracting, rebuilding, telling how a job ended."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import duckdb
import pytest

from flows.direct import run_direct, run_steps
from flows.ingest_run import CheckFailedError
from flows.replay import CompactRun, RebuildRun, ReinstateRun, RetractRun
from flows.settings import SQL_DIR, RunSettings
from tests.flows.runs import ROOT, ask, digests, gewu, load, put, sample_pages
from tests.flows.servers import Receiver
from warehouse.changes import changed_rows, changes
from warehouse.lock import LockHeldError, WriterLock
from warehouse.paths import DataFolder
from warehouse.replay import ArchiveError
from warehouse.retraction import RetractionError

PAGES = sample_pages(3)

HOLD_THE_LEASE = """
import sys, time
from pathlib import Path
from warehouse.lock import WriterLock
from warehouse.paths import DataFolder
with WriterLock(DataFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox of three pages and a warehouse of two releases over them."""
    folder = tmp_path_factory.mktemp("loaded")
    put(folder / "inbox", PAGES[:2])
    load(folder / "inbox", folder / "data")
    put(folder / "inbox", PAGES)
    load(folder / "inbox", folder / "data")
    return folder


@pytest.fixture
def mine(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    # Links suffice: nothing of a data folder is ever written to in place.
    shutil.copytree(loaded, tmp_path / "mine", copy_function=os.link)
    return tmp_path / "mine"


def settings_of(folder: Path, **more: object) -> RunSettings:
    return RunSettings.of(folder / "inbox", folder / "data", 1, **more)


def hold_the_lease(data: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD_THE_LEASE, str(data), str(seconds)]
    holder = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_run_leaves_with_the_owner_s_name_and_exit_code_four(mine: Path) -> None:
    with hold_the_lease(mine / "data", 60) as holder:
        done = gewu("run", "--direct", "--inbox", mine / "inbox", "--data-dir", mine / "data")
        assert done.returncode == 4
        assert f"process {holder.pid} on " in done.stderr
        assert "Traceback" not in done.stderr
        assert f"process {holder.pid} on " in gewu("status", "--data-dir", mine / "data").stdout.replace("\n", " ")
        holder.kill()


def test_a_run_that_is_told_to_wait_goes_on_when_the_other_has_ended(mine: Path) -> None:
    words = ["flows.cli", "run", "--direct", "--wait", "300", "--inbox", mine / "inbox", "--data-dir", mine / "data"]
    with hold_the_lease(mine / "data", 300) as holder:
        command = [sys.executable, "-m", *map(str, words)]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as waiting:
            assert waiting.stderr is not None
            assert "waiting up to 300 seconds" in waiting.stderr.readline()
            holder.kill()
            said, _ = waiting.communicate(timeout=120)
    assert waiting.returncode == 0
    assert "nothing new" in said


def test_a_run_that_waits_too_short_leaves(mine: Path) -> None:
    with hold_the_lease(mine / "data", 60) as holder:
        with pytest.raises(LockHeldError, match=str(holder.pid)):
            run_direct(settings_of(mine, wait_seconds=0.5))
        holder.kill()


def test_on_a_disk_without_a_byte_left_a_run_leaves_with_a_clear_word(mine: Path) -> None:
    put(mine / "inbox", sample_pages(4))
    before = digests(mine / "data")
    command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--inbox", mine / "inbox"]
    done = subprocess.run(
        [*map(str, command), "--data-dir", str(mine / "data")], cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(mine / "data") == before
    assert run_direct(settings_of(mine)).pages_new == 1


def test_the_lease_of_a_killed_run_is_free(mine: Path) -> None:
    with hold_the_lease(mine / "data", 60) as holder:
        holder.kill()
    assert run_direct(settings_of(mine)).release_no is None


def test_a_retracted_page_leaves_with_all_its_rows_and_stays_away(mine: Path) -> None:
    data = mine / "data"
    ((content, key),) = ask(
        data, f"SELECT content_sha256, source_key FROM dim_source WHERE relative_path = '{PAGES[2]}'"
    )
    run_steps("retract", settings_of(mine), partial(RetractRun, page=PAGES[2], reason="印错了"))
    without = mine / "without"
    put(without / "inbox", PAGES[:2])
    load(without / "inbox", without / "data")
    assert digests(data) == digests(without / "data")
    assert ask(data, f"SELECT is_current, valid_to IS NULL FROM dim_source WHERE source_key = {key}") == [
        (False, False)
    ]
    assert ask(data, "SELECT content_sha256, reason FROM ops.rejection WHERE rule = 'retracted'") == [
        (content, "印错了")
    ]
    # Its file still lies in the inbox, and turns up again under another name.
    (mine / "inbox" / PAGES[2]).rename(mine / "inbox" / "另一个名字.txt")
    assert run_direct(settings_of(mine)).release_no is None
    assert digests(data) == digests(without / "data")


def test_a_retraction_is_taken_back_and_both_stay_on_record(mine: Path) -> None:
    data, before = mine / "data", digests(mine / "data")
    retract = partial(RetractRun, page=PAGES[2], reason="印错了")
    reinstate = partial(ReinstateRun, page=PAGES[2], reason="核实无误")
    run_steps("retract", settings_of(mine), retract)
    summary = run_steps("reinstate", settings_of(mine), reinstate)
    assert (summary.pages_new, summary.refused) == (1, ())
    assert digests(data) == before
    # A second time, and the next look at the inbox changes nothing of it.
    run_steps("retract", settings_of(mine), retract)
    assert run_direct(settings_of(mine)).release_no is None
    assert digests(data) != before
    run_steps("reinstate", settings_of(mine), reinstate)
    assert run_direct(settings_of(mine)).release_no is None
    assert digests(data) == before
    record = ask(data, "SELECT rule, reason FROM ops.rejection WHERE content_sha256 IS NOT NULL ORDER BY batch_key")
    assert record == [("retracted", "印错了"), ("reinstated", "核实无误")] * 2
    listed = gewu("rejected", "--data-dir", data, environment={"COLUMNS": "250"}).stdout
    assert "retracted" in listed
    assert "standing" not in listed


def test_only_a_retracted_page_is_reinstated(mine: Path) -> None:
    with pytest.raises(RetractionError, match="is retracted"):
        run_steps("reinstate", settings_of(mine), partial(ReinstateRun, page=PAGES[2], reason=""))
    words = ["--data-dir", mine / "data", "--reason", "印错了"]
    assert gewu("retract", PAGES[2], *words).returncode == 0
    # Meanwhile its path holds another page.
    put(mine / "inbox", sample_pages(4)[3:])
    (mine / "inbox" / sample_pages(4)[3]).rename(mine / "inbox" / PAGES[2])
    run_direct(settings_of(mine))
    refused = gewu("reinstate", PAGES[2], *words)
    assert refused.returncode == 2
    assert "holds another page by now" in refused.stderr


@pytest.mark.parametrize("name", ["nobody.txt", ".txt", "0000000000"])
def test_a_page_that_is_none_is_not_retracted(mine: Path, name: str) -> None:
    with pytest.raises(RetractionError, match="no current page"):
        run_steps("retract", settings_of(mine), partial(RetractRun, page=name, reason=""))


def test_a_rebuilt_warehouse_is_equal_and_keeps_its_history(mine: Path) -> None:
    data = mine / "data"
    before, runs = digests(data), ask(data, "SELECT * FROM ops.batch ORDER BY batch_key")
    shutil.rmtree(mine / "inbox")
    summary = run_steps("rebuild", settings_of(mine), RebuildRun)
    assert summary.pages_new == len(PAGES)
    assert not [warning for warning in summary.warnings if "is not what it was" in warning]
    assert digests(data) == before
    assert ask(data, "SELECT * FROM ops.batch WHERE batch_key <= 2 ORDER BY batch_key") == runs
    assert ask(data, "SELECT release_no, batch_key FROM ops.release ORDER BY 1") == [(1, 1), (2, 2), (3, 3)]
    assert ask(data, "SELECT DISTINCT version_no FROM dim_source WHERE is_current AND source_key <> 0") == [(1,)]


def test_a_rebuild_without_the_archived_bytes_changes_nothing_and_names_the_page(mine: Path) -> None:
    data = mine / "data"
    ((content, path),) = ask(
        data,
        "SELECT content_sha256, relative_path FROM dim_source WHERE source_key <> 0 ORDER BY relative_path LIMIT 1",
    )
    (data / "archive" / content[:2] / content[2:]).unlink()
    with pytest.raises(ArchiveError, match=path):
        run_steps("rebuild", settings_of(mine), RebuildRun)
    assert ask(data, "SELECT max(release_no) FROM ops.release") == [(2,)]
    diagnosis = gewu("doctor", "--inbox", mine / "inbox", "--data-dir", data)
    assert diagnosis.returncode == 1
    assert path in diagnosis.stdout.replace("\n", "").replace(" ", "")


def test_compacting_keeps_every_row(mine: Path) -> None:
    data = mine / "data"
    before = digests(data)
    size = (data / "warehouse.duckdb").stat().st_size
    summary = run_steps("compact", settings_of(mine), CompactRun)
    assert digests(data) == before
    assert (data / "warehouse.duckdb").stat().st_size <= size
    if summary.is_published:
        assert run_steps("compact", settings_of(mine), CompactRun).release_no is None


def test_changes_since_a_release_are_its_new_rows(loaded: Path) -> None:
    folder = DataFolder(loaded / "data")
    found = {each.table_name: each for each in changes(folder, 1)}
    assert found["dim_source"][1:] == (1, 0, 0)
    columns, rows = changed_rows(folder, 1, "dim_source")
    assert [(row.change, row.values[columns.index("relative_path")]) for row in rows] == [("added", PAGES[2])]
    assert changes(folder, 2) == []
    assert gewu("changes", "--since", "9", "--data-dir", folder.path).returncode == 3
    assert gewu("changes", "--since", "1", "--table", "ops.batch", "--data-dir", folder.path).returncode == 2
    views = ask(folder.path, "SELECT release_no, table_name, rows_added FROM mart.release_changes WHERE release_no = 2")
    assert (2, "dim_source", 1) in views


@pytest.mark.parametrize(("characters", "is_unusual"), [(2050, False), (300, True)])
def test_status_says_where_the_last_run_is_unlike_those_before(mine: Path, characters: int, is_unusual: bool) -> None:
    live = mine / "data" / "warehouse.duckdb"
    own = live.read_bytes()
    live.unlink()
    live.write_bytes(own)
    # Seven nights, each of ten pages and some two thousand characters a page, but for the last.
    with duckdb.connect(str(live)) as connection:
        for night, each in enumerate([1980, 2010, 1995, 2030, 2000, 1970, characters]):
            connection.execute(
                "INSERT INTO ops.batch SELECT * REPLACE (? AS batch_key, 10 AS pages_new, 0 AS pages_changed, "
                "40 AS articles_loaded, ? AS code_points_read, 0 AS pages_rejected) FROM ops.batch WHERE batch_key = 2",
                [night + 10, 10 * each],
            )
        connection.execute("DELETE FROM ops.batch WHERE batch_key < 10")
        connection.execute("CHECKPOINT")
    said = " ".join(gewu("status", "--data-dir", mine / "data", environment={"COLUMNS": "200"}).stdout.split())
    assert ("drift characters a page: 300.00 in the last run, usually 1,997.50" in said) == is_unusual
    assert ("drift none: the last run is like those before" in said) == (not is_unusual)


def test_doctor_finds_nothing_amiss_in_a_healthy_folder(loaded: Path) -> None:
    done = gewu("doctor", "--inbox", loaded / "inbox", "--data-dir", loaded / "data")
    assert done.returncode == 0, done.stdout
    assert "BAD" not in done.stdout


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda data: (data / "warehouse.duckdb.wal").write_bytes(b"x"), "wrote to the published file"),
        (lambda data: _overwrite(data / "warehouse.duckdb"), "gewu rollback"),
    ],
)
def test_doctor_says_what_to_do_about_damage(mine: Path, damage: object, word: str) -> None:
    assert callable(damage)
    damage(mine / "data")
    done = gewu("doctor", "--inbox", mine / "inbox", "--data-dir", mine / "data")
    assert done.returncode == 1
    assert word.replace(" ", "") in "".join(done.stdout.split())
    assert "Traceback" not in done.stderr


def test_a_rollback_mends_a_damaged_release(mine: Path) -> None:
    before = digests(mine / "data")
    _overwrite(mine / "data" / "warehouse.duckdb")
    broken = gewu("status", "--data-dir", mine / "data")
    assert broken.returncode == 3
    assert "Traceback" not in broken.stderr
    assert gewu("rollback", "--data-dir", mine / "data").returncode == 0
    assert digests(mine / "data") == before


def _overwrite(file: Path) -> None:
    file.unlink()
    file.write_bytes(b"no database")


def test_a_failed_run_calls_the_webhook_and_a_good_one_does_not(mine: Path, receiver: Receiver) -> None:
    sql = mine / "sql"
    shutil.copytree(SQL_DIR, sql)
    header = "-- purpose: no article may have a title\n-- severity: stop\n-- table: dim_article\n"
    audit = f"{header}SELECT article_key FROM dim_article"
    (sql / "audits" / "no_titles.sql").write_text(audit, encoding="utf-8")
    put(mine / "inbox", sample_pages(4))
    with pytest.raises(CheckFailedError):
        run_direct(settings_of(mine, sql_dir=sql, webhook=receiver.url))
    assert [(report["job"], report["error"]) for report in receiver.received] == [("ingest", "CheckFailedError")]
    assert "no_titles" in receiver.received[0]["text"]
    assert 'gewu_last_run_success{job="ingest"} 0' in (mine / "data" / "metrics.prom").read_text()
    run_direct(settings_of(mine, webhook=receiver.url))
    assert len(receiver.received) == 1


def test_a_webhook_that_does_not_answer_changes_nothing_of_the_failure(mine: Path) -> None:
    with WriterLock(DataFolder(mine / "data")), pytest.raises(LockHeldError):
        run_direct(settings_of(mine, webhook="http://127.0.0.1:1/nobody"))


def test_metrics_hold_the_figures_of_the_last_runs(mine: Path) -> None:
    put(mine / "inbox", sample_pages(4))
    started = time.time()
    summary = run_direct(settings_of(mine))
    lines = (mine / "data" / "metrics.prom").read_text(encoding="utf-8").splitlines()
    samples = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert samples['gewu_pages{outcome="new"}'] == "1"
    assert samples["gewu_release_number"] == str(summary.release_no)
    assert samples['gewu_table_rows{table="dim_article"}'] == str(dict(summary.rows)["dim_article"])
    assert float(samples['gewu_last_success_timestamp_seconds{job="ingest"}']) >= int(started)
    # Every metric is explained once, and nothing else is in the file.
    names = {line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")}
    assert names == {line.split(" ")[2] for line in lines if line.startswith("# TYPE ")}
    # A run of another job leaves them.
    run_steps("compact", settings_of(mine), CompactRun)
    text = (mine / "data" / "metrics.prom").read_text(encoding="utf-8")
    assert 'gewu_last_run_success{job="ingest"} 1' in text
    assert 'gewu_last_run_success{job="compact"} 1' in text
