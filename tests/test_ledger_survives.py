"""Whatever is killed, fails or is full: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time

from ledger_kit import NOW, asks, opened, opens, persons

ROUNDS = 50  # on each database
# Children are forked from a process that has all of this imported, and no threads.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "tongguan.ledger.ledger", "sqlalchemy.dialects.postgresql.psycopg"])


def started(work, *args):
    """Start *work* in a process of its own; return it, and what it tells."""
    told, tells = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=work, args=(*args, tells))
    process.start()
    tells.close()  # or the end of the child would not be the end of what it tells
    return process, told


def all_told(told):
    """Return what was told to the end; a message that was cut off is none."""
    found = []
    while True:
        try:
            found.append(told.recv())
        except (EOFError, OSError):
            return found


def work_without_end(at, name, tells):
    """Reserve, then post or void, and tell of each entry that the ledger acknowledged."""
    tells.send("begins")
    with opened(at) as ledger:
        for number in itertools.count():
            run = f"{name}.{number}"
            people = persons(*range(10 * number, 10 * number + 30))
            entry = ledger.reserve(asks(ledger, run, people), opens, NOW)
            tells.send((entry.seq, entry.digest))
            entry = ledger.void(run, NOW) if number % 3 == 1 else ledger.post(run, NOW)
            tells.send((entry.seq, entry.digest))


def require_kept(at, acknowledged, before=0):
    """Check that all that was *acknowledged* is there, and at most one more than that, whole."""
    with opened(at) as ledger:
        kept = [(entry.seq, entry.digest) for entry in ledger.entries()][before:]
        assert kept[: len(acknowledged)] == acknowledged
        assert len(kept) <= len(acknowledged) + 1
        assert ledger.verify() == []
        return before + len(kept)


def test_what_was_acknowledged_is_there_after_kill_9(database):
    chance = random.Random(20260630)
    in_flight = 0
    for round_ in range(ROUNDS):
        with database() as at:
            process, told = started(work_without_end, at, f"round {round_}")
            assert told.recv() == "begins"
            acknowledged = [told.recv() for _ in range(chance.randrange(6))]
            time.sleep(chance.uniform(0, 0.03 if acknowledged else 0.2))  # the tables are made first
            process.kill()
            process.join()
            acknowledged += all_told(told)
            in_flight += require_kept(at, acknowledged) - len(acknowledged)
            with opened(at) as ledger:  # and nobody holds the ledger any more
                ledger.reserve(asks(ledger, "next", persons(1)), opens, NOW)
    print(in_flight)


def test_what_was_acknowledged_is_there_after_a_crash_of_the_server():
    chance = random.Random(20260630)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), durable=True) as running:
        running.run("CREATE DATABASE ledger")
        at, kept = running.url("ledger"), 0
        for round_ in range(4):
            process, told = started(work_without_end, at, f"round {round_}")
            acknowledged = [told.recv() for _ in range(1 + chance.randrange(8))][1:]
            time.sleep(chance.uniform(0, 0.03 if acknowledged else 0.2))
            running.crash()
            acknowledged += all_told(told)
            process.join()
            running.start(durable=True)
            kept = require_kept(at, acknowledged, before=kept)


def test_an_export_whose_judge_outlives_the_server_is_not_recorded():
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), durable=True) as running:
        running.run("CREATE DATABASE ledger")
        at = running.url("ledger")
        with opened(at) as ledger:
            ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
            asked = asks(ledger, "r2", persons(2))

            def crash(totals):
                running.crash()
                return opens(totals)

            with pytest.raises(LedgerError, match=r"(lost|shut down).*Nothing was recorded"):
                ledger.reserve(asked, crash, NOW)
        running.start(durable=True)
        require_kept(at, [(entry.seq, entry.digest) for entry in [opened(at).last("r1")]])
