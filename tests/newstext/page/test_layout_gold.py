"""The layout against gold pages, where they are at hand."""

from functools import partial

import pytest

from benchmarks.layout import SHARED, score, scorer
from newstext.records import PageHint
from tests.newstext.page.layout_fixtures import engine

pytestmark = pytest.mark.skipif(not (SHARED / "gold").exists(), reason="no gold pages beside the repository")


@pytest.mark.parametrize(
    ("pages", "exact", "starts", "joins", "bylines", "roles"),
    [
        ("real", 1.0, 1.0, 1.0, 1.0, 1.0),
        ("development", 0.97, 0.98, 0.97, 0.98, 0.98),
        ("hold-out", 0.94, 0.98, 0.98, 0.98, 0.99),
    ],
)
def test_gold_pages_come_back(
    pages: str, exact: float, starts: float, joins: float, bylines: float, roles: float
) -> None:
    result = score(scorer(), partial(engine().lay_out, hint=PageHint()), pages)
    assert result["exact_article_rate"] >= exact
    assert result["article_starts"]["f1"] >= starts
    assert result["joins"]["f1"] >= joins
    assert result["bylines"]["f1"] >= bylines
    assert result["role_accuracy"] >= roles
    assert result["duplicate_prefixes"]["precision"] >= 0.99
    assert result["duplicate_prefixes"]["recall"] >= 0.9
