"""How the live release fares: what its last batch's checks said, and whether that batch differs from those before."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

from warehouse.connect import open_live
from warehouse.envelopes import SUITE
from warehouse.paths import DataFolder

_FEWEST_BATCHES = 5
"""Fewer earlier batches say nothing of what is usual."""
_UNUSUAL_DEVIATIONS = 5.0
"""Median absolute deviations; of normally distributed values one in a thousand lies farther away (3.4 sigma)."""
_SMALLEST_SHARE = 0.1
"""Less than a tenth away from the median is never unusual, however equal the batches before were."""


_ENVELOPES_SINCE = 5
"""The version of the tables since which results hold limits learned from history."""


class Drift(NamedTuple):
    """A measure of the last batch that loaded pages, beside the median of the batches before it."""

    measure: str
    last: float
    usual: float
    is_unusual: bool


def quality_of_last_batch(folder: DataFolder) -> list[tuple[str, int, int, int]]:
    """Return (suite, checks, warnings, rows with a warning) of the last batch. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        return connection.execute(
            "select suite, count(*), count(*) filter (where not is_success), "
            "coalesce(sum(unexpected_count) filter (where not is_success), 0)::bigint from ops.quality_result "
            "where batch_key = (select max(batch_key) from ops.batch) group by suite order by suite"
        ).fetchall()


def drift(folder: DataFolder) -> list[Drift]:
    """Return the measures of the last batch beside those before; none where there are too few batches to tell.

    A measure is unusual where it lies farther from the median of the batches before than five times their median
    absolute deviation, and more than a tenth of the median. Raises what ``open_live`` raises.
    """
    with closing(open_live(folder)) as connection:
        rows = connection.execute(
            """
            with loading as (
                select batch_key, pages_new + pages_changed as pages, articles_loaded, code_points_read, pages_rejected
                from ops.batch where pages_new + pages_changed > 0
            ),
            measured as (
                select batch_key, unnest([
                    {'measure': 'articles a page', 'value': articles_loaded / pages},
                    {'measure': 'characters a page', 'value': code_points_read / pages},
                    {'measure': 'characters an article', 'value': code_points_read / greatest(articles_loaded, 1)},
                    {'measure': 'share of files refused', 'value': pages_rejected / (pages + pages_rejected)}
                ], recursive := true)
                from loading
            ),
            earlier as (
                select measure, count(*) as batches, median(value) as usual, mad(value) as deviation
                from measured where batch_key < (select max(batch_key) from loading) group by measure
            )
            select measured.measure, measured.value, earlier.usual, earlier.deviation
            from measured join earlier using (measure)
            where measured.batch_key = (select max(batch_key) from loading) and earlier.batches >= ?
            order by measured.measure
            """,
            [_FEWEST_BATCHES],
        ).fetchall()
    return [
        Drift(
            measure,
            last,
            usual,
            abs(last - usual) > max(_UNUSUAL_DEVIATIONS * deviation, _SMALLEST_SHARE * abs(usual)),
        )
        for measure, last, usual, deviation in rows
    ]


def drifting_envelopes(folder: DataFolder) -> list[str]:
    """Return what of the last batch lay beyond the limits that the pages of its newspaper had set, for people.

    None of a release whose tables are too old to say it. Raises what ``open_live`` raises.
    """
    with closing(open_live(folder)) as connection:
        version = connection.execute("select max(schema_version) from ops.release").fetchone()
        if version is None or version[0] < _ENVELOPES_SINCE:
            return []
        rows = connection.execute(
            "select expectation, suite, observed_number, expected_low, expected_high, history_count "
            "from ops.quality_result where batch_key = (select max(batch_key) from ops.batch) and not is_success "
            "and starts_with(suite, ?) order by suite, expectation",
            [f"{SUITE}."],
        ).fetchall()
    return [
        f"{measure} of {suite.removeprefix(f'{SUITE}.')}: {value:,.2f} in the last run, expected {low:,.2f} to "
        f"{high:,.2f} from {pages:,} earlier pages"
        for measure, suite, value, low, high, pages in rows
    ]
