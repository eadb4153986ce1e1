"""What the tests of the ledger share: persons made from small numbers, and a ledger to put them in."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from hashlib import sha256

import numpy as np

from tongguan.kernels.keys import distinct
from tongguan.ledger.entry import Judgement, Reservation
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.pepper import key_id
from tongguan.persons.flags import GENERAL
from tongguan.persons.people import People

PEPPER = bytes(range(32))
HANDLER = "tongguan-trading"
NOW = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 5, 1)


def persons(*numbers, flags=GENERAL, unidentified=(0, 0, 0, 0)):
    """Return the set of persons known by *numbers*, all with *flags*."""
    keys = np.array([[number * 7919 % 1000, number] for number in numbers], dtype=np.uint64).reshape(-1, 2)
    keys = distinct(keys)
    return People(keys, np.full(len(keys), flags, dtype=np.uint8), unidentified)


def file(name):
    """Return the SHA-256 of a file called *name*, which nobody needs to have."""
    return sha256(name.encode()).hexdigest()


def opened(folder, pepper=PEPPER, *, create=True):
    """Open the ledger in *folder*."""
    return Ledger.open(f"sqlite:///{folder / 'year.db'}", pepper, create=create)


def asks(ledger, run, people, *, handler=HANDLER, export="orders", files=("a",), leaves_on=TODAY):
    """Return the reservation of *people* under *run*, keyed as the ledger wants it."""
    key = ledger.year_key(handler, leaves_on.year, create=True)
    return Reservation(
        handler=handler,
        run=run,
        export=export,
        leaves_on=leaves_on,
        files=tuple(file(name) for name in files),
        persons=people,
        key_id=key_id(key),
    )


def opens(_totals):
    """Judge: open, and it counts."""
    return Judgement(open=True, counted=True, verdict={"status": "open"})


def exempt(_totals):
    """Judge: open, and it does not count (CBDF 5(1)(1))."""
    return Judgement(open=True, counted=False, verdict={"status": "open", "outcome": "exempt"})


def shut(_totals):
    """Judge: shut."""
    return Judgement(open=False, counted=True, verdict={"status": "shut"})


def never(_totals):
    """Judge that must not be asked."""
    raise AssertionError("judged again")


def count(ledger, year=2026, handler=HANDLER):
    """Return how many persons count in the year: all, general, sensitive, minors."""
    people = ledger.year(handler, year)
    return tuple(people.high(group) for group in ("all", "general", "sensitive", "minors"))


def by_hand(folder, statement, *values):
    """Run *statement* on the database behind the ledger's back."""
    with sqlite3.connect(folder / "year.db") as connection:
        connection.execute(statement, values)
    connection.close()
