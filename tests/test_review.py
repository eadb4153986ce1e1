"""A person's approval or rejection: what it settles, what it cannot, and how the ledger keeps it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from ledger_kit import HANDLER, NOW, asks, opened, persons
from people_kit import card, mobile
from test_gate import gate, place, write_register  # noqa: F401  (a fixture)

from tongguan import api
from tongguan.cli import main
from tongguan.contract import schema, verdict_json
from tongguan.errors import LedgerConflict, LedgerError
from tongguan.ledger.entry import Judgement, Kind, Said

LOOKED = {"reason": "counts of a car park, none of it notified or published", "by": "dpo"}


@pytest.fixture
def traffic(place):  # noqa: F811
    """Return an export that may be important data (vehicle flow), and the folder it is in."""
    path = place / "flow.parquet"
    pq.write_table(pa.table({"vehicle_flow": list(range(40)), "road_id": list(range(40))}), path)
    return path


def approve(run, **said):
    return api.approve(run, at=NOW, **(LOOKED | said))


def test_an_approved_export_opens_when_it_is_gated_again(traffic):
    held = gate(traffic, "r1")
    assert (held.status, held.outcome, held.approval) == ("review", "hold", None)
    entry = approve("r1")
    assert (entry.kind, entry.by, entry.reason) == (Kind.APPROVE, "dpo", LOOKED["reason"])
    verdict = gate(traffic, "r1")
    assert (verdict.status, verdict.outcome) == ("open", "not_regulated")
    assert (verdict.approval.entry, verdict.approval.by, verdict.approval.on) == (2, "dpo", "2026-05-01")
    told = verdict_json(verdict)
    assert told["approval"]["reason"] == LOOKED["reason"]
    assert any("dpo settled it, entry 2" in reason["because"] for reason in told["reasons"])
    assert set(told["approval"]) == set(schema("tongguan.verdict/1")["properties"]["approval"]["required"])
    with api.open_ledger(None, create=False) as ledger:
        assert [e.kind for e in ledger.entries()] == ["refuse", "approve", "reserve"]
        assert ledger.verify() == []
    again = gate(traffic, "r1")  # as a retry does: the stored answer, approval and all
    assert again.approval == verdict.approval


def test_an_approval_is_of_this_run_and_these_files(traffic, tmp_path):
    gate(traffic, "r1")
    approve("r1")
    assert gate(traffic, "r2").status == "review"
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"vehicle_flow": list(range(41)), "road_id": list(range(41))}), other)
    assert gate(other, "r1").status == "review"


def test_an_approval_settles_what_the_export_was_held_for_and_nothing_more(place):  # noqa: F811
    """Approved as no important data, it is judged by its persons: one sensitive person needs a contract."""
    path = place / "cards.parquet"
    columns = {"vehicle_flow": list(range(40)), "bank_card": [card(n) for n in range(40)]}
    pq.write_table(pa.table(columns | {"road_id": list(range(40))}), path)
    assert gate(path, "r1").status == "review"
    approve("r1")
    verdict = gate(path, "r1")
    assert (verdict.status, verdict.outcome) == ("shut", "contract_or_certification")


def test_what_the_register_suspects_may_be_approved(place):  # noqa: F811
    text = (place / "tongguan.toml").read_text()
    (place / "tongguan.toml").write_text(
        text.replace('important_data = "none"', 'important_data = "suspected"')
    )
    path = place / "a.parquet"
    pq.write_table(pa.table({"mobile": [mobile(n) for n in range(40)]}), path)
    assert gate(path, "r1").status == "review"
    approve("r1")
    assert gate(path, "r1").status == "open"


def test_an_approval_lasts_until_the_year_is_over(traffic):
    gate(traffic, "r1")
    with pytest.raises(LedgerConflict, match="refused in 2026, and it is 2027"):
        api.approve("r1", at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC), **LOOKED)
    approve("r1")
    late = api.gate(traffic, export="volume", run="r1", at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert late.status == "review"


@pytest.mark.parametrize(
    ("columns", "ciio", "why"),
    [
        ({"bank_card": [card(n) for n in range(40)]}, "false", "the gate is shut, not in review"),
        ({"性别": ["男"] * 40}, "false", "not everything in it was read and understood"),
        (
            {"mobile": [mobile(n) for n in range(40)]},
            '"unknown"',
            "a fact that the law asks about is unknown",
        ),
    ],
)
def test_what_a_person_cannot_approve_is_told_with_the_way_out(place, columns, ciio, why):  # noqa: F811
    write_register(place, ciio=ciio)
    pq.write_table(pa.table(columns), place / "a.parquet")
    assert not gate(place / "a.parquet", "r1").may_leave
    with pytest.raises(LedgerConflict, match=why) as caught:
        approve("r1")
    assert caught.value.hint
    with api.open_ledger(None, create=False) as ledger:
        assert len(ledger.entries()) == 1


def test_a_rejected_run_is_final(traffic):
    gate(traffic, "r1")
    approve("r1")
    api.reject("r1", reason="sites of a barracks", by="dpo", at=NOW)
    with pytest.raises(LedgerConflict, match=r"rejected by a person(?s:.*)new run"):
        gate(traffic, "r1")
    with pytest.raises(LedgerConflict, match="rejected"):
        approve("r1")
    assert gate(traffic, "r2").status == "review"


def test_saying_it_twice_is_saying_it_once(traffic):
    gate(traffic, "r1")
    assert approve("r1") == approve("r1", by="somebody else")
    assert api.reject("r1", reason="no", at=NOW) == api.reject("r1", reason="no, really", at=NOW)


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        ("", "dpo"),
        ("  ", "dpo"),
        ("two\nlines", "dpo"),
        ("x" * 501, "dpo"),
        ("asked 13912345678", "dpo"),
        ("looked", " "),
        ("looked", "110105194912310021"),
    ],
)
def test_who_says_nothing_or_names_somebody_is_not_recorded(traffic, reason, by):
    gate(traffic, "r1")
    with pytest.raises(LedgerError) as caught:
        api.approve("r1", reason=reason, by=by, at=NOW)
    assert not any(number in str(caught.value) for number in ("13912345678", "110105194912310021"))


def test_runs_nobody_gated_cannot_be_approved(place):  # noqa: F811
    for verb in (api.approve, api.reject):
        with pytest.raises(LedgerConflict, match="not in this ledger"):
            verb("r1", reason="because", at=NOW)
    assert not (place / "tongguan.db").exists()


def test_the_command_line_tells_how_to_approve_and_shows_who_did(traffic, monkeypatch):
    monkeypatch.setattr(api, "now", lambda: NOW.astimezone(api.CHINA))
    run = CliRunner().invoke
    held = run(main, ["gate", str(traffic), "--export", "volume", "--run", "r1"])
    assert held.exit_code == 3
    assert "tongguan approve r1 --reason" in held.stdout
    assert run(main, ["approve", "r1", "--reason", "looked", "--by", "dpo"]).exit_code == 0
    opened_ = run(main, ["gate", str(traffic), "--export", "volume", "--run", "r1"])
    assert opened_.exit_code == 0
    assert "approved by dpo on 2026-05-01: looked" in opened_.stdout
    shown = run(main, ["ledger", "show"]).stdout
    assert "refuse (review)" in shown
    assert "approve by dpo" in shown
    refused = run(main, ["reject", "r1", "--reason", "too late"])
    assert refused.exit_code == 2
    assert "is reserved" in refused.stderr


# ---- the ledger against plain sets, persons approved, rejected and added


runs = st.sampled_from(["r1", "r2", "r3"])
SAID = Said("because", "dpo")


class Reviews(RuleBasedStateMachine):
    """A ledger, and beside it a dictionary: run to (state, persons, rows added by number)."""

    folder = None
    numbers = itertools.count()

    def __init__(self):
        super().__init__()
        path = self.folder / str(next(self.numbers))
        path.mkdir()
        self.ledger = opened(path)
        self.runs = {}
        self.written = 0

    def teardown(self):
        assert self.ledger.verify() == []
        assert len(self.ledger.entries()) == self.written
        self.ledger.close()

    def attempt(self, run, kind, allowed, act, *, people=None, rows=0):
        state, *before = self.runs.get(run, (None, frozenset(), 0))
        try:
            entry = act()
        except LedgerConflict:
            assert state not in allowed
            return
        assert entry.kind == kind
        self.written += state != kind or kind == "refuse"
        self.runs[run] = (kind, *((people, rows) if people is not None else before))

    @rule(run=runs, people=st.frozensets(st.integers(1, 6)), open_=st.booleans())
    def reserve(self, run, people, open_):
        if self.runs.get(run, (None,))[0] in {"reserve", "post"}:
            return  # idempotence is another machine's
        judge = lambda _: Judgement(open=open_, counted=True, verdict={})  # noqa: E731
        kind = "reserve" if open_ else "refuse"
        allowed = {None, "refuse", "void", "approve"}
        act = lambda: self.ledger.reserve(asks(self.ledger, run, persons(*people)), judge, NOW)  # noqa: E731
        self.attempt(run, kind, allowed, act, people=people)

    @rule(run=runs, number=st.integers(0, 5))
    def add(self, run, number):
        if self.runs.get(run, (None,))[0] == "add":
            return
        asked = asks(self.ledger, run, persons(unidentified=(number, number, 0, 0)), files=())
        act = lambda: self.ledger.add(asked, SAID, NOW)  # noqa: E731
        self.attempt(run, "add", {None, "void"}, act, people=frozenset(), rows=number)

    @rule(run=runs)
    def approve(self, run):
        act = lambda: self.ledger.approve(run, NOW, SAID, lambda _: None)  # noqa: E731
        self.attempt(run, "approve", {"refuse", "approve"}, act)

    @rule(run=runs)
    def reject(self, run):
        self.attempt(
            run, "reject", {"refuse", "approve", "reject"}, lambda: self.ledger.reject(run, NOW, SAID)
        )

    @rule(run=runs)
    def post(self, run):
        self.attempt(run, "post", {"reserve", "post"}, lambda: self.ledger.post(run, NOW))

    @rule(run=runs)
    def void(self, run):
        self.attempt(run, "void", {"reserve", "add", "void"}, lambda: self.ledger.void(run, NOW))

    @invariant()
    def counts_what_sets_count(self):
        live = [each for each in self.runs.values() if each[0] in {"reserve", "post", "add"}]
        known = frozenset().union(*(people for _, people, _ in live))
        assert self.ledger.year(HANDLER, 2026).high("all") == len(known) + sum(rows for *_, rows in live)


def test_whatever_persons_say_and_add_the_year_is_what_sets_count(tmp_path):
    machine = type("ReviewsHere", (Reviews,), {"folder": tmp_path})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=30, stateful_step_count=25, deadline=None)
    )
