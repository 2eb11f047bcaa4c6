"""Money that goes back: refunds, whole and in part, disputes, and what was only said to be paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.billing.gateway import BillingType, Refund
from tests.house import House
from tests.payments import Mailroom

CARD = BillingType.CREDIT_CARD
HUNDRED, NOUGHT = Decimal("100.00"), Decimal(0)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


def test_a_refund_takes_back_what_is_free_and_what_is_not_becomes_a_debt(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    house.bid(ana, house.lot(opening=70), 70)
    mailroom.becomes(charge, "REFUND_IN_PROGRESS")
    mailroom.hears("PAYMENT_REFUND_IN_PROGRESS", of=charge)
    assert mailroom.stands(charge) == ("paid", "refund_pending")
    assert mailroom.firm[-1][0] == "reversed", "frozen while it is under way"
    mailroom.becomes(charge, "REFUNDED")
    mailroom.hears("PAYMENT_REFUNDED", of=charge)
    assert mailroom.stands(charge) == ("reversed", None)
    assert house.money(ana) == (Decimal(70), Decimal(70)), "a bid in flight rests on it"
    assert mailroom.account("debt", ana) == -70
    again = mailroom.top_up(ana)
    mailroom.becomes(again, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=again)
    assert (house.money(ana)[0], mailroom.account("debt", ana)) == (Decimal(100), NOUGHT)


def test_a_refund_denied_leaves_the_payment_firm_again(mailroom: Mailroom, ana: int) -> None:
    charge = mailroom.top_up(ana, kind=BillingType.BOLETO)
    for status, event in (
        ("RECEIVED", "PAYMENT_RECEIVED"),
        ("REFUND_REQUESTED", "PAYMENT_REFUND_IN_PROGRESS"),
        ("RECEIVED", "PAYMENT_REFUND_DENIED"),
    ):
        mailroom.becomes(charge, status)
        mailroom.hears(event, of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert [word for word, _ in mailroom.firm] == ["paid", "reversed", "paid"]
    assert mailroom.moved(charge) == [f"paid:{charge}", f"settled:{charge}"]


def test_a_part_given_back_is_taken_once_and_the_rest_with_the_last(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    first = Refund(key="first", status="DONE", value=Decimal(30))
    second = Refund(key="second", status="PENDING", value=Decimal(70))
    mailroom.becomes(charge, "RECEIVED", refunds=(first, second))
    mailroom.hears("PAYMENT_RECEIVED", "PAYMENT_PARTIALLY_REFUNDED", of=charge)
    mailroom.hears("PAYMENT_PARTIALLY_REFUNDED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert house.money(ana) == (Decimal(70), NOUGHT)
    done = Refund(key="second", status="DONE", value=Decimal(70))
    mailroom.becomes(charge, "RECEIVED", refunds=(first, done))
    mailroom.hears("PAYMENT_PARTIALLY_REFUNDED", of=charge)
    assert mailroom.stands(charge) == ("reversed", None)
    assert house.money(ana) == (NOUGHT, NOUGHT)
    mailroom.becomes(charge, "REFUNDED")
    mailroom.hears("PAYMENT_REFUNDED", of=charge)
    assert mailroom.moved(charge)[2:] == [f"refunded:{charge}:first", f"refunded:{charge}:second"]


@pytest.mark.parametrize("before", ["CONFIRMED", "RECEIVED"])
def test_a_dispute_won_gives_back_what_it_took_and_one_lost_takes_it_once(
    house: House, mailroom: Mailroom, ana: int, before: str
) -> None:
    won, lost = mailroom.top_up(ana, kind=CARD), mailroom.top_up(ana, kind=CARD)
    for charge in (won, lost):
        mailroom.becomes(charge, before)
        mailroom.hears("PAYMENT_CONFIRMED", of=charge)
        for event in ("CHARGEBACK_REQUESTED", "CHARGEBACK_DISPUTE"):
            mailroom.becomes(charge, event)
            mailroom.hears(f"PAYMENT_{event}", of=charge)
            assert mailroom.stands(charge) == ("reversed", "disputed")
    assert house.money(ana)[0] == mailroom.account("incoming", ana) == 0
    mailroom.becomes(won, "AWAITING_CHARGEBACK_REVERSAL")
    mailroom.hears("PAYMENT_AWAITING_CHARGEBACK_REVERSAL", of=won)
    assert mailroom.stands(won) == ("reversed", "disputed")
    mailroom.becomes(won, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=won)
    assert mailroom.stands(won) == ("paid", None)
    mailroom.becomes(lost, "REFUNDED")
    mailroom.hears("PAYMENT_REFUNDED", of=lost)
    assert mailroom.stands(lost) == ("reversed", None)
    assert house.money(ana)[0] == 100
    assert sorted(mailroom.moved(won)) == [
        f"paid:{won}",
        f"restored:{won}:1",
        f"reversed:{won}:1",
        f"settled:{won}",
    ]
    assert [key for key in mailroom.moved(lost) if key.startswith("reversed")] == [
        f"reversed:{lost}:1"
    ]
    mailroom.becomes(won, "CHARGEBACK_REQUESTED")
    mailroom.hears("PAYMENT_CHARGEBACK_REQUESTED", of=won)
    assert mailroom.moved(won)[-1] == f"reversed:{won}:2"
    assert [word for word, payment in mailroom.firm] == [
        "paid", "reversed", "paid", "reversed", "paid", "reversed"
    ]  # fmt: skip


def test_cash_that_nobody_brought_here_fills_no_wallet_but_pays_a_sale(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "RECEIVED_IN_CASH", settled_on=date(2026, 3, 4))
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert mailroom.stands(charge) == ("pending", "quarantined")
    assert mailroom.moved(charge) == []
    mailroom.becomes(charge, "PENDING", settled_on=None)
    mailroom.hears("PAYMENT_RECEIVED_IN_CASH_UNDONE", of=charge)
    assert mailroom.stands(charge) == ("pending", None)

    payment = mailroom.sale(ana, price=200)
    sold = mailroom.charge(payment, "210.00")
    mailroom.becomes(sold, "RECEIVED_IN_CASH", settled_on=date(2026, 3, 4))
    mailroom.hears("PAYMENT_RECEIVED", "PAYMENT_RECEIVED", of=sold)
    assert mailroom.stands(sold) == ("paid", None)
    assert (mailroom.account("outside"), mailroom.account("cash")) == (Decimal(-210), NOUGHT)
    mailroom.becomes(sold, "PENDING", settled_on=None)
    mailroom.hears("PAYMENT_RECEIVED_IN_CASH_UNDONE", of=sold)
    assert mailroom.stands(sold) == ("pending", None)
    assert mailroom.firm == [("paid", payment), ("reversed", payment)]
    assert mailroom.row(sold)["state"] == "open"
    mailroom.becomes(sold, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=sold)
    assert mailroom.stands(sold) == ("paid", None)
    assert mailroom.moved(sold)[-2:] == [f"paid:{sold}:2", f"settled:{sold}"]


def test_what_was_asked_before_a_part_was_paid_otherwise_pays_the_rest_and_no_more(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    house.pay_in(ana, 60)
    payment = mailroom.sale(ana, price=200, hold_policy="fixed_deposit", hold_value=Decimal(60))
    charge = mailroom.charge(payment, "210.00")
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert house.money(ana) == (Decimal(60), NOUGHT)
    assert mailroom.account("receivable", ana) == 0
    part = Refund(key="part", status="DONE", value=Decimal(80))
    mailroom.becomes(charge, "RECEIVED", refunds=(part,))
    mailroom.hears("PAYMENT_PARTIALLY_REFUNDED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert (house.money(ana)[0], mailroom.account("receivable", ana)) == (NOUGHT, Decimal(-20))
    mailroom.becomes(charge, "REFUNDED")
    mailroom.hears("PAYMENT_REFUNDED", of=charge)
    assert mailroom.stands(charge) == ("reversed", None)
    assert (house.money(ana)[0], mailroom.account("receivable", ana)) == (NOUGHT, Decimal(-150))
