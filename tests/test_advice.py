"""What a verdict tells beside its decision: duties, lines that are near, exports that look split."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from people_kit import mobile, name

from tongguan import api
from tongguan.cli import main
from tongguan.contract import VERDICT, schema, verdict_json, verdict_record

NOW = datetime(2026, 6, 30, 2, tzinfo=UTC)
EVIDENCE = "Privacy policy 7, section 5"
REGISTER = f"""
[handler]
name = "h"
uscc = "91310000MA1SAMPLE0"
ciio = false
state_organ = false

[recipients.hq]
name = "r"
country = "DE"
restricted = false

[exports.members]
recipient = "hq"
scenario = "other"
purpose = "The club"
important_data = "none"

[exports.members.duties]
basis = "contract"
notice = "{EVIDENCE}"

[exports.friends]
recipient = "hq"
scenario = "other"
purpose = "The club"
important_data = "none"

[exports.factory]
recipient = "hq"
scenario = "cross_border_manufacturing"
purpose = "Upkeep"
important_data = "none"
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a register and a ledger of its own."""
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "tongguan.toml").write_text(REGISTER, encoding="utf-8")
    return tmp_path


def people(path, numbers):
    pq.write_table(
        pa.table({"name": [name(i) for i in numbers], "mobile": [mobile(i) for i in numbers]}), path
    )
    return path


def gate(path, run, export="members", at=NOW):
    return api.gate(path, export=export, run=run, at=at)


def states(verdict):
    return {due.duty: due.state for due in verdict.advice.checklist}


def test_duties_stand_as_the_register_shows_them(place) -> None:
    verdict = api.check(people(place / "a.parquet", range(9)), export="members", on=date(2026, 6, 30))
    found = states(verdict)
    assert found["notice"] == "shown"
    assert found["separate_consent"] == "not_asked"  # a contract is the basis
    assert found["impact_assessment"] == "missing"
    assert EVIDENCE in json.dumps(verdict_json(verdict))


def test_an_exempt_export_has_its_duties_all_the_same(place) -> None:
    verdict = api.check(people(place / "a.parquet", range(9)), export="members", on=date(2026, 6, 30))
    assert verdict.outcome == "exempt"
    assert len(verdict.advice.checklist) >= 6


def test_data_about_nobody_have_no_duties(place) -> None:
    pq.write_table(pa.table({"temperature": [1.5, 2.5], "line": ["a", "b"]}), place / "a.parquet")
    verdict = api.check(place / "a.parquet", export="factory", on=date(2026, 6, 30))
    assert verdict.outcome == "not_regulated"
    assert verdict.advice.checklist == ()


def test_the_words_of_the_register_are_not_written_into_the_ledger(place) -> None:
    verdict = gate(people(place / "a.parquet", range(9)), "r1")
    assert EVIDENCE not in json.dumps(verdict_record(verdict))
    with api.open_ledger(create=False) as ledger:
        assert EVIDENCE not in "".join(ledger.dump())


def test_a_run_gated_again_is_given_the_same_advice(place) -> None:
    file = people(place / "a.parquet", range(9))
    assert gate(file, "r1").advice == gate(file, "r1").advice


@pytest.mark.parametrize(("persons", "percent"), [(49_999, None), (50_000, 50), (80_000, 80), (95_000, 95)])
def test_a_line_that_is_near_is_told(place, persons, percent) -> None:
    verdict = gate(people(place / "a.parquet", range(persons)), "r1")
    near = {outlook.line.at: outlook.percent for outlook in verdict.advice.outlook}
    assert near.get(100_000) == percent


def test_when_a_line_will_be_crossed_is_told_from_the_exports_of_the_year(place) -> None:
    for night in range(5):
        at = NOW - timedelta(days=30 * (5 - night))
        gate(
            people(place / f"{night}.parquet", range(night * 10_000, (night + 1) * 10_000)),
            f"r{night}",
            at=at,
        )
    verdict = gate(people(place / "last.parquet", range(50_000, 60_000)), "last")
    [outlook] = [each for each in verdict.advice.outlook if each.line.at == 100_000]
    assert outlook.pace == "expected"
    assert date(2026, 6, 30) < outlook.early <= outlook.late <= date(2026, 12, 31)


def test_exports_of_one_purpose_just_under_a_line_are_pointed_out(place) -> None:
    gate(people(place / "a.parquet", range(85_000)), "r1")
    verdict = api.check(
        people(place / "b.parquet", range(85_000, 170_000)), export="friends", on=date(2026, 6, 30)
    )
    assert verdict.status == "shut"  # one handler's exports are counted together
    tagged = api.gate(place / "b.parquet", export="friends", run="r2", at=NOW, on_shut="tag")
    [split] = [each for each in tagged.advice.splits if each.line.at == 100_000]
    assert {part.export for part in split.parts} == {"members", "friends"}


def test_the_advice_is_in_the_json_and_in_the_report(place) -> None:
    people(place / "a.parquet", range(60_000))
    arguments = ["check", "a.parquet", "--export", "members", "--on", "2026-06-30"]
    answer = CliRunner().invoke(main, [*arguments, "--json"])
    said = json.loads(answer.stdout)
    jsonschema.validate(said, schema(VERDICT))
    assert [outlook["percent"] for outlook in said["outlook"]] == [50]
    report = CliRunner().invoke(main, arguments).stdout
    assert "[shown" in report
    assert "50 %" in report or "50%" in report
