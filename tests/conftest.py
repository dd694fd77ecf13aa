"""What holds for all tests: those marked slow run only when they are asked for, with ``pytest -m slow FOLDER``."""

from __future__ import annotations

import os

import pytest

# Tests look into the reader, which only its source allows; its own test sets this anew.
os.environ["GEWU_COMPILED_READER"] = "0"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.getoption("markexpr", ""):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow; run pytest -m slow on its folder, as .ci/run does"))
