"""Keys by which a person's own programs speak to the open doors in their name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CHAR, CheckConstraint, Column, Index, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment

SCOPES = ["read", "wallet-read", "bid", "watch", "sell-read"]
_SCOPES = ", ".join(f"'{scope}'" for scope in SCOPES)


class ApiToken(SQLModel, table=True):
    """A personal API token, kept as its hash; `ending` is what its owner knows it by."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("expires_at > created_at", name="expires_later"),
        CheckConstraint(
            f"cardinality(scopes) > 0 and scopes <@ array[{_SCOPES}]::text[]", name="scopes"
        ),
        Index("uq_api_tokens_token_hash", "token_hash", unique=True),
        Index("ix_api_tokens_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("api_token_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    token_hash: str = Field(sa_column=Column("token_hash", CHAR(64), nullable=False))
    ending: str = Field(sa_column=Column("ending", String(8), nullable=False))
    name: str = Field(sa_column=Column("name", String(60), nullable=False))
    scopes: list[str] = Field(sa_column=Column("scopes", ARRAY(Text), nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    expires_at: datetime = Field(sa_column=moment("expires_at"))
    last_used_at: datetime | None = Field(default=None, sa_column=moment("last_used_at", null=True))
    revoked_at: datetime | None = Field(default=None, sa_column=moment("revoked_at", null=True))
