"""The main job end to end: from page files to a published warehouse, however the pages come in."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flows.ingest_run import IngestRun
from flows.progress import shown_progress
from flows.settings import RunSettings
from tests.bad_inputs import write_bad_inputs
from tests.flows.runs import ROOT, SAMPLES, SHARED, ask, digests, gewu, load, put, sample_pages
from tests.warehouse.runs import write_pages
from warehouse.staging import staged_files

PAGES = sample_pages(4)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An inbox of four sample pages and the warehouse of one run over it."""
    folder = tmp_path_factory.mktemp("loaded")
    put(folder / "inbox", PAGES)
    load(folder / "inbox", folder / "data")
    return folder / "inbox", folder / "data"


def test_every_stage_leaves_rows_behind(loaded: tuple[Path, Path]) -> None:
    _, data = loaded
    tables = [
        "dim_article", "dim_word", "dim_person", "dim_organization", "dim_initiative", "dim_indicator", "dim_place",
        "dim_topic", "dim_date", "fact_article", "fact_sentence", "fact_article_word", "fact_mention",
        "fact_date_mention", "fact_observation", "fact_activity", "bridge_article_person", "bridge_article_place",
        "bridge_article_topic", "bridge_article_initiative", "bridge_article_organization", "bridge_activity_place",
        "ops.page_line", "ops.batch", "ops.quality_result", "ops.table_digest", "ops.release", "ops.name_candidate",
    ]  # fmt: skip
    for table in tables:
        ((count,),) = ask(data, f"SELECT count(*) FROM {table}")
        assert count > 0, table


