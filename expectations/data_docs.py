"""Data Docs: the results of the checks as pages of HTML that need nothing but a browser, a page for each run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

KEPT_RUNS = 30
"""Runs that have a page; older ones are in ``ops.quality_result``, and their pages are removed."""

_SHOWN_CHARACTERS = 300
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1c2530;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8dee6;
vertical-align:top;overflow-wrap:anywhere}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.stop{color:#a11616;font-weight:600}.warn{color:#7a5200;font-weight:600}.good{color:#1c6b34}
@media (prefers-color-scheme:dark){body{color:#dfe6ee;background:#14191f}th,td{border-color:#39434f}a{color:#8ab8ff}
.stop{color:#ff8d8d}.warn{color:#f0c060}.good{color:#7fd69a}}
"""


@dataclass(frozen=True, slots=True)
class Check:
    """A result of an expectation or audit; counts are rows."""

    suite: str
    expectation: str
    column_name: str
    severity: str
    is_success: bool
    observed_value: str | None
    unexpected_count: int
    element_count: int


@dataclass(frozen=True, slots=True)
class CheckedRun:
    """The checks of one run; the moment is UTC."""

    batch_key: int
    finished_at: datetime | None
    checks: int
    warnings: int
    failures: int


def write_data_docs(folder: Path, runs: Sequence[CheckedRun], newest: Iterable[Check]) -> Path:
    """Write the page of the newest run and the list of runs, and remove pages of runs that are not among them.

    ``runs`` are the last ones, newest first; ``newest`` are the checks of the first of them. Pages of earlier runs are
    left as they are, so the cost does not grow with history. Returns the path of the list. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = runs[:KEPT_RUNS]
    if shown:
        _write(folder / _page_name(shown[0]), _run_page(shown[0], newest))
    kept = {_page_name(run) for run in shown}
    for page in folder.glob("run-*.html"):
        if page.name not in kept:
            page.unlink()
    index = folder / "index.html"
    _write(index, _index(shown, {page.name for page in folder.glob("run-*.html")}))
    return index


def _page_name(run: CheckedRun) -> str:
    return f"run-{run.batch_key:06d}.html"


def _index(runs: Sequence[CheckedRun], pages: set[str]) -> str:
    rows = []
    for run in runs:
        name = f"run {run.batch_key}"
        link = f'<a href="{_page_name(run)}">{name}</a>' if _page_name(run) in pages else name
        rows.append(
            f"<tr><td>{link}</td><td>{_moment(run.finished_at)}</td><td class=n>{run.checks:,}</td>"
            f"<td class=n>{_count(run.warnings, 'warn')}</td><td class=n>{_count(run.failures, 'stop')}</td></tr>"
        )
    return _document(
        "Quality checks",
        f"<p>The last {len(runs):,} runs, newest first. All of history is in <code>ops.quality_result</code>.</p>"
        "<table><thead><tr><th>Run<th>Finished (UTC)<th class=n>Checks<th class=n>Warnings"
        f"<th class=n>Failures of severity stop</tr></thead><tbody>{''.join(rows)}</tbody></table>",
    )


def _run_page(run: CheckedRun, checks: Iterable[Check]) -> str:
    suites: dict[str, list[Check]] = {}
    for check in sorted(
        checks, key=lambda check: (check.suite, check.is_success, check.expectation, check.column_name)
    ):
        suites.setdefault(check.suite, []).append(check)
    failed = [check for of_suite in suites.values() for check in of_suite if not check.is_success]
    parts = [
        '<p><a href="index.html">All runs</a></p>',
        f"<p>Finished {_moment(run.finished_at)} UTC. {run.checks:,} checks, {run.warnings:,} warnings, "
        f"{run.failures:,} failures of severity stop, whose rows were held back.</p>",
        "<h2>What did not hold</h2>",
        _table(failed, with_suite=True) if failed else '<p class="good">Every check held.</p>',
        "<h2>All checks</h2>",
    ]
    for suite, of_suite in suites.items():
        bad = sum(not check.is_success for check in of_suite)
        word = f"{bad} of {len(of_suite)} did not hold" if bad else f"{len(of_suite)} held"
        parts.append(f"<details><summary>{escape(suite)}: {word}</summary>{_table(of_suite)}</details>")
    return _document(f"Quality checks of run {run.batch_key}", "".join(parts))


def _table(checks: Sequence[Check], *, with_suite: bool = False) -> str:
    head = (
        "<th>Suite" if with_suite else ""
    ) + "<th>Check<th>Columns<th>Result<th class=n>Rows failed<th class=n>of<th>Seen"
    rows = []
    for check in checks:
        result = (
            '<td class="good">held'
            if check.is_success
            else f'<td class="{_class(check.severity)}">{escape(check.severity)}'
        )
        rows.append(
            "<tr>"
            + (f"<td>{escape(check.suite)}</td>" if with_suite else "")
            + f"<td>{escape(check.expectation)}</td><td>{escape(check.column_name)}</td>{result}</td>"
            f"<td class=n>{check.unexpected_count:,}</td><td class=n>{check.element_count:,}</td>"
            f"<td>{escape((check.observed_value or '')[:_SHOWN_CHARACTERS])}</td></tr>"
        )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _document(title: str, body: str) -> str:
    # The policy forbids the browser every request, should text of a page ever be taken for markup.
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>\n"
    )


def _class(severity: str) -> str:
    return "stop" if severity == "stop" else "warn"


def _count(number: int, kind: str) -> str:
    return f'<span class="{kind}">{number:,}</span>' if number else "0"


def _moment(moment: datetime | None) -> str:
    return escape(f"{moment:%Y-%m-%d %H:%M}") if moment is not None else ""


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(text, encoding="utf-8", errors="replace")
    unfinished.replace(path)
