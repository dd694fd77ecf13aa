"""Times search in the file beside a LIKE scan and beside DuckDB's own full-text extension, on generated articles.

    python -m benchmarks.search [--articles 100000] [--fts-python PYTHON]

The articles are cut out of generated pages by their headlines alone, which is much quicker than reading the pages; what
search costs depends on how much text there is and not on how it was read. ``--fts-python`` is the Python of an
environment with duckdb 1.5.5 and the wheel duckdb-extension-fts 1.5.5 (packages duckdb-extensions and
duckdb-extension-fts); without it, that column is left out. Machines are shared and noisy: read the ratios.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import rjieba

from benchmarks.generate_pages import generate
from warehouse import schema
from warehouse.connect import open_build
from warehouse.search import refresh_search
from warehouse.statements import read_statements

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
QUERIES = {
    "common word": "社区",
    "two words": "社区 网格员",
    "rare phrase": "“联合检查组”",
    "three characters": "老党员",
    "one character": "民",
    "either of two": "联合检查组 OR 老党员",
    "one without another": "志愿者 NOT 调解",
    "beginning of a word": "调解*",
    "not there": "量子纠缠",
}
_MOST_HEADLINE = 40
_LEAST_BODY = 350

FTS = """
import json, statistics, sys, time
import duckdb, duckdb_extensions
from pathlib import Path
words, file, queries, rounds = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4])
connection = duckdb.connect(file)
duckdb_extensions.import_extension("fts")
connection.execute("load fts")
connection.execute("set threads = 2")
connection.execute(f"create table article as from '{words}'")
connection.execute("checkpoint")
before = Path(file).stat().st_size
start = time.perf_counter()
connection.execute(
    "pragma create_fts_index('article', 'article_key', 'text', stemmer = 'none', stopwords = 'none', "
    "ignore = '\\\\s+', strip_accents = 0, lower = 1)"
)
connection.execute("checkpoint")
built = time.perf_counter() - start
ask = (
    "select article_key, score from (select article_key, fts_main_article.match_bm25(article_key, ?) as score "
    "from article) where score is not null order by score desc, article_key limit 20"
)
times = {}
for name, query in queries.items():
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        connection.execute(ask, [query]).fetchall()
        taken.append(time.perf_counter() - start)
    times[name] = statistics.median(taken[1:]) * 1000
print(json.dumps({"built": built, "bytes": Path(file).stat().st_size - before, "times": times}))
"""


class Corpus(NamedTuple):
    """Generated articles: key to title and body, and the bytes of their text."""

    articles: dict[int, tuple[str, str]]
    byte_count: int


def main() -> int:
    """Run the benchmark and print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--fts-python")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gewu-search-") as folder:
        corpus = _corpus(arguments.articles)
        file, words = Path(folder) / "release.duckdb", Path(folder) / "words.parquet"
        built, index_bytes = _build(file, words, corpus)
        fts = _full_text(arguments.fts_python, words, Path(folder) / "fts.duckdb") if arguments.fts_python else None
        _print(corpus, built, index_bytes, _times(file), fts)
    return 0


def _corpus(count: int) -> Corpus:
    articles: dict[int, tuple[str, str]] = {}
    for title, body in itertools.islice(_articles(), count):
        articles[zlib.crc32(str(len(articles)).encode()) * 2**20 + len(articles) + 1] = (title, body)
    return Corpus(articles, sum(len((title + body).encode()) for title, body in articles.values()))


def _articles() -> Iterator[tuple[str, str]]:
    for _, page in generate(10**6):
        title = ""
        body: list[str] = []
        for line in page.decode().split("\n\n")[1:]:
            is_headline = 8 < len(line) < _MOST_HEADLINE and line[-1] not in "。”！？\n"
            if is_headline and (not title or sum(map(len, body)) >= _LEAST_BODY):
                if title:
                    yield title, "\n".join(body)
                title, body = line, []
            else:
                body.append(line.strip())
        if title and body:
            yield title, "\n".join(body)


