"""What an auctioneer says to the room of a lot, kept for whoever comes later.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CAUSES = "'soft_close', 'outage', 'administrator', 'retraction'"


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("next_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("actor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'words') = (words <> '')", name=op.f("ck_announcements_words")),
        sa.CheckConstraint(
            "(kind = 'next') = (next_id is not null)", name=op.f("ck_announcements_next")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_announcements_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["next_id"], ["products.product_id"], name=op.f("fk_announcements_next_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.user_id"], name=op.f("fk_announcements_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("product_id", "number", name=op.f("pk_announcements")),
    )
    op.create_index(op.f("ix_announcements_next_id"), "announcements", ["next_id"])
    op.create_index(op.f("ix_announcements_actor_id"), "announcements", ["actor_id"])
    op.execute(
        "create trigger announcements_append_only before update or delete on announcements "
        "for each row execute function refuse_change()"
    )
    op.add_column(
        "products",
        sa.Column("announced", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    _causes(f"{CAUSES}, 'pause'")


def downgrade() -> None:
    _causes(CAUSES)
    op.drop_column("products", "announced")
    op.drop_table("announcements")


def _causes(words: str) -> None:
    name = op.f("ck_extensions_cause")
    op.drop_constraint(name, "extensions", type_="check")
    op.create_check_constraint(name, "extensions", f"cause in ({words})")
