"""Let a published bid lose the name of an account that has been erased, and nothing else.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNNAMED_TOO = """
create or replace function only_winner_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or to_jsonb(new) - 'winner' - 'shown_name' <> to_jsonb(old) - 'winner' - 'shown_name'
     or new.shown_name is distinct from old.shown_name and (
        new.shown_name is not null or not exists (
            select from users where user_id = old.user_id and erased_at is not null))
  then
    raise exception 'bids is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$
"""
WINNER_ONLY = """
create or replace function only_winner_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'winner' <> to_jsonb(old) - 'winner' then
    raise exception 'bids is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$
"""


def upgrade() -> None:
    op.execute(UNNAMED_TOO)


def downgrade() -> None:
    op.execute(WINNER_ONLY)
