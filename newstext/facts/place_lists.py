"""Lists of places that share one ending: 甲、乙、丙社区; 甲、乙、丙等5个社区; 甲和乙两个社区."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LIST_JOINTS: Final = "、和与"

_SHORTEST_STEM, _LONGEST_STEM = 2, 7
"""Code points of a name without its ending."""

_HANZI: Final = re.compile("[\u4e00-\u9fff]*")
_LAST: Final = re.compile(r"([\u4e00-\u9fff]{2,7}?)(?:等)?(?:[\d一二两三四五六七八九十多]+个)?(社区|街道|镇|村)")


class SharedEnding(NamedTuple):
    """A list: ``text[start:end]`` are its stems with what joins them; ``unit_end`` is behind the shared ending."""

    start: int
    end: int
    unit: str
    unit_end: int


def lists_with_shared_ending(text: str, start: int, end: int) -> Iterator[SharedEnding]:
    """Yield the lists in ``text[start:end]``, from left to right, none within another; each as long as it can be.

    和 and 与 may join stems or belong to one (元和, 和泰), so all divisions are tried; a place from which none leads
    to an ending is tried once, which keeps the work linear.
    """
    search = _Search(text, end)
    while start < end:
        last = search.after_stem(start)
        if last is None:
            start += 1
        else:
            yield SharedEnding(start, last.end(1), last[2], last.end())
            start = last.end()


class _Search:
    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._dead: set[int] = set()

    def after_stem(self, at: int) -> re.Match[str] | None:
        """Return the last stem and ending of a list that goes on behind a stem and a joint at ``at``."""
        run = _HANZI.match(self._text, at, min(at + _LONGEST_STEM, self._end))
        longest = run.end() - at if run is not None else 0
        for size in range(longest, _SHORTEST_STEM - 1, -1):
            joint = at + size
            if joint < self._end and self._text[joint] in LIST_JOINTS:
                found = self._last(joint + 1)
                if found is not None:
                    return found
        return None

    def _last(self, at: int) -> re.Match[str] | None:
        if at in self._dead:
            return None
        found = self.after_stem(at) or _LAST.match(self._text, at, self._end)
        if found is None:
            self._dead.add(at)
        return found
