"""The statements: everything the ledger asks of its database, inside a transaction of the caller's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, Table, insert, select

from tongguan.errors import LedgerCorrupt
from tongguan.kernels.keys import from_bytes, to_bytes
from tongguan.ledger.chain import GENESIS, canonical, row_digest, segments_digest
from tongguan.ledger.entry import OF_PERSONS, Entry, Kind, live
from tongguan.ledger.merging import Merged, cover, due
from tongguan.ledger.pepper import ALGORITHM
from tongguan.ledger.schema import ENTRY, MERGED, SEGMENT, YEAR_KEY
from tongguan.persons.people import People, merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tongguan.persons.people import Unidentified

SEGMENT_KEYS_MAX = 1_000_000
_ROWS_AT_ONCE = 100
_MAY_BE_NULL = [column.name for column in ENTRY.columns if column.nullable]

Parts: TypeAlias = "Sequence[tuple[bytes, bytes]]"


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
    def kind(self) -> str: ...  # noqa: D102
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
    steps = _steps(connection, handler, year)
    reserved = {step.seq: step for step in live(steps) if shadow or step.counted}
    chosen, alone = cover(reserved, _sets(steps))

    def parts() -> Iterator[People]:
        for each in chosen:
            try:
                yield merged_of(connection, each)
            except LedgerCorrupt:  # what it was merged from is there, and is the evidence; verify tells
                alone.extend(each.of)
        for seq in alone:
            yield persons_of(connection, reserved[seq])

    return merge(parts())


def _steps(connection: Connection, handler: str, year: int) -> Sequence[Any]:
    columns = (ENTRY.c.seq, ENTRY.c.kind, ENTRY.c.run, ENTRY.c.counted, ENTRY.c.merged)
    wanted = select(*columns, ENTRY.c.unidentified, ENTRY.c.segment_sha256)
    wanted = wanted.where(ENTRY.c.handler == handler, ENTRY.c.year == year).order_by(ENTRY.c.seq)
    return connection.execute(wanted).all()


def _sets(steps: Iterable[Row[Any]]) -> list[Merged]:
    try:
        return [Merged.from_json(s.seq, each) for s in steps if s.merged for each in json.loads(s.merged)]
    except (KeyError, TypeError, ValueError):
        return []  # verify tells; everybody is read from where they were first written


def persons_of(connection: Connection, row: Kept) -> People:
    """Return the persons one ``reserve`` entry keeps. Raises LedgerCorrupt where they were changed."""
    try:
        every, general, sensitive, minors = json.loads(row.unidentified or "")
        unidentified = (every, general, sensitive, minors)
        persons = _persons(connection, SEGMENT, row.seq, None, unidentified, row.segment_sha256)
        return persons.as_declared() if row.kind == Kind.ADD else persons
    except (TypeError, ValueError):
        raise corrupt(row.seq, "does not have the persons it was written with") from None


def _persons(
    connection: Connection,
    table: Table,
    seq: int,
    level: int | None,
    unidentified: Unidentified,
    sha256: str | None,
) -> People:
    """Read the parts of one set. Raises ValueError where they are not what they were."""
    wanted = select(table.c["keys"], table.c.flags).where(table.c.seq == seq).order_by(table.c.part)
    if level is not None:
        wanted = wanted.where(table.c.level == level)
    parts = [(part[0], part[1]) for part in connection.execute(wanted)]
    if segments_digest(parts) != sha256:
        raise ValueError("other persons than were written")
    keys = from_bytes(b"".join(keys for keys, _ in parts))
    flags = np.frombuffer(b"".join(flags for _, flags in parts), dtype=np.uint8)
    return People(keys, flags, unidentified)


def merged_of(connection: Connection, each: Merged) -> People:
    """Return the persons of a merged set. Raises LedgerCorrupt where they were changed."""
    try:
        return _persons(connection, MERGED, each.seq, each.level, each.unidentified, each.sha256)
    except ValueError:
        raise corrupt(each.seq, "does not have the merged persons it was written with") from None


def merge_at_post(connection: Connection, reserved: Entry, after: Head) -> list[tuple[Merged, Parts]]:
    """Return the sets that are due when the run of *reserved* is posted by the entry that follows *after*."""
    if not reserved.counted:
        return []
    steps = _steps(connection, reserved.handler, reserved.year)
    by_seq = {step.seq: step for step in steps}
    runs = {step.run for step in steps if step.kind == Kind.POST} | {reserved.run}
    posted = [step.seq for step in live(steps) if step.counted and step.run in runs]
    made = []
    for level, sets, alone in due(posted, _sets(steps)):
        people = merge(
            [
                *(merged_of(connection, each) for each in sets),
                *(persons_of(connection, by_seq[seq]) for seq in alone),
            ]
        )
        parts = segments(people)
        of = tuple(sorted([seq for each in sets for seq in each.of] + alone))
        set_ = Merged(after.seq + 1, level, of, people.unidentified, segments_digest(parts))
        made.append((set_, parts))
    return made


def segments(persons: People) -> Parts:
    """Return *persons* as pairs of keys (16 bytes each) and flags (one byte each), a million at most."""
    starts = range(0, len(persons.keys), SEGMENT_KEYS_MAX)
    cuts = (slice(start, start + SEGMENT_KEYS_MAX) for start in starts)
    return [(to_bytes(persons.keys[cut]), persons.flags[cut].tobytes()) for cut in cuts]


def append(
    connection: Connection,
    after: Head,
    row: Mapping[str, object],
    parts: Parts = (),
    merged: Sequence[tuple[Merged, Parts]] = (),
) -> Entry:
    """Add *row* as the entry that follows *after*, with the segments *parts* of persons of its own.

    *after* must have been read before anything the row says was counted: if another writer has added
    an entry since, the database refuses this one. *merged* are the sets made with a ``post``.
    """
    whole: dict[str, object] = dict.fromkeys(_MAY_BE_NULL) | dict(row)
    whole |= {"seq": after.seq + 1, "previous": after.digest}
    if row["kind"] in OF_PERSONS:
        whole["segment_sha256"] = segments_digest(parts)
    if merged:
        whole["merged"] = canonical([each.to_json() for each, _ in merged])
    whole["digest"] = row_digest(whole)
    connection.execute(insert(ENTRY), whole)
    seq = whole["seq"]
    for part, (keys, flags) in enumerate(parts):
        connection.execute(insert(SEGMENT), {"seq": seq, "part": part, "keys": keys, "flags": flags})
    for each, segments_ in merged:
        of = {"seq": seq, "level": each.level}
        for part, (keys, flags) in enumerate(segments_):
            connection.execute(insert(MERGED), of | {"part": part, "keys": keys, "flags": flags})
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
