"""Views and macros of the SQL files are installed whatever their order, and an error names its file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.warehouse.runs import NO_VIEWS, SQL_DIR, query, run, write_pages
from warehouse.statements import StatementError, install_views


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        kind, _, stem = name.partition("__")
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / f"{stem}.sql").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema mart; create table t as select 1 as a")
    connection.execute("begin")
    return connection


def test_views_may_use_views_that_come_later_by_name(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        marts__a="-- purpose: It's first.\nselect * from mart.b",
        marts__b="create or replace view mart.b as select twice(a) as a from t; comment on view mart.b is 'b'",
        search__twice="create or replace macro twice(x) as 2 * x",
    )
    install_views(connection, folder)
    connection.execute("commit")
    assert connection.execute("select a from mart.a").fetchall() == [(2,)]
    comments = connection.execute("select view_name, comment from duckdb_views() where schema_name = 'mart' order by 1")
    assert comments.fetchall() == [("a", "It's first."), ("b", "b")]
    # A view whose file is gone is gone.
    (folder / "marts" / "a.sql").unlink()
    install_views(connection, folder)
    views = connection.execute("select view_name from duckdb_views() where schema_name = 'mart'").fetchall()
    assert views == [("b",)]


def test_a_view_that_cannot_be_made_names_its_file(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(StatementError, match=r"marts/bad\.sql: .*nothing"):
        install_views(connection, write(tmp_path, marts__bad="select * from nothing", marts__good="select a from t"))


def test_what_the_system_refuses_is_no_fault_of_a_view(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    view = f"select * from read_csv('{tmp_path}/gone.csv')"
    with pytest.raises(duckdb.IOException):
        install_views(connection, write(tmp_path, marts__refused=view))


def test_a_file_that_is_not_utf_8_is_named(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write(tmp_path, marts__bad="select 1")
    (tmp_path / "marts" / "bad.sql").write_bytes(b"select '\xff'")
    with pytest.raises(StatementError, match="not UTF-8"):
        install_views(connection, tmp_path)


def test_the_marts_of_the_project_are_in_a_release_and_outlive_the_next(tmp_path: Path) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    write_pages(inbox, {"云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。"})
    run(inbox, data, sql_dir=SQL_DIR)
    marts = query(data, "select count(*) from duckdb_views() where schema_name = 'mart' and not internal")
    assert marts == [(len(list((SQL_DIR / "marts").glob("*.sql"))),)]
    write_pages(inbox, {"云溪日报/2024-11-08/A02.txt": "义诊|健康。"})
    run(inbox, data, sql_dir=SQL_DIR)
    assert query(data, "select count(*) from duckdb_views() where schema_name = 'mart' and not internal") == marts
    for (view,) in query(data, "select view_name from duckdb_views() where schema_name = 'mart'"):
        query(data, f'select * from mart."{view}"')
    assert not NO_VIEWS.exists()
