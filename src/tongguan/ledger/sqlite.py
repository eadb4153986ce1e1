"""A ledger in a SQLite file.

SQLite keeps its rollback journal (not WAL), because the ledger is then one file: it can be copied,
a reader leaves nothing beside it, and no shared memory is needed. An export adds megabytes in one
transaction, which a rollback journal writes once and WAL twice. ``synchronous=EXTRA`` is FULL plus a
sync of the folder after the journal is deleted; with FULL alone the last commit before a power cut may
be rolled back in this mode, and a reservation that was acknowledged would be gone.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from tongguan.errors import LedgerError
from tongguan.ledger import form

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_TIMEOUT_MS = 60_000
_BEGIN = "tongguan_begin"

# By SQLite's primary code; what is not here is told by its name.
_TOLD = {
    sqlite3.SQLITE_BUSY: (
        "the ledger was busy for {seconds} s",
        "Run it again when the other export has been decided.",
    ),
    sqlite3.SQLITE_CONSTRAINT: ("another writer came first", "Run it again."),
    sqlite3.SQLITE_FULL: ("the disk is full", "Make room, and run it again."),
    sqlite3.SQLITE_READONLY: (
        "the ledger can only be read ({name})",
        "See that the file and its folder can be written to by who runs this.",
    ),
}
_UNKNOWN = (
    "the ledger could not be read or written ({name})",
    "See that it is a ledger, that its folder can be written to, and that the disk has room.",
)


@dataclass(frozen=True)
class File:
    """The file in which a ledger is, or is to be."""

    path: Path

    @classmethod
    def named(cls, url: URL) -> File:
        """Return the file *url* names. Raises LedgerError where it names none, or options."""
        hint = "Name a file: sqlite:///tongguan.db or sqlite:////srv/tongguan/tongguan.db."
        if url.query:
            raise LedgerError(
                f"{url.database}: a ledger's file is opened without options. Nothing was recorded.",
                hint=hint,
            )
        if url.database in {None, "", ":memory:"}:
            raise LedgerError(
                "A ledger in memory would forget the year when the program ends. Nothing was recorded.",
                hint=hint,
            )
        return cls(Path(str(url.database)).absolute())

    @property
    def shown(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def pepper(self) -> Path | None:
        """The file beside the ledger in which the pepper lies if nobody says otherwise."""
        return self.path.with_name(self.path.name + ".pepper")

    def exists(self) -> bool:
        """Tell whether there is a file with something in it: an empty one is where nobody has written yet."""
        return self.path.exists() and self.path.stat().st_size > 0

    def engine(self, *, write: bool) -> Engine:
        """Return an engine on the file, which is made (owner only) if *write* and it is missing."""
        if write:
            self._make()
        url = URL.create(
            "sqlite", database=f"file:{quote(str(self.path))}", query={"mode": "rw", "uri": "true"}
        )
        # No pool: a ledger is asked a few times a day, and a connection must not outlive a fork.
        return _listening(create_engine(url, poolclass=NullPool, hide_parameters=True), write=write)

    def prepared(self, connection: Connection, *, write: bool) -> Connection:
        """Take the write lock at the start, so that what was counted is still so when it commits."""
        return connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE" if write else "BEGIN"})

    def begun(self, connection: Connection, *, write: bool) -> None:
        """Do nothing: ``BEGIN IMMEDIATE`` has the lock, and how long to wait was said to the connection."""

    def scrub(self, engine: Engine) -> None:
        """Do nothing: with ``secure_delete`` what is deleted is overwritten in the same transaction."""

    def told(self, error: Exception) -> tuple[str, str]:
        """Return what is the case and what to do."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", 0)
        name = getattr(cause, "sqlite_errorname", type(cause).__name__)
        what, hint = _TOLD.get(code & 0xFF, _UNKNOWN)  # the low byte is the primary code
        return what.format(seconds=BUSY_TIMEOUT_MS // 1000, name=name), hint

    def _make(self) -> None:
        try:
            # Keyed pseudonyms are personal information still: nobody but the owner reads the file.
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise LedgerError(
                f"{self.path}: no ledger can be made here ({os.strerror(error.errno or 0)}). "
                "Nothing was recorded.",
                hint="Make the folder, or name another with --ledger.",
            ) from None


@dataclass(frozen=True)
class Nothing(File):
    """A ledger without entries, which cannot be written to, in the stead of one that is not there."""

    def engine(self, *, write: bool) -> Engine:  # noqa: ARG002
        """Return an engine on an empty ledger in memory."""
        engine = _listening(
            create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True), write=True
        )
        with engine.begin() as connection:
            form.make(connection)
        with engine.connect() as connection:  # the one connection this pool has
            connection.exec_driver_sql("PRAGMA query_only=ON")
        return engine


def _listening(engine: Engine, *, write: bool) -> Engine:
    pragmas = [f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "synchronous=EXTRA", "secure_delete=ON"]
    if not write:
        pragmas.append("query_only=ON")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 (DBAPI connections have no type)
        connection.isolation_level = None  # or the driver would begin by itself, and later than we do
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine
