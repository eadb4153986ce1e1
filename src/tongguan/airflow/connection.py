"""Ledger and pepper from an Airflow connection, which any secrets backend may serve.

password           the pepper: masked by Airflow wherever it is shown
extra  ledger            the ledger's URL
ledger_password   the password in it, if it needs one: masked too, by its name
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongguan.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Held:
    """Where the ledger is, and its pepper; None for what is taken from the environment."""

    ledger: str | None
    pepper: bytes | None = None

    def __repr__(self) -> str:
        return "Held(…)"  # it may stand in a traceback's locals


def held(conn_id: str | None, ledger: str | None) -> Held:
    """Return what the connection *conn_id* holds; *ledger*, where it is given, is the URL all the same.

    Raises LedgerError, which holds nothing of the connection, where it holds no pepper.
    """
    if conn_id is None:
        return Held(ledger)
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from tongguan.airflow._compat import BaseHook
    from tongguan.ledger.pepper import decode

    connection = BaseHook.get_connection(conn_id)
    extra: Mapping[str, Any] = connection.extra_dejson or {}
    if not connection.password:
        raise LedgerError(
            f"Connection {conn_id}: it holds no pepper. Nothing was counted.",
            hint="Put the pepper into its password; openssl rand -hex 32 makes one.",
        )
    pepper = decode(connection.password, f"Connection {conn_id}")
    url = ledger or extra.get("ledger")
    if url and extra.get("ledger_password"):
        try:
            secret = make_url(url).set(password=str(extra["ledger_password"]))
        except ArgumentError:
            raise LedgerError(
                f"Connection {conn_id}: its ledger is no database URL. Nothing was counted.",
                hint="Write it as postgresql://user@host/database.",
            ) from None
        url = secret.render_as_string(hide_password=False)
    return Held(url, pepper)
