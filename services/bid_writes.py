"""What a judged batch writes: all its statements in one message to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from services.bid_rows import as_json
from services.bid_statements import (
    AUCTIONS,
    BIDDERS,
    BIDS,
    EXTENSIONS,
    HOLDS,
    INTENTS,
    OUTBOX,
    PLACED,
    RELEASES,
    WALLETS,
)
from services.database import NOTIFY
from services.declarations import DECLARE, WORDS
from services.handlers import is_heard
from services.handlers.topics import BID_PLACED
from services.open_lot import OpenLot, Person
from services.prepared import Call, Prepared, run_all


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
    add(INTENTS, [(lot, intent) for lot in lots for intent in lot.intents], _INTENT_COLUMNS)
    seats = [(lot, user, lot.paddles[user]) for lot in lots for user in lot.raised]
    add(BIDDERS, seats, _BIDDER_COLUMNS)
    add(BIDS, [(lot, bid) for lot in lots for bid in lot.bids], _BID_COLUMNS)
    left = (lot for lot in lots if lot.hold_before and lot.displaced is not None)
    add(RELEASES, left, _RELEASE_COLUMNS, at)
    add(HOLDS, (lot for lot in lots if lot.hold and _hold_moved(lot)), _HOLD_COLUMNS, at)
    add(WALLETS, (p for p in people if p.held != p.held_before), _WALLET_COLUMNS)
    add(AUCTIONS, lots, _AUCTION_COLUMNS)
    add(EXTENSIONS, [(lot, e) for lot in lots for e in lot.extensions], _EXTENSION_COLUMNS)
    add(OUTBOX, [(lot, *told) for lot in lots for told in lot.told], _OUTBOX_COLUMNS, at)
    if is_heard(BID_PLACED):  # by nobody, it costs nothing
        placed = [(lot, one) for lot in lots for one in lot.intents if one.refusal is None]
        add(PLACED, placed, _PLACED_COLUMNS, at)
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
