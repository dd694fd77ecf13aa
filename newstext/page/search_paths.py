"""The way back: from the states that a search has kept to the place of every line on the best path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from newstext.page.search_records import Beam, Placed, Step

MARGIN: Final = 7.0
"""Nats under the best state at which a state is given up; no line beats other readings by more."""

_NOWHERE: Final = -1e300


def places(steps: Sequence[Step], beams: Sequence[Beam]) -> list[Placed]:
    """Return the place of every line on the path to the best state of the last of ``beams``, one for each line."""
    path = [-max(beams[-1])[1]]
    while steps[path[-1]][0] >= 0:
        path.append(steps[path[-1]][0])
    path.reverse()
    return [_placed(at, path, steps, beams) for at in range(len(path))]


def _placed(at: int, path: Sequence[int], steps: Sequence[Step], beams: Sequence[Beam]) -> Placed:
    """Return the place of a line and by how much it beats every other reading, with the next line known."""
    own_step = path[at]
    _, role, article, continues, dropped = steps[own_step]
    ahead = min(at + 1, len(path) - 1)
    own, others = _NOWHERE, _NOWHERE
    for score, made, _ in beams[ahead]:
        step = steps[-made][0] if ahead > at else -made
        then = steps[step]
        if step == own_step or (then[2] == article and then[3] == continues and then[1] is role):
            if score > own:
                own = score
        elif score > others:
            others = score
    return Placed(role, article, continues if continues >= 0 else None, dropped, min(MARGIN, own - others))
