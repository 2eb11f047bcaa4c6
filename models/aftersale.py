"""What follows the hammer: delivery and disputes, strikes, offers to who came second."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, Index, String, Text, text
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of


class Delivery(SQLModel, table=True):
    """From paid to received: the seller's share is freed once, by the buyer, a term or a ruling.

    `confirm_by` is when silence counts as received; a dispute stops that clock.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        one_of("received_by", "received_by", ["buyer", "term", "house"]),
        one_of("ruling", "ruling", ["seller", "buyer"]),
        CheckConstraint("(received_at is null) = (received_by is null)", name="received_somehow"),
        CheckConstraint("(disputed_at is null) = (dispute is null)", name="disputed_for_a_reason"),
        CheckConstraint("(ruled_at is null) = (ruling is null)", name="ruled_somehow"),
        CheckConstraint("ruled_at is null or disputed_at is not null", name="ruled_on_a_dispute"),
        CheckConstraint("freed_at is null or returned_at is null", name="one_ending"),
        Index("uq_deliveries_payment_id", "payment_id", unique=True),
        Index(
            "ix_deliveries_confirm_by",
            "confirm_by",
            postgresql_where=text("freed_at is null and returned_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("delivery_id"))
    payment_id: int = Field(sa_column=foreign("payment_id", "payments.payment_id"))
    opened_at: datetime = Field(sa_column=moment("opened_at"))
    confirm_by: datetime = Field(sa_column=moment("confirm_by"))
    handed_over_at: datetime | None = Field(
        default=None, sa_column=moment("handed_over_at", null=True)
    )
    handed_over_how: str | None = Field(
        default=None, sa_column=Column("handed_over_how", String(200))
    )
    received_at: datetime | None = Field(default=None, sa_column=moment("received_at", null=True))
    received_by: str | None = Field(default=None, sa_column=Column("received_by", String(8)))
    disputed_at: datetime | None = Field(default=None, sa_column=moment("disputed_at", null=True))
    dispute: str | None = Field(default=None, sa_column=Column("dispute", Text))
    ruled_at: datetime | None = Field(default=None, sa_column=moment("ruled_at", null=True))
    ruling: str | None = Field(default=None, sa_column=Column("ruling", String(8)))
    freed_at: datetime | None = Field(default=None, sa_column=moment("freed_at", null=True))
    returned_at: datetime | None = Field(default=None, sa_column=moment("returned_at", null=True))


class Strike(SQLModel, table=True):
    """A sale somebody did not pay, with the penalty taken; the third bars from the house."""

    __tablename__ = "strikes"
    __table_args__ = (
        CheckConstraint("penalty >= 0", name="penalty"),
        Index("uq_strikes_payment_id", "payment_id", unique=True),
        Index("ix_strikes_user_id", "user_id"),
        Index("ix_strikes_product_id", "product_id"),
    )

    id: int = Field(default=None, sa_column=key("strike_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    payment_id: int = Field(sa_column=foreign("payment_id", "payments.payment_id"))
    penalty: Decimal = Field(default=Decimal(0), sa_column=money("penalty", zero=True))
    at: datetime = Field(sa_column=moment("at"))
    waived_at: datetime | None = Field(default=None, sa_column=moment("waived_at", null=True))


class Offer(SQLModel, table=True):
    """A second chance: the lot offered to who came next, at a price, until an answer or a day."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("(answered_at is null) = (answer is null)", name="answered_somehow"),
        CheckConstraint("expires_at > made_at", name="expires_later"),
        one_of("policy", "policy", ["own_highest", "replay"]),
        one_of("answer", "answer", ["accepted", "declined", "lapsed", "withdrawn"]),
        Index("uq_offers_to", "product_id", "user_id", unique=True),
        Index("ix_offers_user_id", "user_id"),
        Index(
            "uq_offers_standing",
            "product_id",
            unique=True,
            postgresql_where=text("answered_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("offer_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    price: Decimal = Field(sa_column=money("price"))
    policy: str = Field(sa_column=Column("policy", String(12), nullable=False))
    made_at: datetime = Field(sa_column=moment("made_at"))
    expires_at: datetime = Field(sa_column=moment("expires_at"))
    answered_at: datetime | None = Field(default=None, sa_column=moment("answered_at", null=True))
    answer: str | None = Field(default=None, sa_column=Column("answer", String(10)))
