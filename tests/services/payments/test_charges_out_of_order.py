"""Messages before their time, doubled, late or crossed: the charge ends as the gateway has it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.billing.gateway import BillingType
from services.payments.defaults import Defaults
from tests.house import House
from tests.payments import Mailroom
from tests.till import away

CARD = BillingType.CREDIT_CARD
HUNDRED, NOUGHT = Decimal("100.00"), Decimal(0)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


def test_a_message_that_comes_before_our_own_answer_opens_the_charge(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    payment = mailroom.payment(mailroom.top_up(ana))["payment_id"]
    house.change("update charges set state = 'closed', closed_at = now(), gateway_id = 'pay_old'")
    charge = mailroom.charge(payment, "100.00", ask=False)
    mailroom.till.after = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        mailroom.charge_now(charge)
    assert mailroom.row(charge)["gateway_id"] is None
    there = list(mailroom.till.charges)[-1]
    mailroom.keep(mailroom.event("PAYMENT_CREATED", there))
    mailroom.clear()
    row = mailroom.row(charge)
    assert (row["state"], row["gateway_id"]) == ("open", there)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert house.money(ana) == (HUNDRED, NOUGHT)
    house.told.goes_on(300)
    mailroom.charge_now(charge)
    assert len(mailroom.till.charges) == 2, "asked twice"


def test_nothing_is_lost_while_the_gateway_is_away(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.till.before = [away()]
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    assert mailroom.results() == [None]
    assert mailroom.clear() == 0, "asked without a pause"
    house.told.goes_on(6)
    assert mailroom.clear() == 1
    assert house.money(ana) == (HUNDRED, NOUGHT)


def test_a_message_that_cannot_be_dealt_with_harms_no_other(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    bad, good = mailroom.top_up(ana), mailroom.top_up(ana)

    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    mailroom.hooks.on_paid.append(
        lambda work, row: break_down() if row["payment_id"] == 1 else None
    )
    for charge in (bad, good):
        mailroom.becomes(charge, "RECEIVED")
        mailroom.keep(mailroom.event("PAYMENT_RECEIVED", mailroom.there(charge)))
    mailroom.clear()
    assert mailroom.results() == [None, "applied"]
    assert mailroom.stands(good) == ("paid", None)
    assert (mailroom.stands(bad), mailroom.moved(bad)) == (("pending", None), [])
    mailroom.hooks.on_paid.pop()
    house.told.goes_on(6)
    mailroom.clear()
    assert mailroom.stands(bad) == ("paid", None)


def test_an_older_reading_never_overwrites_a_newer_one(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    """Two readings cross: the slow one saw a dispute that was over when it came to be written."""
    charge = mailroom.top_up(ana, kind=CARD)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    mailroom.becomes(charge, "CHARGEBACK_REQUESTED")
    read = mailroom.till.charge
    crossings = 0

    async def slowly(charge_id: str) -> object:
        nonlocal crossings
        found = await read(charge_id)
        if not crossings:
            crossings += 1
            await mailroom.clearing.look_again(charge)  # another process, as early
            mailroom.becomes(charge, "RECEIVED")
            await mailroom.clearing.look_again(charge)
        return found

    mailroom.till.charge = slowly  # type: ignore[method-assign, assignment]
    mailroom.hears("PAYMENT_CHARGEBACK_REQUESTED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    assert house.money(ana) == (HUNDRED, NOUGHT)


def test_a_charge_taken_away_ends_a_top_up_and_leaves_a_sale_to_be_paid(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    topped = mailroom.top_up(ana)
    sold = mailroom.charge(mailroom.sale(ana, price=200), "210.00")
    for charge in (topped, sold):
        mailroom.becomes(charge, "OVERDUE")
        mailroom.hears("PAYMENT_OVERDUE", of=charge)
        assert mailroom.stands(charge) == ("pending", "overdue")
        mailroom.becomes(charge, "OVERDUE", deleted=True)
        mailroom.hears("PAYMENT_DELETED", of=charge)
        assert mailroom.row(charge)["state"] == "closed"
    assert mailroom.stands(topped) == ("canceled", None)
    assert mailroom.stands(sold) == ("pending", None)
    for charge in (topped, sold):
        mailroom.becomes(charge, "PENDING", deleted=False)
        mailroom.hears("PAYMENT_RESTORED", of=charge)
        assert mailroom.stands(charge) == ("pending", None)
        assert mailroom.row(charge)["state"] == "open"


def test_a_charge_restored_that_nobody_is_to_pay_any_more_is_taken_away_again(
    house: House, mailroom: Mailroom, defaults: Defaults, ana: int
) -> None:
    payment = mailroom.sale(ana, price=200)
    first = mailroom.charge(payment, "210.00")
    mailroom.becomes(first, "PENDING", deleted=True)
    mailroom.hears("PAYMENT_DELETED", of=first)
    mailroom.charge(payment, "210.00")
    mailroom.becomes(first, "PENDING", deleted=False)
    mailroom.hears("PAYMENT_RESTORED", of=first)
    assert mailroom.till.charges[mailroom.there(first)].deleted
    assert mailroom.row(first)["state"] == "closed"
    assert mailroom.stands(first) == ("pending", None)


def test_a_try_that_failed_is_forgotten_by_what_pays_in_the_end(
    house: House, mailroom: Mailroom, ana: int
) -> None:
    charge = mailroom.top_up(ana, kind=CARD)
    mailroom.hears("PAYMENT_CREDIT_CARD_CAPTURE_REFUSED", of=charge)
    assert mailroom.stands(charge) == ("failed", None)
    mailroom.hears("PAYMENT_CREATED", of=charge)
    assert mailroom.stands(charge) == ("failed", None), "an older word, come late"
    mailroom.becomes(charge, "AWAITING_RISK_ANALYSIS")
    mailroom.hears("PAYMENT_AWAITING_RISK_ANALYSIS", of=charge)
    assert mailroom.stands(charge) == ("pending", "under_analysis")
    mailroom.becomes(charge, "CONFIRMED")
    mailroom.hears("PAYMENT_CONFIRMED", of=charge)
    assert mailroom.stands(charge) == ("paid", None)
    sold = mailroom.charge(mailroom.sale(ana, price=200), "210.00", CARD)
    mailroom.hears("PAYMENT_REPROVED_BY_RISK_ANALYSIS", of=sold)
    assert mailroom.stands(sold) == ("pending", None), "the same deadline, another way to pay"


@pytest.mark.parametrize(
    ("kind", "status"), [(BillingType.BOLETO, "canceled"), (BillingType.UNDEFINED, "pending")]
)
def test_a_slip_that_was_cancelled_ends_only_what_had_no_other_way(
    mailroom: Mailroom, ana: int, kind: BillingType, status: str
) -> None:
    charge = mailroom.top_up(ana, kind=kind)
    mailroom.becomes(charge, "OVERDUE")
    mailroom.hears("PAYMENT_BANK_SLIP_CANCELLED", "PAYMENT_OVERDUE", of=charge)
    mailroom.hears("PAYMENT_CREATED", of=charge)
    assert mailroom.stands(charge)[0] == status
