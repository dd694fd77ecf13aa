"""A warehouse of an earlier version is migrated by the next run, in one transaction, and is then like a new one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from models import SCHEMA_VERSION
from tests.warehouse.runs import query, run, write_pages
from warehouse import known_files
from warehouse.connect import SchemaVersionError, open_file
from warehouse.migrations import (
    FIRST_VERSION,
    MIGRATIONS_FOLDER,
    Migration,
    migrate,
    pending,
    read_migrations,
)
from warehouse.statements import StatementError

# How the tables of a version are made of those of the next one, in SQL.
BACK_TO = {
    5: "; ".join(
        f"alter table {table} drop column {column}"
        for table, columns in {
            "fact_article": ("title_line_no", "dated_on", "dated_on_precision"),
            "fact_sentence": ("line_no",),
            "fact_observation": ("line_no", "paragraph_no", "sentence_no"),
            "fact_activity": ("source_text", "line_no", "paragraph_no", "sentence_no"),
            "fact_mention": ("line_no", "paragraph_no", "sentence_no"),
            "fact_date_mention": ("line_no",),
            "ops.quality_result": ("scope",),
            "ops.release": ("rules_digest", "audit_scope"),
        }.items()
        for column in columns
    ),
    4: "; ".join(
        f"alter table ops.quality_result drop column {column}"
        for column in ("observed_number", "expected_low", "expected_high", "history_count")
    ),
    3: "drop table mart.data_dictionary",
    2: """
        drop table ops.migration;
        create table older as select * exclude (article_ordinal, line_from, line_to, body_start, body_end)
            from ops.rejection;
        drop table ops.rejection;
        create table ops.rejection (
            rejection_key bigint not null, batch_key bigint not null, source_path text not null, content_sha256 text,
            table_name text, rule text not null, severity text not null, reason text not null, value text, excerpt text,
            rejected_at timestamp not null, primary key (rejection_key)
        );
        insert into ops.rejection from older;
        drop table older;
    """,
}
# Releases as programs of these versions left them, as SQL. Version 3 was never in a program that anybody ran.
RELEASES = Path(__file__).parent / "releases"
KEPT = sorted(int(file.stem.removeprefix("version_")) for file in RELEASES.glob("version_*.sql"))
SCHEMA = """
    select schema_name, table_name, column_name, data_type, is_nullable, comment
    from duckdb_columns() where not internal
        and (schema_name in ('main', 'ops') or table_name = 'data_dictionary') order by all
