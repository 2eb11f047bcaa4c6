"""Flags that people raise: somebody reports a lot.

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BEFORE = (
    "'tied_to_seller', 'newcomer_leads_late', 'always_one_seller', 'bid_shielding', "
    "'cancel_and_sell', 'nibbling'"
)


def upgrade() -> None:
    _kinds(f"{BEFORE}, 'lot_reported'")


def downgrade() -> None:
    op.execute("delete from flags where kind = 'lot_reported'")
    _kinds(BEFORE)


def _kinds(kinds: str) -> None:
    op.drop_constraint(op.f("ck_flags_kind"), "flags", type_="check")
    op.create_check_constraint(op.f("ck_flags_kind"), "flags", f"kind in ({kinds})")
