"""Questions that the house has taken out of sight.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("questions", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("questions", sa.Column("hidden_by", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_questions_hidden_by_users"), "questions", "users", ["hidden_by"], ["user_id"]
    )
    op.create_index("ix_questions_hidden_by", "questions", ["hidden_by"])
    op.create_check_constraint(
        op.f("ck_questions_hidden"), "questions", "(hidden_at is null) = (hidden_by is null)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_questions_hidden"), "questions", type_="check")
    op.drop_index("ix_questions_hidden_by", table_name="questions")
    op.drop_constraint(op.f("fk_questions_hidden_by_users"), "questions", type_="foreignkey")
    op.drop_column("questions", "hidden_by")
    op.drop_column("questions", "hidden_at")
