"""What people are told in the house itself: the bell's rows.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "notifications",
        sa.Column("notification_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("unique_key", sa.String(120), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("read_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_notifications_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_notifications_product_id_products"),
        ),
        sa.PrimaryKeyConstraint("notification_id", name=op.f("pk_notifications")),
    )
    op.create_index("uq_notifications_unique_key", "notifications", ["unique_key"], unique=True)
    op.create_index(
        "ix_notifications_user_id_notification_id", "notifications", ["user_id", "notification_id"]
    )
    op.create_index("ix_notifications_product_id", "notifications", ["product_id"])
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["user_id"],
        postgresql_where=sa.text("read_at is null"),
    )
    # What was decided long ago is no news to anybody.
    op.execute("""update outbox set handled_at = created_at where handled_at is null
        and topic in ('outbid', 'won', 'lost', 'sold', 'not_sold')""")


def downgrade() -> None:
    op.drop_table("notifications")
