"""Composes the sample pages and their gold from articles written whole: ``python -m tests.golden.compose``.

The articles stand in ``sources/P.page`` in the order of print, with marks where print damages them, so the gold is
right by construction; ``sources/P.facts`` holds what a careful reader finds in them. ``tests/golden/README.md``
explains both notations.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.golden.facts_source import read_facts
from tests.golden.page_source import Page, articles_of, read_page

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
UNSEEN = SOURCES / "unseen"
"""Pages that are no sample pages: they measure how the reader's rules do on text that they were not written for."""
INBOX = HERE.parent.parent / "seeds" / "inbox"


def lines_table(page: Page) -> str:
    """Return the ``P.lines.tsv`` of a page."""
    rows = ["line\tarticle\trole\tcontinues\tdrop_prefix\tbyline_suffix\tnote"]
    for line in page.lines:
        cells = [line.number, line.article, line.role, int(line.continues), line.drop_prefix, line.byline_suffix]
        rows.append("\t".join(map(str, [*cells, "; ".join(line.notes)])))
    return "\n".join(rows) + "\n"


def dumped(value: object) -> str:
    """Return JSON with one fact a line."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "places" in value[0]:
        articles = []
        for article in value:
            rows = []
            for key, held in article.items():
                if isinstance(held, list) and held and isinstance(held[0], dict):
                    inner = ",\n  ".join(json.dumps(x, ensure_ascii=False) for x in held)
                    rows.append(f' "{key}": [\n  {inner}\n ]')
                else:
                    rows.append(f' "{key}": {json.dumps(held, ensure_ascii=False)}')
            articles.append("{\n" + ",\n".join(rows) + "\n}")
        return "[\n" + ",\n".join(articles) + "\n]\n"
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def files_of(source: Path) -> dict[Path, bytes]:
    """Return every file that a source gives, by its path."""
    page = read_page(source)
    articles, bodies = articles_of(page)
    files = {
        HERE / f"{page.name}.txt": page.text.encode("utf-8"),
        HERE / f"{page.name}.lines.tsv": lines_table(page).encode("utf-8"),
        HERE / f"{page.name}.articles.json": dumped(articles).encode("utf-8"),
        HERE / f"{page.name}.body.json": dumped(bodies).encode("utf-8"),
    }
    if "path" in page.settings:
        files[INBOX / page.path] = page.data
    if page.settings.get("sidecar"):
        files[INBOX / page.path.with_suffix(".json")] = (page.settings["sidecar"] + "\n").encode("utf-8")
    facts = source.with_suffix(".facts")
    if facts.exists():
        files[HERE / f"{page.name}.facts.json"] = dumped(read_facts(facts, page)).encode("utf-8")
    return files


def main() -> None:
    """Write all sample pages and the gold of all golden pages."""
    for source in sorted((*SOURCES.glob("*.page"), *UNSEEN.glob("*.page"))):
        for path, data in files_of(source).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


if __name__ == "__main__":
    main()
