"""Take the pictures of docs/dashboard.md: ``python -m tests.report.screenshots DASHBOARD.html``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flows.settings import PROJECT_ROOT
from tests.report.browser import open_browser

WINDOWS = {"1440": (1440, 900), "phone": (390, 844)}
HIGHEST = {"1440": 5000, "phone": 2600}
"""Where a picture ends at the latest, in CSS pixels."""


def take(dashboard: Path, target: Path) -> None:
    """Write pictures of the dashboard: whole, the upper part on a phone, and the evidence behind a figure."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile, open_browser(Path(profile)) as page:
        for name, size in WINDOWS.items():
            page.resize(*size)
            page.open(dashboard.absolute().as_uri())
            height = min(page.ask("document.documentElement.scrollHeight"), HIGHEST[name])
            page.screenshot(target / f"dashboard-{name}.png", height)
        page.resize(*WINDOWS["1440"])
        page.open(dashboard.absolute().as_uri())
        page.ask("document.querySelector('[data-tile=disputes]').click()")
        page.screenshot(target / "dashboard-evidence.png")


if __name__ == "__main__":
    take(Path(sys.argv[1]), PROJECT_ROOT / "docs" / "images")
