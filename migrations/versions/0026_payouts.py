"""Withdrawals that wait for two people of the house before the gateway is asked.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEFORE = "'wanted', 'unknown', 'open', 'closed'"


def upgrade() -> None:
    _states(f"'checking', {BEFORE}")


def downgrade() -> None:
    _states(BEFORE)


def _states(words: str) -> None:
    op.drop_constraint(op.f("ck_transfers_state"), "transfers", type_="check")
    op.create_check_constraint(op.f("ck_transfers_state"), "transfers", f"state in ({words})")
