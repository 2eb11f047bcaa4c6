"""Words are searched in memory: the indexes over them only made writing a lot slower.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INDEXED = ("title", "words")


def upgrade() -> None:
    for column in INDEXED:
        op.drop_index(f"ix_lot_words_{column}", "lot_words")


def downgrade() -> None:
    for column in INDEXED:
        op.create_index(f"ix_lot_words_{column}", "lot_words", [column], postgresql_using="gin")
