"""No regular expression of the reader backtracks without bound, whatever text it meets."""

from __future__ import annotations

import re

import pytest

from flows.reference import load_tables
from flows.settings import REFERENCE_DIR
from newstext.page.furniture import LONGEST_LINE
from newstext.reader import Reader
from tests.reliability.expressions import attacks, expressions
from tests.reliability.test_fuzz import HangError, no_hang

CODE_POINTS = 4_000
"""The text of a page. Work that grows with its square is done in a fraction of a second; with its cube it is not."""
SECONDS = 5.0
"""Of processor time; the slowest takes a fifth of that on a crowded machine."""


@pytest.fixture(scope="module")
def found() -> dict[str, re.Pattern[str]]:
    return expressions(Reader.from_tables(load_tables(REFERENCE_DIR)))


def test_no_expression_hangs_on_a_text_made_for_it(found: dict[str, re.Pattern[str]]) -> None:
    of_lines = {row["pattern"] for row in load_tables(REFERENCE_DIR)["furniture_patterns"]}
    attacked = 0
    for pattern in found.values():
        # Furniture is looked for in short lines only.
        is_for_lines = any(each in pattern.pattern for each in of_lines)
        for text in dict.fromkeys(attacks(pattern, LONGEST_LINE if is_for_lines else CODE_POINTS)):
            attacked += 1
            try:
                with no_hang(SECONDS):
                    for _ in pattern.finditer(text):
                        pass
                    pattern.fullmatch(text)
            except HangError as error:
                raise AssertionError(f"{pattern.pattern[:200]!r} hangs on {text[:40]!r}…") from error
    assert len(found) > 200
    assert attacked > 3 * len(found)


@pytest.mark.parametrize(
    "expression", ["(?:一+)+二", "(?:[一-龥]{2,7}[、和])+社区", "(?:一|一一)*二", "一*一*一*一*二"]
)
def test_an_expression_that_backtracks_without_bound_is_found(expression: str) -> None:
    pattern = re.compile(expression)
    with pytest.raises(HangError), no_hang(0.5):
        for text in attacks(pattern, CODE_POINTS):
            for _ in pattern.finditer(text):
                pass
