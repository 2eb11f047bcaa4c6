"""The auction as it had been without somebody: intents judged again, in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from services.bidding.judgement import judge
from services.bidding.standing import Bidder, Offer, Standing
from services.bidding.terms import Terms
from services.errors import BidRefused

_ANYBODY = Bidder(available=Decimal("Infinity"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One bidder of a lot: the highest amount authorised, and by which intent."""

    bidder: int
    maximum: Decimal
    sequence: int


def ranked(seats: Iterable[Seat], *, without: Collection[int] = ()) -> tuple[Seat, ...]:
    """Order bidders as they came: by maximum, of two equal ones the earlier first."""
    left = (seat for seat in seats if seat.bidder not in without)
    return tuple(sorted(left, key=lambda seat: (-seat.maximum, seat.sequence)))


def replay(terms: Terms, offers: Sequence[Offer], *, without: Collection[int] = ()) -> Standing:
    """Return how the lot had stood had the others alone bid; `offers` were accepted, in order.

    The closing time is not judged again: what arrived in time then arrives in time now.
    (docs/bidding rules 2.8)
    """
    terms = replace(terms, window=timedelta(0), hard_end=None)
    last = max((offer.arrival for offer in offers), default=terms.opens_at)
    standing = Standing(open=True, ends_at=last + timedelta(days=1))
    for offer in offers:
        if offer.bidder in without or not standing.open:
            continue
        try:
            standing = judge(terms, standing, replace(offer, confirmed=True), _ANYBODY).standing
        except BidRefused:  # an own maximum raised although nobody is left to raise it against
            continue
    return standing


def price_without(
    terms: Terms, offers: Sequence[Offer], seats: Iterable[Seat], *, bidder: int
) -> Decimal:
    """Return at what price the lot had gone to this bidder, without all who came before."""
    order = [seat.bidder for seat in ranked(seats)]
    before = order[: order.index(bidder)]
    price = replay(terms, offers, without=before).price
    assert price is not None
    return price
