"""The three tables. Rows are added, never changed: no statement here updates or deletes.

The one exception to come is ``forget``, which deletes a row of ``year_key`` and with it the salt: the
segments of that year then mean nothing, while entries, totals and chain stay as they are.
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

METADATA = MetaData()

YEAR_KEY = Table(
    "year_key",
    METADATA,
    Column("handler", String(250), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("algorithm", String(32), nullable=False),  # room for HMAC-SM3 where the site must use it
    Column("salt", LargeBinary, nullable=False),
    Column("key_id", String(16), nullable=False),
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
