"""Refused bids: every reason, in the order promised, and nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from services.bidding import Bidder, HoldPolicy, Offer, Standing, Terms, judge
from services.errors import (
    AuctionClosed,
    BadAmount,
    BidTooLow,
    DomainError,
    Impeded,
    NeedsConfirmation,
    NotAboveOwnMaximum,
    NotOpen,
    NotQualified,
    OverLimit,
)
from tests.services.bidding.lots import CENTAVO, ENDS, RICH, offer, terms

LOT = terms()
LED_BY_A = Standing(
    open=True,
    ends_at=ENDS,
    price=Decimal("31.00"),
    leader=1,
    leader_maximum=Decimal("50.00"),
    sequence=2,
)
CLOSED = replace(LED_BY_A, open=False)

# Each case breaks its own rule and every rule after it that can be broken at the same time.
CASES: list[tuple[type[DomainError], Terms, Standing, Offer, Bidder]] = [
    (
        BadAmount,
        LOT,
        CLOSED,
        offer("A", "0.001", arrival=ENDS, confirmed=False),
        Bidder(not_qualified="deposit", impeded="seller"),
    ),
    (
        NotOpen,
        LOT,
        CLOSED,
        offer("A", "0.01", arrival=ENDS, confirmed=False),
        Bidder(not_qualified="deposit", impeded="seller"),
    ),
    (
        AuctionClosed,
        LOT,
        LED_BY_A,
        offer("A", "0.01", arrival=ENDS, confirmed=False),
        Bidder(not_qualified="deposit", impeded="seller"),
    ),
    (
        NotQualified,
        LOT,
        LED_BY_A,
        offer("A", "0.01", confirmed=False),
        Bidder(not_qualified="deposit", impeded="seller"),
    ),
    (Impeded, LOT, LED_BY_A, offer("A", "0.01", confirmed=False), Bidder(impeded="seller")),
    (NotAboveOwnMaximum, LOT, LED_BY_A, offer("A", "0.01", confirmed=False), Bidder()),
    (BidTooLow, LOT, LED_BY_A, offer("B", "31.99", confirmed=False), Bidder()),
    (OverLimit, LOT, LED_BY_A, offer("B", "160.01", confirmed=False), Bidder()),
    (NeedsConfirmation, LOT, LED_BY_A, offer("B", "160.01", confirmed=False), RICH),
]


@pytest.mark.parametrize(
    ("refusal", "lot", "standing", "made", "bidder"), CASES, ids=[c[0].__name__ for c in CASES]
)
def test_an_offer_that_breaks_several_rules_is_told_the_first(
    refusal: type[DomainError], lot: Terms, standing: Standing, made: Offer, bidder: Bidder
) -> None:
    with pytest.raises(DomainError) as refused:
        judge(lot, standing, made, bidder)

    assert type(refused.value) is refusal


def test_the_order_of_the_refusals_is_that_of_the_rules() -> None:
    order = [case[0].code for case in CASES]

    assert order == [
        "bad_amount",
        "not_open",
        "closed",
        "not_qualified",
        "impeded",
        "not_above_own_max",
        "below_min_next",
        "over_limit",
        "needs_confirmation",
    ]


@pytest.mark.parametrize(
    "amount",
    [
        "0",
        "-0",
        "-1",
        "0.001",
        "10.999",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "10000000000",
        "9999999999.991",
        "1E+100",
        "1E-100",
    ],
)
def test_what_is_not_a_sum_of_money_is_refused_before_anything_else(amount: str) -> None:
    with pytest.raises(BadAmount):
        judge(LOT, LED_BY_A, offer("B", amount), RICH)


def test_a_bid_before_the_opening_is_refused_and_one_at_the_opening_is_heard() -> None:
    fresh = Standing(open=True, ends_at=ENDS)
    opens = LOT.opens_at

    with pytest.raises(NotOpen):
        judge(LOT, fresh, offer("A", "10", arrival=opens - timedelta(microseconds=1)), RICH)
    assert judge(LOT, fresh, offer("A", "10", arrival=opens), RICH).standing.leader == 1


def test_a_bid_is_late_exactly_at_the_end_and_in_time_a_microsecond_before() -> None:
    with pytest.raises(AuctionClosed):
        judge(LOT, LED_BY_A, offer("B", "60", arrival=ENDS), RICH)
    in_time = offer("B", "60", arrival=ENDS - timedelta(microseconds=1))
    assert judge(LOT, LED_BY_A, in_time, RICH).standing.leader == 2


def test_the_end_that_counts_is_the_moved_one() -> None:
    moved = replace(LED_BY_A, ends_at=ENDS + timedelta(minutes=2))

    assert judge(LOT, moved, offer("B", "60", arrival=ENDS), RICH).standing.leader == 2


def test_the_reasons_reach_the_person() -> None:
    with pytest.raises(NotQualified) as unfit:
        judge(LOT, LED_BY_A, offer("B", "60"), Bidder(not_qualified="email"))
    with pytest.raises(Impeded) as barred:
        judge(LOT, LED_BY_A, offer("B", "60"), Bidder(impeded="seller"))

    assert (unfit.value.reason, barred.value.reason) == ("email", "seller")


def test_the_leader_is_told_the_own_maximum_and_needs_one_centavo_more() -> None:
    with pytest.raises(NotAboveOwnMaximum) as refused:
        judge(LOT, LED_BY_A, offer("A", "50"), RICH)

    assert refused.value.maximum == Decimal("50.00")
    raised = judge(LOT, LED_BY_A, offer("A", "50.01"), RICH)
    assert raised.standing.leader_maximum == Decimal("50.01")
    assert raised.published == ()


def test_the_minimum_bid_is_heard_and_a_centavo_less_is_not() -> None:
    with pytest.raises(BidTooLow) as refused:
        judge(LOT, LED_BY_A, offer("B", "31.99"), RICH)

    assert refused.value.minimum == Decimal("32.00")
    assert judge(LOT, LED_BY_A, offer("B", "32.00"), RICH).standing.price == Decimal("33.00")


def test_the_first_bid_is_at_least_the_opening_price() -> None:
    fresh = Standing(open=True, ends_at=ENDS)

    with pytest.raises(BidTooLow) as refused:
        judge(LOT, fresh, offer("A", "9.99"), RICH)
    assert refused.value.minimum == Decimal("10.00")
    assert judge(LOT, fresh, offer("A", "10"), RICH).standing.price == Decimal("10.00")


def test_whoever_lacks_money_is_told_what_a_top_up_must_bring() -> None:
    with pytest.raises(OverLimit) as refused:
        judge(LOT, LED_BY_A, offer("B", "60"), Bidder(available=Decimal("59.99")))

    assert (refused.value.available, refused.value.missing) == (Decimal("59.99"), CENTAVO)
    exactly = Bidder(available=Decimal("60.00"))
    assert judge(LOT, LED_BY_A, offer("B", "60"), exactly).standing.leader == 2


def test_without_holds_nobody_needs_a_balance() -> None:
    lot = terms(hold_policy=HoldPolicy.NONE)

    assert judge(lot, LED_BY_A, offer("B", "60"), Bidder()).commitment == 0


def test_an_amount_above_five_minimum_bids_counts_only_when_said_twice() -> None:
    five_times, more = "160.00", "160.01"

    ruling = judge(LOT, LED_BY_A, offer("B", five_times, confirmed=False), RICH)
    assert ruling.standing.leader == 2
    with pytest.raises(NeedsConfirmation) as refused:
        judge(LOT, LED_BY_A, offer("B", more, confirmed=False), RICH)
    assert (refused.value.amount, refused.value.minimum) == (Decimal(more), Decimal("32.00"))
    assert judge(LOT, LED_BY_A, offer("B", more), RICH).standing.leader == 2


def test_the_leader_raising_far_above_the_minimum_bid_is_asked_too() -> None:
    with pytest.raises(NeedsConfirmation):
        judge(LOT, LED_BY_A, offer("A", "160.01", confirmed=False), RICH)


def test_the_house_may_publish_another_guard_against_typing_errors() -> None:
    lot = terms(confirm_above="2")

    with pytest.raises(NeedsConfirmation):
        judge(lot, LED_BY_A, offer("B", "64.01", confirmed=False), RICH)
    ruling = judge(lot, LED_BY_A, offer("B", "64.00", confirmed=False), RICH)
    assert ruling.standing.leader == 2
