"""Great Expectations imported in part works as it does imported whole, and leaves the process as it was."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from expectations.lean_import import KEPT, LEFT_OUT
from expectations.suites import read_suites

ROOT = Path(__file__).resolve().parents[2]

# Fields of all models, as they stand after the import: what each class inherits, and what it made of it.
FIELDS = """
import gc, json, sys
{how}
from great_expectations.compatibility.pydantic import BaseModel

def models(kind):
    for each in kind.__subclasses__():
        yield each
        yield from models(each)

def told(field):
    return [
        field.name, field.alias, str(field.outer_type_), repr(field.required), type(field.default).__name__,
        field.allow_none,
        sorted(field.class_validators or {{}}), len(field.validators or ()), len(field.pre_validators or ()),
        len(field.post_validators or ()), [told(each) for each in field.sub_fields or ()],
    ]

found = {{f"{{each.__module__}}.{{each.__qualname__}}": [told(field) for field in each.__fields__.values()]
         for each in models(BaseModel) if each.__module__.startswith("great_expectations")}}
modules = [name for name in sys.modules if name.startswith("great_expectations")]
from great_expectations.expectations import registry
print(json.dumps({{
    "fields": found,
    "is_collecting": gc.isenabled(),
    "finders": [type(each).__module__ for each in sys.meta_path],
    "modules": modules,
    "stand_ins": [name for name in modules if type(sys.modules[name]).__module__ == "expectations.lean_import"],
    "passed_over": [name for name in ("boto3", "botocore", "pyspark", "snowflake") if name in sys.modules],
    "loaded": [name for name in ("altair", "scipy.stats", "requests", "jinja2") if name in sys.modules],
    "types": sorted(registry.list_registered_expectation_implementations()),
}}))
"""
LEANLY = "from expectations.great import import_great_expectations; import_great_expectations()"
WHOLLY = "import great_expectations"
THE_REST = f"{LEANLY}; from expectations.lean_import import import_all_expectations; import_all_expectations()"


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stdout


def imported(how: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(FIELDS.format(how=how)))
    return found


@pytest.fixture(scope="module")
def leanly() -> dict[str, Any]:
    return imported(LEANLY)


@pytest.fixture(scope="module")
def wholly() -> dict[str, Any]:
    return imported(WHOLLY)


def test_what_is_imported_is_as_it_is_otherwise(leanly: dict[str, Any], wholly: dict[str, Any]) -> None:
    assert 50 < len(leanly["fields"]) < len(wholly["fields"])
    assert leanly["fields"] == {name: wholly["fields"][name] for name in leanly["fields"]}


def test_much_of_it_is_not_imported(leanly: dict[str, Any], wholly: dict[str, Any]) -> None:
    assert len(leanly["modules"]) < 0.6 * len(wholly["modules"])
    assert leanly["loaded"] == []


def test_what_was_changed_for_the_import_is_as_before(leanly: dict[str, Any]) -> None:
    assert leanly["is_collecting"]
    assert leanly["stand_ins"] == []
    assert leanly["passed_over"] == []
    assert "expectations.lean_import" not in leanly["finders"]


def test_what_is_kept_or_left_out_is_there(wholly: dict[str, Any]) -> None:
    named = {f"great_expectations.{package}.{name}" for package, names in KEPT.items() for name in names}
    named |= {f"great_expectations.{name}" for name in LEFT_OUT}
    assert [name for name in sorted(named) if importlib.util.find_spec(name) is None] == []
    assert sorted(named - set(wholly["modules"])) == []


def test_the_other_types_of_expectations_can_be_had_afterwards(wholly: dict[str, Any]) -> None:
    rest = imported(THE_REST)
    assert len(rest["types"]) > 40
    assert rest["types"] == wholly["types"]
    assert {one.type for suite in read_suites() for one in suite.expectations} <= set(rest["types"])


def test_what_is_left_out_can_be_imported_afterwards() -> None:
    code = f"{LEANLY}; from great_expectations.checkpoint import Checkpoint; print(Checkpoint.__fields__.keys())"
    assert "validation_definitions" in run(code)


def test_the_use_of_what_was_left_out_is_an_error_that_names_it() -> None:
    code = f"""
{LEANLY}
import great_expectations
try:
    great_expectations.Checkpoint(name="nightly", validation_definitions=[])
except ImportError as error:
    print(error)
"""
    assert "great_expectations.checkpoint.Checkpoint is needed, but its module is left out" in run(code)
