"""The dashboard: one page from the live release; what the verb ``gewu report`` and the flow ``report`` both do."""

from __future__ import annotations

import sys
from pathlib import Path

from flows import exit_codes
from flows.settings import PROJECT_ROOT
from warehouse.connect import NoReleaseError, StaleLogError
from warehouse.paths import DataFolder
from warehouse.report_data import read_report
from warehouse.report_page import build_page, write_page

REPORT_DIR = PROJECT_ROOT / "report"
"""The parts of the page: template, style, scripts, the charting library, and the queries."""


def make_report(data_dir: Path, target: Path | None = None) -> Path:
    """Write the dashboard of the live release, to report/index.html of the data folder if not told; return its path.

    Raises NoReleaseError, StaleLogError and OSError.
    """
    folder = DataFolder(data_dir.expanduser().absolute())
    target = folder.path / "report" / "index.html" if target is None else target.expanduser().absolute()
    write_page(build_page(REPORT_DIR, read_report(folder, REPORT_DIR / "queries")), target)
    return target


def print_report(data_dir: Path, target: Path | None) -> int:
    """Make the dashboard and say where it is; return the exit code."""
    try:
        page = make_report(data_dir, target)
    except (NoReleaseError, StaleLogError, OSError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    print(f"{page} ({page.stat().st_size / 2**20:.1f} MiB); open it in a browser, it needs no network")
    return exit_codes.DONE
