"""What takes two people of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, one_of

APPROVAL_STATES = ["waiting", "approved", "refused", "withdrawn", "lapsed"]


class Approval(SQLModel, table=True):
    """An act one person has asked for and another must agree to; done in the decision itself."""

    __tablename__ = "approvals"
    __table_args__ = (
        one_of("state", "state", APPROVAL_STATES),
        CheckConstraint(
            "(state = 'waiting') = (decided_at is null)"
            " and (state in ('waiting', 'lapsed')) = (decided_by is null)",
            name="decided",
        ),
        CheckConstraint("state = 'withdrawn' or decided_by <> asked_by", name="two_people"),
        Index(
            "uq_approvals_waiting",
            "action",
            "subject",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: int = Field(default=None, sa_column=key("approval_id"))
    action: str = Field(sa_column=Column("action", String(40), nullable=False))
    subject: str = Field(sa_column=Column("subject", String(80), nullable=False))
    payload: dict[str, Any] = Field(sa_column=Column("payload", JSONB, nullable=False))
    reason: str = Field(sa_column=Column("reason", String(600), nullable=False))
    asked_by: int = Field(sa_column=foreign("asked_by", "users.user_id", index=True))
    asked_at: datetime = Field(sa_column=moment("asked_at"))
    decided_by: int | None = Field(
        default=None, sa_column=foreign("decided_by", "users.user_id", null=True, index=True)
    )
    decided_at: datetime | None = Field(default=None, sa_column=moment("decided_at", null=True))
    state: str = Field(
        default="waiting",
        sa_column=Column("state", String(20), nullable=False, server_default=text("'waiting'")),
    )
    note: str | None = Field(default=None, sa_column=Column("note", String(600)))
