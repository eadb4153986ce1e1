"""Checking the whole ledger afterwards. What is wrong comes back as values, all of it at once.

Checked are: the chain, the order of entries in each run, the persons' segments, the year keys, and
every recorded total, recounted from what is stored. A chain cut off at its end is whole: compare its
head with one that was handed out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from tongguan.errors import LedgerCorrupt
from tongguan.ledger import store
from tongguan.ledger.chain import GENESIS, canonical, row_digest
from tongguan.ledger.entry import FOLLOWS, OF_KEYS, OF_PERSONS, Entry, Kind, live
from tongguan.ledger.merging import Merged, cover
from tongguan.ledger.schema import SEGMENT, YEAR_KEY
from tongguan.ledger.year import Totals, change
from tongguan.persons.people import People, merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.persons.reading import Reading


# About an export, files and persons of their own, whatever their run was about before.
_OF_THEIR_OWN = frozenset({Kind.RESERVE, Kind.REFUSE, Kind.ADD})

_DIFFERS = "records other totals than are counted now; later totals of its year were not compared"


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was written.

    Attributes:
        seq: number of the entry.
        check: ``chain``, ``form``, ``state``, ``key``, ``segments``, ``recount`` or ``merged``.
        message: a sentence for people.
    """

    seq: int
    check: str
    message: str


@dataclass(frozen=True)
class _Kept:
    """An entry without its verdict and files, so that a long ledger fits into memory."""

    seq: int
    kind: Kind
    run: str
    counted: bool
    totals: Totals | None
    unidentified: str | None
    segment_sha256: str | None
    merged: tuple[Merged, ...]


@dataclass
class _Walk:
    """What has to be remembered from one entry to the next."""

    seq: int = 0
    digest: str = GENESIS
    last: dict[str, Entry] = field(default_factory=dict)
    years: dict[tuple[str, int], list[_Kept]] = field(default_factory=lambda: defaultdict(list))
    peopled: set[int] = field(default_factory=set)  # entries that may have persons


def verify(connection: Connection) -> list[Problem]:
    """Return every problem of the ledger, in order of entries; an empty list is a sound ledger."""
    walk = _Walk()
    key_ids = _key_ids(connection)
    problems: list[Problem] = []
    for row in store.all_rows(connection):
        problems += _check_link(walk, row)
        try:
            entry = Entry.from_row(row)
        except (KeyError, TypeError, ValueError):
            problems.append(Problem(walk.seq, "form", "is not what an entry looks like"))
            walk.peopled.add(walk.seq)
            continue
        problems += _check_state(walk.last.get(entry.run), entry)
        problems += _check_key(key_ids, entry)
        walk.last[entry.run] = entry
        _remember(walk, entry)
    problems += _strays(connection, walk.peopled)
    for rows in walk.years.values():
        problems += _recount(connection, rows)
        problems += _check_merged(connection, rows)
    return sorted(problems, key=lambda problem: problem.seq)


def _check_link(walk: _Walk, row: dict[str, object]) -> Iterator[Problem]:
    seq, expected = int(str(row["seq"])), walk.seq + 1
    if seq != expected:
        yield Problem(seq, "chain", f"follows entry {walk.seq}: {seq - expected} entries are missing between")
    if row["previous"] != walk.digest:
        yield Problem(seq, "chain", f"was not written after entry {walk.seq} as that stands now")
    try:
        unchanged = row_digest(row) == row["digest"]
    except TypeError:  # something JSON does not know, so not what we wrote
        unchanged = False
    if not unchanged:
        yield Problem(seq, "chain", "was changed after it was written")
    walk.seq, walk.digest = seq, str(row["digest"])


def _check_state(last: Entry | None, entry: Entry) -> Iterator[Problem]:
    before = last.kind if last else None
    if entry.kind not in FOLLOWS[before]:
        yield Problem(entry.seq, "state", f"is a {entry.kind} after {before or 'nothing'} of the same run")
    elif last and entry.kind not in _OF_THEIR_OWN and _what(last) != _what(entry):
        yield Problem(entry.seq, "state", "is about another export than the entry of its run before")
    if entry.leaves_on.year != entry.year:
        yield Problem(entry.seq, "state", "leaves in another year than the one it counts in")
    judged = entry.kind in {Kind.RESERVE, Kind.REFUSE}
    tallied = judged or entry.kind is Kind.ADD
    if (entry.totals is None, entry.verdict_text is None) != (not tallied, not judged):
        yield Problem(entry.seq, "state", "lacks its totals or verdict, or has them without being judged")
    spoken = entry.kind in {Kind.APPROVE, Kind.REJECT, Kind.ADD} | OF_KEYS
    if (entry.by is None) == spoken or (spoken and entry.reason is None):
        yield Problem(entry.seq, "state", "does not say who said why, or says it of what nobody has to say")


