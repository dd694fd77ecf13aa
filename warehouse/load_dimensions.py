"""Loading dimensions: get or create on hashed keys; conflicts settled so that the order of loading does not matter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlalchemy as sa

from warehouse import schema
from warehouse.schema import column_list, primary_key, quoted, sql_name
from warehouse.staging import relation

if TYPE_CHECKING:
    import duckdb

_FREE_DIMENSIONS = ("dim_organization", "dim_person", "dim_initiative", "dim_indicator", "dim_word", "dim_place")
"""Dimensions whose members come from pages and leave with them; places of the reference apart."""

_FLATTENED = {
    "province": "('province')",
    "city": "('city')",
    "district": "('district')",
    "subdistrict": "('subdistrict')",
    "community": "('community', 'village')",
}
"""Columns of ``dim_place`` that name what a place lies in, and the levels that each stands for."""

_MAX_DEPTH = 12
"""More than the levels there are; a circle of parents ends here."""


def load_reference(connection: duckdb.DuckDBPyConnection, gazetteer: pa.Table, topics: pa.Table) -> bool:
    """Make the reference's places and topics members of their dimensions; return whether its places were others before.

    A member that the new reference lacks becomes unofficial; pruning takes it out unless a fact needs it.
    """
    is_new = False
    for name, rows in (("dim_topic", topics), ("dim_place", gazetteer)):
        key = primary_key(name)
        columns = [column for column in rows.column_names if column not in _FLATTENED]
        listed = ", ".join(map(quoted, columns))
        connection.register("incoming", rows.select(columns))
        connection.execute(f"create or replace temp table reference_{name} as select * from incoming")
        connection.unregister("incoming")
        held = f"where {key} in (select {key} from reference_{name})"
        if name == "dim_place":
            held += " or is_official"
        difference = connection.execute(
            f"select count(*) from ((select {listed} from reference_{name} except select {listed} from {name}) "
            f"union all (select {listed} from {name} {held} except select {listed} from reference_{name}))"
        ).fetchone()
        if difference and difference[0]:
            is_new = is_new or name == "dim_place"
            settings = ", ".join(
                f"{quoted(column)} = reference.{quoted(column)}" for column in columns if column != key
            )
            if name == "dim_place":
                connection.execute(
                    "update dim_place set is_official = false "
                    "where is_official and place_key not in (select place_key from reference_dim_place)"
                )
            connection.execute(
                f"update {name} set {settings} from reference_{name} as reference where {name}.{key} = reference.{key}"
            )
            connection.execute(
                f"insert into {name} ({listed}) select {listed} from reference_{name} anti join {name} using ({key})"
            )
    return is_new


def load_members(connection: duckdb.DuckDBPyConnection, staging: Path | None, *, is_new_reference: bool) -> None:
    """Add the staged members that are not there yet, and say of new places what they lie in."""
    connection.execute(
        "create or replace temp table new_place as select place_key from dim_place "
        + ("where place_key <> 0" if is_new_reference else "where false")
    )
    for name in _FREE_DIMENSIONS:
        staged = relation(staging, name) if staging else None
        if not staged:
            continue
        key, columns = primary_key(name), column_list(name)
        # Members of one key are equal but for what is settled later; ordering makes the choice the same everywhere.
        connection.execute(
            f"create or replace temp table staged_member as "
            f"select distinct on ({key}) {columns} from {staged} order by all"
        )
        if name == "dim_word":
            _renew_tags(connection)
        if name == "dim_place":
            connection.execute(
                "insert into new_place select place_key from staged_member anti join dim_place using (place_key)"
            )
        connection.execute(
            f"insert into {sql_name(name)} ({columns}) select {columns} from staged_member "
            f"anti join {sql_name(name)} using ({key})"
        )
    _flatten_places(connection)


def settle_initiative_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    """Give initiatives the kind that most of their articles give them; of equals the first by name, unknown last."""
    connection.execute(
        """
        with votes as (
            select initiative_key, kind, count(*) as articles
            from bridge_article_initiative semi join touched_initiative using (initiative_key)
            group by all
        ),
        settled as (
            select distinct on (initiative_key) initiative_key, kind from votes
            order by initiative_key, kind = 'unknown', articles desc, kind
        )
        update dim_initiative set kind = settled.kind
        from settled
        where dim_initiative.initiative_key = settled.initiative_key and dim_initiative.kind <> settled.kind
        """
    )


def prune_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete members that nothing refers to any more, so that a release does not depend on what was in those before."""
    for name in _FREE_DIMENSIONS:
        key = primary_key(name)
        used = [
            f"select {quoted(column)} as key from {sql_name(table)}"
            for table, column in schema.references(name)
            if (table, column) != ("dim_place", "parent_place_key")
        ]
        if name in ("dim_place", "dim_organization", "dim_person", "dim_initiative"):
            kind = name.removeprefix("dim_")
            used.append(f"select entity_key from fact_mention where entity_kind = '{kind}'")
        if name == "dim_place":
            used.append("select place_key from reference_dim_place")
        connection.execute(
            f"create or replace temp table used_member as select distinct key from ({' union all '.join(used)})"
        )
        if name == "dim_place":
            _add_ancestors(connection)
        connection.execute(f"delete from {name} where {key} <> 0 and {key} not in (select key from used_member)")


