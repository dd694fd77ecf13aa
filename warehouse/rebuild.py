"""Building the warehouse anew from its archived pages: an empty file, loaded at once, with the history of before."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models import OPERATIONS_SCHEMA
from warehouse import schema
from warehouse.candidate import Candidate, start_candidate
from warehouse.connect import open_live
from warehouse.digests import TableDigest, table_digest
from warehouse.paths import DataFolder
from warehouse.schema import column_list, literal, sql_name

if TYPE_CHECKING:
    import duckdb

_OF_VERSIONS = ("version_no", "valid_from", "is_current", "valid_to")


@dataclass(frozen=True, slots=True)
class TableDifference:
    """A table whose content is not what it was; counts are rows."""

    table_name: str
    rows_before: int
    rows_after: int


def scratch_folder(folder: DataFolder) -> DataFolder:
    """Return the data folder inside the build folder in which the empty file is loaded."""
    return DataFolder(folder.build / "rebuild")


def adopt(folder: DataFolder, built: Candidate) -> Candidate:
    """Give a candidate that was built from nothing the history of the live release, and move it to its place.

    Batches, refusals, results, digests and releases of before stay on record, and so do versions of pages that were
    replaced; the batch that built it comes after them. Raises SchemaVersionError where no migration leads from the live
    release's tables to those of this code.
    """
    # The live release as this code's tables hold it, whatever version it has, with the numbers that come next.
    history = start_candidate(folder)
    with built.open() as connection:
        connection.execute(f"attach {literal(str(history.path))} as live (read_only)")
        connection.execute("begin")
        for name in _history_tables():
            if "batch_key" in schema.table(name).columns:
                connection.execute(f"update {sql_name(name)} set batch_key = {history.batch_key}")
            # A refusal of this run is on record from before, so the earlier row stays.
            if name == "ops.rejection":
                connection.execute(
                    "delete from ops.rejection where rejection_key in (select rejection_key from live.ops.rejection)"
                )
            connection.execute(
                f"insert into {sql_name(name)} ({column_list(name)}) "
                f"select {column_list(name)} from live.{sql_name(name)}"
            )
        moved = ", ".join(f"{column} = before.{column}" for column in _OF_VERSIONS)
        connection.execute(
            f"update dim_source set {moved} from live.main.dim_source as before "
            "where dim_source.source_key = before.source_key"
        )
        columns = column_list("dim_source")
        connection.execute(
            f"insert into dim_source ({columns}) select {columns} from live.main.dim_source "
            "where not is_current and source_key <> 0 and source_key not in (select source_key from dim_source)"
        )
        connection.execute("commit")
        connection.execute("detach live")
    os.replace(built.path, folder.candidate)
    return replace(built, folder=folder, batch_key=history.batch_key, release_no=history.release_no, is_addition=False)


def differences(candidate: Candidate) -> list[TableDifference]:
    """Return the tables whose digest in the candidate is not that of the live release.

    Columns that a live release of an earlier version lacks are not compared.
    """
    with closing(open_live(candidate.folder)) as connection:
        columns = _digested_columns(connection)
        before = {name: table_digest(connection, name, columns=held) for name, held in columns.items()}
    with candidate.open() as connection:
        after = [table_digest(connection, name, columns=columns.get(name, ())) for name in schema.content_tables()]
    return [
        TableDifference(digest.table_name, _rows(before.get(digest.table_name)), digest.row_count)
        for digest in after
        if before.get(digest.table_name) != digest
    ]


def _digested_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the columns of every table of content that a file holds and that its digest would count."""
    rows = connection.execute("select schema_name, table_name, column_name from duckdb_columns()").fetchall()
    held = {(f"{place}.{name}" if place != schema.DEFAULT_SCHEMA else name, column) for place, name, column in rows}
    found = {
        name: [column for column in schema.digest_columns(name) if (name, column) in held]
        for name in schema.content_tables()
    }
    return {name: columns for name, columns in found.items() if columns}


def _rows(digest: TableDigest | None) -> int:
    return digest.row_count if digest else 0


def _history_tables() -> list[str]:
    """Return the tables that tell what runs did; the index and the dictionary, which follow from the rest, are none."""
    return [each.fullname for each in schema.tables() if each.info["is_history"] and each.schema == OPERATIONS_SCHEMA]
