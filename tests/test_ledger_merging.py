"""Runs that were posted are merged into larger sets, and the year stays what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import HANDLER, NOW, asks, by_hand, count, exempt, opened, opens, persons

from tongguan.ledger.merging import FANOUT, Merged, cover, due


def nights(ledger, runs, *, judge=opens, post=True):
    for run in runs:
        ledger.reserve(asks(ledger, f"n{run}", persons(1, run, run + 1)), judge, NOW)
        if post:
            ledger.post(f"n{run}", NOW)


def test_every_sixteenth_post_merges_and_the_year_stays_what_it_was(at):
    with opened(at) as ledger:
        for run in range(10, 10 + 2 * FANOUT + 3):
            nights(ledger, [run])
            assert count(ledger)[0] == 2 + run - 10 + 1
        merged = [each for entry in ledger.entries() for each in entry.merged]
        assert [(each.level, len(each.of)) for each in merged] == [(1, FANOUT), (1, FANOUT)]
        assert ledger.verify() == []


def test_sets_of_sets_are_merged_too(tmp_path, monkeypatch):
    monkeypatch.setattr("tongguan.ledger.merging.FANOUT", 3)
    with opened(tmp_path) as ledger:
        nights(ledger, range(10, 10 + 31))
        levels = [each.level for entry in ledger.entries() for each in entry.merged]
        assert {level: levels.count(level) for level in levels} == {1: 10, 2: 3, 3: 1}
        assert count(ledger)[0] == 33
        assert ledger.verify() == []


def test_only_what_was_posted_and_counts_is_merged(at):
    with opened(at) as ledger:
        nights(ledger, range(10, 30), post=False)
        nights(ledger, range(30, 50), judge=exempt)
        assert not any(entry.merged for entry in ledger.entries())
        assert count(ledger)[0] == 1 + 21
        for run in range(10, 20):
            ledger.void(f"n{run}", NOW)
        assert count(ledger)[0] == 1 + 11
        assert ledger.show(HANDLER, 2026).shadow.high("all") == 1 + 31
        assert ledger.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM merged",
        "UPDATE merged SET keys = x'', flags = x''",
        "UPDATE merged SET flags = x'01'",
    ],
)
def test_a_merged_set_that_was_tampered_with_hides_nobody_and_is_named(at, statement):
    with opened(at) as ledger:
        nights(ledger, range(10, 10 + FANOUT))
        by_hand(at, statement)
        assert count(ledger)[0] == 2 + FANOUT
        nights(ledger, [100])
        assert count(ledger)[0] == 2 + FANOUT + 2
        assert {(problem.seq, problem.check) for problem in ledger.verify()} == {(2 * FANOUT, "merged")}


sets = st.lists(
    st.builds(
        lambda seq, level, of: Merged(seq, level, tuple(sorted(of)), (0, 0, 0, 0), ""),
        st.integers(1, 99),
        st.integers(1, 3),
        st.frozensets(st.integers(1, 12), min_size=1),
    ),
    max_size=8,
)


@given(st.frozensets(st.integers(1, 12)), sets)
def test_what_is_read_is_everybody_live_and_nobody_else(live, merged):
    chosen, alone = cover(live, merged)
    assert sorted([seq for each in chosen for seq in each.of] + alone) == sorted(live)


@given(st.frozensets(st.integers(1, 60)), sets)
def test_nothing_is_merged_twice_at_one_level(posted, merged):
    plans = due(posted, merged)
    levels = [level for level, _, _ in plans]
    assert len(set(levels)) == len(levels)
    for _, parts, alone in plans:
        of = [seq for each in parts for seq in each.of] + alone
        assert len(set(of)) == len(of)
        assert set(of) <= posted
