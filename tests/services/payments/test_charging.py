"""Somebody is asked for money: once, whatever becomes of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from services.billing.gateway import BillingType
from services.payments.charging import Charging
from tests.house import House
from tests.till import Till, away, lost

Want = Callable[..., int]


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


@pytest.fixture
def want(house: House, charging: Charging, ana: int) -> Want:
    """Open a top-up of `value` and want it charged; returns the charge's number."""

    def go(value: str = "100.00", kind: BillingType = BillingType.PIX) -> int:
        payment = house.one(
            "insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,"
            " payment_method_id, payment_status_id, kind) values (:value, 'Ana', 'Martelo', :now,"
            " :now, :user, 2, 1, 'top_up') returning payment_id",
            value=value,
            now=house.clock.now(),
            user=ana,
        )
        with house.database.transaction() as work:
            return charging.want(work, payment, billing_type=kind, value=Decimal(value))

    return go


def row(house: House, charge: int) -> dict[str, Any]:
    return dict(house.rows("select * from charges where charge_id = :charge", charge=charge)[0])


def test_a_pix_is_asked_for_and_its_code_kept(
    house: House, charging: Charging, till: Till, want: Want
) -> None:
    charge = want()
    assert asyncio.run(charging.ask(charge))
    kept = row(house, charge)
    assert (kept["state"], kept["gateway_status"]) == ("open", "PENDING")
    assert kept["pix_payload"].endswith(kept["gateway_id"])
    (asked,) = till.charges.values()
    assert (asked.reference, asked.value) == (f"charge:{charge}", Decimal("100.00"))
    assert till.said == ["Martelo: depósito na carteira"]
    assert not asyncio.run(charging.ask(charge)), "asked for again"


def test_a_boleto_is_kept_with_its_line(house: House, charging: Charging, want: Want) -> None:
    charge = want(kind=BillingType.BOLETO)
    asyncio.run(charging.ask(charge))
    assert row(house, charge)["boleto_line"] == "4" * 47


def test_a_lost_answer_is_looked_for_before_it_is_asked_again(
    house: House, charging: Charging, till: Till, want: Want
) -> None:
    charge = want()
    till.after = [None, None, lost()]  # the customer is looked for and made, the answer lost
    asyncio.run(charging.ask(charge))
    assert row(house, charge)["state"] == "unknown"
    house.told.goes_on(60)
    asyncio.run(charging.ask(charge))
    assert len(till.charges) == 1, "charged twice"
    assert row(house, charge)["gateway_id"] == next(iter(till.charges))


def test_a_crash_after_asking_asks_nobody_twice(
    house: House, charging: Charging, till: Till, want: Want
) -> None:
    charge = want()
    till.after = [None, None, KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(charging.ask(charge))
    assert len(till.charges) == 1
    assert not asyncio.run(charging.ask(charge)), "another process took it within the lease"
    house.told.goes_on(180)
    assert asyncio.run(charging.ask_due()) == 1
    assert (len(till.charges), row(house, charge)["state"]) == (1, "open")


def test_a_gateway_that_is_away_is_asked_again_later(
    house: House, charging: Charging, till: Till, want: Want
) -> None:
    charge = want()
    till.before = [away()]
    asyncio.run(charging.ask(charge))
    kept = row(house, charge)
    assert (kept["state"], kept["last_error"]) == ("wanted", "not reached")
    assert asyncio.run(charging.ask_due()) == 0, "asked without a pause"
    house.told.goes_on(6)
    assert asyncio.run(charging.ask_due()) == 1
    assert row(house, charge)["state"] == "open"


def test_a_code_that_did_not_come_is_fetched_later(
    house: House, charging: Charging, till: Till, want: Want
) -> None:
    charge = want()
    till.before = [None, None, None, away()]
    asyncio.run(charging.ask(charge))
    assert row(house, charge)["state"] == "open"
    assert row(house, charge)["pix_payload"] is None
    house.told.goes_on(6)
    assert asyncio.run(charging.ask_due()) == 1
    assert row(house, charge)["pix_payload"]
    assert len(till.charges) == 1


def test_a_refused_charge_is_closed_in_the_gateways_words_and_its_top_up_has_failed(
    house: House, charging: Charging, want: Want
) -> None:
    charge = want("4.00")
    asyncio.run(charging.ask(charge))
    kept = row(house, charge)
    assert kept["state"] == "closed"
    assert "R$ 5,00" in kept["last_error"]
    status = "select payment_status_id from payments where payment_id = :payment"
    assert house.one(status, payment=kept["payment_id"]) == 3


def test_one_charge_of_a_payment_stands_at_a_time(
    house: House, charging: Charging, want: Want
) -> None:
    payment = row(house, want())["payment_id"]
    with pytest.raises(IntegrityError), house.database.transaction() as work:
        charging.want(work, payment, billing_type=BillingType.BOLETO, value=Decimal(10))


def test_a_charge_is_taken_back_unless_it_is_paid(
    house: House, charging: Charging, till: Till, want: Want
) -> None:
    first, second = want(), want()
    for charge in (first, second):
        asyncio.run(charging.ask(charge))
    paid = row(house, second)["gateway_id"]
    till.becomes(paid, "RECEIVED")
    assert asyncio.run(charging.take_back(first))
    assert not asyncio.run(charging.take_back(second))
    assert row(house, first)["state"] == "closed"
    assert row(house, second)["state"] == "open"
    assert asyncio.run(charging.take_back(first)), "taken back already"


def test_a_person_becomes_one_customer(
    house: House, charging: Charging, till: Till, ana: int
) -> None:
    token = "select api_token from users where user_id = :user"
    till.after = [None, lost()]
    status, _ = asyncio.run(charging.customers.create_asaas_customer(ana))
    assert status == 503
    assert house.one(token, user=ana) is None
    assert asyncio.run(charging.customers.create_asaas_customer(ana))[0] == 200
    assert asyncio.run(charging.customers.create_asaas_customer(ana))[0] == 200
    assert list(till.customers) == [house.one(token, user=ana)]
    assert till.customers[house.one(token, user=ana)].reference == f"user:{ana}"
