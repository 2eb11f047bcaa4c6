"""Who may sell under which name, and what a seller is still writing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CHAR, CheckConstraint, Column, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, one_of

ROLES = ["operator", "finance", "auditor"]


class Draft(SQLModel, table=True):
    """A lot as far as its seller has written it; `fields` holds what was typed, unread.

    `product_id` is the lot that a draft changes, or became once it was published.
    """

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_user_id", "user_id", "changed_at"),)

    id: int = Field(default=None, sa_column=key("draft_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True, index=True)
    )
    step: str = Field(sa_column=Column("step", String(20), nullable=False))
    fields: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column("fields", JSONB, nullable=False, server_default=text("'{}'")),
    )
    created_at: datetime = Field(sa_column=moment("created_at"))
    changed_at: datetime = Field(sa_column=moment("changed_at"))
    published_at: datetime | None = Field(default=None, sa_column=moment("published_at", null=True))


class Auctioneer(SQLModel, table=True):
    """A "leiloeiro oficial": its number at a state's board of trade, and whether that was checked.

    Official and judicial lots are sold by verified ones alone (Decreto 21.981/1932; IN DREI 52).
    """

    __tablename__ = "auctioneers"
    __table_args__ = (
        CheckConstraint("(verified_at is null) = (verified_by is null)", name="verified_by"),
    )

    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    registration: str = Field(sa_column=Column("registration", String(40), nullable=False))
    board: str = Field(sa_column=Column("board", String(20), nullable=False))
    state: str = Field(sa_column=Column("state", CHAR(2), nullable=False))
    requested_at: datetime = Field(sa_column=moment("requested_at"))
    verified_at: datetime | None = Field(default=None, sa_column=moment("verified_at", null=True))
    verified_by: int | None = Field(
        default=None, sa_column=foreign("verified_by", "users.user_id", null=True)
    )
    refused_at: datetime | None = Field(default=None, sa_column=moment("refused_at", null=True))
    refusal: str | None = Field(default=None, sa_column=Column("refusal", String(500)))


class Role(SQLModel, table=True):
    """What else a person may do in the house; an auditor reads one auction and nothing else."""

    __tablename__ = "roles"
    __table_args__ = (
        one_of("role", "role", ROLES),
        CheckConstraint("(role = 'auditor') = (product_id is not null)", name="auditor_of_one"),
        Index(
            "uq_roles_held",
            "user_id",
            "role",
            text("coalesce(product_id, 0)"),
            unique=True,
            postgresql_where=text("revoked_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("role_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    role: str = Field(sa_column=Column("role", String(20), nullable=False))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True)
    )
    granted_at: datetime = Field(sa_column=moment("granted_at"))
    granted_by: int = Field(sa_column=foreign("granted_by", "users.user_id"))
    revoked_at: datetime | None = Field(default=None, sa_column=moment("revoked_at", null=True))
