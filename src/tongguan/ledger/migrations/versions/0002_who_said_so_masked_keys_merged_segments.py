"""Who approved or rejected; keys masked under a pepper; merged segments; rows that cannot be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# As they were in this form; schema.py has those of the present one.
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'rows are added, never changed'); END"
_ENTRY = "EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq OR previous = NEW.previous OR digest = NEW.digest)"
_SEGMENT = "EXISTS (SELECT 1 FROM segment WHERE seq = NEW.seq AND part = NEW.part)"
_SQLITE = (
    f"CREATE TRIGGER entry_update BEFORE UPDATE ON entry {_REFUSE}",
    f"CREATE TRIGGER entry_delete BEFORE DELETE ON entry {_REFUSE}",
    f"CREATE TRIGGER entry_insert BEFORE INSERT ON entry WHEN {_ENTRY} {_REFUSE}",
    f"CREATE TRIGGER segment_update BEFORE UPDATE ON segment {_REFUSE}",
    f"CREATE TRIGGER segment_delete BEFORE DELETE ON segment {_REFUSE}",
    f"CREATE TRIGGER segment_insert BEFORE INSERT ON segment WHEN {_SEGMENT} {_REFUSE}",
)
_WATCH = "FOR EACH STATEMENT EXECUTE FUNCTION tongguan_kept()"
_POSTGRES = (
    """CREATE FUNCTION tongguan_kept() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'rows are added, never changed'; END $$""",
    f"CREATE TRIGGER entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON entry {_WATCH}",
    f"CREATE TRIGGER segment_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON segment {_WATCH}",
)


def upgrade() -> None:
    """Add what is new, and the guards."""
    op.add_column("entry", sa.Column("by", sa.String(250)))
    op.add_column("year_key", sa.Column("masked", sa.LargeBinary))
    op.add_column("entry", sa.Column("merged", sa.Text))
    seq = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "merged",
        sa.Column("seq", seq, sa.ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("flags", sa.LargeBinary, nullable=False),
    )
    for guard in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(guard)
