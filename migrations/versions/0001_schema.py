"""The schema and its lookup rows.

Revision ID: 0001
Revises: none
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LOOKUPS = {
    "product_statuses": [
        "not started",
        "in occurrence",
        "finished",
        "canceled",
        "draft",
        "suspended",
    ],
    "payment_statuses": ["pending", "paid", "failed", "reversed", "canceled"],
    "payment_methods": ["wallet", "pix", "ticket", "credit card", "debit card", "judicial guide"],
    "case_types": ["tax", "judicial"],
}
# The default table for R$: from each price on, bids rise by this step.
INCREMENTS = {
    0: 1,
    50: 2,
    100: 5,
    500: 10,
    1_000: 20,
    2_000: 50,
    5_000: 100,
    10_000: 200,
    20_000: 500,
    50_000: 1_000,
    100_000: 2_000,
    500_000: 5_000,
    1_000_000: 10_000,
}
# Buyer's premium, seller's commission (both in percent), administrative fee (R$).
# Buyers of official and judicial auctions pay 5 % (Decreto 21.981/1932 art. 24; CNJ 236 art. 7).
FEES = {"commercial": (5, 5, 0), "official": (5, 0, 0), "judicial": (5, 0, 0)}

# Rows that are history: inserted, never changed. A bid may still become the winner.
APPEND_ONLY = ["bid_intents", "ledger_transactions", "ledger_entries", "audit_records"]

RULES = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create function only_winner_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'winner' <> to_jsonb(old) - 'winner' then
    raise exception 'bids is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger bids_append_only before update or delete on bids
  for each row execute function only_winner_changes();

create function entries_sum_to_zero() returns trigger language plpgsql as $$
begin
  if (select sum(amount) from ledger_entries
      where ledger_transaction_id = new.ledger_transaction_id) <> 0 then
    raise exception 'ledger transaction % does not sum to zero', new.ledger_transaction_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create constraint trigger ledger_sums_to_zero after insert on ledger_entries
  deferrable initially deferred for each row execute function entries_sum_to_zero();

create function wallet_follows_ledger() returns trigger language plpgsql as $$
begin
  update users u set wallet = u.wallet + moved.amount
  from (select user_id, sum(amount) as amount from entries
        where account = 'wallet' group by user_id) moved
  where u.user_id = moved.user_id;
  return null;
end $$;

create trigger ledger_moves_wallet after insert on ledger_entries
  referencing new table as entries for each statement execute function wallet_follows_ledger();
"""


