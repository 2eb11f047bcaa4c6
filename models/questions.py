"""What people ask about a lot before bidding, and what its seller answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, String
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment


class Question(SQLModel, table=True):
    """A question about a lot, its contacts masked; for all to read once it is answered.

    One the house has hidden is read by nobody but its people.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered"),
        CheckConstraint("(hidden_at is null) = (hidden_by is null)", name="hidden"),
    )

    id: int = Field(default=None, sa_column=key("question_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id", index=True))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", index=True))
    question: str = Field(sa_column=Column("question", String(600), nullable=False))
    asked_at: datetime = Field(sa_column=moment("asked_at"))
    answer: str | None = Field(default=None, sa_column=Column("answer", String(1200)))
    answered_at: datetime | None = Field(default=None, sa_column=moment("answered_at", null=True))
    hidden_at: datetime | None = Field(default=None, sa_column=moment("hidden_at", null=True))
    hidden_by: int | None = Field(
        default=None, sa_column=foreign("hidden_by", "users.user_id", null=True, index=True)
    )
