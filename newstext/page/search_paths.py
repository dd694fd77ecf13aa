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
    found: list[Placed] = []
    last = len(path) - 1
    for at, own_step in enumerate(path):
        _, role, article, continues, dropped = steps[own_step]
        # By how much it beats every other reading is told with the next line known.
        own, others = _NOWHERE, _NOWHERE
        for score, made, _ in beams[at + 1 if at < last else last]:
            step = steps[-made][0] if at < last else -made
            if step != own_step:
                _, its_role, its_article, its_continues, _ = steps[step]
                if its_article != article or its_continues != continues or its_role is not role:
                    if score > others:
                        others = score
                    continue
            if score > own:
                own = score
        found.append((role, article, continues if continues >= 0 else None, dropped, min(MARGIN, own - others)))
    return found
