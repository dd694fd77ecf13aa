"""Where Prefect keeps its state and what it may do: set before Prefect is imported, never over the user's choice."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path

from warehouse.paths import DataFolder

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
    # A place in a deployment's limit is a lease. Kept in memory, as Prefect does by default, it is lost with the
    # server, and its place stays taken for ever.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # Records of runs of long ago are removed, or the database only grows (by some 60 KB a task run).
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    # A run missed by this much is shown as late.
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "60",
}
_OWN_SERVER = {"PREFECT_API_URL", "PREFECT_PROFILES_PATH"}
_HEALTH_SECONDS = 2


def configure(data_dir: Path) -> None:
    """Keep Prefect's home under the data folder unless the user has configured one, and switch telemetry off.

    Where ``gewu serve`` or ``gewu server`` runs for this data folder, its server is used: a second one on the same
    database would be slow to start and would wait for its locks. Raises RuntimeError where Prefect is imported
    already: it reads its settings once.
    """
    if "prefect" in sys.modules:
        raise RuntimeError("Prefect is imported already; configure its environment first")
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if "PREFECT_HOME" not in os.environ and not _OWN_SERVER & os.environ.keys():
        home = data_dir / "prefect"
        home.mkdir(parents=True, exist_ok=True)
        os.environ["PREFECT_HOME"] = str(home)
    url = known_server(data_dir)
    if url:
        os.environ["PREFECT_API_URL"] = url


def known_server(data_dir: Path) -> str | None:
    """Return the API address of the server to use: the user's, else the one that runs for this data folder."""
    named = os.environ.get("PREFECT_API_URL")
    if named or _OWN_SERVER & os.environ.keys():
        return named
    try:
        url = json.loads(server_record(data_dir).read_bytes())["api_url"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if isinstance(url, str) and is_healthy(url) else None


def prefect_home(data_dir: Path) -> DataFolder:
    """Return Prefect's home of a data folder, as a folder that one process at a time may run a server in."""
    return DataFolder(data_dir / "prefect")


def owns_prefect_home(data_dir: Path) -> bool:
    """Return whether a server that this process starts, or Prefect for it, has its database in the data folder."""
    is_own = os.environ.get("PREFECT_HOME") == str(prefect_home(data_dir).path)
    return is_own and "PREFECT_API_URL" not in os.environ


def server_record(data_dir: Path) -> Path:
    """Return the file that says where the server of a data folder answers."""
    return data_dir / "prefect" / "server.json"


def is_healthy(api_url: str) -> bool:
    """Return whether a Prefect server answers at this address."""
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=_HEALTH_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False
