"""Bytes become text strictly, in the encoding they are in, or the page is refused by name."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstext.page import decode as decoding
from newstext.page import plausibility
from newstext.page.decode import decode
from newstext.records import PageRejectedError

SIMPLIFIED = (
    "青禾社区的网格员每天走访三十多户居民，把大家的小事记在本子上。",
    "“电梯什么时候能装好？”听说方案已经通过，住在六楼的老人十分高兴。",
    "今年以来，街道共解决停车、照明、漏水等问题215件，满意率达到98.6%。",
    "暑假里，志愿者为孩子们开设了书法、绘画和手工三门课程，一共12次。",
    "下一步，村里将继续听取群众的意见，把河边的小路修得更宽、更平。",
    "会后，与会代表参观了新建的日间照料中心，并同工作人员进行了交流。",
)
TRADITIONAL = (
    "社區裡的老人說，這條路從前一下雨就積水，現在終於修好了，出門方便多了。",
    "學校請來幾位醫生，給學生們講解怎樣保護眼睛，大家聽得非常認真。",
    "為了讓居民過一個平安的新年，村裡的幹部連續三天檢查電線和爐灶。",
    "圖書館開放時間延長到晚上九點，許多下班後的年輕人都來這裡讀書。",
)

pages = st.lists(st.sampled_from(SIMPLIFIED), min_size=2, max_size=6).map("\n".join)
traditional_pages = st.lists(st.sampled_from(TRADITIONAL), min_size=2, max_size=6).map("\r\n".join)

ALL_RULES = {
    decoding.EMPTY,
    decoding.WRONG_ENCODING,
    plausibility.BLANK,
    plausibility.BINARY,
    plausibility.MOJIBAKE,
    plausibility.NOT_CHINESE,
    plausibility.UNASSIGNED_CHARACTERS,
    plausibility.GIANT_LINE,
    plausibility.PAGE_TOO_LARGE,
}


def refusal(data: bytes) -> PageRejectedError:
    with pytest.raises(PageRejectedError) as caught:
        decode(data)
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("gb18030", b""),
        ("gb18030", b"\x84\x31\x95\x33"),
    ],
)
@given(text=pages)
@settings(max_examples=25)
def test_every_encoding_of_a_simplified_page_gives_the_page_back(encoding, mark, text):
    page = decode(mark + text.encode(encoding))

    assert page.text == text
    assert page.encoding == encoding
    assert page.has_byte_order_mark is bool(mark)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
@given(text=traditional_pages)
@settings(max_examples=25)
def test_every_encoding_of_a_traditional_page_gives_the_page_back(encoding, text):
    page = decode(text.encode(encoding))

    assert page.text == text
    assert page.encoding == encoding


@pytest.mark.parametrize("sentence", SIMPLIFIED)
def test_one_sentence_is_enough_to_tell_gb18030_from_big5(sentence):
    assert decode(sentence.encode("gb18030")).text == sentence


@pytest.mark.parametrize("sentence", TRADITIONAL)
def test_one_sentence_is_enough_to_tell_big5_from_gb18030(sentence):
    assert decode(sentence.encode("big5")).text == sentence


def test_characters_that_only_hong_kong_added_to_big5_are_read():
    text = "\n".join(TRADITIONAL) + "住在深水埗的街坊也來了，大家坐𨋢上樓。"

    assert decode(text.encode("big5hkscs")).text == text


def test_a_rare_character_in_four_bytes_of_gb18030_is_kept():
    text = SIMPLIFIED[0] + "居民王𬭊说。"

    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", decoding.EMPTY),
        (b" \r\n\t\n", plausibility.BLANK),
        ("\u3000\n\u200b".encode(), plausibility.BLANK),
        (codecs.BOM_UTF8, plausibility.BLANK),
        (b"%PDF-1.7\n" + SIMPLIFIED[0].encode(), plausibility.BINARY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", plausibility.BINARY),
        (b"PK\x03\x04\x14\x00", plausibility.BINARY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, plausibility.BINARY),
        (b"\x00" * 512, plausibility.BINARY),
        (bytes(range(256)) * 4, plausibility.BINARY),
        ((SIMPLIFIED[0] + "\x01\x02\x03\x04").encode(), plausibility.BINARY),
        ((SIMPLIFIED[0] + "\x00").encode(), plausibility.BINARY),
        (SIMPLIFIED[0].encode()[:-1], decoding.WRONG_ENCODING),
        (codecs.BOM_UTF8 + SIMPLIFIED[0].encode("gb18030"), decoding.WRONG_ENCODING),
        (codecs.BOM_UTF16_LE + b"\x2d", decoding.WRONG_ENCODING),
        ("すべての住民が参加できる会議です".encode("shift_jis"), decoding.WRONG_ENCODING),
        (b"The committee met on Monday and agreed on the plan.", plausibility.NOT_CHINESE),
        ("このまちでは、毎月の集まりに多くの人が参加しています。".encode(), plausibility.NOT_CHINESE),
        ("東京都港区赤坂で市民会議を開催した。".encode(), plausibility.NOT_CHINESE),
        ("주민들이 모두 참여하는 회의가 열렸다.".encode(), plausibility.NOT_CHINESE),
        (b"12 34 56\n78.9%", plausibility.NOT_CHINESE),
        ("社区".encode() + "\ue123\ue124\ue125\U000f0001".encode(), plausibility.UNASSIGNED_CHARACTERS),
        (("居" * 1_000_000).encode(), plausibility.GIANT_LINE),
        (("居民\n" * 200_000).encode(), plausibility.PAGE_TOO_LARGE),
        (b"a" * (decoding.MAX_PAGE_BYTES + 1), plausibility.PAGE_TOO_LARGE),
    ],
)
def test_what_is_no_page_is_refused_by_name(data, rule):
    assert refusal(data).rule == rule


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [("gb18030", "replace"), ("gb18030", "ignore"), ("latin-1", "strict"), ("cp1252", "replace"), ("big5", "replace")],
)
def test_utf8_read_wrongly_and_stored_again_is_refused_as_mojibake(wrong, errors):
    misread = "\n".join(SIMPLIFIED).encode().decode(wrong, errors)

    assert refusal(misread.encode()).rule == plausibility.MOJIBAKE


def test_gbk_read_as_latin_1_is_refused_as_mojibake():
    misread = "\n".join(SIMPLIFIED).encode("gbk").decode("latin-1")

    assert refusal(misread.encode()).rule == plausibility.MOJIBAKE


def test_gbk_read_as_utf8_with_replacements_is_refused_as_mojibake():
    lost = "\n".join(SIMPLIFIED).encode("gbk").decode("utf-8", "replace")
    stored_as_gbk_again = lost.encode().decode("gbk", "replace")

    assert refusal(lost.encode()).rule == plausibility.MOJIBAKE
    assert refusal(stored_as_gbk_again.encode()).rule == plausibility.MOJIBAKE


def test_big5_read_as_gb18030_is_refused_as_mojibake():
    misread = "\n".join(TRADITIONAL).encode("big5").decode("gb18030", "ignore")

    assert refusal(misread.encode()).rule == plausibility.MOJIBAKE


def test_a_page_of_which_half_was_read_wrongly_is_refused_as_mojibake():
    text = "\n".join(SIMPLIFIED)
    misread = text.encode().decode("gb18030", "ignore")

    assert refusal(f"{text}\n{misread}".encode()).rule == plausibility.MOJIBAKE


def test_a_file_joined_from_two_encodings_is_refused():
    joined = (TRADITIONAL[1] + "\n").encode("big5") + SIMPLIFIED[0].encode("gb18030")

    assert refusal(joined).rule == decoding.WRONG_ENCODING


def test_a_single_lost_character_does_not_cost_the_page():
    text = "\n".join(SIMPLIFIED) + "居民刘\ufffd说。"

    assert decode(text.encode()).text == text


def test_a_form_feed_and_a_stray_control_character_do_not_cost_the_page():
    text = "\n".join(SIMPLIFIED) + "\x0c\x1a"

    assert decode(text.encode()).text == text


def test_a_longest_line_and_a_largest_page_are_still_read():
    line = (SIMPLIFIED[0] * 2000)[: plausibility.MAX_LINE_CODE_POINTS]
    page = "\n".join([line] * 7)

    assert decode(page.encode()).text == page


def test_a_refusal_says_what_was_found_and_shows_nothing_unprintable():
    error = refusal(("\x1b[31m\x07" + SIMPLIFIED[0] + "\x02\x03").encode())

    assert error.rule == plausibility.BINARY
    assert "control characters" in error.reason
    assert error.excerpt.startswith("\\x1b[31m\\x07")
    assert error.value == "4"


def test_a_broken_byte_is_located():
    data = SIMPLIFIED[0].encode()
    error = refusal(data[:30] + b"\xff" + data[30:])

    assert "byte 30" in error.reason
    assert "ff" in error.excerpt.split()


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_random_bytes_are_decoded_or_refused_by_a_known_rule(data):
    _decoded_or_refused(data)


@given(
    page=pages,
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]),
    position=st.integers(0, 400),
    damage=st.binary(max_size=12),
)
@settings(max_examples=150)
def test_damaged_pages_are_decoded_or_refused_by_a_known_rule(page, encoding, position, damage):
    data = page.encode(encoding)
    _decoded_or_refused(data[:position] + damage + data[position + len(damage) :])


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_hostile_unicode_comes_back_unchanged_or_is_refused(text):
    try:
        page = decode(text.encode())
    except PageRejectedError as error:
        assert error.rule in ALL_RULES
        assert error.excerpt.isprintable()
    else:
        assert ("\ufeff" if page.has_byte_order_mark else "") + page.text == text


def _decoded_or_refused(data: bytes) -> None:
    try:
        page = decode(data)
    except PageRejectedError as error:
        assert error.rule in ALL_RULES
        assert error.reason
        assert error.excerpt.isprintable()
    else:
        mark = "\ufeff" if page.has_byte_order_mark else ""
        assert (mark + page.text).encode(page.encoding) == data
