"""What people have been told in the house itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment


class Notification(SQLModel, table=True):
    """One thing told to one person, with the facts it is worded from; once per `unique_key`.

    One who wants no such thing in the bell has it noted and not shown.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index("uq_notifications_unique_key", "unique_key", unique=True),
        Index("ix_notifications_user_id_notification_id", "user_id", "notification_id"),
        Index("ix_notifications_unread", "user_id", postgresql_where=text("read_at is null")),
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
