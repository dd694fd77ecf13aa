"""Every dependency is listed with its version, licence and reason, and installed by hash."""

from __future__ import annotations

import re

import pytest

from tests.reliability.dependencies import NEEDS, PAGE, ROOT, direct, locked

NAMES = [name for names in direct().values() for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_a_direct_dependency_is_listed_with_version_licence_and_reason(name: str) -> None:
    row = re.search(rf"^\| {re.escape(name)} \| (.+?) \| (.+?) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    assert row, f"{name}: not in {PAGE}; run python -m tests.reliability.dependencies"
    assert (row[1], row[3]) == (locked()[name], NEEDS[name])
    assert "not installed" not in row[2]


def test_nothing_is_listed_that_is_not_needed() -> None:
    assert set(NEEDS) == set(NAMES)


def test_every_locked_package_has_a_hash_and_is_listed() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert [entry.partition("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in locked() if f"| {name} |" not in page] == []
