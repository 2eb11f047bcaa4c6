"""The catalogue at run time: bounds, numbers to filter by, what is retired; questions about lots.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What was written before had no rule: only what reads as its kind gets a number.
WRITTEN = sa.text("""
    select distinct kind, value
    from technical_features_values join technical_features using (technical_feature_id)
    where kind in ('number', 'date')
""")
NUMBER = sa.text("""
    update technical_features_values v set number = :number
    from technical_features f
    where f.technical_feature_id = v.technical_feature_id and f.kind = :kind and v.value = :value
""")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("categories", sa.Column("retired_at", moment, nullable=True))
    op.add_column("category_technical_features", sa.Column("retired_at", moment, nullable=True))
    op.add_column("technical_features", sa.Column("low", sa.Numeric(), nullable=True))
    op.add_column("technical_features", sa.Column("high", sa.Numeric(), nullable=True))
    op.create_check_constraint(
        op.f("ck_technical_features_bounds"), "technical_features", "low <= high"
    )
    op.add_column("technical_features_values", sa.Column("number", sa.Numeric(), nullable=True))
    connection = op.get_bind()
    for kind, value in connection.execute(WRITTEN).all():
        try:
            number = Decimal(value) if kind == "number" else date.fromisoformat(value).toordinal()
        except (ArithmeticError, ValueError):
            continue
        connection.execute(NUMBER, {"kind": kind, "value": value, "number": number})
    for column in ("number", "value"):
        op.create_index(
            f"ix_technical_features_values_technical_feature_id_{column}",
            "technical_features_values",
            ["technical_feature_id", column],
        )
    op.create_index("ix_categories_parent_id", "categories", ["parent_id"])
    op.create_table(
        "questions",
        sa.Column("question_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=600), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("answer", sa.String(length=1200), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null)", name=op.f("ck_questions_answered")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_questions_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_questions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_questions")),
    )
    op.create_index("ix_questions_product_id", "questions", ["product_id"])
    op.create_index("ix_questions_user_id", "questions", ["user_id"])


def downgrade() -> None:
    op.drop_table("questions")
    op.drop_index("ix_categories_parent_id", table_name="categories")
    for column in ("number", "value"):
        op.drop_index(
            f"ix_technical_features_values_technical_feature_id_{column}",
            table_name="technical_features_values",
        )
    op.drop_column("technical_features_values", "number")
    op.drop_constraint(op.f("ck_technical_features_bounds"), "technical_features")
    op.drop_column("technical_features", "high")
    op.drop_column("technical_features", "low")
    op.drop_column("category_technical_features", "retired_at")
    op.drop_column("categories", "retired_at")
