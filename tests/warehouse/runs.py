"""A whole run over small pages: what the flow does, in one process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from newstext.records import PageHint, PageRejectedError
from tests.warehouse.readings import GAZETTEER, TOPICS, read_small_page, tag_word
from warehouse.archive import keep_accepted, keep_rejected, read_page
from warehouse.build import BatchInfo, build_candidate
from warehouse.candidate import Candidate, utc_now
from warehouse.connect import open_live
from warehouse.digests import TableDigest, all_digests
from warehouse.lock import WriterLock
from warehouse.paths import DataFolder, FileOperation, new_staging, no_interruption
from warehouse.release import Release, publish, recover
from warehouse.rows import PageSource, RowBuilder, places_table, topics_table
from warehouse.seal import seal
from warehouse.sources import Plan, discover, settle
from warehouse.staging import write_chunk

SQL_DIR = Path(__file__).resolve().parents[2] / "sql"
NO_VIEWS = Path(__file__).parent / "no_views"
"""A folder that is not there: installing the marts takes longer than everything else in a run over two pages."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def hint_of(path: str, sidecar: bytes | None) -> PageHint:
    """Take the day from the path and the newspaper from the sidecar or the first folder."""
    day = _DAY.search(path)
    newspaper = sidecar.decode() if sidecar else path.split("/")[0]
    return PageHint(newspaper, date.fromisoformat(day[0]) if day else None, "path" if day else None, None)


def write_pages(inbox: Path, pages: Mapping[str, str | bytes]) -> None:
    """Write page files below the inbox."""
    for path, text in pages.items():
        file = inbox / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def stage(plan: Plan, pages_per_chunk: int = 100) -> Path:
    """Read the pages of a plan in chunks; a page that starts with ``!`` is refused."""
    staging = new_staging(plan.folder)
    builder = RowBuilder(tag_word, "test")
    for chunk_no, start in enumerate(range(0, len(plan.pages), pages_per_chunk)):
        for page in plan.pages[start : start + pages_per_chunk]:
            data = read_page(plan.inbox, page)
            source = PageSource.of(page)
            try:
                if data.startswith(b"!"):
                    raise PageRejectedError("not_chinese", "No Chinese text.", excerpt="!")
                assert isinstance(page.hint, PageHint)
                builder.add_page(source, read_small_page(data, page.hint))
                keep_accepted(plan.folder, page, data)
            except PageRejectedError as error:
                builder.reject_page(source, error.rule, error.reason, excerpt=error.excerpt)
                keep_rejected(plan.folder, page, data, error.rule, error.reason)
        write_chunk(staging, chunk_no, builder.take_tables())
    return staging


def build(plan: Plan, pages_per_chunk: int = 100, sql_dir: Path = NO_VIEWS) -> Candidate:
    """Build a candidate of a plan."""
    return build_candidate(
        plan,
        stage(plan, pages_per_chunk),
        gazetteer=places_table(GAZETTEER),
        topics=topics_table(TOPICS),
        batch=BatchInfo(utc_now(), "code", "reference"),
        sql_dir=sql_dir,
    )


def run(
    inbox: Path,
    data_dir: Path,
    *,
    pages_per_chunk: int = 100,
    allow_withdrawals: bool = False,
    before: FileOperation = no_interruption,
    sql_dir: Path = NO_VIEWS,
) -> Release | None:
    """Do a whole run; None where nothing was new."""
    folder = DataFolder(data_dir)
    with WriterLock(folder):
        recover(folder)
        plan = discover(inbox, folder, hint_of, allow_withdrawals=allow_withdrawals)
        release = None
        if not plan.is_nothing_new:
            seal(build(plan, pages_per_chunk, sql_dir))
            release = publish(folder, before=before)
        settle(plan)
        return release


def live_digests(data_dir: Path) -> list[TableDigest]:
    """Return the digests of the live release, computed anew."""
    with open_live(data_dir) as connection:
        return all_digests(connection)


def query(data_dir: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the live release."""
    with open_live(data_dir) as connection:
        return connection.execute(sql).fetchall()
