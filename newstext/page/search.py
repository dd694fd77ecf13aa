"""The search: roles of all lines and the paths of all articles through them, scored together over the whole page.

Dynamic programming over the lines from top to bottom. A state is what the rest of the page can depend on: which
article is being printed, how far it has come, and which others stand interrupted, each with its last line. Of all
ways to reach a state only the best is kept; of all states the ``BEAM`` best within ``MARGIN`` nats of the best
one. The work is bounded by lines x ``BEAM`` x (roles + ``MOST_SUSPENDED``), so time is linear in the lines of a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newstext.page.cohesion import Cohesion
from newstext.page.headlines import LEAST_PARALLEL, Form, form_of, parallel
from newstext.page.lines import Finish
from newstext.page.seams import Seam, SeamScorer
from newstext.page.search_records import Demand, LineView, Placed, State, Step, Suspended
from newstext.records import Role

BEAM = 6
"""States kept after each line. Twice and three times as many gave the same articles on every page of the sample."""

MARGIN = 7.0
"""Nats under the best state at which a state is given up."""

CORRECTED_BEAM = 200
CORRECTED_MARGIN = 60.0
"""The same where a person has corrected lines of the page: what is decided below may be far from likely here."""

MOST_SUSPENDED = 4
"""Interrupted articles remembered at once; observed: two."""

MOST_COHESION = 0.4
"""No paragraph shares more with one article and less with another than this, of 1; bounds what comparing can
bring."""

RESUME_MARGIN = 4.0
"""Nats under the best reading of a line at which going back to another article is not looked into: comparing texts is
the dearest thing that the search does."""

_BLANK, _KICKER, _TITLE, _TEXT, _HEADING, _SIGNED_LEAD, _SIGNED_END = range(7)
_BODY_LINE, _FURNITURE_LINE = Role.BODY, Role.FURNITURE
"""Looked up for every line in every state; a member of an enumeration is found much more slowly than a global."""
_NOWHERE = -1e300


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
        self._forms: dict[int, Form] = {}
        self._sequences: list[tuple[Suspended, ...]] = [()]
        self._numbers: dict[tuple[Suspended, ...], int] = {(): 0}
        self._demand: Demand | None = None
        self._steps: list[Step] = []
        self._reached: dict[State, tuple[float, int]] = {}
        self._floor = _NOWHERE
        self._is_unfinished = [view.tail.finish is not Finish.FULL for view in views]
        self.work = 0
        """Transitions tried, for the proof that work is linear in the lines."""

    def run(self) -> list[Placed]:
        """Return the place of every line on the best path.

        Raises ValueError, naming the line, where a person's demands contradict each other.
        """
        if not self._views:
            return []
        beam = [(0.0, -1, State(_BLANK, -1, -1, 0, False, -1, 0, 0))]
        beams: list[list[tuple[float, int]]] = []
        for at in range(len(self._views)):
            self._reached = {}
            self._floor = _NOWHERE
            self._demand = self._demands.get(at)
            for score, step, state in beam:
                self._extend(at, state, score, step)
            if not self._reached:
                number = self._views[at].shape.line_no
                raise ValueError(f"line {number}: no reading of the page meets this correction and those above it")
            beam = [(score, step, state) for state, (score, step) in self._reached.items() if score >= self._floor]
            beam.sort(key=_rank)
            del beam[self._beam :]
            beams.append([(score, step) for score, step, _ in beam])
        beams[-1] = [(score + self._close(state), step) for score, step, state in beam]
        path = [max(beams[-1], key=_first_made)[1]]
        while self._steps[path[-1]].parent >= 0:
            path.append(self._steps[path[-1]].parent)
        path.reverse()
        return [self._placed(at, path, beams) for at in range(len(path))]

    def _placed(self, at: int, path: list[int], beams: list[list[tuple[float, int]]]) -> Placed:
        """Return the place of a line and by how much it beats every other reading, with the next line known."""
        taken = self._steps[path[at]]
        ahead = min(at + 1, len(path) - 1)
        own, others = _NOWHERE, _NOWHERE
        for score, step in beams[ahead]:
            then = self._steps[self._steps[step].parent if ahead > at else step]
            if then is taken or then[1:4] == taken[1:4]:
                own = max(own, score)
            elif score > others:
                others = score
        continues = taken.continues if taken.continues >= 0 else None
        return Placed(taken.role, taken.article, continues, taken.dropped, min(MARGIN, own - others))

    def _extend(self, at: int, state: State, score: float, step: int) -> None:
        view = self._views[at]
        candidates = view.candidates if self._demand is None else self._demand.candidates(view)
        for role, own in candidates:
            total = score + own
            if role is _BODY_LINE:
                self._body(at, view, state, total, step)
            elif role is Role.TITLE:
                self._title(at, state, total, own, step)
            elif role is Role.HEADING:
                self._heading(at, state, total, step)
            elif role is Role.BYLINE:
                self._byline(at, state, total, step)
            elif role is Role.KICKER:
                self._kicker(at, state, total, step)
            elif role is Role.CAPTION:
                self._caption(at, state, total, step)
            elif role is Role.SUBTITLE:
                self._subtitle(at, view, state, total, step)
            else:
                self._reach(total, step, _FURNITURE_LINE, state)

    def _reach(self, total: float, step: int, role: Role, after: State, continues: int = -1, dropped: int = 0) -> None:
        """Keep this way to ``after`` if it is the best one yet."""
        self.work += 1
        if total < self._floor:
            return
        if self._demand is not None and not self._demand.is_met(role, after, continues):
            return
        known = self._reached.get(after)
        if known is not None and known[0] >= total:
            return
        self._reached[after] = (total, len(self._steps))
        self._steps.append(Step(step, role, -1 if role is _FURNITURE_LINE else after.start, continues, dropped))
        if total - self._margin > self._floor:
            self._floor = total - self._margin

    def _leave(self, state: State) -> float:
        """Return the cost of breaking off the current article for another one."""
        weights = self._weights
        phase = state.phase
        if phase == _BLANK:
            return 0.0
        cost = 0.0
        if phase in (_TITLE, _KICKER):
            cost += weights["title_without_text"]
        elif phase == _HEADING:
            cost += weights["heading_without_text"]
        if state.tail >= 0 and self._is_unfinished[state.tail]:
            cost += weights["leave_open"]
        elif self._page_is_signed and not state.is_signed:
            cost += weights["leave_unsigned"]
        return cost

    def _waiting(self, state: State, others: tuple[Suspended, ...]) -> int:
        """Return the number of those who stand interrupted once the current article is broken off."""
        tail = state.tail
        if tail < 0 or (not self._is_unfinished[tail] and (state.is_signed or not self._page_is_signed)):
            return self._number(others)
        entry = Suspended(state.start, state.tail, state.paragraphs, state.is_signed, state.heading, state.ordinal)
        return self._number((*others[-MOST_SUSPENDED + 1 :], entry))

    def _number(self, sequence: tuple[Suspended, ...]) -> int:
        found = self._numbers.get(sequence)
        if found is None:
            found = self._numbers[sequence] = len(self._sequences)
            self._sequences.append(sequence)
        return found

    def _next_ordinal(self, state: State) -> int:
        """Articles are counted only where a person's corrections name them: counting keeps states apart."""
        if not self._demands:
            return 0
        return 1 + max([state.ordinal, *(other.ordinal for other in self._sequences[state.suspended])])

    def _begin(self, at: int, phase: int, role: Role, state: State, total: float, step: int) -> None:
        """Break off the current article; this line is the first of another one."""
        total += self._leave(state)
        if total >= self._floor:
            waiting = self._waiting(state, self._sequences[state.suspended])
            self._reach(total, step, role, State(phase, at, -1, 0, False, -1, self._next_ordinal(state), waiting))

    def _title(self, at: int, state: State, total: float, own: float, step: int) -> None:
        phase = state.phase
        if phase == _KICKER:
            after = State(_TITLE, state.start, -1, 0, False, -1, state.ordinal, state.suspended)
            self._reach(total, step, Role.TITLE, after)
            return
        self._begin(at, _TITLE, Role.TITLE, state, total, step)
        if phase == _TITLE and at > 0 and not state.is_signed:
            gain = self._weights["title_word_straddles"] * self._straddles(at)
            if not self._views[at - 1].tail.fills_column:
                gain += self._weights["title_then_title"]
            if self._views[at - 1].shape.mark and self._views[at].shape.mark:
                gain += self._weights["kicker_is_marked"]
            # The rest of a headline need not look like one.
            self._reach(total - min(0.0, own) + gain, step, Role.TITLE, state, at - 1)

    def _straddles(self, at: int) -> bool:
        """Return whether a word straddles the end of the line before and the start of this one."""
        return self._seams.word_straddles(self._views[at - 1].head.text, self._views[at].head.text)

    def _kicker(self, at: int, state: State, total: float, step: int) -> None:
        if state.phase != _KICKER:
            self._begin(at, _KICKER, Role.KICKER, state, total, step)

    def _subtitle(self, at: int, view: LineView, state: State, total: float, step: int) -> None:
        if state.phase == _TITLE:
            has_dash = view.shape.core.startswith(("—", "－", "--"))
            gain = self._weights["title_then_subtitle_with_dash" if has_dash else "title_then_subtitle"]
            self._reach(total + gain, step, Role.SUBTITLE, state)

    def _heading(self, at: int, state: State, total: float, step: int) -> None:
        weights = self._weights
        phase = state.phase
        if phase in (_BLANK, _KICKER):
            return
        if phase == _TITLE:
            total += weights["title_then_heading"]
        elif phase == _HEADING:
            total += weights["heading_without_text"]
        elif phase == _SIGNED_LEAD:
            total += weights["heading_after_lead_byline"]
        elif phase == _SIGNED_END:
            total += weights["heading_after_end_byline"]
        if state.tail >= 0 and self._is_unfinished[state.tail]:
            total += weights["heading_after_open_tail"]
        if state.heading >= 0:
            likeness = parallel(self._form(state.heading), self._form(at))
            total += weights["heading_parallel"] * likeness
            if likeness < LEAST_PARALLEL:
                total += weights["heading_unlike_the_one_before"]
        else:
            total += self._views[at].heading_outlook
        if total >= self._floor:
            _, start, tail, paragraphs, is_signed, _, ordinal, suspended = state
            after = State(_HEADING, start, tail, paragraphs, is_signed, at, ordinal, suspended)
            self._reach(total, step, Role.HEADING, after)

    def _byline(self, at: int, state: State, total: float, step: int) -> None:
        weights = self._weights
        phase = state.phase
        if phase in (_BLANK, _KICKER, _HEADING):
            return
        if phase == _TITLE:
            total += weights["title_then_byline"]
            self._reach(total, step, Role.BYLINE, state._replace(is_signed=True))
            return
        if phase in (_SIGNED_LEAD, _SIGNED_END):
            total += weights["byline_after_byline"]
        if self._is_unfinished[state.tail]:
            total += weights["byline_after_open_tail"]
        after = state._replace(phase=_signed_phase(state.paragraphs), is_signed=True)
        self._reach(total, step, Role.BYLINE, after)

    def _caption(self, at: int, state: State, total: float, step: int) -> None:
        if state.phase == _BLANK:
            state = State(_KICKER, at, -1, 0, False, -1, self._next_ordinal(state), 0)
        elif state.tail >= 0 and self._may_be_title(at + 1):
            # A picture may stand over the headline of its article.
            below = self._cohesion.share(at, at + 1, at + 3) - self._cohesion.share(at, state.start, state.tail)
            begun = total + self._weights["caption_over_title"] + self._weights["resume_cohesion"] * below
            self._begin(at, _KICKER, Role.CAPTION, state, begun, step)
        self._reach(total, step, Role.CAPTION, state)

    def _may_be_title(self, at: int) -> bool:
        return at < len(self._views) and any(role is Role.TITLE for role, _ in self._views[at].candidates)

    def _body(self, at: int, view: LineView, state: State, total: float, step: int) -> None:
        weights = self._weights
        phase, start, tail, paragraphs, is_signed, heading, ordinal, suspended = state
        if phase == _BLANK:
            after_phase = _signed_phase(1) if view.is_signed else _TEXT
            after = State(after_phase, at, at, 1, view.names_reporters, -1, self._next_ordinal(state), 0)
            self._reach(total + weights["start_with_body"], step, Role.BODY, after)
            return
        if tail >= 0 and phase != _HEADING:
            seam = self._seam(tail, at)
            joined = total + seam.score + view.fragment_joined
            if phase in (_SIGNED_LEAD, _SIGNED_END):
                joined += weights["text_after_end_byline"]
            if joined >= self._floor:
                after_phase = _signed_phase(paragraphs) if view.is_signed else _TEXT
                signed = is_signed or view.names_reporters
                after = State(after_phase, start, at, paragraphs, signed, heading, ordinal, suspended)
                self._reach(joined, step, _BODY_LINE, after, tail, seam.dropped)
        begun = total if view.head.can_begin else total + weights["paragraph_cannot_begin"]
        if phase == _KICKER:
            begun += weights["title_without_text"]
        elif phase == _SIGNED_LEAD:
            begun += weights["text_after_lead_byline"]
        elif phase == _SIGNED_END:
            begun += weights["text_after_end_byline"]
        if tail >= 0 and phase != _HEADING:
            if self._is_unfinished[tail]:
                begun += weights["paragraph_after_open_tail"]
            if self._views[tail].tail.fills_column and not view.head.is_indented:
                begun += weights["paragraph_after_full_column"]
            begun += view.head.unindented
        if begun >= self._floor:
            count = min(2, paragraphs + 1)
            after_phase = _signed_phase(count) if view.is_signed else _TEXT
            after = State(after_phase, start, at, count, is_signed or view.names_reporters, heading, ordinal, suspended)
            self._reach(begun, step, _BODY_LINE, after)
        for other in self._sequences[suspended]:
            if phase == _SIGNED_END or self._is_unfinished[other.tail]:
                self._resume(at, view, state, other, total, step)

    def _resume(self, at: int, view: LineView, state: State, other: Suspended, total: float, step: int) -> None:
        """Try to go back to an interrupted article: in the middle of its last paragraph, or with a new one."""
        weights = self._weights
        was_open = self._is_unfinished[other.tail]
        seam = self._seam(other.tail, at)
        if was_open and seam.score < weights["resume_least_seam"]:
            return
        total += self._leave(state)
        joined = total + weights["resume"] + seam.score + view.fragment_joined
        begun = (
            total + weights["resume_paragraph"] + (0.0 if view.head.can_begin else weights["paragraph_cannot_begin"])
        )
        if was_open:
            begun += weights["paragraph_after_open_tail"]
        weight = weights["resume_cohesion"]
        if max(joined, begun) + weight * MOST_COHESION < self._floor + MARGIN - RESUME_MARGIN and not self._demands:
            return
        there = self._cohesion.share(at, other.start, other.tail)
        gain = weight * (there - self._cohesion.share(at, state.start, state.tail))
        rest = self._waiting(state, tuple(entry for entry in self._sequences[state.suspended] if entry is not other))
        signed = other.is_signed or view.names_reporters
        if was_open and joined + gain >= self._floor:
            phase = _signed_phase(other.paragraphs) if view.is_signed else _TEXT
            after = State(phase, other.start, at, other.paragraphs, signed, other.heading, other.ordinal, rest)
            self._reach(joined + gain, step, _BODY_LINE, after, other.tail, seam.dropped)
        if begun + gain >= self._floor:
            count = min(2, other.paragraphs + 1)
            phase = _signed_phase(count) if view.is_signed else _TEXT
            after = State(phase, other.start, at, count, signed, other.heading, other.ordinal, rest)
            self._reach(begun + gain, step, _BODY_LINE, after)

    def _close(self, state: State) -> float:
        """Return what is still to pay at the end of the page."""
        weights = self._weights
        cost = 0.0
        if state.phase in (_TITLE, _KICKER):
            cost += weights["title_without_text"]
        elif state.phase == _HEADING:
            cost += weights["heading_without_text"]
        elif self._page_is_signed and not state.is_signed:
            cost += weights["leave_unsigned"] / 2
        unfinished = sum(1 for other in self._sequences[state.suspended] if self._is_unfinished[other.tail])
        return cost + weights["never_resumed"] * unfinished

    def _form(self, at: int) -> Form:
        found = self._forms.get(at)
        if found is None:
            found = self._forms[at] = form_of(self._views[at].shape)
        return found

    def _seam(self, tail: int, head: int) -> Seam:
        found = self._seam_cache.get((tail, head))
        if found is None:
            left, right = self._views[tail].tail, self._views[head].head
            found = self._seams.score(left, right)
            if left.finish is Finish.OPEN and not found.dropped and self._cohesion.prints(left.text, right.text):
                found = Seam(found.score + self._weights["seam_printed_elsewhere"], 0)
            self._seam_cache[tail, head] = found
        return found


def _rank(entry: tuple[float, int, State]) -> tuple[float, int]:
    return -entry[0], entry[1]


def _first_made(entry: tuple[float, int]) -> tuple[float, int]:
    return entry[0], -entry[1]


def _signed_phase(paragraphs: int) -> int:
    return _SIGNED_LEAD if paragraphs <= 1 else _SIGNED_END
