"""The form of a ledger's tables: which it is, making new ones, and bringing old ones up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, select, text

from tongguan.errors import LedgerCorrupt, LedgerError
from tongguan.ledger.schema import ENTRY, METADATA, REVISION, VERSION, VERSION_TABLE, guards

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FIRST = "0001"  # which was not written down


def revision(connection: Connection) -> str | None:
    """Return the form of the ledger in the database; None where there is none.

    Raises LedgerCorrupt where there is one that does not say: read as none, it would count nobody.
    """
    if connection.dialect.name == "postgresql" and connection.scalar(text("SELECT current_schema()")) is None:
        # It would see no table, and take the year for empty.
        raise LedgerError(
            "The role may not look into any schema of the database. Nothing was counted.",
            hint="GRANT USAGE ON SCHEMA public to it, or name another schema in the URL.",
        )
    tables = inspect(connection)
    there = tables.has_table(ENTRY.name)
    if not tables.has_table(VERSION_TABLE):
        return _FIRST if there else None
    found = connection.execute(select(VERSION.c.version_num)).scalar()
    if found is None and there:
        raise LedgerCorrupt(
            f"Ledger: its table {VERSION_TABLE} is empty. Nothing was counted; the gate stays shut.",
            hint="Restore the ledger from a copy that passes tongguan ledger verify.",
        )
    return found


def make(connection: Connection) -> None:
    """Make a ledger without entries in a database that has none."""
    METADATA.create_all(connection)
    for guard in guards(connection.dialect.name):
        connection.execute(text(guard))
    connection.execute(insert(VERSION), {"version_num": REVISION})


def require_current(found: str, shown: str) -> None:
    """Raise LedgerError unless a ledger of the form *found* is of the form this program knows."""
    if found < REVISION:
        raise LedgerError(
            f"{shown}: the ledger is of an older form ({found}, not {REVISION}). Nothing was recorded.",
            hint="Run tongguan ledger migrate; with PostgreSQL, as the owner of the tables.",
        )
    if found > REVISION:
        raise LedgerError(
            f"{shown}: the ledger is of a newer form ({found}) than this program knows ({REVISION}). "
            "Nothing was recorded.",
            hint="Install the newer tongguan that made it.",
        )


def migrate(connection: Connection) -> None:
    """Bring an older ledger to the present form."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "tongguan.ledger:migrations")
    config.attributes["connection"] = connection
    if revision(connection) == _FIRST and not inspect(connection).has_table(VERSION_TABLE):
        command.stamp(config, _FIRST)
    command.upgrade(config, "head")
