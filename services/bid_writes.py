"""What a judged batch writes: all its statements in one message to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from services.bid_rows import as_json
from services.database import NOTIFY
from services.declarations import DECLARE, WORDS
from services.handlers import is_heard
from services.handlers.topics import BID_PLACED
from services.open_lot import OpenLot, Person
from services.prepared import Call, Prepared, run_all

_INTENTS = Prepared(
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
_BIDDERS = Prepared(
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
_BIDS = Prepared(
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
_RELEASES = Prepared(
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
_HOLDS = Prepared(
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
_WALLETS = Prepared(
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
_AUCTIONS = Prepared(
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
_EXTENSIONS = Prepared(
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
_OUTBOX = Prepared(
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
_PLACED = Prepared(
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


def write(
    connection: Connection,
    lots: Iterable[OpenLot],
    people: Iterable[Person],
    at: datetime,
    *,
    notes: Sequence[str] = (),
) -> None:
    """Write every intent, bid, hold, wallet and lot of a judged batch in one message.

    `notes` are told to the other processes in the same transaction.
    """
    lots = list(lots)
    calls: list[Call] = []

    def add(prepared: Prepared, rows: Iterable[Any], columns: Columns, *more: Any) -> None:
        rows = list(rows)
        if rows:
            calls.append((prepared, [*([read(row) for row in rows] for read in columns), *more]))

    add(DECLARE, [(lot, said) for lot in lots for said in lot.declarations], _DECLARE_COLUMNS)
    add(_INTENTS, [(lot, intent) for lot in lots for intent in lot.intents], _INTENT_COLUMNS)
    seats = [(lot, user, lot.paddles[user]) for lot in lots for user in lot.raised]
    add(_BIDDERS, seats, _BIDDER_COLUMNS)
    add(_BIDS, [(lot, bid) for lot in lots for bid in lot.bids], _BID_COLUMNS)
    left = (lot for lot in lots if lot.hold_before and lot.displaced is not None)
    add(_RELEASES, left, _RELEASE_COLUMNS, at)
    add(_HOLDS, (lot for lot in lots if lot.hold and _hold_moved(lot)), _HOLD_COLUMNS, at)
    add(_WALLETS, (p for p in people if p.held != p.held_before), _WALLET_COLUMNS)
    add(_AUCTIONS, lots, _AUCTION_COLUMNS)
    add(_EXTENSIONS, [(lot, e) for lot in lots for e in lot.extensions], _EXTENSION_COLUMNS)
    add(_OUTBOX, [(lot, *told) for lot in lots for told in lot.told], _OUTBOX_COLUMNS, at)
    if is_heard(BID_PLACED):  # by nobody, it costs nothing
        placed = [(lot, one) for lot in lots for one in lot.intents if one.refusal is None]
        add(_PLACED, placed, _PLACED_COLUMNS, at)
    calls += [(NOTIFY, [note]) for note in notes]
    if calls:
        run_all(connection, calls)


def _hold_moved(lot: OpenLot) -> bool:
    return lot.hold != lot.hold_before or lot.leader_before != lot.standing.leader


Columns = tuple[Callable[[Any], Any], ...]
_INTENT_COLUMNS: Columns = (
    lambda row: row[0].auction_id,
    lambda row: row[1].sequence,
    lambda row: row[1].request.user_id,
    lambda row: row[1].request.amount,
    lambda row: row[1].request.key,
    lambda row: row[1].request.arrival,
    lambda row: row[1].refusal,
    lambda row: as_json(row[1].answer),
    lambda row: row[1].request.ip,
    lambda row: row[1].request.user_agent,
)
_DECLARE_COLUMNS: Columns = (
    lambda row: row[0].auction_id,
    lambda row: row[1].user_id,
    lambda row: row[0].notice,
    lambda _: WORDS,
    lambda row: row[1].arrival,
    lambda row: row[1].ip,
)
_BIDDER_COLUMNS: Columns = (
    lambda row: row[0].auction_id,
    lambda row: row[1],
    lambda row: row[2].number,
    lambda row: row[2].maximum,
    lambda row: row[2].sequence,
    lambda row: row[2].salt,
    lambda row: row[2].commitment,
)
_BID_COLUMNS: Columns = (
    lambda row: row[1]["value"],
    lambda row: row[1]["at"],
    lambda row: row[1]["user"],
    lambda row: row[0].auction_id,
    lambda row: row[1]["number"],
    lambda row: row[1]["intent"],
    lambda row: row[1]["kind"],
    lambda row: row[1]["paddle"],
    lambda row: row[1]["name"],
    lambda row: row[1]["hash"],
)
_RELEASE_COLUMNS: Columns = (lambda lot: lot.auction_id, lambda lot: lot.displaced)
_HOLD_COLUMNS: Columns = (
    lambda lot: lot.standing.leader,
    lambda lot: lot.auction_id,
    lambda lot: lot.hold,
)
_WALLET_COLUMNS: Columns = (lambda person: person.user_id, lambda person: person.held)
_AUCTION_COLUMNS: Columns = (
    lambda lot: lot.auction_id,
    lambda lot: lot.standing.price,
    lambda lot: lot.standing.leader,
    lambda lot: lot.standing.ends_at,
    lambda lot: lot.sequence,
    lambda lot: lot.bid_count,
    lambda lot: lot.bidder_count,
    lambda lot: lot.version,
    lambda lot: lot.chain_head,
)
_EXTENSION_COLUMNS: Columns = (
    lambda row: row[0].auction_id,
    lambda row: row[1]["from"],
    lambda row: row[1]["to"],
    lambda row: row[1]["number"],
    lambda row: row[1]["at"],
)
_PLACED_COLUMNS: Columns = (
    lambda row: row[1].request.user_id,
    lambda row: row[0].auction_id,
    lambda row: row[1].sequence,
)
_OUTBOX_COLUMNS: Columns = (
    lambda row: row[1],
    lambda row: row[2],
    lambda row: row[0].auction_id,
    lambda row: row[0].sequence,
)
