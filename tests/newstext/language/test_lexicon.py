"""The lexicon finds every occurrence of every surface, whatever overlaps, ends the text or is asked for twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newstext.language.lexicon import Hit, Lexicon, LexiconEntry

# Few characters, so that surfaces overlap, begin alike, and stand at both ends of the text.
TEXTS = st.text("古里村街道", max_size=30)
SURFACES = st.lists(st.tuples(st.text("古里村街道", min_size=1, max_size=5), st.sampled_from(["place", "term"])))


@given(text=TEXTS, surfaces=SURFACES)
def test_hits_are_all_occurrences_in_order(text, surfaces):
    hits = Lexicon(LexiconEntry(surface, kind, surface) for surface, kind in surfaces).scan(text)

    for kind in ("place", "term"):
        expected = sorted(
            Hit(start, start + len(surface), surface)
            for surface, of_kind in surfaces
            if of_kind == kind
            for start in range(len(text))
            if text.startswith(surface, start)
        )
        assert list(hits.get(kind, ())) == expected
        assert kind not in hits or expected


def test_a_surface_that_two_finders_ask_for_is_found_for_both():
    lexicon = Lexicon([LexiconEntry("古里镇", "place", 1), LexiconEntry("古里镇", "name", 2)])

    assert lexicon.scan("走进古里镇") == {"place": (Hit(2, 5, 1),), "name": (Hit(2, 5, 2),)}


def test_offsets_are_code_points_whatever_stands_before():
    text = "A1é𠀀😀，古里镇"

    assert Lexicon([LexiconEntry("古里镇", "place", 1)]).scan(text) == {"place": (Hit(6, 9, 1),)}


def test_an_empty_lexicon_and_an_empty_text_have_no_hits():
    assert Lexicon([LexiconEntry("", "place", 1)]).scan("古里镇") == {}
    assert Lexicon([LexiconEntry("古里镇", "place", 1)]).scan("") == {}
