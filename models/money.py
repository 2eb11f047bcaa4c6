"""Money: the double-entry ledger, holds on wallets, payments."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, Index, String, text
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of

ACCOUNTS = ["wallet", "receivable", "pending", "revenue", "cash"]


class LedgerTransaction(SQLModel, table=True):
    """One movement of money; its business key makes it happen once."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (Index("uq_ledger_transactions_business_key", "business_key", unique=True),)

    id: int = Field(default=None, sa_column=key("ledger_transaction_id"))
    kind: str = Field(sa_column=Column("kind", String(20), nullable=False))
    business_key: str = Field(sa_column=Column("business_key", String(80), nullable=False))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True)
    )
    at: datetime = Field(sa_column=moment("at"))


class LedgerEntry(SQLModel, table=True):
    """One leg of a movement; the legs of a movement sum to zero. Append-only."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_moves"),
        CheckConstraint(
            "(account in ('revenue', 'cash')) = (user_id is null)", name="owner_by_account"
        ),
        one_of("account", "account", ACCOUNTS),
        Index("ix_ledger_entries_user_id", "user_id", "account", "ledger_entry_id"),
        Index("ix_ledger_entries_transaction", "ledger_transaction_id"),
    )

    id: int = Field(default=None, sa_column=key("ledger_entry_id"))
    ledger_transaction_id: int = Field(
        sa_column=foreign("ledger_transaction_id", "ledger_transactions.ledger_transaction_id")
    )
    account: str = Field(sa_column=Column("account", String(20), nullable=False))
    user_id: int | None = Field(
        default=None, sa_column=foreign("user_id", "users.user_id", null=True)
    )
    amount: Decimal = Field(sa_column=money("amount"))


class Hold(SQLModel, table=True):
    """Money a leading bid sets aside; it ends once, released or captured."""

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(ended_at is null) = (ending is null)", name="ended_somehow"),
        CheckConstraint(
            "captured between 0 and amount"
            " and (captured = 0 or coalesce(ending = 'captured', false))",
            name="captured_within_hold",
        ),
        one_of("ending", "ending", ["released", "captured"]),
        Index(
            "uq_holds_active",
            "product_id",
            "user_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index("ix_holds_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("hold_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    product_id: int = Field(sa_column=foreign("product_id", "products.product_id"))
    amount: Decimal = Field(sa_column=money("amount"))
    captured: Decimal = Field(default=Decimal(0), sa_column=money("captured", zero=True))
    opened_at: datetime = Field(sa_column=moment("opened_at"))
    ended_at: datetime | None = Field(default=None, sa_column=moment("ended_at", null=True))
    ending: str | None = Field(default=None, sa_column=Column("ending", String(10)))


class Payment(SQLModel, table=True):
    """A sum owed or moved: a sale, a top-up, a withdrawal."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("from_wallet >= 0 and from_wallet <= amount", name="from_wallet"),
        one_of("kind", "kind", ["sale", "top_up", "withdrawal"]),
        Index(
            "uq_payments_sale", "product_id", unique=True, postgresql_where=text("kind = 'sale'")
        ),
        Index("ix_payments_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("payment_id"))
    amount: Decimal = Field(sa_column=money("amount"))
    payer: str = Field(sa_column=Column("payer", String(255), nullable=False))
    payee: str = Field(sa_column=Column("payee", String(255), nullable=False))
    opening_datetime: datetime = Field(sa_column=moment("opening_datetime"))
    due_datetime: datetime = Field(sa_column=moment("due_datetime"))
    confirmation_datetime: datetime | None = Field(
        default=None, sa_column=moment("confirmation_datetime", null=True)
    )
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    payment_method_id: int = Field(
        sa_column=foreign("payment_method_id", "payment_methods.payment_method_id")
    )
    payment_status_id: int = Field(
        sa_column=foreign("payment_status_id", "payment_statuses.payment_status_id")
    )
    kind: str = Field(sa_column=Column("kind", String(12), nullable=False))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True)
    )
    hammer: Decimal | None = Field(default=None, sa_column=money("hammer", null=True))
    commission: Decimal | None = Field(default=None, sa_column=money("commission", null=True))
    admin_fee: Decimal | None = Field(default=None, sa_column=money("admin_fee", null=True))
    from_wallet: Decimal = Field(default=Decimal(0), sa_column=money("from_wallet", zero=True))
