"""What the house asks of the payment gateway and hears from it: charges, transfers, events."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of

BILLING_TYPES = ["PIX", "BOLETO", "CREDIT_CARD", "UNDEFINED"]
PIX_KEY_TYPES = ["CPF", "CNPJ", "EMAIL", "PHONE", "EVP"]
# wanted: to be asked for; unknown: asked, and no answer came; open: it stands at the gateway;
# closed: paid, taken back or refused there.
ASKED = ["wanted", "unknown", "open", "closed"]
# Before all of them, of a withdrawal: two people of the house have to agree to it first.
CHECKED = ["checking", *ASKED]


def _word(name: str, length: int, *, null: bool = True) -> Column[str]:
    return Column(name, String(length), nullable=null)


def _tries() -> Column[int]:
    return Column("tries", SmallInteger, nullable=False, server_default=text("0"))


class Charge(SQLModel, table=True):
    """A sum asked of a payer at the gateway for one payment; at most one of each stands open.

    It is written before it is asked for, and its number is the reference it is found again by.
    `gateway_status` is the gateway's own last word; `settled_on` the day the money was the house's.
    """

    __tablename__ = "charges"
    __table_args__ = (
        CheckConstraint("value > 0", name="value_positive"),
        CheckConstraint("(closed_at is null) = (state <> 'closed')", name="closed_somehow"),
        CheckConstraint("state <> 'open' or gateway_id is not null", name="open_is_known_there"),
        one_of("billing_type", "billing_type", BILLING_TYPES),
        one_of("state", "state", ASKED),
        Index("uq_charges_gateway_id", "gateway_id", unique=True),
        Index(
            "uq_charges_standing",
            "payment_id",
            unique=True,
            postgresql_where=text("closed_at is null"),
        ),
        Index("ix_charges_to_ask", "next_try_at", postgresql_where=text("closed_at is null")),
        Index("ix_charges_payment_id", "payment_id"),
    )

    id: int = Field(default=None, sa_column=key("charge_id"))
    payment_id: int = Field(sa_column=foreign("payment_id", "payments.payment_id"))
    billing_type: str = Field(sa_column=_word("billing_type", 12, null=False))
    value: Decimal = Field(sa_column=money("value"))
    due_date: date = Field(sa_column=Column("due_date", Date, nullable=False))
    state: str = Field(sa_column=_word("state", 10, null=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    closed_at: datetime | None = Field(default=None, sa_column=moment("closed_at", null=True))
    tries: int = Field(default=0, sa_column=_tries())
    next_try_at: datetime = Field(sa_column=moment("next_try_at"))
    last_error: str | None = Field(default=None, sa_column=_word("last_error", 500))
    gateway_id: str | None = Field(default=None, sa_column=_word("gateway_id", 64))
    gateway_status: str | None = Field(default=None, sa_column=_word("gateway_status", 40))
    paid_value: Decimal | None = Field(default=None, sa_column=money("paid_value", null=True))
    net_value: Decimal | None = Field(default=None, sa_column=money("net_value", null=True))
    settled_on: date | None = Field(default=None, sa_column=Column("settled_on", Date))
    credit_on: date | None = Field(default=None, sa_column=Column("credit_on", Date))
    invoice_url: str | None = Field(default=None, sa_column=_word("invoice_url", 500))
    bank_slip_url: str | None = Field(default=None, sa_column=_word("bank_slip_url", 500))
    pix_payload: str | None = Field(default=None, sa_column=Column("pix_payload", Text))
    pix_image: bytes | None = Field(default=None, sa_column=Column("pix_image", LargeBinary))
    pix_expires_at: datetime | None = Field(
        default=None, sa_column=moment("pix_expires_at", null=True)
    )
    boleto_line: str | None = Field(default=None, sa_column=_word("boleto_line", 60))
    bar_code: str | None = Field(default=None, sa_column=_word("bar_code", 60))


class Transfer(SQLModel, table=True):
    """Money sent to its owner's Pix key; written, and held, before the gateway is asked.

    `approved_at` is when the gateway asked whether it may pay it and the house said yes.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint("value > 0", name="value_positive"),
        CheckConstraint("(closed_at is null) = (state <> 'closed')", name="closed_somehow"),
        CheckConstraint("state <> 'open' or gateway_id is not null", name="open_is_known_there"),
        one_of("pix_key_type", "pix_key_type", PIX_KEY_TYPES),
        one_of("state", "state", CHECKED),
        Index("uq_transfers_gateway_id", "gateway_id", unique=True),
        Index("uq_transfers_payment_id", "payment_id", unique=True),
        Index("ix_transfers_to_ask", "next_try_at", postgresql_where=text("closed_at is null")),
    )

    id: int = Field(default=None, sa_column=key("transfer_id"))
    payment_id: int = Field(sa_column=foreign("payment_id", "payments.payment_id"))
    value: Decimal = Field(sa_column=money("value"))
    pix_key: str = Field(sa_column=_word("pix_key", 80, null=False))
    pix_key_type: str = Field(sa_column=_word("pix_key_type", 8, null=False))
    state: str = Field(sa_column=_word("state", 10, null=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    closed_at: datetime | None = Field(default=None, sa_column=moment("closed_at", null=True))
    tries: int = Field(default=0, sa_column=_tries())
    next_try_at: datetime = Field(sa_column=moment("next_try_at"))
    last_error: str | None = Field(default=None, sa_column=_word("last_error", 500))
    gateway_id: str | None = Field(default=None, sa_column=_word("gateway_id", 64))
    gateway_status: str | None = Field(default=None, sa_column=_word("gateway_status", 40))
    fee: Decimal | None = Field(default=None, sa_column=money("fee", null=True))
    fail_reason: str | None = Field(default=None, sa_column=_word("fail_reason", 500))
    approved_at: datetime | None = Field(default=None, sa_column=moment("approved_at", null=True))


class GatewayEvent(SQLModel, table=True):
    """A message of the gateway's as it came, kept before it was read; handled once.

    `subject` is the gateway's number of the charge or transfer; `result` what became of it.
    """

    __tablename__ = "gateway_events"
    __table_args__ = (
        one_of("result", "result", ["applied", "nothing", "orphan", "malformed", "quarantined"]),
        CheckConstraint("(handled_at is null) = (result is null)", name="handled_somehow"),
        Index("uq_gateway_events_event_id", "event_id", unique=True),
        Index("ix_gateway_events_subject", "subject"),
        Index(
            "ix_gateway_events_waiting",
            "next_try_at",
            postgresql_where=text("handled_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("gateway_event_id"))
    event_id: str = Field(sa_column=_word("event_id", 255, null=False))
    event: str = Field(sa_column=_word("event", 80, null=False))
    subject: str | None = Field(default=None, sa_column=_word("subject", 64))
    reference: str | None = Field(default=None, sa_column=_word("reference", 100))
    body: bytes = Field(sa_column=Column("body", LargeBinary, nullable=False))
    received_at: datetime = Field(sa_column=moment("received_at"))
    handled_at: datetime | None = Field(default=None, sa_column=moment("handled_at", null=True))
    result: str | None = Field(default=None, sa_column=_word("result", 12))
    note: str | None = Field(default=None, sa_column=_word("note", 500))
    tries: int = Field(default=0, sa_column=_tries())
    next_try_at: datetime = Field(sa_column=moment("next_try_at"))


class Discrepancy(SQLModel, table=True):
    """Something the house's books and the gateway's do not agree on; never mended by itself."""

    __tablename__ = "discrepancies"
    __table_args__ = (
        Index(
            "uq_discrepancies_open",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("discrepancy_id"))
    kind: str = Field(sa_column=_word("kind", 40, null=False))
    subject: str = Field(sa_column=_word("subject", 100, null=False))
    ours: str = Field(sa_column=_word("ours", 200, null=False))
    theirs: str = Field(sa_column=_word("theirs", 200, null=False))
    found_at: datetime = Field(sa_column=moment("found_at"))
    seen_at: datetime = Field(sa_column=moment("seen_at"))
    ended_at: datetime | None = Field(default=None, sa_column=moment("ended_at", null=True))
    alarming: bool = Field(
        default=True,
        sa_column=Column("alarming", Boolean, nullable=False, server_default=text("true")),
    )
