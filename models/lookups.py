"""The short fixed lists of the house: each row of these tables equals a member of its enum."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Column, SmallInteger, String
from sqlmodel import Field, SQLModel

from models.base import moment, money


class Status(IntEnum):
    """Where an auction stands; `outcome` says how a finished one ended."""

    NOT_STARTED = 1
    IN_OCCURRENCE = 2
    FINISHED = 3
    CANCELED = 4
    DRAFT = 5
    SUSPENDED = 6


class PaymentState(IntEnum):
    """How far a payment has come."""

    PENDING = 1
    PAID = 2
    FAILED = 3
    REVERSED = 4
    CANCELED = 5


class Method(IntEnum):
    """How a payment is made."""

    WALLET = 1
    PIX = 2
    TICKET = 3
    CREDIT_CARD = 4
    DEBIT_CARD = 5
    JUDICIAL_GUIDE = 6


class CaseKind(IntEnum):
    """Which kind of execution a legal lot comes from."""

    TAX = 1
    JUDICIAL = 2


class _Lookup(SQLModel):
    """A number and the word the seed gives it."""


def _number(name: str) -> Any:
    return Field(sa_column=Column(name, SmallInteger, primary_key=True, autoincrement=False))


def _word(name: str, length: int = 20) -> Any:
    return Field(sa_column=Column(name, String(length), nullable=False, unique=True))


class ProductStatus(_Lookup, table=True):
    """The words of `Status`."""

    __tablename__ = "product_statuses"
    id: int = _number("product_status_id")
    name: str = _word("product_status_name")


class PaymentStatus(_Lookup, table=True):
    """The words of `PaymentState`."""

    __tablename__ = "payment_statuses"
    id: int = _number("payment_status_id")
    name: str = _word("payment_status_name")


class PaymentMethod(_Lookup, table=True):
    """The words of `Method`."""

    __tablename__ = "payment_methods"
    id: int = _number("payment_method_id")
    name: str = _word("payment_method_name")


class CaseType(_Lookup, table=True):
    """The words of `CaseKind`."""

    __tablename__ = "case_types"
    id: int = _number("case_type_id")
    name: str = _word("case_type_name", 10)
    retired_at: datetime | None = Field(default=None, sa_column=moment("retired_at", null=True))


class IncrementStep(SQLModel, table=True):
    """One tier of a published increment table: from `lower_bound` on, bids rise by `step`."""

    __tablename__ = "increment_steps"
    table_name: str = Field(sa_column=Column("table_name", String(20), primary_key=True))
    lower_bound: Any = Field(
        sa_column=Column("lower_bound", money("lower_bound").type, primary_key=True)
    )
    step: Any = Field(sa_column=money("step"))


class FeeScheduleRow(SQLModel, table=True):
    """What the house charges for one type of auction; copied to the lot when it is published."""

    __tablename__ = "fee_schedules"
    auction_type: str = Field(sa_column=Column("auction_type", String(20), primary_key=True))
    buyer_rate: Any = Field(sa_column=money("buyer_rate"))
    seller_rate: Any = Field(sa_column=money("seller_rate"))
    admin_fee: Any = Field(sa_column=money("admin_fee"))


def word_of(member: IntEnum) -> str:
    """Say a member as its lookup row does: lower case, words apart."""
    return member.name.lower().replace("_", " ")
