"""How people are told: alerts by lot, browsers that are pushed to, quiet hours, the daily digest.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("sent_at is null and failed_at is null")
GATHERED = sa.text("digest and digested_at is null")


def upgrade() -> None:
    op.add_column(
        "watches", sa.Column("alerts", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("settings", sa.Column("quiet_from", sa.SmallInteger(), nullable=True))
    op.add_column("settings", sa.Column("quiet_until", sa.SmallInteger(), nullable=True))
    op.create_check_constraint(
        op.f("ck_settings_quiet_hours"),
        "settings",
        "num_nonnulls(quiet_from, quiet_until) in (0, 2) and quiet_from between 0 and 23"
        " and quiet_until between 0 and 23 and quiet_from <> quiet_until",
    )
    op.add_column(
        "notifications",
        sa.Column("digest", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("notifications", sa.Column("digested_at", MOMENT, nullable=True))
    op.create_index(
        "ix_notifications_gathered",
        "notifications",
        ["user_id", "created_at"],
        postgresql_where=GATHERED,
    )
    op.add_column("mails", sa.Column("unsubscribe", sa.String(300), nullable=True))
    _push_subscriptions()
    _pushes()


def downgrade() -> None:
    op.drop_table("pushes")
    op.drop_table("push_subscriptions")
    op.drop_column("mails", "unsubscribe")
    op.drop_index("ix_notifications_gathered", "notifications")
    op.drop_column("notifications", "digested_at")
    op.drop_column("notifications", "digest")
    op.drop_constraint(op.f("ck_settings_quiet_hours"), "settings", type_="check")
    op.drop_column("settings", "quiet_until")
    op.drop_column("settings", "quiet_from")
    op.drop_column("watches", "alerts")


def _push_subscriptions() -> None:
    op.create_table(
        "push_subscriptions",
        sa.Column("push_subscription_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(100), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_push_subscriptions_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.session_id"],
            name=op.f("fk_push_subscriptions_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("push_subscription_id", name=op.f("pk_push_subscriptions")),
    )
    op.create_index(
        "uq_push_subscriptions_endpoint", "push_subscriptions", ["endpoint"], unique=True
    )
    op.create_index("ix_push_subscriptions_user_id", "push_subscriptions", ["user_id"])
    op.create_index("ix_push_subscriptions_session_id", "push_subscriptions", ["session_id"])


def _pushes() -> None:
    op.create_table(
        "pushes",
        sa.Column("push_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("push_subscription_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message", postgresql.JSONB(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "sent_at is null or failed_at is null", name=op.f("ck_pushes_sent_or_failed")
        ),
        sa.ForeignKeyConstraint(
            ["push_subscription_id"],
            ["push_subscriptions.push_subscription_id"],
            name=op.f("fk_pushes_push_subscription_id_push_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("push_id", name=op.f("pk_pushes")),
    )
    op.create_index("ix_pushes_push_subscription_id", "pushes", ["push_subscription_id"])
    op.create_index("ix_pushes_waiting", "pushes", ["next_try_at"], postgresql_where=WAITING)
