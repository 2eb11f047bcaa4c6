"""What a judged batch writes: all its statements in one message to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text

from services.bid_rows import Intent, OpenLot, Person, as_json

_INTENTS = """
    insert into bid_intents (product_id, sequence, user_id, maximum, idempotency_key, arrived_at,
                             accepted, refusal, answer, ip, user_agent)
    select a, b, c, d, e, f, g is null, g, cast(h as jsonb), cast(i as inet), j
    from unnest(cast(:i_auction as int[]), cast(:i_sequence as int[]), cast(:i_user as int[]),
                cast(:i_maximum as numeric[]), cast(:i_key as varchar[]),
                cast(:i_at as timestamptz[]), cast(:i_refusal as varchar[]),
                cast(:i_answer as text[]), cast(:i_ip as text[]), cast(:i_agent as varchar[]))
         rows (a, b, c, d, e, f, g, h, i, j)
"""
_BIDDERS = """
    insert into bidders (product_id, user_id, paddle, maximum, sequence)
    select * from unnest(cast(:p_auction as int[]), cast(:p_user as int[]),
                         cast(:p_number as int[]), cast(:p_maximum as numeric[]),
                         cast(:p_sequence as int[]))
    on conflict (product_id, user_id)
    do update set maximum = excluded.maximum, sequence = excluded.sequence
"""
_BIDS = """
    insert into bids (bid_value, bid_datetime, user_id, product_id, sequence, intent_sequence,
                      kind, paddle, shown_name, hash)
    select * from unnest(cast(:b_value as numeric[]), cast(:b_at as timestamptz[]),
                         cast(:b_user as int[]), cast(:b_auction as int[]),
                         cast(:b_number as int[]), cast(:b_intent as int[]),
                         cast(:b_kind as varchar[]), cast(:b_paddle as int[]),
                         cast(:b_name as varchar[]), cast(:b_hash as varchar[]))
"""
_RELEASES = """
    update holds h set ended_at = :at, ending = 'released'
    from unnest(cast(:r_auction as int[]), cast(:r_user as int[])) gone (product_id, user_id)
    where h.product_id = gone.product_id and h.user_id = gone.user_id and h.ended_at is null
"""
_HOLDS = """
    insert into holds (user_id, product_id, amount, opened_at)
    select a, b, c, :at from unnest(cast(:h_user as int[]), cast(:h_auction as int[]),
                                    cast(:h_amount as numeric[])) rows (a, b, c)
    on conflict (product_id, user_id) where ended_at is null do update set amount = excluded.amount
"""
_WALLETS = """
    update users u set held = moved.held
    from unnest(cast(:w_user as int[]), cast(:w_held as numeric[])) moved (user_id, held)
    where u.user_id = moved.user_id
"""
_AUCTIONS = """
    update products p
    set price = n.price, leader_id = n.leader, end_datetime = n.ends_at, sequence = n.sequence,
        bid_count = n.bids, bidder_count = n.bidders, version = n.version, chain_head = n.head
    from unnest(cast(:a_id as int[]), cast(:a_price as numeric[]), cast(:a_leader as int[]),
                cast(:a_ends as timestamptz[]), cast(:a_sequence as int[]),
                cast(:a_bids as int[]), cast(:a_bidders as int[]), cast(:a_version as int[]),
                cast(:a_head as varchar[]))
         n (id, price, leader, ends_at, sequence, bids, bidders, version, head)
    where p.product_id = n.id
"""
_EXTENSIONS = """
    insert into extensions (product_id, ends_from, ends_to, cause, sequence, at)
    select a, b, c, 'soft_close', d, e
    from unnest(cast(:e_auction as int[]), cast(:e_from as timestamptz[]),
                cast(:e_to as timestamptz[]), cast(:e_sequence as int[]),
                cast(:e_at as timestamptz[])) rows (a, b, c, d, e)
"""
_OUTBOX = """
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select 'outbid', 'outbid:' || b || ':' || c, a, b, '{}', :at
    from unnest(cast(:o_user as int[]), cast(:o_auction as int[]), cast(:o_sequence as int[]))
         rows (a, b, c)
