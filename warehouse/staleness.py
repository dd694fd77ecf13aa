"""Which current pages a changed reader may read otherwise: by the version that read them, and by what they print."""

from __future__ import annotations

from collections.abc import Iterable, Set
from contextlib import closing

from warehouse.connect import open_live
from warehouse.paths import DataFolder

_PAGES_AT_ONCE = 10_000
"""Pages whose text is put together at once: some 50 MB."""


def reader_versions(folder: DataFolder) -> dict[str, int]:
    """Return the versions that have read the current pages, and how many each. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        return dict(
            connection.execute(
                "select reader_version, count(*) from dim_source where is_current and source_key <> 0 "
                "group by all order by all"
            ).fetchall()
        )


def last_reference_digest(folder: DataFolder) -> str:
    """Return the digest of the reference tables of the last batch. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        row = connection.execute("select reference_digest from ops.batch order by batch_key desc limit 1").fetchone()
    return str(row[0]) if row else ""


def pages_read_by(folder: DataFolder, reader_version: str) -> Set[int]:
    """Return the keys of the current pages that this version has read. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        rows = connection.execute(
            "select source_key from dim_source where is_current and source_key <> 0 and reader_version = ?",
            [reader_version],
        ).fetchall()
    return {key for (key,) in rows}


def paths_of(folder: DataFolder, keys: Set[int]) -> dict[int, str]:
    """Return the paths of current pages by their keys. Raises what ``open_live`` raises."""
    with closing(open_live(folder)) as connection:
        rows = connection.execute("select source_key, relative_path from dim_source where is_current").fetchall()
    return {key: path for key, path in rows if key in keys}


def pages_that_print(folder: DataFolder, reader_version: str, words: Iterable[str]) -> dict[int, set[str]]:
    """Return the current pages read by this version that print any of these words, each with those that it prints.

    Looked through are the lines of the page one after the other, its articles as they were put together, and its path,
    newspaper and hash, all without white space and letter case: a word that is cut by a line's end is found, and some
    that are printed nowhere are too. Raises what ``open_live`` raises.
    """
    wanted = sorted({"".join(word.split()).lower() for word in words} - {""})
    found: dict[int, set[str]] = {}
    if not wanted:
        return found
    with closing(open_live(folder)) as connection:
        connection.execute(
            "create temp table page as select source_key, relative_path, content_sha256, page_hint, newspaper, "
            "row_number() over () // ? as part from dim_source "
            "where is_current and source_key <> 0 and reader_version = ?",
            [_PAGES_AT_ONCE, reader_version],
        )
        connection.execute("create temp table wanted as select unnest(?::text[]) as word", [wanted])
        parts = connection.execute("select distinct part from page order by part").fetchall()
        for (part,) in parts:
            for key, word in connection.execute(_PRINTED, {"part": part}).fetchall():
                found.setdefault(key, set()).add(word)
    return found


_PRINTED = r"""
    with
    these as (select * from page where part = $part),
    lines as (
        select source_key, string_agg(text, '' order by line_no) as text
        from ops.page_line semi join these using (source_key) group by source_key
    ),
    articles as (
        select source_key, string_agg(concat_ws(' ', kicker, title, subtitle, body, caption), ' ') as text
        from dim_article semi join these using (source_key) group by source_key
    ),
    printed as (
        select source_key, lower(regexp_replace(
            concat_ws(' ', relative_path, content_sha256, page_hint, newspaper, lines.text, articles.text),
            '[\s\x{00a0}\x{3000}]+', '', 'g'
        )) as text
        from these left join lines using (source_key) left join articles using (source_key)
    )
    select source_key, word from printed join wanted on contains(printed.text, wanted.word)
"""
