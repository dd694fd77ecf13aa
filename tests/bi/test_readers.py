"""The tools that analysts use read the file, are never in the way of a release, and find it when they look again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.warehouse.runs import SQL_DIR, run, write_pages

ROOT = Path(__file__).resolve().parents[2]
FIRST = {"云溪日报/2024-11-08/A01.txt": "议事|邻里和睦。|月桂飘香！"}
SECOND = {"云溪日报/2024-11-09/A02.txt": "早市|新鲜蔬菜。"}
COUNT = "select count(*) from dim_article where article_key <> 0"


def old_duckdb() -> str | None:
    """Return the Python of an environment with DuckDB 1.2.2, the oldest that BI drivers still ship."""
    candidates = [os.environ.get("GEWU_OLD_DUCKDB_PYTHON", ""), str(ROOT / ".old-duckdb/bin/python")]
    return next((path for path in candidates if path and Path(path).exists()), None)


OLD = pytest.param(
    old_duckdb(),
    id="duckdb-1.2.2",
    marks=pytest.mark.skipif(
        old_duckdb() is None, reason="no environment with DuckDB 1.2.2: .old-duckdb/ or GEWU_OLD_DUCKDB_PYTHON"
    ),
)
NEW = pytest.param(sys.executable, id="duckdb-pinned")

PLAIN = f"""
import sys, duckdb
open_file = lambda: duckdb.connect(sys.argv[1], read_only=True)
connection = open_file()
ask = lambda: print(connection.execute("{COUNT}").fetchone()[0], flush=True)
ask()
sys.stdin.readline()
ask()
other = open_file()
print(other.execute("{COUNT}").fetchone()[0], flush=True)
other.close()
connection.close()
connection = open_file()
ask()
"""

POOLED = f"""
import sys, sqlalchemy
engine = sqlalchemy.create_engine("duckdb:///" + sys.argv[1] + "?access_mode=READ_ONLY")
def ask():
    with engine.connect() as connection:
        print(connection.execute(sqlalchemy.text("{COUNT}")).scalar(), flush=True)
kept = engine.connect()
ask()
sys.stdin.readline()
ask()
ask()
kept.close()
engine.dispose()
ask()
"""


class Reader:
    """A process that reads a release, is told to look again, and reads on."""

    def __init__(self, python: str, code: str, file: Path) -> None:
        self._process = subprocess.Popen(
            [python, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    def first_answer(self) -> str:
        """Wait for the first answer: from now on the file is open."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def other_answers(self) -> list[str]:
        """Tell it to look again; return its answers after that."""
        output, errors = self._process.communicate("again\n", timeout=60)
        assert self._process.returncode == 0, errors
        return output.split()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write_pages(tmp_path / "inbox", FIRST)
    return tmp_path / "inbox"


def add_page(inbox: Path) -> None:
    write_pages(inbox, SECOND)


@pytest.mark.parametrize("python", [NEW, OLD])
def test_an_open_connection_answers_of_its_release_and_the_next_process_sees_the_new_one(
    inbox: Path, tmp_path: Path, python: str
) -> None:
    data = tmp_path / "data"
    run(inbox, data)
    reader = Reader(python, PLAIN, data / "warehouse.duckdb")
    assert reader.first_answer() == "1"
    add_page(inbox)
    assert run(inbox, data) is not None, "an open reader is not in the way of a load"
    newcomer = subprocess.run(
        [python, "-c", PLAIN, str(data / "warehouse.duckdb")], input="\n", capture_output=True, text=True, check=True
    )
    assert newcomer.stdout.split()[0] == "2"
    # A second connection of a process that still holds the old file is to the old file; after closing all, the new one.
    assert reader.other_answers() == ["1", "1", "2"]


