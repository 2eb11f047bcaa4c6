"""What bidders declare on lots of courts and official ones, and the number of a lot's notice.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("notice", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "declarations",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", postgresql.INET(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_declarations_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_declarations_user_id_users")
        ),
        sa.PrimaryKeyConstraint(
            "product_id", "user_id", "notice", "words", name=op.f("pk_declarations")
        ),
    )
    op.create_index("ix_declarations_user_id", "declarations", ["user_id"])


def downgrade() -> None:
    op.drop_table("declarations")
    op.drop_column("products", "notice")
