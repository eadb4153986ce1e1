"""Who approved or rejected; keys masked under a pepper; merged segments; rows that cannot be changed."""

import sqlalchemy as sa
from alembic import op

from tongguan.ledger.schema import guards

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new, and the guards."""
    op.add_column("entry", sa.Column("by", sa.String(250)))
    op.add_column("year_key", sa.Column("masked", sa.LargeBinary))
    op.create_table(
        "merged",
        sa.Column("handler", sa.String(250), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("shadow", sa.Boolean, primary_key=True),
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("unidentified", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("flags", sa.LargeBinary, nullable=False),
    )
    for guard in guards(op.get_bind().dialect.name):
        op.execute(guard)
