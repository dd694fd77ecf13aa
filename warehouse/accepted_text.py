"""The text of the articles that the live release holds as whole and sure, in the pieces in which it was printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from warehouse.connect import open_live
from warehouse.paths import DataFolder

_PIECES_AT_ONCE = 20_000
"""Lines that are fetched at once: some 10 MB."""

_ACCEPTED = """
    select article_key, body
    from dim_article
    join dim_source using (source_key)
    where is_current and article_key <> 0 and not is_truncated and confidence >= $least_confidence
        and coalesce(duplicate_of_article_key, 0) = 0
    order by published_on desc nulls last, article_key
    limit $most_articles
"""


def count_accepted(folder: DataFolder, least_confidence: float, most_articles: int) -> int:
    """Return how many articles ``accepted_pieces`` goes through. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        row = connection.execute(
            f"select count(*) from ({_ACCEPTED})",
            {"least_confidence": least_confidence, "most_articles": most_articles},
        ).fetchone()
    return int(row[0]) if row else 0


def accepted_pieces(
    folder: DataFolder, least_confidence: float, most_articles: int
) -> Iterator[list[tuple[str, bool]]]:
    """Yield, some thousand at a time, the text that each printed line gave to its article, and whether it begins a
    paragraph: a piece ends where the print was cut, so that nothing is said of a seam.

    Articles are whole, of current pages, no duplicates, and at least this sure (0 to 1); the newest come first.
    Raises what ``open_live`` raises.
    """
    with closing(open_live(folder)) as connection:
        rows = connection.execute(
            f"""
            with accepted as ({_ACCEPTED})
            select
                substr(body, body_start + 1, kept_chars - coalesce(length(byline_suffix), 0)),
                continues_line_no is null
            from ops.page_line
            join accepted using (article_key)
            where role = 'body'
            """,
            {"least_confidence": least_confidence, "most_articles": most_articles},
        )
        while pieces := rows.fetchmany(_PIECES_AT_ONCE):
            yield pieces
