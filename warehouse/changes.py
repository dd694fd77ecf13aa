"""What changed between a release that is kept and the live one: rows added, changed and removed, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse import schema
from warehouse.connect import NoReleaseError, open_live
from warehouse.paths import DataFolder
from warehouse.release import Release, releases
from warehouse.schema import digest_columns, literal, quoted, sql_name

if TYPE_CHECKING:
    import duckdb


class TableChanges(NamedTuple):
    """Rows of a table that only the live release has, that only the earlier one has, and that differ between them."""

    table_name: str
    added: int
    changed: int
    removed: int


class ChangedRow(NamedTuple):
    """A row that was added, changed or removed: as it is now, or as it was where it is gone."""

    change: str
    values: tuple[Any, ...]


def changes(folder: DataFolder, since: int) -> list[TableChanges]:
    """Return the tables whose content differs from that of release ``since``, by name.

    Rows are told from each other by the table's grain and compared without what depends on when they were loaded.
    Raises NoReleaseError where that release is not kept, and what ``open_live`` raises.
    """
    if _kept(folder, since).is_live:
        return []
    with _both(folder, since) as connection:
        found = []
        for name in schema.content_tables():
            row = connection.execute(
                f"select count(*) filter (where change = 'added'), count(*) filter (where change = 'changed'), "
                f"count(*) filter (where change = 'removed') from ({_difference(name)})"
            ).fetchone()
            assert row is not None
            found.append(TableChanges(name, *row))
    return [each for each in found if each.added or each.changed or each.removed]


def changed_rows(folder: DataFolder, since: int, name: str) -> tuple[tuple[str, ...], list[ChangedRow]]:
    """Return the columns of a table and its rows that changed since a release, by its grain.

    Raises KeyError for a table that is none or tells of runs, NoReleaseError, and what ``open_live`` raises.
    """
    if name not in schema.content_tables():
        raise KeyError(name)
    columns = tuple(digest_columns(name))
    if _kept(folder, since).is_live:
        return columns, []
    listed = ", ".join(f"coalesce(now.{quoted(c)}, before.{quoted(c)})" for c in columns)
    grain = ", ".join(str(2 + columns.index(key)) for key in schema.table(name).info["grain"])
    with _both(folder, since) as connection:
        rows = connection.execute(_difference(name, listed) + f" order by {grain}").fetchall()
    return columns, [ChangedRow(row[0], row[1:]) for row in rows]


@contextmanager
def _both(folder: DataFolder, since: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the live release with the earlier one attached to it as ``earlier``."""
    earlier = _kept(folder, since)
    with closing(open_live(folder)) as connection:
        path = folder.releases / earlier.file_name
        connection.execute(f"attach {literal(str(path))} as earlier (read_only)")
        yield connection


def _kept(folder: DataFolder, since: int) -> Release:
    kept = releases(folder)
    for release in kept:
        if release.release_no == since:
            return release
    numbers = ", ".join(str(release.release_no) for release in kept) or "none"
    raise NoReleaseError(f"{folder.releases}: no release {since} is kept; kept are: {numbers}")


def _difference(name: str, listed: str = "") -> str:
    """Return the query of the rows of a table that differ, each with its change and the columns asked for."""
    grain = [quoted(key) for key in schema.table(name).info["grain"]]
    rest = [f"now.{c} is distinct from before.{c}" for c in map(quoted, digest_columns(name)) if c not in grain]
    current = " where is_current" if name == "dim_source" else ""
    same = " and ".join(f"now.{key} = before.{key}" for key in grain)
    is_other = " or ".join(rest) or "false"
    return (
        f"select case when before.{grain[0]} is null then 'added' when now.{grain[0]} is null then 'removed' "
        f"else 'changed' end as change{', ' + listed if listed else ''} "
        f"from (select * from {sql_name(name)}{current}) as now "
        f"full join (select * from earlier.{sql_name(name)}{current}) as before on {same} "
        f"where now.{grain[0]} is null or before.{grain[0]} is null or {is_other}"
    )
