"""A judicial lot's price goes by court guide: through the house goes its commission alone."""

from __future__ import annotations

from decimal import Decimal

from tests.house import House

D = Decimal


def sold(house: House, *, policy: str, kept: str) -> tuple[int, int, int]:
    """Sell a judicial lot for 200 000 with a fee of 250; give the lot, the buyer and seller."""
    seller = house.person("seller")
    buyer = house.person("buyer", money=300_000)
    lot = house.lot(
        seller, opening=200_000, ends_in=100, auction_type="judicial", admin_fee=D(250),
        hold_policy=policy, hold_value=D(kept), soft_close_seconds=0,
    )  # fmt: skip
    house.bid(buyer, lot, 200_000, confirmed=True)
    house.after_end(lot)
    assert house.closing.close_due() == 1
    return lot, buyer, seller


def test_only_commission_and_fee_are_owed_to_the_house(house: House) -> None:
    lot, _, seller = sold(house, policy="fixed_deposit", kept="1000")
    (paid,) = house.rows("select * from payments where product_id = :lot", lot=lot)
    assert (paid["amount"], paid["by_guide"]) == (D("210250.00"), D("200000.00"))
    assert (paid["from_wallet"], paid["payment_status_id"]) == (D("1000.00"), 1)
    owed = house.one("select -sum(amount) from ledger_entries where account = 'receivable'")
    assert owed == D("9250.00")
    assert house.rows("select from ledger_entries where user_id = :s", s=seller) == []
    earned = house.one("select sum(amount) from ledger_entries where account = 'revenue'")
    assert earned == D("10250.00")


def test_a_hold_larger_than_that_is_taken_no_further(house: House) -> None:
    lot, buyer, _ = sold(house, policy="full_max", kept="0")
    (paid,) = house.rows("select * from payments where product_id = :lot", lot=lot)
    assert (paid["from_wallet"], paid["payment_status_id"]) == (D("10250.00"), 2)
    assert house.wallet.wallet(buyer).available == D("289750.00")
    assert house.rows("select from deliveries") == [], "not before the court has its price"
