"""File names, titles and texts are never SQL, shell, path, markdown, HTML or formula, from inbox to report."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import zipfile
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows import exit_codes
from flows.direct import run_direct
from flows.report_command import make_report
from flows.settings import RunSettings
from flows.summary import RefusedFile, RunSummary, as_markdown
from tests.bad_inputs import GOOD_TEXT
from tests.flows.runs import gewu
from tests.report.browser import CHROMIUM, open_browser
from warehouse.connect import open_live
from warehouse.export import export
from warehouse.paths import DataFolder

NAMES = (
    "'; drop table dim_source; --.txt", "$(touch taken).txt", "`touch taken`.txt", "a;touch taken;.txt", "-rf.txt",
    "<img src=x onerror=taken=1>.txt", "<script>taken=1<／script>.txt", "=1+1.txt", "@SUM(A1).txt", "a..txt",
    "a%2f..%2ftaken.txt", "[x](javascript:taken).txt", "a|b|c.txt", "\\|.txt", "{{7*7}}${7*7}%s%n.txt", "*.txt",
    "#.txt",
)  # fmt: skip
HOSTILE = (
    "<script>taken=1</script>", "</script><img src=http://127.0.0.1:9/x onerror=taken=1>", "<svg/onload=taken=1>",
    "'; drop table dim_article; --", "$(touch taken)", "../../../taken", "=HYPERLINK(\"http://x\",\"点\")", "{{7*7}}",
    "[x](javascript:taken)", "| a | b |", "<!--", "\u2028", "&lt;b&gt;",
)  # fmt: skip
ESCAPE = "\x1b]0;taken\x07\x1b[31m"
TITLE = "=cmd|' /C calc'!A0<b>听橹社区把议事桌搬到河边</b>"


def page(number: int) -> str:
    """A page that is hostile in its title, a paragraph, a quotation and its reporter."""
    hostile = HOSTILE[number % len(HOSTILE)]
    printed = GOOD_TEXT.replace("32", str(100 + number))
    text = printed.replace("听橹社区把议事桌搬到河边", f"{TITLE}{hostile}", 1) + "\n" + printed * 2
    return text.replace("下一步，", f"大家说：“{hostile}”。下一步，").replace("意见", f"意见{hostile}", 1)


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    """A run over hostile names and pages, with the inbox as the folder that a careless shell would work in."""
    inbox = tmp_path_factory.mktemp("hostile") / "inbox"
    for number, name in enumerate(NAMES):
        folder = inbox / "<b>日报" / "2024-11-08" if number % 2 else inbox
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(page(number), encoding="utf-8")
        sidecar = {"newspaper": f"'; --{HOSTILE[number % len(HOSTILE)].strip()}"[:40]}
        (folder / name).with_suffix(".json").write_text(json.dumps(sidecar), encoding="utf-8")
    (inbox / "escape.txt").write_text(GOOD_TEXT.replace("近日，", f"近日{ESCAPE}，") + GOOD_TEXT * 8, encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../taken", GOOD_TEXT)
    (inbox / "pages.zip").write_bytes(packed.getvalue())
    (inbox / "really_a.txt").write_bytes(packed.getvalue())
    before = os.getcwd()
    os.chdir(inbox)
    try:
        return run_direct(RunSettings.of(inbox, inbox.parent / "data", 1))
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def data(summary: RunSummary) -> Path:
    return summary.warehouse.parent


def test_names_and_texts_come_out_of_the_warehouse_as_they_went_in(summary: RunSummary, data: Path) -> None:
    assert {file.path for file in summary.refused} == {"pages.zip", "really_a.txt"}
    with closing(open_live(data)) as connection:
        rows = connection.execute("select file_name from dim_source where source_key <> 0").fetchall()
        assert {name for (name,) in rows} == {*NAMES, "escape.txt"}
        bodies = "\n".join(text for (text,) in connection.execute("select text from ops.page_line").fetchall())
    assert all(hostile.strip() in bodies for hostile in HOSTILE if hostile != "\u2028")


def test_nothing_was_run_or_written_elsewhere(summary: RunSummary, data: Path) -> None:
    put_there = {Path(name).stem for name in NAMES}
    assert not [path for path in data.parent.rglob("*taken*") if path.stem not in put_there]
    # Where the archive's "../../taken" and a path of "../../../taken" would lead.
    assert not [folder / "taken" for folder in data.parents[:3] if (folder / "taken").exists()]
    kept = [path.relative_to(data).as_posix() for path in (data / "archive").rglob("*") if path.is_file()]
    assert kept
    assert all(re.fullmatch(r"archive/[0-9a-f]{2}/[0-9a-f]{62}", path) for path in kept)
    refused = [path.relative_to(data).as_posix() for path in (data / "rejected").rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"rejected/[0-9a-f]{2}/[0-9a-f]{62}(\.json)?", path) for path in refused)


def test_a_published_file_is_read_only_for_all(data: Path) -> None:
    files = [data / "warehouse.duckdb", *(data / "releases").glob("*.duckdb")]
    assert len(files) > 1
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o444}
    others = [path for path in data.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & stat.S_IWOTH]
    assert others == []


class Elements(HTMLParser):
    """Counts the elements of a page, and keeps attributes that would run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.running: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.running += [each for each in attrs if each[0].startswith("on") or (each[1] or "").startswith("javascript")]


