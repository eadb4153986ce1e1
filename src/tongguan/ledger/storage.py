"""Opening the database: where it is, how it commits, and what its errors become.

SQLite keeps its rollback journal (not WAL), because the ledger is then one file: it can be copied,
a reader leaves nothing beside it, and no shared memory is needed. An export adds megabytes in one
transaction, which a rollback journal writes once and WAL twice. ``synchronous=EXTRA`` is FULL plus a
sync of the folder after the journal is deleted; with FULL alone the last commit before a power cut may
be rolled back in this mode, and a reservation that was acknowledged would be gone.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from tongguan.errors import LedgerError
from tongguan.ledger.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_TIMEOUT_MS = 60_000
_BEGIN = "tongguan_begin"


def database_file(url: str) -> Path:
    """Return the absolute path of the SQLite file *url* names. Raises LedgerError for any other URL."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise LedgerError(
            "The ledger's address is not a database URL. Nothing was recorded.",
            hint="Write it as sqlite:///tongguan.db or sqlite:////srv/tongguan/tongguan.db.",
        ) from None
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"} or parsed.query:
        raise LedgerError(
            f"{parsed.render_as_string()}: only a SQLite file, without options, can hold the ledger so far. "
            "Nothing was recorded.",
            hint="Write it as sqlite:///tongguan.db or sqlite:////srv/tongguan/tongguan.db.",
        )
    if parsed.database in {None, "", ":memory:"}:
        raise LedgerError(
            "A ledger in memory would forget the year when the program ends. Nothing was recorded.",
            hint="Name a file: sqlite:///tongguan.db.",
        )
    return Path(str(parsed.database)).absolute()


def open_file(path: Path, *, write: bool) -> Engine:
    """Return an engine on the file *path*, which is made (owner only) if *write* and it is missing."""
    if write:
        _make(path)
    url = URL.create("sqlite", database=f"file:{quote(str(path))}", query={"mode": "rw", "uri": "true"})
    # No pool: a ledger is asked a few times a day, and a connection must not outlive a fork.
    return _listening(create_engine(url, poolclass=NullPool, hide_parameters=True), write=write)


def open_nothing() -> Engine:
    """Return an engine on a ledger without entries, in memory, which cannot be written to."""
    engine = _listening(create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True), write=True)
    with engine.begin() as connection:
        METADATA.create_all(connection)
    with engine.connect() as connection:  # the one connection this pool has
        connection.exec_driver_sql("PRAGMA query_only=ON")
    return engine


@contextmanager
def transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    """Run the body in one transaction; on any exception nothing of it is kept.

    A writing one takes SQLite's write lock at the start, so that what it counted is still so when it
    commits. Errors of the database leave as LedgerError, without its words.
    """
    with our_errors(engine):
        begin = "BEGIN IMMEDIATE" if write else "BEGIN"
        with engine.connect().execution_options(**{_BEGIN: begin}) as connection, connection.begin():
            yield connection


@contextmanager
def our_errors(engine: Engine) -> Iterator[None]:
    """Turn whatever SQLAlchemy raises in the body into a LedgerError of ours."""
    place = unquote(str(engine.url.database).removeprefix("file:"))
    try:
        yield
    except IntegrityError:
        raise LedgerError(
            f"{place}: another writer came first. Nothing was recorded.", hint="Run it again."
        ) from None
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None and code & 0xFF == sqlite3.SQLITE_BUSY:  # the low byte is the primary code
            raise LedgerError(
                f"{place}: the ledger was busy for {BUSY_TIMEOUT_MS // 1000} s. Nothing was recorded.",
                hint="Run it again when the other export has been decided.",
            ) from None
        name = getattr(cause, "sqlite_errorname", type(error).__name__)
        raise LedgerError(
            f"{place}: the ledger could not be read or written ({name}). Nothing was recorded.",
            hint="See that it is a ledger, that its folder can be written to, and that the disk has room.",
        ) from None


def _make(path: Path) -> None:
    try:
        # Keyed pseudonyms are personal information still: nobody but the owner reads the file.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise LedgerError(
            f"{path}: no ledger can be made here ({os.strerror(error.errno or 0)}). Nothing was recorded.",
            hint="Make the folder, or name another with --ledger.",
        ) from None


def _listening(engine: Engine, *, write: bool) -> Engine:
    pragmas = [f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "synchronous=EXTRA"]
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
