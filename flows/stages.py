"""The stages of reading a page, and the fingerprint of each: over the code, tables and packages that it reads."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

STAGES: Mapping[str, tuple[str, ...]] = {
    "layout": ("newstext.page.decode", "newstext.page.layout", "newstext.page.corrections"),
    "words": ("newstext.language.words", "newstext.language.tags"),
    "facts": ("newstext.facts.extract", "newstext.facts.dates", "newstext.language.sentences"),
}
"""The modules that each stage begins with, in the order of the stages. Words and facts are taken from what the layout
made, and not from each other: what makes a layout stale makes all of a page stale."""

_COMPOSER = "newstext.reader"
"""Puts the stages together; a change of it may change any of them, so it belongs to the first."""

_DIGITS = 12
"""Hexadecimal digits of a stage's fingerprint: 48 bits, of which a warehouse meets a handful in its life."""


# Regular expressions and not the parser, which takes thirty times as long. They may find too much, which makes too many
# pages stale; a test holds that they find every table that a stage asks for.
_IMPORT = re.compile(r"^\s*(?:from\s+([\w.]+)\s+)?import\s+(\([^)]*\)|.*)$", re.M)
_NAME = re.compile(r"[\w.]+")
_CONSTANT = re.compile(r"[\"']([a-z_]+)[\"']")


@dataclass(frozen=True, slots=True)
class ReaderFingerprint:
    """What a reader is made of: of every stage the files and packages that it reads, each with its digest.

    Names are ``topics.csv`` for a table, ``newstext/page/layout.py`` for code, ``jieba 0.42.1`` for a package.
    """

    parts: Mapping[str, Mapping[str, str]]

    @property
    def text(self) -> str:
        """The fingerprint as ``dim_source.reader_version`` keeps it: ``layout:… words:… facts:…``."""
        return " ".join(f"{stage}:{_digest(parts)}" for stage, parts in self.parts.items())


def stages_of(reader_version: str) -> dict[str, str]:
    """Return the fingerprint of each stage that ``ReaderFingerprint.text`` wrote; empty where something else did."""
    pairs = [part.partition(":") for part in reader_version.split()]
    found = {stage: digest for stage, _, digest in pairs if digest}
    return found if found.keys() == STAGES.keys() else {}


def reader_fingerprint(reference_dir: Path) -> ReaderFingerprint:
    """Return what the reader at work is made of, with the tables of this folder. Raises OSError."""
    import newstext

    root = Path(next(iter(newstext.__path__))).parent
    tables = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(reference_dir.glob("*.csv"))}
    parts: dict[str, dict[str, str]] = {}
    for stage, beginnings in STAGES.items():
        found: dict[str, str] = {}
        for module in sorted(_needed(root, beginnings) | ({_COMPOSER} if stage == next(iter(STAGES)) else set())):
            code = _module(root, module)
            found[code.file] = code.digest
            found |= {f"{name}.csv": tables[name] for name in code.words & tables.keys()}
            found |= {f"{package} {version(package)}": "" for package in code.packages}
        parts[stage] = dict(sorted(found.items()))
    return ReaderFingerprint(parts)


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of the reader: its file, and the modules, packages and words (string constants) that it names."""

    file: str
    digest: str
    modules: frozenset[str]
    packages: frozenset[str]
    words: frozenset[str]


def _needed(root: Path, beginnings: tuple[str, ...]) -> set[str]:
    """Return the modules that these import, and what those import."""
    found: set[str] = set()
    waiting = list(beginnings)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _module(root, name).modules
    return found


@cache
def _module(root: Path, name: str) -> _Module:
    path = _file(root, name)
    data = path.read_bytes()
    text = data.decode("utf-8")
    named = set(_imported(text))
    return _Module(
        path.relative_to(root).as_posix(),
        hashlib.sha256(data).hexdigest(),
        frozenset(each for each in named if each.startswith("newstext.") and _file(root, each).is_file()),
        frozenset(found for each in named for found in _distributions(each.partition(".")[0])),
        frozenset(_CONSTANT.findall(text)),
    )


def _imported(text: str) -> Iterator[str]:
    """Yield the names that imports may mean as modules: ``from a.b import c`` means a.b, and may mean a.b.c."""
    for parent, names in _IMPORT.findall(text):
        if parent:
            yield parent
            yield from (f"{parent}.{name}" for name in _NAME.findall(names))
        else:
            yield from _NAME.findall(names)


def _file(root: Path, name: str) -> Path:
    path = root.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _distributions(package: str) -> tuple[str, ...]:
    """Return the installed distributions that hold a package; none for the library of Python and for our own."""
    if package in sys.stdlib_module_names or package == "newstext":
        return ()
    try:
        version(package)
    except PackageNotFoundError:
        return tuple(sorted(set(packages_distributions().get(package, ()))))
    return (package,)


def _digest(parts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(parts.items()):
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()[:_DIGITS]
