"""Cutting text into words, by one of two engines that agree token for token, and counting the words of an article.

jieba is the reference; rjieba, the same algorithm in Rust, is some ten times quicker and the default. Where rjieba
differs, its result is corrected here, and tests hold the two equal. Tags of words are in ``tags``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Final, NamedTuple, Protocol, Self

import jieba
import rjieba

from newstext.records import TableRows, WordCounts

_JIEBA_BLOCK: Final = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
"""What jieba 0.42.1 cuts with its dictionary (``re_han_default``); everything else it takes character by character."""

_JIEBA_RUN: Final = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
"""What jieba keeps whole of ASCII that its dictionary does not know (``re_skip`` of its ``finalseg``)."""

_JOINED_RUN: Final = re.compile(r"[a-zA-Z0-9](?:[-_][a-zA-Z0-9]|\.(?:\d*[a-zA-Z]|\d+\.[a-zA-Z0-9]))")
"""Where rjieba 0.2.2 keeps Wi-Fi, 8-15 or www.example.com whole and jieba does not: the shortest sign of it."""

_RARE_HANZI: Final = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f])")
"""Hanzi outside U+4E00 to U+9FD5: rjieba cuts them with its model, jieba takes each for a word of its own."""

_NAME: Final = re.compile("[\u4e00-\u9fd5]{2,16}")
"""Names of other characters are not added: jieba cuts them apart before it looks at its dictionary."""


class Segmenter(Protocol):
    """Cuts text into words."""

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` in order; joined they are ``text`` again."""
        ...


class AddedWord(NamedTuple):
    """A word that both engines are given beside the dictionary; frequency 0 takes it out of the dictionary."""

    word: str
    frequency: int


class WordListError(ValueError):
    """Raised where a word list cannot be given to both engines alike; the message names the word and what to do."""


def added_words(
    domain_words: TableRows, extra_words: Iterable[str] = (), engine: rjieba.Jieba | None = None
) -> tuple[AddedWord, ...]:
    """Return the project's own words with their frequencies, sorted by word.

    ``domain_words`` has the columns word and frequency; an empty frequency is computed, 0 removes the word from the
    dictionary. ``extra_words`` (names of places, initiatives) get a computed frequency; those of one character, of
    more than 16, or with characters that jieba never joins are left out. The computed frequency is jieba's
    ``suggest_freq``: one more than what the best cutting into smaller words is worth, so that the word wins just so.
    ``engine`` has jieba's dictionary and nothing else, and is left without the removed words; one is made where none
    is given.

    Raises WordListError for a frequency that is no whole number, and for a removal that leaves single characters only.
    """
    engine = engine or rjieba.Jieba()
    frequencies = {word: engine.suggest_freq(word) for word in sorted(set(extra_words)) if _NAME.fullmatch(word)}
    for row in domain_words:
        word, frequency = row["word"], row["frequency"]
        if not _JIEBA_BLOCK.fullmatch(word):
            raise WordListError(f"word {word!r}: only hanzi, letters, digits and + # & . _ % - can stand in a word")
        if frequency and not frequency.isdecimal():
            raise WordListError(f"word {word!r}: frequency {frequency!r} is no whole number; leave it empty")
        frequencies[word] = int(frequency) if frequency else engine.suggest_freq(word)
    removed = [word for word, frequency in frequencies.items() if frequency == 0]
    for word in removed:
        engine.add_word(word, 0, "")
    for word in removed:
        # jieba would give a run of single characters to its hidden Markov model, which may join them again.
        if max(map(len, engine.cut(word, False))) < 2:
            raise WordListError(f"word {word!r} falls into single characters when removed; take the row out")
    return tuple(AddedWord(word, frequency) for word, frequency in sorted(frequencies.items()))


