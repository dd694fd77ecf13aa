"""Count envelopes: what the earlier pages of a newspaper make us expect of a batch's pages, and where they drift.

The limits are those of a control chart (Shewhart): a centre and a spread learned from history, and a batch of pages
beyond them is worth a look. They never stop a run, since a newspaper may well change.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

from warehouse.audits import QualityRow
from warehouse.candidate import Candidate
from warehouse.connect import open_memory
from warehouse.schema import literal
from warehouse.scope import BATCH

SUITE = "envelope"
"""``ops.quality_result.suite`` is this, a dot and the newspaper."""

FEWEST_PAGES_OF_HISTORY = 30
"""From 30 values on, a standard deviation is known to within an eighth: 1 / sqrt(2 (n - 1)) of a normal one."""

MOST_PAGES_OF_HISTORY = 500
"""The newest ones, since a newspaper changes over the years: half a year of a daily that has four pages a week-day."""

FEWEST_PAGES_OF_BATCH = 3
"""The median of three is not moved by one strange page; a batch of fewer says nothing of a newspaper."""

WIDTH = 4
"""Standard errors on both sides of the centre; a normal value lies beyond once in 16,000 times. Shewhart's three would
warn five times a year of a newspaper that is checked every night for five measures."""

INDEPENDENT_PAGES = 4
"""Pages of a batch count as no more than so many, because those of one issue resemble each other."""

SMALLEST_CHANGE = 0.25
"""Share of the centre; a smaller change is not worth a warning, however alike the earlier pages were."""

# The spread of a normal distribution out of its quantiles: 1 / 0.6745 of the median absolute deviation (Rousseeuw and
# Croux 1993), and the distance from the first to the ninth decile less what that is of one deviation, 2 x 1.2816. The
# second is there for counts of which most are equal, whose median deviation is 0.
_SPREAD_OF_COUNTS = "greatest(1.4826 * mad(value), (quantile_cont(value, 0.9) - quantile_cont(value, 0.1)) / 2.5631)"


class Measure(NamedTuple):
    """What is counted of a page. ``smallest`` is the least change worth a warning, in the measure's own unit."""

    name: str
    of_page: str
    is_share: bool
    smallest: float


# Smallest changes: one article more or less; two lines of a column; one figure in every second article; three articles
# of twenty. All are below what a wrong layout or a lost reference table brings about.
MEASURES = (
    Measure("articles_per_page", "articles", False, 1),
    Measure("characters_per_article", "characters / articles", False, 40),
    Measure("observations_per_article", "observations / articles", False, 0.5),
    Measure("share_of_truncated_articles", "truncated / articles", True, 0.15),
    Measure("share_of_unknown_places", "without_place / articles", True, 0.15),
)

