"""What the house may set while it is open, each setting with all its versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment


class HouseVersion(SQLModel, table=True):
    """One version of one setting, `fees:judicial` or `text:pt-BR:page.404.title`; append-only.

    The highest version of a subject is in force.
    """

    __tablename__ = "house_versions"
    __table_args__ = (
        CheckConstraint("version > 0", name="version_positive"),
        Index("uq_house_versions_subject", "subject", "version", unique=True),
    )

    id: int = Field(default=None, sa_column=key("house_version_id"))
    subject: str = Field(sa_column=Column("subject", String(120), nullable=False))
    version: int = Field(sa_column=Column("version", Integer, nullable=False))
    content: dict[str, Any] = Field(sa_column=Column("content", JSONB, nullable=False))
    at: datetime = Field(sa_column=moment("at"))
    actor_id: int = Field(sa_column=foreign("actor_id", "users.user_id"))
    why: str = Field(sa_column=Column("why", String(300), nullable=False))
