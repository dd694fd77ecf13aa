"""The verb ``gewu search``: full-text search in the live release, printed for people or as CSV and JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import exit_codes
from flows.terminal import harmless
from warehouse.connect import NoReleaseError, StaleLogError, open_live

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for; filters that are None do not apply. ``in_sentences`` asks for keywords in context."""

    query: str
    place: str | None = None
    topic: str | None = None
    newspaper: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    max_results: int = 20
    in_sentences: bool = False


def print_search(data_dir: Path, request: SearchRequest, form: str) -> int:
    """Print what is found as text, CSV or JSON; return the exit code."""
    try:
        rows = _find(data_dir, request)
    except (NoReleaseError, StaleLogError) as error:
        print(f"gewu: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    elif form == "csv":
        writer = csv.writer(sys.stdout)
        if rows:
            writer.writerow(rows[0])
        writer.writerows(row.values() for row in rows)
    elif not rows:
        print("nothing found; leave a term or a filter out, or put OR between terms")
    else:
        _print_lines(rows, request)
    return exit_codes.DONE


def _find(data_dir: Path, request: SearchRequest) -> list[dict[str, Any]]:
    macro, limit = ("search_sentences", "max_articles") if request.in_sentences else ("search_articles", "max_results")
    # The request is data: every part of it is a parameter of the statement.
    statement = (
        f"from {macro}($query, place := $place, topic := $topic, newspaper := $newspaper, date_from := $date_from, "
        f"date_to := $date_to, {limit} := $limit)"
    )
    parameters = {
        "query": request.query,
        "place": request.place,
        "topic": request.topic,
        "newspaper": request.newspaper,
        "date_from": request.date_from,
        "date_to": request.date_to,
        "limit": request.max_results,
    }
    with closing(open_live(data_dir.expanduser().absolute())) as connection:
        found = connection.execute(statement, parameters)
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def _print_lines(rows: list[dict[str, Any]], request: SearchRequest) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    last_rank = None
    for found in rows:
        row = {name: harmless(value) if isinstance(value, str) else value for name, value in found.items()}
        if row["rank"] != last_rank:
            last_rank = row["rank"]
            console.print(Text(f"\n{row['rank']:>3}  ").append(row["title"] or "(无题)", style="bold"))
            console.print(Text(f"     {_origin(row)}", style="dim"))
        console.print(Text("     ").append_text(_context(row) if request.in_sentences else _snippet(row)))


def _origin(row: Mapping[str, Any]) -> str:
    parts = [row["newspaper"], row["published_on"], row["relative_path"]]
    if row.get("score") is not None:
        parts.append(f"BM25 {row['score']}")
    return " · ".join(str(part) for part in parts if part is not None)


def _snippet(row: Mapping[str, Any]) -> Text:
    from rich.text import Text

    text = str(row["snippet"])
    shown = Text("…" if row["snippet_start"] else "")
    if row["match_start"] is None:
        return shown.append(_one_line(text))
    start, end = (row[name] - row["snippet_start"] for name in ("match_start", "match_end"))
    shown.append(_one_line(text[:start])).append(_one_line(text[start:end]), style="bold reverse")
    return shown.append(_one_line(text[end:])).append(f"  [{row['match_start']}:{row['match_end']}]", style="dim")


def _context(row: Mapping[str, Any]) -> Text:
    from rich.text import Text

    # Chinese characters are two cells wide: padding with the wide blank keeps the keywords below each other.
    left = _one_line(row["left_context"]).rjust(20, "　")
    shown = Text(left).append(_one_line(row["keyword"]), style="bold reverse")
    shown.append(_one_line(row["right_context"]))
    return shown.append(f"  [{row['match_start']}:{row['match_end']}]", style="dim")


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
