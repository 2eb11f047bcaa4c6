"""What the notice of a judicial lot says, how a lot is fetched, and how many one may sell at once.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NOTICE = (
    ("appraisal", sa.Numeric(12, 2)),
    ("payment_terms", sa.Text()),
    ("goods_at", sa.Text()),
    ("visits", sa.Text()),
    ("second_date", sa.DateTime(timezone=True)),
    ("second_floor", sa.Numeric(12, 2)),
    ("burdens", sa.Text()),
    ("occupation", sa.String(20)),
    ("debts", sa.Text()),
)
WHOLE = ", ".join(name for name, _ in NOTICE)


def upgrade() -> None:
    for name, kind in (*NOTICE, ("minimum_percent", sa.Numeric(12, 2))):
        op.add_column("legal_infos", sa.Column(name, kind, nullable=True))
    op.add_column(
        "legal_infos",
        sa.Column("incapable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_legal_infos_notice_whole"),
        "legal_infos",
        f"num_nonnulls({WHOLE}) in (0, {len(NOTICE)})",
    )
    op.create_check_constraint(
        op.f("ck_legal_infos_second_floor"),
        "legal_infos",
        "second_floor between 0.01 and appraisal",
    )
    op.create_check_constraint(
        op.f("ck_legal_infos_occupation"),
        "legal_infos",
        "occupation in ('vacant', 'occupied', 'unknown', 'not_applicable')",
    )
    op.add_column("products", sa.Column("pickup", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("auction_limit", sa.SmallInteger(), nullable=True))
    op.create_check_constraint(op.f("ck_users_auction_limit"), "users", "auction_limit >= 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_users_auction_limit"), "users", type_="check")
    op.drop_column("users", "auction_limit")
    op.drop_column("products", "pickup")
    for name in ("occupation", "second_floor", "notice_whole"):
        op.drop_constraint(op.f(f"ck_legal_infos_{name}"), "legal_infos", type_="check")
    for name in ("incapable", "minimum_percent", *(name for name, _ in NOTICE)):
        op.drop_column("legal_infos", name)
