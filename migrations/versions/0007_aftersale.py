"""What follows the hammer: deliveries and disputes, strikes, second chances.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("offer_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("policy", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "answer in ('accepted', 'declined', 'lapsed', 'withdrawn')",
            name=op.f("ck_offers_answer"),
        ),
        sa.CheckConstraint("policy in ('own_highest', 'replay')", name=op.f("ck_offers_policy")),
        sa.CheckConstraint(
            "(answered_at is null) = (answer is null)", name=op.f("ck_offers_answered_somehow")
        ),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_offers_expires_later")),
        sa.CheckConstraint("price > 0", name=op.f("ck_offers_price_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_offers_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_offers_user_id_users")
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offers")),
    )
    op.create_index(
        "uq_offers_standing",
        "offers",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("answered_at is null"),
    )
    op.create_index("ix_offers_user_id", "offers", ["user_id"], unique=False)
    op.create_index("uq_offers_to", "offers", ["product_id", "user_id"], unique=True)
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_how", sa.String(length=200), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=8), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispute", sa.Text(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling", sa.String(length=8), nullable=True),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "received_by in ('buyer', 'term', 'house')", name=op.f("ck_deliveries_received_by")
        ),
        sa.CheckConstraint("ruling in ('seller', 'buyer')", name=op.f("ck_deliveries_ruling")),
        sa.CheckConstraint(
            "(disputed_at is null) = (dispute is null)",
            name=op.f("ck_deliveries_disputed_for_a_reason"),
        ),
        sa.CheckConstraint(
            "(received_at is null) = (received_by is null)",
            name=op.f("ck_deliveries_received_somehow"),
        ),
        sa.CheckConstraint(
            "(ruled_at is null) = (ruling is null)", name=op.f("ck_deliveries_ruled_somehow")
        ),
        sa.CheckConstraint(
            "freed_at is null or returned_at is null", name=op.f("ck_deliveries_one_ending")
        ),
        sa.CheckConstraint(
            "ruled_at is null or disputed_at is not null",
            name=op.f("ck_deliveries_ruled_on_a_dispute"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.payment_id"], name=op.f("fk_deliveries_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
    )
    op.create_index(
        "ix_deliveries_confirm_by",
        "deliveries",
        ["confirm_by"],
        unique=False,
        postgresql_where=sa.text("freed_at is null and returned_at is null"),
    )
    op.create_index("uq_deliveries_payment_id", "deliveries", ["payment_id"], unique=True)
    op.create_table(
        "strikes",
        sa.Column("strike_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "penalty",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("penalty >= 0", name=op.f("ck_strikes_penalty")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.payment_id"], name=op.f("fk_strikes_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_strikes_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_strikes_user_id_users")
        ),
        sa.PrimaryKeyConstraint("strike_id", name=op.f("pk_strikes")),
    )
    op.create_index("ix_strikes_user_id", "strikes", ["user_id"], unique=False)
    op.create_index("ix_strikes_product_id", "strikes", ["product_id"], unique=False)
    op.create_index("uq_strikes_payment_id", "strikes", ["payment_id"], unique=True)


def downgrade() -> None:
    op.drop_table("strikes")
    op.drop_table("deliveries")
    op.drop_table("offers")
