"""Which payment a movement of money was made for.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "ledger_transactions",
        sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=True),
    )
    op.create_foreign_key(
        op.f("fk_ledger_transactions_payment_id_payments"),
        "ledger_transactions",
        "payments",
        ["payment_id"],
        ["payment_id"],
    )
    op.create_index(
        "ix_ledger_transactions_payment_id",
        "ledger_transactions",
        ["payment_id"],
        postgresql_where=sa.text("payment_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_transactions_payment_id", table_name="ledger_transactions")
    op.drop_constraint(
        op.f("fk_ledger_transactions_payment_id_payments"),
        "ledger_transactions",
        type_="foreignkey",
    )
    op.drop_column("ledger_transactions", "payment_id")
