"""The reference tables beside the detectors: their form, their order, and where they come from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "detectors" / "tables"
NAMES = ("surnames.txt", "words_like_names.txt", "regions.txt")
BY_HAND = {"MIT-LICENCE.txt", "minority_names.txt"}
MADE = sorted({path.name for path in TABLES.glob("*.txt")} - BY_HAND)


def header(name):
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return dict(line[2:].split(": ", 1) for line in lines if line.startswith("#"))


def entries(name):
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", MADE)
def test_a_table_names_its_source_its_licence_and_the_script_that_makes_it(name):
    said = header(name)
    assert set(said) == {"what", "source", "licence", "order", "entries", "made", "script"}
    assert said["licence"].startswith(("MIT, Copyright (c) ", "Apache-2.0, by "))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", said["made"])
    assert (ROOT / said["script"]).is_file()
    assert name in (TABLES / "MIT-LICENCE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_is_chinese_and_comes_once(name):
    found = entries(name)
    assert all(re.fullmatch(r"[\u3400-\u9fff]+", entry) for entry in found)
    assert len(found) == len(set(found)) == int(header(name)["entries"])


@pytest.mark.parametrize("name", ["regions.txt", "traditional.txt"])
def test_a_table_is_sorted_by_code_point_if_it_says_so(name):
    assert header(name)["order"] == "by code point"
    assert entries(name) == sorted(entries(name))


def test_surnames_come_most_frequent_first_and_compound_ones_are_there():
    found = entries("surnames.txt")
    assert found[:5] == ["王", "李", "张", "刘", "陈"]
    assert {"欧阳", "司马", "诸葛", "肖", "闫", "付"} <= set(found)


def test_scores_tell_characters_of_given_names_from_those_of_words():
    score = {
        (line.split()[0], c): float(line.split()[1])
        for line in entries("name_scores.txt")
        for c in line.split()[2]
    }
    unseen = {place: score[place, "*"] for place in ("sole", "middle", "last")}
    assert all(score.get(("last", c), unseen["last"]) > 0 for c in "伟芳娜英涵轩")
    assert all(score.get(("last", c), unseen["last"]) < -1 for c in "市店场版机杯")
    assert score["surname", "王"] > 2
    assert score["surname", "水"] < 0


def test_every_traditional_character_has_one_simplified_form():
    pairs = entries("traditional.txt")
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert {"張张", "陳陈", "劉刘", "黃黄", "趙赵"} <= set(pairs)


def test_regions_are_there_in_both_forms_and_levels_of_the_administration_are_not():
    found = set(entries("regions.txt"))
    both = {"浙江省", "浙江", "杭州市", "杭州", "恩施土家族苗族自治州", "恩施", "新疆", "香港"}
    assert both <= found
    assert not {"市辖区", "县", "城区", "和平", "省直辖县级行政区划"} & found
    assert (TABLES / "regions.txt").stat().st_size < 100_000
