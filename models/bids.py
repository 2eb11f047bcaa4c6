"""What was offered and what was published: intents, bids, and each bidder's standing on a lot."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of


class Bidder(SQLModel, table=True):
    """One person on one lot: the paddle number others see, and the sealed maximum.

    Whose bids were all annulled has the paddle and no maximum. `commitment` is the salted hash
    of who it is, published with each of the bids; with the `salt` its owner can show that they are
    theirs. Who is erased loses it.
    """

    __tablename__ = "bidders"
    __table_args__ = (
        Index("uq_bidders_paddle", "product_id", "paddle", unique=True),
        Index("ix_bidders_user_id", "user_id"),
        CheckConstraint("paddle > 0", name="paddle_positive"),
        CheckConstraint("salt is null or commitment is not null", name="salt_of_commitment"),
    )

    product_id: int = Field(sa_column=foreign("product_id", "products.product_id", primary=True))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    paddle: int = Field(sa_column=Column("paddle", Integer, nullable=False))
    maximum: Decimal | None = Field(sa_column=money("maximum", null=True))
    sequence: int = Field(sa_column=Column("sequence", Integer, nullable=False))
    joined_at: datetime = Field(default=None, sa_column=moment("joined_at", now=True))
    salt: str | None = Field(default=None, sa_column=Column("salt", CHAR(64)))
    commitment: str | None = Field(default=None, sa_column=Column("commitment", CHAR(64)))


class Declaration(SQLModel, table=True):
    """That a person said, of one notice of a lot and in these words, that nothing bars them from
    bidding (CPC art. 890) and that they have read it; append-only."""

    __tablename__ = "declarations"
    __table_args__ = (Index("ix_declarations_user_id", "user_id"),)

    product_id: int = Field(sa_column=foreign("product_id", "products.product_id", primary=True))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    notice: int = Field(sa_column=Column("notice", Integer, primary_key=True, autoincrement=False))
    words: str = Field(sa_column=Column("words", String(20), primary_key=True))
    at: datetime = Field(sa_column=moment("at"))
    ip: str | None = Field(default=None, sa_column=Column("ip", INET))


class BidIntent(SQLModel, table=True):
    """What a person authorised, accepted or refused, and the answer given; append-only."""

    __tablename__ = "bid_intents"
    __table_args__ = (
        # Begins with the key: begun with the lot, it would look as good as the primary key to a
        # plan made while the table was empty, and every bid's key check would read all the lot's.
        Index(
            "uq_bid_intents_idempotency",
            "idempotency_key",
            "user_id",
            "product_id",
            unique=True,
        ),
        CheckConstraint("accepted = (refusal is null)", name="accepted_or_refused"),
        CheckConstraint("length(idempotency_key) between 8 and 64", name="idempotency_key"),
    )

    product_id: int = Field(sa_column=foreign("product_id", "products.product_id", primary=True))
    sequence: int = Field(
        sa_column=Column("sequence", Integer, primary_key=True, autoincrement=False)
    )
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    maximum: Decimal = Field(sa_column=money("maximum"))
    idempotency_key: str = Field(sa_column=Column("idempotency_key", String(64), nullable=False))
    arrived_at: datetime = Field(sa_column=moment("arrived_at"))
    accepted: bool = Field(sa_column=Column("accepted", Boolean, nullable=False))
    refusal: str | None = Field(default=None, sa_column=Column("refusal", String(30)))
    answer: dict[str, Any] = Field(sa_column=Column("answer", JSONB, nullable=False))
    ip: str | None = Field(default=None, sa_column=Column("ip", INET))
    user_agent: str | None = Field(default=None, sa_column=Column("user_agent", String(255)))


class Bid(SQLModel, table=True):
    """A published bid, hash-chained to the one before; never changed but for `winner`.

    Bids that were taken back stay; a row `annulled` says so, and a row `restated` who leads since.
    """

    __tablename__ = "bids"
    __table_args__ = (
        Index("uq_bids_sequence", "product_id", "sequence", unique=True),
        Index("uq_bids_winner", "product_id", unique=True, postgresql_where=text("winner")),
        Index("ix_bids_user_id", "user_id"),
        ForeignKeyConstraint(
            ["product_id", "intent_sequence"],
            ["bid_intents.product_id", "bid_intents.sequence"],
        ),
        CheckConstraint("bid_value > 0", name="value_positive"),
        one_of("kind", "kind", ["direct", "auto", "buy_now", "annulled", "restated"]),
    )

    id: int = Field(default=None, sa_column=key("bid_id"))
    bid_value: Decimal = Field(sa_column=money("bid_value"))
    bid_datetime: datetime = Field(sa_column=moment("bid_datetime"))
    winner: bool = Field(
        default=False,
        sa_column=Column("winner", Boolean, nullable=False, server_default=text("false")),
    )
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    # Points at its lot through its intent, whose key begins with it: one check less on a hot path.
    product_id: int = Field(sa_column=Column("product_id", Integer, nullable=False))
    sequence: int = Field(sa_column=Column("sequence", Integer, nullable=False))
    intent_sequence: int = Field(sa_column=Column("intent_sequence", Integer, nullable=False))
    kind: str = Field(sa_column=Column("kind", String(10), nullable=False))
    paddle: int = Field(sa_column=Column("paddle", Integer, nullable=False))
    shown_name: str | None = Field(default=None, sa_column=Column("shown_name", String(50)))
    hash: str = Field(sa_column=Column("hash", CHAR(64), nullable=False))
