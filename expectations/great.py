"""The one module that touches Great Expectations: its import, its session over DuckDB, and the reading of its results.

It is imported lazily by ``validate``, because Great Expectations takes a second to import.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import logging
import sys
import threading
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from expectations.lean_import import import_all_expectations, lean_import


class _DialectName(str):
    """A dialect's name in the form that Great Expectations compares: a string that is its own ``value``."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The name itself."""
        return str(self)


DUCKDB_DIALECT = _DialectName("duckdb")
MEMORY_LIMIT = "256MB"
"""What DuckDB may take for the rules of all tables. The audits of a candidate, which run beside them, take as much."""
_SESSIONS = itertools.count(1)
_IMPORTING = threading.Lock()


def import_great_expectations() -> types.ModuleType:
    """Import Great Expectations and make it work on DuckDB; quick where that was done before, safe in any thread.

    Great Expectations closes a connection before it fetches, unless the dialect is in a list of its own; DuckDB's
    driver loses the result with the connection. So ``duckdb`` is added to that list.
    """
    with _IMPORTING:
        if "great_expectations" in sys.modules:
            great_expectations = importlib.import_module("great_expectations")
        else:
            with lean_import():
                great_expectations = importlib.import_module("great_expectations")
        engine_module: Any = importlib.import_module("great_expectations.execution_engine.sqlalchemy_execution_engine")
        persisted = engine_module._PERSISTED_CONNECTION_DIALECTS
        if DUCKDB_DIALECT not in persisted:
            engine_module._PERSISTED_CONNECTION_DIALECTS = (*persisted, DUCKDB_DIALECT)
        return great_expectations


_COUNTED = {"unexpected_rows_expectation": "counted_rows_expectation"}
"""Types of Great Expectations, and ours that tell the same with fewer queries."""
_DEFINED = frozenset({*_COUNTED, "counted_suites_expectation"})
"""Types that are there once it is imported; the others take as long again, and are seldom needed."""


