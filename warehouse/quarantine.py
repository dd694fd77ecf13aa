"""Holding back staged rows that fail: their article whole or their page whole, so that the rest can be loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import schema
from warehouse.connect import open_memory
from warehouse.schema import literal, primary_key, quoted, sql_name
from warehouse.staging import relation, staged_files

if TYPE_CHECKING:
    import duckdb

HELD = "held"
"""``ops.page_line.discard_reason`` of the lines of a held article."""

_OF_PAGES = ("dim_source", "ops.page_line")
_MARK = "held.mark"
_ARTICLES = (
    "(select distinct on (article_key) article_key, article_key as owner_article, source_key as owner_source "
    "from main.dim_article order by all)"
)


@dataclass(frozen=True, slots=True)
class StagedRule:
    """A rule that staged rows of one table failed, and how to find all of them.

    ``condition`` is true of a failing row; where it is None, ``query`` returns failing rows of ``{batch}``, and rows
    that agree with one in all columns that both have are failing. ``columns`` are those that the rule is about.
    """

    table: str
    rule: str
    columns: tuple[str, ...]
    reason: str
    condition: str | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class FailingRow:
    """A staged row that fails a rule; keys are None where the row leads to no article or page that was staged."""

    rule: StagedRule
    source_key: int | None
    article_key: int | None
    values: dict[str, object]


@dataclass(slots=True)
class Holding:
    """What is to be held back. ``unlocated`` are rules whose failing rows cannot be told from sound ones."""

    rows: list[FailingRow] = field(default_factory=list)
    sources: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)
    members: dict[str, set[int]] = field(default_factory=dict)
    unlocated: list[StagedRule] = field(default_factory=list)


def open_staging(staging: Path) -> duckdb.DuckDBPyConnection:
    """Return a database in memory whose views are the staged rows, under the names that the tables have."""
    connection = open_memory(threads=1)
    tables = schema.tables()
    for name in sorted({table.schema for table in tables if table.schema}):
        connection.execute(f"create schema {quoted(name)}")
    for table in tables:
        rows = relation(staging, table.fullname)
        name = sql_name(table.fullname)
        if rows is not None:
            connection.execute(f"create view {name} as select * from {rows}")
        else:
            connection.register("nothing", schema.arrow_schema(table.fullname).empty_table())
            connection.execute(f"create table {name} as select * from nothing")
            connection.unregister("nothing")
    return connection


def parent_rules() -> Iterator[StagedRule]:
    """Yield the rules that staged rows have their parents: facts their article, articles and lines their page."""
    for table, key, parent in _parents():
        yield StagedRule(
            table, f"{key.removesuffix('_key')}_is_staged", (key,),
            f"A row stands on its row of {parent}, which was not staged; this is a fault of the program.",
            query=f"select {key} from {{batch}} anti join {sql_name(parent)} using ({key}){_with_parent(table, key)}",
        )  # fmt: skip


def broken_parent_rules(staging: Path) -> list[StagedRule]:
    """Return those of the parent rules that staged rows fail, asked in one query; seldom there is one."""
    counts = []
    links = list(_parents())
    for parent in dict.fromkeys(parent for _, _, parent in links):
        key = primary_key(parent)
        children = " union all ".join(
            f"select {number} as rule_number, {key} from {rows}{_with_parent(table, key)}"
            for number, (table, _, of) in enumerate(links)
            if of == parent and (rows := relation(staging, table)) is not None
        )
        parents = relation(staging, parent) or f"(select null::bigint as {key} where false)"
        if children:
            counts.append(f"select distinct rule_number from ({children}) anti join {parents} using ({key})")
    if not counts:
        return []
    with open_memory(threads=1) as connection:
        broken = {number for (number,) in connection.execute(" union all ".join(counts)).fetchall()}
    return [rule for number, rule in enumerate(parent_rules()) if number in broken]


def _parents() -> Iterator[tuple[str, str, str]]:
    """Yield each table whose rows stand on another's, the key of that, and its table."""
    for name in schema.article_tables():
        yield name, "article_key", "dim_article"
    for name in schema.activity_tables():
        yield name, "activity_key", "fact_activity"
    yield "dim_article", "source_key", "dim_source"
    yield "ops.page_line", "source_key", "dim_source"
    yield "ops.page_line", "article_key", "dim_article"


