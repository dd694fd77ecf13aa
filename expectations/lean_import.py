"""Importing Great Expectations quickly: without garbage collection, packages that nothing uses, and needless copies."""

from __future__ import annotations

import contextlib
import copyreg
import functools
import gc
import importlib
import sys
import types
from collections.abc import Iterator
from typing import Any

_DEFERRED_PACKAGES = ("altair", "scipy.stats")
"""Drawing and statistics that only expectations which no suite uses call: half of the time of the import (measured)."""

_PASSED_OVER_PACKAGES = ("boto3", "botocore", "pyspark")
"""Clients of clouds and clusters that Great Expectations imports wherever they are installed, a quarter of its time."""


@contextlib.contextmanager
def lean_import() -> Iterator[None]:
    """Make imports of the block lean; afterwards everything is as it was before."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        with _without_unused_packages(), _inherited_fields_share():
            yield
    finally:
        if was_collecting:
            gc.enable()


class _Deferred(types.ModuleType):
    """Stands for a module until something of it is used; then imports it and answers for it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextlib.contextmanager
def _without_unused_packages() -> Iterator[None]:
    deferred = [name for name in _DEFERRED_PACKAGES if name not in sys.modules]
    passed_over = [name for name in _PASSED_OVER_PACKAGES if name not in sys.modules]
    for name in deferred:
        sys.modules[name] = _Deferred(name)
    for name in passed_over:
        # An import of it says that it is not installed, with which Great Expectations is content.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in passed_over:
            del sys.modules[name]
        for name in deferred:
            if isinstance(sys.modules.get(name), _Deferred):
                del sys.modules[name]


@contextlib.contextmanager
def _inherited_fields_share() -> Iterator[None]:
    """Let classes of models (pydantic 1) copy the fields that they inherit, and share what these refer to.

    The 370 classes copy 3,800 fields by ``copy.deepcopy``, down to type hints and defaults, which nobody changes: a
    quarter of the import. What ``copy`` does with a class is said by ``copyreg``.
    """
    fields: Any = importlib.import_module("pydantic.v1.fields")
    copyreg.pickle(fields.ModelField, lambda field: (functools.partial(_copied, field), ()))
    try:
        yield
    finally:
        del copyreg.dispatch_table[fields.ModelField]


def _copied(field: Any) -> Any:
    """Return a copy of a field with lists, dictionaries and inner fields of its own; a subclass may change these."""
    kind: Any = type(field)
    copy = kind.__new__(kind)
    for name in kind.__slots__:
        if hasattr(field, name):
            setattr(copy, name, _copied_value(getattr(field, name), kind))
    return copy


def _copied_value(value: Any, kind: type) -> Any:
    if isinstance(value, kind):
        return _copied(value)
    if isinstance(value, list):
        return [_copied_value(each, kind) for each in value]
    return dict(value) if isinstance(value, dict) else value
