"""The sample data, scanned: what the generator knows to be true is what the scan says."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_cli import valid

import tongguan
from tongguan.cli import main
from tongguan.register import read_register

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
ON = date(2026, 6, 30)  # the day whose under-14s the generator counted


@pytest.fixture(scope="module", params=EXPECTED)
def sample(request):
    return EXPECTED[request.param], tongguan.scan(SAMPLES / request.param, on=ON)


def test_every_row_is_counted(sample):
    expected, found = sample
    assert found.rows == expected["rows"]
    assert found.complete
    assert not found.unsure


def test_every_column_is_what_it_is(sample):
    expected, found = sample
    kinds = {column.column: column.kind for column in found.columns if column.column in expected["columns"]}
    assert kinds == {name: column["kind"] for name, column in expected["columns"].items()}


def test_every_value_of_a_kind_with_a_shape_is_found(sample):
    expected, found = sample
    for column in found.columns:
        for kind, count in expected["columns"].get(column.column, {"found": {}})["found"].items():
            if kind == "person_name":  # a name has no check: the column decides
                continue
            if kind == "cn_landline" and column.kind != "cn_landline":  # shown as no mention: it names nobody
                continue
            got = column.found if kind == column.kind else column.mentions.get(kind, 0)
            assert got == count["values"], (column.column, kind)


def test_nobody_is_missed_and_few_are_counted_twice(sample):
    expected, found = sample
    assert expected["people"] <= found.people.high("all") <= expected["people"] * 1.4
    assert found.people.low("all") <= expected["people"] or expected["people"] == 0


def test_under_14_are_known_by_their_id_numbers(sample):
    expected, found = sample
    assert found.people.high("minors") >= expected["under_14_on_2026_06_30"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_report_and_the_json_of_every_sample(name):
    said = CliRunner().invoke(main, ["scan", str(SAMPLES / name)])
    assert said.exit_code == 0
    assert "natural persons" in said.stdout
    document = valid(json.loads(CliRunner().invoke(main, ["scan", str(SAMPLES / name), "--json"]).stdout))
    assert document["rows"] == EXPECTED[name]["rows"]


def test_members_cross_the_line_with_the_third_file():
    files = [SAMPLES / f"members_{part}.parquet" for part in (1, 2, 3)]
    counts = [tongguan.scan(files[:n], on=ON).people.high("all") for n in (1, 2, 3)]
    assert counts == [40_000, 75_000, 110_000]


def test_the_samples_register_is_sound():
    register = read_register(SAMPLES / "tongguan.toml")
    assert {"orders", "marketing", "members", "vip", "hr", "telemetry", "customers", "logistics"} <= set(
        register.exports
    )
