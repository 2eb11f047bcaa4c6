"""How long the reports of sales take: 100,000 lots decided in three years, with a million bids.

    python -m scripts.bench_reports [lots] [times]

Each line is a grouping over the whole time; the median and the slowest of its runs. Aim: 2 s.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from statistics import median

from sqlalchemy import text

from scripts.bench_house import durable_postgres, house
from services.reports import Reports
from services.views import GROUPINGS, ReportQuestion

AIM_SECONDS = 2.0
PEOPLE, BIDS_A_LOT, YEARS = 5_000, 10, 3
FILL = (
    """
    insert into users (name, username, email, cpf, email_verified_at)
    select 'Pessoa ' || n, 'pessoa' || n, 'pessoa' || n || '@example.com', lpad(n::text, 11, '0'),
           now()
    from generate_series(1, :people) n
    """,
    """
    insert into categories (category_name, slug)
    select 'Ramo ' || n, 'ramo-' || n from generate_series(1, 9) n on conflict do nothing
    """,
    """
    insert into categories (category_name, slug, parent_id)
    select 'Galho ' || n, 'galho-' || n,
           (select category_id from categories where slug = 'ramo-' || 1 + n % 9)
    from generate_series(1, 40) n on conflict do nothing
    """,
    """
    insert into products (product_name, min_bid, start_datetime, original_end_datetime,
        end_datetime, user_id, category_id, product_status_id, buyer_rate, seller_rate, admin_fee,
        state, auction_type, estimate_low, estimate_high, outcome, closed_at, price, leader_id,
        bid_count, bidder_count, version, sequence)
    select 'Lote ' || n, 100 + n % 900, at - interval '7 days', at, at, 1 + n % 300,
           (select category_id from categories where slug = 'galho-' || 1 + n % 40), 3, 5, 5, 0,
           (array['SP','RJ','MG','PR','RS','BA','PE','CE','DF','SC'])[1 + n % 10],
           (array['commercial','commercial','official','judicial'])[1 + n % 4], 100, 2000,
           case when n % 4 = 0 then 'no_bids' else 'sold' end, at,
           case when n % 4 <> 0 then 1100 + n % 5000 end,
           case when n % 4 <> 0 then 301 + n % 4000 end,
           case when n % 4 <> 0 then :bids else 0 end, case when n % 4 <> 0 then 4 else 0 end,
           :bids, :bids
    from generate_series(1, :lots) n,
         lateral (select now() - n * interval '3 years' / :lots as at) instant
    """,
    """
    insert into bidders (product_id, user_id, paddle, maximum, sequence)
    select product_id, 301 + (product_id * 7 + k * 13) % 4000, k, 1000 + k, k
    from products, generate_series(1, 4) k where bid_count > 0 on conflict do nothing
    """,
    """
    insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key, arrived_at,
                             accepted, answer)
    select product_id, k, 301 + (product_id * 7 + k % 4 * 13) % 4000, 100 + k,
           'bench-' || product_id || '-' || k, end_datetime, true, '{}'
    from products, generate_series(1, :bids * 4 / 3) k where bid_count > 0
    """,
    """
    insert into bids (bid_value, bid_datetime, user_id, product_id, sequence, intent_sequence,
                      kind, paddle, hash)
    select maximum, arrived_at, user_id, product_id, sequence, sequence, 'direct',
           1 + sequence % 4, repeat('0', 64)
    from bid_intents
    """,
    """
    insert into ledger_transactions (kind, business_key, at, product_id)
    select 'sale', 'sale:' || product_id, closed_at, product_id from products
    where outcome = 'sold'
    """,
    """
    insert into ledger_entries (ledger_transaction_id, account, user_id, amount)
    select ledger_transaction_id, account, person, share from (
        select t.ledger_transaction_id, 'receivable' as account, p.leader_id as person,
               -1.05 * p.price as share
        from ledger_transactions t join products p using (product_id)
        union all
        select t.ledger_transaction_id, 'pending', p.user_id, 0.95 * p.price
        from ledger_transactions t join products p using (product_id)
        union all
        select t.ledger_transaction_id, 'revenue', null, 0.10 * p.price
        from ledger_transactions t join products p using (product_id)) legs
    """,
)


def main(lots: int = 100_000, times: int = 5) -> None:
    with durable_postgres() as url:
        services = house(url)
        began = time.monotonic()
        for statement in FILL:
            with services.database.transaction() as work:
                work.connection.execute(text("set local statement_timeout = 0"))
                known = {"lots": lots, "people": PEOPLE, "bids": BIDS_A_LOT}
                asked = {name: value for name, value in known.items() if f":{name}" in statement}
                work.connection.execute(text(statement), asked)
        with services.database.transaction() as work:
            work.connection.execute(text("update users set admin_user = true where user_id = 1"))
            work.connection.execute(text("analyze"))
            bids = work.connection.execute(text("select count(*) from bids")).scalar_one()
        print(f"{lots:,} lots, {bids:,} bids in {time.monotonic() - began:.0f} s")
        today = services.clock.now().date()
        since = today - timedelta(days=366 * YEARS)
        for by in GROUPINGS:
            asked_of = ReportQuestion(since=since, until=today, by=by)
            took, lines = [], 0
            for _ in range(times):
                began = time.perf_counter()
                lines = len(Reports(services.database).sales(asked_of, 1).lines)
                took.append(time.perf_counter() - began)
            slow = "" if max(took) < AIM_SECONDS else "  TOO SLOW"
            print(f"{by:9} {lines:4} lines  p50 {median(took):.2f} s  max {max(took):.2f} s{slow}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
