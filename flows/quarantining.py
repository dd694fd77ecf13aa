"""What becomes of staged rows that fail: their articles and pages are held back and named, or the run stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from expectations.failing_rows import failing_rows
from expectations.suites import read_suites
from expectations.validate import ExpectationResult
from flows.check_results import failures
from flows.summary import RefusedFile
from warehouse.archive import archived, keep_rejected
from warehouse.decoded_pages import TABLE as DECODED_PAGE
from warehouse.decoded_pages import decoded_pages
from warehouse.keys import source_key
from warehouse.paths import DataFolder
from warehouse.quarantine import (
    Holding,
    StagedRule,
    broken_parent_rules,
    find_failing,
    open_staging,
    without_held,
)
from warehouse.refused_rows import HeldArticle, HeldPage, record_held
from warehouse.sources import PlannedPage

_FEW_ARTICLES = 10
_LARGEST_SHARE = 0.5
"""Of more than ten articles, at most half are held back: beyond, the program is at fault, or the reference data."""


class Quarantined(NamedTuple):
    """What was held back. ``stopping`` says why nothing may be published."""

    articles: Sequence[HeldArticle] = ()
    pages: Sequence[HeldPage] = ()
    stopping: Sequence[str] = ()

    @property
    def article_count(self) -> int:
        """Articles that are not loaded, those of pages held whole among them."""
        return len(self.articles) + sum(page.articles for page in self.pages)

    @property
    def code_points(self) -> int:
        """Code points of their bodies."""
        return sum(each.code_points for each in self.articles) + sum(page.code_points for page in self.pages)

    def summary(self) -> list[RefusedFile]:
        """Return what was held, each with its rule, for the summary of a run."""
        return [
            RefusedFile(each.path, each.rule, f"article {each.ordinal}, {each.title!r}, was held")
            for each in self.articles
        ]


def hold_failing_rows(
    folder: DataFolder, staging: Path, pages: Sequence[PlannedPage], results: Sequence[ExpectationResult], articles: int
) -> Quarantined:
    """Hold back the articles and pages of staged rows that failed a check of severity stop.

    ``articles`` is how many were staged. Nothing is held back where the failing rows of a check cannot be told from
    sound ones, or where most articles would be: then ``stopping`` says so.
    """
    failed = [one for one in results if one.severity == "stop" and not one.is_success]
    rules = _rules(failed)
    broken = broken_parent_rules(staging)
    if not rules and not broken:
        return Quarantined()
    by_key = {source_key(page.content_sha256): page for page in pages}
    with open_staging(staging) as connection:
        holding = find_failing(connection, [*rules, *broken])
        unlocated = {(rule.table, rule.rule) for rule in holding.unlocated}
        stopping = [
            failure.text
            for one, rule in zip(failed, rules, strict=True)
            if one.error is not None or (rule.table, rule.rule) in unlocated
            for failure in failures([one])
        ]
        if stopping or not (holding.rows or holding.members):
            return Quarantined(stopping=stopping)
        held, held_pages = record_held(connection, staging, holding, by_key)
        found = Quarantined(held, held_pages)
        if articles > _FEW_ARTICLES and found.article_count > articles * _LARGEST_SHARE:
            return Quarantined(stopping=[_too_many(holding, found.article_count, articles)])
        without_held(connection, staging, holding)
    _keep_bytes(folder, held_pages, by_key.values())
    return found


def _rules(failed: Sequence[ExpectationResult]) -> list[StagedRule]:
    """Return the rules that were failed, each with what tells its rows; those of a decoded page tell its source."""
    suites = {suite.table: suite for suite in read_suites()}
    rules = []
    for one in failed:
        suite = suites[one.suite.partition(".")[2]]
        spec = next(
            (
                each
                for each in suite.expectations
                if (each.name, each.column_name) == (one.expectation, one.column_name)
            ),
            None,
        )
        rows = failing_rows(spec) if spec is not None and one.error is None else None
        condition, query = rows if rows else (None, None)
        table = suite.full_name
        if table == DECODED_PAGE:
            table, condition, query = "dim_source", None, _sources_of(condition, query)
        rules.append(StagedRule(table, one.expectation, spec.columns if spec else (), one.reason, condition, query))
    return rules


def _sources_of(condition: str | None, query: str | None) -> str | None:
    """Return the query for the sources whose decoded pages fail; None where they cannot be told."""
    failing = query or (condition and f"select source_key from {{batch}} where {condition}")
    if failing is None:
        return None
    failing = failing.format(batch=f"({decoded_pages()})")
    return f"select source_key from ({failing})" if "source_key" in failing.partition(" from ")[0] else None


def _too_many(holding: Holding, held: int, articles: int) -> str:
    names = sorted({f"{row.rule.table} {row.rule.rule}" for row in holding.rows})
    return (
        f"{held:,} of {articles:,} articles would be held back, by {', '.join(names)}: that is a fault of the program "
        "or of the reference data, not of single pages"
    )


def _keep_bytes(folder: DataFolder, held: Sequence[HeldPage], pages: Iterable[PlannedPage]) -> None:
    """Keep the bytes of pages held whole where those of refused pages are."""
    by_path = {page.relative_path: page for page in pages}
    for each in held:
        page = by_path[each.path]
        keep_rejected(folder, page, archived(folder, page.content_sha256), each.rule, each.reason)
