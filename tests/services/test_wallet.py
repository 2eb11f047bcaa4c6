"""The wallet: what a person has, what is on hold, and how it came to be."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from services.errors import BadAmount, Forbidden, NotFound
from services.views import HoldLine, StatementFilter
from services.wallets import Leg, Movement, lock_wallets, move
from tests.house import House

D = Decimal


def test_a_wallet_shows_money_holds_and_movements_newest_first(house: House) -> None:
    ana = house.person("ana", money=100)
    house.pay_in(ana, 900)
    sold = house.lot(opening=200, product_name="Relógio", ends_in=60, soft_close_seconds=0)
    live = house.lot(product_name="Piano")
    house.bid(ana, sold, 200)
    house.told.goes_on(62)
    house.closing.close_due()
    house.bid(ana, live, 150)
    seen = house.wallet.wallet(ana)
    assert (seen.balance, seen.held, seen.available) == (D(800), D(150), D(650))
    assert seen.holds == (HoldLine(auction_id=live, title="Piano", amount=D(150)),)
    assert [(line.kind, line.amount, line.balance, line.title) for line in seen.lines] == [
        ("capture", D(-200), D(800), "Relógio"),
        ("deposit", D(900), D(1000), None),
        ("deposit", D(100), D(100), None),
    ]
    assert seen.lines[0].auction_id == sold


def test_the_statement_goes_on_page_by_page_with_the_true_balance_beside_each_line(
    house: House,
) -> None:
    ana = house.person("ana")
    for _ in range(103):
        house.pay_in(ana, 1)
    first = house.wallet.wallet(ana)
    second = house.wallet.wallet(ana, before=first.older)
    third = house.wallet.wallet(ana, before=second.older)
    pages = [first.lines, second.lines, third.lines]
    assert [len(lines) for lines in pages] == [50, 50, 3]
    assert [line.balance for lines in pages for line in lines] == list(range(103, 0, -1))
    assert third.older is None
    assert len(house.wallet.statement(ana, StatementFilter())) == 103


def test_a_statement_tells_only_what_is_asked_for_and_its_balances_stay(house: House) -> None:
    ana, seller = house.person("ana", money=500), house.person("seller")
    lot = house.lot(seller, hold_policy="full_max")
    house.bid(ana, lot, 100)
    house.after_end(lot)
    house.closing.close_auction(lot)
    house.told.goes_on(86_400)
    house.pay_in(ana, 7)

    def told(**asked: Any) -> list[tuple[str, Decimal]]:
        lines = house.wallet.statement(ana, StatementFilter(**asked))
        return [(line.kind, line.balance) for line in lines]

    bought, paid_in = ("capture", D(400)), ("deposit", D(407))
    assert told() == [paid_in, bought, ("deposit", D(500))]
    assert told(kind="purchases") == [bought]
    assert told(kind="in", since=date(2026, 3, 5)) == [paid_in]
    assert told(until=date(2026, 3, 4)) == [bought, ("deposit", D(500))]
    assert told(auction_id=lot) == [bought]
    (line,) = house.wallet.statement(ana, StatementFilter(kind="purchases"))
    sale = house.one("select payment_id from payments where kind = 'sale'")
    assert (line.payment_id, line.auction_id, line.title) == (sale, lot, "Gravura")
    assert house.wallet.wallet(ana).lots == ((lot, "Gravura"),)


def test_one_sees_only_ones_own(house: House) -> None:
    ana, bia = house.person("ana", money=100), house.person("bia", money=700)
    house.bid(bia, house.lot(), 100)
    seen = house.wallet.wallet(ana)
    assert (seen.balance, seen.held, seen.holds, len(seen.lines)) == (D(100), D(0), (), 1)
    with pytest.raises(NotFound):
        house.wallet.wallet(999)


def test_play_money_comes_once_a_key(house: House) -> None:
    ana, bia = house.person("ana"), house.person("bia")
    for _ in range(2):
        house.wallet.demo_top_up(ana, D("50.00"), key="same")
    house.wallet.demo_top_up(bia, D("50.00"), key="same")
    house.wallet.demo_top_up(ana, D("0.01"), key="other")
    assert (house.money(ana)[0], house.money(bia)[0]) == (D("50.01"), D(50))


def test_the_same_top_up_from_eight_threads_comes_once(house: House) -> None:
    ana, start = house.person("ana"), threading.Barrier(8)

    def top_up() -> None:
        start.wait()
        house.wallet.demo_top_up(ana, D(50), key="same")

    threads = [threading.Thread(target=top_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert house.money(ana) == (D(50), D(0))


@pytest.mark.parametrize("amount", ["0", "-1", "1000000.01", "NaN", "Infinity", "0.001"])
def test_no_wallet_takes_a_strange_sum(house: House, amount: str) -> None:
    ana = house.person("ana")
    with pytest.raises(BadAmount):
        house.wallet.demo_top_up(ana, D(amount), key="k")
    assert house.wallet.wallet(ana).lines == ()


def test_there_is_no_play_money_outside_the_demonstration(fresh_database: str) -> None:
    house = House(fresh_database, demo=False)
    ana = house.person("ana")
    with pytest.raises(Forbidden):
        house.wallet.demo_top_up(ana, D(50), key="k")
    assert house.money(ana)[0] == 0
    house.leave()


def test_a_movement_whose_legs_do_not_sum_to_zero_does_not_happen(house: House) -> None:
    ana = house.person("ana")
    odd = Movement(
        kind="deposit",
        business_key="top-up:odd",
        at=house.clock.now(),
        legs=(
            Leg(account="wallet", amount=D(10), user_id=ana),
            Leg(account="cash", amount=D("-9.99")),
        ),
    )

    def happen() -> None:
        with house.database.transaction() as work:
            assert move(work.connection, [odd]) == {"top-up:odd"}

    with pytest.raises(DBAPIError, match="does not sum to zero"):
        happen()
    assert house.money(ana)[0] == 0


def test_wallets_are_locked_in_one_order_however_they_are_named(
    house: House, sister: House
) -> None:
    """Whoever waits for the second wallet has the first, so nobody waits in a circle."""
    low, high = house.person("ana"), house.person("bia")

    def take() -> None:
        with house.database.transaction() as work:
            lock_wallets(work.connection, [high, low, high])

    lock = "select from users where user_id = {} for no key update {}"
    taking = threading.Thread(target=take)
    with sister.database.transaction() as work:
        work.connection.exec_driver_sql(lock.format(high, ""))
        taking.start()
        taking.join(0.3)
        assert taking.is_alive()
        with pytest.raises(DBAPIError, match="could not obtain lock"):
            house.change(lock.format(low, "nowait"))
    taking.join(5)
    assert not taking.is_alive()


def test_a_key_seen_before_moves_nothing_and_says_so(house: House) -> None:
    ana = house.person("ana")
    same = Movement(
        kind="deposit",
        business_key="top-up:same",
        at=house.clock.now(),
        legs=(
            Leg(account="wallet", amount=D(10), user_id=ana),
            Leg(account="cash", amount=D(-10)),
        ),
    )
    with house.database.transaction() as work:
        lock_wallets(work.connection, [ana])
        assert move(work.connection, [same, same]) == {"top-up:same"}
        assert move(work.connection, [same]) == frozenset()
    assert house.money(ana)[0] == 10
