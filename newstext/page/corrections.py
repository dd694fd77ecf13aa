"""A person's corrections of the layout: rows of ``layout_corrections`` by the content of the page that they are about.

A page is known by the SHA-256 of its bytes, so a correction holds wherever the file lies and is read again, and ends
with the version of the page for which it was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final, NamedTuple, Self

from newstext.records import PageRejectedError, Role, TableRows

TABLE: Final = "layout_corrections"

BAD_CORRECTION: Final = "bad_correction"
"""The rule under which a page is refused whose corrections cannot be met."""


class LineCorrection(NamedTuple):
    """A person's decision about one line of one page version; the page is found by ``content_sha256``."""

    content_sha256: str
    line_no: int
    role: Role
    article_ordinal: int
    """In the order of headlines from 1; 0 for furniture."""
    continues_line_no: int | None


class Corrections:
    """All corrections; immutable once made."""

    def __init__(self, rows: TableRows) -> None:
        self._rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
        for row_no, row in enumerate(rows, start=1):
            self._rows.setdefault(row["content_sha256"].strip().lower(), []).append((row_no, row))

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``layout_corrections`` (content_sha256, line_no, role, article_ordinal, continues_line_no).

        The table may be missing or empty. Its rows are read when their page is: a wrong row refuses that page only.
        """
        return cls(tables.get(TABLE, ()))

    def of_page(self, data: bytes) -> tuple[LineCorrection, ...]:
        """Return the corrections of the page whose file holds ``data``, in the order of the table.

        Raises PageRejectedError (rule bad_correction), naming row and page line, where a row says no decision.
        """
        if not self._rows:
            return ()
        sha256 = hashlib.sha256(data).hexdigest()
        return tuple(_read_row(sha256, row_no, row) for row_no, row in self._rows.get(sha256, ()))


def cannot_be_met(error: ValueError) -> PageRejectedError:
    """Return the refusal of a page for what the layout says of its corrections."""
    return PageRejectedError(BAD_CORRECTION, f"{TABLE}.csv: {error}; gewu corrections PAGE shows the lines of the page")


def _read_row(sha256: str, row_no: int, row: Mapping[str, str]) -> LineCorrection:
    try:
        role = Role(row["role"].strip())
        line_no, ordinal = int(row["line_no"]), int(row["article_ordinal"])
        continues = int(row["continues_line_no"]) if row["continues_line_no"].strip() else None
    except ValueError as error:
        raise _refusal(row_no, row, str(error)) from error
    if (role is Role.FURNITURE) is not (ordinal == 0):
        raise _refusal(row_no, row, "furniture belongs to article 0, and everything else to an article from 1")
    if continues is not None and (role not in (Role.BODY, Role.TITLE) or continues >= line_no):
        raise _refusal(row_no, row, "only body text and titles go on, and only with a line above them")
    return LineCorrection(sha256, line_no, role, ordinal, continues)


def _refusal(row_no: int, row: Mapping[str, str], what: str) -> PageRejectedError:
    return PageRejectedError(
        BAD_CORRECTION,
        f"{TABLE}.csv, row {row_no} (page line {row['line_no']}): {what}; correct the row or take it out",
        value=",".join(row.values()),
    )
