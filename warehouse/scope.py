"""Which rows of a candidate are audited: the whole, or those that a batch added to what was audited before."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warehouse import schema
from warehouse.candidate import Candidate
from warehouse.carried import Carried, carried_tables
from warehouse.connect import open_file
from warehouse.release import is_as_published, releases
from warehouse.schema import primary_key, quoted, sql_name

if TYPE_CHECKING:
    import duckdb

WHOLE, BATCH = "whole", "batch"

WHOLE_AT_LEAST_EVERY = 30
"""Releases of which at least one is audited whole: once a month where a run a night publishes."""

SETTLED_LATER = {("dim_article", "duplicate_of_article_key")}
"""Columns that a later batch may write in rows of an earlier one: a page of an earlier day brings the original."""

_INDEX = ("search_article", "search_posting")
"""Tables that grow with the articles and have no digest; sorted anew from time to time, they are looked at whole."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is audited. ``reason`` says why it is the whole; ``rules_digest`` names the rules that are applied.

    Of a batch, ``carried`` holds every table with a digest; ``added`` the tables of which only the rows that came with
    the batch are looked at.
    """

    rules_digest: str | None
    reason: str = ""
    carried: Mapping[str, Carried] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """``whole`` or ``batch``."""
        return BATCH if self.carried else WHOLE

    def of_table(self, name: str) -> str:
        """Return the scope of a table's own rows: every row of a table that many pages share is always looked at."""
        return BATCH if name in self.carried and name in page_tables() else WHOLE

    def tables_of_batch(self) -> list[str]:
        """Return the tables of which only the rows of the batch are looked at."""
        return [name for name in self.carried if self.of_table(name) == BATCH]

    def relation(self, name: str, database: str) -> str:
        """Return what to put behind FROM for a table of an attached database: the table, or its added rows.

        The unknown member of a dimension is always among them, as in the whole.
        """
        table = f"{quoted(database)}.{sql_name(name)}"
        if self.of_table(name) == WHOLE:
            return table
        rows = f"select * from {table} where rowid >= {self.carried[name].before}"
        if name in schema.dimensions():
            rows += f" union all select * from {table} where {quoted(primary_key(name))} = 0"
        return f"({rows})"


def page_tables() -> list[str]:
    """Return the tables of which every row belongs to one page."""
    return [
        "dim_source",
        "dim_article",
        "ops.page_line",
        *schema.article_tables(),
        *schema.activity_tables(),
        *_INDEX[1:],
    ]


def choose_scope(candidate: Candidate, rules_digest: str) -> Scope:
    """Choose what to audit of a candidate that nobody has open.

    Only the rows of a batch are audited where all others were audited by the same rules for an earlier release, and are
    carried over: the run only added pages, to a live file that is as it was published, and a release of the last ones
    was audited whole.
    """
    reason = _reason_for_whole(candidate, rules_digest)
    if reason:
        return Scope(rules_digest, reason)
    names = [*schema.content_tables(), *_INDEX]
    carried = carried_tables(candidate.folder.live, candidate.path, names)
    moved = [name for name in schema.content_tables() if name not in carried]
    if moved:
        return Scope(rules_digest, f"rows of {', '.join(moved)} lie elsewhere than in the live release")
    return Scope(rules_digest, carried=carried)


def _reason_for_whole(candidate: Candidate, rules_digest: str) -> str:
    """Return why all rows have to be looked at; nothing where that is not so."""
    folder = candidate.folder
    if not folder.live.exists():
        return "it is the first release"
    if not candidate.is_addition:
        return "the run did not only add pages"
    if not is_as_published(folder):
        return "the live file is not as it was published"
    with closing(open_file(candidate.path)) as connection:
        before = _last_release(connection)
        since = _releases_since_whole(connection)
        version = connection.execute("select library_version from pragma_version()").fetchone()
    if before != rules_digest:
        return "the live release was audited by other rules"
    if since + 1 >= WHOLE_AT_LEAST_EVERY:
        return f"{since} releases were audited in part since the last whole audit"
    live = next(release for release in releases(folder) if release.is_live)
    if version is None or live.duckdb_version != version[0]:
        return f"the live release was made with DuckDB {live.duckdb_version}"
    return ""


def _last_release(connection: duckdb.DuckDBPyConnection) -> str | None:
    row = connection.execute("select rules_digest from ops.release order by release_no desc limit 1").fetchone()
    return row[0] if row else None


def _releases_since_whole(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(
        f"select count(*) from ops.release where release_no > coalesce("
        f"(select max(release_no) from ops.release where audit_scope = '{WHOLE}'), 0)"
    ).fetchone()
    return int(row[0]) if row else 0
