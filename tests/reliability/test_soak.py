"""A soak: release after release is published while readers ask; none meets an error or a mixture of two releases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.reliability.workshop import ROOT, compact
from tests.warehouse.runs import live_digests, run, write_pages
from tests.warehouse.test_release import leftovers
from warehouse import seal

PUBLISHES = int(os.environ.get("GEWU_SOAK", "1000"))
FEW = 5
READERS = 8
LARGEST_SHARE_OF_FRESH = 1.05
HISTORY_BYTES = 4_000
"""What a release keeps of itself for ever: digests of all tables, its batch, the former version of the page."""
PAGES = 150
SENTENCES = 120
"""Of a page. The warehouse then has more blocks than the history of its releases takes."""

READER = """
import json, sys, time, threading, duckdb
from pathlib import Path

live, ended = sys.argv[1], threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
seen, reads = set(), 0
print("reading", flush=True)
while True:
    is_last = ended.is_set()
    with duckdb.connect(live, read_only=True) as connection:
        ask = lambda sql: connection.execute(sql).fetchone()[0]
        release = ask("select max(release_no) from ops.release")
        text = ask("select text from fact_sentence where text like '计数%'")
        time.sleep(0.1)
        body = ask("select body from dim_article where title = '计数'")
        batches = ask("select count(*) from ops.batch")
        versions = ask("select count(*) from dim_source where relative_path = 'count.txt'")
        orphans = ask("select count(*) from fact_sentence anti join dim_article using (article_key)")
    counted = int(text.removeprefix("计数").removesuffix("。"))
    if not release == counted == batches == versions or text != body or orphans:
        sys.exit(f"a mixture: release {release}, text {text}, body {body}, {batches} batches, {versions} versions, "
                 f"{orphans} orphans")
    seen.add(release)
    reads += 1
    if is_last:
        break
print(json.dumps({"reads": reads, "releases": len(seen)}))
"""


@dataclass
class Heard:
    """What readers report when they are told to end."""

    reads: list[int] = field(default_factory=list)
    releases: list[int] = field(default_factory=list)


def page_of(number: int) -> str:
    """A page of texts that are all different."""
    words = "桥头街道社区居民议事楼道花坛灯火书记走访邻里和睦"
    sentences = []
    for at in range(SENTENCES):
        letters = (words[(number * 31 + at * 7 + step * (at % 5 + 1)) % len(words)] for step in range(24))
        sentences.append(f"{''.join(letters)}{number}之{at}。")
    return f"第{number}版|" + "".join(sentences)


def count(inbox: Path, number: int) -> None:
    """Write the page that tells the number of the release that it will be in."""
    write_pages(inbox, {"count.txt": f"计数|计数{number}。"})


@contextmanager
def readers(live: Path, number: int, heard: Heard) -> Iterator[None]:
    """Let so many readers ask the live release until the end; each must end well."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(live)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for _ in range(number)
    ]  # fmt: skip
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "reading\n"
        yield
    finally:
        said = [process.communicate(timeout=120) for process in processes]
    for (out, error), process in zip(said, processes, strict=True):
        assert process.returncode == 0, error
        told = json.loads(out)
        heard.reads.append(told["reads"])
        heard.releases.append(told["releases"])


def soak(folder: Path, publishes: int, number_of_readers: int, pages: int = PAGES) -> Heard:
    """Publish so many releases while readers ask, and hold the last one to a fresh load of the same inbox."""
    inbox, data = folder / "inbox", folder / "data"
    write_pages(inbox, {f"{number}.txt": page_of(number) for number in range(pages)})
    count(inbox, 1)
    run(inbox, data)
    heard = Heard()
    with readers(data / "warehouse.duckdb", number_of_readers, heard):
        for number in range(2, publishes + 1):
            count(inbox, number)
            assert run(inbox, data) is not None
    assert leftovers(data) == []
    run(inbox, folder / "fresh")
    assert live_digests(data) == live_digests(folder / "fresh")
    return heard


def test_readers_see_one_release_whole_while_others_are_published(tmp_path: Path) -> None:
    heard = soak(tmp_path, FEW, 2, pages=5)
    assert min(heard.reads) > 1
    assert max(heard.releases) > 1


@pytest.mark.slow
def test_a_soak_of_many_publishes_and_readers(tmp_path: Path) -> None:
    heard = soak(tmp_path, PUBLISHES, READERS)
    live, fresh = tmp_path / "data" / "warehouse.duckdb", tmp_path / "fresh" / "warehouse.duckdb"
    grown, size = live.stat().st_size, fresh.stat().st_size
    compact(tmp_path / "inbox", tmp_path / "data")
    compacted = live.stat().st_size
    print(
        f"{PUBLISHES} publishes, {READERS} readers: {sum(heard.reads)} reads, each reader met {min(heard.releases)} to "
        f"{max(heard.releases)} releases; {grown / size:.3f} of a fresh build's {size:,} bytes, "
        f"{compacted / size:.3f} after compacting"
    )
    assert min(heard.reads) > 1
    # Blocks that one release gives up are used by the next but one; beyond these, sealing compacts by itself.
    assert grown <= size + seal._WORTHWHILE_BYTES + PUBLISHES * HISTORY_BYTES
    assert compacted <= LARGEST_SHARE_OF_FRESH * size + PUBLISHES * HISTORY_BYTES
