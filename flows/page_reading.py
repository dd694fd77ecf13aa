"""Reading chunks of pages into staging files, in this process or in workers; each process makes its reader once."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.summary import RefusedFile
from flows.worker_processes import WorkerProcesses, worker_processes

if TYPE_CHECKING:
    from newstext.reader import Reader
    from newstext.records import PageHint
    from warehouse.rows import RowBuilder
    from warehouse.sources import PlannedPage

# Starting a worker costs about what reading this many pages does.
_PAGES_WORTH_A_WORKER = 64

_SMALLEST_CHUNK = 16
"""Pages: a third of a second of reading. The tables of a chunk hold each of its words once, so smaller cost more."""

_PAGES_TOGETHER = 8
"""Pages that are read together: each step of reading finds its code and tables in the caches; more gain nothing."""

_BYTES_TOGETHER = 2**20
"""Bytes of pages beyond which no more are taken together: large ones fill the caches by themselves, and memory."""

Chunk = tuple[int, Sequence["PlannedPage"]]
"""The number of a chunk and its pages."""


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where a worker finds pages and reference data, and where it puts staged rows; small, so that it can be sent."""

    data_dir: Path
    inbox: Path
    staging: Path
    reference_dir: Path
    reader_version: str


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """What came of one chunk of pages."""

    pages: int
    articles: int
    code_points: int
    rows: int
    refused: tuple[RefusedFile, ...]
    left_out: tuple[RefusedFile, ...]
    """Files that vanished or changed while the run was at work; the next run looks at them again."""


