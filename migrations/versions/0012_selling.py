"""What a seller is still writing, who is an auctioneer, and who may do what in the house.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "drafts",
        sa.Column("draft_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("fields", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("published_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_drafts_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_drafts_product_id_products")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_user_id", "drafts", ["user_id", "changed_at"])
    op.create_index("ix_drafts_product_id", "drafts", ["product_id"])
    op.create_table(
        "auctioneers",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("registration", sa.String(40), nullable=False),
        sa.Column("board", sa.String(20), nullable=False),
        sa.Column("state", sa.CHAR(2), nullable=False),
        sa.Column("requested_at", moment, nullable=False),
        sa.Column("verified_at", moment, nullable=True),
        sa.Column("verified_by", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("refused_at", moment, nullable=True),
        sa.Column("refusal", sa.String(500), nullable=True),
        sa.CheckConstraint(
            "(verified_at is null) = (verified_by is null)",
            name=op.f("ck_auctioneers_verified_by"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_auctioneers_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["users.user_id"], name=op.f("fk_auctioneers_verified_by_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_auctioneers")),
    )
    op.create_table(
        "roles",
        sa.Column("role_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("granted_at", moment, nullable=False),
        sa.Column("granted_by", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.CheckConstraint(
            "role in ('operator', 'finance', 'auditor')", name=op.f("ck_roles_role")
        ),
        sa.CheckConstraint(
            "(role = 'auditor') = (product_id is not null)", name=op.f("ck_roles_auditor_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_roles_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_roles_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["users.user_id"], name=op.f("fk_roles_granted_by_users")
        ),
        sa.PrimaryKeyConstraint("role_id", name=op.f("pk_roles")),
    )
    op.create_index(
        "uq_roles_held",
        "roles",
        ["user_id", "role", sa.text("coalesce(product_id, 0)")],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.add_column("images", sa.Column("draft_id", sa.Integer(), nullable=True))
    op.add_column("images", sa.Column("width", sa.Integer(), nullable=True))
    op.add_column("images", sa.Column("height", sa.Integer(), nullable=True))
    op.alter_column("images", "product_id", nullable=True)
    op.create_foreign_key(
        op.f("fk_images_draft_id_drafts"), "images", "drafts", ["draft_id"], ["draft_id"]
    )
    op.create_index("ix_images_draft_id", "images", ["draft_id", "position"])
    op.create_check_constraint(
        op.f("ck_images_of_one"), "images", "num_nonnulls(product_id, draft_id) = 1"
    )


def downgrade() -> None:
    op.execute("delete from images where product_id is null")
    op.drop_constraint(op.f("ck_images_of_one"), "images", type_="check")
    op.drop_index("ix_images_draft_id", "images")
    op.drop_constraint(op.f("fk_images_draft_id_drafts"), "images", type_="foreignkey")
    op.alter_column("images", "product_id", nullable=False)
    for column in ("height", "width", "draft_id"):
        op.drop_column("images", column)
    for table in ("roles", "auctioneers", "drafts"):
        op.drop_table(table)
