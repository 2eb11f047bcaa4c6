"""What a handler could not do, until it has been done again.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "handler_failures",
        sa.Column("handler_failure_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handler", sa.String(60), nullable=False),
        sa.Column("error", sa.String(500), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.outbox_id"], name=op.f("fk_handler_failures_outbox_id_outbox")
        ),
        sa.PrimaryKeyConstraint("handler_failure_id", name=op.f("pk_handler_failures")),
    )
    op.create_index(
        "uq_handler_failures_outbox_id", "handler_failures", ["outbox_id", "handler"], unique=True
    )
    op.create_index(
        "ix_handler_failures_open",
        "handler_failures",
        ["handler_failure_id"],
        postgresql_where=sa.text("settled_at is null"),
    )


def downgrade() -> None:
    op.drop_table("handler_failures")
