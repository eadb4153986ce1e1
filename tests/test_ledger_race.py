"""Processes that would together cross a line: all but one are told so."""

from __future__ import annotations

import pytest
from forks_kit import FORKS
from ledger_kit import NOW, asks, count, everything, opened, persons

from tongguan.errors import LedgerError
from tongguan.ledger import store
from tongguan.ledger.entry import Judgement

LINE = 100  # stands for 不满10万


def below_the_line(totals):
    """Judge as CBDF 5(1)(4) does: open while the year stays below the line."""
    return Judgement(open=totals.general.after < LINE, counted=True, verdict={})


def gate_one(at, run, first, start, answers):
    """Reserve 30 persons of one's own in a process of one's own."""
    with opened(at) as ledger:
        asked = asks(ledger, run, persons(*range(first, first + 30)))
        start.wait()
        answers.put((run, str(ledger.reserve(asked, below_the_line, NOW).kind)))


def test_of_two_entries_after_one_head_the_database_takes_one(at):
    """Whatever the locks: who wrote without them would be turned away all the same."""
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), below_the_line, NOW)
        with ledger._transaction(write=False) as connection:
            head = store.head(connection)
            row = next(iter(store.all_rows(connection)))
        ledger.post("r1", NOW)
        before = everything(at)
        with (
            pytest.raises(LedgerError, match=r"another writer came first\. Nothing was recorded"),
            ledger._transaction(write=True) as connection,
        ):
            store.append(connection, head, row | {"kind": "void"})
        assert everything(at) == before


@pytest.mark.parametrize("racers", [2, 8])
def test_of_racing_processes_with_one_allowance_left_exactly_one_opens(at, racers):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "year so far", persons(*range(50))), below_the_line, NOW)
    start, answers = FORKS.Barrier(racers), FORKS.Queue()
    processes = [
        FORKS.Process(target=gate_one, args=(at, f"racer {number}", 1000 * (number + 1), start, answers))
        for number in range(racers)
    ]
    for process in processes:
        process.start()
    told = [answers.get(timeout=60)[1] for _ in processes]
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    assert sorted(told) == ["refuse"] * (racers - 1) + ["reserve"]
    with opened(at) as ledger:
        assert count(ledger)[0] == 80
        assert [entry.seq for entry in ledger.entries()] == list(range(1, racers + 2))
        assert ledger.verify() == []
