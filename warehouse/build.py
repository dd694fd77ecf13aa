"""Building a candidate: everything that a plan asks for, loaded in one transaction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from warehouse.candidate import BatchInfo, Candidate, start_candidate, utc_now
from warehouse.connect import DEFAULT_MEMORY_LIMIT
from warehouse.load_dimensions import (
    load_calendar,
    load_members,
    load_reference,
    prune_members,
    settle_initiative_kinds,
)
from warehouse.load_pages import (
    Changes,
    load_articles,
    load_facts,
    load_sources,
    mark_duplicates,
    remove_gone_pages,
)
from warehouse.quarantine import has_held
from warehouse.schema import column_list, content_tables, sql_name
from warehouse.search import refresh_search
from warehouse.sources import Plan
from warehouse.staging import relation
from warehouse.statements import install_views

if TYPE_CHECKING:
    import duckdb

__all__ = ["BatchInfo", "Candidate", "build_candidate"]


def build_candidate(
    plan: Plan,
    staging: Path | None,
    *,
    gazetteer: pa.Table,
    topics: pa.Table,
    batch: BatchInfo,
    sql_dir: Path,
    memory_limit: str = DEFAULT_MEMORY_LIMIT,
) -> Candidate:
    """Build the release that the plan and the staged rows make of the live one.

    ``gazetteer`` and ``topics`` are the whole reference, as rows of ``dim_place`` and ``dim_topic``. Rows are loaded in
    one transaction; the views of ``sql_dir`` are installed anew. Raises SchemaVersionError (see ``start_candidate``),
    StatementError for a view that cannot be made, and duckdb.Error for rows that do not fit their table.
    """
    candidate = start_candidate(plan.folder, memory_limit)
    with candidate.open(memory_limit) as connection:
        connection.execute("begin")
        changes, has_pruned = _load(connection, plan, staging, gazetteer, topics)
        candidate = _record(connection, candidate, plan, staging, batch, changes)
        only_adds = bool(candidate.pages_loaded) and not (has_pruned or plan.renamed)
        candidate = replace(candidate, is_addition=candidate.is_addition and only_adds)
        install_views(connection, sql_dir)
        connection.execute("commit")
    return candidate


def _load(
    connection: duckdb.DuckDBPyConnection, plan: Plan, staging: Path | None, gazetteer: pa.Table, topics: pa.Table
) -> tuple[Changes, bool]:
    """Load everything; return what changed, and whether members of dimensions were taken out."""
    is_new_reference = load_reference(connection, gazetteer, topics)
    changes = Changes.of(connection, plan, staging)
    remove_gone_pages(connection, changes)
    load_sources(connection, plan, staging, changes)
    load_members(connection, staging, is_new_reference=is_new_reference)
    load_articles(connection, staging)
    # The index needs nothing but the articles, and memory that DuckDB fills with the rows to come.
    refresh_search(connection, has_gone=changes.has_gone)
    load_facts(connection, staging)
    mark_duplicates(connection)
    settle_initiative_kinds(connection)
    has_pruned = changes.has_gone or is_new_reference or has_held(staging)
    if has_pruned:
        prune_members(connection)
    load_calendar(connection)
    return changes, has_pruned


def _record(
    connection: duckdb.DuckDBPyConnection,
    candidate: Candidate,
    plan: Plan,
    staging: Path | None,
    batch: BatchInfo,
    changes: Changes,
) -> Candidate:
    """Write the refusals and the batch itself; return the candidate with this run's counts."""
    # A clock may be set back during the run.
    now = max(utc_now(), batch.started_at)
    staged = relation(staging, "ops.rejection") if staging else None
    if staged:
        _insert_rejections(connection, f"select * replace ({candidate.batch_key} as batch_key) from {staged}", now)
    if plan.refused:
        connection.register("plan_refused", _refusals(plan, candidate.batch_key))
        _insert_rejections(connection, "select * from plan_refused", now)
        connection.unregister("plan_refused")
    refused = connection.execute(
        "select count(*) from ops.rejection where batch_key = ? and severity = 'stop' and table_name is null",
        [candidate.batch_key],
    ).fetchone()
    totals = connection.execute(
        "select count(*), coalesce(sum(code_point_count), 0)::bigint from dim_source "
        "where source_key in (select source_key from loaded_source)"
    ).fetchone()
    articles = connection.execute(
        "select count(*) from dim_article where source_key in (select source_key from loaded_source)"
    ).fetchone()
    counts = " union all ".join(f"select count(*) as row_count from {sql_name(name)}" for name in content_tables())
    rows = connection.execute(f"select sum(row_count)::bigint from ({counts})").fetchone()
    assert refused is not None and totals is not None and articles is not None and rows is not None
    loaded = changes.loaded_by_kind
    values: list[Any] = [
        candidate.batch_key, batch.started_at, now, batch.flow_run_id, batch.code_digest, batch.reference_digest,
        plan.files_found, loaded.get("new", 0), loaded.get("changed", 0) + loaded.get("reread", 0), plan.unchanged,
        len(plan.renamed), len(plan.withdrawn), refused[0], articles[0], totals[1],
    ]  # fmt: skip
    marks = ", ".join("?" * len(values))
    connection.execute(f"insert into ops.batch ({column_list('ops.batch')}) values ({marks})", values)
    return replace(
        candidate,
        articles_loaded=articles[0],
        code_points_read=totals[1],
        pages_loaded=totals[0],
        pages_rejected=refused[0],
        row_count=rows[0],
    )


def _insert_rejections(connection: duckdb.DuckDBPyConnection, query: str, now: object) -> None:
    """Add refusals that are not there yet: the first run that refuses something is the one on record."""
    table = sql_name("ops.rejection")
    connection.execute(
        f"insert into {table} ({column_list('ops.rejection')}) "
        f"select * replace (cast(? as timestamp) as rejected_at) from "
        f"(select distinct on (rejection_key) {column_list('ops.rejection')} from ({query}) order by all) "
        f"where rejection_key not in (select rejection_key from {table})",
        [now],
    )


def _refusals(plan: Plan, batch_key: int) -> pa.Table:
    """Return the plan's refusals as rows of ``ops.rejection``."""
    from warehouse.columns import TableRows

    rows = TableRows("ops.rejection")
    for each in plan.refused:
        rows.append(
            each.key, batch_key, each.relative_path, each.content_sha256, None, each.rule, each.severity, each.reason,
            each.value or None, None, utc_now(), None, None, None, None, None,
        )  # fmt: skip
    return rows.take()
