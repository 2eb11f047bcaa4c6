"""What a handler could not do, until it has been done again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, SmallInteger, String, text
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment


class HandlerFailure(SQLModel, table=True):
    """One fact that one handler failed at, how often, and with what error the last time."""

    __tablename__ = "handler_failures"
    __table_args__ = (
        Index("uq_handler_failures_outbox_id", "outbox_id", "handler", unique=True),
        Index(
            "ix_handler_failures_open",
            "handler_failure_id",
            postgresql_where=text("settled_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("handler_failure_id"))
    outbox_id: int = Field(sa_column=foreign("outbox_id", "outbox.outbox_id"))
    handler: str = Field(sa_column=Column("handler", String(60), nullable=False))
    error: str = Field(sa_column=Column("error", String(500), nullable=False))
    at: datetime = Field(sa_column=moment("at"))
    tries: int = Field(sa_column=Column("tries", SmallInteger, nullable=False))
    settled_at: datetime | None = Field(default=None, sa_column=moment("settled_at", null=True))
