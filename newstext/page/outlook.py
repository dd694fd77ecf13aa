"""The outlook of a heading: what later lines of the same form say for a first section heading where a line stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from newstext.page.headlines import LEAST_PARALLEL, SHORTEST_HEADING, SURELY_PARALLEL, Form, parallel
from newstext.page.lines import FULL, LineShape
from newstext.page.seams import SeamScorer

SHORT_LINE: Final = 40
"""Code points; a paragraph that is cut before that is rare, a headline that is longer too."""

_REACH: Final = 40
"""Lines that are searched for the next heading of the same form."""


class HeadingOutlook:
    """Looks from one line of a page to the headings that may follow. One for each page."""

    def __init__(
        self,
        shapes: Sequence[LineShape],
        forms: Sequence[Form | None],
        can_be_heading: Sequence[bool],
        seams: SeamScorer,
        weights: Mapping[str, float],
    ) -> None:
        """``forms`` has None for each line that can be no headline whatever stands around it."""
        self._shapes = shapes
        self._seams = seams
        self._weights = weights
        self._alone = [
            (at, form)
            for at, form in enumerate(forms)
            if form is not None and can_be_heading[at] and self._may_stand_alone(at, forms)
        ]
        self._goes_on: dict[int, bool] = {}

    def score(self, at: int, own: Form) -> float:
        """Return in nats what later lines of the form ``own`` say for a first heading in line ``at``."""
        weights = self._weights
        first, end = at + 2, at + _REACH
        likeness = []
        for other, form in self._alone:
            if first <= other < end:
                like = parallel(own, form)
                # What is not parallel at all says nothing, whether it stands alone or not.
                if like > 0.0 and not self._is_start_of_next(other):
                    likeness.append(like)
        if not likeness:
            return weights["heading_without_partner"]
        likeness.sort(reverse=True)
        outlook = weights["heading_parallel"] * likeness[0]
        if likeness[0] < LEAST_PARALLEL:
            is_first = self._opens_series(own, first, end)
            return outlook + weights["heading_before_series" if is_first else "heading_without_partner"]
        if len(likeness) > 1 and likeness[1] >= LEAST_PARALLEL:
            return outlook + weights["heading_third_of_its_kind"]
        return outlook + weights["heading_with_chance_partner"] * (likeness[0] < SURELY_PARALLEL)

    def _opens_series(self, own: Form, first: int, end: int) -> bool:
        """Return whether the next two lines that stand alone are parallel to each other and nearly to ``own``."""
        alone = (form for other, form in self._alone if first <= other < end and not self._is_start_of_next(other))
        following = list(islice(alone, 2))
        if len(following) < 2 or min(parallel(own, form) for form in following) <= 0.0:
            return False
        return parallel(*following) >= LEAST_PARALLEL

    def _may_stand_alone(self, at: int, forms: Sequence[Form | None]) -> bool:
        """Return whether a line is neither the rest of what is above it nor, by its shape, part of what is below."""
        shapes = self._shapes
        if shapes[at].mark:
            return True
        if at + 1 == len(shapes) or forms[at + 1] is not None or shapes[at].size < SHORTEST_HEADING:
            return False
        above = shapes[at - 1]
        return not (at and above.finish is not FULL and above.size > SHORT_LINE)

    def _is_start_of_next(self, at: int) -> bool:
        """Return whether a word goes on from a line into the next one."""
        if self._shapes[at].mark:
            return False
        found = self._goes_on.get(at)
        if found is None:
            found = self._seams.word_straddles(self._shapes[at].core, self._shapes[at + 1].core)
            self._goes_on[at] = found
        return found
