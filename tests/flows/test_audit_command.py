"""``gewu audit`` looks at every row of the live release, and finds what was done to it since it was published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.flows.runs import gewu, load, put, sample_pages


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    put(folder / "inbox", sample_pages(1))
    load(folder / "inbox", folder / "data")
    return folder / "data"


def damaged(published: Path, folder: Path, damage: str) -> Path:
    """Return a copy of the data folder to whose live file somebody has written."""
    data = Path(shutil.copytree(published, folder / "data"))
    live = data / "warehouse.duckdb"
    os.chmod(live, 0o644)
    with duckdb.connect(str(live)) as connection:
        connection.execute(damage)
    return data


def test_a_sound_release_holds(published: Path) -> None:
    before = sorted(path.name for path in published.iterdir())
    done = gewu("audit", "--data-dir", published)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ": 0 would stop a release" in done.stdout
    assert sorted(path.name for path in published.iterdir()) == before


def test_a_change_that_no_rule_knows_shows_in_the_digest(published: Path, tmp_path: Path) -> None:
    data = damaged(published, tmp_path, "update dim_article set title = title || '！' where article_key <> 0")
    # The kept release is a copy here; without its manifest's file being the live one, nobody knows who made it.
    (kept,) = (data / "releases").glob("*.duckdb")
    kept.unlink()
    os.link(data / "warehouse.duckdb", kept)
    done = gewu("audit", "--data-dir", data)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "stop: dim_article: " in done.stdout
    assert "gewu rollback" in done.stdout


def test_a_broken_rule_is_named(published: Path, tmp_path: Path) -> None:
    data = damaged(published, tmp_path, "update fact_sentence set text = reverse(text)")
    done = gewu("audit", "--data-dir", data)
    assert done.returncode == 1
    assert "stop: audit sentences_are_in_bodies: " in done.stdout
    assert "digests were not compared" in done.stdout


def test_without_a_release_it_says_what_to_do(tmp_path: Path) -> None:
    done = gewu("audit", "--data-dir", tmp_path)
    assert done.returncode == 3
    assert "load pages first" in done.stderr
