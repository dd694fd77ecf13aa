"""``gewu corrections``: what persons have decided about lines of pages, and the lines of a page to decide about."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from flows import exit_codes
from flows.reference import ReferenceDataError, load_tables
from flows.settings import REFERENCE_DIR
from flows.terminal import print_table

_COLUMNS = ("content_sha256", "line_no", "role", "article_ordinal", "continues_line_no")


def print_corrections(page: Path | None) -> int:
    """Print the rows of ``layout_corrections``, or, of a page file, its digest and every line as it is read now.

    Returns the exit code.
    """
    from newstext.records import PageRejectedError

    try:
        return _print_all() if page is None else _print_page(page)
    except PageRejectedError as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.WRONG_USAGE
    except (ReferenceDataError, OSError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE


def _print_all() -> int:
    from newstext.page.corrections import TABLE

    rows = load_tables(REFERENCE_DIR).get(TABLE, ())
    if not rows:
        print(
            f"No corrections. They are rows of {REFERENCE_DIR / TABLE}.csv; gewu corrections PAGE helps to write them."
        )
        return exit_codes.DONE
    print_table(_COLUMNS, [[row.get(column, "") for column in _COLUMNS] for row in rows])
    return exit_codes.DONE


def _print_page(page: Path) -> int:
    """Print the lines of a page; they are read without corrections where those cannot be met, and it says so."""
    from newstext.page.corrections import Corrections, cannot_be_met
    from newstext.page.decode import decode
    from newstext.page.layout import LayoutEngine
    from newstext.records import PageHint, PageRejectedError

    tables = load_tables(REFERENCE_DIR)
    data = page.read_bytes()
    text = decode(data).text
    engine = LayoutEngine.from_tables(tables)
    code = exit_codes.DONE
    try:
        corrections = Corrections.from_tables(tables).of_page(data)
        try:
            layout = engine.lay_out(text, PageHint(), corrections)
        except ValueError as error:
            raise cannot_be_met(error) from error
    except PageRejectedError as error:
        print(f"gewu: {error}; the lines below are read without corrections", file=sys.stderr)
        corrections, layout, code = (), engine.lay_out(text, PageHint()), exit_codes.WRONG_USAGE
    corrected = {correction.line_no for correction in corrections}
    print(f"content_sha256 {hashlib.sha256(data).hexdigest()}")
    print_table(
        ("line_no", "role", "article_ordinal", "continues_line_no", "corrected", "text"),
        [
            [
                str(line.line_no),
                line.role.value,
                str(line.article_ordinal),
                str(line.continues_line_no or ""),
                "yes" if line.line_no in corrected else "",
                line.text.strip(),
            ]
            for line in layout.lines
        ],
    )
    return code
