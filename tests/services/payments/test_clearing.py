"""What the gateway says becomes of a payment: read there, applied once, whatever came before."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from decimal import Decimal

import pytest

from services.billing.gateway import BillingType, PixKeyType, Refund, Transfer, TransferOrder
from services.payments.defaults import Defaults
from tests.house import House
from tests.payments import Mailroom, message
from tests.services.payments.aftersale import overdue
from tests.till import away

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


# ---- what is not as it should be ----------------------------------------------------------------


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


# ---- before, after and meanwhile ----------------------------------------------------------------


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
