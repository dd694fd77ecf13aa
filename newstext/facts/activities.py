"""Activities that a text reports as held, with their type, name, hosts, partners, venue, date and participants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from newstext.facts.activity_kinds import ACTIVITY_KIND, ActivityWord
from newstext.facts.activity_occasions import Occasions
from newstext.facts.activity_reading import ArticleActivities
from newstext.facts.activity_reports import ClauseReports
from newstext.facts.context import ArticleContext
from newstext.facts.word_senses import WordSenses
from newstext.language.lexicon import LexiconEntry
from newstext.records import Activity, TableRows


class ActivityFinder:
    """Finds reported activities by the nouns and verbs of ``activity_types``; immutable, made once per process."""

    def __init__(self, rows: TableRows, words: TableRows) -> None:
        self._words: dict[str, list[ActivityWord]] = {}
        for row in rows:
            self._words.setdefault(row["word"], []).append(ActivityWord(row["word"], row["activity_type"], row["role"]))
        senses = WordSenses.from_rows(words)
        self._reports = ClauseReports(senses)
        self._occasions = Occasions(senses)

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from ``activity_types`` and ``activity_words``; docs/initiatives-activities-topics.md tells what their
        roles and senses are."""
        return cls(tables["activity_types"], tables["activity_words"])

    def lexicon_entries(self) -> Iterable[LexiconEntry]:
        """Yield every word once, with all that it stands for."""
        for word, senses in self._words.items():
            yield LexiconEntry(word, ACTIVITY_KIND, tuple(senses))

    def find(self, context: ArticleContext) -> tuple[Activity, ...]:
        """Return one activity for each that the body reports, in the order of their first report."""
        hits = context.hits.get(ACTIVITY_KIND, ())
        return ArticleActivities(context, hits, self._reports, self._occasions).read()
