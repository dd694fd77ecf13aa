"""The day known best of an article: that of publication, else what the article itself prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

_PUBLISHED = "published"
_RANKS = {"day": 0, "month": 1, "year": 2}
_LAST_RANK = 3
"""Periods of any length and expressions that are relative to a day that nothing states."""


def best_date(published_on: date | None, mentions: Iterable[tuple[date | None, str]]) -> tuple[date | None, str | None]:
    """Return the day and its precision, or neither: ``mentions`` are the date expressions, each (last day, precision).

    Without a day of publication it is the last day of the most precise expression, of equally precise ones the latest.
    """
    if published_on is not None:
        return published_on, _PUBLISHED
    resolved = [(_RANKS.get(precision, _LAST_RANK), -day.toordinal(), precision) for day, precision in mentions if day]
    if not resolved:
        return None, None
    _, negative_ordinal, precision = min(resolved)
    return date.fromordinal(-negative_ordinal), precision
