"""Make detectors/tables/regions.txt: names of provinces and prefectures, full and short.

Source: ``resources/adcodes.csv`` of cpca, MIT. A short form is the name without its rank and without
the peoples of an autonomous area (恩施土家族苗族自治州: 恩施), if two characters or more are left.
Needs: ``pip install cpca==0.5.5`` (its files are read; it is not imported, so pandas is not needed).
"""

from __future__ import annotations

import csv
import re
from importlib.metadata import distribution
from pathlib import Path

from table import MIT, write_table

# Rows that name a level of the administration and no place.
NO_PLACE = re.compile(r"市辖区|县|城区|郊区|矿区|.*直辖县级行政区划|.*海域")
RANK = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|新区|矿区|省|市|区|县|盟|旗|州)$")


def resource(name: str) -> str:
    """Return the text of one of cpca's files."""
    path = Path(str(distribution("cpca").locate_file("cpca/resources"))) / name
    return path.read_text(encoding="utf-8-sig")


def short(name: str, peoples: re.Pattern[str]) -> str:
    """Return *name* without rank and peoples, or *name* itself where too little would be left."""
    stem = RANK.sub("", name)
    if "自治" in name or stem.endswith("族"):
        stem = peoples.sub("", stem)
    return stem if len(stem) > 1 else name


def region_names() -> list[str]:
    """Return every name in both forms, sorted by code point."""
    # 维吾尔族 is 维吾尔 in 新疆维吾尔自治区 and 哈萨克族 is 哈萨克 in 伊犁哈萨克自治州.
    stems = sorted(
        {nation.removesuffix("族") for nation in resource("56_nations.csv").split()}, key=len, reverse=True
    )
    long_stems = [stem for stem in stems if len(stem) > 1]
    peoples = re.compile(rf"(?:(?:{'|'.join(stems)})族|{'|'.join(long_stems)}|各族)+$")
    rows = csv.DictReader(resource("adcodes.csv").splitlines())
    # Counties would make six thousand names, among them everyday words like 和平 and 朝阳.
    upper = [row["name"] for row in rows if row["adcode"][4:6] == "00"]
    full = {name for name in upper if not NO_PLACE.fullmatch(name)}
    return sorted(full | {short(name, peoples) for name in full})


if __name__ == "__main__":
    write_table(
        "regions.txt",
        region_names(),
        what="names of provinces and prefectures of China, full and short form",
        source=f"cpca {distribution('cpca').version}, resources/adcodes.csv",
        licence=f"MIT, Copyright (c) 2018 QinYuan Du; {MIT}",
        order="by code point",
        script="tools/make_regions.py",
    )
