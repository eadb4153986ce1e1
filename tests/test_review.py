"""A person's approval or rejection: what it settles, what it cannot, and how the ledger keeps it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from ledger_kit import HANDLER, NOW, LedgerMachine, asks, opened, persons
from people_kit import card, mobile
from test_gate import gate, place, write_register  # noqa: F401  (a fixture)

from tongguan import api
from tongguan.cli import main
from tongguan.contract import schema, verdict_json, verdict_record
from tongguan.errors import LedgerConflict, LedgerError
from tongguan.law.policy import Reason
from tongguan.ledger.entry import Judgement, Kind, Said
from tongguan.review import Approvals, Basis, approvals, require_approvable
from tongguan.verdict import APPROVAL, Verdict

LOOKED = {"reason": "counts of a car park, none of it notified or published", "by": "dpo"}
SAID = Said("because", "dpo")
NEXT_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # as it is in China
BASIS = Basis("register", "policy", "catalogue", "detectors", "lists")


@pytest.fixture
def traffic(place):  # noqa: F811
    """Return an export that may be important data (vehicle flow), and the folder it is in."""
    path = place / "flow.parquet"
    pq.write_table(pa.table({"vehicle_flow": list(range(40)), "road_id": list(range(40))}), path)
    return path


def verdict_of(*reasons, **changed):
    """Return a verdict that holds an export for these rules, all of which hold, judged by BASIS."""
    told = tuple(Reason(rule, "NDSMR 29", "第二十九条", holds=True, because="b") for rule in reasons)
    verdict = Verdict(
        status="review", outcome="hold", articles=("NDSMR 29",), reasons=told, year=2026, counts={},
        counted=True, clearance=None, remedies=(), duties=(), policy_id="p", policy_sha256=BASIS.policy,
        catalogue_sha256=BASIS.catalogue, register_sha256=BASIS.register, profile="conservative",
        export="volume", on="2026-05-01", detectors_sha256=BASIS.detectors,
        lists_sha256=BASIS.lists,
    )  # fmt: skip
    return replace(verdict, **changed)


def held(ledger, run, *reasons, **changed):
    """Record that *run* was refused with such a verdict, and return what was asked."""
    asked = asks(ledger, run, persons(1), export="volume")
    record = verdict_record(verdict_of(*reasons, **changed))
    ledger.reserve(asked, lambda _: Judgement(open=False, counted=True, verdict=record), NOW)
    return asked


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


@pytest.mark.parametrize(
    ("export", "more", "of_what"),
    [("lab", "", "of another export"), ("volume", "# and more", "under another register")],
)
def test_an_approval_is_of_this_export_as_it_was_declared(traffic, export, more, of_what):
    """Else an approval for the headquarters would open the gate to a laboratory somewhere else."""
    gate(traffic, "r1")
    approve("r1")
    write_register(traffic.parent, more=more)
    verdict = gate(traffic, "r1", export)
    assert (verdict.status, verdict.approval) == ("review", None)
    (told,) = [reason for reason in verdict.reasons if reason.rule == APPROVAL]
    assert (told.holds, told.because) == (
        False, f"the approval of entry 2 was given {of_what}, so it does not apply",
    )  # fmt: skip
    approve("r1")  # which a person may do anew
    assert gate(traffic, "r1", export).status == "open"


def test_approvals_add_up(tmp_path):
    """The second is for what came up since the first, and takes nothing of it back."""
    with opened(tmp_path) as ledger:
        asked = held(ledger, "r1", "hint H-1")
        assert approvals(ledger.history("r1"), asked, BASIS) == Approvals()
        for number, settled in [(1, {"H-1"}), (2, {"H-1", "H-2"})]:
            held(ledger, "r1", f"hint H-{number}")
            entry = ledger.approve("r1", NOW, SAID, require_approvable)
            found = approvals(ledger.history("r1"), asked, BASIS)
            assert (found.applies.hints, found.applies.approval.entry) == (settled, entry.seq)
            assert found.reasons == ()


@pytest.mark.parametrize(
    ("given", "of_what"),
    [
        ({"register_sha256": "other"}, "under another register"),
        ({"policy_sha256": "other"}, "under another policy"),
        ({"catalogue_sha256": "other"}, "under another catalogue"),
        ({"detectors_sha256": None}, "with other detectors"),
    ],
)
def test_an_approval_is_of_what_the_export_was_judged_by(tmp_path, given, of_what):
    with opened(tmp_path) as ledger:
        asked = held(ledger, "r1", "hint H-1", **given)
        ledger.approve("r1", NOW, SAID, require_approvable)
        found = approvals(ledger.history("r1"), asked, BASIS)
    assert found.applies is None
    assert [of_what in reason.because for reason in found.reasons] == [True]


def test_what_no_rule_covers_cannot_be_approved(tmp_path):
    with opened(tmp_path) as ledger:
        held(ledger, "r1", "no-rule")
        with pytest.raises(LedgerConflict, match="a fact that the law asks about is unknown"):
            ledger.approve("r1", NOW, SAID, require_approvable)


def test_an_approval_is_dated_as_in_china(traffic):
    late = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)  # the first of July there
    gate(traffic, "r1")
    api.approve("r1", at=late, **LOOKED)
    assert gate(traffic, "r1").approval.on == "2026-07-01"


def test_what_was_approved_may_be_tried_again_when_it_did_not_leave(traffic):
    gate(traffic, "r1")
    approve("r1")
    gate(traffic, "r1")
    api.void("r1", at=NOW)
    assert gate(traffic, "r1").status == "open"


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
        api.approve("r1", at=NEXT_YEAR, **LOOKED)
    approve("r1")
    late = api.gate(traffic, export="volume", run="r1", at=NEXT_YEAR)
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
    assert "Waiting" not in shown
    assert "refuse (review)" in shown
    assert "approve by dpo" in shown
    refused = run(main, ["reject", "r1", "--reason", "too late"])
    assert refused.exit_code == 2
    assert "is reserved" in refused.stderr


def test_what_waits_for_a_person_is_shown_until_somebody_said_something(place, monkeypatch):  # noqa: F811
    monkeypatch.setattr(api, "now", lambda: NOW.astimezone(api.CHINA))
    tables = {
        "flow": {"vehicle_flow": list(range(40)), "road_id": list(range(40))},
        "who": {"性别": ["男"] * 40},
        "cards": {"bank_card": [card(n) for n in range(40)]},
    }
    for name, table in tables.items():
        pq.write_table(pa.table(table), place / f"{name}.parquet")
        gate(place / f"{name}.parquet", name)
    shown = CliRunner().invoke(main, ["ledger", "show"]).stdout
    _, waiting = shown.split("Waiting for a person")
    assert " ".join(waiting.split()) == (
        "run flow, export volume: may be approved, or rejected "
        "run who, export volume: cannot be approved: not everything in it was read and understood, "
        "so nobody knows how many persons it holds"
    )
    api.reject("flow", reason="sites of a barracks", by="dpo", at=NOW)
    api.gate(place / "who.parquet", export="volume", run="who", at=NEXT_YEAR)  # it went on there
    told = json.loads(CliRunner().invoke(main, ["ledger", "show", "--json"]).stdout)["handlers"][0]
    assert told["waiting"] == []
    assert [(e["kind"], e["status"], e["by"]) for e in told["entries"]] == [
        ("refuse", "review", None), ("refuse", "review", None), ("refuse", "shut", None),
        ("reject", None, "dpo"),
    ]  # fmt: skip


# ---- the ledger against plain sets, persons approved, rejected and added


runs = st.sampled_from(["r1", "r2", "r3"])


class Reviews(LedgerMachine):
    """A ledger, and beside it a dictionary: run to (state, persons, rows added by number)."""

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


def test_whatever_persons_say_and_add_the_year_is_what_sets_count(database):
    machine = type("ReviewsHere", (Reviews,), {"place": staticmethod(database)})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=15, stateful_step_count=25, deadline=None)
    )
