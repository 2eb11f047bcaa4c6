"""Whose documents somebody of the house has seen.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    checked = sa.Column("documents_checked_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("users", checked)


def downgrade() -> None:
    op.drop_column("users", "documents_checked_at")
