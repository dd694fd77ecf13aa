"""Inboxes at s3:// addresses, against an S3 server on loopback: what arrives, changes, moves, goes, and what breaks."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from flows import retries
from flows.direct import run_direct
from flows.gathering import UnreachableInboxError, gather
from flows.settings import RunSettings
from flows.summary import RunSummary
from tests.flows.runs import SAMPLES, ask, digests, gewu, load, put, sample_pages
from tests.flows.servers import free_port
from warehouse.inbox import InboxError

PAGES = sample_pages(3)
ADDRESS = "s3://pages/day"
KEYS = {"AWS_ACCESS_KEY_ID": "a-key", "AWS_SECRET_ACCESS_KEY": "a-secret", "AWS_DEFAULT_REGION": "us-east-1"}


class Bucket:
    """An S3 server with one bucket, and a client of its own to put objects there."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        self._server.start()
        self.client = fsspec.filesystem("s3", key="k", secret="s", endpoint_url=self.endpoint, skip_instance_cache=True)
        if not self.client.exists("pages"):
            self.client.mkdir("pages")

    def put(self, *pages: str) -> None:
        for page in pages:
            self.client.pipe(f"pages/day/{page}", (SAMPLES / page).read_bytes())

    def stop(self) -> None:
        self._server.stop()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    for name in [name for name in os.environ if name.startswith(("AWS_", "FSSPEC_"))]:
        monkeypatch.delenv(name)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    made = Bucket(free_port())
    made.client.rm("pages", recursive=True)
    made.client.mkdir("pages")
    for name, value in {**KEYS, "AWS_ENDPOINT_URL_S3": made.endpoint}.items():
        monkeypatch.setenv(name, value)
    yield made
    made.stop()


def run(folder: Path, **more: Any) -> RunSummary:
    return run_direct(RunSettings.of(ADDRESS, folder / "data", 1, **more))


def without_paths(data: Path) -> dict[str, tuple[int, str]]:
    return {name: value for name, value in digests(data).items() if name != "dim_source"}


