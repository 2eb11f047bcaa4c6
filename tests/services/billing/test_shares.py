"""Rounding and sharing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing import round_half_up, shares
from tests.services.bidding.sampling import sampled


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.505", "0.51"),
        ("0.515", "0.52"),
        ("0.5049999", "0.50"),
        ("617.2835", "617.28"),
        ("0.004999", "0.00"),
        ("0.005", "0.01"),
        ("7", "7.00"),
    ],
)
def test_half_a_centavo_is_rounded_up_and_less_is_dropped(exact: str, rounded: str) -> None:
    assert str(round_half_up(Decimal(exact))) == rounded


def test_m03_thirty_equal_instalments_are_equal() -> None:
    assert shares(Decimal("150000.00"), 30) == (Decimal("5000.00"),) * 30


def test_m04_the_first_instalments_carry_the_odd_centavos() -> None:
    parts = shares(Decimal("75000.75"), 30)

    assert parts == (Decimal("2500.03"),) * 15 + (Decimal("2500.02"),) * 15


def test_less_than_a_centavo_each_leaves_the_last_with_nothing() -> None:
    assert [str(part) for part in shares(Decimal("0.02"), 3)] == ["0.01", "0.01", "0.00"]


@pytest.mark.parametrize(("total", "n"), [("1", 0), ("1", -1), ("-0.01", 2), ("0.005", 2)])
def test_what_cannot_be_shared_is_an_error(total: str, n: int) -> None:
    with pytest.raises(ValueError, match="cannot share"):
        shares(Decimal(total), n)


@sampled
@given(units=st.integers(min_value=0, max_value=10**12), n=st.integers(min_value=1, max_value=60))
def test_the_shares_sum_to_the_whole_and_differ_by_a_centavo_at_most(units: int, n: int) -> None:
    total = Decimal(units) / 100
    parts = shares(total, n)

    assert sum(parts) == total
    assert len(parts) == n
    assert max(parts) - min(parts) <= Decimal("0.01")
    assert list(parts) == sorted(parts, reverse=True)
