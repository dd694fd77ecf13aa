"""Writes docs/dependencies.md: every package that is installed, with version, licence, and why it is needed.

Run as ``python -m tests.reliability.dependencies`` after ``make lock`` and ``make setup``.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dependencies.md"

NEEDS = {
    "prefect": "flows, schedules, retries, the record of runs",
    "fastapi": "Prefect's server; pinned because later ones break its client",
    "sqlalchemy": "the schema is written in it; BI tools reflect through it",
    "duckdb": "the warehouse file and all work on it",
    "duckdb-engine": "SQLAlchemy's way to DuckDB",
    "great-expectations": "checks of staged and of published rows",
    "jieba": "the dictionary of words, their tags and frequencies",
    "rjieba": "cuts words; the same algorithm, compiled",
    "ahocorasick-rs": "finds all names and terms in one pass over a text",
    "pandas": "Great Expectations reads rows as its data frames",
    "pyarrow": "rows on their way from reader to warehouse; Parquet hand-outs",
    "numpy": "the search index, built by columns",
    "lunar-python": "solar terms and lunar holidays of dim_date",
    "chinesecalendar": "public holidays and working days in lieu of dim_date",
    "click": "the command line",
    "rich": "tables and progress on a terminal",
    "s3fs": "inboxes at s3:// addresses",
    "fsspec": "the way to them; its version belongs to that of s3fs",
    "xlsxwriter": "Excel hand-outs",
    "hypothesis": "tests of properties",
    "moto": "an S3 server for tests",
    "flask": "moto's server",
    "flask-cors": "moto's server",
    "mypy": "types",
    "pandas-stubs": "types of pandas",
    "pyarrow-stubs": "types of pyarrow",
    "pytest": "tests",
    "pytest-xdist": "tests on several processors",
    "ruff": "style",
    "setuptools": "mypyc, part of mypy, compiles the reader with it",
    "uv": "sets up the environment, writes the lock",
    "websockets": "tests speak to the browser",
}
"""Direct dependency to what it does here."""

_HEAD = """# Dependencies

Written by `python -m tests.reliability.dependencies` from `pyproject.toml`, `requirements.lock` and the metadata of the
installed packages; a test holds that every direct dependency is here with the version of the lock. Every package is
installed by hash from the lock; none is fetched while the program runs.

## Audit

- **Known vulnerabilities**: `pip-audit -r requirements.lock` asks PyPI's advisory service, which a package mirror does
  not offer and which could not be reached where this page was written: **it has not been run**. Run it wherever the
  internet can be reached, before every release (`--service osv` asks OSV instead).
- **Integrity**: `make setup` installs with `--require-hashes`.
- **Licences**: the tables below. A package is told apart here where its licence asks more than its notice to be kept
  (GPL, LGPL, AGPL, MPL, EPL): **{special}**.
- **Network at run time**: none; telemetry of Prefect and Great Expectations is off (`tests/network/`).
- **Not from the registry**: Apache ECharts in `report/vendor/` (Apache-2.0, with its LICENSE and NOTICE); what is in
  `seeds/` is listed in `seeds/README.md`.

"""

_SPECIAL = re.compile(r"\b(A|L)?GPL|\bMPL|\bEPL|Mozilla|GNU", re.I)
_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.M)


def canonical(name: str) -> str:
    """Return a package's name as the index compares it (PEP 503), without extras."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~;\s]", name.strip(), maxsplit=1)[0]).lower()


def direct() -> dict[str, list[str]]:
    """Return the direct dependencies of the project: those of the program, and those of its development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"Program": project["dependencies"], "Development": project["optional-dependencies"]["dev"]}
    return {group: sorted(canonical(entry) for entry in entries) for group, entries in groups.items()}


def locked() -> dict[str, str]:
    """Return name to version of all packages of the lock; to several where Pythons differ."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    versions: dict[str, list[str]] = {}
    for name, version in _LOCKED.findall(text):
        versions.setdefault(canonical(name), []).append(version)
    return {name: " or ".join(found) for name, found in versions.items()}


def licence_of(name: str) -> str:
    """Return the licence that an installed package states; says so where it is not installed here."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "not installed on this platform"
    classified = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License")]
    classified = [each for each in classified if each != "OSI Approved"]
    stated = told.get("License-Expression") or ", ".join(classified) or (told.get("License") or "").strip()
    return stated.partition("\n")[0][:80].replace("|", "/") or "not stated in its metadata"


def page() -> str:
    """Return the page."""
    versions = locked()
    licences = {name: licence_of(name) for name in versions}
    special = [f"{name} ({licence})" for name, licence in sorted(licences.items()) if _SPECIAL.search(licence)]
    parts = [_HEAD.format(special=", ".join(special) or "none")]
    named: set[str] = set()
    for group, names in direct().items():
        named |= set(names)
        parts += [f"## {group}\n", "| Package | Version | Licence | Why |", "|---|---|---|---|"]
        parts += [f"| {name} | {versions[name]} | {licences[name]} | {NEEDS[name]} |" for name in names]
        parts.append("")
    parts += ["## What these bring along\n", "| Package | Version | Licence |", "|---|---|---|"]
    parts += [f"| {name} | {versions[name]} | {licences[name]} |" for name in sorted(versions.keys() - named)]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
