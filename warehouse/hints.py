"""What path and sidecar say of a page before it is read, as the warehouse remembers it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Protocol


class Hint(Protocol):
    """The attributes of the reader's ``PageHint``; the warehouse keeps and compares it, and never makes one."""

    @property
    def newspaper(self) -> str | None:
        """Name of the newspaper."""

    @property
    def published_on(self) -> date | None:
        """Day of publication."""

    @property
    def published_on_basis(self) -> str | None:
        """What the day rests on."""

    @property
    def page_no(self) -> str | None:
        """Page number as the paper prints it."""


HintOf = Callable[[str, bytes | None], Hint]
"""Makes the hint of a page from its relative path and the bytes of its sidecar, None where it has none.

Raises ValueError where the sidecar cannot be understood; the page is then refused with that message.
"""


def hint_text(hint: Hint) -> str:
    """Return a hint as JSON, equal for equal hints."""
    said = {
        "newspaper": hint.newspaper,
        "page_no": hint.page_no,
        "published_on": hint.published_on.isoformat() if hint.published_on else None,
        "published_on_basis": hint.published_on_basis,
    }
    return json.dumps({name: value for name, value in said.items() if value is not None}, ensure_ascii=False)
