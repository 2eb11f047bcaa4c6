"""How a lot ends, and buying it at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.bidding import (
    Bidder,
    BidKind,
    BuyNowPolicy,
    HoldPolicy,
    Outcome,
    Standing,
    can_buy_now,
    decide,
    judge,
    reserve_met,
)
from services.errors import (
    AuctionClosed,
    BadAmount,
    BidTooLow,
    Impeded,
    NotOpen,
    NotQualified,
    OverLimit,
)
from tests.services.bidding.lots import CENTAVO, EARLY, ENDS, RICH, Room, offer, room, terms

FRESH = Standing(open=True, ends_at=ENDS)
UNTIL_MET = {"reserve": "100", "buy_now": "200", "buy_now_policy": BuyNowPolicy.UNTIL_RESERVE_MET}


@pytest.mark.parametrize(
    ("lot", "script", "outcome", "met"),
    [
        ({}, [], Outcome.NO_BIDS, None),
        ({"reserve": "100"}, [], Outcome.NO_BIDS, False),
        ({"reserve": "100", "conditional": True}, [], Outcome.NO_BIDS, False),
        ({}, [("A", "10")], Outcome.SOLD, None),
        ({"conditional": True}, [("A", "10")], Outcome.SOLD, None),
        ({"reserve": "100"}, [("A", "100")], Outcome.SOLD, True),
        ({"reserve": "100", "conditional": True}, [("A", "500")], Outcome.SOLD, True),
        ({"reserve": "100"}, [("A", "99.99")], Outcome.RESERVE_NOT_MET, False),
        ({"reserve": "100", "conditional": True}, [("A", "99.99")], Outcome.CONDITIONAL, False),
    ],
)
def test_the_last_standing_makes_the_outcome(
    lot: dict[str, Any], script: list[tuple[str, str]], outcome: Outcome, met: bool | None
) -> None:
    held = room(**lot).hear_all(script)

    assert decide(held.terms, held.standing) is outcome
    assert reserve_met(held.terms, held.standing) is met


def test_buying_at_once_sells_at_the_published_price_and_ends_the_lot() -> None:
    lot = terms(buy_now="200", reserve="150")
    held = Room(lot)
    late = ENDS - timedelta(seconds=1)
    ruling = held.hear(offer("B", "250", arrival=late, buy_now=True, confirmed=False))

    assert ruling is not None
    assert ruling.standing == Standing(
        open=False,
        ends_at=ENDS,
        price=Decimal(200),
        leader=2,
        leader_maximum=Decimal(200),
        sequence=1,
    )
    assert (ruling.sold, ruling.extended, str(ruling.commitment)) == (True, False, "200.00")
    assert held.rows == [("B", "200.00", BidKind.BUY_NOW)]
    assert decide(lot, held.standing) is Outcome.SOLD


def test_a_bid_never_sells_at_once() -> None:
    ruling = judge(terms(buy_now="200"), FRESH, offer("A", "500"), RICH)

    assert (ruling.sold, ruling.standing.open) == (False, True)
    assert ruling.standing.price == Decimal(10)


def test_of_two_simultaneous_clicks_one_buys_and_the_other_finds_the_lot_not_open() -> None:
    held = room(buy_now="200")
    first = held.hear(offer("A", "200", buy_now=True, confirmed=False))
    after = held.standing
    second = held.hear(offer("B", "200", buy_now=True, confirmed=False))

    assert first is not None
    assert first.sold
    assert second is None
    assert held.refused == ["not_open"]
    assert held.standing is after


def test_a_bid_on_a_lot_just_bought_is_refused() -> None:
    held = room(buy_now="200")
    held.hear(offer("A", "200", buy_now=True))
    held.hear(offer("B", "500"))

    assert held.refused == ["not_open"]


def test_until_the_first_bid_means_until_any_bid_at_all() -> None:
    held = room(buy_now="200", reserve="100")
    assert can_buy_now(held.terms, held.standing)
    held.hear(offer("A", "10"))

    assert not can_buy_now(held.terms, held.standing)
    assert held.hear(offer("B", "200", buy_now=True)) is None
    assert held.refused == ["not_open"]


def test_until_the_reserve_is_met_bids_below_it_leave_the_lot_for_sale() -> None:
    held = room(**UNTIL_MET).hear_all([("A", "50"), ("B", "60")])
    assert can_buy_now(held.terms, held.standing)
    ruling = held.hear(offer("A", "200", buy_now=True, confirmed=False))

    assert ruling is not None
    assert ruling.sold
    assert held.rows[-1] == ("A", "200.00", "buy_now")
    assert held.standing.sequence == 3


def test_the_leader_below_the_reserve_may_buy_at_once_with_what_is_already_held() -> None:
    held = room(**UNTIL_MET).hear_all([("A", "50")])
    buy = offer("A", "200", buy_now=True, confirmed=False)

    assert held.hear(buy, Bidder(available=Decimal("149.99"), held=Decimal(50))) is None
    assert held.refused == ["over_limit"]
    assert held.hear(buy, Bidder(available=Decimal(150), held=Decimal(50))) is not None


def test_once_the_reserve_is_met_the_lot_is_only_bid_on() -> None:
    held = room(**UNTIL_MET).hear_all([("A", "100")])

    assert not can_buy_now(held.terms, held.standing)
    held.hear(offer("B", "200", buy_now=True))
    assert held.refused == ["not_open"]


def test_without_a_reserve_the_first_bid_meets_it() -> None:
    held = room(buy_now="200", buy_now_policy=BuyNowPolicy.UNTIL_RESERVE_MET)
    assert can_buy_now(held.terms, held.standing)
    held.hear(offer("A", "10"))

    assert not can_buy_now(held.terms, held.standing)


def test_a_lot_without_the_price_published_cannot_be_bought_at_once() -> None:
    assert not can_buy_now(terms(), FRESH)
    with pytest.raises(NotOpen):
        judge(terms(), FRESH, offer("A", "200", buy_now=True), RICH)


def test_a_closed_lot_cannot_be_bought_at_once() -> None:
    assert not can_buy_now(terms(buy_now="200"), Standing(open=False, ends_at=ENDS))


def test_buying_at_once_is_refused_for_the_first_rule_broken() -> None:
    lot = terms(buy_now="200")
    unfit = Bidder(not_qualified="deposit", impeded="seller")
    late = offer("A", "199.99", arrival=ENDS, buy_now=True)
    low = offer("A", "199.99", arrival=EARLY, buy_now=True)

    with pytest.raises(BadAmount):
        judge(lot, FRESH, offer("A", "0", arrival=ENDS, buy_now=True), unfit)
    with pytest.raises(NotOpen):
        judge(terms(), FRESH, late, unfit)
    with pytest.raises(AuctionClosed):
        judge(lot, FRESH, late, unfit)
    with pytest.raises(NotQualified):
        judge(lot, FRESH, low, unfit)
    with pytest.raises(Impeded):
        judge(lot, FRESH, low, Bidder(impeded="seller"))
    with pytest.raises(BidTooLow) as refused:
        judge(lot, FRESH, low, Bidder())
    with pytest.raises(OverLimit) as short:
        judge(lot, FRESH, offer("A", "250", buy_now=True), Bidder(available=Decimal("199.99")))

    assert refused.value.minimum == Decimal(200)
    assert short.value.missing == CENTAVO


def test_what_is_held_for_buying_at_once_follows_the_policy_of_the_lot() -> None:
    lot = terms(buy_now="200", hold_policy=HoldPolicy.PERCENT_OF_MAX, hold_value="10")

    ruling = judge(lot, FRESH, offer("A", "200", buy_now=True), Bidder(available=Decimal(20)))
    assert str(ruling.commitment) == "20.00"