def chunks_of(pages: Sequence[PlannedPage], largest: int, workers: int) -> list[Chunk]:
    """Divide pages into chunks, numbered from 0: of ``largest`` pages, and smaller ones towards the end.

    The end then finds no worker waiting long for another (guided self-scheduling, Polychronopoulos and Kuck 1987:
    a chunk is what is left, divided by the workers; here by twice their number, since pages differ in length).
    """
    chunks: list[Chunk] = []
    start = 0
    while start < len(pages):
        size = min(largest, max(_SMALLEST_CHUNK, (len(pages) - start) // (2 * workers))) if workers > 1 else largest
        chunks.append((len(chunks), pages[start : start + size]))
        start += size
    return chunks


class ChunkReader:
    """Reads chunks; holds the reader and the row builder of this process."""

    def __init__(self, place: ReadingPlace) -> None:
        from flows.reference import load_tables, tables_that_fit
        from newstext.language.tags import WordTags
        from newstext.reader import Reader
        from warehouse import archive, staging  # noqa: F401 - what reading needs, before processes are forked
        from warehouse.rows import RowBuilder

        tables = load_tables(place.reference_dir)
        self._place = place
        with tables_that_fit(place.reference_dir):
            self._reader: Reader = Reader.from_tables(tables)
        tags = WordTags.from_tables(tables)
        self._rows: RowBuilder = RowBuilder(tags.tag, place.reader_version)
        # Before processes are forked: the dictionary of tags and Arrow's functions are taken in at their first use.
        tags.tag("社区")
        self._rows.take_tables()

    def read(self, chunk_no: int, pages: Sequence[PlannedPage]) -> ReadChunk:
        """Read pages and write their rows as chunk ``chunk_no`` of the staging folder; writing it again replaces it."""
        from newstext.records import PageRejectedError
        from warehouse.archive import keep_accepted, keep_rejected
        from warehouse.paths import DataFolder
        from warehouse.rows import PageSource
        from warehouse.staging import write_chunk

        folder = DataFolder(self._place.data_dir)
        refused: list[RefusedFile] = []
        left_out: list[RefusedFile] = []
        articles = code_points = read = 0
        for together in self._loaded(pages, left_out):
            readings = self._reader.read_all([(data, _hint_of(page)) for page, data in together])
            for (page, data), reading in zip(together, readings, strict=True):
                source = PageSource.of(page)
                if isinstance(reading, PageRejectedError):
                    self._rows.reject_page(
                        source, reading.rule, reading.reason, value=reading.value, excerpt=reading.excerpt
                    )
                    keep_rejected(folder, page, data, reading.rule, reading.reason)
                    refused.append(RefusedFile(page.relative_path, reading.rule, reading.reason))
                    continue
                keep_accepted(folder, page, data)
                self._rows.add_page(source, reading)
                read += 1
                articles += len(reading.articles)
                code_points += reading.code_point_count
        written = write_chunk(self._place.staging, chunk_no, self._rows.take_tables())
        return ReadChunk(read, articles, code_points, sum(written.rows.values()), tuple(refused), tuple(left_out))

    def _loaded(
        self, pages: Sequence[PlannedPage], left_out: list[RefusedFile]
    ) -> Iterator[list[tuple[PlannedPage, bytes]]]:
        """Yield the bytes of some pages at a time; files that cannot be read any more are added to ``left_out``."""
        from warehouse.archive import PageReadError, read_page

        together: list[tuple[PlannedPage, bytes]] = []
        for page in pages:
            try:
                together.append((page, read_page(self._place.inbox, page)))
            except PageReadError as error:
                left_out.append(RefusedFile(page.relative_path, error.rule, error.reason))
            if len(together) == _PAGES_TOGETHER or sum(len(data) for _, data in together) > _BYTES_TOGETHER:
                yield together
                together = []
        if together:
            yield together


class ChunkPool:
    """Reads chunks in this process, or, where there are pages enough, in worker processes."""

    def __init__(self, place: ReadingPlace, workers: WorkerProcesses | None) -> None:
        self._place = place
        self._workers = workers
        self._begun: dict[int, Future[ReadChunk]] = {}
        self._own_reader: ChunkReader | None = None

    @property
    def has_workers(self) -> bool:
        """Whether this process is free while pages are read."""
        return self._workers is not None

    def begin(self, chunks: Sequence[Chunk]) -> None:
        """Let the workers begin with chunks that ``read`` will ask for, so that none waits where one part ends.

        Without workers nothing is begun. What is queued is file names; what is read lies in files, not in memory.
        """
        if self._workers is not None:
            self._begun |= {number: self._workers.submit(_read_in_worker, number, pages) for number, pages in chunks}

    def read(self, chunks: Sequence[Chunk]) -> Iterator[ReadChunk]:
        """Yield what came of each chunk, in the order given; a chunk that was asked for before is read again."""
        if self._workers is not None:
            self.begin([chunk for chunk in chunks if chunk[0] not in self._begun])
            for number, _ in chunks:
                yield self._begun.pop(number).result()
            return
        if self._own_reader is None:
            self._own_reader = ChunkReader(self._place)
        for number, pages in chunks:
            yield self._own_reader.read(number, pages)


@contextmanager
def chunk_pool(place: ReadingPlace, workers: int, page_count: int) -> Iterator[ChunkPool]:
    """Yield a pool of at most ``workers`` processes, fewer where there are not pages enough to pay for their start."""
    useful = min(workers, page_count // _PAGES_WORTH_A_WORKER)
    if useful < 2:
        yield ChunkPool(place, None)
        return
    # A run that ends early waits for the chunks at work and not for those that are queued.
    with worker_processes(useful, _make_reader, place) as processes:
        yield ChunkPool(place, processes)


def _hint_of(page: PlannedPage) -> PageHint:
    """Return what path and sidecar say, as the reader's own record."""
    from newstext.records import PageHint

    hint = page.hint
    return PageHint(hint.newspaper, hint.published_on, hint.published_on_basis, hint.page_no)


_worker: list[ChunkReader] = []
"""The chunk reader of a worker process; empty in every other process."""


def _make_reader(place: ReadingPlace) -> None:
    """Make the reader of a worker process."""
    # What the reader holds stays until the worker ends: no garbage is looked for among it while it is made, which saves
    # a tenth of the start, nor later on, which saves an eighth of reading.
    gc.disable()
    try:
        _worker[:] = [ChunkReader(place)]
        gc.freeze()
    finally:
        gc.enable()


def _read_in_worker(chunk_no: int, pages: Sequence[PlannedPage]) -> ReadChunk:
    return _worker[0].read(chunk_no, pages)
