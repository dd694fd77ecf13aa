"""Golden cases of the SQL views: folders of small CSV files, ``cases/<view>/<case>/<table>.csv`` and ``expect.csv``.

Every case stands on the rows of ``cases/common``. A cell that is empty is left to its default. What follows from the
articles need not be written down: sentences, the lines of the page, the offsets of words that stand in the body with
their line, paragraph and sentence, the best day of an article, and the search index.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from tests.sql.tables import insert_rows, tables
from warehouse.best_date import best_date
from warehouse.search import refresh_search
from warehouse.whereabouts import Beginnings

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
    where: dict[str, Whereabouts] = {}
    for article in rows["dim_article"]:
        article["body"] = bodies[article["article_key"]]
        sentences, lines = _sentences(article), _lines(article)
        where[article["article_key"]] = _whereabouts(sentences, lines)
        rows["fact_sentence"] += sentences
        rows["page_line"] += lines
    for name, column in WORDS.items():
        for row in rows[name]:
            start = bodies[row["article_key"]].index(row[column])
            row["body_start"], row["body_end"] = str(start), str(start + len(row[column]))
            row |= _spot(where[row["article_key"]], start, name)
    for row in rows["fact_activity"]:
        row["source_text"] = bodies[row["article_key"]][int(row["body_start"]) : int(row["body_end"])]
    _complete_articles(rows, where)
    for name, found in rows.items():
        insert_rows(connection, name, ({key: value for key, value in row.items() if value != ""} for row in found))
    refresh_search(connection, has_gone=False)


def _spot(where: Whereabouts, start: int, name: str) -> dict[str, str]:
    spot = zip(("line_no", "paragraph_no", "sentence_no"), map(str, where.of(start)), strict=True)
    columns = {column.name for column in tables()[name].columns}
    return {column: value for column, value in spot if column in columns}


class Whereabouts:
    """The lines and sentences of one article."""

    def __init__(self, sentences: Rows, lines: Rows) -> None:
        self.title_line_no = lines[0]["line_no"]
        self._lines = Beginnings([(0, int(line["body_start"]), int(line["line_no"])) for line in lines[1:]], 1)
        self._sentences = Beginnings(
            [(0, *(int(each[name]) for name in ("body_start", "paragraph_no", "sentence_no"))) for each in sentences], 2
        )

    def of(self, offset: int) -> list[int]:
        """Line, paragraph and sentence of an offset in its body."""
        place = np.zeros(1, np.int64), np.array([offset], np.int64)
        return [int(number) for (number,) in (*self._lines.at(*place), *self._sentences.at(*place))]


def _whereabouts(sentences: Rows, lines: Rows) -> Whereabouts:
    """Where in its article and page an offset lies; sentences are given their lines."""
    where = Whereabouts(sentences, lines)
    for each in sentences:
        each["line_no"] = str(where.of(int(each["body_start"]))[0])
    return where


def _complete_articles(rows: Mapping[str, Rows], where: Mapping[str, Whereabouts]) -> None:
    """Give every article its row of measures, with title line and best day."""
    published = {row["source_key"]: row.get("published_on", "") for row in rows["dim_source"]}
    measured = {row["article_key"]: row for row in rows["fact_article"]}
    for article in rows["dim_article"]:
        key = article["article_key"]
        if key not in measured:
            measured[key] = {"article_key": key}
            rows["fact_article"].append(measured[key])
        day, precision = best_date(
            date.fromisoformat(published[article["source_key"]]) if published[article["source_key"]] else None,
            [
                (date.fromisoformat(row["resolved_to"]) if row.get("resolved_to") else None, row["precision"])
                for row in rows["fact_date_mention"]
                if row["article_key"] == key
            ],
        )
        measured[key] |= {
            "source_key": article["source_key"],
            "title_line_no": where[key].title_line_no,
            "dated_on": str(day or ""),
            "dated_on_precision": precision or "",
        }


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
