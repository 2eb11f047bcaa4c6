"""The increment table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.bidding import DEFAULT_BRL, IncrementTable, minimum_bid
from tests.services.bidding.lots import EBAY, terms


@pytest.mark.parametrize(
    ("price", "step"),
    [
        ("0.00", "1"),
        ("49.99", "1"),
        ("50.00", "2"),
        ("99.99", "2"),
        ("100.00", "5"),
        ("499.99", "5"),
        ("500.00", "10"),
        ("999.99", "10"),
        ("1000.00", "20"),
        ("2000.00", "50"),
        ("5000.00", "100"),
        ("10000.00", "200"),
        ("20000.00", "500"),
        ("50000.00", "1000"),
        ("100000.00", "2000"),
        ("499999.99", "2000"),
        ("500000.00", "5000"),
        ("999999.99", "5000"),
        ("1000000.00", "10000"),
        ("9999999999.99", "10000"),
    ],
)
def test_the_house_table_in_reais_steps_up_at_each_bound(price: str, step: str) -> None:
    assert DEFAULT_BRL.step_at(Decimal(price)) == Decimal(step)


@pytest.mark.parametrize(
    ("price", "step"), [("24.99", "0.50"), ("25.00", "1.00"), ("25.01", "1.00"), ("0.99", "0.05")]
)
def test_a_price_exactly_on_a_bound_takes_the_upper_step(price: str, step: str) -> None:
    assert str(EBAY.step_at(Decimal(price))) == step


def test_a_judicial_lot_has_one_step_at_every_price() -> None:
    table = IncrementTable.flat(Decimal(2000))

    assert {table.step_at(Decimal(price)) for price in (0, 1, 10**9)} == {Decimal(2000)}


def test_the_minimum_bid_is_the_opening_price_and_then_a_step_above_the_price() -> None:
    lot = terms("9.99")

    assert minimum_bid(lot, None) == Decimal("9.99")
    assert minimum_bid(lot, Decimal("9.99")) == Decimal("10.49")
    assert minimum_bid(lot, Decimal("24.99")) == Decimal("25.49")
    assert minimum_bid(lot, Decimal("25.00")) == Decimal("26.00")


def test_sums_written_without_centavos_are_published_with_two() -> None:
    assert str(minimum_bid(terms("10"), None)) == "10.00"
    assert str(IncrementTable.flat(Decimal("1E+3")).step_at(Decimal(1))) == "1000.00"


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [("1", "1")],
        [("0", "1"), ("50", "2"), ("50", "3")],
        [("0", "1"), ("50", "2"), ("49", "3")],
        [("0", "0")],
        [("0", "1"), ("50", "-1")],
        [("0", "0.005")],
        [("0", "NaN")],
    ],
    ids=["empty", "not from zero", "doubled", "falling", "zero", "negative", "half", "nan"],
)
def test_a_table_nobody_could_follow_is_not_published(steps: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"increment table|not a sum|fraction"):
        IncrementTable(steps=tuple((Decimal(bound), Decimal(step)) for bound, step in steps))
