"""A ledger in a PostgreSQL database, through psycopg 3.

Transactions that write wait for one advisory lock, which needs no privilege: SELECT and INSERT are all that
a role needs to count, reserve, post and void. They are READ COMMITTED, because a snapshot taken before the
lock was granted would be of a year that others have added to since. Those that only read are REPEATABLE
READ, and so of one moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from tongguan.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

LOCK_TIMEOUT_MS = 60_000
_OPTIONS = {"connect_timeout": 30, "application_name": "tongguan"}  # seconds; the URL may say otherwise
# "tongguan" in ASCII: any number will do that no other program on this database takes.
_LOCK = int.from_bytes(b"tongguan", "big")
_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', true) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
)

_CAME_FIRST = ("another writer came first", "Run it again.")
_GONE = ("the connection to the database was lost", "Run it again when the database is back.")
_TOLD = {
    "55P03": ("the ledger was busy for {seconds} s", "Run it again when the other export has been decided."),
    "23505": _CAME_FIRST,
    "40001": _CAME_FIRST,
    "40P01": _CAME_FIRST,
    "42501": (
        "the role may not do this",
        "Counting needs SELECT and INSERT; forget, rekey and migrate are the owner's.",
    ),
    "25006": ("the database can only be read", "Name the primary server, not a standby."),
}
_CLASSES = {
    "08": _GONE,
    "53": ("the database has no room left (sqlstate {state})", "Make room, and run it again."),
    "57": ("the database is being shut down or gave up", "Run it again when the database is back."),
}
_UNKNOWN = (
    "the ledger could not be read or written (sqlstate {state})",
    "See that the database holds a ledger; the server's log tells more.",
)
# Why a connection was refused (no server, password, role, database, TLS) the driver says in words only.
_REFUSED = (
    "the database cannot be reached, or lets nobody in by that URL",
    "See that the server runs, and that host, port, database, role, password and options are right.",
)


@dataclass(frozen=True)
class Server:
    """The database in which a ledger is, or is to be."""

    url: URL

    @classmethod
    def named(cls, url: URL) -> Server:
        """Return the database *url* names.

        Raises LedgerError where the driver is not installed, or where a password is cut at its ``@``.
        """
        named = cls(url.set(drivername="postgresql+psycopg"))
        if "@" in (url.host or ""):  # whose beginning would be shown in messages
            raise LedgerError(
                "The ledger's address has more than one @. Nothing was recorded.",
                hint="Write the @ of a password as %40.",
            )
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise LedgerError(
                f"{named.shown}: no driver for PostgreSQL is installed. Nothing was recorded.",
                hint="Run pip install 'tongguan[postgres]'.",
            ) from None
        return named

    @property
    def shown(self) -> str:
        """The URL without its password and options."""
        return self.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)

    @property
    def pepper(self) -> Path | None:
        """None: there is no place beside a server that its readers cannot see."""
        return None

    def exists(self) -> bool:
        """Return True: whether it can be reached is seen when it is opened."""
        return True

    def engine(self, *, write: bool) -> Engine:  # noqa: ARG002 (a server is not made)
        """Return an engine on the database."""
        return create_engine(
            self.url,
            poolclass=NullPool,  # as with SQLite: a ledger is asked a few times a day
            hide_parameters=True,
            connect_args={name: said for name, said in _OPTIONS.items() if name not in self.url.query},
        )

    def prepared(self, connection: Connection, *, write: bool) -> Connection:
        """Set isolation, and whether anything may be written."""
        if write:
            return connection.execution_options(isolation_level="READ COMMITTED")
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def begun(self, connection: Connection, *, write: bool) -> None:
        """Say how long to wait. If *write*, wait for the lock of all that write.

        The commit will be on disk before it is acknowledged, whatever the server's default.
        """
        connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
        if write:
            connection.execute(text(_DURABLE))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def scrub(self, engine: Engine) -> None:
        """Vacuum the keys, or deleted rows would stay in the table's file; archived logs are not reached."""
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM year_key"))
        except SQLAlchemyError as error:
            what, hint = self.told(error)
            raise LedgerError(
                f"{self.shown}: {what}. It was recorded, and the old keys may still be on the server's disk.",
                hint=f"{hint} Run VACUUM year_key as the owner.",
            ) from None

    def told(self, error: Exception) -> tuple[str, str]:
        """Return what is the case and what to do."""
        state = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None)
        if state is not None:
            what, hint = _TOLD.get(state) or _CLASSES.get(state[:2]) or _UNKNOWN
        elif isinstance(error, DBAPIError):
            what, hint = _GONE if error.connection_invalidated else _REFUSED
        else:
            what, hint = f"the ledger failed ({type(error).__name__})", "Run it again."
        return what.format(seconds=LOCK_TIMEOUT_MS // 1000, state=state), hint
