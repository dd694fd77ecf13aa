"""The data dictionary with the checks that look at each column: for the file, and as Markdown for ``docs/``."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from expectations.suites import read_suites
from flows import exit_codes
from flows.settings import PROJECT_ROOT, SQL_DIR
from warehouse.audits import all_audits
from warehouse.data_dictionary import Checks, DictionaryRow, dictionary_rows, dictionary_text
from warehouse.schema import tables

DICTIONARY_PAGE = PROJECT_ROOT / "docs" / "data-dictionary.md"

_ORPHANS = "orphans_of_"


def checks_by_column(sql_dir: Path = SQL_DIR) -> Checks:
    """Return the checks of every table and column: expectations with their severity, and audits.

    A column that no check names is under those of its table: that it is there, and where it may not be null, that it
    is never null.
    """
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for suite in read_suites():
        for each in suite.expectations:
            for name in each.columns or ("",):
                found[suite.full_name, name].append(f"{each.name} ({each.severity})")
    for audit in all_audits(sql_dir / "audits"):
        orphan = audit.name.rpartition(".")[2] if audit.name.startswith(_ORPHANS) else ""
        found[audit.table_name, orphan].append(f"audit {audit.name} ({audit.severity})")
    for table in tables():
        for column in table.columns:
            if not column.nullable:
                found[table.fullname, column.name].append("required_values_are_present (stop)")
            if not found[table.fullname, column.name]:
                found[table.fullname, column.name].append("expect_table_columns_to_match_set (stop)")
    return {place: tuple(dict.fromkeys(names)) for place, names in found.items()}


def current_dictionary() -> list[DictionaryRow]:
    """Return the dictionary that the models, suites and audits make now."""
    return dictionary_rows(checks_by_column())


def write_page(target: Path = DICTIONARY_PAGE) -> int:
    """Write the dictionary as Markdown; return the exit code."""
    rows = current_dictionary()
    target.write_text(dictionary_text(rows), encoding="utf-8")
    print(f"{target}: {sum(row.kind == 'table' for row in rows)} tables, {len(rows)} entries")
    return exit_codes.DONE
