"""Importing Great Expectations quickly: what counting rules in DuckDB needs of it; the rest where it is needed."""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
import types
from collections.abc import Iterator, Mapping
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

_PACKAGE = "great_expectations"
KEPT: Mapping[str, frozenset[str]] = {
    # Sources of data: SQL, and the two that it names when it looks for a closer one.
    "datasource.fluent": frozenset(
        {
            "batch_identifier_util", "batch_parameter_normalization", "batch_request", "config", "config_str",
            "constants", "data_connector", "databricks_sql_datasource", "fluent_base_model", "interfaces",
            "invalid_datasource", "metadatasource", "postgres_datasource", "signatures", "sources",
            "sql_datasource", "type_lookup",
        }
    ),
    # Expectations, and the metrics that they compute: the rule in SQL.
    "expectations.core": frozenset({"unexpected_rows_expectation"}),
    "expectations.metrics": frozenset(
        {
            "column_aggregate_metric_provider", "map_metric_provider", "meta_metric_provider", "metric_provider",
            "query_metric_provider", "query_metrics", "table_metric_provider", "table_metrics", "util",
        }
    ),
    # Metrics that are asked for by themselves.
    "metrics": frozenset({"metric", "metric_name", "metric_results", "query"}),
    "metrics.query": frozenset({"batch_table", "query"}),
    # Pages of HTML.
    "render": frozenset({"components", "exceptions", "renderer", "renderer_configuration"}),
    "render.renderer": frozenset({"observed_value_renderer", "renderer"}),
}  # fmt: skip
"""Packages of Great Expectations to the modules that are imported of them; stand-ins take the place of the others."""

LEFT_OUT = frozenset(
    {
        # Results sent by mail and to chats, and the service that the makers of Great Expectations sell.
        "checkpoint",
        "data_context.store.gx_cloud_store_backend",
    }
)
"""Single modules that are left out. With those of the packages above, two thirds of the import (measured)."""

_EXPECTATIONS = ("expectations.metrics", "expectations.core", "expectations")
"""Packages whose names are those of all types of expectations, and of what these compute; in the order of importing."""

_PASSED_OVER_PACKAGES = (
    "azure", "boto3", "botocore", "docstring_parser", "pyspark", "snowflake", "sqlalchemy_bigquery",
    "sqlalchemy_redshift", "trino",
)  # fmt: skip
"""Clients of clouds and clusters, and a reader of descriptions of functions, that Great Expectations imports wherever
they are installed: a quarter of its time, and some where they are not, for it looks for each many times over."""


class LeftOutError(ImportError):
    """Raised where something of Great Expectations is used that was left out of its import; says what."""


@contextlib.contextmanager
def lean_import() -> Iterator[None]:
    """Make an import of Great Expectations in the block lean. What is left out can be imported as usual afterwards."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        with _passed_over(), _stand_ins():
            yield
    finally:
        # What was imported stays as long as the process: no collection of garbage has to look through it.
        gc.freeze()
        if was_collecting:
            gc.enable()


def import_all_expectations() -> None:
    """Import every type of expectation, after an import that left most out. Quick where that was done before."""
    packages = [importlib.import_module(f"{_PACKAGE}.{name}") for name in _EXPECTATIONS]
    if any(isinstance(each, type) and issubclass(each, _LeftOut) for each in vars(packages[-1]).values()):
        with _passed_over():
            for package in packages:
                # Its names are bound anew, now to the classes that stand-ins were put for.
                importlib.reload(package)


class _LeftOut:
    """What a name stands for in a module that was left out: a class of which no object can be made."""

    def __new__(cls, *_: object, **__: object) -> _LeftOut:
        """Raise LeftOutError, instead of doing nothing where something was asked for."""
        raise LeftOutError(
            f"{cls.__module__}.{cls.__qualname__} is needed, but its module is left out when Great Expectations is "
            "imported; keep it in expectations/lean_import.py"
        )

    def __class_getitem__(cls, _: object) -> type[_LeftOut]:
        """Return the class itself: what it is generic of does not matter."""
        return cls


class _StandIn(types.ModuleType):
    """Stands for a module, and for all below it, that was left out."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # Makes it a package, so that modules below it are looked for.
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (_LeftOut,), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class _StandInFinder(MetaPathFinder, Loader):
    """Finds stand-ins for what is left out, and nothing else."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return a stand-in for a module that is left out."""
        within = fullname.removeprefix(f"{_PACKAGE}.")
        package, _, name = within.rpartition(".")
        is_left_out = name not in KEPT.get(package, {name}) or within in LEFT_OUT
        is_below = fullname.rpartition(".")[0] in self.found
        return ModuleSpec(fullname, self) if within != fullname and (is_left_out or is_below) else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """Return the stand-in."""
        self.found.add(spec.name)
        return _StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: names are made as they are asked for."""


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    finder = _StandInFinder()
    # A new list each time: another thread that imports meanwhile may be going through the one that is there.
    sys.meta_path = [finder, *sys.meta_path]
    try:
        yield
    finally:
        sys.meta_path = [each for each in sys.meta_path if each is not finder]
        for name in finder.found:
            del sys.modules[name]


@contextlib.contextmanager
def _passed_over() -> Iterator[None]:
    passed_over = [name for name in _PASSED_OVER_PACKAGES if name not in sys.modules]
    for name in passed_over:
        # An import of it says that it is not installed, with which Great Expectations is content.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in passed_over:
            del sys.modules[name]
