"""What the dashboard shows, read from the live release: rows and the sentences that prove them, bounded in number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import UNKNOWN_KEY
from warehouse.connect import open_live
from warehouse.paths import DataFolder
from warehouse.statements import read_statements

if TYPE_CHECKING:
    import duckdb

ROW_LIMITS: Mapping[str, int] = {"article": 3000, "figure": 6000, "activity": 4000, "programme": 4000, "page": 2000}
"""Rows of each kind that a page holds at most, so that it opens on a telephone; the newest are kept."""

CONTEXT_CODE_POINTS = 120
"""How much of its sentence is shown on either side of a quotation, in code points."""

_Row = dict[str, Any]


def read_report(folder: DataFolder, queries: Path, limits: Mapping[str, int] = ROW_LIMITS) -> dict[str, Any]:
    """Return the dashboard's tables as values of JSON: for each table its column names and its rows.

    Articles, pages, places and sentences are referred to by their row number. ``queries`` is the folder of the
    dashboard's SQL files. The same release gives the same value. Raises what ``open_live`` raises.
    """
    statements = {statement.name: statement.sql for statement in read_statements(queries)}
    with closing(open_live(folder)) as connection:
        reader = _Reader(connection, statements, limits)
        reader.keep("report_article", "article")
        read = {
            name: reader.rows(name)
            for name in ("article", "article_place", "article_topic", "figure", "activity", "activity_place",
                         "activity_organization", "programme", "word", "page", "total", "release")
        }  # fmt: skip
        place_keys = {row["place_key"] for rows in read.values() for row in rows if row.get("place_key")}
        reader.keep_places(sorted(place_keys))
        read["place"] = reader.rows("place")
    return _assemble(read)


class _Reader:
    """One connection and the SQL files that are run on it."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, statements: Mapping[str, str], limits: Mapping[str, int]
    ) -> None:
        self._connection = connection
        self._statements = statements
        self._limits = limits

    def rows(self, name: str) -> list[_Row]:
        relation = self._connection.execute(self._statements[name], self._parameters(name))
        columns = [column[0] for column in relation.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in relation.fetchall()]

    def keep(self, table: str, name: str) -> None:
        """Keep a query's rows in a temporary table, which lives in memory only."""
        self._connection.execute(f"create temp table {table} as {self._statements[name]}", self._parameters(name))

    def keep_places(self, keys: list[int]) -> None:
        self._connection.execute("create temp table report_place as select unnest($keys::bigint[]) as place_key",
                                 {"keys": keys})  # fmt: skip

    def _parameters(self, name: str) -> dict[str, int]:
        return {"limit": self._limits[name]} if name in self._limits else {}


class _Sentences:
    """The sentences behind the rows, each kept once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def evidence(self, row: _Row) -> list[int | None]:
        """Return line, number of the sentence, start and end of the quotation in it (code points)."""
        text, start, end = row["sentence"], row["quote_start"], row["quote_end"]
        if text is None or start is None or start >= len(text):
            return [row["line_no"], None, None, None]
        text, start, end = around(text, start, max(start, end))
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return [row["line_no"], number, start, end]


def around(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the text around a quotation, cut with … where it is long, and where the quotation stands in it."""
    first = max(0, start - CONTEXT_CODE_POINTS)
    last = min(len(text), end + CONTEXT_CODE_POINTS)
    before, after = ("…" if first else ""), ("…" if last < len(text) else "")
    shift = len(before) - first
    return f"{before}{text[first:last]}{after}", start + shift, end + shift


def _assemble(read: Mapping[str, list[_Row]]) -> dict[str, Any]:
    sentences = _Sentences()
    places = {row["place_key"]: number for number, row in enumerate(read["place"])}
    pages = {row["relative_path"]: number for number, row in enumerate(read["page"])}
    topics: dict[str, tuple[int, str, str]] = {}
    for row in read["article_topic"]:
        topics.setdefault(row["code"], (len(topics), row["name_zh"], row["name_en"]))

    def place(key: int | None) -> int | None:
        return None if not key or key == UNKNOWN_KEY else places[key]

    article_places = _grouped(read["article_place"], "article_no", lambda row: place(row["place_key"]))
    article_topics = _grouped(read["article_topic"], "article_no", lambda row: topics[row["code"]][0])
    activity_places = _grouped(
        read["activity_place"], "activity_key", lambda row: [place(row["place_key"]), row["is_host"]]
    )
    organizations = _grouped(read["activity_organization"], "activity_key", lambda row: row["organization"])

    tables = {
        "article": _table(
            "title page date dated_by line confidence opening place places topics",
            (
                [r["title"], pages.get(r["relative_path"]), r["dated_on"], r["dated_by"], r["line_no"],
                 round(r["confidence"], 3), r["opening"] + ("…" if r["is_longer"] else ""), place(r["place_key"]),
                 article_places.get(r["article_no"], []), article_topics.get(r["article_no"], [])]
                for r in read["article"]
            ),
        ),
        "page": _table(
            "path newspaper page_no date encoding articles mean_confidence least_confidence truncated interrupted "
            "joined_lines repeated_chars discarded_share rejections",
            (list(row.values()) for row in read["page"]),
        ),
        "place": _table(
            "name level parent", ([r["name"], r["level"], place(r["parent_place_key"])] for r in read["place"])
        ),
        "topic": _table("code name_zh name_en", ([code, zh, en] for code, (_, zh, en) in topics.items())),
        "figure": _table(
            "article place organization category indicator value unit qualifier change is_target period "
            "line sentence start end",
            (
                [r["article_no"], place(r["place_key"]), r["organization"], r["category"], r["indicator"], r["value"],
                 r["unit"], r["qualifier"], r["change"], r["is_target"], r["period_text"], *sentences.evidence(r)]
                for r in read["figure"]
            ),
        ),
        "activity": _table(
            "article type name from to venue participants places organizations line sentence start end",
            (
                [r["article_no"], r["activity_type"], r["name"], r["date_from"], r["date_to"], r["venue"],
                 r["participants"], activity_places.get(r["activity_key"], []),
                 organizations.get(r["activity_key"], []), *sentences.evidence(r)]
                for r in read["activity"]
            ),
        ),
        "programme": _table(
            "article name kind is_owned place organization line sentence start end",
            (
                [r["article_no"], r["name"], r["kind"], r["is_owned"], place(r["place_key"]), r["organization"],
                 *sentences.evidence(r)]
                for r in read["programme"]
            ),
        ),
        "word": _table(
            "month word occurrences articles per_10000 before_per_10000 keyness article line sentence start end",
            (
                [r["month"], r["word"], r["occurrences"], r["articles"], r["per_10000"], r["before_per_10000"],
                 r["keyness"], r["article_no"], *sentences.evidence(r)]
                for r in read["word"]
            ),
        ),
    }  # fmt: skip
    tables["sentence"] = _table("text", ([text] for text in sentences.texts))
    totals = {row["kind"]: row["row_count"] for row in read["total"]}
    release = {name: _value(value) for name, value in read["release"][0].items()} if read["release"] else {}
    return {"release": release, "totals": totals, "tables": tables}


def _grouped(rows: Iterable[_Row], key: str, value: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(value(row))
    return groups


def _table(columns: str, rows: Iterable[list[Any]]) -> dict[str, Any]:
    return {"columns": columns.split(), "rows": [[_value(value) for value in row] for row in rows]}


def _value(value: Any) -> Any:
    """Return a value as JSON has it: days as text, decimals as numbers, shares to four digits."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return round(value, 4) if isinstance(value, float) else value
