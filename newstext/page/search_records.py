"""The records that the search over a page takes, keeps and returns. Indices count the non-blank lines of the page
from 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from newstext.page.headlines import Form
from newstext.page.lines import LineShape
from newstext.page.seams import Head, Tail
from newstext.records import Role

BODY_LINE: Final = Role.BODY
TITLE_LINE: Final = Role.TITLE
HEADING_LINE: Final = Role.HEADING
BYLINE_LINE: Final = Role.BYLINE
KICKER_LINE: Final = Role.KICKER
CAPTION_LINE: Final = Role.CAPTION
SUBTITLE_LINE: Final = Role.SUBTITLE
FURNITURE_LINE: Final = Role.FURNITURE
"""Asked for many times a line; a member of an enumeration is found much more slowly than a global."""

Candidate = tuple[Role, float]
"""A role that a line may have and what speaks for it, in nats."""


@dataclass(slots=True)
class LineView:
    """What the search is told of one line."""

    shape: LineShape
    candidates: Sequence[Candidate]
    tail: Tail
    head: Head
    is_signed: bool
    """Names stand behind the last full stop of this body line."""
    names_reporters: bool
    """They do, or the line opens with a dateline that names them."""
    fragment_joined: float
    """What speaks against this line in the middle of a paragraph, in nats: it is short and unfinished itself."""
    begins: float
    """What speaks against a paragraph that begins with this line, in nats: it begins with a mark that leans."""
    heading_outlook: float
    """What speaks for a first heading here in later lines of the same form, in nats."""
    form: Form | None
    """None where the line cannot be a headline."""

    def may_be(self, role: Role) -> bool:
        """Return whether the line may have a role."""
        return any(its_role is role for its_role, _ in self.candidates)


Placed = tuple[Role, int, int | None, int, float]
"""Where the search put a line: its role, the first line of its article (-1 for furniture), the line that it goes on
with, and the code points dropped; last the nats by which this beats every other reading of the line once the next line
is known, negative where a later line has turned the decision."""


class Suspended(NamedTuple):
    """An interrupted article: its first and last line so far, and how far it has come."""

    start: int
    tail: int
    paragraphs: int
    is_signed: bool
    heading: int
    ordinal: int


BLANK: Final = 0
KICKER: Final = 1
TITLE: Final = 2
TEXT: Final = 3
HEADING: Final = 4
SIGNED_LEAD: Final = 5
SIGNED_END: Final = 6
"""How far the article at hand has come: nothing yet, kicker, title, text, a section heading, reporters under the first
paragraph, reporters under a later one."""

State = tuple[int, int, int, int, bool, int, int, int]
"""What the rest of a page can depend on: phase, start, tail, paragraphs, is_signed, heading, ordinal, suspended.

Start, tail and heading are lines, -1 where there is none; paragraphs are counted up to two. ``suspended``
says which articles stand interrupted: a number that the search gives to each sequence of them, 0 for none. Some 350
states are made and compared on a page: plain tuples of numbers cost a third of named ones.
"""

_ORDINAL: Final = 6

Step = tuple[int, Role, int, int, int]
"""One line placed: the step before it, role, article, the line that it goes on with, dropped code points."""


Way = tuple[float, int, State]
"""A state, in front of it its score and minus the number of the step that led there."""

Beam = list[Way]
"""The states kept after a line."""


class Demand(NamedTuple):
    """What a person has decided about a line: role, article in order of headlines, the line that it goes on with."""

    role: Role
    article_ordinal: int
    continues: int | None

    def candidates(self, view: LineView) -> Sequence[Candidate]:
        """Return the one candidate that the line has left; a role of which nothing speaks counts 0."""
        found = tuple(candidate for candidate in view.candidates if candidate[0] is self.role)
        return found or ((self.role, 0.0),)

    def is_met(self, role: Role, after: State, continues: int) -> bool:
        """Return whether a line placed like this, which leads to the state ``after``, is placed as demanded."""
        if (-1 if self.continues is None else self.continues) != continues:
            return False
        return role is FURNITURE_LINE or self.article_ordinal == after[_ORDINAL]
