"""Times three ways to load the rows of a published warehouse into an empty DuckDB file with the same tables.

    python -m benchmarks.loaders WAREHOUSE [--with project pandas dlt] [--dlt-python PYTHON]

``project`` inserts from Parquet files as the main job does, ``pandas`` is the loader that one writes by hand
(``read_parquet``, ``to_sql`` with SQLAlchemy, in one transaction), ``dlt`` a pipeline of that library, run by an
interpreter that has it because it is no dependency of the project. Times are seconds of CPU, children included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse import schema
from warehouse.connect import open_build, open_file
from warehouse.schema import column_list, literal, sql_name

_DLT = """
import sys
from pathlib import Path
import dlt
import pyarrow.parquet
folder, target = Path(sys.argv[1]), sys.argv[2]
pipeline = dlt.pipeline("benchmark", destination=dlt.destinations.duckdb(target), pipelines_dir=str(folder / "dlt"))
resources = [
    dlt.resource(pyarrow.parquet.read_table(file), name=file.stem.replace(".", "_"))
    for file in sorted(folder.glob("*.parquet"))
]
pipeline.run(resources)
"""


def loading_seconds(warehouse: Path, ways: list[str], dlt_python: str | None = None) -> dict[str, float]:
    """Return the seconds of CPU that each way takes to load all rows of a release."""
    with tempfile.TemporaryDirectory(prefix="gewu-loaders-") as name:
        folder = Path(name)
        _export(warehouse, folder)
        known: dict[str, Callable[[Path], None]] = {
            "project": lambda target: _load_from_parquet(folder, target),
            "pandas": lambda target: _load_with_pandas(folder, target),
            "dlt": lambda target: _load_with_dlt(folder, target, dlt_python or sys.executable),
        }
        return {way: _timed(known[way], folder / f"{way}.duckdb") for way in ways}


def cpu_seconds() -> float:
    """Return the seconds of CPU that this process and its ended children have taken."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _timed(load: Callable[[Path], None], target: Path) -> float:
    started = cpu_seconds()
    load(target)
    return cpu_seconds() - started


def _export(warehouse: Path, folder: Path) -> None:
    """Write every table that has rows to a Parquet file of its name."""
    with open_file(warehouse) as connection:
        for name in schema.content_tables():
            file = literal(str(folder / f"{name}.parquet"))
            connection.execute(f"copy (select {column_list(name)} from {sql_name(name)}) to {file} (format parquet)")


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in schema.create_statements():
        connection.execute(statement)


def _load_from_parquet(folder: Path, target: Path) -> None:
    with open_build(target) as connection:
        _create(connection)
        connection.execute("begin")
        for name in schema.content_tables():
            rows = f"read_parquet({literal(str(folder / f'{name}.parquet'))})"
            connection.execute(f"insert into {sql_name(name)} ({column_list(name)}) select * from {rows}")
        connection.execute("commit")


def _load_with_pandas(folder: Path, target: Path) -> None:
    import pandas
    import sqlalchemy

    with open_build(target) as connection:
        _create(connection)
    engine = sqlalchemy.create_engine(f"duckdb:///{target}")
    with engine.begin() as session:
        for name in schema.content_tables():
            schema_name, _, bare = name.rpartition(".")
            frame = pandas.read_parquet(folder / f"{name}.parquet")
            frame.to_sql(bare, session, schema=schema_name or None, if_exists="append", index=False)
    engine.dispose()


def _load_with_dlt(folder: Path, target: Path, python: str) -> None:
    subprocess.run([python, "-c", _DLT, str(folder), str(target)], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Time the ways asked for and print them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--with", dest="ways", nargs="+", default=["project", "pandas"])
    parser.add_argument("--dlt-python", help="an interpreter that has dlt[duckdb]")
    arguments = parser.parse_args()
    for way, seconds in loading_seconds(arguments.warehouse, arguments.ways, arguments.dlt_python).items():
        print(f"{way:8} {seconds:8.2f} s of CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
