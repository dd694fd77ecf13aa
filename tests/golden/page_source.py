"""The sources of the sample pages: articles as they are printed, with marks where print damages them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

ROLES = {
    "k": "kicker",
    "t": "title",
    "s": "subtitle",
    "h": "heading",
    "b": "byline",
    "c": "caption",
    "p": "body",
    "+": "body",
    "f": "furniture",
}
HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")
BYLINE_WORDS = re.compile(
    r"本报记者|本报通讯员|特约通讯员|实习生|见习记者|记者|通讯员|摄影报道|摄影|文/图|图/文|[（）()/]|(?<=[一-鿿])摄$"
)
LEAD_BYLINE = re.compile(r"（(?:记者|通讯员)[^）]*）|\((?:记者|通讯员)[^)]*\)")
CUT = re.compile(r"\|(?:\{(\d|s)\})?")


@dataclass
class PrintedLine:
    """One physical line with its gold."""

    printed: str
    article: str
    role: str
    clean: str
    continues: bool = False
    drop_prefix: int = 0
    byline_suffix: str = ""
    notes: list[str] = field(default_factory=list)
    blank_before: int = 1
    number: int = 0
    joined_with_space: bool = False


@dataclass
class Page:
    """A composed page: its settings and its lines from top to bottom."""

    name: str
    settings: dict[str, str]
    lines: list[PrintedLine]

    @property
    def path(self) -> Path:
        """Where the page lies below the inbox."""
        return Path(self.settings["path"])

    @property
    def text(self) -> str:
        """The page as printed, with line feeds."""
        parts = []
        for line in self.lines:
            parts.append("\n" * line.blank_before + line.printed)
        tail = "" if self.settings.get("end") == "bare" else "\n"
        return "\n".join(parts) + tail

    @property
    def data(self) -> bytes:
        """The bytes of the page's file."""
        text = self.text.replace("\n", "\r\n") if self.settings.get("newline") == "crlf" else self.text
        return text.encode(self.settings.get("encoding", "utf-8"))


def read_page(source: Path) -> Page:
    """Read one ``.page`` source."""
    settings: dict[str, str] = {}
    lines: list[PrintedLine] = []
    gap: int | None = None
    for raw in source.read_text(encoding="utf-8").splitlines():
        if raw.startswith("# "):
            name, _, value = raw[2:].partition(" ")
            settings[name] = value
        elif raw.startswith("="):
            gap = int(raw[1:])
        elif raw:
            article, role, text = raw.split(" ", 2)
            made = _print(article, role, text, settings)
            first_gap = int(settings.get("leading", "0")) if not lines else int(settings.get("gap", "1"))
            made[0].blank_before = gap if gap is not None else first_gap
            for line in made[1:]:
                line.blank_before = int(settings.get("gap", "1"))
            gap = None
            lines.extend(made)
    number = 0
    for line in lines:
        number += line.blank_before + 1
        line.number = number
    _mark_interruptions(lines)
    return Page(source.stem, settings, lines)


def _print(article: str, role: str, text: str, settings: dict[str, str]) -> list[PrintedLine]:
    """Return the physical lines of one source line."""
    text = text.rstrip()
    if settings.get("punctuation") == "half":
        text = text.translate(HALF_WIDTH)
    lost_end = text.endswith("~")
    lost_start = text.startswith("^")
    text = text.strip("~^").rstrip("|")
    text, _, suffix = text.partition(" @")
    made: list[PrintedLine] = []
    start = 0
    mark: str | None = None
    for cut in [*CUT.finditer(text), None]:
        part = text[start : cut.start() if cut else len(text)]
        continued = bool(made) or role == "+"
        repeat = int(mark) if mark and mark.isdigit() else 0
        before = made[-1].clean if made else ""
        clean = re.sub(r"^#+ ", "", part).replace("_", "")
        printed = (before[-repeat:] if repeat else "") + part.replace("_", " ")
        line = PrintedLine(printed, article, ROLES[role], clean, continued, repeat)
        line.joined_with_space = mark == "s"
        if repeat:
            line.notes.append("first character(s) repeat the end of the line before")
        made.append(line)
        if cut:
            start, mark = cut.end(), cut.group(1)
    if suffix:
        made[-1].printed += " " + suffix
        made[-1].byline_suffix = suffix
    if lost_end:
        made[-1].notes.append("text missing after this line")
    if lost_start:
        made[0].notes.append("text missing before this line")
    if settings.get("arrangement", "").startswith("wrap"):
        made = [piece for line in made for piece in _wrap(line, int(settings["arrangement"].split()[1]))]
    if settings.get("indent") == "yes" and role == "p":
        made[0].printed = "　　" + made[0].printed
    return made


