"""The figures of the last runs as a text file for Prometheus (the node exporter's textfile collector reads it)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from flows.summary import RunSummary

_HELP = {
    "gewu_last_run_success": "Whether the last run of the job ended well (1) or not (0).",
    "gewu_last_run_timestamp_seconds": "End of the last run of the job, Unix time.",
    "gewu_last_run_duration_seconds": "Duration of the last run of the job.",
    "gewu_last_success_timestamp_seconds": "End of the last run of the job that ended well, Unix time.",
    "gewu_files_found": "Files that the last run found in the inbox.",
    "gewu_pages": "Pages of the last run, by what became of them.",
    "gewu_files_refused": "Files that the last run refused or that stand refused.",
    "gewu_articles_read": "Articles of the pages that the last run read.",
    "gewu_code_points_read": "Code points of the pages that the last run read.",
    "gewu_warnings": "Warnings of the last run.",
    "gewu_release_number": "Number of the live release.",
    "gewu_release_bytes": "Size of the live release.",
    "gewu_table_rows": "Rows of the live release, by table.",
}
"""Every metric and its help; all are gauges. The order is that of the file."""

_SAMPLE = re.compile(r"(?P<name>[a-z_]+)(?P<labels>\{.*\})? (?P<value>\S+)")

Samples = dict[tuple[str, str], str]
"""(metric, labels as written) to value."""


def run_samples(summary: RunSummary) -> Samples:
    """Return the figures of a run that ended well."""
    samples = {
        ("gewu_files_found", ""): str(summary.files_found),
        ("gewu_files_refused", ""): str(len(summary.refused)),
        ("gewu_articles_read", ""): str(summary.articles),
        ("gewu_code_points_read", ""): str(summary.code_points),
        ("gewu_warnings", ""): str(len(summary.warnings)),
    }
    outcomes = {
        "new": summary.pages_new,
        "changed": summary.pages_changed,
        "unchanged": summary.pages_unchanged,
        "renamed": summary.pages_renamed,
        "withdrawn": summary.pages_withdrawn,
    }
    samples |= {("gewu_pages", _labels(outcome=outcome)): str(count) for outcome, count in outcomes.items()}
    if summary.release_no is not None:
        samples[("gewu_release_number", "")] = str(summary.release_no)
        samples[("gewu_release_bytes", "")] = str(summary.warehouse.stat().st_size)
        samples |= {("gewu_table_rows", _labels(table=table)): str(count) for table, count in summary.rows}
    return samples


def job_samples(job: str, ended_at: float, seconds: float, *, is_success: bool) -> Samples:
    """Return how a job ended: moment as Unix time, duration, and whether well."""
    labels = _labels(job=job)
    samples = {
        ("gewu_last_run_success", labels): str(int(is_success)),
        ("gewu_last_run_timestamp_seconds", labels): f"{ended_at:.0f}",
        ("gewu_last_run_duration_seconds", labels): f"{seconds:.3f}",
    }
    if is_success:
        samples[("gewu_last_success_timestamp_seconds", labels)] = f"{ended_at:.0f}"
    return samples


def update_metrics(path: Path, samples: Mapping[tuple[str, str], str]) -> None:
    """Write samples into the file; those of other jobs, and of runs before where this one says nothing, stay.

    The file is there whole or not at all. Raises OSError where it cannot be written.
    """
    known = {**_read(path), **samples}
    lines = []
    for name, explanation in _HELP.items():
        of_metric = sorted((labels, value) for (metric, labels), value in known.items() if metric == name)
        if of_metric:
            lines += [f"# HELP {name} {explanation}", f"# TYPE {name} gauge"]
            lines += [f"{name}{labels} {value}" for labels, value in of_metric]
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(unfinished, path)


def _read(path: Path) -> Samples:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found = (_SAMPLE.fullmatch(line) for line in text.splitlines())
    return {(match["name"], match["labels"] or ""): match["value"] for match in found if match}


def _labels(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"
