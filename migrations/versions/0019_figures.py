"""What each process tells the others about itself with its heartbeat.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("heartbeats", sa.Column("figures", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("heartbeats", "figures")
