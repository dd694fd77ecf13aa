"""The questions of ``sql/examples`` that a newcomer is shown, with their SQL."""

from __future__ import annotations

import re
from pathlib import Path

_LISTED = re.compile(r"^\s*[-*\d.]+\s.*?`?([\w-]+\.sql)`?", re.MULTILINE)
_SHOWN = 3


def first_questions(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return (question, SQL) of the first three files that ``README.md`` of the folder lists.

    A file's question is its header comment; the SQL is what follows.
    """
    readme = folder / "README.md"
    if not readme.is_file():
        return ()
    names = list(dict.fromkeys(_LISTED.findall(readme.read_text(encoding="utf-8"))))[:_SHOWN]
    return tuple(_question(folder / name) for name in names)


def _question(file: Path) -> tuple[str, str]:
    header: list[str] = []
    statement: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("--") and not statement:
            header.append(line.removeprefix("--").strip())
        elif line.strip():
            statement.append(line)
    return "\n".join(header), "\n".join(statement)
