"""Surrogate keys: 63-bit integers hashed from natural keys, equal for equal content on any machine, in any order."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import blake2b

_MASK = (1 << 63) - 1

_REMEMBERED = 1 << 15
"""Keys of entities that are remembered by kind: names come again and again, and looking up is ten times as quick."""


def hashed_key(*parts: str) -> int:
    """Return the key of a natural key, between 1 and 2**63 - 1.

    Every part is preceded by its length in UTF-8 bytes, so ("ab", "c") and ("a", "bc") differ. Two of a million keys
    collide with a probability of 5e-8 (birthday bound); the audits of grains would find it.
    """
    return _key_of(b"".join([b"%d:%b" % (len(data), data) for data in map(str.encode, parts)]))


def _key_of(encoded: bytes) -> int:
    # Key 0 is the unknown member.
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "big") & _MASK or 1


def source_key(content_sha256: str) -> int:
    """Return the key of a page version: its content alone."""
    return hashed_key("source", content_sha256)


def article_key(content_sha256: str, ordinal: int) -> int:
    """Return the key of an article: the page's content and its place among the headlines."""
    return hashed_key("article", content_sha256, str(ordinal))


def activity_key(article: int, position: int) -> int:
    """Return the key of an activity: the article's key and the activity's place in it, from 1."""
    # As hashed_key has it, for parts that are digits.
    first, second = str(article), str(position)
    return _key_of(f"8:activity{len(first)}:{first}{len(second)}:{second}".encode())


@lru_cache(maxsize=_REMEMBERED)
def place_key(place_id: str) -> int:
    """Return the key of a place: its division code, or level, name and parent in a provisional identity."""
    return hashed_key("place", place_id)


@lru_cache(maxsize=_REMEMBERED)
def organization_key(name: str, kind: str, place_id: str) -> int:
    """Return the key of an organisation."""
    return hashed_key("organization", name, kind, place_id)


@lru_cache(maxsize=_REMEMBERED)
def person_key(name: str, kind: str) -> int:
    """Return the key of a person's name."""
    return hashed_key("person", name, kind)


@lru_cache(maxsize=_REMEMBERED)
def initiative_key(name: str) -> int:
    """Return the key of an initiative."""
    return hashed_key("initiative", name)


@lru_cache(maxsize=_REMEMBERED)
def indicator_key(name: str, category: str) -> int:
    """Return the key of a thing counted."""
    return hashed_key("indicator", name, category)


@lru_cache(maxsize=_REMEMBERED)
def topic_key(code: str) -> int:
    """Return the key of a topic."""
    return hashed_key("topic", code)


def word_key(word: str) -> int:
    """Return the key of a word."""
    # As hashed_key("word", word) has it: of all keys those of words are made most often.
    data = word.encode()
    return _key_of(b"4:word%d:%b" % (len(data), data))


def text_key(text: str) -> int:
    """Return the key of a text, by which repeated articles are found; 0 for an empty one."""
    return hashed_key("text", text) if text else 0


def rejection_key(*parts: str) -> int:
    """Return the key of a refusal: path, content, table, rule and value."""
    return hashed_key("rejection", *parts)


def date_key(day: date | None) -> int:
    """Return a day as yyyymmdd, 0 where there is none."""
    return 0 if day is None else day.year * 10000 + day.month * 100 + day.day
