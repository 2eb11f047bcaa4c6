"""A lot whose winner did not pay, for the tests of what follows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.house import House
from tests.services.conduct.conftest import annul_bid

D = Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """Carla 50, Bia 80, Ana 100 on a lot that opens at 10: Ana wins at 81 and owes a part."""

    lot: int
    seller: int
    ana: int
    bia: int
    carla: int
    payment: int


def sold(house: House, *, annul: int | None = None, **terms: Any) -> Fallen:
    """Sell the lot; Ana's deposit of 20 pays a part of it. A bid may be annulled before the end."""
    seller = house.person("seller")
    ana, bia, carla = (house.person(name, money=500) for name in ("ana", "bia", "carla"))
    all_terms: dict[str, Any] = {
        "hold_policy": "fixed_deposit",
        "hold_value": D(20),
        "increment": D(1),
        **terms,
    }
    lot = house.lot(seller, opening=10, ends_in=100, soft_close_seconds=0, **all_terms)
    for person, amount in ((carla, 50), (bia, 80), (ana, 100)):
        house.bid(person, lot, amount, confirmed=True)
    if annul:
        why = {"reason": "Lance dado por engano.", "document": "Despacho de fl. 12"}
        annul_bid(house, house.person("chief", admin=True), lot, annul, **why)
    house.after_end(lot)
    house.closing.close_due()
    payment = house.one("select payment_id from payments where product_id = :lot", lot=lot)
    return Fallen(lot=lot, seller=seller, ana=ana, bia=bia, carla=carla, payment=payment)


def overdue(house: House, payment: int) -> None:
    """Let the clock stand at the payment's due time, which is past it."""
    house.told.shows(
        house.one("select due_datetime from payments where payment_id = :p", p=payment)
    )


def letters(house: House, person: int) -> list[str]:
    """List the subjects of what a person was written, in order."""
    rows = house.rows("select subject from mails where user_id = :u order by mail_id", u=person)
    return [row["subject"].partition(":")[0] for row in rows]
