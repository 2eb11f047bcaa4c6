"""Accepted bids: the price, who leads, what is published and what is held."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.bidding import (
    DEFAULT_BRL,
    BelowReserve,
    Bidder,
    HoldPolicy,
    IncrementTable,
    commitment,
    minimum_bid,
)
from tests.services.bidding.lots import Room, offer, room, terms

Script = list[tuple[str, str]]


def flat(step: str) -> IncrementTable:
    return IncrementTable.flat(Decimal(step))


RESERVE = {"opening": "100", "reserve": "1000"}


@pytest.mark.parametrize(
    ("lot", "script", "price", "leader"),
    [
        ({}, [("A", "100")], "10.00", "A"),
        ({"opening": "2", "increments": flat("2")}, [("A", "100"), ("B", "50")], "52.00", "A"),
        ({}, [("A", "50"), ("B", "100")], "51.00", "B"),
        ({}, [("A", "50"), ("B", "50.30")], "50.30", "B"),
        ({"opening": "9.99"}, [("A", "12"), ("B", "11.75")], "12.00", "A"),
        ({}, [("A", "50"), ("B", "50")], "50.00", "A"),
        ({"opening": "50", "increments": flat("3")}, [("A", "100"), ("B", "75")], "78.00", "A"),
        ({"opening": "1", "increments": flat("1")}, [("A", "30"), ("B", "13")], "14.00", "A"),
        ({}, [("A", "50"), ("A", "500")], "10.00", "A"),
        ({"opening": "5"}, [("A", "100"), ("B", "24.50")], "25.00", "A"),
        ({"opening": "5"}, [("A", "100"), ("B", "24.50"), ("C", "26")], "27.00", "A"),
        ({}, [("A", "50"), ("B", "80"), ("A", "80")], "80.00", "B"),
        ({}, [("A", "100"), ("B", "80"), ("C", "90"), ("D", "300")], "102.50", "D"),
        (RESERVE, [("A", "500")], "100.00", "A"),
        (RESERVE, [("A", "1500")], "1000.00", "A"),
        (RESERVE, [("A", "500"), ("B", "700")], "510.00", "B"),
        (RESERVE, [("A", "500"), ("B", "700"), ("B", "1200")], "1000.00", "B"),
        (RESERVE, [("A", "1500"), ("B", "1100")], "1125.00", "A"),
        (RESERVE, [("A", "500"), ("B", "1000")], "1000.00", "B"),
        (RESERVE, [("A", "999.99"), ("B", "1500")], "1009.99", "B"),
        (
            {"opening": "1000", "increments": DEFAULT_BRL},
            [("A", "5000"), ("B", "3000")],
            "3050.00",
            "A",
        ),
        (
            {"opening": "200000", "increments": flat("2000")},
            [("A", "260000"), ("B", "230000")],
            "232000.00",
            "A",
        ),
    ],
    ids=[
        "P01",
        "P02",
        "P03",
        "P04",
        "P05",
        "P06",
        "P07",
        "P09",
        "P10",
        "P13",
        "P13+C",
        "P14",
        "P16",
        "R01",
        "R02",
        "R03",
        "R04",
        "R06",
        "R07",
        "R11",
        "B01",
        "B02",
    ],
)
def test_the_worked_examples_of_the_rules_hold(
    lot: dict[str, Any], script: Script, price: str, leader: str
) -> None:
    held = room(**lot).hear_all(script)

    assert held.refused == []
    assert (str(held.standing.price), held.leader) == (price, leader)
    last = held.rows[-1]
    assert (last[1], last[0]) == (price, leader)


def test_p11_a_leader_repeating_or_lowering_the_own_maximum_is_refused_both_times() -> None:
    held = room().hear_all([("A", "50"), ("A", "50"), ("A", "40")])

    assert held.refused == ["not_above_own_max", "not_above_own_max"]
    assert held.rows == [("A", "10.00", "direct")]


def test_p12_a_newcomer_below_the_minimum_bid_is_refused_and_told_the_minimum() -> None:
    held = room().hear_all([("A", "50"), ("B", "30"), ("C", "31")])

    assert held.refused == ["below_min_next"]
    assert (str(held.standing.price), held.leader) == ("31.00", "A")
    assert str(minimum_bid(held.terms, held.standing.price)) == "32.00"


def test_r04_a_leader_whose_raise_crosses_the_reserve_is_published_at_the_reserve() -> None:
    held = room(**RESERVE).hear_all([("A", "500"), ("B", "700"), ("B", "1200")])

    assert held.rows[-2:] == [("B", "510.00", "direct"), ("B", "1000.00", "direct")]


def test_a_raise_that_stays_below_the_reserve_is_nobody_elses_business() -> None:
    held = room(**RESERVE).hear_all([("A", "500"), ("A", "999.99")])

    assert held.rows == [("A", "100.00", "direct")]
    assert held.standing.leader_maximum == Decimal("999.99")


def test_a_raise_keeps_the_price_even_when_the_challenger_was_short_of_an_increment() -> None:
    held = room().hear_all([("A", "50"), ("B", "50.30"), ("B", "100")])

    assert str(held.standing.price) == "50.30"


def test_a_leader_at_the_own_maximum_may_raise_it_by_less_than_an_increment() -> None:
    held = room().hear_all([("A", "50"), ("B", "50"), ("A", "50.01")])

    assert held.refused == []
    assert (str(held.standing.price), held.leader) == ("50.00", "A")
    assert str(held.standing.leader_maximum) == "50.01"


FULL = {"opening": "100", "reserve": "2500", "below_reserve": BelowReserve.FULL_MAX}


@pytest.mark.parametrize(
    ("script", "price", "leader"),
    [
        ([("A", "1800")], "1800.00", "A"),
        ([("A", "3000")], "2500.00", "A"),
        ([("A", "1800"), ("B", "3000")], "2500.00", "B"),
        ([("A", "1800"), ("B", "1900")], "1900.00", "B"),
        ([("A", "1800"), ("A", "2000")], "2000.00", "A"),
        ([("A", "1800"), ("A", "3000")], "2500.00", "A"),
        ([("A", "3000"), ("B", "2600")], "2650.00", "A"),
    ],
)
def test_with_the_full_maximum_policy_a_lot_below_reserve_stands_at_the_best_maximum(
    script: Script, price: str, leader: str
) -> None:
    held = room(**FULL).hear_all(script)

    assert held.refused == []
    assert (str(held.standing.price), held.leader) == (price, leader)
    assert (held.rows[-1][1], held.rows[-1][0]) == (price, leader)


def test_the_defenders_last_automatic_bid_is_published_once_only() -> None:
    held = room().hear_all([("A", "50"), ("B", "50"), ("C", "60")])

    assert held.rows == [
        ("A", "10.00", "direct"),
        ("B", "50.00", "direct"),
        ("A", "50.00", "auto"),
        ("C", "51.00", "direct"),
    ]


def test_x01_the_remaining_intents_replayed_give_the_price_without_the_one_who_left() -> None:
    script = [("A", "100"), ("B", "50"), ("C", "200")]

    assert room().hear_all(script).standing.price == Decimal("102.50")
    replayed = room().hear_all(script[:2])
    assert (str(replayed.standing.price), replayed.leader) == ("51.00", "A")


def test_x02_without_the_winner_the_price_is_the_one_the_others_made() -> None:
    replayed = room().hear_all([("C", "50"), ("B", "80")])

    assert (str(replayed.standing.price), replayed.leader) == ("51.00", "B")


def test_every_accepted_intent_takes_the_next_sequence_and_refused_ones_take_none() -> None:
    held = room().hear_all([("A", "50"), ("B", "11"), ("B", "11"), ("A", "60"), ("C", "70")])

    assert held.refused == ["below_min_next"]
    assert held.standing.sequence == 4


def test_amounts_are_published_with_two_places_however_they_were_written() -> None:
    held = room().hear_all([("A", "5E+1"), ("B", "30.000")])

    assert held.rows == [
        ("A", "10.00", "direct"),
        ("B", "30.00", "direct"),
        ("A", "31.00", "auto"),
    ]
    assert str(held.standing.leader_maximum) == "50.00"


def test_the_largest_sum_leads_and_the_price_never_leaves_the_sums_of_money() -> None:
    held = room().hear_all([("A", "9999999999.99"), ("B", "9999999999.98")])

    assert (str(held.standing.price), held.leader) == ("9999999999.99", "A")


@pytest.mark.parametrize(
    ("policy", "value", "maximum", "held"),
    [
        (HoldPolicy.NONE, "0", "700", "0.00"),
        (HoldPolicy.FIXED_DEPOSIT, "1000", "700", "1000.00"),
        (HoldPolicy.PERCENT_OF_MAX, "5", "10.10", "0.51"),
        (HoldPolicy.PERCENT_OF_MAX, "20", "600.00", "120.00"),
        (HoldPolicy.PERCENT_OF_MAX, "5", "10.09", "0.50"),
        (HoldPolicy.FULL_MAX, "0", "700", "700.00"),
    ],
)
def test_a_hold_is_what_the_policy_says_of_the_maximum_half_up(
    policy: HoldPolicy, value: str, maximum: str, held: str
) -> None:
    lot = terms(hold_policy=policy, hold_value=value)

    assert str(commitment(lot, Decimal(maximum))) == held


def test_the_wallet_table_of_the_rules_holds_line_by_line() -> None:
    first, second = room(), room()
    assert_commitment(first, "A", "600", Bidder(available=Decimal(1000)), "600.00")
    assert second.hear(offer("A", "500"), Bidder(available=Decimal(400))) is None
    assert second.refused == ["over_limit"]
    raised = Bidder(available=Decimal(400), held=Decimal(600))
    assert_commitment(first, "A", "700", raised, "700.00")
    assert_commitment(first, "B", "900", Bidder(available=Decimal(900)), "900.00")
    # A loses at once to B's proxy: what is held is still B's 900.
    assert_commitment(first, "A", "800", Bidder(available=Decimal(1000)), "900.00")


def assert_commitment(held: Room, name: str, amount: str, bidder: Bidder, expected: str) -> None:
    ruling = held.hear(offer(name, amount), bidder)
    assert ruling is not None
    assert str(ruling.commitment) == expected


def test_a_raise_asks_only_for_the_difference_and_down_to_the_centavo() -> None:
    held = room().hear_all([("A", "600")])
    short = Bidder(available=Decimal("99.99"), held=Decimal(600))
    enough = Bidder(available=Decimal("100.00"), held=Decimal(600))

    assert held.hear(offer("A", "700"), short) is None
    assert held.refused == ["over_limit"]
    assert held.hear(offer("A", "700"), enough) is not None
