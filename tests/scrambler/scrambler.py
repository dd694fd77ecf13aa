"""Composes newspaper pages from articles and damages them as columns and text recognition do, with exact gold.

The same seed gives the same page. Damage that cannot be undone from the text (a paragraph cut right behind a full
stop) is not made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True)
class Section:
    """Paragraphs under a heading; the lead has none."""

    heading: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """An article before it is printed."""

    title: str
    sections: tuple[Section, ...]
    kicker: str | None = None
    reporters: tuple[str, ...] = ()
    caption: str | None = None


@dataclass(frozen=True)
class Damage:
    """How likely each kind of damage is, 0 to 1; the defaults make none."""

    cut: float = 0.0
    repeat: float = 0.0
    interrupt: float = 0.0
    truncate: float = 0.0
    gap: float = 0.0
    title_space: float = 0.0
    furniture: float = 0.0
    inline_byline: float = 0.0
    lead_byline: float = 0.0
    is_marked: bool = False
    is_half_width: bool = False
    wrap_at: int = 0
    wraps_titles: bool = False
    is_indented: bool = False
    blank_lines: int = 1


@dataclass
class GoldLine:
    """One printed line and what it is; ``continues`` is the line that it goes on with."""

    text: str
    role: str
    article: int
    continues: GoldLine | None = None
    dropped: int = 0
    suffix: str = ""
    line_no: int = 0


@dataclass(frozen=True)
class GoldArticle:
    """What a reader would make of an article."""

    kicker: str
    title: str
    reporters: frozenset[str]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class GoldPage:
    """A page and its gold."""

    text: str
    lines: tuple[GoldLine, ...]
    articles: tuple[GoldArticle, ...]


FURNITURE = (
    "第03版",
    "2031年5月6日 星期二",
    "A2",
    "责任编辑：某某 版式：某某",
    "（下转第4版）",
    "新闻热线：0000-1234567",
    "广告",
)
"""Lines that no article owns; numbers are invented."""

_HALF = str.maketrans({"，": ",", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")"})
_PUNCTUATION = "，。、；：？！“”‘’（）《》…—"


@dataclass
class _Printed:
    lines: list[GoldLine] = field(default_factory=list)
    lost: list[GoldLine] = field(default_factory=list)


def scramble(sources: list[Source], damage: Damage, seed: int) -> GoldPage:
    """Print ``sources`` on one page with ``damage``."""
    random = Random(seed)
    printed = [_print(source, number, damage, random) for number, source in enumerate(sources)]
    order = _interleave(printed, damage, random)
    order = _with_furniture(order, damage, random)
    pieces = ["\n" * random.randint(0, 4) if damage.gap else ""]
    number = pieces[0].count("\n") + 1
    for line in order:
        line.line_no = number
        text = line.text.translate(_HALF) if damage.is_half_width else line.text
        gap = 1 + damage.blank_lines
        if damage.gap and random.random() < damage.gap:
            gap += random.randint(2, 3)
        pieces.append(text + "\n" * gap)
        number += gap
    articles = tuple(_gold(source, part) for source, part in zip(sources, printed, strict=True))
    return GoldPage("".join(pieces), tuple(order), articles)


def _print(source: Source, number: int, damage: Damage, random: Random) -> _Printed:
    printed = _Printed()
    lines = printed.lines
    mark = "## " if damage.is_marked else ""
    if source.kicker:
        lines.append(GoldLine(source.kicker, "kicker", number))
    lines.append(GoldLine(mark + _spaced(source.title, damage, random), "title", number))
    if source.caption:
        lines.append(GoldLine(source.caption, "caption", number))
    place = _byline_place(source, damage, random)
    paragraphs = [
        (section.heading if at == 0 else None, text)
        for section in source.sections
        for at, text in enumerate(section.paragraphs)
    ]
    keep = len(paragraphs)
    is_truncated = len(paragraphs) > 2 and random.random() < damage.truncate
    for at, (heading, text) in enumerate(paragraphs[:keep]):
        if heading:
            lines.append(GoldLine(mark + heading, "heading", number))
        is_last = at == keep - 1
        pieces = _cut("　　" + text if damage.is_indented else text, damage, random)
        if is_last and is_truncated:
            pieces = [_end_lost(text, random)]
        before: GoldLine | None = None
        for piece, repeated in pieces:
            line = GoldLine(piece, "body", number, before, repeated)
            lines.append(line)
            before = line
        if source.reporters and not (is_last and is_truncated):
            if is_last and place == "inline":
                lines[-1].suffix = " ".join(source.reporters)
                lines[-1].text += " " + lines[-1].suffix
            elif (is_last and place == "end") or (at == 0 and place == "lead"):
                lines.append(GoldLine(" ".join(source.reporters), "byline", number))
    if damage.wrap_at:
        roles = ("body", "title") if damage.wraps_titles else ("body",)
        printed.lines = [piece for line in lines for piece in _wrapped(line, damage.wrap_at, roles)]
    return printed


def _byline_place(source: Source, damage: Damage, random: Random) -> str:
    if not source.reporters:
        return "none"
    chance = random.random()
    if chance < damage.inline_byline:
        return "inline"
    return "lead" if chance < damage.inline_byline + damage.lead_byline else "end"


def _spaced(title: str, damage: Damage, random: Random) -> str:
    if len(title) < 8 or " " in title or random.random() >= damage.title_space:
        return title
    at = random.randint(3, len(title) - 3)
    return title[:at] + " " + title[at:]


def _can_cut(text: str, at: int) -> bool:
    """A cut behind a mark, before one, or inside a number of the same digits would leave no trace or two readings."""
    before, after = text[at - 1], text[at]
    return before not in _PUNCTUATION and after not in _PUNCTUATION and before != after and not after.isspace()


def _cut(text: str, damage: Damage, random: Random) -> list[tuple[str, int]]:
    """Return the pieces of a paragraph and how many characters each repeats at its start."""
    if len(text) < 24 or random.random() >= damage.cut:
        return [(text, 0)]
    places = [at for at in range(3, len(text) - 3) if _can_cut(text, at)]
    cuts = sorted(random.sample(places, min(len(places), 1 + (random.random() < 0.15))))
    pieces = []
    start = 0
    for cut in [*cuts, len(text)]:
        repeated = 0
        if start and random.random() < damage.repeat:
            repeated = 1 if random.random() < 0.8 else 2
            if any(character in _PUNCTUATION or character.isdigit() for character in text[start - repeated : start]):
                repeated = 0
        pieces.append((text[start - repeated : cut], repeated))
        start = cut
    return pieces


def _end_lost(text: str, random: Random) -> tuple[str, int]:
    places = [at for at in range(min(20, len(text) // 2), len(text) - 3) if _can_cut(text, at)]
    return (text[: random.choice(places)], 0) if places else (text, 0)


def _wrapped(line: GoldLine, size: int, roles: tuple[str, ...]) -> list[GoldLine]:
    """Return a line in pieces of ``size`` characters; only lines of these roles are wrapped."""
    if line.role not in roles or len(line.text) <= size:
        return [line]
    pieces = [line.text[at : at + size] for at in range(0, len(line.text), size)]
    found: list[GoldLine] = []
    for piece in pieces:
        found.append(GoldLine(piece, line.role, line.article, found[-1] if found else None))
    return found


def _interleave(printed: list[_Printed], damage: Damage, random: Random) -> list[GoldLine]:
    """Return the lines of all articles in printed order: an article may be broken at a cut by the one after it."""
    order: list[GoldLine] = []
    at = 0
    while at < len(printed):
        lines = printed[at].lines
        cuts = [index for index, line in enumerate(lines) if line.continues is not None]
        if cuts and at + 1 < len(printed) and random.random() < damage.interrupt:
            cut = random.choice(cuts)
            order += lines[:cut] + printed[at + 1].lines + lines[cut:]
            at += 2
        else:
            order += lines
            at += 1
    return order


def _with_furniture(order: list[GoldLine], damage: Damage, random: Random) -> list[GoldLine]:
    found = []
    for line in order:
        if line.role in ("title", "kicker") and line.continues is None and random.random() < damage.furniture:
            found.append(GoldLine(random.choice(FURNITURE), "furniture", -1))
        found.append(line)
    return found


def _gold(source: Source, printed: _Printed) -> GoldArticle:
    paragraphs: list[str] = []
    for line in printed.lines:
        if line.role != "body":
            continue
        text = line.text[line.dropped :]
        if line.suffix:
            text = text[: -len(line.suffix)].rstrip()
        if line.continues is None:
            paragraphs.append(text.lstrip("　"))
        else:
            paragraphs[-1] += text
    signed = any(line.role == "byline" or line.suffix for line in printed.lines)
    return GoldArticle(
        kicker=source.kicker or "",
        title=source.title,
        reporters=frozenset(source.reporters) if signed else frozenset(),
        paragraphs=tuple(paragraphs),
    )
