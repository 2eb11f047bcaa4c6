"""The books are held against the gateway's: differences are listed, and money never moves."""

from __future__ import annotations

import asyncio
import dataclasses
from decimal import Decimal

import pytest

from services.billing.gateway import BillingType
from services.errors import Forbidden
from services.payments.charging import Charging
from services.payments.reconciliation import Reconciliation
from tests.house import House
from tests.services.payments.aftersale import sold
from tests.stand_ins import run
from tests.till import Till, away

D = Decimal


@pytest.fixture
def looked_at() -> list[int]:
    """The charges that were handed on to be read again."""
    return []


@pytest.fixture
def books(house: House, till: Till, looked_at: list[int]) -> Reconciliation:
    async def look_again(charge: int) -> None:
        looked_at.append(charge)

    return Reconciliation(house.database, house.clock, till, run, look_again)


@pytest.fixture
def charge(house: House, charging: Charging, till: Till) -> str:
    """A charge that stands open here and there; gives its number there."""
    sale = sold(house)
    with house.database.transaction() as work:
        own = charging.want(work, sale.payment, billing_type=BillingType.PIX, value=D("65.05"))
    asyncio.run(charging.ask(own))
    return next(iter(till.charges))


def found(books: Reconciliation) -> list[tuple[str, str, bool]]:
    asyncio.run(books.reconcile())
    return [(d.kind, d.theirs, d.alarming) for d in books.discrepancies() if d.ended_at is None]


def test_only_who_looks_after_the_money_has_the_books_compared(
    house: House, books: Reconciliation, till: Till, charge: str
) -> None:
    till.becomes(charge, "RECEIVED")
    with pytest.raises(Forbidden):
        asyncio.run(books.reconcile_for(house.person("plain")))
    assert books.discrepancies() == ()
    assert asyncio.run(books.reconcile_for(house.person("chief", admin=True)))
    assert books.discrepancies() != ()
    assert house.one("select action from audit_records") == "books_compared"


def test_books_that_agree_list_nothing(books: Reconciliation, charge: str) -> None:
    assert found(books) == []


def test_a_charge_whose_event_was_lost_is_listed_and_read_again(
    house: House, books: Reconciliation, till: Till, charge: str, looked_at: list[int]
) -> None:
    till.becomes(charge, "RECEIVED")
    till.money = D("63.06")
    before = house.rows("select * from ledger_entries")
    assert found(books) == [("balance", "63.06", False), ("charge_status", "RECEIVED", False)]
    assert looked_at == [1]
    assert house.rows("select * from ledger_entries") == before
    house.told.goes_on(601)
    assert all(alarming for _, _, alarming in found(books)), "no news for ten minutes"


def test_a_difference_is_listed_once_and_ends_when_it_is_gone(
    house: House, books: Reconciliation, till: Till, charge: str
) -> None:
    whole = till.charges[charge]
    till.charges[charge] = dataclasses.replace(whole, value=D(1))
    first = house.clock.now()
    found(books)
    house.told.goes_on(3600)
    assert found(books) == [("charge_value", "1.00", True)]
    (kept,) = books.discrepancies()
    assert (kept.found_at, kept.seen_at) == (first, house.clock.now())
    till.charges[charge] = whole
    house.told.goes_on(3600)
    assert found(books) == []
    assert books.discrepancies()[0].ended_at == house.clock.now()


def test_what_nobody_here_asked_for_is_listed(
    books: Reconciliation, till: Till, charge: str
) -> None:
    till.charges["pay_x"] = dataclasses.replace(till.charges[charge], id="pay_x", reference=None)
    assert found(books) == [("charge_unknown", "PENDING 65.05", True)]


def test_without_an_answer_nothing_is_said_to_be_over(
    books: Reconciliation, till: Till, charge: str
) -> None:
    till.money = D(5)
    assert found(books) == [("balance", "5.00", True)]
    till.before = [None, away()]
    assert not asyncio.run(books.reconcile())
    assert books.discrepancies()[0].ended_at is None


def test_however_often_the_cashier_is_woken_it_is_done_once_an_hour(
    house: House, books: Reconciliation, till: Till
) -> None:
    for _ in range(3):
        assert asyncio.run(books.hourly()) == 0
    assert till.calls.count("balance") == 1
    house.told.goes_on(3600)
    asyncio.run(books.hourly())
    assert till.calls.count("balance") == 2
