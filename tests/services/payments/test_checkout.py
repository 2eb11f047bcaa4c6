"""The winner's checkout: from the wallet, by a charge, and never twice."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial

import pytest

from services.billing.gateway import BillingType
from services.errors import NotFound, ProofNeeded, SaleRefused
from services.payments import Office
from services.payments.checkout import payable_from_wallet
from services.views import Visitor
from tests.house import House
from tests.payments import Mailroom
from tests.services.payments.sold import sold
from tests.till import Till

D = Decimal
PIX, BOLETO = BillingType.PIX, BillingType.BOLETO


async def test_the_wallet_pays_what_it_has_and_the_delivery_begins_when_all_is_paid(
    house: House, office: Office
) -> None:
    sale = await asyncio.to_thread(sold, house, office, money=400)
    seen = sale.seen()
    assert (seen.state, seen.left, seen.from_wallet) == ("to_pay", D(1000), D(50))
    assert seen.from_wallet_now == D(350)
    await office.checkout.pay_from_wallet(sale.ana, sale.payment, key="first-form")
    seen = sale.seen()
    assert (seen.left, seen.from_wallet, sale.free(sale.ana)) == (D(650), D(400), D(0))
    with pytest.raises(SaleRefused, match="sale_refused") as nothing:
        await office.checkout.pay_from_wallet(sale.ana, sale.payment, key="second-form")
    assert nothing.value.reason == "nothing_free"
    house.pay_in(sale.ana, 700)
    await office.checkout.pay_from_wallet(sale.ana, sale.payment, key="third-form")
    seen = sale.seen()
    assert (seen.state, seen.left, sale.free(sale.ana)) == ("paid", D(0), D(50))
    assert seen.delivery is not None
    assert seen.other is not None
    assert seen.other.email == "bia@example.com"
    assert sale.letters(sale.ana)[-1].startswith("Pago")
    assert sale.letters(sale.bia) == ["Pode entregar: Gravura"]


async def test_a_form_sent_twice_pays_once_and_two_windows_pay_no_more_than_is_due(
    house: House, office: Office
) -> None:
    sale = await asyncio.to_thread(sold, house, office)
    pay = office.checkout.pay_from_wallet
    answers = await asyncio.gather(
        *(pay(sale.ana, sale.payment, key=key) for key in ("same-form", "same-form", "other-form")),
        return_exceptions=True,
    )
    assert {getattr(a, "reason", None) for a in answers} <= {None, "paid"}
    assert sale.row()["from_wallet"] == D(1050)
    assert sale.free(sale.ana) == D(3950)
    assert house.one("select count(*) from deliveries") == 1


async def test_the_rest_is_asked_for_once_and_another_way_takes_the_first_back(
    house: House, office: Office, till: Till
) -> None:
    sale = await asyncio.to_thread(sold, house, office, money=400)
    await office.checkout.choose(sale.ana, sale.payment, PIX)
    await office.checkout.choose(sale.ana, sale.payment, PIX)
    await office.cashier.run_once()
    charge = sale.seen().charge
    assert charge is not None
    assert charge.ready
    assert (charge.way, charge.value, bool(charge.code)) == ("PIX", D(1000), True)
    await office.checkout.choose(sale.ana, sale.payment, BOLETO)
    await office.cashier.run_once()
    charge = sale.seen().charge
    assert charge is not None
    assert charge.way == "BOLETO"
    assert [c.deleted for c in till.charges.values()] == [True, False]
    await office.checkout.pay_from_wallet(sale.ana, sale.payment, key="first-form")
    assert sale.seen().charge is None
    assert sale.seen().left == D(650)
    assert all(c.deleted for c in till.charges.values())


async def test_what_is_being_paid_at_the_gateway_is_not_paid_again(
    house: House, office: Office, till: Till
) -> None:
    sale = await asyncio.to_thread(sold, house, office)
    await office.checkout.choose(sale.ana, sale.payment, PIX)
    await office.cashier.run_once()
    till.becomes(next(iter(till.charges)), "RECEIVED")
    for act in (
        office.checkout.pay_from_wallet(sale.ana, sale.payment, key="first-form"),
        office.checkout.choose(sale.ana, sale.payment, BOLETO),
    ):
        with pytest.raises(SaleRefused) as refused:
            await act
        assert refused.value.reason == "busy"
    assert sale.free(sale.ana) == D(4950)


async def test_paid_by_a_charge_the_delivery_begins_and_taken_back_it_is_frozen(
    house: House, office: Office, till: Till, mailroom: Mailroom
) -> None:
    sale = await asyncio.to_thread(sold, house, office)
    await office.checkout.choose(sale.ana, sale.payment, PIX)
    await office.cashier.run_once()
    (there,) = till.charges
    till.becomes(there, "RECEIVED")
    await office.inbox.keep(mailroom.event("PAYMENT_RECEIVED", there))
    await office.cashier.run_once()
    seen = sale.seen()
    assert (seen.state, seen.by_charge, seen.left) == ("paid", D(1000), D(0))
    assert seen.charge is None
    assert sale.letters(sale.bia) == ["Pode entregar: Gravura"]
    with pytest.raises(SaleRefused) as refused:
        await office.checkout.pay_from_wallet(sale.ana, sale.payment, key="first-form")
    assert refused.value.reason == "paid"
    till.becomes(there, "REFUNDED")
    await office.inbox.keep(mailroom.event("PAYMENT_REFUNDED", there))
    await office.cashier.run_once()
    assert sale.seen().state == "reversed"
    assert sale.letters(sale.bia)[-1] == "Em espera: Gravura"
    with pytest.raises(SaleRefused):
        office.deliveries.confirm(sale.ana, sale.payment)


async def test_nobody_pays_anothers_sale_nor_one_that_is_late(house: House, office: Office) -> None:
    sale = await asyncio.to_thread(sold, house, office)
    for person in (sale.bia, house.person("carla", money=5000)):
        with pytest.raises(NotFound):
            await office.checkout.pay_from_wallet(person, sale.payment, key="first-form")
        with pytest.raises(NotFound):
            await office.checkout.choose(person, sale.payment, PIX)
    house.told.shows(sale.row()["due_datetime"])  # exclusive
    assert sale.seen().state == "late"
    for act in (
        office.checkout.pay_from_wallet(sale.ana, sale.payment, key="first-form"),
        office.checkout.choose(sale.ana, sale.payment, PIX),
    ):
        with pytest.raises(SaleRefused) as refused:
            await act
        assert refused.value.reason == "late"


async def test_codes_are_the_buyers_alone_and_strangers_see_nothing(
    house: House, office: Office
) -> None:
    sale = await asyncio.to_thread(sold, house, office)
    await office.checkout.choose(sale.ana, sale.payment, PIX)
    await office.cashier.run_once()
    assert sale.seen().charge is not None
    sellers = sale.seen(sale.bia)
    assert (sellers.role, sellers.charge, sellers.free, sellers.other) == (
        "seller",
        None,
        D(0),
        None,
    )
    stranger = house.person("carla")
    with pytest.raises(NotFound):
        sale.seen(stranger)
    admin = Visitor(user_id=stranger, admin=True)
    assert office.sales.sale(sale.payment, admin).charge is None


def test_a_guide_is_confirmed_once_and_opens_the_delivery(house: House, office: Office) -> None:
    sale = sold(house, office, auction_type="judicial", hold_policy="full_max", hold_value=D(0))
    helena = house.person("helena", admin=True)
    assert sale.seen().state == "guide"
    key = house.key(helena)
    confirm = partial(office.checkout.confirm_guide, helena, session_key=key)
    with ThreadPoolExecutor(2) as both:
        confirmed = [both.submit(confirm, sale.payment) for _ in range(2)]
    refused = [c.exception() for c in confirmed if c.exception()]
    assert [getattr(r, "reason", r) for r in refused] == ["guide_paid"]
    seen = sale.seen()
    assert (seen.state, seen.delivery is not None) == ("paid", True)
    assert house.one("select action from audit_records") == "guide_confirmed"
    with pytest.raises(NotFound):
        confirm(sale.payment + 1)
    house.told.goes_on(360)
    with pytest.raises(ProofNeeded):
        confirm(sale.payment)


@pytest.mark.parametrize(
    ("left", "free", "pays"),
    [("10", "20", "10"), ("10", "0", "0"), ("10", "-3", "0"), ("10", "4", "4"),
     ("10", "7", "5"), ("10", "10", "10"), ("4", "3", "0"), ("4", "4", "4")],
)  # fmt: skip
def test_a_rest_too_small_to_be_asked_for_is_avoided(left: str, free: str, pays: str) -> None:
    assert payable_from_wallet(D(left), D(free)) == D(pays)
