"""What the tests of the ledger share: persons made from small numbers, and a ledger to put them in."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import UTC, date, datetime
from hashlib import sha256

import numpy as np
from alembic import command
from alembic.config import Config
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import inspect, text

from tongguan.kernels.keys import distinct
from tongguan.ledger.entry import Judgement, Reservation
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.pepper import key_id
from tongguan.ledger.schema import METADATA, VERSION_TABLE
from tongguan.ledger.storage import place, transaction
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


def url_of(at):
    """Return the URL of the ledger *at*: a URL, or the folder it is in."""
    return at if isinstance(at, str) else f"sqlite:///{at / 'year.db'}"


def opened(at, pepper=PEPPER, *, create=True):
    """Open the ledger *at* a URL or in a folder."""
    return Ledger.open(url_of(at), pepper, create=create)


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


def by_hand(at, statement, *values):
    """Run *statement* on the database behind the ledger's back, as an owner who drops the guards can."""
    engine = place(url_of(at)).engine(write=True)
    with engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        for table, name in GUARDS if sqlite else ((table, f"{table}_kept") for table, _ in GUARDS):
            on = "" if sqlite else f" ON {table}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")
        connection.exec_driver_sql(statement if sqlite else in_postgres(statement), values)
    engine.dispose()


def in_postgres(statement):
    """Return a statement written for SQLite as PostgreSQL takes it."""
    statement = statement.replace("?", "%s").replace("counted = 0", "counted = false")
    statement = re.sub(r"zeroblob\((\d+)\)", lambda bytes_: "x'" + "00" * int(bytes_[1]) + "'", statement)
    return re.sub(r"x'([0-9a-f]*)'", r"'\\x\1'::bytea", statement)


def everything(at):
    """Return every row of every table."""
    engine = place(url_of(at)).engine(write=False)
    with engine.connect() as connection:
        rows = {
            name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for name, table in METADATA.tables.items()
        }
    engine.dispose()
    return rows


def config(connection):
    """Return what Alembic asks for, to run our migrations on *connection*."""
    said = Config()
    said.set_main_option("script_location", "tongguan.ledger:migrations")
    said.attributes["connection"] = connection
    return said


def upgraded(at, to):
    """Run the migrations up to *to* on the empty database *at*; return its engine."""
    where = place(at)
    engine = where.engine(write=True)
    with transaction(where, engine, write=True) as connection:
        command.upgrade(config(connection), to)
    return engine


def first_form(at, rows):
    """Make a ledger as the first version did, with *rows* in it."""
    engine = upgraded(at, "0001")
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))  # which was not written then
        for table in inspect(connection).get_table_names():
            columns = [column["name"] for column in inspect(connection).get_columns(table)]
            for row in rows.get(table, []):
                said = dict(zip((c.name for c in METADATA.tables[table].columns), row, strict=True))
                names = ", ".join(f'"{name}"' for name in columns)
                places = ", ".join(f":{name}" for name in columns)
                connection.execute(
                    text(f"INSERT INTO {table} ({names}) VALUES ({places})"), {n: said[n] for n in columns}
                )


GUARDS = [
    (table, f"{table}_{verb}") for table in ("entry", "segment") for verb in ("update", "delete", "insert")
]


class LedgerMachine(RuleBasedStateMachine):
    """A ledger at ``place()``, and beside it what plain Python knows: runs by name, and entries written."""

    place = None  # gives the URL of an empty database, and takes it back

    def __init__(self):
        super().__init__()
        self.room = ExitStack()
        self.ledger = self.room.enter_context(opened(self.room.enter_context(self.place())))
        self.runs = {}
        self.written = 0

    def teardown(self):
        with self.room:
            assert self.ledger.verify() == []
            assert len(self.ledger.entries()) == self.written
