"""The ledger: the year's count, and the life of every export in it.

    with Ledger.open(url, read_pepper(url, os.environ)) as ledger:
        key = ledger.year_key(handler, year, create=True)
        entry = ledger.reserve(reservation, judge, now)  # the gate's verdict and its record, at once
        ledger.post(run, now)                            # the data has left; or ledger.void(run, now)

Every time is an aware datetime; which year it is, is asked of the calendar in China.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tongguan.errors import LedgerConflict, LedgerError
from tongguan.ledger import form, keyring, store
from tongguan.ledger.clock import leaving_date, leaving_year, utc_text
from tongguan.ledger.dump import copy, page
from tongguan.ledger.entry import (
    FOLLOWS,
    REASON_CHARS_MAX,
    Entry,
    Judgement,
    Kind,
    Reservation,
    Said,
)
from tongguan.ledger.life import (
    added_row,
    already,
    finished_row,
    judged_row,
    key_row,
    require_left,
    said_row,
    unfit,
)
from tongguan.ledger.schema import ENTRY
from tongguan.ledger.sqlite import Nothing
from tongguan.ledger.storage import place, transaction
from tongguan.ledger.verify import Problem, verify
from tongguan.ledger.year import tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine

    from tongguan.ledger.storage import Place
    from tongguan.ledger.year import Totals
    from tongguan.persons.people import People

Row = dict[str, object]


@dataclass(frozen=True)
class YearSummary:
    """A handler's year so far: *counted* towards the law's numbers, *shadow* with exempt exports too.

    ``waiting`` are the entries after which a person has to say something: the last of their runs, in review.
    """

    handler: str
    year: int
    counted: People
    shadow: People
    entries: tuple[Entry, ...]
    waiting: tuple[Entry, ...]


class Ledger:
    """An append-only ledger. Made by :meth:`open`; a context manager.

    Runs are unique in the whole ledger, not only within a handler.
    """

    def __init__(self, where: Place, engine: Engine, pepper: bytes, *, writable: bool) -> None:
        self._where = where
        self._engine = engine
        self._pepper = pepper
        self._writable = writable

    @classmethod
    def open(cls, url: str, pepper: bytes, *, create: bool = True) -> Self:
        """Open the ledger at *url* with *pepper*.

        With *create*, a missing one is made. Without, nothing is ever written: a missing ledger reads as
        an empty one. Raises LedgerError, and WrongPepper if it was written with another pepper.
        """
        where = place(url)
        if not create and not where.exists():
            where = Nothing(Path())
        engine = where.engine(write=create)
        with transaction(where, engine, write=False) as connection:
            found = form.revision(connection)
        if found is None and not create:
            where = Nothing(Path())
            engine = where.engine(write=False)
        elif found is None:
            with transaction(where, engine, write=True) as connection:
                if form.revision(connection) is None:  # another may have been first
                    form.make(connection)
        else:
            form.require_current(found, where.shown)
        with transaction(where, engine, write=False) as connection:
            keyring.prove(connection, pepper)
        return cls(where, engine, pepper, writable=create)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- keys ---------------------------------------------------------------------------------

    def year_key(self, handler: str, year: int, *, create: bool) -> bytes:
        """Return the 32-byte key under which *handler*'s persons of *year* are keyed.

        With *create*, a year without a key is given one. Without, the answer for such a year is random:
        nobody is in it yet, so under any key nobody is found twice; nothing keyed so can be reserved.
        A year with entries whose key was destroyed has none any more: LedgerError.
        """
        with self._transaction(write=create and self._writable) as connection:
            found = keyring.find(connection, self._pepper, handler, year)
            if found is not None:
                return found
            if not create:
                return secrets.token_bytes(32)
            self._require_writable()
            # Since it was opened another may have changed the pepper: two in one ledger open it no more.
            keyring.prove(connection, self._pepper)
            return keyring.make(connection, self._pepper, handler, year)

    # ---- the life of an export ----------------------------------------------------------------

    def reserve(self, asked: Reservation, judge: Callable[[Totals], Judgement], now: datetime) -> Entry:
        """Count, judge and record *asked* in one transaction, and return the entry.

        *judge* is given what the export would do to the counted year. If it opens, the persons are
        reserved under the run; if not, a ``refuse`` entry keeps the verdict and nobody. If it raises,
        nothing is written. A run that is live with the same handler, export, year and files gives its
        stored ``reserve`` entry, without *judge*; with others it is a LedgerConflict.
        """
        recorded_at = utc_text(now)
        self._require_writable()
        with self._transaction(write=True) as connection:
            stored = already(asked, store.entries(connection, ENTRY.c.run == asked.run))
            if stored:
                return stored
            keyring.require(connection, asked)
            head = store.head(connection)  # before anything is counted; see store.append
            before = store.persons_of_year(connection, asked.handler, asked.leaves_on.year)
            totals = tally(before, asked.persons, asked.reading)
            row = judged_row(asked, totals, judge(totals)) | {"recorded_at": recorded_at}
            kept = store.segments(asked.persons) if row["kind"] == Kind.RESERVE else []
            return store.append(connection, head, row, kept)

    def post(self, run: str, now: datetime) -> Entry:
        """Record that the data of the reserved *run* has left. Posting again gives the same entry.

        Raises LedgerConflict where *run* is not reserved, or was reserved in another year than *now*.
        """

        def leaving(reserved: Entry) -> date:
            if leaving_year(now) != reserved.year:
                raise LedgerConflict(
                    f"Run {run}: reserved in {reserved.year}, and it is {leaving_year(now)} in China. "
                    "Its persons would be missing from the year they leave in. Nothing was recorded.",
                    hint="Void it and reserve it again.",
                )
            return leaving_date(now)

        return self._finish(Kind.POST, run, now, leaving, reason="")

    def void(self, run: str, now: datetime, reason: str = "") -> Entry:
        """Record that the data of the reserved *run* did not leave: its persons are given back.

        So are those of a run added by hand, by mistake. Voiding again gives the same entry. Raises
        LedgerConflict where *run* is not reserved; what was posted has left. *reason* is kept as it is:
        it must not name a person.
        """
        if len(reason) > REASON_CHARS_MAX:
            raise LedgerError(
                f"Run {run}: the reason is too long. Nothing was recorded.",
                hint=f"Use {REASON_CHARS_MAX} characters at most.",
            )
        return self._finish(Kind.VOID, run, now, lambda reserved: reserved.leaves_on, reason=reason)

    def _finish(
        self, kind: Kind, run: str, now: datetime, leaving: Callable[[Entry], date], reason: str
    ) -> Entry:
        def row(history: Sequence[Entry]) -> Row:
            last = history[-1]
            return finished_row(last, kind, leaving(last), reason)

        return self._follow(kind, run, now, row)

    def approve(self, run: str, now: datetime, said: Said, fit: Callable[[Entry], None]) -> Entry:
        """Record that a person approves of what *run* was refused for. Gate it again: then it may open.

        *fit* is given the refusal and raises where no person can approve of it. Approving again gives the
        same entry. Raises LedgerConflict where *run* is not refused, or was in another year than *now*.
        """

        def row(history: Sequence[Entry]) -> Row:
            refused = history[-1]
            fit(refused)
            if leaving_year(now) != refused.year:
                raise LedgerConflict(
                    f"Run {run}: refused in {refused.year}, and it is {leaving_year(now)} in China. "
                    "The approve was not recorded.",
                    hint="Gate it again: it is judged by this year's count.",
                )
            return said_row(refused, Kind.APPROVE, refused.leaves_on, said)

        return self._follow(Kind.APPROVE, run, now, row)

    def reject(self, run: str, now: datetime, said: Said) -> Entry:
        """Record that a person rejects *run*, which was refused or approved: it is final.

        Rejecting again gives the same entry. Raises LedgerConflict for any other run.
        """
        return self._follow(
            Kind.REJECT, run, now, lambda past: said_row(past[-1], Kind.REJECT, past[-1].leaves_on, said)
        )

    def _follow(self, kind: Kind, run: str, now: datetime, row: Callable[[Sequence[Entry]], Row]) -> Entry:
        """Add the *row* of *kind* to a run, made from its past, unless that is where it ended already."""
        recorded_at = utc_text(now)
        self._require_writable()
        with self._transaction(write=True) as connection:
            history = store.entries(connection, ENTRY.c.run == run)
            last = history[-1] if history else None
            if last and last.kind is kind:
                return last
            if last is None or kind not in FOLLOWS[last.kind]:
                raise unfit(run, kind, last)
            head = store.head(connection)
            merged = store.merge_at_post(connection, last, head) if kind is Kind.POST else []
            said = row(history) | {"recorded_at": recorded_at}
            return store.append(connection, head, said, merged=merged)

    def add(self, asked: Reservation, said: Said, now: datetime) -> Entry:
        """Add persons who left around the gate, or before there was one. They count at once.

        *asked* names the day they left, and persons of whom only the number is known. The same run with the
        same numbers gives the stored entry. What was added by mistake may be voided.
        """
        recorded_at = utc_text(now)
        self._require_writable()
        require_left(asked.run, asked.leaves_on, now)
        with self._transaction(write=True) as connection:
            history = store.entries(connection, ENTRY.c.run == asked.run)
            last = history[-1] if history else None
            if last and last.kind is Kind.ADD and _same(last, asked):
                return last
            if Kind.ADD not in FOLLOWS[last.kind if last else None]:
                raise unfit(asked.run, Kind.ADD, last)
            keyring.require(connection, asked)
            head = store.head(connection)
            before = store.persons_of_year(connection, asked.handler, asked.leaves_on.year)
            totals = tally(before, asked.persons.as_declared(), asked.reading)
            row = added_row(asked, totals, said)
            row |= {"recorded_at": recorded_at}
            return store.append(connection, head, row, store.segments(asked.persons))

    # ---- keys, and only for the owner of the database -------------------------------------------

    def forget(self, year: int, now: datetime, said: Said, *, handler: str | None = None) -> list[Entry]:
        """Destroy the keys of *year*, of one *handler* or of all: its person keys mean nothing any more.

        Entries, totals, verdicts and chain stay. Nobody can be added to that year again. Returns an entry
        for each key. Copies of the database that were made before still hold them.
        """
        self._require_writable()
        with self._transaction(write=True) as connection:
            forgotten = []
            for name, key in keyring.of_year(connection, year):
                if handler in {None, name}:
                    about = {"handler": name, "year": year, "leaves_on": f"{year}-12-31", "key_id": key}
                    run = _own_run(connection, f"forget {year}")
                    row = key_row(Kind.FORGET, run, leaving_date(now), said, **about)
                    row |= {"recorded_at": utc_text(now)}
                    forgotten.append(store.append(connection, store.head(connection), row))
                    keyring.destroy(connection, name, year)
        self._where.scrub(self._engine)
        return forgotten

    def rekey(self, pepper: bytes, now: datetime, said: Said) -> Entry:
        """Keep the keys of all years under another *pepper*; the old one opens this ledger no more.

        Persons stay who they are. Copies made before still open with the old pepper. Raises LedgerError
        where there is no key yet, or *pepper* is the one that is there.
        """
        self._require_writable()
        with self._transaction(write=True) as connection:
            keyring.mask(connection, self._pepper, pepper)
            head, run = store.head(connection), _own_run(connection, "rekey")
            row = key_row(Kind.REKEY, run, leaving_date(now), said)
            entry = store.append(connection, head, row | {"recorded_at": utc_text(now)})
        self._where.scrub(self._engine)
        self._pepper = pepper
        return entry

    # ---- reading ------------------------------------------------------------------------------

    def year(self, handler: str, year: int) -> People:
        """Return everybody who counts towards *handler*'s *year*: reserved or posted, not exempt."""
        with self._transaction(write=False) as connection:
            return store.persons_of_year(connection, handler, year)

    def entries(self, year: int | None = None) -> tuple[Entry, ...]:
        """Return the entries, of one *year* or all, oldest first."""
        where = [] if year is None else [ENTRY.c.year == year]
        with self._transaction(write=False) as connection:
            return tuple(store.entries(connection, *where))

    def history(self, run: str) -> tuple[Entry, ...]:
        """Return the entries of *run*, oldest first: what became of it."""
        with self._transaction(write=False) as connection:
            return tuple(store.entries(connection, ENTRY.c.run == run))

    def last(self, run: str) -> Entry | None:
        """Return the newest entry of *run*; None if it is unknown."""
        return next(reversed(self.history(run)), None)

    def head(self) -> str:
        """Return the digest of the newest entry: whoever keeps it can prove what the ledger said."""
        with self._transaction(write=False) as connection:
            return store.head(connection).digest

    def show(self, handler: str, year: int) -> YearSummary:
        """Return *handler*'s *year* so far: both counts, and its entries, from one moment."""
        with self._transaction(write=False) as connection:
            counted = store.persons_of_year(connection, handler, year)
            shadow = store.persons_of_year(connection, handler, year, shadow=True)
            found = tuple(store.entries(connection, ENTRY.c.handler == handler, ENTRY.c.year == year))
            # A run of last year may have gone on in this one.
            waiting = tuple(
                entry
                for entry in found
                if entry.in_review and entry == store.entries(connection, ENTRY.c.run == entry.run)[-1]
            )
        return YearSummary(handler, year, counted, shadow, found, waiting)

    def verify(self) -> list[Problem]:
        """Check everything that is stored and return what is wrong; an empty list is a sound ledger."""
        with self._transaction(write=False) as connection:
            return verify(connection)

    def dump(self, *, year: int | None = None, persons: bool = False) -> Iterator[str]:
        """Yield the entries as JSON, a line each; see :func:`tongguan.ledger.dump.page`."""
        seq = 0
        while True:
            # However slowly the lines are taken, nobody who writes has to wait: what is there stays as it is.
            with self._transaction(write=False) as connection:
                some = page(connection, after=seq, year=year, persons=persons)
            for seq, line in some:  # noqa: B007 (the last one is where the next page begins)
                yield line
            if not some:
                return

    def copy_to(self, other: Ledger) -> int:
        """Copy all of it into *other*, an empty ledger opened with the same pepper, and verify it there.

        Returns the number of entries. Raises LedgerError where *other* is not empty, or not sound afterwards.
        """
        other._require_writable()
        with self._transaction(write=False) as source, other._transaction(write=True) as target:
            copied = copy(source, target, other._where.shown)
            keyring.prove(target, other._pepper)
            if verify(target):
                raise LedgerError(
                    "The copy is not sound. Nothing was kept of it.",
                    hint="Run tongguan ledger verify on the ledger that was copied.",
                )
        return copied

    def _transaction(self, *, write: bool) -> AbstractContextManager[Connection]:
        return transaction(self._where, self._engine, write=write)

    def _require_writable(self) -> None:
        if not self._writable:
            raise LedgerError(
                "The ledger was opened for reading. Nothing was recorded.",
                hint="Open it with create=True to reserve, post or void.",
            )


def _own_run(connection: Connection, what: str) -> str:
    """Return an id for a run of the ledger's own that nobody has used, callers included."""
    names = (what if number == 1 else f"{what} ({number})" for number in count(1))
    return next(name for name in names if not store.entries(connection, ENTRY.c.run == name))


def _same(stored: Entry, asked: Reservation) -> bool:
    of_both = [(each.handler, each.export, each.leaves_on) for each in (stored, asked)]
    return of_both[0] == of_both[1] and stored.unidentified == asked.persons.unidentified
