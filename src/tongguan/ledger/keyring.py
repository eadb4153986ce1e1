"""Year keys in the ledger: found, made, and proved to come from the pepper at hand."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from tongguan.errors import LedgerError, WrongPepper
from tongguan.ledger import store
from tongguan.ledger.pepper import SALT_BYTES, derive_year_key, key_id
from tongguan.ledger.schema import YEAR_KEY

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tongguan.ledger.entry import Reservation

PEPPER_BYTES_MIN = 16


def prove(connection: Connection, pepper: bytes) -> None:
    """Raise WrongPepper unless every year key in the ledger comes from *pepper*."""
    if len(pepper) < PEPPER_BYTES_MIN:
        raise LedgerError(
            "The pepper is too short to keep anything secret. Nothing was counted.",
            hint="Take it from tongguan.ledger.pepper.read_pepper.",
        )
    for row in connection.execute(select(YEAR_KEY)):
        _derived(pepper, row.handler, row.year, row.salt, row.key_id)


def find(connection: Connection, pepper: bytes, handler: str, year: int) -> bytes | None:
    """Return the key of *handler*'s *year*, None where that year has none yet.

    Raises WrongPepper, and LedgerError where the key was destroyed: a new one would make strangers of
    everybody who was counted in that year.
    """
    row = store.year_key_row(connection, handler, year)
    if row is not None:
        return _derived(pepper, handler, year, row.salt, row.key_id)
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


def _derived(pepper: bytes, handler: str, year: int, salt: bytes, expected: str) -> bytes:
    key = derive_year_key(pepper, handler, year, salt)
    found = key_id(key)
    if not hmac.compare_digest(found, expected):
        raise WrongPepper(
            f"The ledger of {year} was written under key {expected}, and this pepper makes {found}. "
            "Nothing was counted.",
            hint="Restore the pepper the ledger was made with; see TONGGUAN_PEPPER_FILE.",
        )
    return key