def test_a_pool_reads_on_and_finds_the_new_release_once_it_is_disposed_of(inbox: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(inbox, data)
    reader = Reader(sys.executable, POOLED, data / "warehouse.duckdb")
    assert reader.first_answer() == "1"
    add_page(inbox)
    assert run(inbox, data) is not None
    assert reader.other_answers() == ["1", "1", "2"]


def test_a_release_that_is_forgotten_is_still_read_by_who_has_it_open(inbox: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(inbox, data)
    reader = Reader(sys.executable, PLAIN, data / "warehouse.duckdb")
    assert reader.first_answer() == "1"
    add_page(inbox)
    run(inbox, data)
    for kept in (data / "releases").glob("000001-*"):
        kept.unlink()
    assert reader.other_answers() == ["1", "1", "2"]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bi")
    write_pages(root / "inbox", FIRST | SECOND)
    run(root / "inbox", root / "data", sql_dir=SQL_DIR)
    return root / "data" / "warehouse.duckdb"


@pytest.fixture
def engine(released: Path) -> Iterator[sa.Engine]:
    """The engine that Superset makes: duckdb-engine as it comes, and read-only by the address."""
    engine = sa.create_engine(f"duckdb:///{released}?access_mode=READ_ONLY")
    yield engine
    engine.dispose()


def test_stock_sqlalchemy_lists_schemas_tables_views_and_columns(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    schemas = {name.rpartition(".")[2] for name in inspector.get_schema_names()}
    assert {"main", "mart", "ops"} <= schemas
    assert "fact_observation" in inspector.get_table_names(schema="main")
    assert {"unit_scorecard", "topic_trend"} <= set(inspector.get_view_names(schema="mart"))
    columns = {column["name"]: column["type"] for column in inspector.get_columns("dim_article", schema="main")}
    assert isinstance(columns["article_key"], sa.BigInteger)
    assert isinstance(columns["title"], sa.String)


def test_stock_sqlalchemy_runs_the_query_of_a_chart(engine: sa.Engine) -> None:
    chart = (
        "select date_trunc('month', published_on) as month, count(distinct article_key) as articles from ("
        "select a.article_key, s.published_on from dim_article a join dim_source s using (source_key) "
        "where a.title like '%早市%' or a.body like '%邻里%') as dataset group by 1 order by articles desc limit 10"
    )
    with engine.connect() as connection:
        rows = connection.execute(sa.text(chart)).all()
    assert [row.articles for row in rows] == [2]


def test_stock_sqlalchemy_searches_with_a_bound_query(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        rows = connection.execute(sa.text("select title from search_articles(:query)"), {"query": "蔬菜"}).all()
    assert [row.title for row in rows] == ["早市"]


def test_stock_sqlalchemy_cannot_write(engine: sa.Engine) -> None:
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        connection.execute(sa.text("delete from dim_word"))


def test_pandas_reads_tables_views_and_search(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        articles = pd.read_sql(sa.text("select title, body from dim_article where article_key <> 0"), connection)
        found = pd.read_sql(sa.text("from search_articles('月桂')"), connection)
        view = pd.read_sql(sa.text("select * from mart.load_history"), connection)
    assert set(articles["title"]) == {"议事", "早市"}
    assert found["title"].tolist() == ["议事"]
    assert view["articles_loaded"].tolist() == [2]


ALL = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
names = connection.execute(
    "select schema_name || '.' || table_name from duckdb_tables() union all "
    "select schema_name || '.' || view_name from duckdb_views() where not internal"
).fetchall()
for (name,) in names:
    connection.execute(f"select * from {name}").df()
for macro in ("search_articles", "search_sentences"):
    connection.execute(f"from {macro}(?)", ["蔬菜 OR 邻*"]).df()
print(len(names))
"""


@pytest.mark.parametrize("python", [NEW, OLD])
def test_every_table_view_and_macro_is_read(released: Path, python: str) -> None:
    code = ALL if python == sys.executable else ALL.replace(".df()", ".fetchall()")
    done = subprocess.run([python, "-c", code, str(released)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 50, "DuckDB 1.2 may print a bar of progress before"
