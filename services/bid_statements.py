"""The statements that write a judged batch, each for all its rows at once."""

from __future__ import annotations

from services.handlers.topics import BID_PLACED
from services.prepared import Prepared

INTENTS = Prepared(
    "bid_intents",
    (
        "int[]",
        "int[]",
        "int[]",
        "numeric[]",
        "varchar[]",
        "timestamptz[]",
        "varchar[]",
        "text[]",
        "text[]",
        "varchar[]",
    ),
    """
    insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key, arrived_at,
                             accepted, refusal, answer, ip, user_agent)
    select a, b, c, d, e, f, g is null, g, cast(h as jsonb), cast(i as inet), j
    from unnest($1, $2, $3,
                $4, $5,
                $6, $7,
                $8, $9, $10)
         rows (a, b, c, d, e, f, g, h, i, j)
""",
)
BIDDERS = Prepared(
    "bid_write_bidders",
    (
        "int[]",
        "int[]",
        "int[]",
        "numeric[]",
        "int[]",
        "bpchar[]",
        "bpchar[]",
    ),
    """
    insert into bidders (product_id, user_id, paddle, maximum, sequence, salt, commitment)
    select * from unnest($1, $2,
                         $3, $4,
                         $5, $6, $7)
    on conflict (product_id, user_id)
    do update set maximum = excluded.maximum, sequence = excluded.sequence
""",
)
BIDS = Prepared(
    "bid_bids",
    (
        "numeric[]",
        "timestamptz[]",
        "int[]",
        "int[]",
        "int[]",
        "int[]",
        "varchar[]",
        "int[]",
        "varchar[]",
        "varchar[]",
    ),
    """
    insert into bids (bid_value, bid_datetime, user_id, product_id, sequence, intent_sequence,
                      kind, paddle, shown_name, hash)
    select * from unnest($1, $2,
                         $3, $4,
                         $5, $6,
                         $7, $8,
                         $9, $10)
""",
)
RELEASES = Prepared(
    "bid_releases",
    (
        "int[]",
        "int[]",
        "timestamptz",
    ),
    """
    update holds h set ended_at = $3, ending = 'released'
    from unnest($1, $2) gone (product_id, user_id)
    where h.product_id = gone.product_id and h.user_id = gone.user_id and h.ended_at is null
""",
)
HOLDS = Prepared(
    "bid_holds",
    (
        "int[]",
        "int[]",
        "numeric[]",
        "timestamptz",
    ),
    """
    insert into holds (user_id, product_id, amount, opened_at)
    select a, b, c, $4 from unnest($1, $2,
                                    $3) rows (a, b, c)
    on conflict (product_id, user_id) where ended_at is null do update set amount = excluded.amount
""",
)
WALLETS = Prepared(
    "bid_wallets",
    (
        "int[]",
        "numeric[]",
    ),
    """
    update users u set held = moved.held
    from unnest($1, $2) moved (user_id, held)
    where u.user_id = moved.user_id
""",
)
AUCTIONS = Prepared(
    "bid_write_auctions",
    (
        "int[]",
        "numeric[]",
        "int[]",
        "timestamptz[]",
        "int[]",
        "int[]",
        "int[]",
        "int[]",
        "varchar[]",
    ),
    """
    update products p
    set price = n.price, leader_id = n.leader, end_datetime = n.ends_at, sequence = n.sequence,
        bid_count = n.bids, bidder_count = n.bidders, version = n.version, chain_head = n.head
    from unnest($1, $2, $3,
                $4, $5,
                $6, $7, $8,
                $9)
         n (id, price, leader, ends_at, sequence, bids, bidders, version, head)
    where p.product_id = n.id
""",
)
EXTENSIONS = Prepared(
    "bid_extensions",
    (
        "int[]",
        "timestamptz[]",
        "timestamptz[]",
        "int[]",
        "timestamptz[]",
    ),
    """
    insert into extensions (product_id, ends_from, ends_to, cause, sequence, at)
    select a, b, c, 'soft_close', d, e
    from unnest($1, $2,
                $3, $4,
                $5) rows (a, b, c, d, e)
""",
)
OUTBOX = Prepared(
    "bid_outbox",
    (
        "varchar[]",
        "int[]",
        "int[]",
        "int[]",
        "timestamptz",
    ),
    """
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select a, a || ':' || c || ':' || d, b, c, '{}', $5
    from unnest($1, $2, $3, $4) rows (a, b, c, d)
""",
)
PLACED = Prepared(
    "bid_placed",
    (
        "int[]",
        "int[]",
        "int[]",
        "timestamptz",
    ),
    f"""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select '{BID_PLACED}', '{BID_PLACED}:' || b || ':' || c, a, b,
           jsonb_build_object('intent', c), $4
    from unnest($1, $2, $3) rows (a, b, c)
""",  # noqa: S608  only words named here
)
