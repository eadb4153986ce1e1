"""Whatever is done to the ledger, in whatever order, it counts what plain Python sets count."""

from __future__ import annotations

import itertools
from contextlib import contextmanager

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from ledger_kit import HANDLER, NOW, LedgerMachine, asks, file, persons

from tongguan.errors import LedgerConflict
from tongguan.ledger.entry import Judgement, Kind

runs = st.sampled_from(["r1", "r2", "r3"])
flags = st.sampled_from([1, 2, 3])


class Exports(LedgerMachine):
    """A ledger, and beside it a dictionary: run to (state, files, counted, {person: flags})."""

    def everybody(self, *, shadow=False):
        known = {}
        for state, _, counted, people in self.runs.values():
            if state in {"reserve", "post"} and (counted or shadow):
                for person, flag in people.items():
                    known[person] = known.get(person, 0) | flag
        return known

    @rule(
        run=runs,
        people=st.frozensets(st.integers(1, 6)),
        flag=flags,
        name=st.sampled_from("ab"),
        open_=st.booleans(),
        counted=st.booleans(),
    )
    def reserve(self, *, run, people, flag, name, open_, counted):
        seen = []

        def judge(totals):
            seen.append(totals)
            return Judgement(open=open_, counted=counted, verdict={"run": run})

        asked = asks(self.ledger, run, persons(*people, flags=flag), files=(name,))
        state, files, *_ = self.runs.get(run, (None, None))
        if state in {"reserve", "post"}:
            try:
                entry = self.ledger.reserve(asked, judge, NOW)
            except LedgerConflict:
                assert files != name
            else:
                assert (entry.kind, entry.files) == (Kind.RESERVE, (file(files),))
                assert files == name
            assert seen == []
            return
        before = self.everybody()
        entry = self.ledger.reserve(asked, judge, NOW)
        self.written += 1
        self.runs[run] = ("reserve" if open_ else "refuse", name, counted, dict.fromkeys(people, flag))
        assert entry.kind == self.runs[run][0]
        assert seen == [entry.totals]
        change = entry.totals.everybody
        assert (change.before, change.new) == (len(before), len(people))
        assert change.after == len(set(before) | people)

    @rule(run=runs, kind=st.sampled_from(["post", "void"]))
    def finish(self, run, kind):
        verb = getattr(self.ledger, kind)
        state, *rest = self.runs.get(run, (None,))
        try:
            entry = verb(run, NOW)
        except LedgerConflict:
            assert state not in {"reserve", kind}
            return
        assert state in {"reserve", kind}
        assert entry.kind == kind
        self.written += state != kind
        self.runs[run] = (kind, *rest)

    @invariant()
    def counts_what_sets_count(self):
        summary = self.ledger.show(HANDLER, 2026)
        for counted, shadow in ((summary.counted, False), (summary.shadow, True)):
            known = self.everybody(shadow=shadow).values()
            assert counted.high("all") == len(known)
            assert counted.high("general") == sum(bool(flag & 1) for flag in known)
            assert counted.high("sensitive") == sum(bool(flag & 2) for flag in known)


@pytest.mark.parametrize(("database", "examples"), [("sqlite", 25), ("postgresql", 10)])
def test_any_order_of_reserve_post_and_void_counts_what_sets_count(tmp_path, request, database, examples):
    numbers = itertools.count()

    @contextmanager
    def file():
        yield f"sqlite:///{tmp_path / str(next(numbers))}.db"

    place = file if database == "sqlite" else request.getfixturevalue("postgres").database
    machine = type("ExportsHere", (Exports,), {"place": staticmethod(place)})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=25, deadline=None)
    )
