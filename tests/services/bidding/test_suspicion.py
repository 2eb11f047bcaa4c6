"""What is flagged, to the second, the bid and the per cent: on the bound and just beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.bidding import (
    Habit,
    IncrementTable,
    Newness,
    OnSaleAgain,
    PublicRow,
    TakenOff,
    bids_for_one_seller,
    newcomers_leading_late,
    nibblers,
    shielded,
    sold_all_the_same,
    takes_off_by_habit,
)

END = datetime(2026, 5, 1, 18, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
ANA, BIA, CAIO = 1, 2, 3
TEN = IncrementTable.flat(Decimal(10))


def _row(bidder: int, at: datetime, amount: int = 100, kind: str = "direct") -> PublicRow:
    return PublicRow(bidder=bidder, amount=Decimal(amount), at=at, kind=kind)


def _new(days: float = 1, purchases: int = 0) -> dict[int, Newness]:
    joined = END - 5 * MINUTE - timedelta(days=days)
    return {ANA: Newness(joined_at=joined, purchases=purchases)}


def test_a_newcomer_is_flagged_from_five_minutes_before_the_end() -> None:
    rows = [_row(ANA, END - timedelta(hours=1))]
    assert newcomers_leading_late(rows, _new(), END, END - 5 * MINUTE - SECOND) == ()
    assert newcomers_leading_late(rows, _new(), END, END - 5 * MINUTE) == (ANA,)


def test_who_was_overtaken_before_the_last_five_minutes_did_not_lead_in_them() -> None:
    def led_until(at: datetime) -> tuple[int, ...]:
        rows = [_row(ANA, END - timedelta(hours=1)), _row(BIA, at, 110)]
        return newcomers_leading_late(rows, _new(), END, END)

    assert led_until(END - 5 * MINUTE) == ()
    assert led_until(END - 5 * MINUTE + SECOND) == (ANA,)


def test_who_was_answered_in_the_same_breath_never_led() -> None:
    at = END - MINUTE
    rows = [
        _row(BIA, END - timedelta(hours=1)),
        _row(ANA, at, 110),
        _row(BIA, at, 120, kind="auto"),
    ]
    assert newcomers_leading_late(rows, _new(), END, END) == ()


@pytest.mark.parametrize(
    ("days", "purchases", "flagged"),
    [(7, 0, False), (7 - 1 / 86400, 0, True), (1, 2, True), (1, 3, False)],
)
def test_seven_days_or_three_purchases_make_a_regular(
    days: float, purchases: int, flagged: bool
) -> None:
    found = newcomers_leading_late([_row(ANA, END - DAY)], _new(days, purchases), END, END)
    assert bool(found) is flagged


def test_nobody_leads_once_the_only_bid_is_annulled() -> None:
    rows = [_row(ANA, END - DAY), _row(ANA, END - 10 * MINUTE, kind="annulled")]
    assert newcomers_leading_late(rows, _new(), END, END) == ()


def _nibbling(times: int, *, step: int = 10, taken_back: bool = False) -> list[PublicRow]:
    """Bia defends; Ana bids the least so many times, then takes the lead."""
    rows = [_row(BIA, END, 100)]
    price = 100
    for number in range(times):
        price += step
        rows += [_row(ANA, END, price)]
        price += 10
        rows += [_row(BIA, END, price, kind="auto")]
        if taken_back and number == 2:
            rows += [_row(CAIO, END, price, kind="annulled")]
            rows += [_row(BIA, END, price, kind="restated")]
    return [*rows, _row(ANA, END, price + 10)]


def test_five_least_bids_and_the_lead_are_nibbling() -> None:
    assert nibblers(_nibbling(4), TEN) == ()
    [found] = nibblers(_nibbling(5), TEN)
    assert (found.bidder, found.defender, found.bids) == (ANA, BIA, 5)


def test_a_maximum_that_holds_is_not_exhausted() -> None:
    assert nibblers(_nibbling(9)[:-1], TEN) == ()


def test_more_than_the_least_is_bidding_and_not_nibbling() -> None:
    assert nibblers(_nibbling(9, step=11), TEN) == ()


def test_somebody_else_who_takes_the_lead_has_not_nibbled() -> None:
    rows = [*_nibbling(9)[:-1], _row(CAIO, END, 1000)]
    assert nibblers(rows, TEN) == ()


def test_what_is_taken_back_starts_the_count_anew() -> None:
    assert nibblers(_nibbling(7, taken_back=True), TEN) == ()
    assert len(nibblers(_nibbling(8, taken_back=True), TEN)) == 1


def test_the_opponents_last_defence_is_no_bid_of_the_nibblers() -> None:
    rows = _nibbling(5)[:-1]
    last = rows[-1].amount
    rows += [
        _row(BIA, END, int(last) + 5, kind="auto"),
        _row(ANA, END, int(last) + 15),
    ]
    assert [one.bids for one in nibblers(rows, TEN)] == [5]


@pytest.mark.parametrize(
    ("bids", "on_seller", "lots", "wins", "flagged"),
    [
        (10, 6, 5, 0, False),  # 60 % is not above 60 %
        (1000, 601, 5, 0, True),
        (10, 10, 4, 0, False),
        (10, 10, 5, 0, True),
        (10, 10, 5, 1, False),
        (0, 0, 5, 0, False),
    ],
)
def test_bidding_for_one_seller_and_never_winning(
    bids: int, on_seller: int, lots: int, wins: int, flagged: bool
) -> None:
    habit = Habit(bids=bids, on_seller=on_seller, lots=lots, wins=wins)
    assert bids_for_one_seller(habit) is flagged


def test_a_shield_stood_at_least_at_the_hammer_price() -> None:
    assert shielded(Decimal("100.00"), Decimal("100.00"))
    assert not shielded(Decimal("99.99"), Decimal("100.00"))


@pytest.mark.parametrize(
    ("days", "opening", "buyer", "sign"),
    [
        (1, "99.99", None, "relisted_lower"),
        (1, "100.00", None, None),
        (1, "100.00", ANA, "sold_to_bidder"),
        (1, "50.00", ANA, "sold_to_bidder"),
        (1, "100.00", BIA, None),
        (90, "1.00", ANA, None),
        (90 - 1 / 86400, "1.00", None, "relisted_lower"),
    ],
)
def test_a_thing_taken_off_sale_and_sold_all_the_same(
    days: float, opening: str, buyer: int | None, sign: str | None
) -> None:
    lot = TakenOff(at=END, price=Decimal(100), bidders=frozenset({ANA}))
    starts = END + timedelta(days=days)
    again = OnSaleAgain(starts_at=starts, opening=Decimal(opening), buyer=buyer)
    assert sold_all_the_same(lot, again) == sign


def test_the_third_lot_taken_off_within_ninety_days_is_a_habit() -> None:
    near, far = END - 90 * DAY + SECOND, END - 90 * DAY
    assert takes_off_by_habit([near, END - DAY, END], END)
    assert not takes_off_by_habit([far, END - DAY, END], END)
    assert not takes_off_by_habit([END - DAY, END, END + DAY], END)
