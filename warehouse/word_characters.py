"""The characters of a text that make up words, by which repeated articles are found."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

_UTF_16 = "utf-16-le"
_UNIT_COUNT = 1 << 16
"""Code units of UTF-16."""


def word_characters(text: str) -> str:
    """Return a text without all that is no letter, digit, hanzi or underscore (what ``\\w`` matches)."""
    units = np.frombuffer(text.encode(_UTF_16), np.uint16)
    if len(units) > len(text):
        # Some character takes two units, which can only be told together.
        return "".join(filter(_is_of_word, text))
    return units[_units_of_words()[units]].tobytes().decode(_UTF_16)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=1)
def _units_of_words() -> npt.NDArray[np.bool_]:
    """Return for every unit whether it is a character of words: a look-up for all units of a text at once."""
    return np.fromiter(map(_is_of_word, map(chr, range(_UNIT_COUNT))), np.bool_, _UNIT_COUNT)