"""
Columns = dict[str, Callable[[Any], Any]]


def write(
    connection: Connection, lots: Iterable[OpenLot], people: Iterable[Person], at: Any
) -> None:
    """Write every intent, bid, hold, wallet and lot of a judged batch in one round trip."""
    lots = list(lots)
    statements: list[str] = []
    values: dict[str, Any] = {"at": at}

    def add(statement: str, rows: list[Any], columns: Columns) -> None:
        if rows:
            statements.append(statement)
            values.update({name: [read(row) for row in rows] for name, read in columns.items()})

    add(_INTENTS, [(lot, intent) for lot in lots for intent in lot.intents], _INTENT_COLUMNS)
    add(_BIDDERS, [(lot, user) for lot in lots for user in lot.raised], _BIDDER_COLUMNS)
    add(_BIDS, [(lot, bid) for lot in lots for bid in lot.bids], _BID_COLUMNS)
    add(
        _RELEASES,
        [lot for lot in lots if lot.hold_before and lot.leader_before != lot.standing.leader],
        {"r_auction": lambda lot: lot.auction_id, "r_user": lambda lot: lot.leader_before},
    )
    add(_HOLDS, [lot for lot in lots if lot.hold and _hold_moved(lot)], _HOLD_COLUMNS)
    add(_WALLETS, [p for p in people if p.held != p.held_before], _WALLET_COLUMNS)
    add(_AUCTIONS, lots, _AUCTION_COLUMNS)
    add(_EXTENSIONS, [(lot, move) for lot in lots for move in lot.extensions], _EXTENSION_COLUMNS)
    add(_OUTBOX, [(lot, loss) for lot in lots for loss in lot.outbid], _OUTBOX_COLUMNS)
    if statements:
        connection.execute(text(";".join(statements)), values)


def _hold_moved(lot: OpenLot) -> bool:
    return lot.hold != lot.hold_before or lot.leader_before != lot.standing.leader


def _request(name: str) -> Callable[[tuple[OpenLot, Intent]], Any]:
    return lambda row: getattr(row[1].request, name)


def _bid(name: str) -> Callable[[tuple[OpenLot, Mapping[str, Any]]], Any]:
    return lambda row: row[1][name]


_INTENT_COLUMNS: Columns = {
    "i_auction": lambda row: row[0].auction_id,
    "i_sequence": lambda row: row[1].sequence,
    "i_user": _request("user_id"),
    "i_maximum": _request("amount"),
    "i_key": _request("key"),
    "i_at": _request("arrival"),
    "i_refusal": lambda row: row[1].refusal,
    "i_answer": lambda row: as_json(row[1].answer),
    "i_ip": _request("ip"),
    "i_agent": _request("user_agent"),
}
_BIDDER_COLUMNS: Columns = {
    "p_auction": lambda row: row[0].auction_id,
    "p_user": lambda row: row[1],
    "p_number": lambda row: row[0].paddles[row[1]].number,
    "p_maximum": lambda row: row[0].paddles[row[1]].maximum,
    "p_sequence": lambda row: row[0].paddles[row[1]].sequence,
}
_BID_COLUMNS: Columns = {
    "b_auction": lambda row: row[0].auction_id,
    **{
        f"b_{name}": _bid(name)
        for name in ("value", "at", "user", "number", "intent", "kind", "paddle", "name", "hash")
    },
}
_HOLD_COLUMNS: Columns = {
    "h_user": lambda lot: lot.standing.leader,
    "h_auction": lambda lot: lot.auction_id,
    "h_amount": lambda lot: lot.hold,
}
_WALLET_COLUMNS: Columns = {"w_user": lambda p: p.user_id, "w_held": lambda p: p.held}
_AUCTION_COLUMNS: Columns = {
    "a_id": lambda lot: lot.auction_id,
    "a_price": lambda lot: lot.standing.price,
    "a_leader": lambda lot: lot.standing.leader,
    "a_ends": lambda lot: lot.standing.ends_at,
    "a_sequence": lambda lot: lot.sequence,
    "a_bids": lambda lot: lot.bid_count,
    "a_bidders": lambda lot: lot.bidder_count,
    "a_version": lambda lot: lot.version,
    "a_head": lambda lot: lot.chain_head,
}
_EXTENSION_COLUMNS: Columns = {
    "e_auction": lambda row: row[0].auction_id,
    "e_from": lambda row: row[1]["from"],
    "e_to": lambda row: row[1]["to"],
    "e_sequence": lambda row: row[0].bid_count,
    "e_at": lambda row: row[1]["at"],
}
_OUTBOX_COLUMNS: Columns = {
    "o_user": lambda row: row[1][0],
    "o_auction": lambda row: row[0].auction_id,
    "o_sequence": lambda row: row[1][1],
}