def load_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``dim_date`` hold the whole years from the first to the last day that any page or fact names."""
    from warehouse.dates import calendar_rows

    columns = [
        (each.fullname, column.name)
        for each in schema.tables()
        if each.name.startswith("fact_")
        for column in each.columns
        if isinstance(column.type, sa.Date)
    ]
    bounds = [f"select min({column}) as first, max({column}) as last from {table}" for table, column in columns]
    bounds.append("select min(published_on), max(published_on) from dim_source where is_current")
    wanted = connection.execute(
        f"select year(min(first)), year(max(last)) from ({' union all '.join(bounds)})"
    ).fetchone()
    held = {row[0] for row in connection.execute("select distinct year from dim_date where date_key <> 0").fetchall()}
    assert wanted is not None
    years = set() if wanted[0] is None else set(range(wanted[0], wanted[1] + 1))
    if years - held:
        connection.register("incoming", calendar_rows(years - held))
        connection.execute(f"insert into dim_date select {column_list('dim_date')} from incoming")
        connection.unregister("incoming")
    if held - years:
        connection.execute("delete from dim_date where list_contains(?, year)", [sorted(held - years)])


def _renew_tags(connection: duckdb.DuckDBPyConnection) -> None:
    """Give known words the tags of the reader at work: they come from its dictionary and not from the page."""
    connection.execute(
        "update dim_word set jieba_tag = staged.jieba_tag, upos = staged.upos, is_stop_word = staged.is_stop_word "
        "from staged_member as staged where dim_word.word_key = staged.word_key and "
        "(dim_word.jieba_tag, dim_word.upos, dim_word.is_stop_word) "
        "<> (staged.jieba_tag, staged.upos, staged.is_stop_word)"
    )


def _flatten_places(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of new places what they lie in: the nearest ancestor of each level, themselves included."""
    names = ", ".join(f"{column} = flat.{column}" for column in _FLATTENED)
    nearest = ", ".join(
        f"arg_min(name, depth) filter (level in {levels}) as {column}" for column, levels in _FLATTENED.items()
    )
    connection.execute(
        f"""
        with recursive ancestors(place_key, ancestor_key, depth) as (
            select place_key, place_key, 0 from new_place
            union all
            select ancestors.place_key, dim_place.parent_place_key, depth + 1
            from ancestors join dim_place on dim_place.place_key = ancestors.ancestor_key
            where dim_place.parent_place_key <> 0 and depth < {_MAX_DEPTH}
        ),
        flat as (
            select ancestors.place_key, {nearest}
            from ancestors join dim_place on dim_place.place_key = ancestors.ancestor_key
            group by ancestors.place_key
        )
        update dim_place set {names} from flat where dim_place.place_key = flat.place_key
        """
    )


def _add_ancestors(connection: duckdb.DuckDBPyConnection) -> None:
    """Count the places that contain a used one as used."""
    connection.execute(
        """
        create or replace temp table used_member as
        with recursive chain(key) as (
            select key from used_member
            union
            select dim_place.parent_place_key from chain join dim_place on dim_place.place_key = chain.key
        )
        select key from chain
        """
    )
