"""The ledger as others can keep and check it: line by line, or as a whole in another database."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from tongguan.errors import LedgerError
from tongguan.ledger.chain import canonical
from tongguan.ledger.schema import ENTRY, MERGED, SEGMENT, YEAR_KEY

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE = 1000
_LINES_AT_ONCE = 100


def page(
    connection: Connection, *, after: int = 0, year: int | None = None, persons: bool = False
) -> list[tuple[int, str]]:
    """Return the entries that follow entry *after*, of one *year* or all: some of them, none at the end.

    Each comes as its number and a JSON text of what is chained, nulls left out. The digest of each is
    SHA-256 over the digest before and the canonical JSON of all its other fields. With *persons*, their keys
    and flags are added under ``segments``, in base64; they are not part of the digested text, but
    ``segment_sha256`` is of them. They are personal information while the key lives.
    """
    wanted = select(ENTRY).where(ENTRY.c.seq > after).order_by(ENTRY.c.seq)
    if year is not None:
        wanted = wanted.where(ENTRY.c.year == year)
    wanted = wanted.limit(1 if persons else _LINES_AT_ONCE)  # the persons of one entry may be millions
    found = []
    for row in connection.execute(wanted).mappings():
        said = {name: value for name, value in row.items() if value is not None}
        if persons:
            said |= _segments(connection, row["seq"])
        found.append((row["seq"], canonical(said)))
    return found


def _segments(connection: Connection, seq: object) -> dict[str, object]:
    wanted = select(SEGMENT.c["keys"], SEGMENT.c.flags).where(SEGMENT.c.seq == seq).order_by(SEGMENT.c.part)
    parts = [
        [b64encode(part[0]).decode(), b64encode(part[1]).decode()] for part in connection.execute(wanted)
    ]
    return {"segments": parts} if parts else {}


def copy(source: Connection, target: Connection, shown: str) -> int:
    """Copy keys, entries and persons from one database to another, which has none, and count the entries.

    Raises LedgerError where there is something at the target already.
    """
    for table in (YEAR_KEY, ENTRY):
        if target.execute(select(func.count()).select_from(table)).scalar():
            raise LedgerError(
                f"{shown}: there is a ledger already. Nothing was copied.",
                hint="Name an empty database: two ledgers cannot become one.",
            )
    copied = 0
    for table in (YEAR_KEY, ENTRY, SEGMENT, MERGED):
        # Of persons one part at a time: it may be a million of them.
        size = _AT_ONCE if table in {YEAR_KEY, ENTRY} else 1
        wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=size)
        for some in source.execute(wanted).mappings().partitions(size):
            target.execute(insert(table), [dict(row) for row in some])
            copied += len(some) if table is ENTRY else 0
    return copied
