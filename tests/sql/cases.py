"""Golden cases of the SQL views: folders of small CSV files, ``cases/<view>/<case>/<table>.csv`` and ``expect.csv``.

Every case stands on the rows of ``cases/common``. A cell that is empty is left to its default. What follows from the
articles need not be written down: sentences, the lines of the page, and the offsets of words that stand in the body.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from tests.sql.tables import insert_rows, tables

CASES = Path(__file__).parent / "cases"
COMMON = "common"
EXPECTED = "expect"
# The column of each table whose words stand in the body; offsets are those of their first occurrence there.
WORDS = {
    "fact_observation": "source_text",
    "fact_mention": "surface",
    "fact_date_mention": "source_text",
    "fact_activity": "name",
    "name_candidate": "name",
}
Rows = list[dict[str, str]]


def case_folders() -> list[Path]:
    """Every case, by view and name."""
    return sorted(path.parent for path in CASES.glob(f"*/*/{EXPECTED}.csv"))


def read_csv(path: Path) -> Rows:
    """The rows of a CSV file; where it is absent, none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_case(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Insert the common rows, those of the case, and what follows from its articles."""
    rows = {name: [*read_csv(CASES / COMMON / f"{name}.csv"), *read_csv(folder / f"{name}.csv")] for name in tables()}
    unknown = {path.stem for path in folder.glob("*.csv")} - set(rows) - {EXPECTED}
    assert not unknown, f"{folder} has files of no table: {sorted(unknown)}"
    bodies = {row["article_key"]: row["body"].replace("\\n", "\n") for row in rows["dim_article"]}
    for row in rows["dim_article"]:
        row["body"] = bodies[row["article_key"]]
    for name, column in WORDS.items():
        for row in rows[name]:
            start = bodies[row["article_key"]].index(row[column])
            row["body_start"], row["body_end"] = str(start), str(start + len(row[column]))
    for article in rows["dim_article"]:
        rows["fact_sentence"] += _sentences(article)
        rows["page_line"] += _lines(article)
    for name, found in rows.items():
        insert_rows(connection, name, ({key: value for key, value in row.items() if value != ""} for row in found))


def _sentences(article: Mapping[str, str]) -> Rows:
    found = []
    start = 0
    for paragraph_no, paragraph in enumerate(article["body"].split("\n"), start=1):
        for sentence_no, match in enumerate(re.finditer(r"[^。！？]+[。！？]?", paragraph), start=1):
            found.append(
                {
                    "article_key": article["article_key"],
                    "paragraph_no": str(paragraph_no),
                    "sentence_no": str(sentence_no),
                    "body_start": str(start + match.start()),
                    "body_end": str(start + match.end()),
                    "text": match[0],
                }
            )
        start += len(paragraph) + 1
    return found


def _lines(article: Mapping[str, str]) -> Rows:
    """The title on line 1 of the article, and each paragraph on a line of its own; articles are 100 lines apart."""
    first = 100 * int(article["ordinal"])
    about = {"source_key": article["source_key"], "article_key": article["article_key"]}
    found = [about | {"line_no": str(first), "text": article["title"], "role": "title"}]
    start = 0
    for number, paragraph in enumerate(article["body"].split("\n"), start=1):
        kept = str(len(paragraph))
        line = {"line_no": str(first + number), "text": paragraph, "role": "body", "body_start": str(start)}
        found.append(about | line | {"kept_chars": kept})
        start += len(paragraph) + 1
    return found


def shown(value: Any) -> str:
    """A value as it stands in ``expect.csv``; empty for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value).replace("\n", "\\n")
