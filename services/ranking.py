"""Who came next on a lot, and at which price it would be theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from services.bidding import Offer, Seat, price_without, ranked
from services.billing.defaults import OfferPolicy
from services.lots import Increments, terms_of

_SEATS = text("""
    select user_id, maximum, sequence, paddle from bidders
    where product_id = :lot and maximum is not null
""")
_INTENTS = text("""
    select i.user_id, i.maximum, i.arrived_at,
           exists (select from bids b where b.product_id = i.product_id and b.kind = 'buy_now'
                   and b.intent_sequence = i.sequence) as bought
    from bid_intents i
    where i.product_id = :lot and i.accepted and not exists (
        select from annulled_intents a
        where a.product_id = i.product_id and a.sequence = i.sequence)
    order by i.sequence
""")
# Whoever defaulted, was offered the lot already, or may not bid here any more.
_OUT = text("""
    select user_id from strikes where product_id = :lot
    union select user_id from offers where product_id = :lot
    union select b.user_id from bidders b join users u using (user_id)
          where b.product_id = :lot and (u.blocked_at is not null or u.erased_at is not null)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A runner-up: rank from 1 for the winner, paddle, and the highest amount authorised."""

    user_id: int
    rank: int
    paddle: int
    maximum: Decimal


def candidates(connection: Connection, auction_id: int) -> tuple[Candidate, ...]:
    """List all bidders of a lot in the order they came, the winner first."""
    rows = connection.execute(_SEATS, {"lot": auction_id}).all()
    paddles = {row.user_id: row.paddle for row in rows}
    return tuple(
        Candidate(user_id=s.bidder, rank=rank, paddle=paddles[s.bidder], maximum=s.maximum)
        for rank, s in enumerate(ranked(_seats(rows)), 1)
    )


def next_candidate(connection: Connection, auction_id: int) -> Candidate | None:
    """Find the first who neither defaulted on the lot nor was offered it, and may still buy."""
    out = set(connection.execute(_OUT, {"lot": auction_id}).scalars())
    left = (one for one in candidates(connection, auction_id) if one.user_id not in out)
    return next(left, None)


def price_for(
    connection: Connection,
    lot: Mapping[str, Any],
    increments: Increments,
    candidate: Candidate,
    policy: OfferPolicy,
) -> Decimal:
    """Work out what the lot costs a runner-up by a policy; never more than was authorised."""
    if policy is OfferPolicy.OWN_HIGHEST:
        return candidate.maximum
    asked = {"lot": lot["product_id"]}
    offers = [
        Offer(bidder=i.user_id, amount=i.maximum, arrival=i.arrived_at, buy_now=i.bought)
        for i in connection.execute(_INTENTS, asked)
    ]
    seats = _seats(connection.execute(_SEATS, asked).all())
    terms = terms_of(lot, increments.of(lot, connection))
    return price_without(terms, offers, seats, bidder=candidate.user_id)


def _seats(rows: Any) -> list[Seat]:
    return [Seat(bidder=r.user_id, maximum=r.maximum, sequence=r.sequence) for r in rows]
