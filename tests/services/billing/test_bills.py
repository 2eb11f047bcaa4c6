"""What the buyer pays and the seller receives."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing import FeeSchedule, bill, captured
from tests.services.bidding.sampling import sampled


def fees(buyer: str = "5.00", seller: str = "0", admin: str = "0") -> FeeSchedule:
    return FeeSchedule(
        buyer_rate=Decimal(buyer), seller_rate=Decimal(seller), admin_fee=Decimal(admin)
    )


def test_m01_the_buyer_pays_hammer_commission_and_fee_less_the_deposit() -> None:
    sale = bill(Decimal("12345.67"), fees("5.00", admin="250.00"))
    deposit = captured(sale.total, Decimal("1000.00"))

    assert str(sale.commission) == "617.28"
    assert str(sale.total) == "13212.95"
    assert str(sale.total - deposit) == "12212.95"


def test_m02_half_a_centavo_of_commission_is_rounded_up() -> None:
    assert str(bill(Decimal("10.10"), fees()).commission) == "0.51"


def test_the_seller_receives_the_hammer_price_less_the_commission_rounded_half_up() -> None:
    sale = bill(Decimal("10.30"), fees("0", seller="5.00", admin="9.00"))

    assert (str(sale.seller_commission), str(sale.seller_net)) == ("0.52", "9.78")
    assert (str(sale.commission), str(sale.total)) == ("0.00", "19.30")


def test_buyer_and_seller_are_each_charged_their_own_rate() -> None:
    sale = bill(Decimal("1000"), fees("5", seller="12.5", admin="30"))

    assert (sale.commission, sale.seller_commission) == (Decimal(50), Decimal(125))
    assert (str(sale.hammer), str(sale.admin_fee)) == ("1000.00", "30.00")
    assert (str(sale.total), str(sale.seller_net)) == ("1080.00", "875.00")


@pytest.mark.parametrize(
    ("total", "hold", "taken"),
    [
        ("100.00", "40.00", "40.00"),
        ("100.00", "100.00", "100.00"),
        ("100.00", "250.00", "100.00"),
        ("100.00", "0.00", "0.00"),
    ],
)
def test_a_hold_pays_up_to_the_bill_and_leaves_nothing_negative_to_charge(
    total: str, hold: str, taken: str
) -> None:
    assert captured(Decimal(total), Decimal(hold)) == Decimal(taken)


@pytest.mark.parametrize(
    ("buyer", "seller", "admin"),
    [
        ("-0.01", "0", "0"),
        ("100.01", "0", "0"),
        ("0", "-0.01", "0"),
        ("0", "100.01", "0"),
        ("0", "0", "-0.01"),
        ("0", "0", "0.005"),
    ],
)
def test_a_schedule_nobody_could_charge_is_not_published(
    buyer: str, seller: str, admin: str
) -> None:
    with pytest.raises(ValueError, match=r"rate|fee"):
        fees(buyer, seller, admin)


def test_a_rate_may_be_nothing_or_everything() -> None:
    sale = bill(Decimal("80.00"), fees("100", seller="100"))

    assert (sale.total, sale.seller_net) == (Decimal(160), Decimal(0))


centavos = st.integers(min_value=1, max_value=10**12).map(lambda units: Decimal(units) / 100)
rates = st.integers(min_value=0, max_value=10000).map(lambda units: Decimal(units) / 100)


@sampled
@given(hammer=centavos, buyer=rates, seller=rates, admin=centavos)
def test_no_centavo_appears_and_none_is_lost_in_a_bill(
    hammer: Decimal, buyer: Decimal, seller: Decimal, admin: Decimal
) -> None:
    sale = bill(hammer, FeeSchedule(buyer_rate=buyer, seller_rate=seller, admin_fee=admin))

    assert sale.total == hammer + sale.commission + admin
    assert hammer == sale.seller_net + sale.seller_commission
    assert Decimal("-0.005") < sale.commission - hammer * buyer / 100 <= Decimal("0.005")
    assert sale.seller_net >= 0