def _with_parent(table: str, key: str) -> str:
    """Return the condition of rows that stand on something: furniture among the lines is of no article."""
    return f" where {key} <> 0" if (table, key) == ("ops.page_line", "article_key") else ""


def find_failing(connection: duckdb.DuckDBPyConnection, rules: Sequence[StagedRule]) -> Holding:
    """Find every row that fails a rule, and what must be held back with it.

    A row of a fact or bridge takes its article along; a row of a dimension, all articles that refer to it, directly or
    by way of another member; a row of the ledger of lines or of ``dim_source``, its page.
    """
    found = Holding()
    for rule in rules:
        failing = _failing_query(connection, rule)
        if failing is None:
            found.unlocated.append(rule)
        else:
            _add_rows(connection, rule, failing, found)
    return found


def without_held(connection: duckdb.DuckDBPyConnection, staging: Path, holding: Holding) -> None:
    """Write the staged tables anew without what is held back, and without rows that stand on nothing.

    The lines of a held article stay in the ledger of their page, as text that no article has: furniture of which every
    code point is discarded, for the reason ``held``. So the page's code points still add up.
    """
    _keys(connection, "held_source", "source_key", holding.sources)
    _keys(connection, "held_article", "article_key", holding.articles)
    connection.execute(
        """
        create temp table kept_source as
            select distinct source_key from main.dim_source anti join held_source using (source_key);
        create temp table kept_article as
            select distinct article_key from main.dim_article semi join kept_source using (source_key)
            anti join held_article using (article_key);
        create temp table kept_activity as
            select distinct activity_key from main.fact_activity semi join kept_article using (article_key)
        """
    )
    kept = dict.fromkeys((*schema.article_tables(), "dim_article"), "article_key")
    kept |= dict.fromkeys(schema.activity_tables(), "activity_key") | {"dim_source": "source_key"}
    written = {
        name: f"select * from {sql_name(name)} semi join kept_{key.removesuffix('_key')} using ({key})"
        for name, key in kept.items()
    }
    written["ops.page_line"] = _lines_query()
    for name, members in holding.members.items():
        _keys(connection, "held_member", primary_key(name), members)
        _write(
            connection,
            staging,
            name,
            f"select * from {sql_name(name)} anti join held_member using ({primary_key(name)})",
        )
    # All queries read the files as they were, so none is replaced before all are written.
    for name, query in written.items():
        _write(connection, staging, name, query)
    for unfinished in sorted(staging.glob("*.kept")):
        name = unfinished.name.removesuffix(".kept")
        for file in staged_files(staging, name):
            file.unlink()
        unfinished.replace(staging / f"{name}-00000000.parquet")
    (staging / _MARK).touch()


def has_held(staging: Path | None) -> bool:
    """Return whether staged rows were held back, so that members may be staged that nothing refers to."""
    return staging is not None and (staging / _MARK).exists()


def _failing_query(connection: duckdb.DuckDBPyConnection, rule: StagedRule) -> str | None:
    """Return a query of the failing rows, with all columns of their table; None where they cannot be told."""
    batch = sql_name(rule.table)
    if rule.condition is not None:
        return f"select * from {batch} where {rule.condition}"
    if rule.query is None:
        return None
    found = rule.query.format(batch=batch)
    described = connection.execute(f"describe select * from ({found})").fetchall()
    known = {column.name for column in schema.table(rule.table).columns}
    shared = [name for name, *_ in described if name in known]
    if not shared:
        return None
    equal = " and ".join(f"rows.{quoted(name)} is not distinct from failing.{quoted(name)}" for name in shared)
    return f"select rows.* from {batch} as rows semi join ({found}) as failing on {equal}"


def _add_rows(connection: duckdb.DuckDBPyConnection, rule: StagedRule, failing: str, found: Holding) -> None:
    connection.execute(f"create or replace temp table failing as {failing}")
    if rule.table in schema.member_dimensions():
        key = primary_key(rule.table)
        members = {row[0] for row in connection.execute(f"select distinct {key} from failing").fetchall()}
        # The unknown member is made by the warehouse, so a page that stages one is not what broke it.
        found.members.setdefault(rule.table, set()).update(members - {None})
        owners = _owners_of_members(connection, rule.table)
    else:
        owners = _owners(rule.table)
    result = connection.execute(f"select owner_source, owner_article, failing.* from failing {owners}")
    names = [column[0] for column in result.description or ()][2:]
    for source_key, article_key, *values in result.fetchall():
        row = FailingRow(rule, source_key, article_key, dict(zip(names, values, strict=True)))
        found.rows.append(row)
        if article_key is not None:
            found.articles.add(article_key)
        elif source_key is not None:
            found.sources.add(source_key)