def elements_of(html: str) -> Elements:
    elements = Elements()
    elements.feed(html)
    elements.close()
    return elements


def test_no_page_of_html_takes_texts_for_markup(data: Path, tmp_path: Path) -> None:
    pages = [make_report(data, tmp_path / "dashboard.html"), *(data / "docs").glob("*.html")]
    for number, name in enumerate(NAMES):
        target = tmp_path / f"explained{number}.html"
        file = next(file for file in (data.parent / "inbox").rglob("*.txt") if file.name == name)
        done = gewu("explain", file, "--html", target) if number < 1 else None
        if done is not None:
            assert done.returncode == exit_codes.DONE, done.stderr
            pages.append(target)
    for html in pages:
        found = elements_of(html.read_text(encoding="utf-8"))
        assert found.running == [], html.name
        assert not {"img", "svg", "iframe", "object", "embed", "b"} & set(found.tags), html.name
        assert found.tags.count("script") == (3 if html.name == "dashboard.html" else 0), html.name


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (Debian: apt-get install chromium)")
def test_the_dashboard_of_hostile_pages_runs_nothing_of_theirs(data: Path, tmp_path: Path) -> None:
    address = make_report(data, tmp_path / "dashboard.html").as_uri()
    with open_browser(tmp_path / "profile") as browser:
        browser.open(address)
        browser.ask("document.querySelectorAll('[data-tile]').forEach(tile => tile.click())")
        seen = browser.ask("[typeof taken, document.images.length, document.scripts.length]")
        assert seen == ["undefined", 0, 3]
        assert browser.complaints == []
        assert set(browser.requests) == {address}


def test_hand_outs_hold_no_formula_and_no_link(data: Path, tmp_path: Path) -> None:
    for table in ("dim_article", "dim_source"):
        book = export(DataFolder(data), table, tmp_path / f"{table}.xlsx", "xlsx").path
        with zipfile.ZipFile(book) as archive:
            sheets = [archive.read(name).decode() for name in archive.namelist() if "/sheet" in name]
            names = archive.namelist()
        assert sheets
        assert not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)
        assert not [name for name in names if "externalLink" in name or "vba" in name]
        text = export(DataFolder(data), table, tmp_path / f"{table}.csv", "csv").path.read_text(encoding="utf-8")
        assert not re.search(r"(^|,)\"?[=@]", text, re.M)


def test_markdown_of_a_run_holds_no_markup_of_names(summary: RunSummary) -> None:
    hostile = tuple(RefusedFile(name, "rule", f"{name} {hostile}") for name in NAMES for hostile in HOSTILE)
    names = tuple(f"{name}: changed" for name in NAMES)
    written = as_markdown(_with(summary, refused=hostile[:90], held=hostile[:5], warnings=names))
    assert "<" not in written
    # What a backslash escapes is text; what is left over must be our own markup.
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", written)
    assert not re.search(r"[\[\]`*_~#]", bare)
    rows = [line for line in bare.splitlines() if line.startswith("|") and "---" not in line]
    assert {line.count("|") for line in rows} == {3, 4}


def _with(summary: RunSummary, **more: object) -> RunSummary:
    from dataclasses import replace

    return replace(summary, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["../../../etc/passwd", "' or 1=1 --", "$(touch taken)", "*", "%", ""])
def test_no_argument_is_a_path_or_a_statement(data: Path, name: str) -> None:
    from flows.rejected_command import print_rejected
    from flows.upkeep_commands import reinstate, retract

    before = (data / "warehouse.duckdb").read_bytes()
    assert retract(data, name, "why", 0) == exit_codes.WRONG_USAGE
    assert reinstate(data, name, "why", 0) == exit_codes.WRONG_USAGE
    assert print_rejected(data, None, name or "-") == exit_codes.WRONG_USAGE
    assert print_rejected(data, name or "-", None) == exit_codes.DONE
    assert (data / "warehouse.duckdb").read_bytes() == before


def test_no_text_of_a_page_steers_the_terminal(data: Path) -> None:
    for verb in (["sql", "select body, file_name from dim_article join dim_source using (source_key)"],
                 ["search", "议事桌"], ["explain", data.parent / "inbox" / "escape.txt"], ["rejected"]):  # fmt: skip
        done = gewu(*verb, *([] if verb[0] == "explain" else ["--data-dir", data]))
        assert done.returncode == exit_codes.DONE, done.stderr
        assert "\x1b" not in done.stdout, verb
        assert "\x07" not in done.stdout, verb
