"""The statements: everything the ledger asks of its database, inside a transaction of the caller's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, insert, select

from tongguan.errors import LedgerCorrupt
from tongguan.kernels.keys import from_bytes, to_bytes
from tongguan.ledger.chain import GENESIS, row_digest, segments_digest
from tongguan.ledger.entry import OF_PERSONS, Entry, live
from tongguan.ledger.pepper import ALGORITHM
from tongguan.ledger.schema import ENTRY, SEGMENT, YEAR_KEY
from tongguan.persons.people import People, merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SEGMENT_KEYS_MAX = 1_000_000
_ROWS_AT_ONCE = 100


@dataclass(frozen=True)
class Head:
    """The newest entry, on which the next one is built."""

    seq: int
    digest: str


class Kept(Protocol):
    """As much of an entry as is needed to read its persons back."""

    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def unidentified(self) -> str | None: ...  # noqa: D102
    @property
    def segment_sha256(self) -> str | None: ...  # noqa: D102


def head(connection: Connection) -> Head:
    """Return the newest entry, or the place before the first."""
    newest = select(ENTRY.c.seq, ENTRY.c.digest).order_by(ENTRY.c.seq.desc()).limit(1)
    row = connection.execute(newest).first()
    return Head(0, GENESIS) if row is None else Head(row.seq, row.digest)


def year_key_row(connection: Connection, handler: str, year: int) -> Row[Any] | None:
    """Return what is stored of a year's key (:data:`~tongguan.ledger.schema.YEAR_KEY`), None for nothing."""
    wanted = select(YEAR_KEY).where(YEAR_KEY.c.handler == handler, YEAR_KEY.c.year == year)
    return connection.execute(wanted).first()


def add_year_key(connection: Connection, handler: str, year: int, salt: bytes, key_id: str) -> None:
    """Add the salt and key id of a year that has none."""
    row = {"handler": handler, "year": year, "algorithm": ALGORITHM, "salt": salt, "key_id": key_id}
    connection.execute(insert(YEAR_KEY), row)


def has_entries(connection: Connection, handler: str, year: int) -> bool:
    """Tell whether anything was ever recorded for *handler* in *year*."""
    wanted = select(ENTRY.c.seq).where(ENTRY.c.handler == handler, ENTRY.c.year == year)
    return connection.execute(wanted.limit(1)).first() is not None


def entries(connection: Connection, *where: ColumnElement[bool]) -> list[Entry]:
    """Return the entries for which every condition of *where* holds, oldest first.

    Raises LedgerCorrupt where a row is not an entry any more.
    """
    found = []
    for row in connection.execute(select(ENTRY).where(*where).order_by(ENTRY.c.seq)).mappings():
        try:
            found.append(Entry.from_row(dict(row)))
        except (KeyError, TypeError, ValueError):
            raise corrupt(row["seq"], "is not what an entry looks like") from None
    return found


def persons_of_year(connection: Connection, handler: str, year: int, *, shadow: bool = False) -> People:
    """Return everybody whose data left or is about to: reserved and not voided.

    Exempt exports are in it only with *shadow*.
    """
    columns = (ENTRY.c.seq, ENTRY.c.kind, ENTRY.c.run, ENTRY.c.counted)
    wanted = select(*columns, ENTRY.c.unidentified, ENTRY.c.segment_sha256)
    wanted = wanted.where(ENTRY.c.handler == handler, ENTRY.c.year == year).order_by(ENTRY.c.seq)
    reserved = live(connection.execute(wanted).all())
    return merge(persons_of(connection, row) for row in reserved if shadow or row.counted)


def persons_of(connection: Connection, row: Kept) -> People:
    """Return the persons one ``reserve`` entry keeps. Raises LedgerCorrupt where they were changed."""
    wanted = select(SEGMENT.c["keys"], SEGMENT.c.flags).where(SEGMENT.c.seq == row.seq)
    parts = [(part[0], part[1]) for part in connection.execute(wanted.order_by(SEGMENT.c.part))]
    try:
        if segments_digest(parts) != row.segment_sha256:
            raise corrupt(row.seq, "does not have the persons it was written with")
        keys = from_bytes(b"".join(keys for keys, _ in parts))
        flags = np.frombuffer(b"".join(flags for _, flags in parts), dtype=np.uint8)
        every, general, sensitive, minors = json.loads(row.unidentified or "")
        return People(keys, flags, (every, general, sensitive, minors))
    except (TypeError, ValueError):
        raise corrupt(row.seq, "has persons that cannot be read") from None


def segments(persons: People) -> list[tuple[bytes, bytes]]:
    """Return *persons* as pairs of keys (16 bytes each) and flags (one byte each), a million at most."""
    starts = range(0, len(persons.keys), SEGMENT_KEYS_MAX)
    cuts = (slice(start, start + SEGMENT_KEYS_MAX) for start in starts)
    return [(to_bytes(persons.keys[cut]), persons.flags[cut].tobytes()) for cut in cuts]


def append(
    connection: Connection,
    after: Head,
    row: Mapping[str, object],
    parts: Sequence[tuple[bytes, bytes]] = (),
) -> Entry:
    """Add *row*, and the segments *parts* of a ``reserve``, as the entry that follows *after*.

    *after* must have been read before anything the row says was counted: if another writer has added
    an entry since, the database refuses this one.
    """
    whole: dict[str, object] = {"segment_sha256": None, "unidentified": None, "totals": None}
    whole |= {
        "verdict": None,
        "reason": None,
        "by": None,
        **row,
        "seq": after.seq + 1,
        "previous": after.digest,
    }
    if row["kind"] in OF_PERSONS:
        whole["segment_sha256"] = segments_digest(parts)
    whole["digest"] = row_digest(whole)
    connection.execute(insert(ENTRY), whole)
    for part, (keys, flags) in enumerate(parts):
        connection.execute(insert(SEGMENT), {"seq": whole["seq"], "part": part, "keys": keys, "flags": flags})
    return Entry.from_row(whole)


def corrupt(seq: int, what: str) -> LedgerCorrupt:
    """Return the error for entry *seq*, of which *what* is the case."""
    return LedgerCorrupt(
        f"Ledger, entry {seq}: it {what}. Nothing was counted; the gate stays shut.",
        hint="Run tongguan ledger verify, and restore the ledger from a copy that passes.",
    )


def all_rows(connection: Connection) -> Iterable[dict[str, object]]:
    """Yield every entry's row as it is stored, oldest first."""
    # A few at a time: PostgreSQL's driver would otherwise fetch all of them, verdicts included, at once.
    wanted = select(ENTRY).order_by(ENTRY.c.seq).execution_options(yield_per=_ROWS_AT_ONCE)
    return (dict(row) for row in connection.execute(wanted).mappings())
