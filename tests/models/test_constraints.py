"""What the database itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.house import House

HASH = "repeat('a', 64)"


@pytest.fixture
def house(fresh_database: str) -> House:
    return House(fresh_database)


@pytest.fixture
def busy(house: House) -> House:
    """One lot (1) sold by person 1, led by person 2 before person 3; another (2) sold to 2."""
    seller = house.person("seller")
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    for ends in (3600, 10):
        lot = house.lot(seller, opening=100, ends_in=ends, soft_close_seconds=0)
        house.bid(bia, lot, 100)
        house.bid(ana, lot, 200)
    house.told.goes_on(12)
    house.closing.close_due()
    house.change("insert into audit_records (at, action, subject, details)"
                 " values (now(), 'x', 'y', '{}')")  # fmt: skip
    house.change("insert into consents (user_id, document, version, at)"
                 " values (1, 'terms', '1', now())")  # fmt: skip
    house.leave()
    return house


@pytest.mark.parametrize(
    "table",
    ["bids", "bid_intents", "ledger_transactions", "ledger_entries", "audit_records", "consents"],
)
def test_history_is_neither_changed_nor_deleted(busy: House, table: str) -> None:
    column = {
        "bids": "bid_value = bid_value + 1",
        "bid_intents": "refusal = refusal",
        "ledger_transactions": "kind = kind",
        "ledger_entries": "amount = amount",
        "audit_records": "action = action",
        "consents": "version = version",
    }[table]
    count = busy.one(f"select count(*) from {table}")
    assert count > 0
    for statement in (f"update {table} set {column}", f"delete from {table}"):
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            busy.change(statement)
    assert busy.one(f"select count(*) from {table}") == count


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update bids set winner = true where product_id = 2", "uq_bids_winner"),
        ("""insert into holds (user_id, product_id, amount, opened_at)
            values (2, 1, 5, now())""", "uq_holds_active"),
        ("""insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key,
                                     arrived_at, accepted, answer)
            select product_id, 99, user_id, maximum, idempotency_key, arrived_at, true, '{}'
            from bid_intents limit 1""", "uq_bid_intents_idempotency"),
        ("""insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key,
                                     arrived_at, accepted, answer)
            values (1, 1, 2, 5, 'another-key', now(), true, '{}')""", "pk_bid_intents"),
        ("""insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key,
                                     arrived_at, accepted, answer)
            values (1, 99, 2, 5, 'short', now(), true, '{}')""", "idempotency_key"),
        ("""insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key,
                                     arrived_at, accepted, refusal, answer)
            values (1, 99, 2, 5, 'another-key', now(), true, 'closed', '{}')""",
         "accepted_or_refused"),
        (f"""insert into bids (bid_value, bid_datetime, user_id, product_id, sequence,
                               intent_sequence, kind, paddle, hash)
             values (500, now(), 2, 1, 2, 2, 'direct', 1, {HASH})""", "uq_bids_sequence"),
        (f"""insert into bids (bid_value, bid_datetime, user_id, product_id, sequence,
                               intent_sequence, kind, paddle, hash)
             values (500, now(), 2, 1, 9, 77, 'direct', 1, {HASH})""", "fk_bids_product_id_intent"),
        (f"""insert into bids (bid_value, bid_datetime, user_id, product_id, sequence,
                               intent_sequence, kind, paddle, hash)
             values (0, now(), 2, 1, 9, 2, 'direct', 1, {HASH})""", "value_positive"),
        (f"""insert into bids (bid_value, bid_datetime, user_id, product_id, sequence,
                               intent_sequence, kind, paddle, hash)
             values (500, now(), 2, 1, 9, 2, 'gift', 1, {HASH})""", "ck_bids_kind"),
        ("update bidders set paddle = 1 where product_id = 1", "uq_bidders_paddle"),
        ("update users set held = wallet + 0.01 where user_id = 2", "held_within_wallet"),
        ("update users set held = -0.01", "held_within_wallet"),
        ("update users set cpf = '123.456.789-0' where user_id = 2", "cpf_digits"),
        ("update users set cpf = (select cpf from users where user_id = 2)", "uq_users_cpf"),
        ("update users set username = 'ANA' where user_id = 3", "uq_users_username_lower"),
        ("update users set email = 'Ana@Example.com' where user_id = 3", "uq_users_email_lower"),
        ("update users set active_auction_number = -1", "active_auctions"),
        ("update products set price = 99.99 where product_id = 1", "price_from_min_bid"),
        ("update products set leader_id = null where product_id = 1", "leader_with_price"),
        ("update products set leader_id = 1 where product_id = 1", "seller_never_leads"),
        ("update products set min_bid = 0", "min_bid_positive"),
        ("update products set buy_now = 100", "buy_now_above_min_bid"),
        ("update products set buy_now = 200, reserve = 201", "reserve_within_buy_now"),
        ("update products set original_end_datetime = start_datetime", "starts_before_it_ends"),
        ("update products set end_datetime = start_datetime", "ends_after_start"),
        ("update products set hard_end_datetime = original_end_datetime - interval '1 s'",
         "hard_end_after_end"),
        ("update products set auction_type = 'judicial', hard_end_datetime = end_datetime",
         "judicial_has_no_cap"),
        ("update products set auction_type = 'judicial', buyer_rate = 4.99", "judicial_commission"),
        ("update products set soft_close_seconds = 3601", "soft_close_window"),
        ("update products set outcome = 'sold', closed_at = now() where product_id = 1",
         "outcome_when_decided"),
        ("update products set product_status_id = 3 where product_id = 1", "outcome_when_decided"),
        ("update products set closed_at = null where product_id = 2", "closed_when_decided"),
        ("update products set price = null, leader_id = null where product_id = 2",
         "sold_to_somebody"),
        ("update products set product_status_id = 7 where product_id = 1",
         "fk_products_product_status_id"),
        ("update products set hold_policy = 'all'", "hold_policy"),
        ("update products set seller_rate = 100.01", "fees"),
        ("update products set increment = 0", "increment_positive"),
        ("update products set version = -1", "counters"),
        (("insert into extensions (product_id, ends_from, ends_to, cause, at)"
         " values (1, now(), now(), 'outage', now())"), "only_later"),
        (("insert into extensions (product_id, ends_from, ends_to, cause, at)"
         " values (1, now(), now() + interval '1 s', 'whim', now())"), "ck_extensions_cause"),
        ("update holds set amount = 0", "amount_positive"),
        ("update holds set captured = amount + 1 where ending = 'captured'",
         "captured_within_hold"),
        ("update holds set captured = 1 where ended_at is null", "captured_within_hold"),
        ("update holds set ended_at = now() where ended_at is null", "ended_somehow"),
        ("""insert into ledger_transactions (kind, business_key, at)
            select kind, business_key, at from ledger_transactions limit 1""",
         "uq_ledger_transactions_business_key"),
        (("insert into ledger_entries (ledger_transaction_id, account, amount)"
          " values (1, 'cash', 0)"),
         "amount_moves"),
        (("insert into ledger_entries (ledger_transaction_id, account, amount)"
         " values (1, 'wallet', 1)"), "owner_by_account"),
        (("insert into ledger_entries (ledger_transaction_id, account, amount)"
         " values (1, 'pocket', 1)"), "ck_ledger_entries"),
        (("insert into ledger_entries (ledger_transaction_id, account, amount)"
         " values (1, 'cash', 1)"), "does not sum to zero"),
        (("insert into ledger_entries (ledger_transaction_id, account, user_id, amount)"
         " values (1, 'wallet', 2, -99999), (1, 'receivable', 2, 99999)"), "held_within_wallet"),
        ("""insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                                  payment_method_id, payment_status_id, kind, product_id)
            values (1, 'a', 'b', now(), now(), 2, 1, 1, 'sale', 2)""", "uq_payments_sale"),
        ("update payments set from_wallet = amount + 1", "from_wallet"),
        ("update payments set payment_status_id = 9", "fk_payments_payment_status_id"),
        (("insert into outbox (topic, unique_key, payload, created_at)"
         " select topic, unique_key, payload, created_at from outbox limit 1"),
         "uq_outbox_unique_key"),
        (("insert into mails (email, subject, text, html, created_at, next_try_at)"
          " values (e'a@b.co\\nBcc: x@y.co', 's', '', '', now(), now())"), "ck_mails_one_address"),
        (("insert into mails (email, subject, text, html, created_at, next_try_at)"
          " values ('a@b.co', e's\\r\\nBcc: x@y.co', '', '', now(), now())"), "ck_mails_one_line"),
        (f"""insert into tokens (token_hash, kind, email, payload, created_at, expires_at)
             values ({HASH}, 'open_sesame', 'a@b.co', '{{}}', now(), now() + interval '1 h')""",
         "ck_tokens_kind"),
        ("""insert into tokens (token_hash, kind, email, payload, created_at, expires_at)
             select repeat(letter, 64), 'create', mail, '{}', now(), now() + interval '1 h'
             from (values ('a', 'a@b.co'), ('b', 'A@B.co')) two (letter, mail)""",
         "uq_tokens_open_of_email"),
        (("insert into deletion_requests (user_id, asked_at, due_at)"
          " select 2, now(), now() + interval '30 days' from generate_series(1, 2)"),
         "uq_deletion_requests_open"),
        (("insert into identities (issuer, subject, user_id, email, created_at)"
          " select 'https://x', '1', person, 'a@b.co', now() from (values (2), (3)) p (person)"),
         "uq_identities_subject"),
        (("insert into addresses (street_name, street_number, zip_code, district, city, state,"
          " user_id) values ('a', '1', '01310-100', 'b', 'c', 'SP', 2)"), "zip_code_digits"),
        ("delete from users where user_id = 2", "fk_"),
        ("delete from products where product_id = 1", "fk_"),
    ],
)  # fmt: skip
def test_the_database_refuses(busy: House, statement: str, rule: str) -> None:
    with pytest.raises((IntegrityError, DBAPIError), match=rule):
        busy.change(statement)
    assert busy.broken_promises() == []


def test_a_wallet_equals_its_ledger_by_construction(busy: House) -> None:
    """Nobody adds to a wallet: its entries do, whoever inserts them."""
    before = busy.money(3)[0]
    busy.change("""
        with made as (insert into ledger_transactions (kind, business_key, at)
                      values ('deposit', 'top-up:by-hand', now()) returning 1)
        select * from made""")
    busy.change("""
        insert into ledger_entries (ledger_transaction_id, account, user_id, amount)
        select ledger_transaction_id, account, user_id, amount
        from ledger_transactions,
             (values ('wallet', 3, 10.50), ('wallet', 3, 1.50), ('cash', null, -12)) legs
             (account, user_id, amount)
        where business_key = 'top-up:by-hand'""")
    assert busy.money(3)[0] == before + 12
    assert busy.broken_promises() == []
