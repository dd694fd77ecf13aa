"""A release of an earlier version is built anew, or says what to do; no command ends in an error of the database."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from models import SCHEMA_VERSION
from tests.flows.runs import ask, digests, gewu, load, put, sample_pages
from tests.warehouse.test_migrations import set_back
from warehouse.migrations import FIRST_VERSION


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("older")
    put(folder / "inbox", sample_pages(1))
    load(folder / "inbox", folder / "data")
    return folder / "data"


def of_version(version: int, loaded: Path, folder: Path) -> Path:
    """Return a copy of the data folder whose live release is as the program of that version left it."""
    data = Path(shutil.copytree(loaded, folder / "data"))
    set_back(data, version)
    return data


@pytest.mark.parametrize("version", range(FIRST_VERSION, SCHEMA_VERSION))
def test_a_release_of_an_earlier_version_is_built_anew(loaded: Path, tmp_path: Path, version: int) -> None:
    data = of_version(version, loaded, tmp_path)
    done = gewu("rebuild", "--data-dir", data)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digests(data) == digests(loaded)
    assert ask(data, "select max(schema_version), max(batch_key) from ops.release") == [(SCHEMA_VERSION, 2)]
    recorded = ask(data, "select schema_version, batch_key from ops.migration order by all")
    assert recorded == [(number, 2) for number in range(version + 1, SCHEMA_VERSION + 1)]


def test_what_an_old_release_cannot_say_is_said_in_words(loaded: Path, tmp_path: Path) -> None:
    data = of_version(FIRST_VERSION, loaded, tmp_path)
    for words in (["rejected"], ["rejected", "--show", "1"], ["replay"]):
        done = gewu(*words, "--data-dir", data)
        assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
        assert "gewu run" in done.stderr and f"version {FIRST_VERSION}" in done.stderr
    assert gewu("status", "--data-dir", data).returncode == 0


@pytest.mark.parametrize("verb", ["rebuild", "reprocess", "compact"])
def test_a_release_of_a_newer_program_is_refused_by_name(loaded: Path, tmp_path: Path, verb: str) -> None:
    data = of_version(SCHEMA_VERSION, loaded, tmp_path)
    with duckdb.connect(str(data / "warehouse.duckdb")) as connection:
        connection.execute("update ops.release set schema_version = ?", [SCHEMA_VERSION + 1])
        # So that there is a page to read again.
        connection.execute("update dim_source set reader_version = 'another' where source_key <> 0")
    done = gewu(verb, "--data-dir", data)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stdout + done.stderr
    assert "newer program" in done.stderr
