"""The sample files: made again they are the same, and what is said of them is true of them."""

import ast
import csv
import json
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

SAMPLES = Path(__file__).parents[1] / "sample_data"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
MEMBERS = [f"members_{i}.parquet" for i in (1, 2, 3)]
ENCODINGS = {"customers_gb18030.csv": "gb18030"}
MOBILE = r"1(?:[38]\d|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])\d{8}"


def columns(path):
    """Read a sample as columns of text, by no reader of ours; what is empty is left out."""
    if path.suffix in {".csv", ".tsv"}:
        with path.open(encoding=ENCODINGS.get(path.name, "utf-8-sig"), newline="") as lines:
            head, *rows = csv.reader(lines, delimiter="\t" if path.suffix == ".tsv" else ",")
        table = dict(zip(head, zip(*rows, strict=True), strict=True))
    else:
        table = ds.dataset(path, partitioning="hive").to_table().to_pydict()
    return {
        name: [str(value) for value in values if value not in {None, ""}] for name, values in table.items()
    }


def mobiles_in(text):
    tidy = re.sub(r"(?<=\d)[ -](?=\d)", "", unicodedata.normalize("NFKC", text))
    return re.findall(rf"(?<!\d)(?:\+86)?({MOBILE})(?!\d)", tidy)


def found_in(values, kind):
    """Sort the values of a column by kind, by means of our own."""
    if kind is None:
        pairs = [("cn_mobile", mobile) for value in values for mobile in mobiles_in(value)]
    elif kind == "cn_mobile":
        pairs = [("cn_landline" if value.startswith("0") else "cn_mobile", value) for value in values]
    else:
        pairs = [(kind, value) for value in values]
    return {what: [value for k, value in pairs if k == what] for what in {k for k, _ in pairs}}


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    """Every file but the large ones, made again by the command of the README."""
    out = tmp_path_factory.mktemp("samples")
    only = [word for name in EXPECTED if name not in MEMBERS for word in ("--only", name)]
    command = [sys.executable, str(SAMPLES / "generate.py"), "--out", str(out), *only]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.mark.parametrize("name", [name for name in EXPECTED if name not in MEMBERS])
def test_the_generator_gives_again_what_is_committed(remade, name):
    if Path(name).suffix in {".csv", ".tsv"}:
        assert (remade / name).read_bytes() == (SAMPLES / name).read_bytes()
    else:
        again, committed = (ds.dataset(f / name, partitioning="hive").to_table() for f in (remade, SAMPLES))
        assert again.equals(committed)
    assert json.loads((remade / "expected.json").read_text(encoding="utf-8"))[name] == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_expected_of_a_file_is_true_of_it(name):
    said = EXPECTED[name]
    table = columns(SAMPLES / name)
    assert list(table) == list(said["columns"])
    numbers, ids = set(), set()
    for column, fact in said["columns"].items():
        found = found_in(table[column], fact["kind"])
        counted = {kind: {"values": len(v), "distinct": len(set(v))} for kind, v in found.items()}
        assert counted == fact["found"], column
        numbers |= {*found.get("cn_mobile", ()), *found.get("cn_landline", ())}
        ids |= {*found.get("cn_resident_id", ())}
    assert len(ids) == said["resident_ids"]
    # Everybody has a telephone of their own, save where some have an ID only, or one with others.
    if name not in {"vip_service.parquet", "service_calls.csv"}:
        assert len(numbers) == said["people"]


def test_the_callers_of_a_service_desk_are_who_they_are():
    """A hundred with an ID, fifty phones of two, a hundred by the hotline, a hundred who left a name."""
    rows = list(csv.DictReader((SAMPLES / "service_calls.csv").open(encoding="utf-8", newline="")))
    (hotline,) = {row["手机"] for row in rows if row["邮箱"]}
    by = {row["手机"]: row["身份证号"] for row in rows if row["身份证号"]}
    named = {}
    for row in rows:
        if row["手机"] and row["手机"] != hotline and row["手机"] not in by:
            named.setdefault(row["手机"], []).append(row["姓名"])
    assert len(by) == 100
    assert sorted(map(len, named.values())) == [2] * 50
    assert all(None not in names and "" not in names for names in named.values())
    callers = sum(row["手机"] == hotline for row in rows)
    assert len(by) + 2 * len(named) + callers + sum(not row["手机"] for row in rows) == 400


def test_three_of_the_special_customers_are_under_14_and_everybody_can_be_told_apart():
    rows = ds.dataset(SAMPLES / "vip_service.parquet").to_table().to_pylist()
    assert len({row["id_card"] or row["mobile"] for row in rows}) == 96
    assert all(row["id_card"] or row["mobile"] for row in rows)
    born = {row["id_card"]: row["id_card"][6:14] for row in rows if row["id_card"]}
    fourteen_years_ago = date(2012, 6, 30).strftime("%Y%m%d")
    assert sum(day > fourteen_years_ago for day in born.values()) == 3
    assert EXPECTED["vip_service.parquet"]["under_14_on_2026_06_30"] == 3


def test_only_the_third_members_file_makes_a_hundred_thousand():
    seen, after = set(), []
    for name in MEMBERS:
        seen.update(ds.dataset(SAMPLES / name).to_table(columns=["mobile"])["mobile"].to_pylist())
        after.append(len(seen))
    assert after == [40_000, 75_000, 110_000]


@pytest.mark.parametrize(
    ("name", "column"), [("hr_roster.csv", "身份证号"), ("vip_service.parquet", "id_card")]
)
def test_resident_ids_have_the_right_check_character(name, column):
    assert all(mod_11_2.is_valid(value) for value in columns(SAMPLES / name)[column])


@pytest.mark.parametrize(
    ("name", "column"), [("hr_roster.csv", "工资卡卡号"), ("vip_service.parquet", "bank_card")]
)
def test_bank_cards_are_right_by_luhn_and_of_16_or_19_digits(name, column):
    cards = columns(SAMPLES / name)[column]
    assert all(luhn.is_valid(card) and card.startswith("62") for card in cards)
    assert {len(card) for card in cards} == {16, 19}


def test_an_employee_was_born_on_the_day_in_the_id_and_has_its_sex():
    table = columns(SAMPLES / "hr_roster.csv")
    for number, day, sex in zip(table["身份证号"], table["出生日期"], table["性别"], strict=True):
        assert number[6:14] == day.replace("-", "")
        assert "女男"[int(number[16]) % 2] == sex


@pytest.mark.parametrize("name", ["marketing_statistics.csv", "factory_telemetry.parquet"])
def test_where_nobody_is_inside_no_value_is_a_mobile_number_or_an_id(name):
    for values in columns(SAMPLES / name).values():
        for value in values:
            assert not re.fullmatch(MOBILE, value)
            assert not re.fullmatch(r"[1-8]\d{16}[\dX]", value)


def test_the_samples_stay_small_enough_to_be_kept_with_the_code():
    files = [path for path in SAMPLES.rglob("*") if path.suffix in {".parquet", ".csv", ".tsv", ".json"}]
    assert len(files) == len(EXPECTED) + 2  # loyalty is two files, and expected.json
    assert sum(path.stat().st_size for path in files) < 3_000_000


def test_the_generator_imports_nothing_of_tongguan():
    for script in SAMPLES.glob("*.py"):
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in getattr(node, "names", [])] + [
                getattr(node, "module", None) or ""
            ]
            assert not any(module.split(".")[0] == "tongguan" for module in modules)
