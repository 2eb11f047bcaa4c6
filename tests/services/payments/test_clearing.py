"""What the gateway says becomes of a payment: read there, applied once, whatever came before."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from decimal import Decimal

import pytest

from services.billing.gateway import BillingType, PixKeyType, Transfer, TransferOrder
from services.payments.defaults import Defaults
from tests.house import House
from tests.payments import Mailroom, message
from tests.services.payments.aftersale import overdue

CARD = BillingType.CREDIT_CARD
HUNDRED, NOUGHT = Decimal("100.00"), Decimal(0)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


def test_a_pix_received_is_in_the_wallet_and_the_fee_is_the_houses(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert house.money(ana) == (HUNDRED, NOUGHT)
    assert mailroom.moved(charge) == [f"paid:{charge}", f"settled:{charge}"]
    assert (mailroom.account("cash"), mailroom.account("fees")) == (
        Decimal("-98.01"),
        Decimal("-1.99"),
    )
    row = mailroom.row(charge)
    assert (row["state"], row["paid_value"], row["settled_on"]) == (
        "closed",
        HUNDRED,
        date(2026, 11, 23),
    )
    assert mailroom.payment(charge)["confirmation_datetime"] == house.clock.now()
    assert mailroom.results() == ["applied"]
    assert house.rows("select action, subject from audit_records") == [
        {"action": "payment_paid", "subject": f"payment:{row['payment_id']}"}
    ]


def test_a_card_confirmed_is_on_its_way_until_it_is_received(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana, kind=CARD)
    mailroom.becomes(charge, "CONFIRMED", billing_type="CREDIT_CARD")
    mailroom.hears("PAYMENT_CONFIRMED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert house.money(ana) == (NOUGHT, NOUGHT), "spent 32 days before it is there"
    assert mailroom.account("incoming", ana) == HUNDRED
    house.told.goes_on(32 * 86400)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert house.money(ana) == (HUNDRED, NOUGHT)
    assert mailroom.account("incoming", ana) == mailroom.account("clearing") == 0
    assert mailroom.payment(charge)["payment_method_id"] == 4


def test_a_sale_is_paid_by_its_charge_and_those_concerned_are_told_once(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    payment = mailroom.sale(ana, price=200)
    charge = mailroom.charge(payment, "210.00")
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", "PAYMENT_CONFIRMED", "PAYMENT_RECEIVED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert mailroom.account("receivable", ana) == 0
    assert mailroom.firm == [("paid", payment)]
    assert mailroom.payment(charge)["payment_method_id"] == 2
    assert house.money(ana) == (NOUGHT, NOUGHT)


def test_money_for_a_sale_that_is_paid_or_in_default_goes_to_the_payers_wallet(
    house: House, mailroom: Mailroom, defaults: Defaults, ana: int
) -> None:
    payment = mailroom.sale(ana, price=200)
    first = mailroom.charge(payment, "210.00")
    late = mailroom.there(first)
    house.change("update charges set state = 'closed', closed_at = :now", now=house.clock.now())
    second = mailroom.charge(payment, "210.00")
    mailroom.becomes(second, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=second)
    mailroom.till.becomes(late, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=first)
    assert mailroom.stands(first) == ("paid", None)
    assert house.money(ana) == (Decimal(210), NOUGHT)
    assert mailroom.firm == [("paid", payment)], "sold twice"

    bia = house.person("bia")
    owed = mailroom.sale(bia, price=200)
    unpaid = mailroom.charge(owed, "210.00")
    house.change(
        "update charges set state = 'closed', closed_at = :now where payment_id = :owed",
        now=house.clock.now(),
        owed=owed,
    )
    overdue(house, owed)
    assert defaults.default(owed)
    mailroom.becomes(unpaid, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=unpaid)
    assert mailroom.stands(unpaid) == ("failed", None)
    assert house.money(bia) == (Decimal(210), NOUGHT)
    assert len(mailroom.firm) == 1, "never the lot again"


def test_messages_about_nothing_the_house_knows_of_are_only_kept(mailroom: Mailroom) -> None:
    mailroom.keep(
        message("SUBSCRIPTION_CREATED", {"subscription": {"id": "sub_1"}}),
        message("PAYMENT_RECEIVED", {"payment": "pay_1"}),
        message("ACCESS_TOKEN_EXPIRED", {}),
    )
    assert mailroom.clear() == 3
    assert mailroom.results() == ["nothing"] * 3


def test_a_transfer_is_read_and_handed_on_to_who_sends_money(mailroom: Mailroom) -> None:
    heard: list[tuple[str, bool]] = []

    def applies(work: object, reading: Transfer, *, blocked: bool = False) -> str:
        heard.append((reading.status, blocked))
        return "applied"

    order = TransferOrder(
        value=Decimal(5),
        pix_key="52998224725",
        pix_key_type=PixKeyType.CPF,
        description="x",
        reference="transfer:1",
    )
    sent = asyncio.run(mailroom.till.create_transfer(order))
    mailroom.keep(message("TRANSFER_DONE", {"transfer": {"id": sent.id}}))
    mailroom.clear()
    assert mailroom.results() == ["orphan"], "nobody sends money in this house"
    mailroom.hooks.on_transfer.append(applies)
    for status, event in (("PENDING", "BLOCKED"), ("DONE", "DONE")):
        mailroom.till.sent(sent.id, status)
        mailroom.keep(message(f"TRANSFER_{event}", {"transfer": {"id": sent.id}}))
        mailroom.clear()
    mailroom.keep(message("TRANSFER_DONE", {"transfer": {"id": "unknown"}}))
    mailroom.clear()
    assert heard == [("PENDING", True), ("DONE", False)]
    assert mailroom.results() == ["orphan", "applied", "applied", "orphan"]


def test_every_change_of_a_payment_is_on_record(house: House, mailroom: Mailroom, ana: int) -> None:
    charge = mailroom.top_up(ana)
    for status in ("OVERDUE", "RECEIVED", "REFUND_IN_PROGRESS", "REFUNDED"):
        mailroom.becomes(charge, status)
        mailroom.hears("PAYMENT_UPDATED", "PAYMENT_UPDATED", of=charge)
    rows = house.rows("select action, details from audit_records order by audit_record_id")
    assert [(row["action"], row["details"]["flag"]) for row in rows] == [
        ("payment_pending", "overdue"),
        ("payment_paid", None),
        ("payment_paid", "refund_pending"),
        ("payment_reversed", None),
    ]
    assert rows[1]["details"]["found"] == "RECEIVED"
    assert json.dumps(rows[1]["details"]).count("cus_") == 0
