"""The reference tables beside the detectors: their form, their order, and where they come from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "detectors" / "tables"
NAMES = ("surnames.txt", "given_name_characters.txt", "regions.txt")


def header(name):
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return dict(line[2:].split(": ", 1) for line in lines if line.startswith("#"))


def entries(name):
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_names_its_source_its_licence_and_the_script_that_makes_it(name):
    said = header(name)
    assert set(said) == {"what", "source", "licence", "order", "entries", "made", "script"}
    assert said["licence"].startswith("MIT, Copyright (c) ")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", said["made"])
    assert (ROOT / said["script"]).is_file()
    assert name in (TABLES / "MIT-LICENCE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_is_chinese_and_comes_once(name):
    found = entries(name)
    assert all(re.fullmatch(r"[\u3400-\u9fff]+", entry) for entry in found)
    assert len(found) == len(set(found)) == int(header(name)["entries"])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "surnames.txt"])
def test_a_table_is_sorted_by_code_point_if_it_says_so(name):
    assert header(name)["order"] == "by code point"
    assert entries(name) == sorted(entries(name))


def test_surnames_come_most_frequent_first_and_compound_ones_are_there():
    found = entries("surnames.txt")
    assert found[:5] == ["王", "李", "张", "刘", "陈"]
    assert {"欧阳", "司马", "诸葛", "肖", "闫", "付"} <= set(found)


def test_given_names_are_made_of_single_characters_and_thanks_is_no_name():
    found = entries("given_name_characters.txt")
    assert {len(entry) for entry in found} == {1}
    assert set("伟芳娜秀英梓涵轩") <= set(found)
    assert not set("谢裙京市") & set(found)


def test_regions_are_there_in_both_forms_and_levels_of_the_administration_are_not():
    found = set(entries("regions.txt"))
    both = {"浙江省", "浙江", "杭州市", "杭州", "恩施土家族苗族自治州", "恩施", "新疆", "香港"}
    assert both <= found
    assert not {"市辖区", "县", "城区", "和平", "省直辖县级行政区划"} & found
    assert (TABLES / "regions.txt").stat().st_size < 100_000
