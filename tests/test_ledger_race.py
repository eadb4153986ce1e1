"""Processes that would together cross a line: all but one are told so."""

from __future__ import annotations

import multiprocessing

import pytest
from ledger_kit import NOW, asks, count, opened, persons

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


@pytest.mark.parametrize("racers", [2, 8])
def test_of_racing_processes_with_one_allowance_left_exactly_one_opens(at, racers):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "year so far", persons(*range(50))), below_the_line, NOW)
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Barrier(racers), spawn.Queue()
    processes = [
        spawn.Process(target=gate_one, args=(at, f"racer {number}", 1000 * (number + 1), start, answers))
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
