"""Money: the double-entry ledger, holds on wallets, payments."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, Index, SmallInteger, String, text
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of

# A person's: wallet; receivable, what a buyer owes; pending, a seller's share until delivery;
# incoming, a top-up confirmed and not yet received; debt, what was taken back and is not there.
# The house's: revenue; cash, at the gateway; clearing, confirmed there and not yet settled; fees,
# the gateway's; outside, paid where the house does not see it.
PERSONAL = ["wallet", "receivable", "pending", "incoming", "debt"]
HOUSE = ["revenue", "cash", "clearing", "fees", "outside"]
FLAGS = ["overdue", "under_analysis", "refund_pending", "disputed", "quarantined"]


class LedgerTransaction(SQLModel, table=True):
    """One movement of money; its business key makes it happen once.

    `payment_id` is the payment it was made for, where one was open already.
    """

    __tablename__ = "ledger_transactions"
    __table_args__ = (
        Index("uq_ledger_transactions_business_key", "business_key", unique=True),
        Index(
            "ix_ledger_transactions_payment_id",
            "payment_id",
            postgresql_where=text("payment_id is not null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("ledger_transaction_id"))
    kind: str = Field(sa_column=Column("kind", String(20), nullable=False))
    business_key: str = Field(sa_column=Column("business_key", String(80), nullable=False))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True)
    )
    payment_id: int | None = Field(
        default=None, sa_column=foreign("payment_id", "payments.payment_id", null=True)
    )
    at: datetime = Field(sa_column=moment("at"))


class LedgerEntry(SQLModel, table=True):
    """One leg of a movement; the legs of a movement sum to zero. Append-only."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_moves"),
        CheckConstraint(
            f"(account in ({', '.join(map(repr, HOUSE))})) = (user_id is null)",
            name="owner_by_account",
        ),
        one_of("account", "account", PERSONAL + HOUSE),
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
    """Money set aside for a leading bid or a withdrawal; it ends once, released or captured."""

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(ended_at is null) = (ending is null)", name="ended_somehow"),
        CheckConstraint(
            "captured between 0 and amount"
            " and (captured = 0 or coalesce(ending = 'captured', false))",
            name="captured_within_hold",
        ),
        CheckConstraint("num_nonnulls(product_id, payment_id) = 1", name="for_one_thing"),
        one_of("ending", "ending", ["released", "captured"]),
        Index(
            "uq_holds_active",
            "product_id",
            "user_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index("uq_holds_payment_id", "payment_id", unique=True),
        Index("ix_holds_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("hold_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    product_id: int | None = Field(
        default=None, sa_column=foreign("product_id", "products.product_id", null=True)
    )
    payment_id: int | None = Field(
        default=None, sa_column=foreign("payment_id", "payments.payment_id", null=True)
    )
    amount: Decimal = Field(sa_column=money("amount"))
    captured: Decimal = Field(default=Decimal(0), sa_column=money("captured", zero=True))
    opened_at: datetime = Field(sa_column=moment("opened_at"))
    ended_at: datetime | None = Field(default=None, sa_column=moment("ended_at", null=True))
    ending: str | None = Field(default=None, sa_column=Column("ending", String(10)))


class Payment(SQLModel, table=True):
    """A sum owed or moved: a sale, a top-up, a withdrawal.

    Of a sale `from_wallet` is paid from the wallet, `by_guide` at the court (CNJ 236 art. 23), the
    rest by a charge. `asked_key` lets a form sent twice ask once. A sale in default makes place
    for another of the same lot.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "from_wallet >= 0 and by_guide >= 0 and from_wallet + by_guide <= amount",
            name="from_wallet",
        ),
        one_of("kind", "kind", ["sale", "top_up", "withdrawal"]),
        one_of("flag", "flag", FLAGS),
        Index(
            "uq_payments_sale",
            "product_id",
            unique=True,
            postgresql_where=text("kind = 'sale' and defaulted_at is null"),
        ),
        Index("uq_payments_asked_key", "user_id", "asked_key", unique=True),
        Index("ix_payments_user_id", "user_id"),
        Index(
            "ix_payments_due",
            "due_datetime",
            postgresql_where=text("kind = 'sale' and payment_status_id = 1"),
        ),
        Index(
            "ix_payments_to_default",
            "due_datetime",
            postgresql_where=text(
                "kind = 'sale' and defaulted_at is null and payment_status_id in (1, 3, 5)"
            ),
        ),
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
    by_guide: Decimal = Field(default=Decimal(0), sa_column=money("by_guide", zero=True))
    guide_paid_at: datetime | None = Field(
        default=None, sa_column=moment("guide_paid_at", null=True)
    )
    flag: str | None = Field(default=None, sa_column=Column("flag", String(16)))
    asked_key: str | None = Field(default=None, sa_column=Column("asked_key", String(80)))
    reminders: int = Field(
        default=0,
        sa_column=Column("reminders", SmallInteger, nullable=False, server_default=text("0")),
    )
    defaulted_at: datetime | None = Field(default=None, sa_column=moment("defaulted_at", null=True))