_PAGES = """
    select source_key, coalesce(newspaper, 'unknown') as newspaper, published_on, coalesce(articles, 0) as articles,
        truncated, characters, observations, without_place
    from {database}.main.dim_source
        left join (
            select source_key, count(*) as articles, count(*) filter (where is_truncated) as truncated
            from {database}.main.dim_article where article_key <> 0 group by source_key
        ) using (source_key)
        left join (
            select source_key, sum(code_point_count) as characters, sum(observation_count) as observations,
                count(*) filter (where place_key = 0) as without_place
            from {database}.main.fact_article where article_key <> 0 group by source_key
        ) using (source_key)
    where is_current and source_key <> 0
"""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A measure of a batch's pages of one newspaper, with the limits that ``history`` earlier pages gave it.

    ``outside`` counts the pages of the batch that lie beyond the limits themselves.
    """

    newspaper: str
    measure: str
    value: float
    low: float
    high: float
    pages: int
    outside: int
    history: int

    @property
    def is_drift(self) -> bool:
        """Whether the batch lies beyond the limits."""
        return not self.low <= self.value <= self.high

    @property
    def text(self) -> str:
        """What to tell people of it."""
        return (
            f"{self.measure} of {self.newspaper}: {self.value:,.2f} in {self.pages:,} pages of this batch, expected "
            f"{self.low:,.2f} to {self.high:,.2f} from {self.history:,} earlier pages"
        )

    def quality_row(self) -> QualityRow:
        """Return it as a row of ``ops.quality_result``."""
        return QualityRow(
            suite=f"{SUITE}.{self.newspaper}",
            expectation=self.measure,
            column_name="",
            severity="warn",
            is_success=not self.is_drift,
            observed_value=f"{self.value:.4g}, expected {self.low:.4g} to {self.high:.4g}",
            unexpected_count=self.outside if self.is_drift else 0,
            element_count=self.pages,
            observed_number=self.value,
            expected_low=self.low,
            expected_high=self.high,
            history_count=self.history,
            scope=BATCH,
        )


def check_envelopes(candidate: Candidate, loaded: Iterable[int]) -> list[Envelope]:
    """Compare the pages of this batch, by their source keys, with those of the live release, by newspaper.

    Pages that are read again are compared with what was read of them before, too, so that a change of the reader shows.
    Newspapers with too few pages in the batch or in history have no envelope; nor has any where nothing is live yet.
    """
    live = candidate.folder.live
    keys = sorted(set(loaded))
    if not live.exists() or not keys:
        return []
    with closing(open_memory(threads=1)) as connection:
        connection.execute(f"attach {literal(str(live))} as live (read_only)")
        connection.execute(f"attach {literal(str(candidate.path))} as candidate (read_only)")
        rows = connection.execute(_query(), {"loaded": keys}).fetchall()
    return [Envelope(*row) for row in rows]


def _query() -> str:
    """Return the query over the databases ``live`` and ``candidate``, and the parameter ``loaded``."""
    measures = ", ".join(
        f"{{'measure': {literal(each.name)}, 'value': ({each.of_page})::double, 'is_share': {each.is_share}, "
        f"'smallest': {float(each.smallest)}}}"
        for each in MEASURES
    )
    unfolded = f"select newspaper, source_key, unnest([{measures}], recursive := true) from"
    return f"""
        with earlier as (
            {unfolded} (
                from ({_PAGES.format(database="live")}) qualify row_number() over (
                    partition by newspaper order by published_on desc nulls last, source_key
                ) <= {MOST_PAGES_OF_HISTORY}
            )
        ),
        learned as (
            select newspaper, measure, count(value) as history,
                if(any_value(is_share), avg(value), median(value)) as centre,
                if(any_value(is_share), stddev_samp(value), {_SPREAD_OF_COUNTS}) as spread
            from earlier where isfinite(value) group by all having history >= {FEWEST_PAGES_OF_HISTORY}
        ),
        incoming as (
            {unfolded} ({_PAGES.format(database="candidate")}) where source_key in (select unnest($loaded::bigint[]))
        ),
        measured as (
            select newspaper, measure, any_value(is_share) as is_share, any_value(smallest) as smallest,
                if(any_value(is_share), avg(value), median(value)) as value, list(value) as page_values
            from incoming where isfinite(value) group by all having count(value) >= {FEWEST_PAGES_OF_BATCH}
        ),
        limited as (
            select newspaper, measure, value, is_share, history, page_values, centre,
                greatest(
                    {WIDTH} * spread / sqrt(least(len(page_values), {INDEPENDENT_PAGES})),
                    if(is_share, 0, {SMALLEST_CHANGE} * centre),
                    smallest
                ) as tolerance
            from measured join learned using (newspaper, measure)
        ),
        bounded as (
            select *, greatest(0, centre - tolerance) as low,
                if(is_share, least(1, centre + tolerance), centre + tolerance) as high
            from limited
        )
        select newspaper, measure, value, low, high, len(page_values),
            len(list_filter(page_values, lambda x: x < low or x > high)), history
        from bounded order by newspaper, measure
    """
