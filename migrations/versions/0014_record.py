"""The record of a lot anybody can check: what moved price or clock, chained and signed.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# The one writer of what is no bid: the row of the lot itself, whoever changes it. The bids'
# own links are in `new.chain_head` by then; a fact is chained to them in the same statement.
WRITES = """
create function micros(moment timestamptz) returns text immutable language sql as
$$ select trunc(extract(epoch from moment) * 1000000)::text $$;

create function record_fact() returns trigger language plpgsql as $$
declare
  fact text;
  place integer;
begin
  if new.product_status_id = 5 then
    return new;  -- a draft is nobody's to check
  end if;
  if tg_op = 'UPDATE' and new.bid_count > old.bid_count
     and new.product_status_id = old.product_status_id then
    fact := concat_ws('|', new.product_id, 'clock', micros(clock_timestamp()),
                      micros(old.end_datetime), micros(new.end_datetime), new.bid_count);
  else
    fact := concat_ws('|', new.product_id, 'state', micros(clock_timestamp()),
        (array['scheduled', 'open', 'finished', 'canceled', 'draft', 'suspended'])
            [new.product_status_id],
        coalesce(new.outcome, ''), micros(new.start_datetime), micros(new.end_datetime),
        new.min_bid, coalesce(new.price::text, ''),
        coalesce((select paddle::text from bidders b
                  where b.product_id = new.product_id and b.user_id = new.leader_id), ''),
        new.bid_count);
  end if;
  select coalesce(max(number), 0) + 1 into place from record_facts
  where product_id = new.product_id;
  new.chain_head := encode(
      sha256(convert_to(coalesce(new.chain_head, '') || '|' || fact, 'UTF8')), 'hex');
  insert into record_facts (product_id, number, after_bid, line, hash)
  values (new.product_id, place, new.bid_count, fact, new.chain_head);
  if new.outcome is not null and (tg_op = 'INSERT' or new.outcome is distinct from old.outcome) then
    insert into record_signatures (product_id, entries, head, closed_at)
    values (new.product_id, new.bid_count + place, new.chain_head, clock_timestamp());
  end if;
  return new;
end $$;

create trigger products_recorded_first before insert on products
  for each row execute function record_fact();

create trigger products_recorded before update on products
  for each row when (
    (old.product_status_id, old.outcome, old.start_datetime, old.end_datetime, old.min_bid)
      is distinct from
    (new.product_status_id, new.outcome, new.start_datetime, new.end_datetime, new.min_bid)
    or old.bid_count = new.bid_count
       and (old.price, old.leader_id) is distinct from (new.price, new.leader_id))
  execute function record_fact();

create trigger record_facts_append_only before update or delete on record_facts
  for each row execute function refuse_change();

create function only_signed_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.signature is not null
     or (new.product_id, new.entries, new.head, new.closed_at)
        is distinct from (old.product_id, old.entries, old.head, old.closed_at)
  then
    raise exception 'record_signatures is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger record_signatures_append_only before update or delete on record_signatures
  for each row execute function only_signed_once();
"""
FUNCTIONS = ("record_fact", "only_signed_once")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("bidders", sa.Column("salt", sa.CHAR(64), nullable=True))
    op.add_column("bidders", sa.Column("commitment", sa.CHAR(64), nullable=True))
    op.create_check_constraint(
        op.f("ck_bidders_salt_of_commitment"),
        "bidders",
        "salt is null or commitment is not null",
    )
    lot = sa.ForeignKeyConstraint(
        ["product_id"],
        ["products.product_id"],
        name=op.f("fk_record_facts_product_id_products"),
        deferrable=True,
        initially="DEFERRED",
    )
    op.create_table(
        "record_facts",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after_bid", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(200), nullable=False),
        sa.Column("hash", sa.CHAR(64), nullable=False),
        lot,
        sa.PrimaryKeyConstraint("product_id", "number", name=op.f("pk_record_facts")),
    )
    op.create_table(
        "signing_keys",
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("public_key", sa.CHAR(64), nullable=False),
        sa.Column("published_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "record_signatures",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head", sa.CHAR(64), nullable=False),
        sa.Column("closed_at", moment, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=True),
        sa.Column("signature", sa.CHAR(128), nullable=True),
        sa.Column("signed_at", moment, nullable=True),
        sa.CheckConstraint(
            "(signature is null) = (key_id is null) and (signature is null) = (signed_at is null)",
            name=op.f("ck_record_signatures_signed_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.product_id"],
            name=op.f("fk_record_signatures_product_id_products"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["key_id"],
            ["signing_keys.key_id"],
            name=op.f("fk_record_signatures_key_id_signing_keys"),
        ),
        sa.PrimaryKeyConstraint("product_id", "entries", name=op.f("pk_record_signatures")),
    )
    op.create_index(
        "ix_record_signatures_waiting",
        "record_signatures",
        ["product_id"],
        postgresql_where=sa.text("signature is null"),
    )
    op.execute(WRITES)


def downgrade() -> None:
    op.execute("drop trigger products_recorded on products")
    op.execute("drop trigger products_recorded_first on products")
    op.drop_table("record_signatures")
    op.drop_table("signing_keys")
    op.drop_table("record_facts")
    for function in FUNCTIONS:
        op.execute(f"drop function {function}()")
    op.execute("drop function micros(timestamptz)")
    op.drop_constraint(op.f("ck_bidders_salt_of_commitment"), "bidders")
    op.drop_column("bidders", "commitment")
    op.drop_column("bidders", "salt")