def _owners(table: str) -> str:
    """Return the joins that give failing rows their ``owner_source`` and ``owner_article``."""
    page = (
        "left join (select distinct source_key, source_key as owner_source from main.dim_source) as page "
        "using (source_key)"
    )
    if table in _OF_PAGES:
        return f"cross join (select null::bigint as owner_article) {page}"
    if table == "dim_article":
        return (
            "left join (select distinct article_key, article_key as owner_article from main.dim_article "
            f"where article_key > 0) using (article_key) {page}"
        )
    article = f"left join {_ARTICLES} as article using (article_key)"
    if table in schema.activity_tables():
        activity = "left join (select distinct activity_key, article_key from main.fact_activity) using (activity_key)"
        return f"{activity} {article}"
    return article


def _owners_of_members(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the join that gives failing members every article that refers to them.

    Members refer to members (a place to what it lies in, an organisation to its place), so this goes on until no member
    is added.
    """
    key = primary_key(table)
    connection.execute(
        "create or replace temp table tainted as "
        f"select distinct {literal(table)} as table_name, {key} as key, {key} as member_key from failing "
        f"where {key} <> 0"
    )
    links = [
        f"select {literal(name)} as table_name, {primary_key(name)} as key, reached.member_key from {sql_name(name)} "
        f"join reached on reached.table_name = {literal(target)} and reached.key = {quoted(column)} "
        f"where {primary_key(name)} <> 0"
        for target in schema.member_dimensions()
        for name, column in schema.references(target)
        if name in schema.member_dimensions()
    ]
    connection.execute(
        "create or replace temp table tainted as with recursive reached as "
        f"(select * from tainted union ({' union '.join(links)})) select * from reached"
    )
    uses = []
    for target in schema.member_dimensions():
        tainted = f"join tainted on tainted.table_name = {literal(target)} and tainted.key ="
        for name, column in schema.references(target):
            if name in schema.article_tables():
                uses.append(f"select article_key, member_key from {sql_name(name)} {tainted} {quoted(column)}")
            elif name in schema.activity_tables():
                uses.append(
                    f"select article_key, member_key from {sql_name(name)} "
                    f"join main.fact_activity using (activity_key) {tainted} {quoted(column)}"
                )
        kind = literal(target.removeprefix("dim_"))
        uses.append(
            f"select article_key, member_key from main.fact_mention {tainted} entity_key where entity_kind = {kind}"
        )
    return (
        f"left join (select distinct member_key, article_key from ({' union all '.join(uses)})) as use "
        f"on use.member_key = failing.{key} left join {_ARTICLES} as article on article.article_key = use.article_key"
    )


def _lines_query() -> str:
    """Return the lines of kept pages; those of articles that are not kept as text without an article."""
    changed = {
        "article_key": "0",
        "role": "'furniture'",
        "continues_line_no": "null",
        "dropped_prefix_chars": "0",
        "byline_suffix": "null",
        "body_start": "null",
        "kept_chars": "0",
        "discarded_chars": "length(text)",
        "discard_reason": literal(HELD),
    }
    columns = ", ".join(
        f"case when kept.article_key is null and line.article_key <> 0 then {changed[column.name]} "
        f"else line.{quoted(column.name)} end as {quoted(column.name)}"
        if column.name in changed
        else f"line.{quoted(column.name)}"
        for column in schema.table("ops.page_line").columns
    )
    return (
        f"select {columns} from ops.page_line as line semi join kept_source using (source_key) "
        "left join kept_article as kept on kept.article_key = line.article_key"
    )


def _keys(connection: duckdb.DuckDBPyConnection, name: str, column: str, keys: set[int]) -> None:
    connection.execute(f"create or replace temp table {name} ({quoted(column)} bigint)")
    if keys:
        connection.execute(f"insert into {name} select unnest(?::bigint[])", [sorted(keys)])


def _write(connection: duckdb.DuckDBPyConnection, staging: Path, name: str, query: str) -> None:
    """Write rows beside the staged files of their table, where that has any."""
    if staged_files(staging, name):
        target = literal(str(staging / f"{name}.kept"))
        connection.execute(f"copy ({query}) to {target} (format parquet, compression uncompressed)")
