"""The tables. Rows are added, never changed: the database itself refuses to change an entry or a segment.

Two verbs, which only the owner of the database has, touch ``year_key``: ``forget`` deletes a row and with it
the salt, ``rekey`` masks the keys under another pepper. Entries, totals and chain stay as they are.

What changes here is a new file in ``migrations/``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

REVISION = "0002"
"""The form of the tables: the newest of the migrations."""

VERSION_TABLE = "tongguan_version"

METADATA = MetaData()

# Alembic's own table, as it would make it.
VERSION = Table(VERSION_TABLE, METADATA, Column("version_num", String(32), primary_key=True))

YEAR_KEY = Table(
    "year_key",
    METADATA,
    Column("handler", String(250), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("algorithm", String(32), nullable=False),  # room for HMAC-SM3 where the site must use it
    Column("salt", LargeBinary, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("masked", LargeBinary),  # the key itself, masked under the pepper; null where it is derived
)

# seq counts up without a gap and a digest is followed once: of two writers who saw the same head, the
# database itself turns one away, whatever its isolation level. The chain cannot fork.
ENTRY = Table(
    "entry",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("handler", String(250), nullable=False),
    Column("year", Integer, nullable=False),
    Column("run", String(250), nullable=False),
    Column("export", String(250), nullable=False),
    Column("recorded_at", String(27), nullable=False),
    Column("leaves_on", String(10), nullable=False),
    Column("files", Text, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("totals", Text),
    Column("unidentified", Text),
    Column("verdict", Text),
    Column("segment_sha256", String(64)),
    Column("reason", Text),
    Column("by", String(250)),
    Column("merged", Text),
    Column("previous", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),
    Index("entry_of_year", "handler", "year"),
    Index("entry_of_run", "run"),
)

SEGMENT = Table(
    "segment",
    METADATA,
    Column("seq", ForeignKey(ENTRY.c.seq), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("keys", LargeBinary, nullable=False),
    Column("flags", LargeBinary, nullable=False),
)

# What the segments of many entries come to, so that a gate need not read all of a year. It can be made again
# from them; the entry of the post that made it says what it must be.
MERGED = Table(
    "merged",
    METADATA,
    Column("seq", ForeignKey(ENTRY.c.seq), primary_key=True, autoincrement=False),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("keys", LargeBinary, nullable=False),
    Column("flags", LargeBinary, nullable=False),
)

# What is kept, and when a new row of it would stand in the place of one.
_KEPT = {
    "entry": """EXISTS (SELECT 1 FROM entry
                WHERE seq = NEW.seq OR previous = NEW.previous OR digest = NEW.digest)""",
    "segment": "EXISTS (SELECT 1 FROM segment WHERE seq = NEW.seq AND part = NEW.part)",
}


def guards(dialect: str) -> list[str]:
    """Return the statements that make the database refuse to change or delete what is kept.

    Against accidents and other programs, not against the owner, who can drop a trigger: what an owner
    rewrites, the chain and the heads that were handed out tell.
    """
    if dialect == "sqlite":
        # INSERT OR REPLACE deletes without asking the triggers on DELETE.
        return [
            f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} {when} "
            "BEGIN SELECT RAISE(ABORT, 'rows are added, never changed'); END"
            for table, there in _KEPT.items()
            for verb, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", f"WHEN {there}"))
        ]
    return [
        """CREATE FUNCTION tongguan_kept() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'rows are added, never changed'; END $$""",
        *(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION tongguan_kept()"
            for table in _KEPT
        ),
    ]
