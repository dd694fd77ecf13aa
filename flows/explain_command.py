"""``gewu explain``: what is read from a page or an article, and from which words, for a person to judge."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows import exit_codes
from flows.page_hints import HintOf, PathPatternError
from flows.reference import ReferenceDataError, load_tables, tables_that_fit
from flows.settings import REFERENCE_DIR
from flows.terminal import harmless

if TYPE_CHECKING:
    from newstext.records import ArticleReading, PageHint


@dataclass(frozen=True, slots=True)
class _Page:
    """A page to read; ``ordinal`` is that of the one article asked for, from 1, or None for all."""

    data: bytes
    hint: PageHint
    ordinal: int | None = None


class _NothingToExplainError(Exception):
    """Raised where a file or key leads to no article; the message says what to do."""


def explain(asked: str, data_dir: Path, target: Path | None, path_pattern: str | None = None) -> int:
    """Read the page file, or the article with the key, that is ``asked`` for; print it, or write HTML to ``target``.

    A page is read anew with the code and the reference tables of now, so that a corrected table shows at once. Returns
    the exit code.
    """
    from newstext.facts.explain import explain_page_html, explain_text
    from newstext.records import PageRejectedError
    from warehouse.connect import NoReleaseError, StaleLogError

    try:
        page = _page_of_file(Path(asked), path_pattern) if Path(asked).is_file() else _page_of_key(asked, data_dir)
        readings = _read(page)
    except (NoReleaseError, StaleLogError, ReferenceDataError, PathPatternError, OSError, ValueError) as error:
        return _say(error, exit_codes.UNUSABLE)
    except (PageRejectedError, _NothingToExplainError) as error:
        return _say(error, exit_codes.WRONG_USAGE)
    if target is None:
        print(harmless("\n\n".join(str(explain_text(reading)) for reading in readings)))
        return exit_codes.DONE
    try:
        target.write_text(explain_page_html(readings), encoding="utf-8")
    except OSError as error:
        return _say(error, exit_codes.UNUSABLE)
    print(f"{target}: {len(readings)} article{'' if len(readings) == 1 else 's'}")
    return exit_codes.DONE


def _read(page: _Page) -> tuple[ArticleReading, ...]:
    from newstext.reader import Reader

    with tables_that_fit(REFERENCE_DIR):
        reader = Reader.from_tables(load_tables(REFERENCE_DIR))
    articles = reader.read(page.data, page.hint).articles
    if page.ordinal is not None:
        articles = articles[page.ordinal - 1 : page.ordinal]
    if not articles:
        raise _NothingToExplainError("no article is read there now")
    return articles


def _page_of_file(file: Path, path_pattern: str | None) -> _Page:
    sidecar = file.with_suffix(".json")
    said = sidecar.read_bytes() if sidecar.is_file() else None
    return _Page(file.read_bytes(), HintOf(REFERENCE_DIR, path_pattern)(file.as_posix(), said))


def _page_of_key(asked: str, data_dir: Path) -> _Page:
    """Return the page of an article of the live release, from the archive, with what was known of it when loaded."""
    from newstext.records import PageHint
    from warehouse.archive import archived
    from warehouse.connect import open_live
    from warehouse.paths import DataFolder
    from warehouse.replay import StoredHint

    if not asked.lstrip("-").isdigit():
        raise _NothingToExplainError(f"{asked}: neither a file nor an article key (see article_key in dim_article)")
    folder = DataFolder(data_dir.expanduser().absolute())
    with closing(open_live(folder)) as connection:
        row = connection.execute(
            "SELECT s.content_sha256, s.page_hint, a.ordinal FROM dim_article a JOIN dim_source s USING (source_key) "
            "WHERE a.article_key = CAST(? AS HUGEINT) AND s.content_sha256 IS NOT NULL",
            [asked],
        ).fetchone()
    if row is None:
        raise _NothingToExplainError(f"{asked}: the live release has no article with this key")
    content, hint_text, ordinal = row
    hint = StoredHint.of(hint_text)
    known = PageHint(
        newspaper=hint.newspaper,
        published_on=hint.published_on,
        published_on_basis=hint.published_on_basis,
        page_no=hint.page_no,
    )
    return _Page(archived(folder, content), known, int(ordinal))


def _say(error: Exception, code: int) -> int:
    print(f"gewu: {error}", file=sys.stderr)
    return code
