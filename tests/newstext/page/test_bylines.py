"""Reporters' names at their places; text that only looks like names."""

import pytest

from newstext.page.bylines import BylineReader
from newstext.page.captions import CaptionReader
from newstext.page.furniture import FurnitureReader, inline_jump
from tests.newstext.page.layout_fixtures import tables

BYLINES = BylineReader.from_tables(tables())
CAPTIONS = CaptionReader.from_tables(tables())
FURNITURE = FurnitureReader.from_tables(tables())


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("秦若溪 罗一舟", ("秦若溪", "罗一舟")),
        ("秦若溪  罗一舟", ("秦若溪", "罗一舟")),
        ("欧阳岚", ("欧阳岚",)),
        ("本报记者 秦若溪 通讯员 罗一舟", ("秦若溪", "罗一舟")),
        ("（记者 秦若溪）", ("秦若溪",)),
        ("文/图 秦若溪", ("秦若溪",)),
        ("云梯宣 罗一舟", ("云梯宣", "罗一舟")),
        ("记者 阿依古丽·买买提", ("阿依古丽·买买提",)),
        ("秦若溪 摄影报道", ("秦若溪",)),
    ],
)
def test_a_line_of_names(line: str, names: tuple[str, ...]) -> None:
    byline = BYLINES.read(line)
    assert byline is not None
    assert byline.names == names


@pytest.mark.parametrize(
    "line", ["网格有温度", "开门迎客。", "白鹭镇：", "深度 融合", "便民服务", "秦若溪走进社区开讲"]
)
def test_text_is_no_byline(line: str) -> None:
    assert BYLINES.read(line) is None


def test_a_name_that_signs_elsewhere_needs_no_surname() -> None:
    assert BYLINES.read("阿木") is None
    known = BYLINES.read("阿木", {"阿木"})
    assert known is not None
    assert known.names == ("阿木",)


@pytest.mark.parametrize(
    ("line", "suffix"),
    [
        ("大家笑着散了。 秦若溪 罗一舟", "秦若溪 罗一舟"),
        ("大家笑着散了。（记者 秦若溪）", "（记者 秦若溪）"),
        ("大家笑着散了。”  秦若溪", "秦若溪"),
    ],
)
def test_names_behind_the_last_full_stop(line: str, suffix: str) -> None:
    found = BYLINES.read_suffix(line)
    assert found is not None
    assert line[found.start : found.end] == suffix


@pytest.mark.parametrize(
    "line", ["大家笑着散了。秦若", "大家笑着散了。随后，", "大家笑着散了", "大家笑着散了。 下午三点"]
)
def test_a_paragraph_cut_behind_a_full_stop_is_not_signed(line: str) -> None:
    assert BYLINES.read_suffix(line) is None


@pytest.mark.parametrize(
    ("line", "is_caption"),
    [
        ("居民在集市上挑选旧书 罗一舟 摄", True),
        ("居民在集市上挑选旧书（社区供图）", True),
        ("居民在集市上挑选旧书 资料图片", True),
        ("这组照片由居民拍摄", False),
        ("居民在集市上挑选旧书", False),
    ],
)
def test_captions_end_in_a_credit(line: str, is_caption: bool) -> None:
    assert (CAPTIONS.certainty(line) == 1.0) is is_caption


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("第03版", "page_number"),
        ("2031年5月6日 星期二", "page_date"),
        ("责任编辑：某某 版式：某某", "staff_box"),
        ("（下转第4版）", "jump"),
        ("新闻热线：0000-1234567", "contact"),
        ("云梯社区报", "masthead"),
        ("今日天气：多云，东南风3级", "weather"),
        ("广告", "advertisement"),
    ],
)
def test_furniture_has_its_reason(line: str, reason: str) -> None:
    found = FURNITURE.read(line)
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize(
    "line", ["邻里食堂开到第3家", "2031年的第一场雪", "社区邀请热线接线员走进课堂", "活动由三个社区联合主办"]
)
def test_headlines_are_no_furniture(line: str) -> None:
    assert FURNITURE.read(line) is None


@pytest.mark.parametrize(
    ("line", "page_no"), [("第03版", "3"), ("A2", "A2"), ("第二十三版", "23"), ("04 社区新闻", "4"), ("邻里来稿", None)]
)
def test_page_numbers_are_read(line: str, page_no: str | None) -> None:
    found = FURNITURE.read(line)
    assert (found.page_no if found else None) == page_no


def test_the_printed_date_is_read_only_if_it_exists() -> None:
    real, impossible = FURNITURE.read("2031年5月6日"), FURNITURE.read("2031年2月30日")
    assert real is not None and impossible is not None
    assert str(real.printed_on) == "2031-05-06"
    assert impossible.printed_on is None


def test_a_jump_note_at_the_end_of_a_paragraph() -> None:
    text = "摊位统一搬进了遮雨棚（下转第4版）"
    found = inline_jump(text)
    assert found is not None
    assert text[: found[0]] == "摊位统一搬进了遮雨棚"
    assert inline_jump("摊位（含修鞋）统一搬进了遮雨棚") is None


def test_a_dateline_names_reporters_only_where_it_says_so() -> None:
    dateline = BYLINES.read_dateline("本报讯（记者 秦若溪 通讯员 罗一舟）近日，便民廊开门。")
    assert dateline is not None
    assert dateline.names == ("秦若溪", "罗一舟")
    assert BYLINES.read_dateline("（三）近日，便民廊开门。") is None
    assert BYLINES.read_dateline("便民廊（修鞋 配钥匙）近日开门。") is None


@pytest.mark.parametrize(("line", "is_section"), [("社区要闻", True), ("镇街视窗", True), ("柳岸社区", False)])
def test_the_name_of_a_section(line: str, is_section: bool) -> None:
    assert FURNITURE.is_section_name(line) is is_section
