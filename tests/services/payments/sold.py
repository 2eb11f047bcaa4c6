"""A lot that was sold and is to be paid, for the tests of settlement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.payments import Office
from services.views import SaleView, Visitor
from tests.house import House

D = Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """Ana won Bia's lot at 1000: with 5 % on either side it costs 1050, and 950 are Bia's."""

    house: House
    office: Office
    lot: int
    ana: int
    bia: int
    payment: int

    def seen(self, person: int | None = None) -> SaleView:
        """Show the sale to somebody, the buyer unless said otherwise."""
        return self.office.sales.sale(self.payment, Visitor(user_id=person or self.ana))

    def row(self) -> dict[str, Any]:
        """Read the payment's row."""
        (row,) = self.house.rows("select * from payments where payment_id = :p", p=self.payment)
        return dict(row)

    def letters(self, person: int) -> list[str]:
        """List the subjects of what somebody was written, in order."""
        rows = self.house.rows(
            "select subject from mails where user_id = :u order by mail_id", u=person
        )
        return [row["subject"] for row in rows]

    def free(self, person: int) -> Decimal:
        """Count what a wallet has free."""
        return self.house.wallet.wallet(person).available


def sold(
    house: House, office: Office, *, money: int = 5000, price: int = 1000, **terms: Any
) -> Sold:
    """Sell the lot; a deposit of 50 is what the hold pays of it."""
    bia, ana = house.person("bia"), house.person("ana", money=money)
    terms = (
        dict[str, Any](
            {"hold_policy": "fixed_deposit", "hold_value": D(50), "soft_close_seconds": 0}
        )
        | terms
    )
    lot = house.lot(bia, opening=price, ends_in=100, **terms)
    house.bid(ana, lot, price, confirmed=True)
    house.after_end(lot)
    assert house.closing.close_due() == 1
    payment = house.one("select payment_id from payments where product_id = :lot", lot=lot)
    return Sold(house=house, office=office, lot=lot, ana=ana, bia=bia, payment=payment)
