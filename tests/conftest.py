"""What holds for all tests: those marked slow run only when they are asked for, with ``pytest -m slow FOLDER``."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.getoption("markexpr", ""):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow; run pytest -m slow on its folder, as .ci/run does"))
