"""What passes between the house and the payment gateway: charges, transfers, events.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PERSONAL = "'wallet', 'receivable', 'pending', 'incoming', 'debt'"
HOUSE = "'revenue', 'cash', 'clearing', 'fees', 'outside'"
FLAGS = "'overdue', 'under_analysis', 'refund_pending', 'disputed', 'quarantined'"
# Each rule with its table, and what it said before.
RULES = {
    "account": (
        "ledger_entries",
        f"account in ({PERSONAL}, {HOUSE})",
        "account in ('wallet', 'receivable', 'pending', 'revenue', 'cash')",
    ),
    "owner_by_account": (
        "ledger_entries",
        f"(account in ({HOUSE})) = (user_id is null)",
        "(account in ('revenue', 'cash')) = (user_id is null)",
    ),
    "from_wallet": (
        "payments",
        "from_wallet >= 0 and by_guide >= 0 and from_wallet + by_guide <= amount",
        "from_wallet >= 0 and from_wallet <= amount",
    ),
    "flag": ("payments", f"flag in ({FLAGS})", None),
    "for_one_thing": ("holds", "num_nonnulls(product_id, payment_id) = 1", None),
}
ONE_SALE = "kind = 'sale' and defaulted_at is null"


def upgrade() -> None:
    op.create_table(
        "discrepancies",
        sa.Column("discrepancy_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("ours", sa.String(length=200), nullable=False),
        sa.Column("theirs", sa.String(length=200), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alarming", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("discrepancy_id", name=op.f("pk_discrepancies")),
    )
    op.create_index(
        "uq_discrepancies_open",
        "discrepancies",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "gateway_events",
        sa.Column("gateway_event_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "result in ('applied', 'nothing', 'orphan', 'malformed', 'quarantined')",
            name=op.f("ck_gateway_events_result"),
        ),
        sa.CheckConstraint(
            "(handled_at is null) = (result is null)",
            name=op.f("ck_gateway_events_handled_somehow"),
        ),
        sa.PrimaryKeyConstraint("gateway_event_id", name=op.f("pk_gateway_events")),
    )
    op.create_index("ix_gateway_events_subject", "gateway_events", ["subject"], unique=False)
    op.create_index(
        "ix_gateway_events_waiting",
        "gateway_events",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("handled_at is null"),
    )
    op.create_index("uq_gateway_events_event_id", "gateway_events", ["event_id"], unique=True)
    op.create_table(
        "charges",
        sa.Column("charge_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("billing_type", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("gateway_id", sa.String(length=64), nullable=True),
        sa.Column("gateway_status", sa.String(length=40), nullable=True),
        sa.Column("paid_value", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("net_value", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("credit_on", sa.Date(), nullable=True),
        sa.Column("invoice_url", sa.String(length=500), nullable=True),
        sa.Column("bank_slip_url", sa.String(length=500), nullable=True),
        sa.Column("pix_payload", sa.Text(), nullable=True),
        sa.Column("pix_image", sa.LargeBinary(), nullable=True),
        sa.Column("pix_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("boleto_line", sa.String(length=60), nullable=True),
        sa.Column("bar_code", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "(closed_at is null) = (state <> 'closed')", name=op.f("ck_charges_closed_somehow")
        ),
        sa.CheckConstraint(
            "billing_type in ('PIX', 'BOLETO', 'CREDIT_CARD', 'UNDEFINED')",
            name=op.f("ck_charges_billing_type"),
        ),
        sa.CheckConstraint(
            "state <> 'open' or gateway_id is not null", name=op.f("ck_charges_open_is_known_there")
        ),
        sa.CheckConstraint(
            "state in ('wanted', 'unknown', 'open', 'closed')", name=op.f("ck_charges_state")
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_charges_value_positive")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.payment_id"], name=op.f("fk_charges_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("charge_id", name=op.f("pk_charges")),
    )
    op.create_index("ix_charges_payment_id", "charges", ["payment_id"], unique=False)
    op.create_index(
        "ix_charges_to_ask",
        "charges",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index("uq_charges_gateway_id", "charges", ["gateway_id"], unique=True)
    op.create_index(
        "uq_charges_standing",
        "charges",
        ["payment_id"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "transfers",
        sa.Column("transfer_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("pix_key", sa.String(length=80), nullable=False),
        sa.Column("pix_key_type", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("gateway_id", sa.String(length=64), nullable=True),
        sa.Column("gateway_status", sa.String(length=40), nullable=True),
        sa.Column("fee", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("fail_reason", sa.String(length=500), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(closed_at is null) = (state <> 'closed')", name=op.f("ck_transfers_closed_somehow")
        ),
        sa.CheckConstraint(
            "pix_key_type in ('CPF', 'CNPJ', 'EMAIL', 'PHONE', 'EVP')",
            name=op.f("ck_transfers_pix_key_type"),
        ),
        sa.CheckConstraint(
            "state <> 'open' or gateway_id is not null",
            name=op.f("ck_transfers_open_is_known_there"),
        ),
        sa.CheckConstraint(
            "state in ('wanted', 'unknown', 'open', 'closed')", name=op.f("ck_transfers_state")
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_transfers_value_positive")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.payment_id"], name=op.f("fk_transfers_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_transfers")),
    )
    op.create_index(
        "ix_transfers_to_ask",
        "transfers",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index("uq_transfers_gateway_id", "transfers", ["gateway_id"], unique=True)
    op.create_index("uq_transfers_payment_id", "transfers", ["payment_id"], unique=True)
    op.add_column(
        "holds", sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=True)
    )
    op.alter_column("holds", "product_id", existing_type=sa.INTEGER(), nullable=True)
    op.create_index("uq_holds_payment_id", "holds", ["payment_id"], unique=True)
    op.create_foreign_key(
        op.f("fk_holds_payment_id_payments"), "holds", "payments", ["payment_id"], ["payment_id"]
    )
    op.add_column(
        "payments",
        sa.Column(
            "by_guide",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
    )
    op.add_column("payments", sa.Column("guide_paid_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payments", sa.Column("flag", sa.String(length=16), nullable=True))
    op.add_column("payments", sa.Column("asked_key", sa.String(length=80), nullable=True))
    op.add_column(
        "payments",
        sa.Column("reminders", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("payments", sa.Column("defaulted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_payments_due",
        "payments",
        ["due_datetime"],
        unique=False,
        postgresql_where=sa.text("kind = 'sale' and payment_status_id = 1"),
    )
    op.create_index("uq_payments_asked_key", "payments", ["user_id", "asked_key"], unique=True)
    rule(0)
    one_sale(ONE_SALE)


def downgrade() -> None:
    one_sale("kind = 'sale'")
    rule(1)
    op.drop_index("uq_payments_asked_key", table_name="payments")
    op.drop_index(
        "ix_payments_due",
        table_name="payments",
        postgresql_where=sa.text("kind = 'sale' and payment_status_id = 1"),
    )
    op.drop_column("payments", "defaulted_at")
    op.drop_column("payments", "reminders")
    op.drop_column("payments", "asked_key")
    op.drop_column("payments", "flag")
    op.drop_column("payments", "guide_paid_at")
    op.drop_column("payments", "by_guide")
    op.drop_constraint(op.f("fk_holds_payment_id_payments"), "holds", type_="foreignkey")
    op.drop_index("uq_holds_payment_id", table_name="holds")
    op.execute("delete from holds where product_id is null")
    op.alter_column("holds", "product_id", existing_type=sa.INTEGER(), nullable=False)
    op.drop_column("holds", "payment_id")
    op.drop_table("transfers")
    op.drop_table("charges")
    op.drop_table("gateway_events")
    op.drop_table("discrepancies")


def rule(which: int) -> None:
    """Make the tables' rules the new (0) or the old ones (1)."""
    for name, (table, *says) in RULES.items():
        full = op.f(f"ck_{table}_{name}")
        op.execute(f"alter table {table} drop constraint if exists {full}")
        if says[which]:
            op.create_check_constraint(full, table, says[which])


def one_sale(where: str) -> None:
    """Let a lot have one payment for a sale among those of which `where` is true."""
    op.drop_index("uq_payments_sale", table_name="payments")
    op.create_index(
        "uq_payments_sale", "payments", ["product_id"], unique=True, postgresql_where=sa.text(where)
    )
