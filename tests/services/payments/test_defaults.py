"""A sale that nobody paid is undone, once, and counted against its buyer."""

from __future__ import annotations

import asyncio
import threading
from decimal import Decimal
from typing import Any

import pytest

from services.billing.gateway import BillingType
from services.payments.charging import Charging
from services.payments.defaults import Defaults
from tests.house import House
from tests.services.payments.aftersale import Fallen, letters, overdue, sold
from tests.till import Till, away

D = Decimal


@pytest.fixture
def sale(house: House) -> Fallen:
    return sold(house)


def charge(house: House, charging: Charging, sale: Fallen, kind: BillingType) -> int:
    """Ask Ana for the rest, at the gateway."""
    with house.database.transaction() as work:
        number = charging.want(work, sale.payment, billing_type=kind, value=D("65.05"))
    asyncio.run(charging.ask(number))
    return number


def status(house: House, payment: int) -> tuple[int, bool]:
    row = house.rows("select * from payments where payment_id = :p", p=payment)[0]
    return row["payment_status_id"], row["defaulted_at"] is not None


def account(house: House, name: str, person: int | None = None) -> Decimal:
    query = """
        select coalesce(sum(amount), 0) from ledger_entries
        where account = :name and user_id is not distinct from :person
    """
    total: Decimal = house.one(query, name=name, person=person)
    return total


def test_an_unpaid_sale_is_undone_at_its_deadline_and_not_before(
    house: House, defaults: Defaults, sale: Fallen
) -> None:
    due = house.one("select due_datetime from payments where payment_id = :p", p=sale.payment)
    house.told.shows(due)
    house.told.goes_on(-0.001)
    assert asyncio.run(defaults.end_due()) == 0
    overdue(house, sale.payment)
    assert asyncio.run(defaults.end_due()) == 1
    assert asyncio.run(defaults.end_due()) == 0
    assert status(house, sale.payment) == (3, True)
    assert house.auction(sale.lot)["outcome"] == "defaulted"
    assert house.rows("select * from bids where winner") == []


def test_the_books_forget_the_sale_but_for_the_penalty(
    house: House, defaults: Defaults, sale: Fallen
) -> None:
    assert house.money(sale.ana) == (D(480), D(0))
    overdue(house, sale.payment)
    defaults.default(sale.payment)
    assert house.money(sale.ana) == (D("495.95"), D(0))  # 5 % of 81.00 of the 20.00 that were paid
    assert account(house, "revenue") == D("4.05")
    assert account(house, "receivable", sale.ana) == 0
    assert account(house, "pending", sale.seller) == 0
    (strike,) = house.rows("select * from strikes")
    assert (strike["user_id"], strike["penalty"]) == (sale.ana, D("4.05"))


def test_buyer_and_seller_are_told(house: House, defaults: Defaults, sale: Fallen) -> None:
    overdue(house, sale.payment)
    defaults.default(sale.payment)
    assert letters(house, sale.ana) == ["Sua compra foi desfeita"]
    assert letters(house, sale.seller) == ["Não foi pago"]
    text = house.one("select text from mails where user_id = :u", u=sale.ana).replace("\xa0", " ")
    assert "R$ 4,05" in text
    assert "R$ 15,95" in text


def test_of_a_judicial_lot_the_house_keeps_nothing(house: House, defaults: Defaults) -> None:
    sale = sold(house, auction_type="judicial", hold_value=D(2))
    overdue(house, sale.payment)
    defaults.default(sale.payment)
    assert house.money(sale.ana) == (D(500), D(0))
    assert house.one("select penalty from strikes") == 0


def test_the_charge_is_taken_back_first(
    house: House, defaults: Defaults, charging: Charging, till: Till, sale: Fallen
) -> None:
    charge(house, charging, sale, BillingType.PIX)
    overdue(house, sale.payment)
    assert not defaults.default(sale.payment), "a charge stands"
    assert asyncio.run(defaults.end_due()) == 1
    assert [each.deleted for each in till.charges.values()] == [True]


def test_what_turns_out_to_be_paid_is_no_default(
    house: House, defaults: Defaults, charging: Charging, till: Till, sale: Fallen
) -> None:
    charge(house, charging, sale, BillingType.PIX)
    till.becomes(next(iter(till.charges)), "RECEIVED")
    overdue(house, sale.payment)
    assert asyncio.run(defaults.end_due()) == 0
    assert status(house, sale.payment) == (2, False), "its event was lost, and it was read again"


def test_a_gateway_that_is_away_makes_nobody_a_defaulter(
    house: House, defaults: Defaults, charging: Charging, till: Till, sale: Fallen
) -> None:
    charge(house, charging, sale, BillingType.PIX)
    overdue(house, sale.payment)
    till.before = [away()]
    assert asyncio.run(defaults.end_due()) == 0
    assert asyncio.run(defaults.end_due()) == 1


def test_a_boleto_of_the_last_day_has_time_to_be_told(
    house: House, defaults: Defaults, charging: Charging, sale: Fallen
) -> None:
    charge(house, charging, sale, BillingType.BOLETO)
    overdue(house, sale.payment)  # Friday's last second
    assert asyncio.run(defaults.end_due()) == 0
    house.told.goes_on(3 * 86_400 - 1)
    assert asyncio.run(defaults.end_due()) == 0
    house.told.goes_on(1)
    assert asyncio.run(defaults.end_due()) == 1


@pytest.mark.parametrize("flag", ["under_analysis", "quarantined", "disputed"])
def test_what_the_gateway_still_looks_at_is_waited_for(
    house: House, defaults: Defaults, sale: Fallen, flag: str
) -> None:
    house.change("update payments set flag = :flag", flag=flag)
    overdue(house, sale.payment)
    assert asyncio.run(defaults.end_due()) == 0
    house.change("update payments set flag = 'overdue'")
    assert asyncio.run(defaults.end_due()) == 1


def test_the_third_default_within_a_year_bars_and_ends_the_sessions(
    house: House, defaults: Defaults, sale: Fallen
) -> None:
    terms: dict[str, Any] = {"opening": 10, "ends_in": 100, "soft_close_seconds": 0}
    others = [house.lot(sale.seller, **terms) for _ in range(2)]
    token = house.sessions.open(sale.ana, ip=None, user_agent=None)
    for lot in others:
        house.bid(sale.ana, lot, 10)
    house.told.goes_on(110)
    house.closing.close_due()
    for number, payment in enumerate((1, 2, 3), 1):
        overdue(house, payment)
        assert defaults.default(payment)
        barred = house.one("select blocked_at from users where user_id = :u", u=sale.ana)
        assert (barred is not None) == (number == 3)
    assert house.sessions.find(token) is None
    assert letters(house, sale.ana)[-1] == "Sua conta foi bloqueada"


def test_a_payment_and_a_default_at_the_same_moment_are_one_of_the_two(
    house: House, defaults: Defaults, sale: Fallen
) -> None:
    overdue(house, sale.payment)
    done: list[bool] = []
    threads = [
        threading.Thread(target=lambda: done.append(defaults.default(sale.payment)))
        for _ in range(4)
    ]
    with house.database.transaction() as work:
        work.connection.exec_driver_sql(
            "update payments set payment_status_id = 2, confirmation_datetime = now()"
        )
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert done == [False] * 4
    house.change("update payments set payment_status_id = 1, confirmation_datetime = null")
    threads = [
        threading.Thread(target=lambda: done.append(defaults.default(sale.payment)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done[4:]) == [False, False, False, True]
