"""``gewu ngrams learn``: n-grams of the accepted articles of a real release, in a table that the reader loads."""

import csv
from pathlib import Path

import pytest

from flows import exit_codes, ngrams_command
from flows.reference import read_table
from newstext.language.characters import CharacterModel
from tests.flows.runs import ask, load, put, sample_pages

OWN = [("麂", "7", "own"), ("麂角", "7", "own"), ("麂角亭", "7", "own")]
"""What a person knows of a name: all its n-grams."""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of four sample pages."""
    folder = tmp_path_factory.mktemp("ngrams")
    put(folder / "inbox", sample_pages(4))
    load(folder / "inbox", folder / "data")
    return folder / "data"


def test_the_same_release_gives_the_same_table_however_often(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "character_ngrams.csv"
    assert ngrams_command.learn(data_dir, table, 0.9, 1.0) == exit_codes.DONE
    assert "confidence of at least 0.9, counts times 1" in capsys.readouterr().out
    first = table.read_bytes()
    assert ngrams_command.learn(data_dir, table, 0.9, 1.0) == exit_codes.DONE
    assert table.read_bytes() == first
    assert not list(tmp_path.glob("*.new"))


def test_only_text_inside_printed_lines_of_sure_whole_articles_is_counted(data_dir: Path, tmp_path: Path) -> None:
    table = tmp_path / "character_ngrams.csv"
    ngrams_command.learn(data_dir, table, 0.9, 1.0)
    pieces = ask(
        data_dir,
        "select substr(body, body_start + 1, kept_chars - coalesce(length(byline_suffix), 0)) from ops.page_line "
        "join dim_article using (article_key) where role = 'body' and confidence >= 0.9 and not is_truncated",
    )
    text = "\n".join(piece for (piece,) in pieces)
    learned = {row["ngram"]: int(row["count"]) for row in read_table(table)}
    assert learned
    for ngram, count in learned.items():
        plain = ngram.removeprefix("^")
        assert count >= ngrams_command.LEAST_COUNT
        assert len(plain) < 1 or plain in text
    hanzi = next(ngram for ngram in learned if len(ngram) == 1 and "\u4e00" <= ngram <= "\u9fff")
    assert learned[hanzi] == text.count(hanzi)


def test_articles_less_sure_than_asked_are_left_out(data_dir: Path, tmp_path: Path) -> None:
    table = tmp_path / "character_ngrams.csv"
    assert ngrams_command.learn(data_dir, table, 1.0, 1.0) == exit_codes.DONE
    assert read_table(table) == ()


def test_rows_of_other_sources_stay_and_the_weight_multiplies_the_counts(data_dir: Path, tmp_path: Path) -> None:
    table = tmp_path / "character_ngrams.csv"
    ngrams_command.learn(data_dir, table, 0.9, 1.0)
    once = {row["ngram"]: int(row["count"]) for row in read_table(table)}
    with table.open("a", encoding="utf-8", newline="") as rows:
        csv.writer(rows).writerows(OWN)
    assert ngrams_command.learn(data_dir, table, 0.9, 3.0) == exit_codes.DONE
    rows_now = read_table(table)
    assert [(row["ngram"], row["count"]) for row in rows_now if row["source"] == "own"] == [
        (ngram, count) for ngram, count, _ in OWN
    ]
    assert {row["ngram"]: int(row["count"]) for row in rows_now if row["source"] == "warehouse"} == {
        ngram: 3 * count for ngram, count in once.items()
    }
    assert CharacterModel.from_tables({"character_ngrams": rows_now}).gain("走到麂", "角亭边") > 0.0


def test_without_a_release_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ngrams_command.learn(tmp_path / "data", tmp_path / "table.csv", 0.9, 1.0) == exit_codes.UNUSABLE
    assert "no release here yet" in capsys.readouterr().err
