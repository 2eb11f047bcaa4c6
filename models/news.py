"""What people have been told, and the browsers that are told while no page is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment


def _owned(name: str, target: str) -> Column[int]:
    """Point at a row without which there is no such row either."""
    return Column(
        name, Integer, ForeignKey(target, ondelete="CASCADE"), nullable=False, autoincrement=False
    )


class Notification(SQLModel, table=True):
    """One thing told to one person, with the facts it is worded from; once per `unique_key`.

    One who wants no such thing in the bell has it noted and not shown; what goes into the daily
    digest is gathered until `digested_at`.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index("uq_notifications_unique_key", "unique_key", unique=True),
        Index("ix_notifications_user_id_notification_id", "user_id", "notification_id"),
        Index("ix_notifications_unread", "user_id", postgresql_where=text("read_at is null")),
        Index(
            "ix_notifications_gathered",
            "user_id",
            "created_at",
            postgresql_where=text("digest and digested_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("notification_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True, index=True)
    )
    topic: str = Field(sa_column=Column("topic", String(40), nullable=False))
    path: str = Field(sa_column=Column("path", String(200), nullable=False))
    facts: dict[str, Any] = Field(sa_column=Column("facts", JSONB, nullable=False))
    unique_key: str | None = Field(default=None, sa_column=Column("unique_key", String(120)))
    shown: bool = Field(sa_column=Column("shown", Boolean, nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    read_at: datetime | None = Field(default=None, sa_column=moment("read_at", null=True))
    digest: bool = Field(
        default=False,
        sa_column=Column("digest", Boolean, nullable=False, server_default=text("false")),
    )
    digested_at: datetime | None = Field(default=None, sa_column=moment("digested_at", null=True))


class PushSubscription(SQLModel, table=True):
    """A browser somebody lets us tell things, for as long as the log-in that said so.

    Its keys seal a message so that the push service between cannot read it (RFC 8291).
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        Index("uq_push_subscriptions_endpoint", "endpoint", unique=True),
        Index("ix_push_subscriptions_user_id", "user_id"),
        Index("ix_push_subscriptions_session_id", "session_id"),
    )

    id: int = Field(default=None, sa_column=key("push_subscription_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    session_id: int = Field(sa_column=_owned("session_id", "sessions.session_id"))
    endpoint: str = Field(sa_column=Column("endpoint", String(1000), nullable=False))
    p256dh: str = Field(sa_column=Column("p256dh", String(100), nullable=False))
    auth: str = Field(sa_column=Column("auth", String(40), nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))


class Push(SQLModel, table=True):
    """One message to one browser, written in the transaction of what it tells."""

    __tablename__ = "pushes"
    __table_args__ = (
        CheckConstraint("sent_at is null or failed_at is null", name="sent_or_failed"),
        Index("ix_pushes_push_subscription_id", "push_subscription_id"),
        Index(
            "ix_pushes_waiting",
            "next_try_at",
            postgresql_where=text("sent_at is null and failed_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("push_id"))
    push_subscription_id: int = Field(
        sa_column=_owned("push_subscription_id", "push_subscriptions.push_subscription_id")
    )
    message: dict[str, Any] = Field(sa_column=Column("message", JSONB, nullable=False))
    urgent: bool = Field(sa_column=Column("urgent", Boolean, nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    next_try_at: datetime = Field(sa_column=moment("next_try_at"))
    expires_at: datetime = Field(sa_column=moment("expires_at"))
    attempts: int = Field(
        default=0, sa_column=Column("attempts", Integer, nullable=False, server_default=text("0"))
    )
    sent_at: datetime | None = Field(default=None, sa_column=moment("sent_at", null=True))
    failed_at: datetime | None = Field(default=None, sa_column=moment("failed_at", null=True))
    last_error: str | None = Field(default=None, sa_column=Column("last_error", String(300)))