def test_a_fact_leads_back_to_file_and_line(loaded: tuple[Path, Path]) -> None:
    inbox, data = loaded
    rows = ask(
        data,
        """
        SELECT s.relative_path, l.line_no, o.source_text
        FROM fact_observation AS o
        JOIN dim_article AS a USING (article_key)
        JOIN dim_source AS s ON s.source_key = a.source_key
        JOIN ops.page_line AS l ON l.article_key = a.article_key AND l.body_start <= o.body_start
        QUALIFY row_number() OVER (PARTITION BY o.article_key, o.body_start, o.indicator_key, o.value
                                   ORDER BY l.body_start DESC) = 1
        """,
    )
    assert rows
    for path, line_no, source_text in rows:
        line = (inbox / path).read_bytes()
        text = line.decode("utf-16" if line[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        printed = re.split(r"\r\n|\n|\r", text)[line_no - 1]
        # The figure starts on this line; it may end on the next, and its punctuation may have been unified.
        assert source_text[0] in printed


def test_a_second_run_with_nothing_new_changes_no_byte(loaded: tuple[Path, Path]) -> None:
    inbox, data = loaded
    before = (data / "warehouse.duckdb").read_bytes(), (data / "warehouse.duckdb").stat().st_mtime_ns
    assert "nothing new" in load(inbox, data).stdout
    assert before == ((data / "warehouse.duckdb").read_bytes(), (data / "warehouse.duckdb").stat().st_mtime_ns)


def test_a_run_with_nothing_new_imports_no_heavy_library(loaded: tuple[Path, Path]) -> None:
    inbox, data = loaded
    load(inbox, data)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from flows.direct import run_direct\n"
        "from flows.settings import RunSettings\n"
        "assert not run_direct(RunSettings.of(*sys.argv[1:])).release_no\n"
        "heavy = {'duckdb', 'pyarrow', 'sqlalchemy', 'pandas', 'great_expectations', 'prefect', 'newstext.reader'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    arguments = [sys.executable, "-c", code, str(inbox), str(data)]
    output = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=False)
    assert output.stdout == "[]\n", output.stderr


@pytest.mark.parametrize("order", [pytest.param("page by page", marks=pytest.mark.slow), "page by page, reverse order"])
def test_the_order_of_arrival_leaves_no_trace(loaded: tuple[Path, Path], tmp_path: Path, order: str) -> None:
    _, at_once = loaded
    for page in reversed(PAGES) if "reverse" in order else PAGES:
        put(tmp_path / "inbox", [page])
        load(tmp_path / "inbox", tmp_path / "data")
    assert digests(tmp_path / "data") == digests(at_once)


def test_parts_are_read_in_the_order_of_the_pages(tmp_path: Path) -> None:
    # Workers take chunks in order, so progress is told as pages are read only where parts follow that order.
    for number in range(40):
        write_pages(tmp_path / "inbox", {f"{number:02d}.txt": f"邻里议事\n\n　　社区办结诉求{number + 3}件。\n"})
    settings = replace(RunSettings.of(tmp_path / "inbox", tmp_path / "data", 1), pages_per_chunk=1)
    with shown_progress() as progress, IngestRun(settings, progress) as run:
        run.discover()
        parts = run.parts()
        assert len(parts) < 40
        read = 0
        for part in parts:
            read += run.read_part(part)
            assert len(staged_files(run._staged(), "dim_source")) == read
            assert staged_files(run._staged(), "dim_source")[-1].name.endswith(f"-{read - 1:08d}.parquet")
        assert read == 40


def test_the_number_of_workers_leaves_no_trace(tmp_path: Path) -> None:
    # Workers start only where there are pages enough, so the samples are multiplied, each copy a page of its own.
    for copy in range(40):
        for page in PAGES:
            target = tmp_path / "inbox" / str(copy) / page
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((SAMPLES / page).read_bytes() + f"\n\n第{copy}版\n".encode())
    load(tmp_path / "inbox", tmp_path / "one", "--workers", "1")
    load(tmp_path / "inbox", tmp_path / "two", "--workers", "2")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    ((duplicates,),) = ask(
        tmp_path / "two", "SELECT count(*) FROM dim_article WHERE duplicate_of_article_key IS NOT NULL"
    )
    assert duplicates > 0


def test_bad_files_are_refused_by_name_and_good_pages_beside_them_load(tmp_path: Path) -> None:
    expected = write_bad_inputs(tmp_path / "inbox")
    done = load(tmp_path / "inbox", tmp_path / "data")
    assert "Traceback" not in done.stdout + done.stderr
    refused = dict(ask(tmp_path / "data", "SELECT source_path, rule FROM ops.rejection"))
    loaded = {path for (path,) in ask(tmp_path / "data", "SELECT relative_path FROM dim_source WHERE is_current")}
    for bad in expected:
        if bad.outcome == "rejected":
            assert refused.get(bad.shown_path) == bad.rule, bad
        elif bad.outcome == "skipped":
            assert bad.relative_path not in refused, bad
            assert bad.relative_path not in loaded, bad
        else:
            assert bad.relative_path in loaded, bad
    again = load(tmp_path / "inbox", tmp_path / "data")
    assert "nothing new" in again.stdout


def test_an_inbox_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = gewu("run", "--direct", "--inbox", tmp_path / "nowhere", "--data-dir", tmp_path / "data")
    assert done.returncode == 3
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_audit_publishes_nothing_and_says_why(loaded: tuple[Path, Path], tmp_path: Path) -> None:
    from flows.direct import run_direct
    from flows.ingest_run import CheckFailedError
    from flows.settings import SQL_DIR, RunSettings

    _, data = loaded
    before = hashlib.sha256((data / "warehouse.duckdb").read_bytes()).hexdigest()
    sql = tmp_path / "sql"
    for file in SQL_DIR.rglob("*.sql"):
        target = sql / file.relative_to(SQL_DIR)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    header = "-- purpose: no article may have a title\n-- severity: stop\n-- table: dim_article\n"
    audit = sql / "audits" / "no_titles.sql"
    audit.write_text(f"{header}SELECT article_key, title FROM dim_article;\n", encoding="utf-8")
    inbox = tmp_path / "inbox"
    put(inbox, sample_pages(5))
    with pytest.raises(CheckFailedError, match="no_titles"):
        run_direct(RunSettings.of(inbox, data, 1, sql_dir=sql))
    assert hashlib.sha256((data / "warehouse.duckdb").read_bytes()).hexdigest() == before
    assert not any((data / "build").iterdir())


@pytest.mark.skipif(not SHARED.is_dir(), reason="no gold pages beside the repository")
def test_every_article_of_the_real_pages_is_found(tmp_path: Path) -> None:
    for page in (SHARED / "gold" / "real").glob("*.txt"):
        (tmp_path / "inbox").mkdir(exist_ok=True)
        (tmp_path / "inbox" / page.name).write_bytes(page.read_bytes())
    load(tmp_path / "inbox", tmp_path / "data")
    for gold in (SHARED / "gold" / "real").glob("*.lines.tsv"):
        first_line: dict[str, int] = {}
        for row in gold.read_text(encoding="utf-8").splitlines()[1:]:
            line, article = row.split("\t")[:2]
            first_line.setdefault(article, int(line))
        starts = ask(
            tmp_path / "data",
            "SELECT min(line_no) FROM ops.page_line JOIN dim_source USING (source_key) "
            f"WHERE article_key <> 0 AND file_name = '{gold.name.removesuffix('.lines.tsv')}.txt' GROUP BY article_key",
        )
        assert {line for (line,) in starts} == set(first_line.values())
