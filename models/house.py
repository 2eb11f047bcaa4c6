"""The house's own books: sessions, throttles, outbox, audit, heartbeats and outages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CHAR, CheckConstraint, Column, Index, Integer, String, text
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment


class Session(SQLModel, table=True):
    """A log-in: the cookie's token is kept only as its hash, and can be revoked at once.

    `elevated_at` is when its person last proved again to be there, for what needs it.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("uq_sessions_token_hash", "token_hash", unique=True),
        Index("ix_sessions_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("session_id"))
    token_hash: str = Field(sa_column=Column("token_hash", CHAR(64), nullable=False))
    csrf: str = Field(sa_column=Column("csrf", String(64), nullable=False))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    created_at: datetime = Field(sa_column=moment("created_at"))
    seen_at: datetime = Field(sa_column=moment("seen_at"))
    expires_at: datetime = Field(sa_column=moment("expires_at"))
    revoked_at: datetime | None = Field(default=None, sa_column=moment("revoked_at", null=True))
    ip: str | None = Field(default=None, sa_column=Column("ip", INET))
    user_agent: str | None = Field(default=None, sa_column=Column("user_agent", String(255)))
    device: str | None = Field(default=None, sa_column=Column("device", String(80)))
    elevated_at: datetime | None = Field(default=None, sa_column=moment("elevated_at", null=True))


class Throttle(SQLModel, table=True):
    """How often something was tried since the window began; counted across processes."""

    __tablename__ = "throttles"

    subject: str = Field(sa_column=Column("subject", String(120), primary_key=True))
    window_start: datetime = Field(sa_column=moment("window_start"))
    hits: int = Field(sa_column=Column("hits", Integer, nullable=False))


class Outbox(SQLModel, table=True):
    """A fact to be told outside, written in the fact's own transaction, told once."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("uq_outbox_unique_key", "unique_key", unique=True),
        Index("ix_outbox_waiting", "outbox_id", postgresql_where=text("handled_at is null")),
    )

    id: int = Field(default=None, sa_column=key("outbox_id"))
    topic: str = Field(sa_column=Column("topic", String(40), nullable=False))
    unique_key: str = Field(sa_column=Column("unique_key", String(120), nullable=False))
    user_id: int | None = Field(default=None, sa_column=Column("user_id", Integer))
    product_id: int | None = Field(default=None, sa_column=Column("product_id", Integer))
    payload: dict[str, Any] = Field(sa_column=Column("payload", JSONB, nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    handled_at: datetime | None = Field(default=None, sa_column=moment("handled_at", null=True))


class AuditRecord(SQLModel, table=True):
    """Who did what, when and why; append-only, each record sealed with the hash of the last.

    `position` counts without gaps; the table's trigger writes it and both hashes.
    """

    __tablename__ = "audit_records"
    __table_args__ = (
        Index("uq_audit_records_position", "position", unique=True),
        Index("ix_audit_records_subject", "subject"),
        Index("ix_audit_records_actor_id", "actor_id"),
    )

    id: int = Field(default=None, sa_column=key("audit_record_id"))
    at: datetime = Field(sa_column=moment("at"))
    actor_id: int | None = Field(
        default=None, sa_column=foreign("actor_id", "users.user_id", null=True)
    )
    action: str = Field(sa_column=Column("action", String(60), nullable=False))
    subject: str = Field(sa_column=Column("subject", String(80), nullable=False))
    details: dict[str, Any] = Field(sa_column=Column("details", JSONB, nullable=False))
    before: dict[str, Any] | None = Field(default=None, sa_column=Column("before", JSONB))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column("after", JSONB))
    request_id: str | None = Field(default=None, sa_column=Column("request_id", String(40)))
    position: int = Field(default=None, sa_column=Column("position", Integer, nullable=False))
    previous: str = Field(default=None, sa_column=Column("previous", CHAR(64), nullable=False))
    hash: str = Field(default=None, sa_column=Column("hash", CHAR(64), nullable=False))


class AuditHead(SQLModel, table=True):
    """The newest record's place and hash; whoever writes one locks it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("head_id = 1", name="only_one"),)

    id: int = Field(
        default=1, sa_column=Column("head_id", Integer, primary_key=True, autoincrement=False)
    )
    position: int = Field(sa_column=Column("position", Integer, nullable=False))
    hash: str = Field(sa_column=Column("hash", CHAR(64), nullable=False))


class Heartbeat(SQLModel, table=True):
    """When each process of the house was last known to be alive, and how it was doing."""

    __tablename__ = "heartbeats"

    process: str = Field(sa_column=Column("process", String(80), primary_key=True))
    beat_at: datetime = Field(sa_column=moment("beat_at"))
    figures: dict[str, Any] | None = Field(default=None, sa_column=Column("figures", JSONB))


class Outage(SQLModel, table=True):
    """A time in which no process of the house was alive."""

    __tablename__ = "outages"

    id: int = Field(default=None, sa_column=key("outage_id"))
    down_from: datetime = Field(sa_column=moment("down_from"))
    up_at: datetime = Field(sa_column=moment("up_at"))
