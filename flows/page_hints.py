"""What path and sidecar say of a page before it is read, with the user's own pattern of paths where one is set."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.reference import load_tables

if TYPE_CHECKING:
    from newstext.page.origin import OriginReader
    from newstext.records import PageHint

_DATE_PARTS = ("year", "month", "day")
_GROUPS = {"newspaper", "published_on", *_DATE_PARTS, "page_no"}


class PathPatternError(Exception):
    """Raised where the pattern of paths cannot be used; the message says why."""


class HintOf:
    """Makes the hint of a page; reads the reference tables only when the first page asks.

    ``path_pattern`` is a regular expression that is searched in the path below the inbox. Its named groups newspaper,
    published_on (YYYY-MM-DD) or year, month and day, and page_no go before what the path says by itself; a sidecar goes
    before both. Raises PathPatternError for a pattern that is none or has other groups.
    """

    def __init__(self, reference_dir: Path, path_pattern: str | None = None) -> None:
        self._reference_dir = reference_dir
        self._origin: OriginReader | None = None
        self._pattern = _compiled(path_pattern) if path_pattern else None

    @property
    def fingerprint(self) -> str:
        """What tells one maker of hints from another: the pattern, the table of newspapers, and the code."""
        import newstext

        digest = hashlib.sha256((self._pattern.pattern if self._pattern else "").encode())
        code = Path(next(iter(newstext.__path__))) / "page" / "origin.py"
        for file in (self._reference_dir / "newspapers.csv", code):
            digest.update(b"\0" + file.read_bytes())
        return digest.hexdigest()

    def __call__(self, relative_path: str, sidecar: bytes | None) -> PageHint:
        """Return the hint. Raises ValueError for a sidecar, or a path by the user's pattern, with impossible values."""
        from newstext.page.origin import FROM_PATH, OriginReader
        from newstext.records import PageRejectedError

        if self._origin is None:
            self._origin = OriginReader.from_tables(load_tables(self._reference_dir))
        said = _sidecar_values(sidecar)
        from_path = self._pattern_values(relative_path)
        try:
            hint = self._origin.hint(relative_path, {**from_path, **said})
        except PageRejectedError as error:
            raise ValueError(error.reason) from error
        if "published_on" in from_path and "published_on" not in said:
            return replace(hint, published_on_basis=FROM_PATH)
        return hint

    def _pattern_values(self, relative_path: str) -> dict[str, Any]:
        match = self._pattern.search(relative_path) if self._pattern else None
        if match is None:
            return {}
        values = {name: value for name, value in match.groupdict().items() if value}
        parts = [values.pop(name, None) for name in _DATE_PARTS]
        if all(parts):
            year, month, day = (int(str(part)) for part in parts)
            # Two digits are a year of this century.
            year += 2000 if year < 100 else 0
            values["published_on"] = f"{year:04d}-{month:02d}-{day:02d}"
        return values


def _compiled(path_pattern: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(path_pattern)
    except re.error as error:
        raise PathPatternError(f"the path pattern {path_pattern!r} is no regular expression: {error}") from error
    unknown = sorted(set(pattern.groupindex) - _GROUPS)
    if unknown or not pattern.groupindex:
        raise PathPatternError(
            f"the path pattern {path_pattern!r} must have named groups, some of {', '.join(sorted(_GROUPS))}"
            + (f"; it has {', '.join(unknown)}" if unknown else "")
        )
    return pattern


def _sidecar_values(sidecar: bytes | None) -> dict[str, Any]:
    if sidecar is None:
        return {}
    try:
        values = json.loads(sidecar)
    except ValueError as error:
        raise ValueError(
            f"the sidecar is no JSON: {error}; write an object with newspaper, published_on, page_no"
        ) from error
    if not isinstance(values, dict):
        raise ValueError("the sidecar is no JSON object; write one with newspaper, published_on, page_no")
    return {name: value for name, value in values.items() if value is not None}
