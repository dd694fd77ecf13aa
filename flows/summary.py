"""What a run did, in numbers, and how that is shown: a table on a terminal, markdown in a Prefect artifact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not loaded, with the rule that refused it."""

    path: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The figures of one run. ``release_no`` is None where nothing was published.

    ``rows`` holds the row counts of the released tables that a reader asks for first.
    """

    files_found: int
    pages_new: int
    pages_changed: int
    pages_unchanged: int
    pages_renamed: int
    pages_withdrawn: int
    refused: tuple[RefusedFile, ...]
    articles: int
    code_points: int
    release_no: int | None
    warehouse: Path
    rows: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    seconds: float
    held: tuple[RefusedFile, ...] = ()
    """Articles that were not loaded, though the rest of their page was; the reason names the article."""

    @property
    def is_published(self) -> bool:
        """Whether the run made a release."""
        return self.release_no is not None

    def figures(self) -> list[tuple[str, str]]:
        """Return the summary as (stage, figure) pairs, in the order of the way of the data."""
        read = self.pages_new + self.pages_changed
        speed = f", {self.code_points / self.seconds:,.0f} characters a second" if read and self.seconds else ""
        figures = [
            ("found", f"{self.files_found:,} files"),
            (
                "read",
                f"{read:,} pages ({self.pages_new:,} new, {self.pages_changed:,} changed); {self.pages_unchanged:,} "
                f"known, {self.pages_renamed:,} renamed, {self.pages_withdrawn:,} withdrawn",
            ),
            ("rejected", f"{len(self.refused):,} files"),
            ("loaded", f"{self.articles:,} articles, {self.code_points:,} characters"),
        ]
        if self.held:
            figures.append(("held", f"{len(self.held):,} articles"))
        if self.is_published:
            figures.append(("published", f"release {self.release_no}"))
        else:
            figures.append(("published", "nothing new: the live release stays as it is"))
        figures += [(f"  {table}", f"{count:,} rows") for table, count in self.rows]
        figures.append(("warehouse", str(self.warehouse)))
        figures.append(("time", f"{self.seconds:.1f} s{speed}"))
        return figures


def as_markdown(summary: RunSummary) -> str:
    """Return the summary as a markdown table; text from files is escaped, so that it stays text."""
    lines = ["| | |", "|---|---|"]
    lines += [f"| {_escape(stage.strip())} | {_escape(figure)} |" for stage, figure in summary.figures()]
    if summary.refused:
        lines += ["", "| refused file | rule | reason |", "|---|---|---|"]
        lines += [f"| {_escape(f.path)} | {_escape(f.rule)} | {_escape(f.reason)} |" for f in summary.refused[:100]]
    if summary.held:
        held = summary.held[:100]
        lines += ["", *(f"- held {_escape(f.path)}: {_escape(f.rule)}: {_escape(f.reason)}" for f in held)]
    if summary.warnings:
        lines += ["", *(f"- {_escape(warning)}" for warning in summary.warnings)]
    return "\n".join(lines)


def print_summary(summary: RunSummary, questions: Sequence[tuple[str, str]] = ()) -> None:
    """Print the summary as a small table, refused files by name, warnings, and questions with the SQL to try."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for stage, figure in summary.figures():
        table.add_row(Text(stage), Text(figure))
    console.print(table)
    for refused in summary.refused[:20]:
        console.print(Text(f"refused {refused.path!r}: {refused.rule}: {refused.reason}"))
    if len(summary.refused) > 20:
        console.print(f"… and {len(summary.refused) - 20} more; see: gewu rejected")
    for held in summary.held[:20]:
        console.print(Text(f"held {held.path!r}: {held.rule}: {held.reason}; see: gewu rejected"))
    if len(summary.held) > 20:
        console.print(f"… and {len(summary.held) - 20} more; see: gewu rejected")
    for warning in summary.warnings:
        console.print(Text(f"warning: {warning}"))
    for question, sql in questions:
        console.print(Text(f"\n{question}", style="bold"))
        console.print(Text(sql))


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " "}
_ESCAPES = str.maketrans(_ENTITIES | {mark: f"\\{mark}" for mark in "\\`*_{}[]#|~!"})
"""A backslash takes its meaning from any punctuation (CommonMark, "Backslash escapes"), itself first of all."""


def _escape(text: str) -> str:
    """Keep text from being read as markdown or HTML."""
    return text.translate(_ESCAPES)
