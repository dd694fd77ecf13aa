"""Pages that nobody would print: damaged, mutilated, hostile, far too large. The same number gives the same page."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from tests.flows.runs import SAMPLES

SEED = 20_261_121
RARE = 250
"""One page of so many is of an extreme size."""

_FORMAT_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u115f\u1160\u3164\uffa0"
_COMBINING = "\u0300\u0301\u0308\u0489\u20dd\u20e3\u302a\u3099\ufe0f\ufe20\U000e0100\U000e0001\U000e0020"
_OUTSIDE = "\ue000\uf8ff\U000f0000\U0010fffd\ufffe\uffff\U0001ffff\ufdd0\u0378"
_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = " \t\u00a0\u1680\u2000\u2003\u200a\u202f\u205f\u3000"
_CONTROLS = "\x00\x01\x07\x08\x1a\x1b\x7f\x80\x9f"
_LOOKALIKES = "０９Ａｚ｀㈠①⑳Ⅷ㊣㍿㎡½⅔〇零壹贰兩億۳५𝟗🄀⺀⼀豈﨎𠀀𪚥\U000323af"
_MARKS = "“”‘’「」『』《》〈〉【】（）()[]{}<>—…·•、，。：；！？,.:;!?/／|%％‰＋-－"
_MARKUP = ("<script>", "</p>", "&amp;", "{{x}}", "${x}", "%s", "';--", "=1+1", "](x)", "\\", "`", "../", "\x1b[31m")
HOSTILE = (
    _FORMAT_CONTROLS + _INVISIBLE + _COMBINING + _OUTSIDE + _LINE_ENDS + _SPACES + _CONTROLS + _LOOKALIKES + _MARKS
)
_ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "gb18030",
    "big5",
    "cp1252",
    "shift_jis",
)
UNITS = (
    "社区", "石漪街道听橹社区", "解决诉求32条，", "上午9时", "2024年11月8日至9日", "社区书记沈一川", "居民议事会",
    "“", "”", "《", "（一）", "的", "一二三四", "12.5%", "1.", "和平路社区和", "党支部、", "志愿服务活动", "——", "记者",
    "图/文",
)  # fmt: skip
"""Pieces that many rules look at, to be repeated."""


def hostile_page(number: int) -> bytes:
    """Return a page by its number."""
    chance = random.Random(f"{SEED} {number}")
    if number % RARE == RARE - 1:
        return chance.choice(_EXTREMES)(chance)
    return chance.choice(_KINDS)(chance)


@cache
def _samples() -> tuple[bytes, ...]:
    return tuple(file.read_bytes() for file in sorted(SAMPLES.rglob("*.txt")))


@cache
def _texts() -> tuple[str, ...]:
    found = []
    for data in _samples():
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            found.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def _random_bytes(chance: random.Random) -> bytes:
    return chance.randbytes(int(chance.paretovariate(0.5)) % 20_000)


def _mutated_bytes(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(_samples()))
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                data[at:at] = chance.randbytes(chance.randint(1, 6))
            case 2:
                del data[at : at + chance.randint(1, 200)]
            case _:
                start = chance.randrange(len(data) + 1)
                data[at:at] = data[start : start + chance.randint(1, 500)]
    return bytes(data)


def _cut(chance: random.Random) -> bytes:
    data = chance.choice(_samples())
    return data[: chance.randrange(len(data))]


def _two_joined(chance: random.Random) -> bytes:
    return chance.choice(_samples()) + chance.choice(_samples())


def _with_hostile_characters(chance: random.Random) -> bytes:
    text = list(chance.choice(_texts()))
    alphabet = chance.choice(
        (HOSTILE, _INVISIBLE, _FORMAT_CONTROLS, _COMBINING, _LINE_ENDS, _SPACES, _MARKS, _LOOKALIKES)
    )
    for _ in range(chance.choice((1, 10, 100, 1000))):
        at = chance.randrange(len(text) + 1)
        piece = chance.choice(_MARKUP) if chance.random() < 0.1 else chance.choice(alphabet)
        text[at : at + chance.randrange(2)] = piece * chance.choice((1, 1, 1, 3, 40))
    return "".join(text).encode()


def _with_lone_surrogates(chance: random.Random) -> bytes:
    text = list(chance.choice(_texts()))
    for _ in range(chance.randint(1, 5)):
        text.insert(chance.randrange(len(text) + 1), chr(chance.randrange(0xD800, 0xE000)))
    return "".join(text).encode(chance.choice(("utf-8", "utf-16", "utf-16-le", "utf-32")), "surrogatepass")


def _in_another_encoding(chance: random.Random) -> bytes:
    written = chance.choice(_texts()).encode(chance.choice(_ENCODINGS), "ignore")
    return written if chance.random() < 0.5 else written[: chance.randrange(len(written) + 1)]


def _reprinted(chance: random.Random) -> bytes:
    """Lines shuffled, doubled, joined, cut, blank lines taken out or put in: what a column order does, and worse."""
    lines = chance.choice(_texts()).splitlines()
    match chance.randrange(6):
        case 0:
            chance.shuffle(lines)
        case 1:
            lines = [line for line in lines if line.strip()]
        case 2:
            lines = [each for line in lines for each in (line, "", line)]
        case 3:
            width = chance.randint(1, 30)
            lines = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
        case 4:
            lines = ["".join(lines)]
        case _:
            lines = [line[chance.randrange(len(line) + 1) :] for line in lines]
    return chance.choice(("\n", "\r\n", "\r", "\n\n")).join(lines).encode()


def _of_characters(chance: random.Random) -> bytes:
    """Random characters out of few, so that they form what rules look for by accident."""
    alphabet = "社区街道居民一二三年月日：，。、“”（）0123456789\n\n 沈书记" + chance.choice((HOSTILE, "", _MARKS))
    return "".join(chance.choices(alphabet, k=chance.randint(20, 4_000))).encode()


def _repeated(chance: random.Random) -> bytes:
    unit = chance.choice(UNITS) + chance.choice(("", "\n", "，", "。", "\n\n", "、", " "))
    page = chance.choice(_texts())
    at = chance.randrange(len(page))
    return (page[:at] + unit * chance.randint(2, 2_000) + page[at:]).encode()


def _giant_line(chance: random.Random) -> bytes:
    return ("居民在河边议事，社区把小事办好。" * (10_000_000 // 48)).encode()


def _hundred_thousand_lines(chance: random.Random) -> bytes:
    return (chance.choice(UNITS) + "\n").encode() * 100_000


def _largest_allowed(chance: random.Random) -> bytes:
    """As many characters as a page may have, of a piece that many rules look at, beside ordinary text."""
    unit = chance.choice(UNITS) + chance.choice(("", "，", "。", "、"))
    long_line = (unit * 50_000)[: chance.randint(20_000, 50_000)]
    return "\n".join([*_texts()[0].splitlines() * 6, long_line, *([long_line] * chance.randint(0, 2))]).encode()


_KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    _random_bytes, _mutated_bytes, _mutated_bytes, _cut, _two_joined, _with_hostile_characters,
    _with_hostile_characters, _with_lone_surrogates, _in_another_encoding, _reprinted, _reprinted, _of_characters,
    _repeated,
)  # fmt: skip
_EXTREMES: tuple[Callable[[random.Random], bytes], ...] = (_giant_line, _hundred_thousand_lines, _largest_allowed)
