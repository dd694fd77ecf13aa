"""``gewu ngrams learn``: counts what accepted articles print, for the reader to know it at a seam."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from flows import exit_codes
from flows.reference import ReferenceDataError, read_table
from flows.settings import REFERENCE_DIR

SOURCE = "warehouse"
"""The source of the rows that this command writes; rows of other sources are a person's, and stay."""

LEAST_COUNT = 2
"""Occurrences of an n-gram: what is printed once is mostly the text of one article only."""

MOST_NGRAMS = 100_000
"""Rows of the table: 2 MB that a person can still look through, and every reader loads."""

MOST_ARTICLES = 20_000
"""Newest articles that are counted: some ten million characters, which take half a minute and 1 GB of memory."""

_HEADER = ("ngram", "count", "source")


def learn(data_dir: Path, target: Path | None, least_confidence: float, weight: float) -> int:
    """Replace the rows of source ``warehouse`` in the table of n-grams by the counts of accepted articles.

    ``weight`` multiplies the counts before they are added to those of other sources. The same release gives the same
    file. Returns the exit code.
    """
    from newstext.language.characters import TABLE, NgramCounter
    from warehouse.accepted_text import accepted_pieces, count_accepted
    from warehouse.connect import NoReleaseError, StaleLogError
    from warehouse.paths import DataFolder

    path = target or REFERENCE_DIR / f"{TABLE}.csv"
    folder = DataFolder(data_dir)
    counter = NgramCounter()
    try:
        articles = count_accepted(folder, least_confidence, MOST_ARTICLES)
        for pieces in accepted_pieces(folder, least_confidence, MOST_ARTICLES):
            counter.add(pieces)
        learned = counter.most_common(LEAST_COUNT, MOST_NGRAMS)
        kept = [row for row in read_table(path) if row["source"] != SOURCE] if path.exists() else []
        rows = [(row["ngram"], int(row["count"]), row["source"]) for row in kept]
        rows += [(ngram, round(count * weight), SOURCE) for ngram, count in learned.items()]
        _write(path, sorted(row for row in rows if row[1] > 0))
    except (NoReleaseError, StaleLogError, ReferenceDataError, OSError, KeyError, ValueError) as error:
        print(f"gewu: n-grams not learned: {error}", file=sys.stderr)
        return exit_codes.UNUSABLE
    print(
        f"{path}: {len(learned)} n-grams from {articles} articles with a confidence of at least {least_confidence:g}, "
        f"counts times {weight:g}; {len(kept)} rows of other sources stay.\n"
        "Review it, measure with make score on pages that were not learned from, then gewu reprocess."
    )
    return exit_codes.DONE


def _write(path: Path, rows: list[tuple[str, int, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(rows)
    made = path.with_name(path.name + ".new")
    made.write_text(text.getvalue(), encoding="utf-8")
    made.replace(path)
