"""Where a ledger is kept, and its transactions: on any error nothing of them is kept.

Two kinds of places, :mod:`tongguan.ledger.sqlite` and :mod:`tongguan.ledger.postgres`, told apart by URL.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from tongguan.errors import LedgerError
from tongguan.ledger.postgres import Server
from tongguan.ledger.sqlite import File

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_HOW = "Write it as sqlite:///tongguan.db, sqlite:////srv/tongguan/tongguan.db or postgresql://user@host/database."


class Place(Protocol):
    """Where a ledger is, or is to be."""

    @property
    def shown(self) -> str:
        """The place as it may be told: without a password."""
        ...

    @property
    def pepper(self) -> Path | None:
        """The file in which the pepper lies if nobody says otherwise; None where none can."""

    def exists(self) -> bool:
        """Tell whether there is a database to open. Of a server that is asked when it is opened."""

    def engine(self, *, write: bool) -> Engine:
        """Return an engine; a file is made, readable by its owner only, if *write* and it is missing."""

    def prepared(self, connection: Connection, *, write: bool) -> Connection:
        """Return *connection* set up for a transaction that writes, or for one that reads from one moment."""

    def begun(self, connection: Connection, *, write: bool) -> None:
        """Say how long to wait for others. If *write*, wait until no other transaction writes.

        What is read then stays so until this one commits.
        """

    def scrub(self, engine: Engine) -> None:
        """Have the database overwrite what was deleted from it, as far as it can."""

    def told(self, error: Exception) -> tuple[str, str]:
        """Return what is the case and what to do, in our words: the driver's may hold values."""


def place(url: str) -> Place:
    """Return the place *url* names. Raises LedgerError, without the URL's password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number; both quote what they were given
        raise LedgerError(
            "The ledger's address is not a database URL. Nothing was recorded.", hint=_HOW
        ) from None
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return File.named(parsed)
    if parsed.drivername in {"postgresql", "postgresql+psycopg"}:
        return Server.named(parsed)
    raise LedgerError(
        f"{parsed.drivername}://…: no ledger can be kept there. Nothing was recorded.", hint=_HOW
    )


@contextmanager
def transaction(where: Place, engine: Engine, *, write: bool) -> Iterator[Connection]:
    """Run the body in one transaction; on any exception nothing of it is kept.

    Those that write come one after the other. Errors of the database leave as LedgerError, in our words.
    """
    committing = False
    try:
        with engine.connect() as bare:
            connection = where.prepared(bare, write=write)
            with connection.begin() as whole:
                where.begun(connection, write=write)
                yield connection
                committing = write
                whole.commit()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:  # some come as the driver made them
        what, hint = where.told(error)
        kept = "Whether it was recorded is unknown" if committing else "Nothing was recorded"
        again = " The same run again gives the answer that was recorded, if it was." if committing else ""
        raise LedgerError(f"{where.shown}: {what}. {kept}.", hint=f"{hint}{again}") from None