"""
KEYS = "select table_name, constraint_text from duckdb_constraints() where constraint_type = 'PRIMARY KEY' order by all"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write_pages(tmp_path / "inbox", {"a.txt": "甲|第一句。第二句。", "bad.txt": "!"})
    return tmp_path / "inbox"


def warehouse_of(version: int, inbox: Path, data: Path) -> Path:
    """Make a small warehouse as the program of that version left it; return its file."""
    run(inbox, data)
    return set_back(data, version)


def set_back(data: Path, version: int) -> Path:
    """Make the live release one of an earlier version; return its file."""
    live = data / "warehouse.duckdb"
    live.chmod(0o644)
    with duckdb.connect(str(live)) as connection:
        for older in range(SCHEMA_VERSION - 1, version - 1, -1):
            connection.execute(BACK_TO[older])
        connection.execute("update ops.release set schema_version = ?", [version])
    return live


@pytest.mark.parametrize("version", range(FIRST_VERSION, SCHEMA_VERSION))
def test_the_next_run_migrates_a_warehouse_of_an_earlier_version(inbox: Path, tmp_path: Path, version: int) -> None:
    live = warehouse_of(version, inbox, tmp_path / "old")
    (tmp_path / "old" / "known_files.json").unlink()
    # Nothing is new in the inbox; the tables are reason enough.
    release = run(inbox, tmp_path / "old")
    assert release is not None
    assert release.schema_version == SCHEMA_VERSION
    run(inbox, tmp_path / "new")
    with open_file(live) as old, open_file(tmp_path / "new" / "warehouse.duckdb") as new:
        assert old.execute(SCHEMA).fetchall() == new.execute(SCHEMA).fetchall()
        assert old.execute(KEYS).fetchall() == new.execute(KEYS).fetchall()
        assert old.execute("select rule, source_path from ops.rejection").fetchall() == [("not_chinese", "bad.txt")]
    recorded = query(tmp_path / "old", "select schema_version, batch_key from ops.migration order by 1")
    assert recorded == [(number, 2) for number in range(version + 1, SCHEMA_VERSION + 1)]
    assert run(inbox, tmp_path / "old") is None


@pytest.mark.parametrize("version", KEPT)
def test_a_release_that_an_earlier_program_really_made_is_migrated(inbox: Path, tmp_path: Path, version: int) -> None:
    live = tmp_path / "old" / "warehouse.duckdb"
    live.parent.mkdir()
    with duckdb.connect(str(live)) as connection:
        connection.execute((RELEASES / f"version_{version}.sql").read_text(encoding="utf-8"))
        before = connection.execute("select article_key, text from fact_sentence order by all").fetchall()
    release = run(inbox, tmp_path / "old")
    assert release is not None
    run(inbox, tmp_path / "new")
    with open_file(live) as old, open_file(tmp_path / "new" / "warehouse.duckdb") as new:
        assert old.execute(SCHEMA).fetchall() == new.execute(SCHEMA).fetchall()
        assert old.execute(KEYS).fetchall() == new.execute(KEYS).fetchall()
        assert old.execute("select article_key, text from fact_sentence order by all").fetchall() == before
    assert query(tmp_path / "old", "select count(*) from ops.migration") == [(SCHEMA_VERSION - version,)]


def test_what_a_run_remembers_of_files_is_of_one_version_of_the_tables() -> None:
    # Else a run with nothing new would not notice that the tables are others.
    assert known_files._FORMAT == SCHEMA_VERSION


def test_every_version_since_the_first_has_its_migration() -> None:
    assert [migration.version for migration in read_migrations()] == list(range(FIRST_VERSION + 1, SCHEMA_VERSION + 1))
    assert set(BACK_TO) == set(range(FIRST_VERSION, SCHEMA_VERSION))
    assert {FIRST_VERSION, SCHEMA_VERSION - 1} <= set(KEPT), f"keep a release of version {SCHEMA_VERSION - 1}"


def test_a_migration_that_fails_changes_nothing(inbox: Path, tmp_path: Path) -> None:
    live = warehouse_of(FIRST_VERSION, inbox, tmp_path / "old")
    sound = pending(FIRST_VERSION)
    sql = "create table half (a int); select * from nowhere"
    broken = Migration(SCHEMA_VERSION + 1, "broken", sql, "0", frozenset())
    with duckdb.connect(str(live)) as connection:
        before = connection.execute(SCHEMA).fetchall()
        with pytest.raises(duckdb.CatalogException, match="nowhere"):
            migrate(connection, [*sound, broken], 2)
        assert connection.execute(SCHEMA).fetchall() == before


def test_tables_of_a_newer_program_are_left_alone() -> None:
    with pytest.raises(SchemaVersionError, match="newer program"):
        pending(SCHEMA_VERSION + 1)


def test_a_gap_in_the_migrations_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemaVersionError, match=f"no migration to version {SCHEMA_VERSION}"):
        pending(SCHEMA_VERSION - 1, tmp_path)


def test_a_migration_has_a_number_of_its_own_and_says_what_readers_lose(tmp_path: Path) -> None:
    for migration in MIGRATIONS_FOLDER.glob("*.sql"):
        (tmp_path / migration.name).write_bytes(migration.read_bytes())
    (tmp_path / "0003_again.sql").write_text("-- purpose: twice\n-- changes: none\nselect 1;\n", encoding="utf-8")
    with pytest.raises(StatementError, match="makes version 3 already"):
        read_migrations(tmp_path)
    (tmp_path / "0003_again.sql").write_text("-- purpose: twice\nselect 1;\n", encoding="utf-8")
    with pytest.raises(StatementError, match="NNNN_name"):
        read_migrations(tmp_path)
