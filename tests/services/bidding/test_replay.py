"""The auction without somebody (docs/bidding rules 2.8, 2.9; X01, X02)."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.bidding import Offer, Seat, price_without, ranked, replay
from tests.services.bidding.lots import offer, person, room, terms

D = Decimal


def seats(offers: list[Offer]) -> list[Seat]:
    highest: dict[int, Seat] = {}
    for number, each in enumerate(offers, 1):
        if each.bidder not in highest or each.amount > highest[each.bidder].maximum:
            highest[each.bidder] = Seat(bidder=each.bidder, maximum=each.amount, sequence=number)
    return list(highest.values())


def test_x01_without_the_highest_the_price_is_what_the_others_made_it() -> None:
    offers = [offer("A", "100"), offer("B", "50"), offer("C", "200")]
    whole = replay(terms(), offers)
    assert (whole.price, whole.leader) == (D("102.50"), person("C"))
    left = replay(terms(), offers, without=[person("C")])
    assert (left.price, left.leader) == (D("51.00"), person("A"))


def test_x02_the_runner_up_is_offered_the_lot_at_the_replayed_price() -> None:
    offers = [offer("C", "50"), offer("B", "80"), offer("A", "100")]
    assert replay(terms(), offers).price == D("81.00")
    order = [seat.bidder for seat in ranked(seats(offers), without=[person("A")])]
    assert order == [person("B"), person("C")]
    assert price_without(terms(), offers, seats(offers), bidder=person("B")) == D("51.00")
    assert price_without(terms(), offers, seats(offers), bidder=person("C")) == D("10.00")


def test_of_two_equal_maxima_the_earlier_ranks_first() -> None:
    equal = [
        Seat(bidder=1, maximum=D(80), sequence=3),
        Seat(bidder=2, maximum=D(80), sequence=2),
        Seat(bidder=3, maximum=D(90), sequence=9),
    ]
    assert [seat.bidder for seat in ranked(equal)] == [3, 2, 1]


def test_what_was_bought_at_once_goes_back_to_who_had_bid_before() -> None:
    lot = terms(buy_now="500", buy_now_policy="until_reserve_met", reserve="400")
    offers = [offer("B", "80"), offer("C", "90"), offer("A", "500", buy_now=True)]
    assert replay(lot, offers, without=[person("A")]).leader == person("C")


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(10, 400)), min_size=2, max_size=12))
def test_nobody_is_ever_offered_more_than_the_own_maximum(script: list[tuple[str, int]]) -> None:
    lot, heard = room(), []
    for name, amount in script:
        if lot.hear(offer(name, str(amount))) is not None:
            heard.append(offer(name, str(amount)))
    places = seats(heard)
    for seat in ranked(places)[1:]:
        assert price_without(terms(), heard, places, bidder=seat.bidder) <= seat.maximum
