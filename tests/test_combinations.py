"""What is more together than each is alone: measures of the body with a diagnosis, positions with times."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_kit import mobile, name

import tongguan
from tongguan.errors import PolicyError
from tongguan.law.catalogue import load_catalogue, read_catalogue
from tongguan.law.loading import shipped
from tongguan.scanning.combine import met, raised

DAY = dt.date(2026, 11, 23)
N = 40
PERSONS = {"姓名": [name(i) for i in range(N)], "手机": [mobile(i) for i in range(N)]}
HEIGHT = {"身高": [150 + i % 40 for i in range(N)]}
ILLNESS = {"诊断": ["高血压2级", "2型糖尿病", "E11.900", "慢性胃炎"] * (N // 4)}
PLACE = {"经度": [121.4731 + i / 997 for i in range(N)], "纬度": [31.2304 + i / 997 for i in range(N)]}
TIME = {"t": [dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC) + dt.timedelta(minutes=i) for i in range(N)]}
CATALOGUE = load_catalogue("conservative", DAY)


def scan(*parts: dict[str, list[object]]):
    return tongguan.scan(pa.table({k: v for part in parts for k, v in part.items()}), on=DAY)


def level(found, column: str) -> str:
    return next(c.level for c in found.columns if c.column == column)


@pytest.mark.parametrize(
    ("parts", "expected", "sensitive", "combinations"),
    [
        ((PERSONS, HEIGHT), "general", 0, ()),
        ((PERSONS, HEIGHT, ILLNESS), "sensitive", N, ("medical-context",)),
        ((ILLNESS, HEIGHT, PERSONS), "sensitive", N, ("medical-context",)),
    ],
)
def test_measures_of_the_body_are_sensitive_beside_a_diagnosis_only(
    parts, expected, sensitive, combinations
) -> None:
    found = scan(*parts)
    assert level(found, "身高") == expected
    assert found.people.high("sensitive") == sensitive
    assert found.combinations == combinations


@pytest.mark.parametrize("timed", [TIME, {"time": list(range(N))}, {"定位时间": ["08:00"] * N}])
def test_positions_with_times_are_a_track(timed) -> None:
    assert scan(PERSONS, PLACE, timed).combinations == ("timed-positions",)
    assert scan(PERSONS, PLACE).combinations == ()


def test_a_birthday_is_no_time_of_a_position() -> None:
    born = {"出生日期": [dt.date(1970, 1, 1) + dt.timedelta(days=97 * i) for i in range(N)]}
    assert scan(PERSONS, PLACE, born).combinations == ()


def test_a_diagnosis_seen_only_later_counts_for_the_rows_before(tmp_path) -> None:
    # The first batch has no diagnosis: what was counted under other levels is counted again.
    columns = PERSONS | HEIGHT
    early = pa.table({k: v * 5_000 for k, v in columns.items()} | {"诊断": pa.nulls(N * 5_000, pa.string())})
    late = pa.table(columns | ILLNESS)
    pq.write_table(pa.concat_tables([early, late]), tmp_path / "a.parquet")
    found = tongguan.scan(tmp_path / "a.parquet", on=DAY)
    assert level(found, "身高") == "sensitive"
    assert found.people.high("sensitive") == N


def test_another_table_of_the_export_is_another_context(tmp_path) -> None:
    pq.write_table(pa.table(PERSONS | HEIGHT), tmp_path / "a.parquet")
    pq.write_table(pa.table({"诊断": ILLNESS["诊断"], "病历号": list(range(N))}), tmp_path / "b.parquet")
    found = tongguan.scan([tmp_path / "a.parquet", tmp_path / "b.parquet"], on=DAY)
    assert level(found, "身高") == "general"


@pytest.mark.parametrize("profile", ["conservative", "gbt45574"])
def test_a_loosened_kind_is_raised_again_in_a_combination(profile) -> None:
    loosened = load_catalogue(profile, DAY).stated({"geo_point": ("general", "counsel")})
    whole = met(loosened.combinations, frozenset({"geo_point"}), timed=True)
    assert raised(loosened.levels(), whole)["geo_point"] == "sensitive"
    alone = met(loosened.combinations, frozenset({"geo_point"}), timed=False)
    assert raised(loosened.levels(), alone)["geo_point"] == "general"


@given(kinds=st.frozensets(st.sampled_from(sorted(CATALOGUE.groups))), timed=st.booleans())
def test_a_combination_never_lowers_a_level(kinds: frozenset[str], timed: bool) -> None:
    before = CATALOGUE.levels()
    after = raised(before, met(CATALOGUE.combinations, kinds, timed=timed))
    weight = ("none", "general", "sensitive").index
    assert all(weight(after[kind]) >= weight(before[kind]) for kind in before)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('beside = ["health", "medical_insurance_no"]', 'beside = ["helth"]', "unknown kind `helth`"),
        ('beside = ["health", "medical_insurance_no"]\n', "", "nothing is combined"),
        ("beside_time = true", 'beside = ["health"]\nbeside_time = true', "nothing is combined"),
        ('kinds = ["geo_point"]\nbeside', "kinds = []\nbeside", "nothing is combined"),
    ],
)
def test_a_senseless_combination_is_refused(old, new, says) -> None:
    text = dict(shipped())["sensitive-conservative.toml"].decode()
    assert old in text
    with pytest.raises(PolicyError, match=says):
        read_catalogue(text.replace(old, new).encode(), "c.toml")
