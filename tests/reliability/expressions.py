"""The regular expressions of the reader, found by looking, and for each the texts that cost its engine most."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import pairwise
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import newstext

STRANGER = "\u2603"
"""A character that no rule of the reader names: it makes a match fail after all that could be repeated."""

_CATEGORIES = {
    codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "中",
    codes.CATEGORY_NOT_DIGIT: "中", codes.CATEGORY_NOT_SPACE: "中", codes.CATEGORY_NOT_WORD: "，",
}  # fmt: skip
_CANDIDATES = "中一1 ，。、“”（）\nA☃"


def expressions(*roots: object) -> dict[str, re.Pattern[str]]:
    """Return every compiled expression that the modules of the reader hold, or objects made of them, by its text."""
    modules = [importlib.import_module(found.name) for found in pkgutil.walk_packages(newstext.__path__, "newstext.")]
    waiting: list[object] = [*(vars(module) for module in modules), *roots]
    seen: set[int] = set()
    kept: list[object] = []
    found: dict[str, re.Pattern[str]] = {}
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        kept.append(each)
        if isinstance(each, re.Pattern):
            found[f"{each.flags} {each.pattern}"] = each
        elif isinstance(each, FunctionType):
            waiting += [*(each.__closure__ or ()), *(each.__defaults__ or ())]
        elif not isinstance(each, ModuleType | BuiltinFunctionType | str | bytes | int | float):
            waiting += gc.get_referents(each)
    return found


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield texts of about ``size`` characters: for every repetition what leads to it, much of it, and a stranger."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    units: dict[str, None] = {}
    for before, body in _repetitions(list(tree), ""):
        for unit in body:
            if unit:
                units.setdefault(unit)
                yield before + unit * (size // len(unit)) + STRANGER
    together = list(units)
    # Two repetitions that share characters, side by side, are what grows fastest.
    for first, second in pairwise(together):
        pair = first + second
        yield pair * (size // len(pair)) + STRANGER
    whole = _sample(list(tree), first=True)
    if whole:
        yield whole * (size // len(whole)) + STRANGER
        yield whole[:-1] * (size // max(1, len(whole) - 1))


def _repetitions(nodes: list[Any], before: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield for every repetition a text that leads to it, and two texts that its body matches."""
    for at, (code, argument) in enumerate(nodes):
        lead = before + _sample(nodes[:at], first=True)
        match code:
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                _, most, body = argument
                if most > 1:
                    yield lead, (_sample(list(body), first=True), _sample(list(body), first=False))
                yield from _repetitions(list(body), lead)
            case codes.SUBPATTERN:
                yield from _repetitions(list(argument[3]), lead)
            case codes.ATOMIC_GROUP:
                yield from _repetitions(list(argument), lead)
            case codes.BRANCH:
                for branch in argument[1]:
                    yield from _repetitions(list(branch), lead)
            case codes.ASSERT | codes.ASSERT_NOT:
                yield from _repetitions(list(argument[1]), lead)


def _sample(nodes: list[Any], *, first: bool) -> str:
    """Return a text that the nodes match, of alternatives and sets the first or the last; lookarounds are left out."""
    return "".join(_sample_of(code, argument, first=first) for code, argument in nodes)


def _sample_of(code: Any, argument: Any, *, first: bool) -> str:
    match code:
        case codes.LITERAL:
            return chr(argument)
        case codes.NOT_LITERAL:
            return next(each for each in _CANDIDATES if ord(each) != argument)
        case codes.ANY:
            return "中"
        case codes.IN:
            return _of_set(argument, first=first)
        case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
            least, most, body = argument
            return _sample(list(body), first=first) * max(least, min(1, most))
        case codes.SUBPATTERN:
            return _sample(list(argument[3]), first=first)
        case codes.ATOMIC_GROUP:
            return _sample(list(argument), first=first)
        case codes.BRANCH:
            return _sample(list(argument[1][0 if first else -1]), first=first)
        case _:
            return ""


def _of_set(items: list[Any], *, first: bool) -> str:
    if items[0][0] is codes.NEGATE:
        return next((each for each in _CANDIDATES if not _holds(items[1:], each)), "中")
    code, argument = items[0 if first else -1]
    match code:
        case codes.LITERAL:
            return chr(argument)
        case codes.RANGE:
            return chr(argument[0])
        case _:
            return _CATEGORIES.get(argument, "中")


def _holds(items: list[Any], character: str) -> bool:
    for code, argument in items:
        if code is codes.LITERAL and argument == ord(character):
            return True
        if code is codes.RANGE and argument[0] <= ord(character) <= argument[1]:
            return True
        if code is codes.CATEGORY and re.match({
            codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w",
            codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W",
        }[argument], character):  # fmt: skip
            return True
    return False
