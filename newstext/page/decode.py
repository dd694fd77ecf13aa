"""From the bytes of a page file to its text: which encoding it is in, and what is no text at all.

Nothing is ever replaced: a page either decodes strictly or is refused by name. Order of trust: byte order mark, strict
UTF-8, then the reading among UTF-16, GB18030 and Big5 whose characters are the common ones of Chinese.
"""

from __future__ import annotations

from typing import Final

from newstext.page.plausibility import BINARY, PAGE_TOO_LARGE, common_share, refuse_implausible
from newstext.records import DecodedPage, PageRejectedError

EMPTY: Final = "empty"
WRONG_ENCODING: Final = "wrong_encoding"

MAX_PAGE_BYTES: Final = 16 * 1024 * 1024
"""Larger files are not decoded; the largest page allowed (400,000 code points) has a tenth of it in any encoding."""

_SAMPLE_CODE_POINTS: Final = 4096
"""Enough characters to tell readings apart: their shares of common characters differ by a factor of forty."""

_MIN_SHARE: Final = 0.4
"""Of common characters, for a reading to be believed. Right readings of news pages have 0.66 and more, of single lines
0.45; wrong ones stay under 0.2, and two encodings joined in one file under 0.5."""

_MIN_LEAD: Final = 1.5
"""How many times the share of the second reading the best one must have; closer than that, neither is believed."""

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Unicode Standard, section 23.8; GB18030 from GB 18030-2022. Longer marks first: UTF-32's starts like UTF-16's."""

_BINARY_FORMATS: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document (docx, xlsx, ofd)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE document (doc, wps, xls)"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
"""First bytes of file formats, from the formats' own specifications."""

_BIG5_CODECS: Final = ("big5", "cp950", "big5hkscs")
"""Big5 itself, then the supersets of Windows and of Hong Kong, for pages that use their additions."""

_WIDE_ENCODINGS: Final = ("utf-16-le", "utf-16-be")
_OTHER_ENCODINGS: Final = ("gb18030", "big5", *_WIDE_ENCODINGS)


def decode(data: bytes) -> DecodedPage:
    """Return the text of a page file and the encoding it was in; line ends stay as they are, a mark is removed.

    Raises PageRejectedError with one of these rules: empty, blank, binary, wrong_encoding, mojibake, not_chinese,
    unassigned_characters, giant_line, page_too_large. Time is linear in the bytes.
    """
    if not data:
        raise PageRejectedError(EMPTY, "the file has no bytes; put the page's text in it or remove it", value="0 bytes")
    for magic, name in _BINARY_FORMATS:
        if data.startswith(magic):
            raise PageRejectedError(
                BINARY, f"the file is {name}; export the page as plain text", _hexadecimal(data, 0), name
            )
    if len(data) > MAX_PAGE_BYTES:
        raise PageRejectedError(
            PAGE_TOO_LARGE,
            f"the file has {len(data)} bytes, the limit is {MAX_PAGE_BYTES}; store one page in a file",
            _hexadecimal(data, 0),
            str(len(data)),
        )
    page = _decode_marked(data) or _decode_unmarked(data)
    refuse_implausible(page.text)
    return page


def _decode_marked(data: bytes) -> DecodedPage | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise PageRejectedError(
                    WRONG_ENCODING,
                    f"the byte order mark says {encoding}, but byte {error.start + len(mark)} cannot be read so "
                    f"({error.reason}); the file is damaged or was joined from two, export it again as UTF-8",
                    _hexadecimal(data, error.start + len(mark)),
                    encoding,
                ) from error
            return DecodedPage(text=text, encoding=encoding, has_byte_order_mark=True)
    return None


def _decode_unmarked(data: bytes) -> DecodedPage:
    problem = "it holds NUL bytes"
    position = data.find(b"\x00")
    if position < 0:
        try:
            return DecodedPage(text=data.decode("utf-8"), encoding="utf-8", has_byte_order_mark=False)
        except UnicodeDecodeError as error:
            problem, position = f"byte {error.start}: {error.reason}", error.start
    # Text in GB18030 or Big5 has no NUL; in UTF-16 every line end and every ASCII character has one.
    has_nul = b"\x00" in data
    readings: list[tuple[float, str, str]] = []
    for encoding in _WIDE_ENCODINGS if has_nul else _OTHER_ENCODINGS:
        for codec in _BIG5_CODECS if encoding == "big5" else (encoding,):
            text = _decode_strictly(data, codec)
            if text is not None:
                readings.append((common_share(text[:_SAMPLE_CODE_POINTS]), codec, text))
                break
    readings.sort(key=_share, reverse=True)
    if readings:
        share, encoding, text = readings[0]
        second = readings[1][0] if len(readings) > 1 else 0.0
        if share >= _MIN_SHARE and share >= second * _MIN_LEAD:
            return DecodedPage(text=text, encoding=encoding, has_byte_order_mark=False)
    if has_nul:
        raise PageRejectedError(
            BINARY,
            f"byte {position} is NUL and the file is no Chinese text in UTF-16; export the page as plain text",
            _hexadecimal(data, position),
            f"{data.count(0)} NUL bytes",
        )
    shares = ", ".join(f"{encoding} {share:.0%}" for share, encoding, _ in readings) or "none decodes"
    raise PageRejectedError(
        WRONG_ENCODING,
        f"the file is not UTF-8 ({problem}), and no other reading gives common Chinese characters ({shares}); "
        "store the page as UTF-8",
        _hexadecimal(data, position),
        shares,
    )


def _share(reading: tuple[float, str, str]) -> float:
    return reading[0]


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _hexadecimal(data: bytes, position: int) -> str:
    """Return the bytes around a position in hexadecimal: what cannot be decoded cannot be shown as text."""
    start = max(0, position - 8)
    return data[start : start + 24].hex(" ")
