"""The file is what the models say: types, keys and comments, seen through Arrow, DuckDB and SQLAlchemy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
import sqlalchemy as sa

from models import Base
from tests.warehouse.runs import run, write_pages
from warehouse import schema
from warehouse.engine import reader_engine

NAMES = [table.fullname for table in schema.tables()]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schema")
    write_pages(folder / "inbox", {"云溪日报/2024-11-08/A01.txt": "题|一句。"})
    run(folder / "inbox", folder / "data")
    return folder / "data" / "warehouse.duckdb"


@pytest.fixture(scope="module")
def inspector(live: Path) -> Iterator[sa.Inspector]:
    engine = reader_engine(live)
    yield sa.inspect(engine)
    engine.dispose()


def copied(live: Path) -> Path:
    """Return a copy: DuckDB opens a file in one way per process, and the inspector holds this one."""
    copy = live.with_name("copy.duckdb")
    if not copy.exists():
        shutil.copy(live, copy)
    return copy


@pytest.mark.parametrize("name", NAMES)
def test_reflection_is_true_for_columns_keys_and_comments(inspector: sa.Inspector, name: str) -> None:
    table = Base.metadata.tables[name]
    reflected = inspector.get_columns(table.name, table.schema)
    assert [(c["name"], c["nullable"], c["comment"]) for c in reflected] == [
        (column.name, bool(column.nullable), column.comment) for column in table.columns
    ]
    assert [type(c["type"]) for c in reflected] == [type(column.type) for column in table.columns]
    assert inspector.get_table_comment(table.name, table.schema)["text"] == table.comment
    keys = inspector.get_pk_constraint(table.name, table.schema)["constrained_columns"]
    assert keys == [column.name for column in table.primary_key.columns]
    assert inspector.get_foreign_keys(table.name, table.schema) == []
    assert inspector.get_indexes(table.name, table.schema) == []
    assert inspector.get_unique_constraints(table.name, table.schema) == []


def test_reflection_finds_schemas_tables_and_views(inspector: sa.Inspector) -> None:
    assert {"main", "mart", "ops"} <= set(inspector.get_schema_names())
    assert {name for name in NAMES if "." not in name} == set(inspector.get_table_names())
    for name_of_schema in ("mart", "ops"):
        assert {
            name.removeprefix(f"{name_of_schema}.") for name in NAMES if name.startswith(f"{name_of_schema}.")
        } == set(inspector.get_table_names(name_of_schema))
    assert inspector.has_table("dim_article")
    assert not inspector.has_table("dim_nothing")
    with pytest.raises(sa.exc.NoSuchTableError):
        inspector.get_columns("dim_nothing")


def test_a_table_is_loaded_by_reflection_with_its_primary_key(live: Path) -> None:
    engine = reader_engine(live)
    table = sa.Table("dim_word", sa.MetaData(), autoload_with=engine)
    assert [column.name for column in table.primary_key.columns] == ["word_key"]
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() > 1
    metadata = sa.MetaData()
    metadata.reflect(engine, schema="ops")
    assert "ops.page_line" in metadata.tables


def test_reflection_sees_constraints_and_indexes_of_other_files(tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table parent (a integer primary key, b text unique, check (a > 0))")
        connection.execute("create table child (c integer references parent (a), d hugeint)")
        connection.execute("create index child_c on child (c)")
        connection.execute("create view seen as select a from parent")
    inspector = sa.inspect(reader_engine(tmp_path / "other.duckdb"))
    assert inspector.get_unique_constraints("parent")[0]["column_names"] == ["b"]
    assert len(inspector.get_check_constraints("parent")) == 1
    key = inspector.get_foreign_keys("child")[0]
    assert (key["constrained_columns"], key["referred_table"], key["referred_columns"]) == (["c"], "parent", ["a"])
    assert inspector.get_indexes("child") == [{"name": "child_c", "unique": False, "column_names": ["c"]}]
    assert inspector.get_view_names() == ["seen"]


@pytest.mark.parametrize("name", NAMES)
def test_arrow_and_the_file_agree_on_types(live: Path, name: str) -> None:
    from warehouse.connect import open_file

    with open_file(copied(live)) as connection:
        rows = connection.execute(f"select * from {schema.sql_name(name)} limit 0").arrow()
    found = rows.schema if isinstance(rows, pa.RecordBatchReader | pa.Table) else None
    assert found is not None
    assert [(field.name, field.type) for field in found] == [
        (field.name, field.type) for field in schema.arrow_schema(name)
    ]


def test_every_dimension_has_its_unknown_member(live: Path) -> None:
    from warehouse.connect import open_file

    with open_file(copied(live)) as connection:
        for name in schema.dimensions():
            key = schema.primary_key(name)
            assert connection.execute(f"select count(*) from {name} where {key} = 0").fetchone() == (1,), name


def test_names_are_quoted() -> None:
    assert schema.quoted('a"b') == '"a""b"'
    assert schema.literal("a'b") == "'a''b'"
