"""Whatever is killed, fails or is full: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import itertools
import os
import random
import resource
import sqlite3
import time
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import pytest
from forks_kit import all_told, started
from ledger_kit import NOW, asks, count, everything, never, opened, opens, persons
from pg_kit import server
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tongguan.errors import LedgerError
from tongguan.ledger.clock import leaving_date
from tongguan.ledger.entry import Kind

# ---- killed


def work_without_end(at, name, tells):
    """Reserve, then post or void, and tell of each entry that the ledger acknowledged."""
    tells.send("begins")
    with suppress(LedgerError), opened(at) as ledger:  # the server may be gone
        for number in itertools.count():
            run = f"{name}.{number}"
            people = persons(*range(10 * number, 10 * number + 30))
            entry = ledger.reserve(asks(ledger, run, people), opens, NOW)
            tells.send((entry.seq, entry.digest))
            entry = ledger.void(run, NOW) if number % 3 == 1 else ledger.post(run, NOW)
            tells.send((entry.seq, entry.digest))


def worked_until(kill, at, name, chance):
    """Let a process work and *kill* it at a point of *chance*; return what the ledger acknowledged."""
    process, told = started(work_without_end, at, name)
    assert told.recv() == "begins"
    acknowledged = [told.recv() for _ in range(chance.randrange(6))]
    time.sleep(chance.uniform(0, 0.03 if acknowledged else 0.2))  # the tables are made first
    kill(process)
    acknowledged += all_told(told)
    process.join()
    return acknowledged


def require_kept(at, acknowledged, before=0):
    """Check that all that was *acknowledged* is there, and at most one more, whole; count the entries."""
    with opened(at) as ledger:
        kept = [(entry.seq, entry.digest) for entry in ledger.entries()]
        assert kept[before : before + len(acknowledged)] == acknowledged
        assert len(kept) <= before + len(acknowledged) + 1
        assert ledger.verify() == []
        return len(kept)


def test_what_was_acknowledged_is_there_after_kill_9(database):
    chance = random.Random(20260630)
    for year in range(10):
        with database() as at:
            kept = 0
            for round_ in range(5):
                acknowledged = worked_until(lambda child: child.kill(), at, f"{year}.{round_}", chance)
                kept = require_kept(at, acknowledged, before=kept)
            with opened(at) as ledger:  # and nobody holds the ledger any more
                assert ledger.reserve(asks(ledger, "next", persons(1)), opens, NOW).seq == kept + 1


@pytest.fixture(scope="module")
def durable():
    """A PostgreSQL that syncs to disk, though commits wait for that only if they ask to."""
    # After a crash a thousand files that nobody changed would otherwise be synced one by one.
    with server(durable=True, synchronous_commit="off", recovery_init_sync_method="syncfs") as running:
        yield running


def crashed(running):
    running.crash()
    running.start()


def test_what_was_acknowledged_is_there_after_a_crash_of_the_server(durable):
    chance = random.Random(20260630)
    with durable.database() as at:
        kept = 0
        for round_ in range(4):
            acknowledged = worked_until(lambda _: crashed(durable), at, f"round {round_}", chance)
            kept = require_kept(at, acknowledged, before=kept)


def test_a_server_that_crashes_between_count_and_commit_has_recorded_nothing(durable):
    def crashes(totals):
        durable.crash()
        return opens(totals)

    with durable.database() as at:
        with opened(at) as ledger:
            ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
            head, asked = ledger.head(), asks(ledger, "r2", persons(2))
            with pytest.raises(LedgerError, match=r"(lost|shut down).*\. Nothing was recorded\."):
                ledger.reserve(asked, crashes, NOW)
            with pytest.raises(LedgerError, match="cannot be reached"):
                ledger.head()
        durable.start()
        with opened(at) as ledger:
            assert (ledger.head(), ledger.verify()) == (head, [])
            assert ledger.reserve(asked, opens, NOW).seq == 2


# ---- failing


def tried(act):
    """Return the entry that *act* makes, or what it says where it is refused."""
    try:
        return act()
    except LedgerError as error:
        return str(error)


def failing(ledger, number, when):
    """Have the *number*-th statement from now on fail, before or after the database did it."""
    statements = itertools.count(1)

    @event.listens_for(ledger._engine, f"{when}_cursor_execute")
    def fail(*_):
        if next(statements) == number:
            raise OperationalError("INSERT 13912345678", {}, sqlite3.OperationalError("13912345678"))

    return fail


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("verb", ["reserve", "post", "void"])
def test_a_fault_at_any_statement_leaves_all_as_it_was(at, verb, when):
    with opened(at) as ledger:
        asked = {run: asks(ledger, run, persons(*people)) for run, people in [("r1", [1, 2]), ("r2", [2, 3])]}
        ledger.reserve(asked["r1"], opens, NOW)
        before = everything(at)
        act = {
            "reserve": lambda: ledger.reserve(asked["r2"], opens, NOW),
            "post": lambda: ledger.post("r1", NOW),
            "void": lambda: ledger.void("r1", NOW),
        }[verb]
        for number in itertools.count(1):
            fault = failing(ledger, number, when)
            answer = tried(act)
            event.remove(ledger._engine, f"{when}_cursor_execute", fault)
            if not isinstance(answer, str):
                break
            assert "Nothing was recorded" in answer
            assert "13912345678" not in answer
            assert everything(at) == before
        assert number > 3  # history, head, insert at least, each of which failed once
        assert (answer.kind, answer.digest) == (Kind(verb), ledger.head())
        assert count(ledger)[0] == {"reserve": 3, "post": 2, "void": 0}[verb]
        assert ledger.verify() == []


@pytest.mark.parametrize("done", [False, True])
def test_a_commit_that_was_not_acknowledged_is_told_as_unknown_and_asked_again(at, done, monkeypatch):
    with opened(at) as ledger:
        asked = asks(ledger, "r1", persons(1, 2))
        dialect = ledger._engine.dialect
        commit = dialect.do_commit

        def cut_off(connection):
            if done:
                commit(connection)
            connection.driver_connection.close()
            raise dialect.loaded_dbapi.OperationalError("13912345678")

        with monkeypatch.context() as patch:
            patch.setattr(dialect, "do_commit", cut_off)
            with pytest.raises(LedgerError, match=r"unknown.*\n.*same run again") as caught:
                ledger.reserve(asked, opens, NOW)
            assert "13912345678" not in str(caught.value)
        assert count(ledger)[0] == (2 if done else 0)
        assert ledger.reserve(asked, never if done else opens, NOW).seq == 1
        assert ledger.verify() == []


@pytest.mark.parametrize("when", ["connect", "checkin"])
def test_what_a_driver_raises_outside_of_a_statement_is_told_in_our_words(at, when):
    with opened(at) as ledger:

        @event.listens_for(ledger._engine, when)
        def fail(*_):
            raise ledger._engine.dialect.loaded_dbapi.OperationalError("13912345678")

        with pytest.raises(LedgerError) as caught:
            ledger.head()
        assert "13912345678" not in str(caught.value)
        assert caught.value.__cause__ is None


# ---- full


def test_a_full_disk_leaves_all_as_it_was(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
        asked = asks(ledger, "r2", persons(*range(5000)))  # 85 kB: some twenty pages
        before = everything(tmp_path)
        with ledger._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        limit = itertools.count(pages)

        @event.listens_for(ledger._engine, "connect")
        def small(connection, _record):
            connection.execute(f"PRAGMA max_page_count={next(limit)}")

        full = 0
        while isinstance(answer := tried(lambda: ledger.reserve(asked, opens, NOW)), str):
            full += 1
            assert "the disk is full. Nothing was recorded." in answer
            assert everything(tmp_path) == before
        assert full >= 20
        assert count(ledger)[0] == 5000
        assert ledger.verify() == []


def reserve_within(at, limit, tells):
    """Reserve while no file may become larger than *limit* bytes: what does not fit, the system refuses."""
    with opened(at) as ledger:
        asked = asks(ledger, "r2", persons(*range(5000)))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        tells.send(tried(lambda: ledger.reserve(asked, opens, NOW).seq))


def test_a_file_that_cannot_grow_leaves_all_as_it_was(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
        before = everything(tmp_path)
    size = (tmp_path / "year.db").stat().st_size
    for limit in (0, 100, 4096, size - 1, size, size + 1, size + 4096, size + 50_000, size + 80_000):
        process, told = started(reserve_within, tmp_path, limit)
        (answer,) = all_told(told)
        process.join()
        assert "could not be read or written" in answer
        assert everything(tmp_path) == before
        with opened(tmp_path) as ledger:
            assert ledger.verify() == []
    process, told = started(reserve_within, tmp_path, size + 1_000_000)
    assert all_told(told) == [2]
    process.join()


# ---- elsewhere


def leave(at, zone, moment, tells):
    """Reserve and post at *moment* by the clock of a machine in *zone*."""
    os.environ["TZ"] = zone
    time.tzset()
    local = datetime.fromtimestamp(moment).astimezone()
    with opened(at) as ledger:
        asked = asks(ledger, f"{zone} {moment}", persons(1), leaves_on=leaving_date(local))
        ledger.reserve(asked, opens, local)
        entry = ledger.post(asked.run, local)
    tells.send((local.date(), entry.year, entry.leaves_on))


@pytest.mark.parametrize(
    ("second", "leaves_on"), [(0, date(2026, 12, 31)), (1, date(2027, 1, 1))], ids=["old", "new"]
)
def test_machines_in_other_time_zones_agree_on_the_year(at, second, leaves_on):
    shanghai = timezone(timedelta(hours=8))
    moment = datetime(2026, 12, 31, 23, 59, 59, tzinfo=shanghai).timestamp() + second
    # POSIX writes the sign the other way round: twelve hours behind and fourteen before Greenwich.
    children = [started(leave, at, zone, moment) for zone in ("WEST+12", "EAST-14")]
    answers = [answer for _, told in children for answer in all_told(told)]
    for process, _ in children:
        process.join()
    assert [local for local, *_ in answers] == [date(2026, 12, 31), date(2027, 1, 1)]
    assert [answer[1:] for answer in answers] == [(leaves_on.year, leaves_on)] * 2
    with opened(at) as ledger:
        assert (count(ledger, leaves_on.year)[0], ledger.verify()) == (1, [])
