"""Which printed names of one article are the same organisation: full, official and short forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_PARTY_COMMITTEE: Final = re.compile("(?:中共|中国共产党)(?P<unit>.+?)(?P<form>支部委员会|总支部委员会|委员会)$")
_PARTY_FORMS: Final = {"委员会": "党委", "支部委员会": "党支部", "总支部委员会": "党总支"}
"""Official names of party organs and what newspapers call them (党章, chapters 5 and 6)."""
_BARE_BRANCH: Final = re.compile("(?<!党)(?<!团)支部$")
_UNNAMED: Final = re.compile("(?:街道|社区|镇|村|区|市|省|小区|园区|机关)$")
"""What stands for a unit named elsewhere: 街道人大工委 is that of the sub-district that the article is about."""
_DESCRIBED: Final = re.compile(
    "各级|首[个家支]|第一[个家支所]|(?:部门|单位|各方)(?:要|应|将|须)|(?:法治|服务型|数字|责任|有为)政府$"
)
"""What describes organisations, or what one should be like, and names none."""
_SHORTEST_SHORT_FORM: Final = 4


def canonical_names(printed: Iterable[tuple[str, str, str]]) -> dict[str, str | None]:
    """Return for each printed name (given with head and kind) the fullest name of the organisation in this article.

    None where a name says only what kind of organ it is and the article names none (社区党委).
    """
    items = list(dict.fromkeys(printed))
    plain = {name: _plain(name) for name, _, _ in items}
    names: dict[str, str | None] = {}
    for name, head, kind in items:
        short = plain[name]
        if _DESCRIBED.search(short):
            names[name] = None
            continue
        stem = short.removesuffix(head)
        if _UNNAMED.fullmatch(stem):
            owners = {plain[other] for other, its_head, _ in items if its_head == head and plain[other] != short}
            names[name] = next(iter(owners)) if len(owners) == 1 else None
            continue
        fuller = [
            plain[other]
            for other, _, its_kind in items
            if its_kind == kind
            and len(short) >= _SHORTEST_SHORT_FORM
            and plain[other] != short
            and plain[other].endswith(short)
        ]
        names[name] = max(fuller, key=len) if fuller else short
    return names


def _plain(name: str) -> str:
    match = _PARTY_COMMITTEE.fullmatch(name)
    if match is None:
        return _BARE_BRANCH.sub("党支部", name)
    unit = match["unit"]
    return unit + _PARTY_FORMS[match["form"]]