class JiebaSegmenter:
    """The reference: jieba's own tokenizer, in an instance of its own, loaded without jieba's shared cache file."""

    def __init__(self, words: Iterable[AddedWord] = ()) -> None:
        tokenizer = jieba.Tokenizer()
        # initialize() would read, or write, a cache file in the machine's shared folder for temporary files.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for word, frequency in words:
            # add_word() counts a known word's frequency twice and tells a removal to all tokenizers of the process.
            tokenizer.total += frequency - tokenizer.FREQ.get(word, 0)
            tokenizer.FREQ[word] = frequency
            for end in range(1, len(word)):
                tokenizer.FREQ.setdefault(word[:end], 0)
        self._tokenizer = tokenizer

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` in order; joined they are ``text`` again."""
        return list(self._tokenizer.cut(text))


class RjiebaSegmenter:
    """The default: rjieba, corrected where it differs from jieba.

    It keeps ASCII runs joined by ``-``, ``_`` or ``.``: they are split again. It takes more characters for hanzi than
    jieba does: the text is cut around them, as jieba cuts it. The words are added to ``engine`` where one is given:
    reading the dictionary again takes a tenth of a second.
    """

    def __init__(self, words: Iterable[AddedWord] = (), engine: rjieba.Jieba | None = None) -> None:
        engine = engine or rjieba.Jieba()
        for word, frequency in words:
            engine.add_word(word, frequency, "")
        self._engine = engine

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` in order; joined they are ``text`` again."""
        if _RARE_HANZI.search(text) is not None:
            # Every second piece is a single rare character, which is a word of its own.
            pieces = _RARE_HANZI.split(text)
            return [word for index, piece in enumerate(pieces) for word in ([piece] if index % 2 else self.cut(piece))]
        words: list[str] = self._engine.cut(text)
        if _JOINED_RUN.search(text) is not None:
            return [part for word in words for part in (self._split_run(word) if word.isascii() else (word,))]
        return words

    def _split_run(self, word: str) -> Iterable[str]:
        """Split an unknown word such as ``Wi-Fi`` as jieba does, and leave any other ASCII word whole."""
        if _JOINED_RUN.search(word) is None or self._engine.has_word(word):
            return (word,)
        return (part for part in _JIEBA_RUN.split(word) if part)


class WordCounter:
    """Counts the words of articles as printed: no letter case and no width is changed."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    @classmethod
    def from_tables(cls, tables: Mapping[str, TableRows], extra_words: Iterable[str] = ()) -> Self:
        """Build the counter, with the default engine, from the words and names of the reference tables.

        Used are ``domain_words`` (word, frequency) and, where they are there, names and aliases (joined by ``|``) of
        ``places``, ``places_supplement``, ``place_aliases``, ``world_places`` and ``initiatives_known``.
        """
        names = [
            name for table, column in _NAME_COLUMNS for row in tables.get(table, ()) for name in row[column].split("|")
        ]
        engine = rjieba.Jieba()
        return cls(RjiebaSegmenter(added_words(tables["domain_words"], [*names, *extra_words], engine), engine))

    def count(self, headline: str, body: str) -> WordCounts:
        """Return the words of an article in the order in which they first appear, headline before body.

        A word has at least one letter, digit or hanzi. Occurrences are of headline and body together, first starts in
        code points of ``body``.
        """
        body_words = self._segmenter.cut(body)
        counts = Counter(self._segmenter.cut(headline))
        # Nearly all words are letters, digits or hanzi throughout; only the others are looked at by characters.
        title_counts = [count for word, count in counts.items() if word.isalnum() or _is_readable(word)]
        counts.update(body_words)
        words = [word for word in counts if word.isalnum() or _is_readable(word)]
        # The words of the headline come first; those that follow are in the body only.
        title_counts += [0] * (len(words) - len(title_counts))
        starts = list(accumulate(map(len, body_words), initial=0))
        # From the end to the beginning, so that the first start of a word is what stays; behind the last word is none.
        first_starts = dict(zip(reversed(body_words), reversed(starts[:-1]), strict=True))
        occurrences = list(map(counts.__getitem__, words))
        return WordCounts(words, occurrences, title_counts, list(map(first_starts.get, words)))


def _is_readable(word: str) -> bool:
    """Return whether a word has a letter, a digit or a hanzi."""
    return any(map(str.isalnum, word))


_NAME_COLUMNS: Final = (
    ("places", "name"),
    ("places_supplement", "name"),
    ("places_supplement", "aliases"),
    ("place_aliases", "alias"),
    ("world_places", "name"),
    ("world_places", "aliases"),
    ("initiatives_known", "name"),
    ("initiatives_known", "aliases"),
)