def _wrap(line: PrintedLine, width: int) -> list[PrintedLine]:
    text = line.printed
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    made = []
    for index, piece in enumerate(pieces):
        made.append(PrintedLine(piece, line.article, line.role, piece, line.continues or index > 0))
    made[0].notes = [note for note in line.notes if "before" in note]
    made[-1].notes += [note for note in line.notes if "after" in note]
    return made


def _mark_interruptions(lines: list[PrintedLine]) -> None:
    last_body: dict[str, PrintedLine] = {}
    previous: PrintedLine | None = None
    for line in lines:
        if line.continues:
            target = last_body.get(line.article) if line.role == "body" else previous
            assert target is not None, f"line {line.number} continues nothing"
            crossed = [x for x in lines if target.number < x.number < line.number]
            away = {x.article for x in crossed} - {line.article, "-"}
            line.notes.insert(0, f"continues line {target.number}" + (", after an interruption" if away else ""))
            if away:
                target.notes.append(f"interrupted by {', '.join(sorted(away))}; resumes at line {line.number}")
        if line.role == "body":
            last_body[line.article] = line
        previous = line


def names_of(byline: str) -> list[str]:
    """Return the names in a printed byline."""
    return BYLINE_WORDS.sub(" ", byline).replace("、", " ").replace("·", "·").split()


def articles_of(page: Page) -> tuple[list[dict[str, object]], dict[str, list[str]]]:
    """Return the articles in order of their headlines, and the rebuilt paragraphs of each."""
    order: dict[str, None] = {}
    for line in page.lines:
        if line.role in ("kicker", "title"):
            order.setdefault(line.article)
    for line in page.lines:
        if line.article != "-":
            order.setdefault(line.article)
    articles: list[dict[str, object]] = []
    bodies: dict[str, list[str]] = {}
    for name in order:
        mine = [line for line in page.lines if line.article == name]
        paragraphs: list[str] = []
        bodies[name] = paragraphs
        bylines: list[str] = []
        for line in mine:
            if line.role == "body":
                if line.continues:
                    paragraphs[-1] += line.clean
                else:
                    paragraphs.append(line.clean)
            for printed in (line.printed if line.role == "byline" else "", line.byline_suffix):
                bylines += [x for x in names_of(printed) if x not in bylines]
        lead = LEAD_BYLINE.search(paragraphs[0][:40]) if paragraphs else None
        if lead:
            bylines += [x for x in names_of(lead.group()) if x not in bylines]
        articles.append(
            {
                "id": name,
                "title": _joined(mine, "title") or "",
                "kicker": _joined(mine, "kicker"),
                "subtitle": _joined(mine, "subtitle"),
                "bylines": bylines,
                "caption": _joined(mine, "caption", "\n"),
                "headings": _headings(mine),
                "body_lines": [line.number for line in mine if line.role == "body"],
                **_truncation(mine),
            }
        )
    return articles, bodies


def _joined(lines: list[PrintedLine], role: str, between: str = " ") -> str | None:
    text = ""
    for line in lines:
        if line.role == role:
            joint = " " if line.joined_with_space else "" if line.continues else between
            text += (joint if text else "") + line.clean
    return text or None


def _headings(lines: list[PrintedLine]) -> list[str]:
    headings: list[str] = []
    for line in lines:
        if line.role == "heading":
            if line.continues:
                headings[-1] += line.clean
            else:
                headings.append(line.clean)
    return headings


def _truncation(lines: list[PrintedLine]) -> dict[str, str | None]:
    body = [line for line in lines if line.role == "body"]
    for line in body:
        if "text missing before this line" in line.notes:
            return {
                "truncated": "start",
                "lines_not_on_page_note": f"the text before line {line.number} is not on the page",
            }
    for line in body:
        if "text missing after this line" in line.notes:
            kind = "end" if line is body[-1] else "middle"
            return {
                "truncated": kind,
                "lines_not_on_page_note": f"the text after line {line.number} is not on the page",
            }
    return {"truncated": "none", "lines_not_on_page_note": None}
