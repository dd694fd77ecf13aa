from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.pages import load_samples


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample pages."""
    return load_samples(tmp_path_factory.mktemp("report-data"))
