"""One-to-one normalisation of printed text: punctuation width, quotes, stray spaces. No rule about meaning here.

Two steps, so that offsets stay auditable: :func:`printed_spaces` says which code points of a line are stray spaces
(they are discarded and counted), :func:`normalize_punctuation` replaces single code points by single code points.
Both are idempotent.

Sources: GB/T 15834-2011 (full-width punctuation marks between Chinese characters, paired quotation marks); the
observation that a text recognition engine sets a space where print has a line break or a wide gap.
"""

from __future__ import annotations

import re
from typing import Final

HANZI: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Character class of hanzi: URO, extension A, compatibility ideographs, and the zero 〇 (Unicode, Blocks.txt)."""

_SIDE: Final = f"[{HANZI}“”‘’「」『』《》〈〉、。…—％]"
"""What makes a neighbouring half-width mark Chinese. No mark that this module itself produces, save quotes, which are
replaced first: otherwise a second pass could find more than the first."""

_BESIDE: Final = re.compile(f"(?<={_SIDE})[,:;?!]|[,:;?!](?={_SIDE})")
_ALONE: Final = re.compile(f"[,:;?!](?<!{_SIDE}.)(?!{_SIDE})")
_BRACKET: Final = re.compile(r"[()]")
_BRACKET_BESIDE: Final = re.compile(f"(?<={_SIDE})[()]|[()](?={_SIDE})")
_FULL: Final = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_ANY_HALF: Final = re.compile(r"[,:;?!()\"']")
_QUOTE: Final = re.compile(r"[“”‘’\"']")
_HAS_HANZI: Final = re.compile(f"[{HANZI}]")
_STRAY_SPACE: Final = re.compile(
    f"(?<=[{HANZI}，。、；：？！“”‘’（）《》…—,;:?!()]) +(?=[{HANZI}，。、；：？！“”‘’（）《》…—,;:?!()])"
)
_WHITE: Final = re.compile(r"[^\S ]")


def printed_spaces(text: str) -> list[tuple[int, int]]:
    """Return the half-open code point intervals of ``text`` that are stray white space of the print.

    White space at both ends, and between two characters that are both hanzi or punctuation. A space beside a letter
    or a digit is spelling and stays.
    """
    words = text.split(None, 1)
    if len(words) == 1 and len(words[0]) == len(text):
        return []
    plain = _WHITE.sub(" ", text)
    found = [(found.start(), found.end()) for found in _STRAY_SPACE.finditer(plain)]
    inner = plain.strip()
    if not inner:
        return [(0, len(text))] if text else []
    start = plain.index(inner)
    end = start + len(inner)
    edges = [(0, start)] if start else []
    return edges + found + ([(end, len(text))] if end < len(text) else [])


def without(text: str, intervals: list[tuple[int, int]]) -> str:
    """Return ``text`` without the given ascending, disjoint intervals."""
    if not intervals:
        return text
    kept = []
    position = 0
    for start, end in intervals:
        kept.append(text[position:start])
        position = end
    kept.append(text[position:])
    return "".join(kept)


def normalize_punctuation(text: str) -> str:
    """Return ``text``, of the same length, with quotes paired and marks beside hanzi in full width.

    Straight quotes become curly ones where the text holds hanzi (an apostrophe between letters stays); ``, : ; ? !``
    become full-width beside hanzi or a Chinese mark, unless they stand between two digits; parentheses become
    full-width in pairs when either of the pair touches Chinese.
    """
    if not _ANY_HALF.search(text) or not _HAS_HANZI.search(text):
        return text
    if '"' in text or "'" in text:
        text = _pair_quotes(text)
    if _ALONE.search(text):
        text = _BESIDE.sub(_full_width, text)
    else:
        for half, full in _FULL.items():
            text = text.replace(half, full)
    return _pair_brackets(text) if "(" in text or ")" in text else text


def _full_width(found: re.Match[str]) -> str:
    return _FULL[found.group()]


def _pair_brackets(text: str) -> str:
    beside = {found.start() for found in _BRACKET_BESIDE.finditer(text)}
    wide: list[int] = []
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        at = found.start()
        if text[at] == "(":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if start in beside or at in beside:
                wide += [start, at]
        elif at in beside:
            wide.append(at)
    wide += [at for at in opened if at in beside]
    if not wide:
        return text
    characters = list(text)
    for at in wide:
        characters[at] = "（" if text[at] == "(" else "）"
    return "".join(characters)


def _pair_quotes(text: str) -> str:
    characters = list(text)
    double_is_open = single_is_open = False
    for found in _QUOTE.finditer(text):
        at, character = found.start(), found.group()
        if character == "“":
            double_is_open = True
        elif character == "”":
            double_is_open = False
        elif character == "‘":
            single_is_open = True
        elif character == "’":
            single_is_open = False
        elif character == '"':
            characters[at] = "”" if double_is_open else "“"
            double_is_open = not double_is_open
        elif character == "'" and not _is_between_letters(characters, at):
            characters[at] = "’" if single_is_open else "‘"
            single_is_open = not single_is_open
    return "".join(characters)


def _is_between_letters(characters: list[str], at: int) -> bool:
    before = characters[at - 1] if at else ""
    after = characters[at + 1] if at + 1 < len(characters) else ""
    return before.isascii() and before.isalnum() and (after == "" or (after.isascii() and after.isalnum()))
