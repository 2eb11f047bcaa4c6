"""Who keeps an eye on which lot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, Index, text
from sqlmodel import Field, SQLModel

from models.base import foreign, moment


class Watch(SQLModel, table=True):
    """One person's mark on a lot to find it again, and whether its news are told."""

    __tablename__ = "watches"
    __table_args__ = (Index("ix_watches_product_id", "product_id"),)

    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id", primary=True))
    created_at: datetime = Field(default=None, sa_column=moment("created_at", now=True))
    alerts: bool = Field(
        default=True,
        sa_column=Column("alerts", Boolean, nullable=False, server_default=text("true")),
    )
