"""Hints of possible important data: what gives them, what does not, and who settles them."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from people_kit import mobile
from test_gate import REGISTER

from tongguan import api
from tongguan.contract import scan_json, verdict_record
from tongguan.errors import PolicyError
from tongguan.gate import Case, Contents, judge
from tongguan.law.catalogue import KINDS
from tongguan.law.policy import OUTCOMES
from tongguan.ledger.year import Change, Totals
from tongguan.register import parse_register
from tongguan.scanning.important import Volumes, hints, read_hints, shipped_hints
from tongguan.scanning.scan import Column, Important

ON = date(2026, 6, 30)
SAMPLES = Path(__file__).parents[1] / "sample_data"
LOOKED_FOR = {key: hint for key, hint in shipped_hints().hints.items() if hint.when is not None}


def column(name, kind=None, source="data.parquet", mentions=()):
    return Column(
        source=source, column=name, type="string", kind=kind, level="none", likelihood=1.0, why=(),
        alternates=(), checked=1, found=1, distinct=None, mentions=dict.fromkeys(mentions, 1),
        subject=None, review=False,
    )  # fmt: skip


def given(*columns, persons=0, sensitive=None, **more):
    """The ids of the hints that columns, written as a name or as (name, kind), and persons give."""
    looked_at = [column(c) if isinstance(c, str) else column(*c) for c in columns]
    volumes = Volumes(persons, persons, persons if sensitive is None else sensitive)
    return {hint.hint for hint in hints(looked_at, volumes, **more)}


@pytest.mark.parametrize(
    ("hint", "columns", "facts"),
    [
        ("IH-01", ["x"], {"persons": 10_000_001, "sensitive": 0}),
        ("IH-02", ["x"], {"persons": 1_000_001}),
        ("IH-03", [("card", "bank_card")], {"persons": 100_001}),
        ("IH-04", ["x"], {"persons": 100_001, "sensitive": 0, "ciio": True}),
        ("IH-05", ["scada_node", "setpoint"], {}),
        ("IH-10", ["军区", "人流"], {}),
        ("IH-10", ["military_site", ("point", "geo_point")], {}),
        ("IH-11", ["车流量", "路口编号"], {}),
        ("IH-11", ["vehicle_flow", "road_id"], {}),
        ("IH-12", ["充电站编号", "负荷"], {}),
        ("IH-12", ["charging_station_id", "kwh"], {}),
        ("IH-13", ["dashcam_id", "video"], {}),
        ("IH-14", [("car", "vin")], {"persons": 100_001, "sensitive": 0}),
        ("IH-15", ["车况", ("车架号", "vin")], {}),
        ("IH-16", ["firmware", ("car", "vin")], {}),
        ("IH-17", ["vulnerability", "ecu"], {}),
        ("IH-20", [("diagnosis", "health")], {"persons": 100_000}),
        ("IH-21", [("gene", "genetic")], {}),
        ("IH-30", [("gene", "genetic")], {"persons": 501}),
        ("IH-31", ["exome_depth", "sample_id"], {}),
        ("IH-40", ["等高距", "高程"], {}),
        ("IH-41", ["地形图", "图幅"], {}),
        ("IH-42", ["七参数", "坐标系"], {}),
        ("IH-43", [("p", "geo_point"), "road_id", ("plate", "vehicle_plate")], {}),
        ("IH-60", ["weather_station", "rainfall"], {}),
    ],
)
def test_gives_each_hint(hint, columns, facts):
    assert hint in given(*columns, **facts)


def test_has_an_example_for_every_hint_that_is_looked_for():
    marks = test_gives_each_hint.pytestmark[0].args[1]
    assert {hint for hint, _, _ in marks} == set(LOOKED_FOR)


@pytest.mark.parametrize(
    ("hint", "columns", "facts"),
    [  # one less than the line, and on it: "more than" is not "or more"
        ("IH-01", ["x"], {"persons": 10_000_000, "sensitive": 0}),
        ("IH-02", ["x"], {"persons": 1_000_000}),
        ("IH-02", ["x"], {"persons": 9_999_999, "sensitive": 0}),
        ("IH-03", [("card", "bank_card")], {"persons": 100_000}),
        ("IH-03", [("name", "person_name")], {"persons": 999_999}),
        ("IH-04", ["x"], {"persons": 100_000, "ciio": True}),
        ("IH-04", ["x"], {"persons": 100_001, "ciio": False}),
        ("IH-04", ["x"], {"persons": 100_001, "ciio": None}),
        ("IH-20", [("diagnosis", "health")], {"persons": 99_999}),
        ("IH-30", [("gene", "genetic")], {"persons": 500}),
        ("IH-43", [("lat", "geo_point"), "road_id", ("plate", "vehicle_plate")], {"decimals": {"lat": 4}}),
    ],
)
def test_stops_short_of_the_line(hint, columns, facts):
    assert hint not in given(*columns, **facts)


@pytest.mark.parametrize(
    "columns",
    [
        ["车流", "车流量"],  # one thing, said twice
        ["traffic", "city", "channel", "visits"],  # of a web site
        ["ota", "hotel", "city", "nights"],  # an online travel agency
        ["firmware", "machine_id", "temperature", "pressure", "vibration", "serial_no"],  # a factory line
        ["phone_model", "充电", "电量", "battery"],
        ["temperature", "humidity", "气压", "sensor_id"],  # of a room
        [("lat", "geo_point"), ("lng", "geo_point"), "store_name"],
        ["waybill_no", "sender", "receiver_address", "weight", "city", ("plate", "vehicle_plate")],
        ["video_url", "image", "sku", "title"],
        ["sample_id", "batch", "result"],
        ["defence_discount", "city"],
    ],
)
def test_harmless_columns_give_no_hint(columns):
    assert given(*columns, persons=90_000) == set()


@pytest.mark.parametrize(("key", "hint"), LOOKED_FOR.items())
def test_no_single_word_gives_a_hint(key, hint):
    words = {word for group in hint.when.signs for word in group if not word.startswith("kind:")}
    assert [
        word for word in words if key in given(word, persons=50_000_000, ciio=True) and hint.when.signs
    ] == []


@pytest.mark.parametrize("hint", LOOKED_FOR.values(), ids=LOOKED_FOR)
def test_the_groups_of_a_hint_have_nothing_in_common(hint):
    for some, others in combinations(hint.when.signs, 2):
        assert set(some) & set(others) == set()


def test_the_signs_are_kinds_that_there_are():
    for hint in LOOKED_FOR.values():
        kinds = {s.removeprefix("kind:") for group in hint.when.signs for s in group if s.startswith("kind:")}
        assert kinds <= KINDS


def test_every_hint_says_what_it_rests_on_and_how_sure_that_is():
    for hint in shipped_hints().hints.values():
        assert hint.basis
        assert hint.confidence.split()[0] in {"V", "S", "S-", "M", "M+"}
        assert (hint.when is None) == bool(hint.unseen)


def test_the_name_of_a_file_is_half_a_hint():
    assert given(("road_id", None, "2026/vehicle_flow.parquet")) == {"IH-11"}
    assert given(("x", None, "vehicle_flow/road.parquet")) == set()  # its folder is not its name


def test_what_is_only_mentioned_counts():
    assert "IH-21" in {h.hint for h in hints([column("remark", mentions=["genetic"])], Volumes())}


def test_names_the_column_and_what_was_seen_but_no_other_name():
    (hint,) = hints([column("lane_vehicle_flow_zhang_san"), column("road_li_si")], Volumes())
    assert hint.column == "lane_vehicle_flow_zhang_san"
    assert "(vehicle flow, road)" in hint.why
    assert "li_si" not in hint.why
    assert "zhang" not in hint.why


@pytest.mark.parametrize(
    "sample", sorted(p.name for p in SAMPLES.iterdir() if p.suffix in {".parquet", ".csv", ".tsv"})
)
def test_the_sample_data_give_no_hint(sample):
    assert api.scan(SAMPLES / sample, on=ON).important == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('confidence = "S"\nwhen = { over = 10', 'confidence = "S"\nunseen = "x"\nwhen = { over = 10'), "neither or both"),
        (('when = { over = 10_000_000, of = "general" }', ""), "neither or both"),
        (('over = 10_000_000, of = "general"', 'signs = [["vehicle flow"]]'), "would hold for one word"),
        (('over = 10_000_000, of = "general"', 'over = 1, signs = [["vehicle flow"]]'), "would hold for one word"),
        (('over = 10_000_000, of = "general"', 'of = "general"'), "would hold for one word"),
        (('of = "general"', 'of = "everybody"'), "a word that is not known"),
        (("sector = ", "sectr = "), "unknown key `sectr`"),
    ],
)  # fmt: skip
def test_refuses_a_file_of_hints_and_says_where(change, says):
    text = shipped_source()
    assert change[0] in text
    with pytest.raises(PolicyError) as caught:
        read_hints(text.replace(*change, 1).encode(), "mine.toml")
    assert says in str(caught.value)
    assert caught.value.message.startswith("mine.toml")


def shipped_source():
    from importlib import resources

    folder = resources.files("tongguan.law").joinpath("hints")
    return folder.joinpath("important-hints.toml").read_text(encoding="utf-8")


# --- The gate ----------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


FLOW = {"road_id": list(range(30)), "vehicle_flow": list(range(30))}


def check(place, table=FLOW, *, important="none", settled="", ciio="false"):
    text = REGISTER.format(ciio=ciio, more="")
    decided = f'important_data = "{important}"\n{settled}'
    text = text.replace('important_data = "none"\n', decided, 1)  # of the first export, "volume"
    (place / "tongguan.toml").write_text(text, encoding="utf-8")
    pq.write_table(pa.table(table), place / "flow.parquet")
    return api.check("flow.parquet", export="volume", on=ON)


def test_a_hint_holds_an_export_that_is_declared_free_of_important_data(place):
    verdict = check(place)
    assert (verdict.status, verdict.outcome) == ("review", "hold")
    assert verdict.articles == ("CBDF 2", "NDSMR 29")
    (reason,) = [r for r in verdict.reasons if r.rule == "hint IH-11"]
    assert reason.holds
    assert "IH-11" in reason.because
    assert [hint.hint for hint in verdict.scan.important] == ["IH-11"]


def test_a_hint_that_is_settled_holds_nothing_and_its_reason_is_kept(place):
    verdict = check(place, settled='settled_hints = { "IH-11" = "one car park, no public road" }\n')
    assert (verdict.status, verdict.outcome) == ("open", "not_regulated")
    (kept,) = [r for r in verdict_record(verdict)["reasons"] if r["rule"] == "hint IH-11"]
    assert kept["holds"] is False
    assert "one car park" in kept["because"]


def test_another_hint_that_is_settled_settles_nothing(place):
    assert check(place, settled='settled_hints = { "IH-12" = "x" }\n').status == "review"


@pytest.mark.parametrize(
    ("important", "status", "outcome"),
    [
        ("notified", "shut", "security_assessment"),
        ("published", "shut", "security_assessment"),
        ("suspected", "review", "hold"),
        ("unknown", "review", "hold"),
    ],
)
def test_what_the_register_decides_is_decided_by_that(place, important, status, outcome):
    verdict = check(place, important=important)
    assert (verdict.status, verdict.outcome) == (status, outcome)


def test_leaving_out_what_gave_the_hint_is_a_remedy_only_if_nothing_is_left_that_gives_one(place):
    table = FLOW | {"mobile": [mobile(i) for i in range(30)]}
    assert all(not remedy.leave_out for remedy in check(place, table).remedies)


def test_scan_json_lists_the_hints(place):
    pq.write_table(pa.table(FLOW), place / "flow.parquet")
    (hint,) = scan_json(api.scan("flow.parquet", on=ON))["important"]
    assert (hint["hint"], hint["column"]) == ("IH-11", "vehicle_flow")


def test_no_column_is_named_in_what_the_ledger_keeps(place):
    table = {"vehicle_flow_zhang_san": [1], "road_li_si": [2]}
    kept = json.dumps(verdict_record(check(place, table)))
    assert "zhang_san" not in kept
    assert "li_si" not in kept


def test_the_persons_of_the_year_are_those_that_count(place):
    """A hundred thousand and one persons are not fewer in two files."""
    from tongguan.gate import _hints

    check(place)
    register = parse_register(
        (place / "tongguan.toml").read_bytes().replace(b"ciio = false", b"ciio = true"), "r"
    )
    case = Case.of(register, "volume", ON)
    found = api.scan("flow.parquet", on=ON)
    year = Change(60_000, 40_001, 100_001)
    totals = Totals(year, year, Change(0, 0, 0))
    assert {hint.hint for hint in _hints(case, found.columns, found.people, None)} == {"IH-11"}
    assert {hint.hint for hint in _hints(case, found.columns, found.people, totals)} == {"IH-04", "IH-11"}


@pytest.mark.parametrize("important", ["none", "suspected", "notified", "published", "unknown"])
@pytest.mark.parametrize("persons", [0, 1, 100_000, 1_000_000])
def test_a_hint_never_gives_a_lighter_outcome(place, important, persons):
    check(place, important=important)
    case = Case.of(parse_register((place / "tongguan.toml").read_bytes(), "r"), "volume", ON)
    count = Change(0, persons, persons)
    plain = Contents(True, frozenset(), persons, 0, Totals(count, count, Change(0, 0, 0)))
    hinted = Contents(**(vars(plain) | {"hints": (Important("IH-11", "c", "w"),)}))
    weight = [OUTCOMES.index(judge(case, contents).outcome) for contents in (plain, hinted)]
    assert weight[0] <= weight[1]
    assert judge(case, hinted).status != "open"
