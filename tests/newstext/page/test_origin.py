"""What paths and sidecars say of a page, and what must not be read into them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstext.page.origin import BAD_SIDECAR, OriginReader
from newstext.records import PageHint, PageRejectedError

NEWSPAPERS = (
    {"name": "云溪日报", "aliases": "", "slug": "yunxi-daily"},
    {"name": "望湖晚报", "aliases": "望湖晚报社区版|湖报", "slug": "wanghu-evening-news"},
    {"name": "湖畔商报", "aliases": "望湖湖畔商报", "slug": "hupan-business"},
)
DAY = date(2024, 11, 28)


@pytest.fixture(scope="module")
def origin() -> OriginReader:
    return OriginReader.from_tables({"newspapers": NEWSPAPERS})


def test_the_default_layout_of_the_inbox_says_everything(origin):
    assert origin.hint("yunxi-daily/2024-05-13/A03.txt") == PageHint("云溪日报", date(2024, 5, 13), "path", "A03")


@pytest.mark.parametrize("path", ["000.txt", "002.txt", "s033.txt", "12345678.txt", "page.txt", "20241399.txt", "a.b"])
def test_a_bare_file_name_says_nothing(origin, path):
    assert origin.hint(path) == PageHint()


@pytest.mark.parametrize(
    "path",
    [
        "x/2024-11-28/a.txt",
        "x/20241128/a.txt",
        "x/2024年11月28日/a.txt",
        "x/2024_11/28/a.txt",
        "x/2024-11/28/a.txt",
        "x/202411/28/a.txt",
        "2024/11/28/a.txt",
        "2024年/11月/28日/a.txt",
        "2024.11.28/a.txt",
        "x/a_20241128.txt",
        "x/2024-11-28.txt",
        "２０２４-１１-２８/a.txt",
        "2024-11/28_a.txt",
        "2023-01-01/2024-11-28/a.txt",
    ],
)
def test_a_day_in_the_path_is_read(origin, path):
    hint = origin.hint(path)

    assert hint.published_on == DAY
    assert hint.published_on_basis == "path"


@pytest.mark.parametrize(
    "path", ["2024-02-30/a.txt", "20241131/a.txt", "2024/11/28.txt", "1824-11-28/a.txt", "2024/a.txt"]
)
def test_what_is_no_day_of_an_issue_is_not_read_as_one(origin, path):
    hint = origin.hint(path)

    assert hint.published_on is None
    assert hint.published_on_basis is None


@pytest.mark.parametrize(
    ("path", "page_no"),
    [
        ("A03.txt", "A03"),
        ("a03版.txt", "A03"),
        ("yunxi_B12.txt", "B12"),
        ("A3版.txt", "A03"),
        ("03版.txt", "3"),
        ("第3版.txt", "3"),
        ("第三版.txt", "3"),
        ("第十二版.txt", "12"),
        ("p3.txt", "3"),
        ("page-07.txt", "7"),
        ("2024-11-28/003.txt", "3"),
        ("2024/11/28/02.txt", "2"),
        ("20241128_04.txt", "4"),
        ("2024-11-28-4_final.txt", "4"),
    ],
)
def test_a_page_number_in_a_clear_place_is_read(origin, path, page_no):
    assert origin.hint(path).page_no == page_no


@pytest.mark.parametrize(
    "path",
    ["003.txt", "x/3.txt", "scan_a4.txt", "2024-11-28/000.txt", "v3.5版本.txt", "map1a.txt", "A03/a.txt", "5版本.txt"],
)
def test_other_digits_are_no_page_number(origin, path):
    assert origin.hint(path).page_no is None


@pytest.mark.parametrize(
    ("path", "newspaper"),
    [
        ("云溪日报/a.txt", "云溪日报"),
        ("YUNXI-DAILY_2024-11-28_A03.txt", "云溪日报"),
        ("湖报/a.txt", "望湖晚报"),
        ("望湖湖畔商报/a.txt", "湖畔商报"),
        ("云溪日报/望湖晚报/a.txt", "望湖晚报"),
        ("青禾农民报/a.txt", "青禾农民报"),
        ("2024 青禾周刊/a.txt", "青禾周刊"),
    ],
)
def test_a_newspaper_in_the_path_is_read(origin, path, newspaper):
    assert origin.hint(path).newspaper == newspaper


@pytest.mark.parametrize("path", ["海报/a.txt", "工作简报/a.txt", "inbox/a.txt", "yunxi-daily2/a.txt", "日报告/a.txt"])
def test_other_folders_are_no_newspaper(origin, path):
    assert origin.hint(path).newspaper is None


def test_the_sidecar_goes_before_the_path(origin):
    sidecar = {"newspaper": "湖报", "published_on": "2024-11-28", "page_no": "A5"}

    assert origin.hint("yunxi-daily/2024-05-13/A03.txt", sidecar) == PageHint("望湖晚报", DAY, "sidecar", "A05")


def test_what_the_sidecar_does_not_say_comes_from_the_path(origin):
    hint = origin.hint("yunxi-daily/2024-11-28/A03.txt", {"page_no": 7, "published_on": None, "url": 5})

    assert hint == PageHint("云溪日报", DAY, "path", "7")


def test_an_unknown_newspaper_in_the_sidecar_is_taken_as_it_is_written(origin):
    assert origin.hint("a.txt", {"newspaper": " Lakeside Weekly "}).newspaper == "Lakeside Weekly"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("newspaper", ""),
        ("newspaper", 5),
        ("newspaper", "长" * 41),
        ("newspaper", "云溪\x07日报"),
        ("published_on", "28.11.2024"),
        ("published_on", "2024-02-30"),
        ("published_on", 20241128),
        ("page_no", "front"),
        ("page_no", 0),
        ("page_no", True),
        ("page_no", ["A03"]),
    ],
)
def test_a_bad_value_in_the_sidecar_refuses_the_page(origin, key, value):
    with pytest.raises(PageRejectedError) as caught:
        origin.hint("a.txt", {key: value})

    assert caught.value.rule == BAD_SIDECAR
    assert caught.value.value == key
    assert key in caught.value.reason
    assert caught.value.excerpt.isprintable()


@given(st.text(alphabet=st.sampled_from("0123456789-_./年月日版第三ABpP报云溪 \u0663\x00"), max_size=40))
def test_no_path_is_too_strange(path):
    hint = OriginReader.from_tables({"newspapers": NEWSPAPERS}).hint(path)

    assert (hint.published_on is None) == (hint.published_on_basis is None)
    assert hint.page_no is None or hint.page_no.lstrip("ABCDEFGH").isdecimal()