def _build(file: Path, words_file: Path, corpus: Corpus) -> tuple[float, int]:
    """Make the release; return the seconds and bytes that the index took."""
    keys = list(corpus.articles)
    titles, bodies = zip(*corpus.articles.values(), strict=True)
    texts = pa.table({"article_key": pa.array(keys, pa.int64()), "title": titles, "body": bodies})
    rows: dict[str, list[object]] = {"article_key": [], "word": [], "occurrences": [], "first": []}
    segmented = []
    known: dict[str, str] = {}
    for key, (title, body) in corpus.articles.items():
        words = rjieba.cut(f"{title}\n{body}")
        segmented.append(" ".join(words))
        for word, occurrences in Counter(words).items():
            for name, value in zip(
                rows, (key, known.setdefault(word, word), occurrences, max(body.find(word), 0)), strict=True
            ):
                rows[name].append(value)
    parquet.write_table(pa.table({"article_key": pa.array(keys, pa.int64()), "text": segmented}), words_file)
    with open_build(file) as connection:
        connection.execute("; ".join([*schema.create_statements(), *map(schema.unknown_member, schema.dimensions())]))
        connection.register("texts", texts)
        connection.register("words", pa.table(rows))
        connection.execute(
            """
            insert into dim_article (article_key, source_key, ordinal, title, body, is_truncated, is_interrupted,
                confidence, text_key)
            select article_key, 0, 1, title, body, false, false, 1, article_key from texts;
            insert into fact_article
            select article_key, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null from texts;
            insert into fact_sentence
            select article_key, null, 1, sentence_no, body_end - length(text), body_end, text, 1 from (
                select article_key, sentence_no, text,
                    (sum(length(text)) over (partition by article_key order by sentence_no))::integer as body_end
                from (
                    select article_key, unnest(range(1, len(found) + 1)) as sentence_no, unnest(found) as text from (
                        select article_key, regexp_extract_all(body, '[^。！？\n]*[。！？”\n]+|[^。！？”\n]+$') as found
                        from texts
                    )
                )
            );
            insert into dim_word select distinct (hash(word) >> 2)::bigint + 1, word, 'n', 'NOUN', false from words;
            insert into fact_article_word
            select article_key, (hash(word) >> 2)::bigint + 1, occurrences, 0, first from words
            """
        )
        connection.execute("force checkpoint")
        before = file.stat().st_size
        start = time.perf_counter()
        refresh_search(connection, has_gone=False)
        connection.execute("force checkpoint")
        built = time.perf_counter() - start
        waiting = [statement.sql for statement in read_statements(ROOT / "sql" / "search")]
        while waiting:
            waiting = [sql for sql in waiting if not _runs(connection, sql)]
    return built, file.stat().st_size - before


def _runs(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        connection.execute(sql)
    except duckdb.CatalogException:
        return False
    return True


def _times(file: Path) -> dict[str, tuple[float, float, float]]:
    """Return the median milliseconds of articles, sentences and a LIKE scan, warm."""
    with duckdb.connect(str(file), read_only=True, config={"threads": 2}) as connection:
        return {
            name: (
                _median(connection, "from search_articles(?)", [query]),
                _median(connection, "from search_sentences(?)", [query]),
                _median(connection, *_like(query)),
            )
            for name, query in QUERIES.items()
        }


def _like(query: str) -> tuple[str, list[str]]:
    """Return the scan that somebody without an index would write: newest first, since it cannot rank."""
    conditions, terms, is_negated, joint = [], [], False, "and"
    for token in query.split():
        if token == "OR":
            joint = "or"
        elif token == "NOT":
            is_negated = True
        else:
            conditions.append(f"{'not ' if is_negated else ''}concat_ws(chr(10), title, body) like ?")
            terms.append(f"%{token.strip('“”*')}%")
    return (
        f"select article_key, title, body from dim_article where article_key <> 0 and "
        f"({f' {joint} '.join(conditions)}) order by article_key limit 20",
        terms,
    )


def _median(connection: duckdb.DuckDBPyConnection, statement: str, values: list[str]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        connection.execute(statement, values).fetchall()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:]) * 1000


def _full_text(python: str, words: Path, file: Path) -> dict[str, object]:
    queries = {name: query.strip("“”*") for name, query in QUERIES.items() if "OR" not in query and "NOT" not in query}
    arguments = [python, "-c", FTS, str(words), str(file), json.dumps(queries), str(ROUNDS)]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True)
    content: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return content


def _print(
    corpus: Corpus,
    built: float,
    index_bytes: int,
    times: dict[str, tuple[float, float, float]],
    fts: dict[str, object] | None,
) -> None:
    print(f"{len(corpus.articles):,} articles, {corpus.byte_count / 2**20:,.0f} MiB of text")
    print(f"index: {built:.1f} s, {index_bytes / 2**20:,.0f} MiB, {index_bytes / corpus.byte_count:.2f} of the text")
    fts_times = {}
    if fts is not None:
        size = fts["bytes"]
        assert isinstance(size, int) and isinstance(fts["times"], dict)
        fts_times = fts["times"]
        print(f"fts:   {fts['built']:.1f} s, {size / 2**20:,.0f} MiB, {size / corpus.byte_count:.2f} of the text")
    print("query                 articles ms  sentences ms  LIKE ms  LIKE / articles  fts ms  fts / articles")
    for name, (articles, sentences, like) in times.items():
        other = f"{fts_times[name]:6.0f}  {fts_times[name] / articles:14.1f}" if name in fts_times else ""
        print(f"{name:20}  {articles:11.0f}  {sentences:12.0f}  {like:7.0f}  {like / articles:15.1f}  {other}")


if __name__ == "__main__":
    sys.exit(main())
