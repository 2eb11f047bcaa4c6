"""The hammer: judge one offer against the terms of a lot and the way it stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from services.bidding.money import CENTAVO, centavos
from services.bidding.outcome import can_buy_now
from services.bidding.soft_close import extended_end
from services.bidding.standing import Bidder, BidKind, Offer, Published, Ruling, Standing
from services.bidding.terms import BelowReserve, HoldPolicy, Terms
from services.errors import (
    AuctionClosed,
    BadAmount,
    BidTooLow,
    Impeded,
    NeedsConfirmation,
    NotAboveOwnMaximum,
    NotOpen,
    NotQualified,
    OverLimit,
)


def judge(terms: Terms, standing: Standing, offer: Offer, bidder: Bidder) -> Ruling:
    """Accept the offer, or raise the first refusal that applies.

    The order is a promise: `BadAmount`, `NotOpen`, `AuctionClosed`, `NotQualified`, `Impeded`,
    `NotAboveOwnMaximum`, `BidTooLow`, `OverLimit`, `NeedsConfirmation`. A repeated offer is the
    caller's to recognise. Buying at once when it is no longer possible is `NotOpen`, as for the
    slower of two clicks; it sells at the published price or, if `amount` is less, is `BidTooLow`.
    (docs/bidding rules 2.3, 2.7)
    """
    offer = replace(offer, amount=_sum_of_money(offer.amount))
    _admit(terms, standing, offer, bidder)
    if offer.buy_now and terms.buy_now is not None:
        return _buy_at_once(terms, standing, offer, bidder, price=terms.buy_now)
    _weigh(terms, standing, offer, bidder)

    price, leader, maximum = _resolve(terms, standing, offer)
    published = _publish(standing, offer, price=price, leader=leader)
    ends_at = standing.ends_at
    if published:
        ends_at = extended_end(terms, ends_at, offer.arrival)
    return Ruling(
        standing=Standing(
            open=True,
            ends_at=ends_at,
            price=price,
            leader=leader,
            leader_maximum=maximum,
            sequence=standing.sequence + 1,
        ),
        published=published,
        commitment=commitment(terms, maximum),
        extended=ends_at != standing.ends_at,
        sold=False,
    )


def _resolve(terms: Terms, standing: Standing, offer: Offer) -> tuple[Decimal, int, Decimal]:
    # Never below the price without saying so: a challenge is at least the minimum bid, which is
    # above the price, and the leader's maximum is not below it.
    amount, defended = offer.amount, standing.leader_maximum
    if standing.price is None or standing.leader is None or defended is None:
        price, leader, maximum = terms.opening_price, offer.bidder, amount
    elif offer.bidder == standing.leader:
        price, leader, maximum = standing.price, offer.bidder, amount
    elif amount > defended:
        price = min(amount, defended + terms.increments.step_at(defended))
        leader, maximum = offer.bidder, amount
    else:  # of two equal maxima the one given first leads, at that amount
        price = min(defended, amount + terms.increments.step_at(amount))
        leader, maximum = standing.leader, defended
    return _lift_to_reserve(terms, price, maximum), leader, maximum


def _lift_to_reserve(terms: Terms, price: Decimal, maximum: Decimal) -> Decimal:
    if terms.reserve is None:
        return price
    if maximum >= terms.reserve or terms.below_reserve is BelowReserve.FULL_MAX:
        return max(price, min(maximum, terms.reserve))
    return price


def _publish(
    standing: Standing, offer: Offer, *, price: Decimal, leader: int
) -> tuple[Published, ...]:
    if leader != offer.bidder:
        return (
            Published(bidder=offer.bidder, amount=offer.amount, kind=BidKind.DIRECT),
            Published(bidder=leader, amount=price, kind=BidKind.AUTO),
        )
    if standing.leader == offer.bidder and price == standing.price:
        return ()  # a raise nobody else is to know of
    row = Published(bidder=leader, amount=price, kind=BidKind.DIRECT)
    if (
        standing.price is None
        or standing.leader is None
        or standing.leader_maximum is None
        or standing.leader == offer.bidder
        or standing.leader_maximum == standing.price
    ):
        return (row,)
    defence = Published(bidder=standing.leader, amount=standing.leader_maximum, kind=BidKind.AUTO)
    return (defence, row)


def _buy_at_once(
    terms: Terms, standing: Standing, offer: Offer, bidder: Bidder, *, price: Decimal
) -> Ruling:
    if offer.amount < price:
        raise BidTooLow(minimum=price)
    _require_funds(terms, price, bidder)
    return Ruling(
        standing=Standing(
            open=False,
            ends_at=standing.ends_at,
            price=price,
            leader=offer.bidder,
            leader_maximum=price,
            sequence=standing.sequence + 1,
        ),
        published=(Published(bidder=offer.bidder, amount=price, kind=BidKind.BUY_NOW),),
        commitment=commitment(terms, price),
        extended=False,
        sold=True,
    )


def _admit(terms: Terms, standing: Standing, offer: Offer, bidder: Bidder) -> None:
    if not standing.open or offer.arrival < terms.opens_at:
        raise NotOpen
    if offer.buy_now and not can_buy_now(terms, standing):
        raise NotOpen
    if offer.arrival >= standing.ends_at:
        raise AuctionClosed
    if bidder.not_qualified is not None:
        raise NotQualified(reason=bidder.not_qualified)
    if bidder.impeded is not None:
        raise Impeded(reason=bidder.impeded)


def _weigh(terms: Terms, standing: Standing, offer: Offer, bidder: Bidder) -> None:
    minimum = minimum_bid(terms, standing.price)
    if offer.bidder == standing.leader and standing.leader_maximum is not None:
        if offer.amount <= standing.leader_maximum:
            raise NotAboveOwnMaximum(maximum=standing.leader_maximum)
    elif offer.amount < minimum:
        raise BidTooLow(minimum=minimum)
    _require_funds(terms, offer.amount, bidder)
    if offer.amount > terms.confirm_above * minimum and not offer.confirmed:
        raise NeedsConfirmation(amount=offer.amount, minimum=minimum)


def _require_funds(terms: Terms, maximum: Decimal, bidder: Bidder) -> None:
    needed = commitment(terms, maximum) - bidder.held
    if needed > bidder.available:
        raise OverLimit(available=bidder.available, missing=needed - bidder.available)


def _sum_of_money(amount: Decimal) -> Decimal:
    try:
        whole = centavos(amount)
    except ValueError:
        raise BadAmount from None
    if whole <= 0:
        raise BadAmount
    return whole


def minimum_bid(terms: Terms, price: Decimal | None) -> Decimal:
    """Return the least a newcomer may offer: the opening price, then price plus increment."""
    if price is None:
        return terms.opening_price
    return price + terms.increments.step_at(price)


def commitment(terms: Terms, maximum: Decimal) -> Decimal:
    """Return what a leader with this maximum has held, half up. (docs/bidding rules 2.10)"""
    held = {
        HoldPolicy.NONE: Decimal(0),
        HoldPolicy.FIXED_DEPOSIT: terms.hold_value,
        HoldPolicy.PERCENT_OF_MAX: maximum * terms.hold_value / 100,
        HoldPolicy.FULL_MAX: maximum,
    }
    return held[terms.hold_policy].quantize(CENTAVO, ROUND_HALF_UP)