def _what(entry: Entry) -> tuple[object, ...]:
    return (entry.handler, entry.year, entry.export, entry.files, entry.counted, entry.key_id)


def _check_key(key_ids: dict[tuple[str, int], str], entry: Entry) -> Iterator[Problem]:
    # A year whose key was destroyed has no id to compare with.
    if key_ids.get((entry.handler, entry.year), entry.key_id) != entry.key_id:
        yield Problem(entry.seq, "key", "has persons keyed under another key than its year's")


def _key_ids(connection: Connection) -> dict[tuple[str, int], str]:
    rows = connection.execute(select(YEAR_KEY.c.handler, YEAR_KEY.c.year, YEAR_KEY.c.key_id))
    return {(row.handler, row.year): row.key_id for row in rows}


def _remember(walk: _Walk, entry: Entry) -> None:
    unidentified = None if entry.unidentified is None else canonical(entry.unidentified)
    kept = _Kept(
        entry.seq, entry.kind, entry.run, entry.counted, entry.totals, unidentified, entry.segment_sha256,
        entry.merged,
    )  # fmt: skip
    walk.years[entry.handler, entry.year].append(kept)
    if entry.kind in OF_PERSONS:
        walk.peopled.add(entry.seq)


def _strays(connection: Connection, peopled: set[int]) -> Iterator[Problem]:
    for (seq,) in connection.execute(select(SEGMENT.c.seq).distinct().order_by(SEGMENT.c.seq)):
        if seq not in peopled:
            yield Problem(seq, "segments", "has persons, though it is not a reservation")


def _recount(connection: Connection, rows: list[_Kept]) -> Iterator[Problem]:
    """Replay one handler's year and compare each recorded total with what is counted now."""
    year = People.none()
    sound = True  # after the first difference all later totals differ: only the first tells something
    for at, row in enumerate(rows):
        if row.kind in OF_PERSONS:
            try:
                persons = store.persons_of(connection, row)
            except LedgerCorrupt as error:
                yield Problem(row.seq, "segments", error.message)
                sound = False
                continue
            after = merge([year, persons])
            differs = row.totals is not None and row.totals != change(
                year, persons, after, row.totals.reading
            )
            if row.counted:
                year = after
        elif row.kind is Kind.REFUSE:  # which keeps nobody, so only the year before it can be counted
            differs = row.totals is not None and _before(row.totals) != _count(year, row.totals.reading)
        else:
            differs = False
            if row.kind is Kind.VOID and row.counted:
                year = _again(connection, rows[: at + 1])
        if differs and sound:
            yield Problem(row.seq, "recount", _DIFFERS)
            sound = False


def _check_merged(connection: Connection, rows: list[_Kept]) -> Iterator[Problem]:
    """Compare each merged set with what it was merged from: runs, and sets that were found sound."""
    posted = {row.run for row in rows if row.kind is Kind.POST}
    final = {row.seq: row for row in live(rows) if row.counted and row.run in posted}
    sound: list[Merged] = []
    for each in (each for row in rows for each in row.merged):
        if not final.keys() >= set(each.of):
            yield Problem(each.seq, "merged", "has a merged set with persons of a run that was not posted")
            continue
        sets, alone = cover(each.of, [one for one in sound if set(one.of) <= set(each.of)])
        try:
            kept = store.merged_of(connection, each)
            of = (*(store.merged_of(connection, one) for one in sets),
                  *(store.persons_of(connection, final[seq]) for seq in alone))  # fmt: skip
        except LedgerCorrupt as error:
            yield Problem(each.seq, "merged", error.message)
            continue
        if kept != merge(of):
            yield Problem(each.seq, "merged", "has a merged set that is not what it was merged from")
        else:
            sound.append(each)


def _again(connection: Connection, rows: list[_Kept]) -> People:
    # Somebody who was in the voided run may be in another one too, so nobody can just be taken away.
    return merge(_readable(connection, [row for row in live(rows) if row.counted]))


def _readable(connection: Connection, rows: list[_Kept]) -> Iterator[People]:
    for row in rows:
        try:
            yield store.persons_of(connection, row)
        except LedgerCorrupt:
            continue  # named already, where it was reserved


def _before(totals: Totals) -> list[int]:
    return [totals.everybody.before, totals.general.before, totals.sensitive.before]


def _count(year: People, reading: Reading) -> list[int]:
    return [year.count(group, reading) for group in ("all", "general", "sensitive")]
