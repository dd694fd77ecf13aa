"""The physical lines of a page and the shape of each: everything that can be said of a line without its neighbours.

Line ends are CR LF, LF and CR, these three only. VT, FF, NEL, U+2028 and U+2029, which ``str.splitlines`` also cuts
at, are white space inside a line here: editors and ``wc`` count lines the same way, so a line number leads a person to
the right place. A page that holds one of them has therefore fewer lines here than ``str.splitlines`` finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

_MARK: Final = re.compile(r"[#＃]{1,6}(?=\s*[^\s#＃])|\*\*(?=\s*[^\s*])")
_MARK_SIGNS: Final = frozenset("#＃*")
_INDENT: Final = re.compile(r"(?:\u3000{2,}| {4,})")
_PAIRED: Final = re.compile(r"[“”‘’《》〈〉「」『』【】（）()\[\]]")
_MOST_BALANCES: Final = 256
"""Sequences of marks remembered: most lines have one of a few dozen."""
_OPENER_OF: Final = {
    "”": "“",
    "’": "‘",
    "》": "《",
    "〉": "〈",
    "」": "「",
    "』": "『",
    "】": "【",
    "）": "（",
    ")": "（",
    "]": "[",
}
_TERMINAL: Final = frozenset("。！？!?…")
_TRAILING_CLOSERS: Final = "”’」』）)】\"'"
_SOFT: Final = frozenset("，,、；;：:（(“‘《—－-·")
_STOP_INSIDE: Final = re.compile(r"[。；;!?！？](?=.)")


class Finish(IntEnum):
    """How a line ends. The order is that of completeness."""

    SOFT = 0
    """After a mark that promises more, such as a comma or an opening quote."""
    OPEN = 1
    """After a hanzi, a letter, a digit, a closing quote without a full stop: mid-word, or the end of a headline."""
    FULL = 2
    """After a sentence-ending mark, perhaps inside closing quotes or brackets."""


SOFT: Final = Finish.SOFT
OPEN: Final = Finish.OPEN
FULL: Final = Finish.FULL
"""Asked for many times a line; a member of an enumeration is found much more slowly than a global."""


RawLine = tuple[int, str, int]
"""A non-blank physical line: its number from 1, its text without the line end, and the blank lines above it."""


@dataclass(slots=True)
class LineShape:
    """What a line looks like. ``core == text[core_start:core_end]``: no heading mark, no white space at the ends."""

    line_no: int
    text: str
    core_start: int
    core_end: int
    core: str
    mark: int
    """Number of ``#`` in front, 0 without; ``**`` counts as 2."""
    blank_lines_above: int
    is_indented: bool
    size: int
    """Code points of ``core`` that are no white space."""
    finish: Finish
    has_stop_inside: bool
    """A sentence ends inside the line: body text rather than a headline."""
    unclosed: str
    """Openers of quotes, title marks and brackets that the line leaves open, in order."""
    unopened: str
    """The openers that the line's unmatched closers ask for, in order."""


def split_lines(text: str) -> list[RawLine]:
    """Return the non-blank lines of ``text``; a line of white space only is blank."""
    found: list[RawLine] = []
    blank = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line and not line.isspace():
            found.append((number, line, blank))
            blank = 0
        else:
            blank += 1
    return found


def shape_of(line: RawLine) -> LineShape:
    """Return the shape of a line."""
    line_no, text, blank_lines_above = line
    core_start, core_end = 0, len(text)
    if text[0].isspace() or text[-1].isspace():
        core_end = len(text.rstrip())
        core_start = len(text) - len(text.lstrip())
    mark = 0
    marked = _MARK.match(text, core_start) if text[core_start] in _MARK_SIGNS else None
    is_indented = core_start > 1 and _INDENT.match(text) is not None
    if marked:
        mark = len(marked.group())
        core_start = marked.end()
        while text[core_start].isspace():
            core_start += 1
        if marked.group() == "**" and text.endswith("**", core_start + 1, core_end):
            core_end = len(text[: core_end - 2].rstrip())
    core = text[core_start:core_end]
    unclosed, unopened = _balance("".join(_PAIRED.findall(core)))
    words = core.split()
    first_stop = core.find("。")
    return LineShape(
        line_no,
        text,
        core_start,
        core_end,
        core,
        mark,
        blank_lines_above,
        is_indented,
        len(core) if len(words) == 1 else sum(map(len, words)),
        finish_of(core),
        first_stop >= 0 and (first_stop < len(core) - 1 or _STOP_INSIDE.search(core) is not None),
        unclosed,
        unopened,
    )


def finish_of(core: str) -> Finish:
    """Return how a text without white space at its end is finished; the empty text is open.

    Closing marks alone close what ended in the line above.
    """
    inner = core.rstrip(_TRAILING_CLOSERS)
    if not inner:
        return FULL if core else OPEN
    last = inner[-1]
    if last in _TERMINAL:
        return FULL
    if inner is not core and len(inner) != len(core):
        return OPEN
    if last in _SOFT:
        return SOFT
    if last == "." and len(inner) > 1 and inner[-2] >= "\u4e00":
        return FULL
    return OPEN


@lru_cache(maxsize=_MOST_BALANCES)
def _balance(marks: str) -> tuple[str, str]:
    """Return the openers that the paired marks of a line leave open, and those that they ask for."""
    unclosed: list[str] = []
    unopened: list[str] = []
    for mark in marks:
        opener = _OPENER_OF.get(mark)
        if opener is None:
            unclosed.append("（" if mark == "(" else mark)
        elif unclosed and unclosed[-1] == opener:
            unclosed.pop()
        else:
            unopened.append(opener)
    return "".join(unclosed), "".join(unopened)
