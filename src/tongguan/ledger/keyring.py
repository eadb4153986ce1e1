"""Year keys in the ledger: found, made, proved against the pepper, masked under another, destroyed."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from tongguan.errors import LedgerError, WrongPepper
from tongguan.ledger import store
from tongguan.ledger.pepper import MASKED, SALT_BYTES, derive_mask, derive_year_key, key_id, xor
from tongguan.ledger.schema import YEAR_KEY

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from tongguan.ledger.entry import Reservation

PEPPER_BYTES_MIN = 16


def prove(connection: Connection, pepper: bytes) -> None:
    """Raise WrongPepper unless every year key in the ledger comes from *pepper*."""
    _require_long(pepper)
    for row in connection.execute(select(YEAR_KEY)):
        _derived(pepper, row)


def find(connection: Connection, pepper: bytes, handler: str, year: int) -> bytes | None:
    """Return the key of *handler*'s *year*, None where that year has none yet.

    Raises WrongPepper, and LedgerError where the key was destroyed: a new one would make strangers of
    everybody who was counted in that year.
    """
    row = store.year_key_row(connection, handler, year)
    if row is not None:
        return _derived(pepper, row)
    if store.has_entries(connection, handler, year):
        raise LedgerError(
            f"The key of {year} was destroyed: that year can no longer be added to. Nothing was recorded.",
            hint="Its totals and decisions are still there: tongguan ledger show.",
        )
    return None


def make(connection: Connection, pepper: bytes, handler: str, year: int) -> bytes:
    """Give *handler*'s *year*, which has no key, a salt and so a key, and return the key."""
    salt = secrets.token_bytes(SALT_BYTES)
    key = derive_year_key(pepper, handler, year, salt)
    store.add_year_key(connection, handler, year, salt, key_id(key))
    return key


def require(connection: Connection, asked: Reservation) -> None:
    """Raise LedgerError unless the persons *asked* for are keyed under the key of their year."""
    row = store.year_key_row(connection, asked.handler, asked.leaves_on.year)
    if row is None or not hmac.compare_digest(row.key_id, asked.key_id):
        raise LedgerError(
            f"Run {asked.run}: its persons are not keyed under the key of {asked.leaves_on.year}, so none of "
            "them would be recognised. Nothing was recorded.",
            hint="Key them with Ledger.year_key(handler, year, create=True) of this ledger.",
        )


def of_year(connection: Connection, year: int) -> list[tuple[str, str]]:
    """Return the handlers that have a key of *year*, and the ids of these keys."""
    wanted = select(YEAR_KEY.c.handler, YEAR_KEY.c.key_id).where(YEAR_KEY.c.year == year)
    return [(row.handler, row.key_id) for row in connection.execute(wanted.order_by(YEAR_KEY.c.handler))]


def destroy(connection: Connection, handler: str, year: int) -> None:
    """Delete what *handler*'s key of *year* is made from."""
    connection.execute(delete(YEAR_KEY).where(YEAR_KEY.c.handler == handler, YEAR_KEY.c.year == year))


def mask(connection: Connection, old: bytes, new: bytes) -> None:
    """Keep every year key under the pepper *new* in the stead of *old*: the same keys, masked.

    Raises WrongPepper unless all come from *old*, and LedgerError where there is nothing to do: were a
    ledger without keys said to be under *new*, somebody who opened it before could still make one from *old*.
    """
    _require_long(new)
    if hmac.compare_digest(old, new):
        raise LedgerError(
            "The new pepper is the one the ledger is under. Nothing was changed.",
            hint="Name a file that is not there yet: it is made.",
        )
    rows = connection.execute(select(YEAR_KEY)).all()
    if not rows:
        raise LedgerError(
            "The ledger has no key that a pepper could open. Nothing was changed.",
            hint="Put the new pepper in the place of the old one: that is all.",
        )
    for row in rows:
        key = _derived(old, row)
        salt = secrets.token_bytes(SALT_BYTES)
        of = (YEAR_KEY.c.handler == row.handler, YEAR_KEY.c.year == row.year)
        masked = xor(key, derive_mask(new, row.handler, row.year, salt))
        changed = update(YEAR_KEY).where(*of).values(algorithm=MASKED, salt=salt, masked=masked)
        connection.execute(changed)


def _require_long(pepper: bytes) -> None:
    if len(pepper) < PEPPER_BYTES_MIN:
        raise LedgerError(
            "The pepper is too short to keep anything secret. Nothing was counted.",
            hint="Take it from tongguan.ledger.pepper.read_pepper.",
        )


def _derived(pepper: bytes, row: Row[Any]) -> bytes:
    """Return the key of a stored *row* (handler, year, salt, key_id, masked). Raises WrongPepper."""
    if row.masked is None:
        key = derive_year_key(pepper, row.handler, row.year, row.salt)
    else:
        key = xor(row.masked, derive_mask(pepper, row.handler, row.year, row.salt))
    found = key_id(key)
    if not hmac.compare_digest(found, row.key_id):
        raise WrongPepper(
            f"The ledger of {row.year} was written under key {row.key_id}, and this pepper makes {found}. "
            "Nothing was counted.",
            hint="Restore the pepper the ledger was made with; see TONGGUAN_PEPPER_FILE. "
            "If tongguan ledger rekey was cut off, run it once more.",
        )
    return key
