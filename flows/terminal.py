"""Showing tables and spans of time on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

_SPACE_BETWEEN_COLUMNS = 3
_WIDTH_OFF_TERMINAL = 10_000
"""Columns of a line where nobody has a screen: a pipe or a file wraps nothing."""

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_STEERING = {code: picture for code, picture in _PICTURES.items() if chr(code) not in "\t\n"}


def harmless(text: str) -> str:
    """Return a text without characters that a terminal obeys; each becomes one that shows it (U+2400, "Control
    Pictures"), so positions stay."""
    return text.translate(_STEERING)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, show_header: bool = True) -> None:
    """Print rows of texts below the names of their columns.

    Where they are wider than the terminal, each row is printed as a block with one column a line.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[harmless(cell) for cell in row] for row in rows]
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_OFF_TERMINAL
    widths = [max(map(cell_len, [name, *(row[at] for row in rows)])) for at, name in enumerate(columns)]
    if show_header and sum(widths) + _SPACE_BETWEEN_COLUMNS * len(widths) > console.width:
        for number, row in enumerate(rows, start=1):
            console.print(Text(f"row {number}", style="bold"))
            block = Table.grid(padding=(0, 2))
            for name, cell in zip(columns, row, strict=True):
                block.add_row(Text(f"  {name}", style="dim"), Text(cell, overflow="fold"))
            console.print(block)
        return
    table = Table(box=box.SIMPLE, show_header=show_header, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def ago(seconds: float) -> str:
    """Return a span of time before now in the largest unit of which there are two."""
    return f"{span(seconds)} ago"


def span(seconds: float) -> str:
    """Return a span of time in the largest unit of which there are two."""
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} seconds"