def test_pages_of_a_bucket_give_the_same_rows_as_pages_of_a_folder(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put(*PAGES)
    assert run(tmp_path).pages_new == len(PAGES)
    put(tmp_path / "inbox", PAGES)
    load(tmp_path / "inbox", tmp_path / "local")
    assert without_paths(tmp_path / "data") == without_paths(tmp_path / "local")
    columns = "newspaper, page_no, published_on, content_sha256"
    query = f"SELECT {columns} FROM dim_source WHERE is_current ORDER BY ALL"
    assert ask(tmp_path / "data", query) == ask(tmp_path / "local", query)
    assert run(tmp_path).release_no is None


def test_changed_moved_and_deleted_objects_are_changed_renamed_and_withdrawn_pages(
    bucket: Bucket, tmp_path: Path
) -> None:
    bucket.put(*PAGES)
    run(tmp_path)
    bucket.client.pipe(f"pages/day/{PAGES[0]}", (SAMPLES / PAGES[0]).read_bytes() + "\n\n又及\n".encode())
    bucket.client.mv(f"pages/day/{PAGES[1]}", "pages/day/另存/A01.txt")
    bucket.client.rm(f"pages/day/{PAGES[2]}")
    summary = run(tmp_path)
    assert (summary.pages_new, summary.pages_changed, summary.pages_withdrawn) == (0, 2, 1)
    versions = ask(
        tmp_path / "data",
        "SELECT max(version_no), count(*) FILTER (is_current) FROM dim_source WHERE source_key <> 0 "
        f"AND relative_path LIKE '%{PAGES[0]}'",
    )
    assert versions == [(2, 1)]
    moved = ask(
        tmp_path / "data",
        "SELECT count(*) FROM dim_source WHERE is_current AND relative_path LIKE '%另存/A01.txt'",
    )
    assert moved == [(1,)]


@pytest.mark.slow
def test_an_object_that_only_moves_is_not_read_again(bucket: Bucket, tmp_path: Path) -> None:
    newspaper, day, name = PAGES[0].split("/")
    bucket.put(*PAGES)
    run(tmp_path)
    bucket.client.mv(f"pages/day/{PAGES[0]}", f"pages/day/补/{newspaper}/{day}/{name}")
    summary = run(tmp_path)
    assert (summary.pages_renamed, summary.pages_new, summary.pages_changed, summary.pages_withdrawn) == (1, 0, 0, 0)


def test_an_object_is_read_when_it_has_settled(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put(PAGES[0])
    early = run(tmp_path, settled_seconds=3)
    assert early.release_no is None
    assert [warning for warning in early.warnings if "still being written" in warning]
    # Written again before it settled: its time begins anew.
    time.sleep(2)
    bucket.client.pipe(f"pages/day/{PAGES[0]}", (SAMPLES / PAGES[1]).read_bytes())
    assert run(tmp_path, settled_seconds=3).release_no is None
    time.sleep(3.1)
    assert run(tmp_path, settled_seconds=3).pages_new == 1
    # The last version stays while the object is being written.
    bucket.client.pipe(f"pages/day/{PAGES[0]}", (SAMPLES / PAGES[2]).read_bytes())
    half_way = run(tmp_path, settled_seconds=3)
    assert (half_way.release_no, half_way.pages_withdrawn) == (None, 0)


def test_a_page_waits_for_its_sidecar(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put(PAGES[0])
    time.sleep(2.1)
    sidecar = PAGES[0].replace(".txt", ".json")
    bucket.client.pipe(f"pages/day/{sidecar}", b'{"page_no": "')
    assert len(gather([ADDRESS], tmp_path, settled_seconds=2)) == 2
    assert not list(tmp_path.rglob("*.txt"))
    time.sleep(2.1)
    assert gather([ADDRESS], tmp_path, settled_seconds=2) == []
    assert len([*tmp_path.rglob("*.txt"), *tmp_path.rglob("A*.json")]) == 2


def test_objects_that_are_no_pages_are_named_and_left(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put(PAGES[0])
    bucket.client.pipe("pages/day/scan.pdf", b"%PDF")
    bucket.client.pipe(f"pages/day/{'长' * 100}.txt", b"x")
    bucket.client.pipe(f"pages/day/{PAGES[0]}/A01.txt", "同名".encode())
    warnings = gather([ADDRESS], tmp_path)
    assert any("2 files are no pages" in warning for warning in warnings), warnings
    assert any("has the name of its folder" in warning for warning in warnings), warnings
    assert len(list(tmp_path.rglob("*.txt"))) == 1


def test_a_bucket_that_is_emptied_or_gone_withdraws_nothing(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put(*PAGES)
    run(tmp_path)
    before = digests(tmp_path / "data")
    bucket.client.rm("pages/day", recursive=True)
    with pytest.raises(InboxError, match="no such folder"):
        run(tmp_path)
    bucket.client.pipe("pages/day/readme.md", b"x")
    with pytest.raises(InboxError, match="nothing was removed"):
        run(tmp_path)
    assert digests(tmp_path / "data") == before


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_named_and_removes_nothing(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "PAUSE_SECONDS", 0)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    bucket.put(*PAGES)
    run(tmp_path)
    before = digests(tmp_path / "data")
    bucket.stop()
    with pytest.raises(UnreachableInboxError, match=r"does not answer.*Nothing was removed"):
        run(tmp_path)
    assert digests(tmp_path / "data") == before
    # As its user sees it.
    done = gewu("doctor", "--inbox", ADDRESS, "--data-dir", tmp_path / "data")
    assert done.returncode == 1
    assert "doesnotanswer" in "".join(done.stdout.split())


@pytest.mark.slow
def test_a_server_that_comes_back_is_asked_again(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bucket.stop()
    port = free_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    back: list[Bucket] = []

    def come_back() -> None:
        made = Bucket(port)
        made.put(PAGES[0])
        back.append(made)

    Timer(2, come_back).start()
    with caplog.at_level(logging.WARNING, "gewu"):
        try:
            assert run(tmp_path).pages_new == 1
        finally:
            for each in back:
                each.stop()
    assert any("trying again" in record.getMessage() for record in caplog.records)


@pytest.mark.slow
def test_endpoint_and_keys_come_from_the_settings_of_fsspec_too(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put(PAGES[0])
    settings = {
        "AWS_ENDPOINT_URL_S3": "", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "HOME": str(tmp_path),
        "FSSPEC_S3_ENDPOINT_URL": bucket.endpoint, "FSSPEC_S3_KEY": "a-key", "FSSPEC_S3_SECRET": "a-secret",
    }  # fmt: skip
    words = ["run", "--direct", "--inbox", ADDRESS, "--data-dir", tmp_path / "data"]
    done = gewu(*words, environment=settings)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout


def test_missing_keys_are_said_in_one_line(bucket: Bucket, tmp_path: Path) -> None:
    settings = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"}
    words = ["run", "--direct", "--inbox", ADDRESS, "--data-dir", tmp_path / "data"]
    done = gewu(*words, environment={**settings, "HOME": str(tmp_path)})
    assert done.returncode == 3
    assert "credentials" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_password_in_an_address_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(InboxError) as told:
        gather(["nosuchprotocol://reader:geheim@host/pages"], tmp_path)
    assert "geheim" not in str(told.value)
