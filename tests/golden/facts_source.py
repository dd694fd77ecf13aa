"""The sources of the facts gold: one fact a line, as ``tests/golden/README.md`` explains."""

from __future__ import annotations

import re
from pathlib import Path

from tests.golden.page_source import Page, articles_of

FACT_KINDS = (
    "places",
    "organisations",
    "persons",
    "dates",
    "quantities",
    "initiatives",
    "activities",
    "topics",
)


def read_facts(source: Path, page: Page) -> list[dict[str, object]]:
    """Read one ``.facts`` source into the form of ``P.facts.json``."""
    articles, bodies = articles_of(page)
    by_id = {str(article["id"]): article for article in articles}
    year = page.settings["published_on"][:4]
    made: list[dict[str, object]] = []
    current: dict[str, list[object]] = {}
    for raw in source.read_text(encoding="utf-8").splitlines():
        if not raw.strip():
            continue
        if raw.startswith("["):
            name = raw.strip("[]")
            article = by_id[name]
            current = {kind: [] for kind in FACT_KINDS}
            current["persons"] += [{"name": x, "role_title": None, "kind": "reporter"} for x in bylines_of(article)]
            title = (f"{article['kicker']} " if article["kicker"] else "") + str(article["title"])
            made.append({"id": name, "title": title, "lines": _ranges(page, name), **current})
            continue
        kind, _, rest = raw.partition(" ")
        cells = [cell.strip() or None for cell in rest.split("|")]
        text = "\n".join([str(made[-1]["title"]), *bodies[str(made[-1]["id"])]])
        _add_fact(kind, cells, current, text, year, page, bodies[str(made[-1]["id"])], str(made[-1]["id"]))
    return made


def _add_fact(
    kind: str,
    cells: list[str | None],
    facts: dict[str, list[object]],
    text: str,
    year: str,
    page: Page,
    paragraphs: list[str],
    article: str,
) -> None:
    def cell(index: int) -> str | None:
        return cells[index] if index < len(cells) else None

    name = cell(0) or ""
    if kind == "P":
        surfaces = (cell(4) or name).split("、")
        row: dict[str, object] = {"name": name, "level": cell(1), "parent": cell(2), "role": cell(3) or "mentioned"}
        longest_first = sorted(surfaces, key=len, reverse=True)
        row["mentions"] = len(re.findall("|".join(map(re.escape, longest_first)), text))
        if cell(4):
            row["surface"] = surfaces
        facts["places"].append(row)
    elif kind == "O":
        row = {"name": name, "kind": cell(1)}
        if cell(2):
            row["surface"] = (cell(2) or "").split("、")
        facts["organisations"].append(row)
    elif kind == "H":
        facts["persons"].append({"name": name, "role_title": cell(2), "kind": cell(1)})
    elif kind == "D":
        facts["dates"].append(_date(name, cell(1), cell(2), year))
    elif kind == "Q":
        value = float(cell(1) or "nan")
        row = {
            "text": name,
            "value": int(value) if value == int(value) else value,
            "unit": cell(2),
            "qualifier": cell(3) or "exact",
            "indicator": cell(4),
            "subject": cell(5),
            "period": cell(6),
            "category": cell(7),
            "line": _line_of(page, article, name),
        }
        if cell(8):
            row["note"] = cell(8)
        facts["quantities"].append(row)
    elif kind == "I":
        facts["initiatives"].append({"name": name, "kind": cell(1), "owner": cell(2)})
    elif kind == "A":
        facts["activities"].append(
            {
                "name": name,
                "type": cell(1),
                "hosts": (cell(2) or "").split("、") if cell(2) else [],
                "venue": cell(3),
                "date_text": cell(4),
                "participants": cell(5),
            }
        )
    elif kind == "T":
        facts["topics"] += name.split()
    else:
        raise ValueError(f"unknown fact kind {kind!r}")


def _date(text: str, resolved: str | None, precision: str | None, year: str) -> dict[str, object]:
    if resolved:
        kinds = {10: "day", 7: "month", 4: "year"}
        basis = "printed" if resolved[:4] in text else "page date"
        return {"text": text, "resolved": resolved, "precision": precision or kinds[len(resolved)], "basis": basis}
    if text in ("今年以来", "今年"):
        return {"text": text, "resolved": year, "precision": "year", "basis": "page date"}
    return {"text": text, "resolved": None, "precision": "relative", "basis": "relative, no anchor printed"}


def _line_of(page: Page, article: str, text: str) -> int | None:
    """Return the line in which ``text`` starts: a headline or a body line of the article."""
    mine = [line for line in page.lines if line.article == article and line.role != "byline"]
    for line in mine:
        if text in line.clean:
            return line.number
    body = [line for line in mine if line.role == "body"]
    whole = "".join(line.clean for line in body)
    at = whole.find(text)
    if at < 0:
        return None
    for line in body:
        if at < len(line.clean):
            return line.number
        at -= len(line.clean)
    return None


def _ranges(page: Page, article: str) -> list[list[int]]:
    """Return the runs of lines of an article as first and last line number."""
    runs: list[list[int]] = []
    before: str | None = None
    for line in page.lines:
        if line.article == article:
            if before == article:
                runs[-1][1] = line.number
            else:
                runs.append([line.number, line.number])
        before = line.article
    return runs


def bylines_of(article: dict[str, object]) -> list[str]:
    """Return the names in the byline of an article."""
    bylines = article["bylines"]
    assert isinstance(bylines, list)
    return bylines
