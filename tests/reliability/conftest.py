"""Reliability: what kills, full disks, hostile texts, hostile names and many readers may do, and what may not happen.

A handful of each runs with every ``make test``. All of it takes the better part of an hour and runs only with
``pytest -m slow tests/reliability``; see docs/reliability.md for the numbers that make it shorter.
"""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.getoption("markexpr", ""):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow; run pytest -m slow tests/reliability"))
