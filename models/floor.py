"""What an auctioneer says to the room of a lot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Integer, String
from sqlmodel import Field, SQLModel

from models.base import foreign, moment


class Announcement(SQLModel, table=True):
    """One thing said to a room, numbered in it; append-only (CNJ 236 art. 34).

    `kind` names a sentence of the trade in every language; `words` are the auctioneer's own, where
    the kind is `words`. `next_id` is the lot that is called next.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint("(kind = 'words') = (words <> '')", name="words"),
        CheckConstraint("(kind = 'next') = (next_id is not null)", name="next"),
    )

    product_id: int = Field(sa_column=foreign("product_id", "products.product_id", primary=True))
    number: int = Field(
        sa_column=Column("number", Integer, primary_key=True, autoincrement=False, nullable=False)
    )
    kind: str = Field(sa_column=Column("kind", String(20), nullable=False))
    words: str = Field(default="", sa_column=Column("words", String(200), nullable=False))
    next_id: int | None = Field(
        default=None, sa_column=foreign("next_id", "products.product_id", null=True, index=True)
    )
    actor_id: int = Field(sa_column=foreign("actor_id", "users.user_id", index=True))
    at: datetime = Field(sa_column=moment("at"))
