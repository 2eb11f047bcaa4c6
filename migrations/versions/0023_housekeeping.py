"""What the house sets while it is open, in versions that stay.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_versions",
        sa.Column("house_version_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_house_versions_version_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.user_id"], name=op.f("fk_house_versions_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("house_version_id", name=op.f("pk_house_versions")),
    )
    op.create_index(
        "uq_house_versions_subject", "house_versions", ["subject", "version"], unique=True
    )
    op.execute("""create trigger house_versions_append_only before update or delete
        on house_versions for each row execute function refuse_change()""")


def downgrade() -> None:
    op.drop_table("house_versions")
