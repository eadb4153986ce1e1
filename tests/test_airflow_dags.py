"""Gate, transfer and record in DAG runs of a real Airflow (``dag.test``), all in one process of its own."""

from __future__ import annotations

import json

import pytest
from airflow_support.data import REGISTER, canaries, leaked, people, write
from airflow_support.home import HERE, migrated, new_home  # noqa: F401 (a fixture)

from tongguan.api import now

pytestmark = pytest.mark.airflow

EVERYBODY = people(600)
ORDERS, MEMBERS, VIP = EVERYBODY[:40], EVERYBODY[100:140], EVERYBODY[200:230]


def fill(exports):
    for at, name in enumerate(
        (
            "orders",
            "swapped",
            "killed",
            "day_1",
            "day_2",
            "expanded_1",
            "expanded_2",
            "orders_by_day/day=7/part-0",
        )
    ):
        write(exports / f"{name}.parquet", EVERYBODY[at * 40 : at * 40 + 40])
    (exports / "orders_by_day" / "_SUCCESS").touch()
    write(exports / "members.parquet", MEMBERS, "resident_id")
    write(exports / "vip.parquet", VIP, "resident_id")
    whole = (exports / "orders.parquet").read_bytes()
    (exports / "truncated.parquet").write_bytes(whole[: len(whole) // 2])


@pytest.fixture(scope="module")
def home(tmp_path_factory, migrated):  # noqa: F811
    home = new_home(tmp_path_factory.mktemp("night"), migrated, HERE / "dags" / "scenarios.py")
    home.register.write_text(REGISTER, encoding="utf-8")
    fill(home.exports)
    return home


@pytest.fixture(scope="module")
def nights(home):
    """Run every scenario, the mixed one twice under the same run id."""
    day = now().date()
    first, again, swapped, killed, mapped, expanded = home.run(
        "mixed", "mixed", "swapped", "killed", "mapped", "expanded"
    )
    return {
        "mixed": first,
        "again": again,
        "swapped": swapped,
        "killed": killed,
        "mapped": mapped,
        "expanded": expanded,
        "days": {str(day), str(now().date())},
    }


def states(night, group):
    """Return the states of gate, transfer, post and void of one export, by their first letters."""
    prefix = f"{group}." if group else ""
    return [night["states"][f"{prefix}{task}"] for task in ("gate", "transfer", "post", "void")]


LEFT = ["success", "success", "success", "skipped"]
STOPPED = ["failed", "upstream_failed", "upstream_failed", "success"]


@pytest.mark.parametrize("night", ["mixed", "again"])
@pytest.mark.parametrize(
    ("group", "ended"),
    [
        ("open", LEFT),
        ("folder", LEFT),
        ("tagged", LEFT),
        ("shut", STOPPED),
        ("review", STOPPED),  # tagged or not: nobody knows yet what it would be tagged with
        ("truncated", STOPPED),
        ("misnamed", STOPPED),
    ],
)
def test_each_export_ends_as_it_should_whatever_the_others_do(nights, night, group, ended):
    assert states(nights[night], group) == ended
    assert nights[night]["state"] == "failed"  # a night on which something was stopped is not a success


@pytest.mark.parametrize(
    ("group", "tries"),
    [("open", 1), ("shut", 1), ("review", 1), ("misnamed", 1), ("truncated", 2)],
)
def test_only_what_may_end_differently_is_tried_again(nights, group, tries):
    assert nights["mixed"]["tries"][f"{group}.gate"] == tries


def test_what_is_open_or_tagged_has_left_and_nothing_else(home, nights):
    there = {path.name for path in home.outbound.iterdir()}
    assert there == {"open", "folder", "tagged", "killed", "mapped-0", "mapped-2"}


def test_what_left_is_byte_for_byte_what_lay_there(home, nights):
    def content(folder):
        return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    arrived = content(home.outbound / "folder")
    mark = arrived.pop(next(path for path in arrived if path.name == "orders_by_day.tongguan.json"))
    assert arrived == content(home.exports / "orders_by_day")
    assert json.loads(mark)["schema"] == "tongguan.mark/1"
    assert (home.outbound / "open" / "orders.parquet").read_bytes() == (
        home.exports / "orders.parquet"
    ).read_bytes()


def test_the_mark_lies_beside_the_tagged_file_and_travels_with_it(home, nights):
    beside = (home.exports / "vip.parquet.tongguan.json").read_text(encoding="utf-8")
    verdict = json.loads(beside)["verdict"]
    assert (verdict["status"], verdict["tagged"], verdict["articles"]) == ("shut", True, ["CBDF 8"])
    assert (home.outbound / "tagged" / "vip.parquet.tongguan.json").read_text(encoding="utf-8") == beside


def test_a_gate_that_blocks_writes_no_mark(home, nights):
    assert not (home.exports / "members.parquet.tongguan.json").exists()
    assert not (home.exports / "orders.parquet.tongguan.json").exists()


def test_the_asset_event_says_what_was_decided_and_a_shut_gate_has_none(nights):
    events = nights["mixed"]["events"]
    assert set(events) == {f"tongguan://cleared/{name}" for name in ("open", "folder", "tagged")}
    told = events["tongguan://cleared/tagged"]["tongguan"]
    assert (told["status"], told["tagged"], told["articles"]) == ("shut", True, ["CBDF 8"])
    assert events["tongguan://cleared/open"]["tongguan"]["tagged"] is False


def test_the_summary_counts_persons_and_names_the_bytes(nights):
    told = nights["mixed"]["xcoms"]["tagged.gate"]
    assert told["counts"]["sensitive"] == {"before": 0, "new": len(VIP), "after": len(VIP)}
    assert [(f["name"], len(f["sha256"])) for f in told["files"]] == [("vip.parquet", 64)]
    assert told["policy"]["id"].startswith("cn-cbdf-")
    folder = nights["mixed"]["xcoms"]["folder.gate"]
    assert "day=…/part-0.parquet" in {f["name"] for f in folder["files"]}


def test_the_day_of_leaving_is_the_day_of_the_run_and_not_its_logical_date(nights):
    assert nights["mixed"]["xcoms"]["open.gate"]["on"] in nights["days"]


def test_the_ledger_says_the_same(home, nights):
    assert [kind for kind, _ in home.entries(":open.gate:")] == ["reserve", "post"]
    assert [kind for kind, _ in home.entries(":tagged.gate:")] == ["reserve", "post"]
    assert {kind for kind, _ in home.entries(":shut.gate:")} == {"refuse"}
    assert home.entries(":truncated.gate:") == []
    with home.ledger() as ledger:
        assert ledger.verify() == []


def test_the_same_run_counts_its_people_once(home, nights):
    assert nights["again"]["run_id"] == nights["mixed"]["run_id"]
    assert nights["again"]["xcoms"]["tagged.gate"] == nights["mixed"]["xcoms"]["tagged.gate"]
    with home.ledger() as ledger:
        year = ledger.entries()[0].year
        assert ledger.year("91310000MA1SAMPLE0", year).high("all") == len(VIP)


def test_a_file_put_in_the_place_of_the_judged_one_does_not_leave(home, nights):
    assert states(nights["swapped"], "") == ["success", "failed", "upstream_failed", "success"]
    assert [kind for kind, _ in home.entries("swapped:")] == ["reserve", "void"]
    assert not (home.outbound / "swapped").exists()
    assert nights["swapped"]["xcoms"]["void"]["voided"] is True


def test_people_who_have_left_are_not_given_back_when_the_worker_died_too_early(home, nights):
    assert (home.outbound / "killed" / "killed.parquet").exists()
    assert nights["killed"]["states"]["void"] == "failed"
    assert [kind for kind, _ in home.entries("killed:")] == ["reserve"]


def test_mapped_exports_have_runs_of_their_own(home, nights):
    mapped = nights["mapped"]["states"]
    assert [mapped[f"export.gate[{at}]"] for at in range(3)] == ["success", "failed", "success"]
    assert [mapped[f"export.post[{at}]"] for at in range(3)] == ["success", "upstream_failed", "success"]
    kinds = [(kind, run[-2:]) for kind, run in home.entries("mapped:")]
    assert sorted(kinds) == [("post", ":0"), ("post", ":2"), ("reserve", ":0"), ("reserve", ":2")]


def test_an_expanded_void_runs_only_on_failure_too(home, nights):
    assert {state for task, state in nights["expanded"]["states"].items() if "void" in task} == {"skipped"}
    assert [kind for kind, _ in home.entries("expanded:")] == ["reserve", "reserve"]


def test_no_value_is_found_in_logs_xcoms_assets_ledger_or_marks(home, nights):
    values = canaries(EVERYBODY)
    log = (home.airflow / "run_dags.log").read_text(encoding="utf-8")
    assert "Export members: the gate is shut" in log  # what the tasks said is in there
    assert leaked(home.airflow, values) == []
    assert leaked(home.root, values) == sorted(
        path for path in [*home.exports.rglob("*.parquet"), *home.outbound.rglob("*.parquet")]
    )
