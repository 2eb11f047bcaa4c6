"""Sales that fell through: their outcome, their penalty, and lots put on sale again.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OUTCOMES = "'sold', 'conditional', 'reserve_not_met', 'no_bids', 'cancelled'"


def upgrade() -> None:
    op.add_column(
        "products",
        sa.Column(
            "penalty_rate",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("5"),
            nullable=False,
        ),
    )
    op.create_check_constraint(
        op.f("ck_products_penalty_rate"), "products", "penalty_rate between 0 and 20"
    )
    op.add_column("products", sa.Column("relisted_of", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_products_relisted_of_products"),
        "products",
        "products",
        ["relisted_of"],
        ["product_id"],
    )
    op.create_index(
        "uq_products_relisted_of",
        "products",
        ["relisted_of"],
        unique=True,
        postgresql_where=sa.text("relisted_of is not null"),
    )
    op.drop_constraint(op.f("ck_products_outcome"), "products")
    op.create_check_constraint(
        op.f("ck_products_outcome"), "products", f"outcome in ({OUTCOMES}, 'defaulted')"
    )
    op.create_index(
        "ix_payments_to_default",
        "payments",
        ["due_datetime"],
        postgresql_where=sa.text(
            "kind = 'sale' and defaulted_at is null and payment_status_id in (1, 3, 5)"
        ),
    )


def downgrade() -> None:
    op.drop_index("ix_payments_to_default", table_name="payments")
    op.drop_constraint(op.f("ck_products_outcome"), "products")
    op.execute("update products set outcome = 'cancelled' where outcome = 'defaulted'")
    op.create_check_constraint(op.f("ck_products_outcome"), "products", f"outcome in ({OUTCOMES})")
    op.drop_index("uq_products_relisted_of", table_name="products")
    op.drop_constraint(op.f("fk_products_relisted_of_products"), "products")
    op.drop_column("products", "relisted_of")
    op.drop_constraint(op.f("ck_products_penalty_rate"), "products")
    op.drop_column("products", "penalty_rate")
