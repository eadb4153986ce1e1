"""Entries in a chain, segments of persons, keys of years."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first form."""
    op.create_table(
        "year_key",
        sa.Column("handler", sa.String(250), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("algorithm", sa.String(32), nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
    )
    seq = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "entry",
        sa.Column("seq", seq, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("handler", sa.String(250), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("run", sa.String(250), nullable=False),
        sa.Column("export", sa.String(250), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("leaves_on", sa.String(10), nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("counted", sa.Boolean, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("totals", sa.Text),
        sa.Column("unidentified", sa.Text),
        sa.Column("verdict", sa.Text),
        sa.Column("segment_sha256", sa.String(64)),
        sa.Column("reason", sa.Text),
        sa.Column("previous", sa.String(64), nullable=False, unique=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
    )
    op.create_index("entry_of_year", "entry", ["handler", "year"])
    op.create_index("entry_of_run", "entry", ["run"])
    op.create_table(
        "segment",
        sa.Column("seq", seq, sa.ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("flags", sa.LargeBinary, nullable=False),
    )
