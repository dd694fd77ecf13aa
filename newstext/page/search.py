"""The search: roles of all lines and the paths of all articles through them, scored together over the whole page.

Dynamic programming over the lines from top to bottom. A state is what the rest of the page can depend on: which
article is being printed, how far it has come, and which others stand interrupted, each with its last line. Of all
ways to reach a state only the best is kept; of all states the ``BEAM`` best within ``MARGIN`` nats of the best
one. The work is bounded by lines x ``BEAM`` x (roles + ``MOST_SUSPENDED``), so time is linear in the lines of a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from newstext.page.cohesion import Cohesion
from newstext.page.headlines import LEAST_PARALLEL, form_of, parallel
from newstext.page.lines import FULL, OPEN
from newstext.page.seams import Seam, SeamScorer
from newstext.page.search_paths import MARGIN, places
from newstext.page.search_records import (
    BLANK,
    BODY_LINE,
    BYLINE_LINE,
    CAPTION_LINE,
    FURNITURE_LINE,
    HEADING,
    HEADING_LINE,
    KICKER,
    KICKER_LINE,
    SIGNED_END,
    SIGNED_LEAD,
    SUBTITLE_LINE,
    TEXT,
    TITLE,
    TITLE_LINE,
    Beam,
    Demand,
    LineView,
    Placed,
    State,
    Step,
    Suspended,
    Way,
)
from newstext.records import Role

BEAM: Final = 6
"""States kept after each line. Twice and three times as many gave the same articles on every page of the sample."""

CORRECTED_BEAM: Final = 200
CORRECTED_MARGIN: Final = 60.0
"""The same where a person has corrected lines of the page: what is decided below may be far from likely here."""

MOST_SUSPENDED: Final = 4
"""Interrupted articles remembered at once; observed: two."""

MOST_COHESION: Final = 0.4
"""No paragraph shares more with one article and less with another than this, of 1; bounds what comparing brings."""

RESUME_MARGIN: Final = 4.0
"""Nats under the best reading of a line at which going back to another article is not looked into: comparing texts is
the dearest thing that the search does."""

_NOWHERE: Final = -1e300
_NEVER: Final = float("-inf")
_START: State = (BLANK, -1, -1, 0, False, -1, 0, 0)


class PageSearch:
    """One search over one page. Not reused; holds the caches of the page."""

    def __init__(
        self,
        views: Sequence[LineView],
        seams: SeamScorer,
        weights: Mapping[str, float],
        page_is_signed: bool,
        demands: Mapping[int, Demand],
    ) -> None:
        self._views = views
        self._seams = seams
        self._weights = weights
        self._page_is_signed = page_is_signed
        self._demands = demands
        self._margin, self._beam = (CORRECTED_MARGIN, CORRECTED_BEAM) if demands else (MARGIN, BEAM)
        self._seam_cache: dict[tuple[int, int], Seam] = {}
        self._cohesion = Cohesion([view.head.text for view in views])
        self._sequences: list[tuple[Suspended, ...]] = [()]
        self._numbers: dict[tuple[Suspended, ...], int] = {(): 0}
        self._demand: Demand | None = None
        self._steps: list[Step] = []
        self._reached: dict[State, Way] = {}
        self._floor = _NOWHERE
        self._is_unfinished = [view.tail.finish is not FULL for view in views]
        lead, end = weights["text_after_lead_byline"], weights["text_after_end_byline"]
        headline, heading = weights["title_without_text"], weights["heading_without_text"]
        self._left_in_phase = (0.0, headline, headline, 0.0, heading, 0.0, 0.0)
        self._left_open, self._left_unsigned = weights["leave_open"], weights["leave_unsigned"]
        self._begun_in_phase = (0.0, headline, 0.0, 0.0, 0.0, lead, end)
        self._joined_in_phase = (0.0, 0.0, 0.0, 0.0, 0.0, end, end)
        lead, end = weights["heading_after_lead_byline"], weights["heading_after_end_byline"]
        self._heading_in_phase = (_NEVER, _NEVER, weights["title_then_heading"], 0.0, heading, lead, end)
        again = weights["byline_after_byline"]
        self._byline_in_phase = (_NEVER, _NEVER, weights["title_then_byline"], 0.0, _NEVER, again, again)
        self.work = 0
        """Transitions tried, for the proof that work is linear in the lines."""

    def run(self) -> list[Placed]:
        """Return the place of every line on the best path.

        Raises ValueError, naming the line, where a person's demands contradict each other.
        """
        if not self._views:
            return []
        # Score, minus the number of the step, state: of equals the one made first is the greatest.
        beam = [(0.0, 1, _START)]
        beams: list[Beam] = []
        for at, view in enumerate(self._views):
            self._reached = {}
            self._floor = _NOWHERE
            demand = self._demand = self._demands.get(at)
            candidates = view.candidates if demand is None else demand.candidates(view)
            for role, own in candidates:
                self._place(role, at, view, own, beam)
            for role, own in candidates:
                if role is BODY_LINE:
                    self._go_back(at, view, own, beam)
            if not self._reached:
                number = view.shape.line_no
                raise ValueError(f"line {number}: no reading of the page meets this correction and those above it")
            floor = self._floor
            beam = [way for way in self._reached.values() if way[0] >= floor]
            beam.sort(reverse=True)
            del beam[self._beam :]
            beams.append(beam)
        beams[-1] = [(score + self._close(state), made, state) for score, made, state in beam]
        return places(self._steps, beams)

    def _place(self, role: Role, at: int, view: LineView, own: float, beam: Beam) -> None:
        """Place a line in a role, for which ``own`` speaks, behind each state of ``beam``."""
        if role is BODY_LINE:
            self._body(at, view, own, beam)
        elif role is TITLE_LINE:
            self._title(at, view, own, beam)
        elif role is HEADING_LINE:
            self._heading(at, view, own, beam)
        elif role is BYLINE_LINE:
            self._byline(own, beam)
        elif role is KICKER_LINE:
            self._kicker(at, own, beam)
        elif role is CAPTION_LINE:
            self._caption(at, own, beam)
        elif role is SUBTITLE_LINE:
            self._subtitle(view, own, beam)
        else:
            for score, made, state in beam:
                self._reach(score + own, -made, FURNITURE_LINE, state)

    def _reach(self, total: float, step: int, role: Role, after: State, continues: int = -1, dropped: int = 0) -> None:
        """Keep this way to ``after`` if it is the best one yet."""
        self.work += 1
        if total < self._floor:
            return
        if self._demand is not None and not self._demand.is_met(role, after, continues):
            return
        reached, steps = self._reached, self._steps
        known = reached.get(after)
        if known is not None and known[0] >= total:
            return
        reached[after] = (total, -len(steps), after)
        steps.append((step, role, -1 if role is FURNITURE_LINE else after[1], continues, dropped))
        if total - self._margin > self._floor:
            self._floor = total - self._margin

    def _leave(self, phase: int, tail: int, is_signed: bool) -> float:
        """Return the cost of breaking off the current article for another one."""
        if phase == BLANK:
            return 0.0
        if tail >= 0 and self._is_unfinished[tail]:
            return self._left_in_phase[phase] + self._left_open
        if self._page_is_signed and not is_signed:
            return self._left_in_phase[phase] + self._left_unsigned
        return self._left_in_phase[phase]

    def _waiting(self, state: State, others: tuple[Suspended, ...]) -> int:
        """Return the number of those who stand interrupted once the current article is broken off."""
        _, start, tail, paragraphs, is_signed, heading, ordinal, _ = state
        if tail < 0 or (not self._is_unfinished[tail] and (is_signed or not self._page_is_signed)):
            return self._number(others)
        entry = Suspended(start, tail, paragraphs, is_signed, heading, ordinal)
        return self._number((*others[-MOST_SUSPENDED + 1 :], entry))

    def _number(self, sequence: tuple[Suspended, ...]) -> int:
        found = self._numbers.get(sequence)
        if found is None:
            found = self._numbers[sequence] = len(self._sequences)
            self._sequences.append(sequence)
        return found

    def _next_ordinal(self, ordinal: int, suspended: int) -> int:
        """Articles are counted only where a person's corrections name them: counting keeps states apart."""
        if not self._demands:
            return 0
        return 1 + max([ordinal, *(other.ordinal for other in self._sequences[suspended])])

    def _begin(self, at: int, phase: int, role: Role, state: State, total: float, step: int) -> None:
        """Break off the current article; this line is the first of another one."""
        before, _, tail, _, is_signed, _, ordinal, suspended = state
        total += self._leave(before, tail, is_signed)
        if total >= self._floor:
            waiting = self._waiting(state, self._sequences[suspended])
            self._reach(
                total, step, role, (phase, at, -1, 0, False, -1, self._next_ordinal(ordinal, suspended), waiting)
            )

    def _title(self, at: int, view: LineView, own: float, beam: Beam) -> None:
        for score, made, state in beam:
            phase, start, _, _, is_signed, _, ordinal, suspended = state
            total = score + own
            if phase == KICKER:
                self._reach(total, -made, TITLE_LINE, (TITLE, start, -1, 0, False, -1, ordinal, suspended))
                continue
            self._begin(at, TITLE, TITLE_LINE, state, total, -made)
            if phase == TITLE and at > 0 and not is_signed:
                # The rest of a headline need not look like one.
                total += self._rest_of_title(at, view) - min(0.0, own)
                self._reach(total, -made, TITLE_LINE, state, at - 1)

    def _rest_of_title(self, at: int, view: LineView) -> float:
        """Return what speaks for a headline that goes on from the line above."""
        above = self._views[at - 1]
        if above.tail.fills_column:
            # The headline was wrapped as text is, so it goes on as text does.
            gain = self._seam(at - 1, at)[0]
        else:
            straddles = self._seams.word_straddles(above.head.text, view.head.text)
            gain = self._weights["title_word_straddles"] * straddles + self._weights["title_then_title"]
        return gain + self._weights["kicker_is_marked"] if above.shape.mark and view.shape.mark else gain

    def _kicker(self, at: int, own: float, beam: Beam) -> None:
        for score, made, state in beam:
            if state[0] != KICKER:
                self._begin(at, KICKER, KICKER_LINE, state, score + own, -made)

    def _subtitle(self, view: LineView, own: float, beam: Beam) -> None:
        for score, made, state in beam:
            if state[0] == TITLE:
                has_dash = view.shape.core.startswith(("—", "－", "--"))
                gain = self._weights["title_then_subtitle_with_dash" if has_dash else "title_then_subtitle"]
                self._reach(score + own + gain, -made, SUBTITLE_LINE, state)

    def _heading(self, at: int, view: LineView, own: float, beam: Beam) -> None:
        weights = self._weights
        known: dict[int, float] = {}
        for score, made, state in beam:
            phase, start, tail, paragraphs, is_signed, heading, ordinal, suspended = state
            total = score + own + self._heading_in_phase[phase]
            if tail >= 0 and self._is_unfinished[tail]:
                total += weights["heading_after_open_tail"]
            if heading < 0:
                total += view.heading_outlook
            else:
                likeness = known.get(heading)
                if likeness is None:
                    likeness = known[heading] = self._parallel(heading, at)
                total += weights["heading_parallel"] * likeness
                if likeness < LEAST_PARALLEL:
                    total += weights["heading_unlike_the_one_before"]
            if total >= self._floor:
                after = (HEADING, start, tail, paragraphs, is_signed, at, ordinal, suspended)
                self._reach(total, -made, HEADING_LINE, after)

    def _parallel(self, heading: int, at: int) -> float:
        one, other = self._views[heading], self._views[at]
        return parallel(one.form or form_of(one.shape), other.form or form_of(other.shape))

    def _byline(self, own: float, beam: Beam) -> None:
        for score, made, state in beam:
            phase, start, tail, paragraphs, _, heading, ordinal, suspended = state
            total = score + own + self._byline_in_phase[phase]
            if tail >= 0 and self._is_unfinished[tail]:
                total += self._weights["byline_after_open_tail"]
            if total >= self._floor:
                phase = TITLE if phase == TITLE else _signed_phase(paragraphs)
                after = (phase, start, tail, paragraphs, True, heading, ordinal, suspended)
                self._reach(total, -made, BYLINE_LINE, after)

    def _caption(self, at: int, own: float, beam: Beam) -> None:
        may_head = at + 1 < len(self._views) and self._views[at + 1].may_be(TITLE_LINE)
        for score, made, state in beam:
            phase, start, tail, _, _, _, ordinal, suspended = state
            total = score + own
            if phase == BLANK:
                state = (KICKER, at, -1, 0, False, -1, self._next_ordinal(ordinal, suspended), 0)
            elif tail >= 0 and may_head:
                # A picture may stand over the headline of its article.
                below = self._cohesion.share(at, at + 1, at + 3) - self._cohesion.share(at, start, tail)
                begun = total + self._weights["caption_over_title"] + self._weights["resume_cohesion"] * below
                self._begin(at, KICKER, CAPTION_LINE, state, begun, -made)
            self._reach(total, -made, CAPTION_LINE, state)

    def _body(self, at: int, view: LineView, own: float, beam: Beam) -> None:
        """Go on with the paragraph above, or begin the next one."""
        known: dict[tuple[int, int], tuple[float, int, float]] = {}
        ends_signed, names_reporters = view.is_signed, view.names_reporters
        for score, made, state in beam:
            phase, start, tail, paragraphs, is_signed, heading, ordinal, suspended = state
            total = score + own
            signed = is_signed or names_reporters
            if phase == BLANK:
                after_phase = SIGNED_LEAD if ends_signed else TEXT
                after = (after_phase, at, at, 1, signed, -1, self._next_ordinal(ordinal, suspended), 0)
                self._reach(total + self._weights["start_with_body"], -made, BODY_LINE, after)
                continue
            gains = known.get((phase, tail))
            if gains is None:
                gains = known[phase, tail] = self._gains_of(at, view, phase, tail)
            joined, dropped, begun = gains
            if total + joined >= self._floor:
                after_phase = _signed_phase(paragraphs) if ends_signed else TEXT
                after = (after_phase, start, at, paragraphs, signed, heading, ordinal, suspended)
                self._reach(total + joined, -made, BODY_LINE, after, tail, dropped)
            if total + begun >= self._floor:
                count = 1 if paragraphs == 0 else 2
                after_phase = _signed_phase(count) if ends_signed else TEXT
                after = (after_phase, start, at, count, signed, heading, ordinal, suspended)
                self._reach(total + begun, -made, BODY_LINE, after)

    def _gains_of(self, at: int, view: LineView, phase: int, tail: int) -> tuple[float, int, float]:
        """Return what body text gains by going on with ``tail``, how much of it is repeated, and what by beginning."""
        begun = view.begins + self._begun_in_phase[phase]
        if tail < 0 or phase == HEADING:
            return _NEVER, 0, begun
        score, dropped = self._seam(tail, at)
        if self._is_unfinished[tail]:
            begun += self._weights["paragraph_after_open_tail"]
        if self._views[tail].tail.fills_column and not view.head.is_indented:
            begun += self._weights["paragraph_after_full_column"]
        joined = score + view.fragment_joined + self._joined_in_phase[phase]
        return joined, dropped, begun + view.head.unindented

    def _go_back(self, at: int, view: LineView, own: float, beam: Beam) -> None:
        """Go back to the interrupted articles; last of all, when the best reading of the line is known."""
        for score, made, state in beam:
            if state[7]:
                for other in self._sequences[state[7]]:
                    if state[0] == SIGNED_END or self._is_unfinished[other.tail]:
                        self._resume(at, view, state, other, score + own, -made)

    def _resume(self, at: int, view: LineView, state: State, other: Suspended, total: float, step: int) -> None:
        """Try to go back to an interrupted article: in the middle of its last paragraph, or with a new one."""
        weights = self._weights
        current_phase, start, tail, _, is_signed, _, _, suspended = state
        was_open = self._is_unfinished[other.tail]
        seam, dropped = self._seam(other.tail, at)
        if was_open and seam < weights["resume_least_seam"]:
            return
        total += self._leave(current_phase, tail, is_signed)
        joined = total + weights["resume"] + seam + view.fragment_joined
        begun = total + weights["resume_paragraph"] + view.begins
        if was_open:
            begun += weights["paragraph_after_open_tail"]
        weight = weights["resume_cohesion"]
        if max(joined, begun) + weight * MOST_COHESION < self._floor + MARGIN - RESUME_MARGIN and not self._demands:
            return
        there = self._cohesion.share(at, other.start, other.tail)
        gain = weight * (there - self._cohesion.share(at, start, tail))
        rest = self._waiting(state, tuple(entry for entry in self._sequences[suspended] if entry is not other))
        signed = other.is_signed or view.names_reporters
        if was_open and joined + gain >= self._floor:
            phase = _signed_phase(other.paragraphs) if view.is_signed else TEXT
            after = (phase, other.start, at, other.paragraphs, signed, other.heading, other.ordinal, rest)
            self._reach(joined + gain, step, BODY_LINE, after, other.tail, dropped)
        if begun + gain >= self._floor:
            count = min(2, other.paragraphs + 1)
            phase = _signed_phase(count) if view.is_signed else TEXT
            after = (phase, other.start, at, count, signed, other.heading, other.ordinal, rest)
            self._reach(begun + gain, step, BODY_LINE, after)

    def _close(self, state: State) -> float:
        """Return what is still to pay at the end of the page."""
        phase, _, _, _, is_signed, _, _, suspended = state
        cost = self._left_in_phase[phase]
        if phase not in (TITLE, KICKER, HEADING) and self._page_is_signed and not is_signed:
            cost += self._left_unsigned / 2
        unfinished = sum(1 for other in self._sequences[suspended] if self._is_unfinished[other.tail])
        return cost + self._weights["never_resumed"] * unfinished

    def _seam(self, tail: int, head: int) -> Seam:
        found = self._seam_cache.get((tail, head))
        if found is None:
            left, right = self._views[tail].tail, self._views[head].head
            found = self._seams.score(left, right)
            if left.finish is OPEN and not found[1] and self._cohesion.prints(head, left.text, right.text):
                found = (found[0] + self._weights["seam_printed_elsewhere"], 0)
            self._seam_cache[tail, head] = found
        return found


def _signed_phase(paragraphs: int) -> int:
    return SIGNED_LEAD if paragraphs <= 1 else SIGNED_END
