"""The audit log sealed: every record carries the hash of the one before it.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SEAL = """
create function audit_seal(previous text, r audit_records) returns text
language sql immutable as $$
  select encode(sha256(convert_to(jsonb_build_array(
    previous, r.position, trunc(extract(epoch from r.at) * 1000000)::bigint, r.actor_id, r.action,
    r.subject, r.details, r.before, r.after, r.request_id)::text, 'UTF8')), 'hex')
$$;

create function audit_chain() returns trigger language plpgsql as $$
declare last audit_head%rowtype;
begin
  insert into audit_head (head_id, position, hash) values (1, 0, repeat('0', 64))
    on conflict do nothing;
  select * into last from audit_head where head_id = 1 for update;
  new.position := last.position + 1;
  new.previous := last.hash;
  new.hash := audit_seal(new.previous, new);
  update audit_head set position = new.position, hash = new.hash where head_id = 1;
  return new;
end $$;

create trigger audit_records_chain before insert on audit_records
  for each row execute function audit_chain();

create trigger audit_records_kept before truncate on audit_records
  for each statement execute function refuse_change();
"""
SEAL_WHAT_THERE_IS = """
do $$
declare r audit_records; last text := repeat('0', 64); place int := 0;
begin
  for r in select * from audit_records order by audit_record_id loop
    place := place + 1;
    r.position := place;
    r.previous := last;
    last := audit_seal(r.previous, r);
    update audit_records set position = place, previous = r.previous, hash = last
      where audit_record_id = r.audit_record_id;
  end loop;
  if place > 0 then
    insert into audit_head (head_id, position, hash) values (1, place, last);
  end if;
end $$;
"""


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("head_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.CHAR(64), nullable=False),
        sa.CheckConstraint("head_id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("head_id", name=op.f("pk_audit_head")),
    )
    op.add_column("audit_records", sa.Column("request_id", sa.String(40), nullable=True))
    op.add_column("audit_records", sa.Column("before", postgresql.JSONB(), nullable=True))
    op.add_column("audit_records", sa.Column("after", postgresql.JSONB(), nullable=True))
    op.add_column("audit_records", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("audit_records", sa.Column("previous", sa.CHAR(64), nullable=True))
    op.add_column("audit_records", sa.Column("hash", sa.CHAR(64), nullable=True))
    op.execute(SEAL)
    op.execute("alter table audit_records disable trigger user")
    op.execute(SEAL_WHAT_THERE_IS)
    op.execute("alter table audit_records enable trigger user")
    for column in ("position", "previous", "hash"):
        op.alter_column("audit_records", column, nullable=False)
    op.create_index("uq_audit_records_position", "audit_records", ["position"], unique=True)
    op.create_index("ix_audit_records_subject", "audit_records", ["subject"])
    op.create_index("ix_audit_records_actor_id", "audit_records", ["actor_id"])


def downgrade() -> None:
    op.execute("drop trigger audit_records_kept on audit_records")
    op.execute("drop trigger audit_records_chain on audit_records")
    op.execute("drop function audit_chain()")
    op.execute("drop function audit_seal(text, audit_records)")
    for index in ("position", "subject", "actor_id"):
        op.drop_index(f"{'uq' if index == 'position' else 'ix'}_audit_records_{index}")
    for column in ("hash", "previous", "position", "after", "before", "request_id"):
        op.drop_column("audit_records", column)
    op.drop_table("audit_head")
