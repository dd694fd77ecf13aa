"""Loading page versions: sources, articles and facts, each replaced whole with the page that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse import schema
from warehouse.candidate import utc_now
from warehouse.keys import source_key
from warehouse.schema import column_list, quoted, sql_name
from warehouse.sources import Plan
from warehouse.staging import relation

if TYPE_CHECKING:
    import duckdb

_SET_AT_LOAD = {"version_no", "valid_from", "valid_to", "is_current"}
"""Columns of ``dim_source`` that the reader of a page cannot know."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What the plan comes to with the rows that were really staged.

    Temporary tables say which: ``loaded_source`` (read now), ``gone_source`` (whose rows leave: withdrawn, replaced,
    or about to be loaded again), ``gone_article``, ``touched_text`` and ``touched_initiative`` (to be settled again).
    """

    loaded_by_kind: Mapping[str, int]
    has_gone: bool

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, plan: Plan, staging: Path | None) -> Changes:
        """Make the temporary tables and count."""
        planned = pa.table(
            {
                "source_key": pa.array([source_key(page.content_sha256) for page in plan.pages], pa.int64()),
                "kind": pa.array([page.kind for page in plan.pages], pa.string()),
                "version_no": pa.array([page.version_no for page in plan.pages], pa.int32()),
                "replaces": pa.array([page.replaces for page in plan.pages], pa.int64()),
            }
        )
        _keep(connection, "planned", planned)
        _keep(connection, "withdrawn", pa.table({"source_key": pa.array(plan.withdrawn, pa.int64())}))
        staged = (relation(staging, "dim_source") if staging else None) or f"{sql_name('dim_source')} where false"
        articles = (relation(staging, "dim_article") if staging else None) or f"{sql_name('dim_article')} where false"
        initiatives = (relation(staging, "dim_initiative") if staging else None) or "dim_initiative where false"
        connection.execute(
            f"""
            create or replace temp table loaded_source as
                select planned.* from planned semi join (select source_key from {staged}) as staged using (source_key);
            create or replace temp table gone_source as
                select source_key, true as is_over from withdrawn
                union all select replaces, true from loaded_source where replaces <> 0
                union all select source_key, false from loaded_source semi join dim_source using (source_key);
            create or replace temp table gone_article as
                select article_key from dim_article semi join gone_source using (source_key);
            create or replace temp table touched_text as
                select text_key from {articles}
                union select text_key from dim_article semi join gone_article using (article_key);
            create or replace temp table touched_initiative as
                select initiative_key from {initiatives}
                union select initiative_key from bridge_article_initiative semi join gone_article using (article_key)
            """
        )
        kinds = connection.execute("select kind, count(*) from loaded_source group by all").fetchall()
        gone = connection.execute("select count(*) from gone_source").fetchone()
        return cls(dict(kinds), bool(gone and gone[0]))


def remove_gone_pages(connection: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    """Delete the articles, facts and lines of pages that are withdrawn, replaced, or about to be loaded again."""
    if not changes.has_gone:
        return
    activities = "select activity_key from fact_activity semi join gone_article using (article_key)"
    for name in schema.activity_tables():
        connection.execute(f"delete from {sql_name(name)} where activity_key in ({activities})")
    for name in [*schema.article_tables(), "dim_article"]:
        connection.execute(f"delete from {sql_name(name)} where article_key in (select article_key from gone_article)")
    connection.execute("delete from ops.page_line where source_key in (select source_key from gone_source)")
    connection.execute(
        "update dim_source set is_current = false, valid_to = ? "
        "where is_current and source_key in (select source_key from gone_source where is_over)",
        [_now(connection)],
    )


def load_sources(connection: duckdb.DuckDBPyConnection, plan: Plan, staging: Path | None, changes: Changes) -> None:
    """Write the versions that were read, and the new paths of renamed ones."""
    if changes.loaded_by_kind:
        assert staging is not None
        _write_versions(connection, f"{relation(staging, 'dim_source')}")
    if plan.renamed:
        renamed = pa.table(
            {
                "source_key": pa.array([page.source_key for page in plan.renamed], pa.int64()),
                "relative_path": pa.array([page.relative_path for page in plan.renamed], pa.string()),
            }
        )
        _keep(connection, "renamed", renamed)
        connection.execute(
            "update dim_source set relative_path = renamed.relative_path, "
            "file_name = regexp_extract(renamed.relative_path, '[^/]*$') "
            "from renamed where dim_source.source_key = renamed.source_key"
        )


def load_articles(connection: duckdb.DuckDBPyConnection, staging: Path | None) -> None:
    """Append the staged articles as they are."""
    _append(connection, staging, ["dim_article"])


def load_facts(connection: duckdb.DuckDBPyConnection, staging: Path | None) -> None:
    """Append the staged rows of lines, facts and bridges as they are."""
    _append(connection, staging, ["ops.page_line", *schema.article_tables(), *schema.activity_tables()])


def _append(connection: duckdb.DuckDBPyConnection, staging: Path | None, names: Iterable[str]) -> None:
    for name in names:
        staged = relation(staging, name) if staging else None
        if staged:
            columns = column_list(name)
            connection.execute(f"insert into {sql_name(name)} ({columns}) select {columns} from {staged}")


def mark_duplicates(connection: duckdb.DuckDBPyConnection) -> None:
    """Point articles of equal text at the earliest: by day of publication, unknown days last, then by key."""
    connection.execute(
        """
        with same_text as (
            select article_key, duplicate_of_article_key, count(*) over (partition by text_key) as copies,
                first_value(article_key) over (
                    partition by text_key order by published_on nulls last, article_key
                ) as original
            from dim_article semi join touched_text using (text_key)
                join (select source_key, published_on from dim_source) as page using (source_key)
            where text_key <> 0
        ),
        settled as (
            select article_key, nullif(original, article_key) as original from same_text
            where duplicate_of_article_key is distinct from nullif(original, article_key)
        )
        update dim_article set duplicate_of_article_key = settled.original
        from settled where dim_article.article_key = settled.article_key
        """
    )


def _write_versions(connection: duckdb.DuckDBPyConnection, staged: str) -> None:
    """Insert new page versions; one that was known before (read again, or back after a withdrawal) is updated."""
    columns = [column.name for column in schema.table("dim_source").columns]
    values = {column: f"staged.{quoted(column)}" for column in columns}
    values |= {
        "version_no": "loaded.version_no",
        "valid_from": "cast($now as timestamp)",
        "valid_to": "null",
        "is_current": "true",
    }
    incoming = f"{staged} as staged join loaded_source as loaded using (source_key)"
    read = [column for column in columns if column not in _SET_AT_LOAD and column != "source_key"]
    settings = ", ".join(f"{quoted(column)} = {values[column]}" for column in read)
    now = {"now": _now(connection)}
    connection.execute(
        f"update dim_source as known set {settings}, version_no = loaded.version_no, valid_to = null, "
        f"is_current = true, "
        f"valid_from = case when known.is_current then known.valid_from else cast($now as timestamp) end "
        f"from {incoming} where known.source_key = staged.source_key",
        now,
    )
    connection.execute(
        f"insert into dim_source ({column_list('dim_source')}) select {', '.join(values[c] for c in columns)} "
        f"from {incoming} anti join dim_source as known on known.source_key = staged.source_key",
        now,
    )


def _now(connection: duckdb.DuckDBPyConnection) -> datetime:
    """Return the moment for versions of pages: now, or the last on record where a clock was ahead of this one.

    So no version ends before it begins, and a clock that was set back stops no run.
    """
    row = connection.execute("select max(greatest(valid_from, valid_to)) from dim_source").fetchone()
    now = utc_now()
    return max(now, row[0]) if row is not None and row[0] is not None else now


def _keep(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make a temporary table of Arrow rows."""
    connection.register("incoming", rows)
    connection.execute(f"create or replace temp table {name} as select * from incoming")
    connection.unregister("incoming")