@functools.cache
def _define_counted_rows(great_expectations: types.ModuleType) -> None:
    """Define, as Great Expectations provides for, rules in SQL whose rows are counted: one alone, and those of tables.

    Its own rule runs the query a second time for the rows, which only its format COMPLETE shows: half of the time that
    checks spend in DuckDB. And it takes some 5 ms for each expectation, twice of what DuckDB needs for the rows, and as
    much again for each table.
    """
    base: Any = great_expectations.expectations.UnexpectedRowsExpectation
    count, rows = "unexpected_rows_query.row_count", "unexpected_rows_query.table"

    class CountedRowsExpectation(base):  # type: ignore[misc]
        """A rule in SQL; its observed value is the number of failing rows."""

        metric_dependencies: ClassVar[tuple[str, ...]] = (count,)

        def _validate(self, metrics: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
            return {"success": metrics[count] == 0, "result": {"observed_value": metrics[count]}}

    class CountedSuitesExpectation(base):  # type: ignore[misc]
        """All rules of tables in one query, a row for each table: how many rows there are, and how many fail each."""

        metric_dependencies: ClassVar[tuple[str, ...]] = (rows,)

        def _validate(self, metrics: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
            counts = {row["suite"]: row["counts"] for row in metrics[rows]}
            return {"success": not any(any(each[1:]) for each in counts.values()), "result": {"observed_value": counts}}


class QueryError(Exception):
    """Raised where a query of a suite cannot be run; run alone, its rules say which of them and why."""


class Session:
    """An in-memory DuckDB under Great Expectations that sees files of data read-only.

    It prints nothing, and holds no file after ``close``. What does not fit in memory goes to the folder ``spill`` for a
    while, by default one beside the file that is attached; without either, memory is not bounded.
    """

    def __init__(self, attached: Mapping[str, Path], spill: Path | None = None) -> None:
        self._great = import_great_expectations()
        _define_counted_rows(self._great)
        self._text = importlib.import_module("sqlalchemy").text
        # Otherwise SQLAlchemy looks for the dialect in the metadata of every package that is installed.
        importlib.import_module("sqlalchemy.dialects").registry.register("duckdb", "duckdb_engine", "Dialect")
        self._log = logging.getLogger("great_expectations")
        self._log_level = self._log.level
        self._log.setLevel(logging.ERROR)
        try:
            base: Any = importlib.import_module("great_expectations.data_context.types.base")
            # By default, even this context makes a folder, for documentation that nobody asked for.
            in_memory = base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
            self._context = self._great.get_context(
                mode="ephemeral", project_config=base.DataContextConfig(store_backend_defaults=in_memory)
            )
            self._context.variables.progress_bars = {"globally": False, "metric_calculations": False}
            self._source = self._context.data_sources.add_sql(
                "warehouse",
                # Under a name, an in-memory database is one for all connections that Great Expectations opens.
                connection_string=f"duckdb:///:memory:validation_{next(_SESSIONS)}",
                create_temp_table=False,
            )
            self._engine = self._source.get_execution_engine()
            self._asset: Any = None
            # A second thread doubles the CPU that DuckDB takes to group a million rows of two keys, and saves no time.
            self.query("set threads = 1")
            for alias, path in attached.items():
                quoted = str(path).replace("'", "''")
                self.query(f"ATTACH '{quoted}' AS {alias} (READ_ONLY)")
                spill = spill or path.with_name(f"{path.name}.tmp")
            if spill is not None:
                quoted = str(spill).replace("'", "''")
                self.query(f"SET memory_limit = '{MEMORY_LIMIT}'; SET temp_directory = '{quoted}'")
            if attached:
                # ATTACH is a part of the transaction; the connections to come see it once that is over.
                self._engine._connection.commit()
        except BaseException:
            self._log.setLevel(self._log_level)
            raise

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run SQL on the session's connection and return its rows."""
        # A colon in a literal is no bind parameter here.
        result = self._engine.execute_query(self._text(sql.replace(":", "\\:")))
        return [tuple(row) for row in result.fetchall()] if result.returns_rows else []

    def validate(self, suite: str, relation: str, expectations: list[dict[str, Any]]) -> list[Any]:
        """Run expectations over ``select * from relation``; return their results in the same order."""
        if any(each["type"] not in _DEFINED for each in expectations):
            with _IMPORTING:
                import_all_expectations()
        asset = self._asset_of(f"select * from {relation}")
        batch = asset.get_batch(asset.build_batch_request())
        numbered = [
            {**expectation, "type": _COUNTED.get(expectation["type"], expectation["type"]), "meta": {"position": at}}
            for at, expectation in enumerate(expectations)
        ]
        result = batch.validate(self._great.ExpectationSuite(name=suite, expectations=numbered), result_format="BASIC")
        return sorted(result.results, key=lambda each: each.expectation_config.meta["position"])

    def _asset_of(self, query: str) -> Any:
        """Return the session's one asset, made to be that query: adding one writes all of the settings anew."""
        if self._asset is None:
            self._asset = self._source.add_query_asset("rows", query=query)
        self._asset.query = query
        return self._asset

    def count(self, stage: str, queries: Mapping[str, str]) -> dict[str, list[int]]:
        """Run the queries of several suites as one expectation; return the counts of each suite.

        Each returns one row with a list of ``counts``, that of all rows first. Raises QueryError where DuckDB cannot
        run one of them.
        """
        together = " union all ".join(
            f"select '{suite}' as suite, counts::bigint[] as counts from ({query})" for suite, query in queries.items()
        )
        # Great Expectations formats the query, and wants its batch in it: here one row, which says what is looked at.
        together = "select suite, counts from ({}), {{batch}}".format(together.replace("{", "{{").replace("}", "}}"))
        counted = {"type": "counted_suites_expectation", "kwargs": {"unexpected_rows_query": together}}
        (result,) = self.validate(stage, f"(select '{stage}' as stage)", [counted])
        found = result.result.get("observed_value", {})
        if found.keys() != queries.keys():
            raise QueryError(f"the rules of {', '.join(queries)} cannot be counted in one query")
        return {suite: [int(count) for count in counts] for suite, counts in found.items()}

    def close(self) -> None:
        """Let go of every connection and file."""
        connection = self._engine._connection
        if connection is not None:
            connection.close()
        self._engine.close()
        self._source.get_engine().dispose()
        self._log.setLevel(self._log_level)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
