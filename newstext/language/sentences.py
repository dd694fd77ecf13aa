"""Splitting the paragraphs of an article into sentences, after the repair of seams and before any fact is looked for.

The marks are those of GB/T 15834-2011, "General rules for punctuation".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from newstext.records import Paragraph, Sentence

_END: Final = re.compile("(?:[。！？!?]|…+)[。！？!?…]*[”’」』）)】》〉\"']*\\s*")
"""End marks, the closing marks printed after them, and white space; the quotation of GB/T 15834, 4.8, goes outside."""

_CLOSERS: Final = "”’」』）)】》〉"
_END_MARKS: Final = "。！？!?…"
_PAIRS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "《": "》", "〈": "〉"}
_OPENERS: Final = {closer: opener for opener, closer in _PAIRS.items()}
_MARKS: Final = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_OPENERS)) + "]")
_QUOTES: Final = "“‘「『"
_TITLES: Final = "《〈"

MAX_TITLE: Final = 80
"""Code points. A longer span between title marks is two damaged titles: a mark was lost, so it protects nothing."""

MAX_BRACKET: Final = 200
"""Code points. The same for brackets and quoted phrases."""

_CLAUSE_STARTS: Final = "，：；,:;。！？!?…—”’」』"
"""Marks after which a quotation stands for itself; after any other character it is part of the clause."""

_GOES_ON: Final = re.compile(
    "[，、；：。,;:—]|[的地得了着等和与及或吗呢吧这那]"
    "|[^，。！？；：“”…]{0,24}?(?:说|问|答|喊|道|表示|介绍|坦言|感慨|感叹|告诉记者|回忆|直言|提醒|强调|指出|回应|总结)"
    "(?:说|道|着)?[，。；！]"
)
"""What follows a closed quotation and belongs to its sentence: a mark, a particle, or the words of who said it.

Who spoke before a colon (他说：) belongs to the quotation that comes.
"""

_READABLE: Final = re.compile(r"[^\W_]")


class _Span(NamedTuple):
    """A pair of marks: ``text[start]`` opens, ``text[end - 1]`` closes. No sentence ends within a protected span."""

    start: int
    end: int


def split_sentences(body: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of an article; those of one paragraph tile it, so that joined they are the paragraph.

    A sentence ends after 。！？ or …… with the closing marks and the white space behind. It does not end

    - within a title 《》, or within brackets;
    - within or after a quotation that is part of a clause (以“你是谁？”为题), if it is a single phrase without 。;
    - after a quotation that goes on with a mark, with a particle, or with who said it (“来了吗？”老人问。).

    A piece without any letter, digit or hanzi is part of its neighbour. Time is linear in ``body``.
    """
    sentences: list[Sentence] = []
    for paragraph_no, paragraph in enumerate(paragraphs, start=1):
        text = body[paragraph.start : paragraph.end]
        start = 0
        at, heading = paragraph.start, paragraph.heading
        for sentence_no, end in enumerate(_ends(text), start=1):
            sentences.append(Sentence(paragraph_no, sentence_no, at + start, at + end, heading))
            start = end
    return tuple(sentences)


def _ends(text: str) -> list[int]:
    """Return where the sentences of one paragraph end, the last one at its end."""
    if not text:
        return []
    spans = _spans(text)
    span_starts = [span.start for span in spans]
    ends: list[int] = []
    looked_at = 0
    is_readable = False
    for match in _END.finditer(text):
        start, end = match.span()
        if end == len(text):
            break
        if not is_readable:
            is_readable = text[looked_at].isalnum() or _READABLE.search(text, looked_at, end) is not None
        looked_at = end
        if not is_readable or (spans and _is_within(end, spans, span_starts)):
            continue
        # Most sentences end with a single mark, which closes nothing.
        if end - start > 1 and match.group().rstrip()[-1] in _CLOSERS and _GOES_ON.match(text, end):
            continue
        if text[start] == "…" and text[end] in "，、；：。的等":
            continue
        ends.append(end)
        is_readable = False
    if ends and not text[ends[-1]].isalnum() and not _READABLE.search(text, ends[-1]):
        ends.pop()
    ends.append(len(text))
    return ends


def _is_within(end: int, spans: list[_Span], span_starts: list[int]) -> bool:
    """Return whether a sentence that ends before ``end`` would end within, or right after, a protected span."""
    index = bisect_right(span_starts, end - 1) - 1
    return index >= 0 and end <= spans[index].end


def _spans(text: str) -> list[_Span]:
    """Return the outermost protected spans in order, none touching the inside of another."""
    stacks: dict[str, list[int]] = {}
    spans: list[_Span] = []
    for match in _MARKS.finditer(text):
        mark, position = match[0], match.start()
        if mark in _PAIRS:
            stacks.setdefault(mark, []).append(position)
            continue
        open_marks = stacks.get(_OPENERS[mark])
        if not open_marks:
            continue
        span = _Span(open_marks.pop(), position + 1)
        if not _is_protected(text, span):
            continue
        while spans and spans[-1].start >= span.start:
            spans.pop()
        spans.append(span)
    return _outermost(spans) if len(spans) > 1 else spans


def _outermost(spans: list[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    for span in sorted(spans):
        if kept and span.end <= kept[-1].end:
            continue
        kept.append(span)
    return kept


def _is_protected(text: str, span: _Span) -> bool:
    length = span.end - span.start
    opener = text[span.start]
    if opener in _TITLES:
        return length <= MAX_TITLE
    if length > MAX_BRACKET:
        return False
    if opener in _QUOTES:
        return _is_phrase(text, span)
    # A bracket that is a sentence of its own (（完）) may end one; inside it is protected by its closing mark.
    return text[span.start - 1] not in _END_MARKS if span.start else False


def _is_phrase(text: str, span: _Span) -> bool:
    """Return whether a quotation is part of the clause around it and has no end mark but ？ or ！ at its own end.

    A quotation with 。 is a sentence wherever it stands.
    """
    before = text[span.start - 1] if span.start else "，"
    if before in _CLAUSE_STARTS or before.isspace():
        return False
    inside = text[span.start + 1 : span.end - 1].rstrip("？！?!")
    return not any(mark in inside for mark in _END_MARKS)
