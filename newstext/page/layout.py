"""The layout engine: from the text of a page to its articles and the ledger of its lines. Composes, decides
nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from newstext.language.characters import CharacterModel
from newstext.language.ngrams import WordSeams
from newstext.page.articles import assemble
from newstext.page.bylines import BylineReader
from newstext.page.captions import CaptionReader
from newstext.page.corrections import LineCorrection
from newstext.page.furniture import FurnitureReader
from newstext.page.headlines import HeadlineScorer
from newstext.page.lines import shape_of, split_lines
from newstext.page.seams import SeamScorer
from newstext.page.search import PageSearch
from newstext.page.search_records import Demand
from newstext.page.views import ViewMaker
from newstext.records import PageHint, PageLayout, TableRows


class LayoutEngine:
    """Lays out any number of pages; immutable once made, so one per process serves."""

    def __init__(
        self,
        bylines: BylineReader,
        captions: CaptionReader,
        furniture: FurnitureReader,
        characters: CharacterModel,
        weights: Mapping[str, float],
    ) -> None:
        self._weights = weights
        words = WordSeams()
        self._seams = SeamScorer(words, characters, weights)
        self._views = ViewMaker(bylines, captions, furniture, HeadlineScorer(words, weights), self._seams, weights)

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows]) -> Self:
        """Build from the tables surnames, byline_markers, pen_names, caption_credits, furniture_patterns,
        character_ngrams, layout_weights."""
        return cls(
            BylineReader.from_tables(tables),
            CaptionReader.from_tables(tables),
            FurnitureReader.from_tables(tables),
            CharacterModel.from_tables(tables),
            {row["weight"]: float(row["value"]) for row in tables["layout_weights"]},
        )

    def lay_out(self, text: str, hint: PageHint, corrections: Sequence[LineCorrection] = ()) -> PageLayout:
        """Return the articles of a page and every non-blank line of ``text`` exactly once.

        ``hint`` says nothing that the layout needs; it is taken so that a later rule may (a newspaper's own habits).
        ``corrections`` are met exactly; those of other pages must not be passed. Raises ValueError where a correction
        names a line that is blank or missing, or where they contradict each other.
        """
        lines = self._views.read_all([shape_of(line) for line in split_lines(text)])
        habits = self._views.habits(lines)
        views = self._views.views(lines, habits)
        index = {line.shape.line_no: at for at, line in enumerate(lines)}
        demands = {}
        for correction in corrections:
            if correction.line_no not in index or (correction.continues_line_no or correction.line_no) not in index:
                raise ValueError(f"correction of line {correction.line_no}: the page has no text there")
            continues = None if correction.continues_line_no is None else index[correction.continues_line_no]
            demands[index[correction.line_no]] = Demand(correction.role, correction.article_ordinal, continues)
        search = PageSearch(views, self._seams, self._weights, habits.is_signed, demands)
        return assemble(lines, search.run())
