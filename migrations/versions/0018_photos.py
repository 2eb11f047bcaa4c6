"""Photos of lots: how far each was turned, and those let go of that may still come back.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "images",
        sa.Column("turns", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.create_check_constraint(op.f("ck_images_turns"), "images", "turns between 0 and 3")
    op.create_index("ix_images_image", "images", ["image"])
    op.create_table(
        "dropped_images",
        sa.Column("dropped_image_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("image", sa.String(255), nullable=False),
        sa.Column("alt", sa.String(255), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("turns", sa.SmallInteger(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["drafts.draft_id"],
            name=op.f("fk_dropped_images_draft_id_drafts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("dropped_image_id", name=op.f("pk_dropped_images")),
    )
    op.create_index("ix_dropped_images_draft_id", "dropped_images", ["draft_id"])
    op.create_index("ix_dropped_images_dropped_at", "dropped_images", ["dropped_at"])


def downgrade() -> None:
    op.drop_table("dropped_images")
    op.drop_index("ix_images_image", "images")
    op.drop_constraint(op.f("ck_images_turns"), "images", type_="check")
    op.drop_column("images", "turns")
