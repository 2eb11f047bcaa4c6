"""What was asked of a second person ends with the lot it was about: nobody decides it then.

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
STATE, DECIDED = "ck_approvals_state", "ck_approvals_decided"


def upgrade() -> None:
    op.drop_constraint(op.f(STATE), "approvals", type_="check")
    op.drop_constraint(op.f(DECIDED), "approvals", type_="check")
    op.create_check_constraint(
        op.f(STATE),
        "approvals",
        "state in ('waiting', 'approved', 'refused', 'withdrawn', 'lapsed')",
    )
    op.create_check_constraint(
        op.f(DECIDED),
        "approvals",
        "(state = 'waiting') = (decided_at is null)"
        " and (state in ('waiting', 'lapsed')) = (decided_by is null)",
    )
    op.execute(
        "update approvals a set state = 'lapsed', decided_at = now()"
        " where action = 'annul_bid' and state = 'waiting'"
        " and exists (select from products p where p.product_id = (a.payload ->> 'lot')::int"
        " and p.product_status_id not in (2, 6))"
    )


def downgrade() -> None:
    op.execute(
        "update approvals set state = 'withdrawn', decided_by = asked_by where state = 'lapsed'"
    )
    op.drop_constraint(op.f(STATE), "approvals", type_="check")
    op.drop_constraint(op.f(DECIDED), "approvals", type_="check")
    op.create_check_constraint(
        op.f(STATE), "approvals", "state in ('waiting', 'approved', 'refused', 'withdrawn')"
    )
    op.create_check_constraint(
        op.f(DECIDED),
        "approvals",
        "(state = 'waiting') = (decided_at is null)"
        " and (decided_at is null) = (decided_by is null)",
    )
