"""How people behave towards each other: lots and bids taken back, ratings, and what looks odd."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, one_of

FLAGS = [
    "tied_to_seller",
    "newcomer_leads_late",
    "always_one_seller",
    "bid_shielding",
    "cancel_and_sell",
    "nibbling",
    "lot_reported",
]


class Withdrawal(SQLModel, table=True):
    """A seller's wish to take a lot off sale: granted at once before the first bid, else asked."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        CheckConstraint("(decided_at is null) = (granted is null)", name="decided_somehow"),
        CheckConstraint("(decided_at is null) = (decided_by is null)", name="decided_by"),
        CheckConstraint("bids >= 0", name="bids"),
        Index(
            "uq_withdrawals_waiting",
            "product_id",
            unique=True,
            postgresql_where=text("decided_at is null"),
        ),
        Index("ix_withdrawals_product_id", "product_id"),
    )

    id: int = Field(default=None, sa_column=key("withdrawal_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", index=True))
    reason: str = Field(sa_column=Column("reason", String(600), nullable=False))
    bids: int = Field(sa_column=Column("bids", Integer, nullable=False))
    asked_at: datetime = Field(sa_column=moment("asked_at"))
    decided_at: datetime | None = Field(default=None, sa_column=moment("decided_at", null=True))
    decided_by: int | None = Field(
        default=None, sa_column=foreign("decided_by", "users.user_id", null=True, index=True)
    )
    granted: bool | None = Field(default=None, sa_column=Column("granted", Boolean))
    note: str | None = Field(default=None, sa_column=Column("note", String(600)))


class Annulment(SQLModel, table=True):
    """Bids that count no longer: taken back by their bidder, or annulled by the house.

    `sequence` is the row of the public history that says so; `times` counts the bidder's own
    retractions within six months, this one included. Those of a bidder whom the house could not
    put in the lead again, for want of cover, lapse with it.
    """

    __tablename__ = "annulments"
    __table_args__ = (
        one_of("kind", "kind", ["retraction", "annulment"]),
        one_of("reason", "reason", ["typing_error", "description_changed", "house"]),
        CheckConstraint("(kind = 'annulment') = (reason = 'house')", name="reason_of_kind"),
        CheckConstraint("times >= 0", name="times"),
        Index("uq_annulments_sequence", "product_id", "sequence", unique=True),
        Index("ix_annulments_user_id", "user_id", "at"),
    )

    id: int = Field(default=None, sa_column=key("annulment_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    actor_id: int = Field(sa_column=foreign("actor_id", "users.user_id", index=True))
    kind: str = Field(sa_column=Column("kind", String(10), nullable=False))
    reason: str = Field(sa_column=Column("reason", String(20), nullable=False))
    note: str | None = Field(default=None, sa_column=Column("note", String(600)))
    sequence: int = Field(sa_column=Column("sequence", Integer, nullable=False))
    times: int = Field(sa_column=Column("times", SmallInteger, nullable=False))
    at: datetime = Field(sa_column=moment("at"))


class AnnulledIntent(SQLModel, table=True):
    """An intent that counts no longer; what it had published stays to be read, as annulled."""

    __tablename__ = "annulled_intents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["product_id", "sequence"], ["bid_intents.product_id", "bid_intents.sequence"]
        ),
    )

    product_id: int = Field(
        sa_column=Column("product_id", Integer, primary_key=True, autoincrement=False)
    )
    sequence: int = Field(
        sa_column=Column("sequence", Integer, primary_key=True, autoincrement=False)
    )
    annulment_id: int = Field(
        sa_column=foreign("annulment_id", "annulments.annulment_id", index=True)
    )
    lapsed: bool = Field(
        default=False,
        sa_column=Column("lapsed", Boolean, nullable=False, server_default=text("false")),
    )


class Rating(SQLModel, table=True):
    """What one side of a completed sale says of the other; shown once both have, or in time."""

    __tablename__ = "ratings"
    __table_args__ = (
        one_of("side", "side", ["buyer", "seller"]),
        CheckConstraint("stars between 1 and 5", name="stars"),
        CheckConstraint("author_id <> subject_id", name="of_somebody_else"),
        CheckConstraint("(reply is null) = (replied_at is null)", name="replied"),
        Index("uq_ratings_payment_id", "payment_id", "side", unique=True),
    )

    id: int = Field(default=None, sa_column=key("rating_id"))
    payment_id: int = Field(sa_column=foreign("payment_id", "payments.payment_id"))
    author_id: int = Field(sa_column=foreign("author_id", "users.user_id", index=True))
    subject_id: int = Field(sa_column=foreign("subject_id", "users.user_id", index=True))
    side: str = Field(sa_column=Column("side", String(6), nullable=False))
    stars: int = Field(sa_column=Column("stars", SmallInteger, nullable=False))
    words: str = Field(
        sa_column=Column("words", String(600), nullable=False, server_default=text("''"))
    )
    at: datetime = Field(sa_column=moment("at"))
    shown_at: datetime = Field(sa_column=moment("shown_at"))
    reply: str | None = Field(default=None, sa_column=Column("reply", String(600)))
    replied_at: datetime | None = Field(default=None, sa_column=moment("replied_at", null=True))


class Flag(SQLModel, table=True):
    """Something that looks like abuse, for a person to look at; it punishes nobody by itself.

    (LGPD art. 20; bidding rules 2.14)
    """

    __tablename__ = "flags"
    __table_args__ = (
        one_of("kind", "kind", FLAGS),
        one_of("status", "status", ["open", "dismissed", "confirmed"]),
        CheckConstraint("(status = 'open') = (reviewed_at is null)", name="reviewed"),
        CheckConstraint("(reviewed_at is null) = (reviewed_by is null)", name="reviewed_by"),
        Index("uq_flags_unique_key", "unique_key", unique=True),
        Index("ix_flags_open", "raised_at", postgresql_where=text("status = 'open'")),
    )

    id: int = Field(default=None, sa_column=key("flag_id"))
    kind: str = Field(sa_column=Column("kind", String(20), nullable=False))
    unique_key: str = Field(sa_column=Column("unique_key", String(80), nullable=False))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", index=True))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True, index=True)
    )
    facts: dict[str, Any] = Field(sa_column=Column("facts", JSONB, nullable=False))
    raised_at: datetime = Field(sa_column=moment("raised_at"))
    status: str = Field(
        default="open",
        sa_column=Column("status", String(10), nullable=False, server_default=text("'open'")),
    )
    reviewed_at: datetime | None = Field(default=None, sa_column=moment("reviewed_at", null=True))
    reviewed_by: int | None = Field(
        default=None, sa_column=foreign("reviewed_by", "users.user_id", null=True, index=True)
    )
    note: str | None = Field(default=None, sa_column=Column("note", String(600)))
