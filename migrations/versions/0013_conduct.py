"""Lots and bids taken back, ratings of sales, flags of abuse, and the address of a seller.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = "'direct', 'auto', 'buy_now'"
CAUSES = "'soft_close', 'outage', 'administrator'"
SLUG = "substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 1, 12)"
HISTORY = ("annulments", "annulled_intents")


def upgrade() -> None:
    _withdrawals()
    _annulments()
    _ratings()
    _flags()
    for table in HISTORY:
        op.execute(
            f"create trigger {table}_append_only before update or delete on {table} "
            "for each row execute function refuse_change()"
        )
    op.alter_column("bidders", "maximum", nullable=True)
    op.add_column(
        "products",
        sa.Column("annulled_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_products_annulled_count"), "products", "annulled_count between 0 and bid_count"
    )
    _words("bids", "kind", f"{KINDS}, 'annulled', 'restated'")
    _words("extensions", "cause", f"{CAUSES}, 'retraction'")
    op.add_column(
        "users",
        sa.Column(
            "slug",
            sa.String(12),
            server_default=sa.text(SLUG),
            nullable=False,
        ),
    )
    op.create_index("uq_users_slug", "users", ["slug"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_users_slug", "users")
    op.drop_column("users", "slug")
    _words("extensions", "cause", CAUSES)
    _words("bids", "kind", KINDS)
    op.drop_constraint(op.f("ck_products_annulled_count"), "products", type_="check")
    op.drop_column("products", "annulled_count")
    op.alter_column("bidders", "maximum", nullable=False)
    for table in ("flags", "ratings", *reversed(HISTORY), "withdrawals"):
        op.drop_table(table)


def _words(table: str, column: str, words: str) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, f"{column} in ({words})")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=True, nullable=False)


def _foreign(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=null)


def _tie(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    kind = target.partition(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{kind}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _withdrawals() -> None:
    op.create_table(
        "withdrawals",
        _key("withdrawal_id"),
        _foreign("product_id"),
        _foreign("user_id"),
        sa.Column("reason", sa.String(600), nullable=False),
        sa.Column("bids", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        _foreign("decided_by", null=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(600), nullable=True),
        _check("withdrawals", "decided_somehow", "(decided_at is null) = (granted is null)"),
        _check("withdrawals", "decided_by", "(decided_at is null) = (decided_by is null)"),
        _check("withdrawals", "bids", "bids >= 0"),
        _tie("withdrawals", "product_id", "products.product_id"),
        _tie("withdrawals", "user_id", "users.user_id"),
        _tie("withdrawals", "decided_by", "users.user_id"),
        sa.PrimaryKeyConstraint("withdrawal_id", name=op.f("pk_withdrawals")),
    )
    op.create_index(
        "uq_withdrawals_waiting",
        "withdrawals",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("decided_at is null"),
    )
    for column in ("product_id", "user_id", "decided_by"):
        op.create_index(op.f(f"ix_withdrawals_{column}"), "withdrawals", [column])


def _annulments() -> None:
    op.create_table(
        "annulments",
        _key("annulment_id"),
        _foreign("product_id"),
        _foreign("user_id"),
        _foreign("actor_id"),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.String(600), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("times", sa.SmallInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _check("annulments", "kind", "kind in ('retraction', 'annulment')"),
        _check(
            "annulments", "reason", "reason in ('typing_error', 'description_changed', 'house')"
        ),
        _check("annulments", "reason_of_kind", "(kind = 'annulment') = (reason = 'house')"),
        _check("annulments", "times", "times >= 0"),
        _tie("annulments", "product_id", "products.product_id"),
        _tie("annulments", "user_id", "users.user_id"),
        _tie("annulments", "actor_id", "users.user_id"),
        sa.PrimaryKeyConstraint("annulment_id", name=op.f("pk_annulments")),
    )
    op.create_index("uq_annulments_sequence", "annulments", ["product_id", "sequence"], unique=True)
    op.create_index("ix_annulments_user_id", "annulments", ["user_id", "at"])
    op.create_index(op.f("ix_annulments_actor_id"), "annulments", ["actor_id"])
    op.create_table(
        "annulled_intents",
        _foreign("product_id"),
        _foreign("sequence"),
        _foreign("annulment_id"),
        sa.Column("lapsed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id", "sequence"],
            ["bid_intents.product_id", "bid_intents.sequence"],
            name=op.f("fk_annulled_intents_product_id_bid_intents"),
        ),
        _tie("annulled_intents", "annulment_id", "annulments.annulment_id"),
        sa.PrimaryKeyConstraint("product_id", "sequence", name=op.f("pk_annulled_intents")),
    )
    op.create_index(op.f("ix_annulled_intents_annulment_id"), "annulled_intents", ["annulment_id"])


def _ratings() -> None:
    op.create_table(
        "ratings",
        _key("rating_id"),
        _foreign("payment_id"),
        _foreign("author_id"),
        _foreign("subject_id"),
        sa.Column("side", sa.String(6), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.String(600), server_default=sa.text("''"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("shown_at", MOMENT, nullable=False),
        sa.Column("reply", sa.String(600), nullable=True),
        sa.Column("replied_at", MOMENT, nullable=True),
        _check("ratings", "side", "side in ('buyer', 'seller')"),
        _check("ratings", "stars", "stars between 1 and 5"),
        _check("ratings", "of_somebody_else", "author_id <> subject_id"),
        _check("ratings", "replied", "(reply is null) = (replied_at is null)"),
        _tie("ratings", "payment_id", "payments.payment_id"),
        _tie("ratings", "author_id", "users.user_id"),
        _tie("ratings", "subject_id", "users.user_id"),
        sa.PrimaryKeyConstraint("rating_id", name=op.f("pk_ratings")),
    )
    op.create_index("uq_ratings_payment_id", "ratings", ["payment_id", "side"], unique=True)
    for column in ("author_id", "subject_id"):
        op.create_index(op.f(f"ix_ratings_{column}"), "ratings", [column])


def _flags() -> None:
    op.create_table(
        "flags",
        _key("flag_id"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("unique_key", sa.String(80), nullable=False),
        _foreign("user_id"),
        _foreign("product_id", null=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(10), server_default=sa.text("'open'"), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        _foreign("reviewed_by", null=True),
        sa.Column("note", sa.String(600), nullable=True),
        _check(
            "flags",
            "kind",
            "kind in ('tied_to_seller', 'newcomer_leads_late', 'always_one_seller', "
            "'bid_shielding', 'cancel_and_sell', 'nibbling')",
        ),
        _check("flags", "status", "status in ('open', 'dismissed', 'confirmed')"),
        _check("flags", "reviewed", "(status = 'open') = (reviewed_at is null)"),
        _check("flags", "reviewed_by", "(reviewed_at is null) = (reviewed_by is null)"),
        _tie("flags", "user_id", "users.user_id"),
        _tie("flags", "product_id", "products.product_id"),
        _tie("flags", "reviewed_by", "users.user_id"),
        sa.PrimaryKeyConstraint("flag_id", name=op.f("pk_flags")),
    )
    op.create_index("uq_flags_unique_key", "flags", ["unique_key"], unique=True)
    op.create_index(
        "ix_flags_open", "flags", ["raised_at"], postgresql_where=sa.text("status = 'open'")
    )
    for column in ("user_id", "product_id", "reviewed_by"):
        op.create_index(op.f(f"ix_flags_{column}"), "flags", [column])
