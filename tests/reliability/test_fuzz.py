"""Whatever bytes come, the reader reads or refuses them by name, in bounded time, and accounts for every character."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from flows.reference import load_tables
from flows.settings import REFERENCE_DIR
from newstext.page.decode import decode
from newstext.reader import Reader
from newstext.records import PageHint, PageReading, PageRejectedError
from tests.reliability.hostile_pages import hostile_page

INPUTS = int(os.environ.get("GEWU_FUZZ", "20000"))
FEW = 500
SECONDS_PER_100_KB = 2.0
"""Of processor time; a smaller page may take as long as one of 100 KB."""
PATIENCE = 3
"""How many times longer a page may take here: processor time stretches where a machine is crowded."""

_LINE_END = re.compile("\r\n|\n|\r")


class HangError(Exception):
    """Raised where a page takes too long."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.from_tables(load_tables(REFERENCE_DIR))


@contextmanager
def no_hang(seconds: float) -> Iterator[None]:
    """Raise HangError after so many seconds of processor time, also out of a regular expression."""

    def end(number: int, frame: FrameType | None) -> None:
        raise HangError(f"more than {seconds:.1f} s of processor time")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def conserves(data: bytes, reading: PageReading) -> None:
    """Every code point of the page is accounted for once, and nothing points outside its text."""
    text = decode(data).text
    printed = {at: line for at, line in enumerate(_LINE_END.split(text), start=1) if line.strip()}
    assert {line.line_no: line.text for line in reading.lines} == printed
    assert len(reading.lines) == len(printed)
    for line in reading.lines:
        assert min(line.kept_chars, line.discarded_chars) >= 0
        assert line.kept_chars + line.discarded_chars == len(line.text), line
        assert (line.discard_reason is not None) == (line.discarded_chars > 0)
    accounted = sum(line.kept_chars + line.discarded_chars for line in reading.lines)
    assert reading.code_point_count == len(text) == accounted + reading.layout_code_point_count
    for each in reading.articles:
        body = each.article.body
        assert all(0 <= part.start < part.end <= len(body) for part in each.article.paragraphs)
        assert all(0 <= sentence.start < sentence.end <= len(body) for sentence in each.sentences)
        assert all(body[mention.start : mention.end] == mention.surface for mention in each.mentions)
        for figure in (*each.observations, *each.dates):
            assert body[figure.start : figure.end] == figure.source_text


def fuzz(reader: Reader, numbers: range) -> tuple[Counter[str], float]:
    """Read the pages of these numbers; return what became of them and the longest time (seconds for 100 KB)."""
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in numbers:
        data = hostile_page(number)
        size = max(1.0, len(data) / 100_000)
        started = time.process_time()
        try:
            with no_hang(SECONDS_PER_100_KB * size * PATIENCE):
                reading = reader.read(data, PageHint())
        except PageRejectedError as error:
            outcomes[error.rule] += 1
            assert error.reason
            f"{error.reason} {error.excerpt} {error.value}".encode()
        except Exception as error:
            error.add_note(f"page {number} of hostile_pages, {len(data)} bytes")
            raise
        else:
            slowest = max(slowest, (time.process_time() - started) / size)
            outcomes["read"] += 1
            conserves(data, reading)
    return outcomes, slowest


@pytest.mark.parametrize("part", range(5))
def test_hostile_pages_are_read_or_refused(reader: Reader, part: int) -> None:
    size = FEW // 5
    outcomes, _ = fuzz(reader, range(part * size, (part + 1) * size))
    assert outcomes["read"] > 0
    assert len(outcomes) > 2


@pytest.mark.slow
def test_very_many_hostile_pages_are_read_or_refused(reader: Reader) -> None:
    outcomes, slowest = fuzz(reader, range(INPUTS))
    print(f"{INPUTS} pages, slowest {slowest:.2f} s for 100 KB: {dict(outcomes.most_common())}")
    assert outcomes["read"] > INPUTS // 4
    assert outcomes["page_too_large"] + outcomes["giant_line"] > 0
