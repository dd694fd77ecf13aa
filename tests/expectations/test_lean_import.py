"""Great Expectations imported quickly works as it does imported plainly, and leaves the process as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Fields of all models, as they stand after the import: what each class inherits, and what it made of it.
FIELDS = """
import copyreg, gc, json, sys
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
print(json.dumps({{
    "fields": found,
    "is_collecting": gc.isenabled(),
    "copied_by": [each.__module__ for each in copyreg.dispatch_table],
    "passed_over": [name for name in ("boto3", "botocore", "pyspark") if name in sys.modules],
    "loaded": [name for name in ("altair", "scipy.stats") if name in sys.modules],
}}))
"""
QUICKLY = "from expectations.great import import_great_expectations; import_great_expectations()"
PLAINLY = "import great_expectations"


def imported(how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", FIELDS.format(how=how)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def quickly() -> dict[str, Any]:
    return imported(QUICKLY)


def test_every_model_has_the_fields_that_it_has_otherwise(quickly: dict[str, Any]) -> None:
    plainly = imported(PLAINLY)
    assert len(plainly["fields"]) > 200
    assert quickly["fields"] == plainly["fields"]


def test_what_was_changed_for_the_import_is_as_before(quickly: dict[str, Any]) -> None:
    assert quickly["is_collecting"]
    assert not [name for name in quickly["copied_by"] if name.startswith("pydantic")]
    assert quickly["passed_over"] == []


def test_drawing_and_statistics_are_not_imported(quickly: dict[str, Any]) -> None:
    assert quickly["loaded"] == []
