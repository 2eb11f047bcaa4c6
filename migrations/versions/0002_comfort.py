"""What an account keeps of how its person reads best.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WISHES = ("reading_spacing", "reduced_motion", "underlined_links", "calm_page")


def upgrade() -> None:
    size = sa.Column("text_size", sa.SmallInteger(), server_default=sa.text("100"), nullable=False)
    op.add_column("settings", size)
    for wish in WISHES:
        flag = sa.Column(wish, sa.Boolean(), server_default=sa.text("false"), nullable=False)
        op.add_column("settings", flag)
    op.create_check_constraint(
        op.f("ck_settings_text_size"), "settings", "text_size in (100, 112, 125, 150, 200)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_settings_text_size"), "settings")
    for column in (*WISHES, "text_size"):
        op.drop_column("settings", column)
