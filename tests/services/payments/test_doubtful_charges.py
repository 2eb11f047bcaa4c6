"""What is not as the house asked for it, or is not there: no money moves, and somebody is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.house import House
from tests.payments import Mailroom

HUNDRED, NOUGHT = Decimal("100.00"), Decimal(0)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


@pytest.mark.parametrize(
    "wrong", [{"value": Decimal("99.00")}, {"customer_id": "cus_another"}, {"reference": None}]
)
def test_a_charge_that_is_not_as_asked_for_brings_no_money_until_it_is(
    house: House, mailroom: Mailroom, ana: int, wrong: dict[str, object]
) -> None:
    charge = mailroom.top_up(ana)
    right = mailroom.till.charges[mailroom.there(charge)]
    mailroom.becomes(charge, "RECEIVED", **wrong)
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert mailroom.stands(charge) == ("pending", "quarantined")
    assert (mailroom.moved(charge), house.money(ana)) == ([], (NOUGHT, NOUGHT))
    assert mailroom.results() == ["quarantined"]
    mailroom.becomes(
        charge,
        "RECEIVED",
        value=right.value,
        customer_id=right.customer_id,
        reference=right.reference,
    )
    mailroom.hears("PAYMENT_UPDATED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert house.money(ana) == (HUNDRED, NOUGHT)


def test_what_a_message_claims_moves_nothing_and_is_told(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    there = mailroom.there(charge)
    mailroom.keep(
        mailroom.event("PAYMENT_RECEIVED", there, value=100_000.0, status="RECEIVED"),
        mailroom.event("PAYMENT_UPDATED", there, customer="cus_another"),
        mailroom.event("PAYMENT_UPDATED", there, value="100.00"),
    )
    for _ in range(6):
        mailroom.clear()
        house.told.goes_on(200)
    assert mailroom.results() == ["quarantined"] * 3
    assert (mailroom.stands(charge), house.money(ana)) == (("pending", None), (NOUGHT, NOUGHT))
    mailroom.becomes(charge, "RECEIVED")
    mailroom.keep(mailroom.event("PAYMENT_RECEIVED", there, value=100_000.0))
    mailroom.clear()
    assert house.money(ana) == (HUNDRED, NOUGHT), "what was paid, not what was claimed"
    assert mailroom.results()[-1] == "quarantined"


def test_a_message_ahead_of_what_is_found_is_asked_after_again(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert mailroom.results() == [None]
    mailroom.becomes(charge, "RECEIVED")
    house.told.goes_on(6)
    mailroom.clear()
    assert house.money(ana) == (HUNDRED, NOUGHT)
    assert mailroom.results() == ["applied"]


def test_a_charge_nobody_asked_for_is_kept_for_a_person_to_see(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    asked = len(mailroom.till.calls)
    foreign = {"value": 30.0, "externalReference": None}
    claimed = {"value": 30.0, "externalReference": f"charge:{charge}"}
    mailroom.keep(
        mailroom.event("PAYMENT_RECEIVED", "pay_spontaneous", **foreign),
        mailroom.event("PAYMENT_RECEIVED", "pay_claiming", **claimed),
        mailroom.event("PAYMENT_RECEIVED", "pay_distant", externalReference="charge:999999999"),
        mailroom.event("PAYMENT_RECEIVED", "pay_odd", externalReference="charge:99999999999999"),
    )
    mailroom.clear()
    assert mailroom.results() == ["orphan"] * 4
    assert len(mailroom.till.calls) == asked, "asked after other people's business"


def test_a_status_the_house_does_not_know_changes_nothing(mailroom: Mailroom, ana: int) -> None:
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "HALF_PAID")
    mailroom.hears("PAYMENT_HALF_PAID", of=charge)
    assert mailroom.stands(charge) == ("pending", None)
    assert mailroom.results() == ["quarantined"]


def test_a_charge_the_gateway_denies_brings_nothing(mailroom: Mailroom, ana: int) -> None:
    charge = mailroom.top_up(ana)
    there = mailroom.there(charge)
    del mailroom.till.charges[there]
    mailroom.keep(mailroom.event("PAYMENT_RECEIVED", there))
    mailroom.clear()
    assert mailroom.results() == ["quarantined"]
