"""Processes of one's own, forked from one that has the heavy part imported and no threads."""

from __future__ import annotations

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "alembic.command",
        "alembic.config",
        "pytest",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite.pysqlite",
        "tongguan.ledger.ledger",
    ]
)


def started(work, *args):
    """Start *work* in a process of its own; return it, and what it tells."""
    told, tells = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=work, args=(*args, tells))
    process.start()
    tells.close()  # or the end of the child would not be the end of what it tells
    return process, told


def all_told(told):
    """Return what was told to the end; a message that was cut off is none."""
    found = []
    while True:
        try:
            found.append(told.recv())
        except (EOFError, OSError):
            return found
