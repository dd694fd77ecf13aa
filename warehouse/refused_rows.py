"""Refused rows on record: every failing staged row as a row of ``ops.rejection``, with value, excerpt and span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse import keys
from warehouse.candidate import utc_now
from warehouse.columns import GrainRows
from warehouse.quarantine import FailingRow, Holding
from warehouse.schema import table
from warehouse.sources import PlannedPage
from warehouse.staging import write_chunk

if TYPE_CHECKING:
    import duckdb

UNKNOWN_PATH = "unknown"
"""``ops.rejection.source_path`` of a row that leads to no page."""

_CHUNK = 99_999_999
"""Number of the staged chunk that holds them: behind those of all pages."""
_EXCERPT_RADIUS = 30
_SHOWN_CHARACTERS = 500


class HeldArticle(NamedTuple):
    """An article that was held back; the rule is the first that it failed, by name."""

    path: str
    ordinal: int
    title: str
    rule: str
    code_points: int


class HeldPage(NamedTuple):
    """A page that was held back whole; ``reason`` is that of the first rule that it failed, by name."""

    path: str
    rule: str
    reason: str
    articles: int
    code_points: int


class _Article(NamedTuple):
    source_key: int
    ordinal: int
    title: str
    body: str
    lines: Sequence[tuple[int, int | None, int]]


class _Page(NamedTuple):
    path: str
    content: str
    articles: int
    code_points: int


def record_held(
    connection: duckdb.DuckDBPyConnection, staging: Path, holding: Holding, pages: Mapping[int, PlannedPage]
) -> tuple[list[HeldArticle], list[HeldPage]]:
    """Stage the refusals of everything that is held back, and return the articles and pages, by path.

    ``pages`` are the planned ones by source key. A page held back whole gets one refusal more, for the file. To be
    called before the staged rows are written anew.
    """
    articles = _articles(connection, holding)
    sources = _pages(connection, holding, articles, pages)
    rows = GrainRows("ops.rejection")
    first: dict[tuple[str, int], FailingRow] = {}
    for row in sorted(holding.rows, key=lambda row: (row.rule.rule, row.rule.table)):
        _append(rows, row, articles, sources)
        if row.article_key is not None:
            first.setdefault(("article", row.article_key), row)
        elif row.source_key is not None:
            first.setdefault(("page", row.source_key), row)
    held_pages = []
    for source_key in sorted(holding.sources):
        page, rule = sources[source_key], first["page", source_key].rule
        reason = f"{_in_table(rule.table)}: {rule.reason} The page was held whole."
        key = keys.rejection_key(page.path, page.content, "", rule.rule, "")
        rows.append(
            key, 0, page.path, page.content, None, rule.rule, "stop", reason, None, None, utc_now(), None, None, None,
            None, None,
        )  # fmt: skip
        held_pages.append(HeldPage(page.path, rule.rule, reason, page.articles, page.code_points))
    held_articles = [
        HeldArticle(
            sources[article.source_key].path,
            article.ordinal,
            article.title,
            first["article", key].rule.rule,
            len(article.body),
        )
        for key, article in articles.items()
        if key in holding.articles and article.source_key not in holding.sources and article.source_key in sources
    ]
    write_chunk(staging, _CHUNK, {"ops.rejection": rows.take()})
    return sorted(held_articles), sorted(held_pages)


def _articles(connection: duckdb.DuckDBPyConnection, holding: Holding) -> dict[int, _Article]:
    connection.execute("create or replace temp table wanted (article_key bigint)")
    if holding.articles:
        connection.execute("insert into wanted select unnest(?::bigint[])", [sorted(holding.articles)])
    found = connection.execute(
        """
        select article_key, source_key, ordinal, title, body, lines
        from (
            select distinct on (article_key) * from main.dim_article semi join wanted using (article_key) order by all
        )
            left join (
                select article_key, list([line_no, body_start, kept_chars] order by line_no) as lines
                from ops.page_line semi join wanted using (article_key) group by article_key
            ) using (article_key)
        """
    ).fetchall()
    return {
        key: _Article(source_key, ordinal or 0, title or "", body or "", lines or ())
        for key, source_key, ordinal, title, body, lines in found
    }


def _pages(
    connection: duckdb.DuckDBPyConnection,
    holding: Holding,
    articles: Mapping[int, _Article],
    pages: Mapping[int, PlannedPage],
) -> dict[int, _Page]:
    wanted = holding.sources | {article.source_key for article in articles.values()}
    counts = connection.execute(
        "select source_key, count(*), coalesce(sum(length(body)), 0) from main.dim_article "
        "where list_contains(?::bigint[], source_key) group by source_key",
        [sorted(key for key in wanted if key is not None)],
    ).fetchall()
    counted = {source_key: (number, code_points) for source_key, number, code_points in counts}
    return {
        key: _Page(pages[key].relative_path, pages[key].content_sha256, *counted.get(key, (0, 0)))
        for key in wanted
        if key in pages
    }


def _append(rows: GrainRows, row: FailingRow, articles: Mapping[int, _Article], pages: Mapping[int, _Page]) -> None:
    rule, values = row.rule, row.values
    article = articles.get(row.article_key) if row.article_key is not None else None
    source_key = article.source_key if article is not None else row.source_key
    page = pages.get(source_key) if source_key is not None else None
    path, content = (page.path, page.content) if page else (UNKNOWN_PATH, None)
    shown = [f"{column}={_text(values[column])}" for column in rule.columns if column in values]
    value = ", ".join(shown)[:_SHOWN_CHARACTERS] or None
    grain = [str(values.get(column)) for column in table(rule.table).info["grain"]]
    start, end = _span(values)
    first, last = _lines(values, article, start, end)
    held = (
        f"Article {article.ordinal}, {article.title!r}, was held." if article is not None
        else "The page was held whole." if page else "It leads to no page; the row alone was left out."
    )  # fmt: skip
    rows.append(
        keys.rejection_key(path, content or "", rule.table, rule.rule, "|".join([*grain, *shown])), 0, path, content,
        rule.table, rule.rule, "stop", f"{rule.reason} {held}", value, _excerpt(values, article, start, end), utc_now(),
        article.ordinal if article is not None else None, first, last, start, end,
    )  # fmt: skip


def _span(values: Mapping[str, object]) -> tuple[int | None, int | None]:
    start, end = values.get("body_start"), values.get("body_end")
    return (start if isinstance(start, int) else None, end if isinstance(end, int) else None)


def _lines(
    values: Mapping[str, object], article: _Article | None, start: int | None, end: int | None
) -> tuple[int | None, int | None]:
    """Return the lines that print a row: its own, those of its span, or all of its article."""
    own = values.get("line_no")
    if isinstance(own, int):
        return own, own
    if article is None or not article.lines:
        return None, None
    if start is not None:
        last = max(start + 1, end or 0)
        within = [no for no, at, kept in article.lines if at is not None and at < last and start < at + kept]
        if within:
            return min(within), max(within)
    return article.lines[0][0], article.lines[-1][0]


def _excerpt(values: Mapping[str, object], article: _Article | None, start: int | None, end: int | None) -> str | None:
    if article is not None and start is not None and article.body:
        return article.body[max(0, start - _EXCERPT_RADIUS) : max(start, end or 0) + _EXCERPT_RADIUS]
    for column in ("text", "name", "source_text", "title"):
        if isinstance(values.get(column), str):
            return str(values[column])[:_SHOWN_CHARACTERS]
    return None


def _text(value: object) -> str:
    return "null" if value is None else str(value)


def _in_table(name: str) -> str:
    return f"In the rows of {name}"
