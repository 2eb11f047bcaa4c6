"""What the gateway's words mean, word by word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.billing.gateway import Charge, Refund
from services.billing.statuses import (
    CHARGE_EVENTS,
    TRANSFER_EVENTS,
    Flag,
    Reading,
    Standing,
    borne_out,
    hint,
    next_status,
    state_of,
    with_hints,
)

PENDING, PAID, FAILED = Standing.PENDING, Standing.PAID, Standing.FAILED
REVERSED, CANCELED = Standing.REVERSED, Standing.CANCELED
# Each event, how its charge then stands there, and what a payment is by it that was `before`.
# (Asaas's 30, in the order of docs.asaas.com)
EVENTS = [
    ("PAYMENT_CREATED", "PENDING", PENDING, PENDING),
    ("PAYMENT_AWAITING_RISK_ANALYSIS", "AWAITING_RISK_ANALYSIS", PENDING, PENDING),
    ("PAYMENT_APPROVED_BY_RISK_ANALYSIS", "PENDING", PENDING, PENDING),
    ("PAYMENT_REPROVED_BY_RISK_ANALYSIS", "PENDING", PENDING, FAILED),
    ("PAYMENT_AUTHORIZED", "AUTHORIZED", PENDING, PENDING),
    ("PAYMENT_UPDATED", "PENDING", PENDING, PENDING),
    ("PAYMENT_CONFIRMED", "CONFIRMED", PENDING, PAID),
    ("PAYMENT_RECEIVED", "RECEIVED", PENDING, PAID),
    ("PAYMENT_CREDIT_CARD_CAPTURE_REFUSED", "PENDING", PENDING, FAILED),
    ("PAYMENT_ANTICIPATED", "CONFIRMED", PAID, PAID),
    ("PAYMENT_OVERDUE", "OVERDUE", PENDING, PENDING),
    ("PAYMENT_DELETED", "deleted", PENDING, CANCELED),
    ("PAYMENT_RESTORED", "PENDING", CANCELED, PENDING),
    ("PAYMENT_REFUND_IN_PROGRESS", "REFUND_IN_PROGRESS", PAID, PAID),
    ("PAYMENT_REFUNDED", "REFUNDED", PAID, REVERSED),
    ("PAYMENT_PARTIALLY_REFUNDED", "RECEIVED", PAID, PAID),
    ("PAYMENT_REFUND_DENIED", "RECEIVED", PAID, PAID),
    ("PAYMENT_RECEIVED_IN_CASH_UNDONE", "PENDING", PAID, PENDING),
    ("PAYMENT_CHARGEBACK_REQUESTED", "CHARGEBACK_REQUESTED", PAID, REVERSED),
    ("PAYMENT_CHARGEBACK_DISPUTE", "CHARGEBACK_DISPUTE", REVERSED, REVERSED),
    ("PAYMENT_AWAITING_CHARGEBACK_REVERSAL", "AWAITING_CHARGEBACK_REVERSAL", REVERSED, REVERSED),
    ("PAYMENT_DUNNING_REQUESTED", "DUNNING_REQUESTED", PENDING, PENDING),
    ("PAYMENT_DUNNING_RECEIVED", "DUNNING_RECEIVED", PENDING, PAID),
    ("PAYMENT_BANK_SLIP_VIEWED", "PENDING", PENDING, PENDING),
    ("PAYMENT_CHECKOUT_VIEWED", "PENDING", PENDING, PENDING),
    ("PAYMENT_SPLIT_CANCELLED", "RECEIVED", PAID, PAID),
    ("PAYMENT_SPLIT_DIVERGENCE_BLOCK", "RECEIVED", PAID, PAID),
    ("PAYMENT_SPLIT_DIVERGENCE_BLOCK_FINISHED", "RECEIVED", PAID, PAID),
    ("PAYMENT_BANK_SLIP_CANCELLED", "OVERDUE", PENDING, CANCELED),
    ("PAYMENT_SPLIT_DONE", "RECEIVED", PAID, PAID),
]
READINGS = [
    ("PENDING", PENDING, None, False),
    ("OVERDUE", PENDING, Flag.OVERDUE, False),
    ("AWAITING_RISK_ANALYSIS", PENDING, Flag.UNDER_ANALYSIS, False),
    ("AUTHORIZED", PENDING, None, False),
    ("DUNNING_REQUESTED", PENDING, Flag.OVERDUE, False),
    ("CONFIRMED", PAID, None, False),
    ("RECEIVED", PAID, None, True),
    ("DUNNING_RECEIVED", PAID, None, True),
    ("RECEIVED_IN_CASH", PAID, None, False),
    ("REFUND_REQUESTED", PAID, Flag.REFUND_PENDING, False),
    ("REFUND_IN_PROGRESS", PAID, Flag.REFUND_PENDING, False),
    ("REFUNDED", REVERSED, None, False),
    ("CHARGEBACK_REQUESTED", REVERSED, Flag.DISPUTED, False),
    ("CHARGEBACK_DISPUTE", REVERSED, Flag.DISPUTED, False),
    ("AWAITING_CHARGEBACK_REVERSAL", REVERSED, Flag.DISPUTED, False),
]
RECORDED_ONLY = {
    "PAYMENT_ANTICIPATED",
    "PAYMENT_BANK_SLIP_VIEWED",
    "PAYMENT_CHECKOUT_VIEWED",
    "PAYMENT_SPLIT_CANCELLED",
    "PAYMENT_SPLIT_DIVERGENCE_BLOCK",
    "PAYMENT_SPLIT_DIVERGENCE_BLOCK_FINISHED",
    "PAYMENT_SPLIT_DONE",
}


def charge(status: str, **more: object) -> Charge:
    terms: dict[str, object] = {
        "id": "pay_1",
        "customer_id": "cus_1",
        "status": status,
        "billing_type": "PIX",
        "value": Decimal(100),
        "net_value": Decimal("98.01"),
        "due_date": date(2026, 3, 4),
        "reference": "charge:1",
        "deleted": False,
        "created_on": date(2026, 3, 4),
    }
    return Charge(**(terms | more))  # type: ignore[arg-type]


def there(word: str) -> Charge:
    return charge("PENDING", deleted=True) if word == "deleted" else charge(word)


@pytest.mark.parametrize(("event", "status", "before", "after"), EVENTS)
def test_each_event_with_what_is_then_found_moves_a_payment_as_asaas_means_it(
    event: str, status: str, before: Standing, after: Standing
) -> None:
    found = with_hints(state_of(there(status)), [event], boleto=True)
    assert next_status(before, found, outside=event.endswith("UNDONE")) is after
    assert borne_out(hint(event), state_of(there(status)).standing)
    assert hint(event).asks == (event not in RECORDED_ONLY)


def test_all_thirty_and_the_seven_of_transfers_are_known() -> None:
    assert [event for event, *_ in EVENTS] == list(CHARGE_EVENTS)
    assert (len(CHARGE_EVENTS), len(TRANSFER_EVENTS)) == (30, 7)
    assert all(hint(event).asks for event in TRANSFER_EVENTS)
    assert hint("PAYMENT_OF_NEXT_YEAR").asks, "a new kind may mean anything"


@pytest.mark.parametrize(("status", "standing", "flag", "settled"), READINGS)
def test_each_status_is_read(
    status: str, standing: Standing, flag: Flag | None, settled: bool
) -> None:
    found = state_of(charge(status))
    assert (found.standing, found.flag, found.settled) == (standing, flag, settled)
    once = state_of(charge(status, settled_on=date(2026, 3, 4)))
    in_cash = status == "RECEIVED_IN_CASH"
    assert once.settled == (standing is not PENDING and not in_cash), "it came in, and that day"
    assert found.outside == in_cash


def test_a_word_the_house_does_not_know_moves_nothing() -> None:
    found = state_of(charge("HALF_PAID"))
    assert found == Reading(standing=None)
    for current in Standing:
        assert next_status(current, found) is current


def test_what_is_deleted_is_canceled_only_while_unpaid() -> None:
    assert state_of(charge("OVERDUE", deleted=True)).standing is CANCELED
    assert state_of(charge("RECEIVED", deleted=True)).standing is PAID
    assert next_status(PAID, state_of(charge("PENDING", deleted=True))) is PAID
    assert next_status(REVERSED, state_of(charge("PENDING", deleted=True))) is REVERSED


def test_given_back_in_parts_until_nothing_is_left_it_is_reversed() -> None:
    def part(value: int, status: str = "DONE") -> Refund:
        return Refund(key=str(value), status=status, value=Decimal(value))

    assert state_of(charge("RECEIVED", refunds=(part(40), part(60, "PENDING")))).standing is PAID
    assert state_of(charge("RECEIVED", refunds=(part(40), part(60)))).standing is REVERSED


def test_a_payment_never_goes_back_but_by_what_the_gateway_undoes() -> None:
    pending, failed = Reading(standing=PENDING), Reading(standing=FAILED)
    for late in (pending, failed):
        assert next_status(PAID, late) is PAID
        assert next_status(REVERSED, late) is REVERSED
    assert next_status(PAID, pending, outside=True) is PENDING
    assert next_status(REVERSED, Reading(standing=PAID)) is PAID
    assert next_status(FAILED, pending) is PENDING


def test_a_try_that_failed_counts_only_while_no_other_is_looked_at() -> None:
    refused = ["PAYMENT_CREATED", "PAYMENT_CREDIT_CARD_CAPTURE_REFUSED"]
    assert with_hints(state_of(charge("PENDING")), refused, boleto=False).standing is FAILED
    looked_at = with_hints(state_of(charge("AWAITING_RISK_ANALYSIS")), refused, boleto=False)
    assert looked_at.standing is PENDING
    assert with_hints(state_of(charge("CONFIRMED")), refused, boleto=False).standing is PAID


def test_a_cancelled_slip_ends_a_boleto_that_is_unpaid_and_nothing_else() -> None:
    said = ["PAYMENT_BANK_SLIP_CANCELLED"]
    assert with_hints(state_of(charge("OVERDUE")), said, boleto=True).standing is CANCELED
    assert with_hints(state_of(charge("OVERDUE")), said, boleto=False).standing is PENDING
    assert with_hints(state_of(charge("RECEIVED")), said, boleto=True).standing is PAID


def test_an_event_is_early_only_where_the_charge_has_not_come_so_far() -> None:
    assert not borne_out(hint("PAYMENT_RECEIVED"), PENDING)
    assert not borne_out(hint("PAYMENT_REFUNDED"), PAID)
    assert borne_out(hint("PAYMENT_CONFIRMED"), REVERSED)
    assert borne_out(hint("PAYMENT_DELETED"), PENDING), "restored since"
    assert borne_out(hint("PAYMENT_UPDATED"), PENDING)
