"""Where Prefect keeps its state and what it may do: set before Prefect is imported, never over the user's choice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Every one of these is a default: a value that the user has set stays.
_DEFAULTS = {
    # Nothing phones home: the server's telemetry and the SDK's product analytics are both off.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # The first start in an empty home migrates a database, which takes longer than Prefect's default of 20 seconds.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # A run of minutes on the same machine needs no result files beside the staged ones.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}


def configure(data_dir: Path) -> None:
    """Keep Prefect's home under the data folder unless the user has configured one, and switch telemetry off.

    Raises RuntimeError where Prefect is imported already: it reads its settings once.
    """
    if "prefect" in sys.modules:
        raise RuntimeError("Prefect is imported already; configure its environment first")
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not {"PREFECT_HOME", "PREFECT_API_URL", "PREFECT_PROFILES_PATH"} & os.environ.keys():
        home = data_dir / "prefect"
        home.mkdir(parents=True, exist_ok=True)
        os.environ["PREFECT_HOME"] = str(home)
