"""What the house's people do to a lot, and what takes two of them.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENTS = ("finalized_at", "suspended_at", "validated_at")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for name in MOMENTS:
        op.add_column("products", sa.Column(name, moment, nullable=True))
    op.create_table(
        "approvals",
        sa.Column("approval_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.String(600), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("state", sa.String(20), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("note", sa.String(600), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_approvals_state"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at is null)"
            " and (decided_at is null) = (decided_by is null)",
            name=op.f("ck_approvals_decided"),
        ),
        sa.CheckConstraint(
            "state = 'withdrawn' or decided_by <> asked_by", name=op.f("ck_approvals_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.user_id"], name=op.f("fk_approvals_asked_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.user_id"], name=op.f("fk_approvals_decided_by_users")
        ),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approvals")),
    )
    op.create_index("ix_approvals_asked_by", "approvals", ["asked_by"])
    op.create_index("ix_approvals_decided_by", "approvals", ["decided_by"])
    op.create_index(
        "uq_approvals_waiting",
        "approvals",
        ["action", "subject"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_table("approvals")
    for name in MOMENTS:
        op.drop_column("products", name)
