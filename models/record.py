"""The record of a lot: what moved its price or clock beside bids, and the house's signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CHAR, CheckConstraint, Column, ForeignKey, Index, Integer, String, text
from sqlmodel import Field, SQLModel

from models.base import moment


def _lot() -> Column[Any]:
    # Checked at the commit: the first fact of a lot is written a moment before its row.
    target = ForeignKey("products.product_id", deferrable=True, initially="DEFERRED")
    return Column("product_id", Integer, target, primary_key=True, autoincrement=False)


class RecordFact(SQLModel, table=True):
    """An entry that is no bid, written by the lot's own row when it changes; append-only.

    It stands after the published bid `after_bid`; `line` is what was hashed with the hash before.
    """

    __tablename__ = "record_facts"

    product_id: int = Field(sa_column=_lot())
    number: int = Field(
        sa_column=Column("number", Integer, primary_key=True, autoincrement=False, nullable=False)
    )
    after_bid: int = Field(sa_column=Column("after_bid", Integer, nullable=False))
    line: str = Field(sa_column=Column("line", String(200), nullable=False))
    hash: str = Field(sa_column=Column("hash", CHAR(64), nullable=False))


class SigningKey(SQLModel, table=True):
    """A public key of the house (Ed25519, in hexadecimal); old ones check what they signed."""

    __tablename__ = "signing_keys"

    id: str = Field(sa_column=Column("key_id", String(16), primary_key=True))
    public_key: str = Field(sa_column=Column("public_key", CHAR(64), nullable=False))
    published_at: datetime = Field(sa_column=moment("published_at"))


class RecordSignature(SQLModel, table=True):
    """The head of a lot's record when it was decided, waiting for its signature or signed, once."""

    __tablename__ = "record_signatures"
    __table_args__ = (
        CheckConstraint(
            "(signature is null) = (key_id is null) and (signature is null) = (signed_at is null)",
            name="signed_whole",
        ),
        Index(
            "ix_record_signatures_waiting",
            "product_id",
            postgresql_where=text("signature is null"),
        ),
    )

    product_id: int = Field(sa_column=_lot())
    entries: int = Field(
        sa_column=Column("entries", Integer, primary_key=True, autoincrement=False, nullable=False)
    )
    head: str = Field(sa_column=Column("head", CHAR(64), nullable=False))
    closed_at: datetime = Field(sa_column=moment("closed_at"))
    key_id: str | None = Field(
        default=None, sa_column=Column("key_id", String(16), ForeignKey("signing_keys.key_id"))
    )
    signature: str | None = Field(default=None, sa_column=Column("signature", CHAR(128)))
    signed_at: datetime | None = Field(default=None, sa_column=moment("signed_at", null=True))
