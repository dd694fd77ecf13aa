"""The dashboard's page and its data: provenance, bounds, sameness, and texts that are no markup."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from flows import exit_codes
from flows.cli import gewu
from flows.settings import DEFAULT_INBOX, PROJECT_ROOT
from newstext.page.normalize import normalize_punctuation
from tests.report.pages import REPORT_DIR, ask, data_of, make_report, rows
from warehouse.report_data import CONTEXT_CODE_POINTS, around
from warehouse.report_page import LIBRARY, build_page, embedded

EVIDENCE = ("figure", "activity", "programme", "word")


@pytest.mark.parametrize("table", EVIDENCE)
def test_every_quotation_begins_on_its_line_of_the_file(warehouse: Path, table: str) -> None:
    data = data_of(warehouse)
    articles, pages, sentences = rows(data, "article"), rows(data, "page"), rows(data, "sentence")
    proven = 0
    for row in rows(data, table):
        if row["sentence"] is None:
            continue  # only a headline names it
        page = pages[articles[row["article"]]["page"]]
        lines = (DEFAULT_INBOX / page["path"]).read_bytes().decode(page["encoding"]).splitlines()
        # Spaces are of the page's layout; the body has fewer, and its marks beside hanzi in full width.
        quotation = "".join(sentences[row["sentence"]]["text"][row["start"] : row["end"]].split())
        line = "".join(normalize_punctuation(lines[row["line"] - 1]).split())
        # It stands in the line, or begins there and goes on with the next line of its paragraph.
        ends = (line[start:] for start in range(len(line)))
        assert quotation in line or any(end and quotation.startswith(end) for end in ends), (
            f"{page['path']}:{row['line']}: {quotation!r} is not in {line!r}"
        )
        proven += 1
    assert proven > 50


def test_a_figure_is_quoted_as_the_warehouse_has_it(warehouse: Path) -> None:
    data = data_of(warehouse)
    sentences = rows(data, "sentence")
    quoted = sorted(sentences[row["sentence"]]["text"][row["start"] : row["end"]] for row in rows(data, "figure"))
    printed = ask(
        warehouse,
        "select o.source_text from fact_observation o join dim_indicator i using (indicator_key) "
        "join dim_article a on a.article_key = o.article_key and a.duplicate_of_article_key is null "
        "where i.category in ('demand_resolved', 'dispute_mediated', 'hazard_removed', 'beneficiary')",
    )
    assert quoted == sorted(text for (text,) in printed)


def test_nothing_is_cut_where_there_is_room(warehouse: Path) -> None:
    data = data_of(warehouse)
    assert all(len(data["tables"][kind]["rows"]) == count for kind, count in data["totals"].items())
    ((articles,),) = ask(warehouse, "select count(*) from fact_article")
    assert data["totals"]["article"] == articles


def test_of_too_many_rows_the_newest_stay_and_the_page_knows_how_many_there_are(warehouse: Path) -> None:
    whole = data_of(warehouse)
    cut = data_of(warehouse, limits={"article": 20, "figure": 9, "activity": 8, "programme": 7, "page": 6})
    shown = {kind: len(cut["tables"][kind]["rows"]) for kind in cut["totals"]}
    assert shown["article"] == 20
    assert shown["figure"] == 9
    assert shown["activity"] == 8
    assert shown["programme"] == 7
    assert shown["page"] <= 6
    assert cut["totals"] == whole["totals"]
    dates = [row["date"] for row in rows(whole, "article")]
    assert [row["date"] for row in rows(cut, "article")] == sorted(dates, reverse=True)[:20]


def test_the_same_release_gives_the_same_page(warehouse: Path, tmp_path: Path) -> None:
    first = make_report(warehouse, tmp_path / "a" / "page.html")
    second = make_report(warehouse, tmp_path / "b" / "page.html")
    assert first.read_bytes() == second.read_bytes()


def test_the_page_may_connect_to_nothing(warehouse: Path) -> None:
    page = build_page(REPORT_DIR, data_of(warehouse))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src" not in policy
    assert "unsafe" not in policy
    assert not re.findall(r"<(?:link|img|iframe|script[^>]* src)", page.split('<script type="application/json"')[0])


def test_the_library_is_the_published_one() -> None:
    published = re.search(r"SHA-256 `([0-9a-f]{64})`", (REPORT_DIR / "README.md").read_text(encoding="utf-8"))
    assert published
    assert hashlib.sha256((REPORT_DIR / LIBRARY).read_bytes()).hexdigest() == published[1]


def test_own_scripts_never_turn_text_into_markup() -> None:
    for script in sorted((REPORT_DIR / "app").glob("*.js")):
        text = script.read_text(encoding="utf-8")
        assert not re.findall(r"innerHTML|outerHTML|AdjacentHTML|document\.write|\beval\b|new Function", text), script


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_embedded_data_is_read_back_as_it_was_and_cannot_end_its_element(value: object) -> None:
    text = embedded(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_embedded_data_holds_what_would_end_a_script() -> None:
    hostile = "</script><!--\u2028\u2029]]>&amp;"
    assert json.loads(embedded(hostile)) == hostile
    assert "</script" not in embedded(hostile)


@given(st.text(), st.text(min_size=1), st.text())
def test_a_quotation_is_the_same_in_a_cut_sentence(before: str, quotation: str, after: str) -> None:
    text, start, end = around(before + quotation + after, len(before), len(before) + len(quotation))
    assert text[start:end] == quotation
    assert len(text) <= len(quotation) + 2 * (CONTEXT_CODE_POINTS + 1)


def test_the_command_writes_into_the_data_folder_or_where_it_is_told(warehouse: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(gewu, ["report", "--data-dir", str(warehouse)])
    assert done.exit_code == exit_codes.DONE
    assert (warehouse / "report" / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    told = CliRunner().invoke(gewu, ["report", "--data-dir", str(warehouse), "--target", str(tmp_path / "周一.html")])
    assert told.exit_code == exit_codes.DONE
    assert (tmp_path / "周一.html").read_bytes() == (warehouse / "report" / "index.html").read_bytes()


def test_without_a_release_there_is_no_page_and_the_exit_code_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(gewu, ["report", "--data-dir", str(tmp_path)])
    assert done.exit_code == exit_codes.UNUSABLE
    assert not (tmp_path / "report").exists()


def test_the_flow_of_the_deployment_makes_the_page(warehouse: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from flows.prefect_environment import configure; "
        "configure(Path(sys.argv[1])); from flows.report import report; "
        "print(report.name, report.fn(sys.argv[2], sys.argv[3]))"
    )
    target = tmp_path / "index.html"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "data"), str(warehouse), str(target)],
        capture_output=True, text=True, cwd=PROJECT_ROOT, env={**os.environ}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["report", str(target)]
    assert target.is_file()
