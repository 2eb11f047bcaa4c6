"""What a lot's bids are judged again by: the rows, read and locked in the order a bid takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from services.bid_rows import lock_people, look_at_people
from services.bidding import Offer, Terms
from services.errors import ConductRefused, NotFound
from services.lots import Increments, terms_of
from services.open_lot import Person

LOCK = text("""
    select p.*, p.product_status_id = 2 as open
    from products p where product_id = :lot for no key update
""")
_SEATS = text("""
    select b.user_id, b.paddle, b.maximum, b.sequence, b.commitment, h.amount as held,
           (select x.shown_name from bids x
            where x.product_id = b.product_id and x.user_id = b.user_id
            order by x.sequence desc limit 1) as shown_name
    from bidders b
    left join holds h on h.product_id = b.product_id and h.user_id = b.user_id
                     and h.ended_at is null
    where b.product_id = :lot
""")
_INTENTS = text("""
    select i.user_id, i.sequence, i.maximum, i.arrived_at
    from bid_intents i
    where i.product_id = :lot and i.accepted and not exists (
        select from annulled_intents a
        where a.product_id = i.product_id and a.sequence = i.sequence)
    order by i.sequence
""")
_BEHIND = text("""
    select b.intent_sequence from bids b
    where b.product_id = :lot and b.sequence = :number and b.kind not in ('annulled', 'restated')
""")
_SHOWN = text("""
    select distinct intent_sequence from bids where product_id = :lot and user_id = :user
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """An intent that counts."""

    user_id: int
    sequence: int
    maximum: Decimal
    arrived_at: datetime

    @property
    def offer(self) -> Offer:
        """Give it as the rules judge it."""
        return Offer(bidder=self.user_id, amount=self.maximum, arrival=self.arrived_at)


@dataclass(slots=True, kw_only=True)
class BidUpon:
    """A locked lot with its bidders, their wallets and the intents that count."""

    row: Mapping[str, Any]
    terms: Terms
    seats: dict[int, Mapping[str, Any]]
    intents: list[Live]
    people: dict[int, Person]
    number: int
    head: str | None

    @property
    def lot(self) -> int:
        """Name the lot."""
        found: int = self.row["product_id"]
        return found

    def of(self, user_id: int) -> list[Live]:
        """Give one bidder's intents that count."""
        return [one for one in self.intents if one.user_id == user_id]


def lock_bid_upon(
    connection: Connection, row: Mapping[str, Any], increments: Increments
) -> BidUpon:
    """Read what a lot's bids are judged by, and lock the wallets of all its bidders by id.

    Should be called with the lot locked.
    """
    return _read(connection, row, increments, lock_people)


def look_at_bid_upon(
    connection: Connection, row: Mapping[str, Any], increments: Increments
) -> BidUpon:
    """Read what `lock_bid_upon` does, for a forecast; nothing is locked."""
    return _read(connection, row, increments, look_at_people)


def _read(
    connection: Connection,
    row: Mapping[str, Any],
    increments: Increments,
    read_people: Callable[[Connection, Iterable[int]], dict[int, Person]],
) -> BidUpon:
    asked = {"lot": row["product_id"]}
    rows = connection.execute(_SEATS, asked).mappings()
    seats: dict[int, Mapping[str, Any]] = {seat["user_id"]: dict(seat) for seat in rows}
    people = read_people(connection, seats)
    return BidUpon(
        row=row,
        terms=terms_of(row, increments.of(row, connection)),
        seats=seats,
        intents=[Live(**one) for one in connection.execute(_INTENTS, asked).mappings()],
        people=people,
        number=row["bid_count"],
        head=row["chain_head"],
    )


def behind(connection: Connection, upon: BidUpon, number: int) -> list[Live]:
    """Find what stands behind a published bid: its intent, and raises of it nobody has seen."""
    asked = {"lot": upon.lot, "number": number}
    intent = connection.execute(_BEHIND, asked).scalar_one_or_none()
    if intent is None:
        raise NotFound
    found = next((one for one in upon.intents if one.sequence == intent), None)
    if found is None:
        raise ConductRefused(reason="annulled")
    own = {"lot": upon.lot, "user": found.user_id}
    shown = set(connection.execute(_SHOWN, own).scalars())
    later = (one for one in upon.of(found.user_id) if one.sequence > intent)
    return [found, *(one for one in later if one.sequence not in shown)]
