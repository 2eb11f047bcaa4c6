"""Whatever life a charge has and whatever is heard of it when, the books hold and end the same."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from services.billing.clearance import Books, Recorded, Step, books_of, next_step
from services.billing.gateway import BillingType, Charge, Refund
from services.billing.statuses import CHARGE_EVENTS, Standing, state_of
from tests.house import House
from tests.payments import Mailroom

DAY = date(2026, 3, 4)
# What may follow what at the gateway: its own diagram. (asaas.md 3.3)
NEXT = {
    "PENDING": ["OVERDUE", "CONFIRMED", "RECEIVED", "AWAITING_RISK_ANALYSIS", "RECEIVED_IN_CASH"],
    "OVERDUE": ["CONFIRMED", "RECEIVED", "DUNNING_REQUESTED"],
    "DUNNING_REQUESTED": ["DUNNING_RECEIVED", "RECEIVED"],
    "AWAITING_RISK_ANALYSIS": ["PENDING", "CONFIRMED"],
    "CONFIRMED": ["RECEIVED", "REFUNDED", "CHARGEBACK_REQUESTED", "part"],
    "RECEIVED": ["REFUND_IN_PROGRESS", "CHARGEBACK_REQUESTED", "part", "REFUND_REQUESTED"],
    "DUNNING_RECEIVED": ["REFUND_IN_PROGRESS"],
    "RECEIVED_IN_CASH": ["PENDING"],
    "REFUND_REQUESTED": ["RECEIVED", "REFUND_IN_PROGRESS"],
    "REFUND_IN_PROGRESS": ["RECEIVED", "REFUNDED"],
    "CHARGEBACK_REQUESTED": ["CHARGEBACK_DISPUTE", "REFUNDED"],
    "CHARGEBACK_DISPUTE": ["AWAITING_CHARGEBACK_REVERSAL", "REFUNDED"],
    "AWAITING_CHARGEBACK_REVERSAL": ["RECEIVED"],
    "REFUNDED": [],
}
lives = st.lists(st.integers(0, 9), max_size=9)
looks = st.lists(st.booleans(), min_size=10, max_size=10)
DRAWN = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # what a shrunk example would find in this house was there before
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def went_on(charge: Charge, choices: list[int]) -> list[Charge]:
    """Live a charge's life, choice by choice; gives how it stood after each."""
    stood = [charge]
    for choice in choices:
        now = stood[-1]
        after = NEXT[now.status]
        if not after:
            break
        word = after[choice % len(after)]
        changes: dict[str, Any] = {"status": word}
        if word == "part":
            part = Refund(key=f"k{len(stood)}", status="DONE", value=Decimal(7 + choice))
            changes = {"refunds": (*now.refunds, part)}
        elif word in ("RECEIVED", "DUNNING_RECEIVED"):
            changes["settled_on"] = DAY
        elif word == "RECEIVED_IN_CASH":
            changes["settled_on"] = DAY  # as Asaas tells it, though no money came
        elif word == "PENDING":
            changes["settled_on"] = None
        stood.append(dataclasses.replace(now, **changes))
    return stood


@DRAWN
@example([9, 4, 7, 0, 9], [False, True, False, False, True] + [False] * 5, ["PAYMENT_CREATED"])
@given(choices=lives, looks=looks, names=st.lists(st.sampled_from(list(CHARGE_EVENTS)), min_size=1))
def test_the_houses_promises_hold_whatever_happens_and_whenever_it_is_heard_of(
    house: House, mailroom: Mailroom, choices: list[int], looks: list[bool], names: list[str]
) -> None:
    person = house.person(f"p{house.one('select count(*) from users')}")
    if len(names) % 2:
        payment = mailroom.sale(person, 200)
        charge = mailroom.charge(payment, "210.00", BillingType.UNDEFINED)
    else:
        charge = mailroom.top_up(person, "210.00", BillingType.UNDEFINED)
    there = mailroom.there(charge)
    life = went_on(mailroom.till.charges[there], choices)
    for place, stands in enumerate(life):
        mailroom.till.charges[there] = stands
        if looks[place]:
            mailroom.hears(names[place % len(names)], of=charge)
            assert house.broken_promises() == []
    mailroom.hears("PAYMENT_UPDATED", of=charge)
    mailroom.hears("PAYMENT_UPDATED", of=charge)
    assert house.broken_promises() == []
    found = state_of(life[-1])
    if found.standing is Standing.REVERSED:
        assert mailroom.stands(charge)[0] == "reversed"
    if found.standing is Standing.PAID and not found.outside:
        assert mailroom.stands(charge) == ("paid", found.flag)
        assert mailroom.row(charge)["paid_value"] == 210


@settings(max_examples=300, deadline=None, database=None)
@example([4, 0, 2], [False, True] + [False] * 8, [False] * 10)  # cash undone, then really paid
@given(choices=lives, looks=looks, barred=st.lists(st.booleans(), min_size=10, max_size=10))
def test_a_charge_left_alone_is_soon_in_the_books_as_it_stands(
    choices: list[int], looks: list[bool], barred: list[bool]
) -> None:
    """The rule alone: it comes to rest, never goes below nothing, and holds what is there."""
    asked = Charge(
        id="pay_1",
        customer_id="cus_1",
        status="PENDING",
        billing_type="UNDEFINED",
        value=Decimal(100),
        net_value=Decimal(98),
        due_date=DAY,
        reference="charge:1",
        deleted=False,
        created_on=DAY,
    )
    ledger: list[Recorded] = []
    life = went_on(asked, choices)
    for place, stands in enumerate(life):
        if looks[place]:
            ledger = settled(ledger, stands, barred=barred[place])
    ledger = settled(ledger, life[-1], barred=False)
    books, found = books_of(ledger), state_of(life[-1])
    back = sum((r.value for r in life[-1].refunds), Decimal(0))
    if found.standing is Standing.PAID:
        assert books.left == 100 - back
        assert books.settled == found.settled
    elif found.standing is Standing.REVERSED:
        assert books.left == 0
        assert books.paid == 100
    else:
        assert books.paid == books.left == 0


def settled(ledger: list[Recorded], charge: Charge, *, barred: bool) -> list[Recorded]:
    """Make all steps that are due, with what each would leave in the ledger."""
    found = state_of(charge)
    for _ in range(20):
        books = books_of(ledger)
        step = next_step(books, charge, found, barred=barred)
        if step is None:
            return ledger
        ledger = [*ledger, recorded(books, step, outside=found.outside)]
        assert 0 <= books_of(ledger).left <= 100
    raise AssertionError("it never comes to rest")


def recorded(books: Books, step: Step, *, outside: bool) -> Recorded:
    house = ("outside" if outside else "clearing") if step.kind == "paid" else books.house
    if step.kind == "restored":
        house = next(name for name in (books.taken_back or {}) if name != "incoming")
    sign = -1 if step.kind in ("paid", "restored") else 1
    legs = {house: sign * step.amount, "incoming": -sign * step.amount}
    if step.kind == "settled":
        legs = {"clearing": step.amount, "cash": -step.amount}
    return Recorded(kind=step.kind, business_key=f"{step.kind}:1:{step.key or 1}", legs=legs)
