"""The tables in the database are those the house knows, and keep their promises in their types."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel

import models
from services.database import Database
from tests.house import House

SEED_TABLES = {
    "addresses",
    "bids",
    "case_types",
    "categories",
    "images",
    "legal_infos",
    "legal_persons",
    "payment_methods",
    "payment_statuses",
    "payments",
    "physical_persons",
    "product_statuses",
    "products",
    "settings",
    "technical_features",
    "technical_features_values",
    "users",
}


def test_every_table_has_its_class_and_every_class_its_table(database: Database) -> None:
    there = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    assert there == set(SQLModel.metadata.tables)
    assert there >= SEED_TABLES
    named = (getattr(models, name) for name in models.__all__)
    assert {kind.__tablename__ for kind in named if hasattr(kind, "__tablename__")} == there


def test_every_instant_is_aware(database: Database) -> None:
    with database.engine.connect() as connection:
        naive = connection.exec_driver_sql("""
            select table_name, column_name from information_schema.columns
            where table_schema = 'public' and data_type like 'timestamp without%%'""").all()
    assert naive == []


def test_whatever_points_at_a_row_many_times_has_an_index(database: Database) -> None:
    """A person's and a lot's rows are found without reading the whole table."""
    with database.engine.connect() as connection:
        unindexed = connection.exec_driver_sql("""
            select c.conrelid::regclass::text, a.attname
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid in ('users'::regclass, 'products'::regclass)
              and not exists (select from pg_index i where i.indrelid = c.conrelid
                              and i.indkey[0] = c.conkey[1])
            order by 1, 2""").all()
    rarely_asked = {
        ("auctioneers", "verified_by"),
        ("audit_records", "actor_id"),
        ("bid_intents", "user_id"),
        ("house_versions", "actor_id"),
        ("ledger_transactions", "product_id"),
        ("outbox", "product_id"),
        ("outbox", "user_id"),
        ("payments", "product_id"),
        ("products", "leader_id"),
        ("roles", "granted_by"),
        ("roles", "product_id"),
    }
    assert {tuple(row) for row in unindexed} <= rarely_asked


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("select from bids where product_id = 1 and sequence > 3 order by sequence desc limit 40",
         "uq_bids_sequence"),
        (("select product_id from products where product_status_id = 2 and end_datetime <= now()"
         " order by end_datetime limit 100"), "_end "),  # one of two, as the planner likes
        (("select product_id from products where product_status_id = 1 and start_datetime <= now()"
         " order by start_datetime limit 100"), "ix_products_next_start"),
        ("select amount from holds where product_id = 1 and user_id = 2 and ended_at is null",
         "_holds_"),  # one of two, as the planner finds the table
        ("select from sessions where token_hash = 'x'", "uq_sessions_token_hash"),
        ("select from tokens where token_hash = 'x'", "uq_tokens_token_hash"),
        (("select from mails where sent_at is null and failed_at is null and next_try_at <= now()"
          " order by next_try_at limit 1"), "ix_mails_waiting"),
    ],
)  # fmt: skip
def test_what_is_asked_all_the_time_is_found_by_an_index(
    fresh_database: str, query: str, index: str
) -> None:
    house = House(fresh_database)
    with house.database.transaction() as work:
        for other in ("seqscan", "bitmapscan", "sort"):  # all a small table would be read by
            work.connection.exec_driver_sql(f"set local enable_{other} = off")
        plan = "\n".join(row[0] for row in work.connection.exec_driver_sql(f"explain {query}"))
    house.leave()
    assert index in plan


def test_the_answer_to_a_key_is_found_by_the_key(fresh_database: str) -> None:
    house = House(fresh_database)
    with house.database.transaction() as work:
        run = work.connection.exec_driver_sql
        run("set local session_replication_role = replica")  # of nobody and of no lot
        run("""
            insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key,
                                     arrived_at, accepted, answer)
            select 1, n, mod(n, 9), 1, 'number-' || n, now(), true, '{}'
            from generate_series(1, 500) n""")
        run("analyze bid_intents")
        asked = "product_id = 1 and user_id = 2 and idempotency_key = 'number-2'"
        plan = run(f"explain select answer from bid_intents where {asked}").scalars().all()
    house.leave()
    assert "uq_bid_intents_idempotency" in "\n".join(plan)
