"""``gewu corrections``: the rows that persons wrote, and the lines of a page to write rows about."""

import hashlib
from pathlib import Path

import pytest

from flows import corrections_command, exit_codes
from flows.reference import load_tables
from flows.settings import REFERENCE_DIR
from newstext.reader import Reader
from newstext.records import PageHint, PageRejectedError, Role

PAGE = Path(__file__).resolve().parents[1] / "golden" / "03.txt"
SHA256 = hashlib.sha256(PAGE.read_bytes()).hexdigest()


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the reference tables that a test may change."""
    for table in REFERENCE_DIR.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    monkeypatch.setattr(corrections_command, "REFERENCE_DIR", tmp_path)
    return tmp_path


def correct(reference: Path, row: str) -> None:
    with (reference / "layout_corrections.csv").open("a", encoding="utf-8") as table:
        table.write(f"{SHA256},{row}\n")


def test_lines_of_a_page_are_printed_with_number_role_and_article(
    reference: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(reference, "2,title,1,")
    assert corrections_command.print_corrections(PAGE) == exit_codes.DONE
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == f"content_sha256 {SHA256}"
    assert any(line.split()[:4] == ["2", "title", "1", "yes"] for line in printed)


def test_the_rows_of_all_pages_are_listed(reference: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corrections_command.print_corrections(None) == exit_codes.DONE
    assert "No corrections" in capsys.readouterr().out
    correct(reference, "2,title,1,")
    assert corrections_command.print_corrections(None) == exit_codes.DONE
    assert SHA256 in capsys.readouterr().out


def test_a_correction_that_cannot_be_met_is_said_and_refuses_the_page(
    reference: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(reference, "3,title,1,")
    assert corrections_command.print_corrections(PAGE) == exit_codes.WRONG_USAGE
    assert "line 3" in capsys.readouterr().err
    with pytest.raises(PageRejectedError, match="line 3") as refused:
        Reader.from_tables(load_tables(reference)).read(PAGE.read_bytes(), PageHint())
    assert refused.value.rule == "bad_correction"


def test_every_reading_of_the_page_meets_its_corrections(reference: Path) -> None:
    correct(reference, "10,body,1,")
    reading = Reader.from_tables(load_tables(reference)).read(PAGE.read_bytes(), PageHint())
    assert next(line for line in reading.lines if line.line_no == 10).role is Role.BODY