def upgrade() -> None:
    op.create_table(
        "case_types",
        sa.Column("case_type_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("case_type_name", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("case_type_id", name=op.f("pk_case_types")),
        sa.UniqueConstraint("case_type_name", name=op.f("uq_case_types_case_type_name")),
    )
    op.create_table(
        "categories",
        sa.Column("category_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("category_name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("position", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["categories.category_id"],
            name=op.f("fk_categories_parent_id_categories"),
        ),
        sa.PrimaryKeyConstraint("category_id", name=op.f("pk_categories")),
        sa.UniqueConstraint("category_name", name=op.f("uq_categories_category_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
    )
    op.create_table(
        "fee_schedules",
        sa.Column("auction_type", sa.String(length=20), nullable=False),
        sa.Column("buyer_rate", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("seller_rate", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("admin_fee", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("auction_type", name=op.f("pk_fee_schedules")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("process", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "increment_steps",
        sa.Column("table_name", sa.String(length=20), nullable=False),
        sa.Column("lower_bound", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("step", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "lower_bound", name=op.f("pk_increment_steps")),
    )
    op.create_table(
        "outages",
        sa.Column("outage_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("down_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("outage_id", name=op.f("pk_outages")),
    )
    op.create_table(
        "outbox",
        sa.Column("outbox_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("unique_key", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["outbox_id"],
        unique=False,
        postgresql_where=sa.text("handled_at is null"),
    )
    op.create_index("uq_outbox_unique_key", "outbox", ["unique_key"], unique=True)
    op.create_table(
        "payment_methods",
        sa.Column("payment_method_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_method_name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("payment_method_id", name=op.f("pk_payment_methods")),
        sa.UniqueConstraint(
            "payment_method_name", name=op.f("uq_payment_methods_payment_method_name")
        ),
    )
    op.create_table(
        "payment_statuses",
        sa.Column("payment_status_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_status_name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("payment_status_id", name=op.f("pk_payment_statuses")),
        sa.UniqueConstraint(
            "payment_status_name", name=op.f("uq_payment_statuses_payment_status_name")
        ),
    )
    op.create_table(
        "product_statuses",
        sa.Column("product_status_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("product_status_name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("product_status_id", name=op.f("pk_product_statuses")),
        sa.UniqueConstraint(
            "product_status_name", name=op.f("uq_product_statuses_product_status_name")
        ),
    )
    op.create_table(
        "technical_features",
        sa.Column("technical_feature_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("technical_feature_name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), server_default=sa.text("'text'"), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "kind in ('text', 'number', 'choice', 'yes_no', 'date')",
            name=op.f("ck_technical_features_kind"),
        ),
        sa.PrimaryKeyConstraint("technical_feature_id", name=op.f("pk_technical_features")),
    )
    op.create_table(
        "throttles",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_throttles")),
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("username", sa.String(length=50), nullable=False),
        sa.Column("password", sa.String(length=500), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("cpf", sa.String(length=14), nullable=True),
        sa.Column("photo", sa.String(length=255), nullable=True),
        sa.Column("cellphone1", sa.String(length=14), nullable=True),
        sa.Column("cellphone2", sa.String(length=14), nullable=True),
        sa.Column("landline", sa.String(length=13), nullable=True),
        sa.Column(
            "wallet", sa.Numeric(precision=12, scale=2), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "held", sa.Numeric(precision=12, scale=2), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("admin_user", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "active_auction_number", sa.SmallInteger(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("api_token", sa.String(length=255), nullable=True),
        sa.Column("password_token", sa.String(length=255), nullable=True),
        sa.Column("password_token_expiration_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("cpf ~ '^[0-9]{11}$'", name=op.f("ck_users_cpf_digits")),
        sa.CheckConstraint("active_auction_number >= 0", name=op.f("ck_users_active_auctions")),
        sa.CheckConstraint(
            "held >= 0 and held <= wallet", name=op.f("ck_users_held_within_wallet")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
    )
    op.create_index("uq_users_cpf", "users", ["cpf"], unique=True)
    op.create_index(
        "uq_users_email_lower", "users", [sa.literal_column("lower(email)")], unique=True
    )
    op.create_index(
        "uq_users_username_lower", "users", [sa.literal_column("lower(username)")], unique=True
    )
    op.create_table(
        "addresses",
        sa.Column("address_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("street_name", sa.String(length=255), nullable=False),
        sa.Column("street_number", sa.String(length=6), nullable=False),
        sa.Column("apt", sa.String(length=80), nullable=True),
        sa.Column("zip_code", sa.CHAR(length=9), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("state", sa.CHAR(length=2), nullable=False),
        sa.Column(
            "principal_address", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_addresses_user_id_users")
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_user_id"), "addresses", ["user_id"], unique=False)
    op.create_index(
        "uq_addresses_principal",
        "addresses",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("principal_address"),
    )
    op.create_table(
        "audit_records",
        sa.Column("audit_record_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.user_id"], name=op.f("fk_audit_records_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("audit_record_id", name=op.f("pk_audit_records")),
    )
    op.create_table(
        "category_technical_features",
        sa.Column("technical_feature_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("position", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.category_id"],
            name=op.f("fk_category_technical_features_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["technical_feature_id"],
            ["technical_features.technical_feature_id"],
            name=op.f("fk_category_technical_features_technical_feature_id_technical_features"),
        ),
        sa.PrimaryKeyConstraint(
            "technical_feature_id", "category_id", name=op.f("pk_category_technical_features")
        ),
    )
    op.create_table(
        "legal_persons",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cnpj", sa.String(length=18), nullable=False),
        sa.Column("state_tax_registration", sa.String(length=17), nullable=True),
        sa.Column("legal_business_name", sa.String(length=255), nullable=False),
        sa.Column("trade_name", sa.String(length=255), nullable=False),
        sa.Column(
            "scrap_purchase_authorization",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'", name=op.f("ck_legal_persons_cnpj_shape")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_legal_persons_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_legal_persons")),
    )
    op.create_index("uq_legal_persons_cnpj", "legal_persons", ["cnpj"], unique=True)
    op.create_table(
        "physical_persons",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rg", sa.String(length=12), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("gender", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_physical_persons_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_physical_persons")),
    )
    op.create_table(
        "products",
        sa.Column("product_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("min_bid", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("start_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("street_name", sa.String(length=255), nullable=True),
        sa.Column("street_number", sa.String(length=6), nullable=True),
        sa.Column("apt", sa.String(length=80), nullable=True),
        sa.Column("zip_code", sa.CHAR(length=9), nullable=True),
        sa.Column("district", sa.String(length=80), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=True),
        sa.Column("state", sa.CHAR(length=2), nullable=True),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_status_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "auction_type",
            sa.String(length=20),
            server_default=sa.text("'commercial'"),
            nullable=False,
        ),
        sa.Column("original_end_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hard_end_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "extend_mode", sa.String(length=20), server_default=sa.text("'reset'"), nullable=False
        ),
        sa.Column(
            "soft_close_seconds", sa.Integer(), server_default=sa.text("120"), nullable=False
        ),
        sa.Column(
            "increments", sa.String(length=20), server_default=sa.text("'brl'"), nullable=False
        ),
        sa.Column("increment", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("reserve", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "below_reserve",
            sa.String(length=20),
            server_default=sa.text("'second_price'"),
            nullable=False,
        ),
        sa.Column("conditional", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("buy_now", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "buy_now_policy",
            sa.String(length=20),
            server_default=sa.text("'until_first_bid'"),
            nullable=False,
        ),
        sa.Column(
            "hold_policy",
            sa.String(length=20),
            server_default=sa.text("'full_max'"),
            nullable=False,
        ),
        sa.Column(
            "hold_value",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("confirm_above", sa.SmallInteger(), server_default=sa.text("5"), nullable=False),
        sa.Column("buyer_rate", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("seller_rate", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("admin_fee", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("estimate_low", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("estimate_high", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("leader_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("bid_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bidder_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("chain_head", sa.CHAR(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "auction_type <> 'judicial' or buyer_rate >= 5",
            name=op.f("ck_products_judicial_commission"),
        ),
        sa.CheckConstraint(
            "auction_type in ('commercial', 'official', 'judicial')",
            name=op.f("ck_products_auction_type"),
        ),
        sa.CheckConstraint(
            "below_reserve in ('second_price', 'full_max')", name=op.f("ck_products_below_reserve")
        ),
        sa.CheckConstraint(
            "buy_now_policy in ('until_first_bid', 'until_reserve_met')",
            name=op.f("ck_products_buy_now_policy"),
        ),
        sa.CheckConstraint("extend_mode in ('reset', 'add')", name=op.f("ck_products_extend_mode")),
        sa.CheckConstraint(
            "hard_end_datetime is null or auction_type <> 'judicial'",
            name=op.f("ck_products_judicial_has_no_cap"),
        ),
        sa.CheckConstraint(
            "hold_policy in ('none', 'fixed_deposit', 'percent_of_max', 'full_max')",
            name=op.f("ck_products_hold_policy"),
        ),
        sa.CheckConstraint(
            "outcome in ('sold', 'conditional', 'reserve_not_met', 'no_bids', 'cancelled')",
            name=op.f("ck_products_outcome"),
        ),
        sa.CheckConstraint(
            "outcome is null or outcome <> 'sold' or leader_id is not null",
            name=op.f("ck_products_sold_to_somebody"),
        ),
        sa.CheckConstraint(
            "(closed_at is null) = (outcome is null)", name=op.f("ck_products_closed_when_decided")
        ),
        sa.CheckConstraint(
            "(outcome is null) = (product_status_id not in (3, 4))",
            name=op.f("ck_products_outcome_when_decided"),
        ),
        sa.CheckConstraint(
            "(price is null) = (leader_id is null)", name=op.f("ck_products_leader_with_price")
        ),
        sa.CheckConstraint(
            "bid_count >= 0 and bidder_count >= 0 and version >= 0 and sequence >= 0",
            name=op.f("ck_products_counters"),
        ),
        sa.CheckConstraint(
            "buy_now is null or buy_now > min_bid", name=op.f("ck_products_buy_now_above_min_bid")
        ),
        sa.CheckConstraint(
            "buy_now is null or reserve is null or reserve <= buy_now",
            name=op.f("ck_products_reserve_within_buy_now"),
        ),
        sa.CheckConstraint(
            "buyer_rate between 0 and 100 and seller_rate between 0 and 100 and admin_fee >= 0",
            name=op.f("ck_products_fees"),
        ),
        sa.CheckConstraint(
            "end_datetime > start_datetime", name=op.f("ck_products_ends_after_start")
        ),
        sa.CheckConstraint(
            "hard_end_datetime is null or hard_end_datetime >= original_end_datetime",
            name=op.f("ck_products_hard_end_after_end"),
        ),
        sa.CheckConstraint(
            "increment is null or increment > 0", name=op.f("ck_products_increment_positive")
        ),
        sa.CheckConstraint(
            "leader_id is null or leader_id <> user_id", name=op.f("ck_products_seller_never_leads")
        ),
        sa.CheckConstraint("min_bid > 0", name=op.f("ck_products_min_bid_positive")),
        sa.CheckConstraint(
            "price is null or price >= min_bid", name=op.f("ck_products_price_from_min_bid")
        ),
        sa.CheckConstraint(
            "reserve is null or reserve > 0", name=op.f("ck_products_reserve_positive")
        ),
        sa.CheckConstraint(
            "soft_close_seconds between 0 and 3600", name=op.f("ck_products_soft_close_window")
        ),
        sa.CheckConstraint(
            "start_datetime < original_end_datetime", name=op.f("ck_products_starts_before_it_ends")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.category_id"],
            name=op.f("fk_products_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["users.user_id"], name=op.f("fk_products_leader_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["product_status_id"],
            ["product_statuses.product_status_id"],
            name=op.f("fk_products_product_status_id_product_statuses"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_products_user_id_users")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_products")),
    )
    op.create_index("ix_products_category_id", "products", ["category_id"], unique=False)
    op.create_index(
        "ix_products_next_end",
        "products",
        ["end_datetime"],
        unique=False,
        postgresql_where=sa.text("product_status_id = 2"),
    )
    op.create_index(
        "ix_products_next_start",
        "products",
        ["start_datetime"],
        unique=False,
        postgresql_where=sa.text("product_status_id = 1"),
    )
    op.create_index(
        "ix_products_status_end", "products", ["product_status_id", "end_datetime"], unique=False
    )
    op.create_index("ix_products_user_id", "products", ["user_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ip", postgresql.INET(), nullable=True),
        sa.Column("user_agent", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_index("uq_sessions_token_hash", "sessions", ["token_hash"], unique=True)
    op.create_table(
        "settings",
        sa.Column("setting_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("anonymous_mode", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("two_factor_auth", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "theme", sa.String(length=10), server_default=sa.text("'system'"), nullable=False
        ),
        sa.Column(
            "language", sa.String(length=5), server_default=sa.text("'pt-BR'"), nullable=False
        ),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("language in ('pt-BR', 'en')", name=op.f("ck_settings_language")),
        sa.CheckConstraint(
            "theme in ('system', 'light', 'dark', 'hc-light', 'hc-dark')",
            name=op.f("ck_settings_theme"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_settings_user_id_users")
        ),
        sa.PrimaryKeyConstraint("setting_id", name=op.f("pk_settings")),
    )
    op.create_index("uq_settings_user_id", "settings", ["user_id"], unique=True)
    op.create_table(
        "bid_intents",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("maximum", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("refusal", sa.String(length=30), nullable=True),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ip", postgresql.INET(), nullable=True),
        sa.Column("user_agent", sa.String(length=255), nullable=True),
        sa.CheckConstraint(
            "accepted = (refusal is null)", name=op.f("ck_bid_intents_accepted_or_refused")
        ),
        sa.CheckConstraint(
            "length(idempotency_key) between 8 and 64", name=op.f("ck_bid_intents_idempotency_key")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_bid_intents_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_bid_intents_user_id_users")
        ),
        sa.PrimaryKeyConstraint("product_id", "sequence", name=op.f("pk_bid_intents")),
    )
    op.create_index(
        "uq_bid_intents_idempotency",
        "bid_intents",
        ["idempotency_key", "user_id", "product_id"],
        unique=True,
    )
    op.create_table(
        "bidders",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paddle", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "joined_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("paddle > 0", name=op.f("ck_bidders_paddle_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_bidders_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_bidders_user_id_users")
        ),
        sa.PrimaryKeyConstraint("product_id", "user_id", name=op.f("pk_bidders")),
    )
    op.create_index("ix_bidders_user_id", "bidders", ["user_id"], unique=False)
    op.create_index("uq_bidders_paddle", "bidders", ["product_id", "paddle"], unique=True)
    op.create_table(
        "extensions",
        sa.Column("extension_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ends_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cause in ('soft_close', 'outage', 'administrator')", name=op.f("ck_extensions_cause")
        ),
        sa.CheckConstraint("ends_to > ends_from", name=op.f("ck_extensions_only_later")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_extensions_product_id_products")
        ),
        sa.PrimaryKeyConstraint("extension_id", name=op.f("pk_extensions")),
    )
    op.create_index("ix_extensions_product_id", "extensions", ["product_id"], unique=False)
    op.create_table(
        "holds",
        sa.Column("hold_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column(
            "captured",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "captured between 0 and amount"
            " and (captured = 0 or coalesce(ending = 'captured', false))",
            name=op.f("ck_holds_captured_within_hold"),
        ),
        sa.CheckConstraint("ending in ('released', 'captured')", name=op.f("ck_holds_ending")),
        sa.CheckConstraint(
            "(ended_at is null) = (ending is null)", name=op.f("ck_holds_ended_somehow")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_holds_amount_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_holds_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_holds_user_id_users")
        ),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_user_id", "holds", ["user_id"], unique=False)
    op.create_index(
        "uq_holds_active",
        "holds",
        ["product_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "images",
        sa.Column("image_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("image", sa.String(length=255), nullable=False),
        sa.Column("alt", sa.String(length=255), nullable=False),
        sa.Column("position", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("principal_image", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_images_product_id_products")
        ),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_images")),
    )
    op.create_index("ix_images_product_id", "images", ["product_id", "position"], unique=False)
    op.create_index(
        "uq_images_principal",
        "images",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("principal_image"),
    )
    op.create_table(
        "ledger_transactions",
        sa.Column("ledger_transaction_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("business_key", sa.String(length=80), nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_ledger_transactions_product_id_products"),
        ),
        sa.PrimaryKeyConstraint("ledger_transaction_id", name=op.f("pk_ledger_transactions")),
    )
    op.create_index(
        "uq_ledger_transactions_business_key", "ledger_transactions", ["business_key"], unique=True
    )
    op.create_table(
        "legal_infos",
        sa.Column("legal_infos_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("process_number", sa.CHAR(length=25), nullable=False),
        sa.Column("court", sa.String(length=255), nullable=False),
        sa.Column("plaintiff", sa.String(length=255), nullable=False),
        sa.Column("defendant", sa.String(length=255), nullable=False),
        sa.Column("judge_name", sa.String(length=255), nullable=False),
        sa.Column("extra_notes", sa.Text(), nullable=True),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_type_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_type_id"],
            ["case_types.case_type_id"],
            name=op.f("fk_legal_infos_case_type_id_case_types"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_legal_infos_product_id_products")
        ),
        sa.PrimaryKeyConstraint("legal_infos_id", name=op.f("pk_legal_infos")),
    )
    op.create_index("uq_legal_infos_product_id", "legal_infos", ["product_id"], unique=True)
    op.create_table(
        "payments",
        sa.Column("payment_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("payer", sa.String(length=255), nullable=False),
        sa.Column("payee", sa.String(length=255), nullable=False),
        sa.Column("opening_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmation_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payment_method_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payment_status_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("hammer", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("commission", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("admin_fee", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "from_wallet",
            sa.Numeric(precision=12, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind in ('sale', 'top_up', 'withdrawal')", name=op.f("ck_payments_kind")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_positive")),
        sa.CheckConstraint(
            "from_wallet >= 0 and from_wallet <= amount", name=op.f("ck_payments_from_wallet")
        ),
        sa.ForeignKeyConstraint(
            ["payment_method_id"],
            ["payment_methods.payment_method_id"],
            name=op.f("fk_payments_payment_method_id_payment_methods"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_status_id"],
            ["payment_statuses.payment_status_id"],
            name=op.f("fk_payments_payment_status_id_payment_statuses"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_payments_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_payments_user_id_users")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payments")),
    )
    op.create_index("ix_payments_user_id", "payments", ["user_id"], unique=False)
    op.create_index(
        "uq_payments_sale",
        "payments",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'sale'"),
    )
    op.create_table(
        "technical_features_values",
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("technical_feature_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.category_id"],
            name=op.f("fk_technical_features_values_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_technical_features_values_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["technical_feature_id", "category_id"],
            [
                "category_technical_features.technical_feature_id",
                "category_technical_features.category_id",
            ],
            name=op.f(
                "fk_technical_features_values_technical_feature_id_category_id_category_technical_features"
            ),
        ),
        sa.ForeignKeyConstraint(
            ["technical_feature_id"],
            ["technical_features.technical_feature_id"],
            name=op.f("fk_technical_features_values_technical_feature_id_technical_features"),
        ),
        sa.PrimaryKeyConstraint(
            "category_id",
            "technical_feature_id",
            "product_id",
            name=op.f("pk_technical_features_values"),
        ),
    )
    op.create_index(
        op.f("ix_technical_features_values_product_id"),
        "technical_features_values",
        ["product_id"],
        unique=False,
    )
    op.create_table(
        "bids",
        sa.Column("bid_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("bid_value", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("bid_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("winner", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("intent_sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("paddle", sa.Integer(), nullable=False),
        sa.Column("shown_name", sa.String(length=50), nullable=True),
        sa.Column("hash", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint("kind in ('direct', 'auto', 'buy_now')", name=op.f("ck_bids_kind")),
        sa.CheckConstraint("bid_value > 0", name=op.f("ck_bids_value_positive")),
        sa.ForeignKeyConstraint(
            ["product_id", "intent_sequence"],
            ["bid_intents.product_id", "bid_intents.sequence"],
            name=op.f("fk_bids_product_id_intent_sequence_bid_intents"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_bids_user_id_users")),
        sa.PrimaryKeyConstraint("bid_id", name=op.f("pk_bids")),
    )
    op.create_index("ix_bids_user_id", "bids", ["user_id"], unique=False)
    op.create_index("uq_bids_sequence", "bids", ["product_id", "sequence"], unique=True)
    op.create_index(
        "uq_bids_winner", "bids", ["product_id"], unique=True, postgresql_where=sa.text("winner")
    )
    op.create_table(
        "ledger_entries",
        sa.Column("ledger_entry_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ledger_transaction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.CheckConstraint(
            "(account in ('revenue', 'cash')) = (user_id is null)",
            name=op.f("ck_ledger_entries_owner_by_account"),
        ),
        sa.CheckConstraint(
            "account in ('wallet', 'receivable', 'pending', 'revenue', 'cash')",
            name=op.f("ck_ledger_entries_account"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_entries_amount_moves")),
        sa.ForeignKeyConstraint(
            ["ledger_transaction_id"],
            ["ledger_transactions.ledger_transaction_id"],
            name=op.f("fk_ledger_entries_ledger_transaction_id_ledger_transactions"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_ledger_entries_user_id_users")
        ),
        sa.PrimaryKeyConstraint("ledger_entry_id", name=op.f("pk_ledger_entries")),
    )
    op.create_index(
        "ix_ledger_entries_transaction", "ledger_entries", ["ledger_transaction_id"], unique=False
    )
    op.create_index(
        "ix_ledger_entries_user_id",
        "ledger_entries",
        ["user_id", "account", "ledger_entry_id"],
        unique=False,
    )

    op.execute(RULES)
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger {table}_append_only before update or delete on {table} "
            "for each row execute function refuse_change()"
        )
    _fill()


def _fill() -> None:
    singular = {"product_statuses": "product_status", "payment_statuses": "payment_status"}
    for table, words in LOOKUPS.items():
        one = singular.get(table, table[:-1])
        rows = sa.table(table, sa.column(f"{one}_id"), sa.column(f"{one}_name"))
        op.bulk_insert(
            rows,
            [{f"{one}_id": n, f"{one}_name": word} for n, word in enumerate(words, start=1)],
        )
    steps = sa.table(
        "increment_steps", sa.column("table_name"), sa.column("lower_bound"), sa.column("step")
    )
    op.bulk_insert(
        steps,
        [
            {"table_name": "brl", "lower_bound": low, "step": step}
            for low, step in INCREMENTS.items()
        ],
    )
    fees = sa.table(
        "fee_schedules",
        sa.column("auction_type"),
        sa.column("buyer_rate"),
        sa.column("seller_rate"),
        sa.column("admin_fee"),
    )
    op.bulk_insert(
        fees,
        [
            {"auction_type": kind, "buyer_rate": buyer, "seller_rate": seller, "admin_fee": fee}
            for kind, (buyer, seller, fee) in FEES.items()
        ],
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_entries_user_id", table_name="ledger_entries")
    op.drop_index("ix_ledger_entries_transaction", table_name="ledger_entries")
    op.drop_table("ledger_entries")
    op.drop_index("uq_bids_winner", table_name="bids", postgresql_where=sa.text("winner"))
    op.drop_index("uq_bids_sequence", table_name="bids")
    op.drop_index("ix_bids_user_id", table_name="bids")
    op.drop_table("bids")
    op.drop_index(
        op.f("ix_technical_features_values_product_id"), table_name="technical_features_values"
    )
    op.drop_table("technical_features_values")
    op.drop_index(
        "uq_payments_sale", table_name="payments", postgresql_where=sa.text("kind = 'sale'")
    )
    op.drop_index("ix_payments_user_id", table_name="payments")
    op.drop_table("payments")
    op.drop_index("uq_legal_infos_product_id", table_name="legal_infos")
    op.drop_table("legal_infos")
    op.drop_index("uq_ledger_transactions_business_key", table_name="ledger_transactions")
    op.drop_table("ledger_transactions")
    op.drop_index(
        "uq_images_principal", table_name="images", postgresql_where=sa.text("principal_image")
    )
    op.drop_index("ix_images_product_id", table_name="images")
    op.drop_table("images")
    op.drop_index(
        "uq_holds_active", table_name="holds", postgresql_where=sa.text("ended_at is null")
    )
    op.drop_index("ix_holds_user_id", table_name="holds")
    op.drop_table("holds")
    op.drop_index("ix_extensions_product_id", table_name="extensions")
    op.drop_table("extensions")
    op.drop_index("uq_bidders_paddle", table_name="bidders")
    op.drop_index("ix_bidders_user_id", table_name="bidders")
    op.drop_table("bidders")
    op.drop_index("uq_bid_intents_idempotency", table_name="bid_intents")
    op.drop_table("bid_intents")
    op.drop_index("uq_settings_user_id", table_name="settings")
    op.drop_table("settings")
    op.drop_index("uq_sessions_token_hash", table_name="sessions")
    op.drop_index("ix_sessions_user_id", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_products_user_id", table_name="products")
    op.drop_index("ix_products_status_end", table_name="products")
    op.drop_index(
        "ix_products_next_start",
        table_name="products",
        postgresql_where=sa.text("product_status_id = 1"),
    )
    op.drop_index(
        "ix_products_next_end",
        table_name="products",
        postgresql_where=sa.text("product_status_id = 2"),
    )
    op.drop_index("ix_products_category_id", table_name="products")
    op.drop_table("products")
    op.drop_table("physical_persons")
    op.drop_index("uq_legal_persons_cnpj", table_name="legal_persons")
    op.drop_table("legal_persons")
    op.drop_table("category_technical_features")
    op.drop_table("audit_records")
    op.drop_index(
        "uq_addresses_principal",
        table_name="addresses",
        postgresql_where=sa.text("principal_address"),
    )
    op.drop_index(op.f("ix_addresses_user_id"), table_name="addresses")
    op.drop_table("addresses")
    op.drop_index("uq_users_username_lower", table_name="users")
    op.drop_index("uq_users_email_lower", table_name="users")
    op.drop_index("uq_users_cpf", table_name="users")
    op.drop_table("users")
    op.drop_table("throttles")
    op.drop_table("technical_features")
    op.drop_table("product_statuses")
    op.drop_table("payment_statuses")
    op.drop_table("payment_methods")
    op.drop_index("uq_outbox_unique_key", table_name="outbox")
    op.drop_index(
        "ix_outbox_waiting", table_name="outbox", postgresql_where=sa.text("handled_at is null")
    )
    op.drop_table("outbox")
    op.drop_table("outages")
    op.drop_table("increment_steps")
    op.drop_table("heartbeats")
    op.drop_table("fee_schedules")
    op.drop_table("categories")
    op.drop_table("case_types")

    for function in (
        "refuse_change",
        "only_winner_changes",
        "entries_sum_to_zero",
        "wallet_follows_ledger",
    ):
        op.execute(f"drop function {function}()")
