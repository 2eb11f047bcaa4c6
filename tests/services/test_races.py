"""Races the house wins: each of these fails when the line that prevents it is moved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from services.bidding import IncrementTable
from services.desk import BidRequest
from services.lots import Increments
from services.views import Answer
from tests.house import House, codes

D = Decimal


class Slow(Increments):
    """Stops whoever reads a lot's increments, after the locks are taken, until told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()
        self.reached = threading.Event()

    def of(self, row: Mapping[str, Any], connection: Connection) -> IncrementTable:
        self.reached.set()
        assert self.may_go_on.wait(10)
        return super().of(row, connection)


def apart(run: Callable[[], Any]) -> Future[Any]:
    """Run something in a thread of its own."""
    future: Future[Any] = Future()

    def work() -> None:
        try:
            future.set_result(run())
        except BaseException as error:  # noqa: BLE001  the test reads it
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future


@pytest.fixture
def pauses() -> Slow:
    return Slow()


@pytest.fixture
def slow_sister(house: House, pauses: Slow) -> Any:
    """Another process, which can be stopped between its locks and its writes."""
    standing = House(house.url, clock=house.clock, increments=pauses)
    yield standing
    pauses.may_go_on.set()
    standing.leave()


def test_two_processes_never_judge_one_lot_at_once(
    house: House, slow_sister: House, pauses: Slow
) -> None:
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    lot = house.lot(opening=100)
    first = apart(lambda: slow_sister.batch(slow_sister.request(ana, lot, 200, key="key-of-ana")))
    assert pauses.reached.wait(5)
    second = apart(lambda: house.batch(house.request(bia, lot, 150)))
    with pytest.raises(TimeoutError):
        second.result(0.3)  # waits for the lock: FOR NO KEY UPDATE
    pauses.may_go_on.set()
    assert [first.result(5)[0].standing, second.result(5)[0].standing] == ["leading", "outbid"]
    assert house.history(lot) == [
        (ana, D(100), "direct"),
        (bia, D(150), "direct"),
        (ana, D(155), "auto"),
    ]


def test_one_wallet_is_not_spent_on_two_lots_by_two_processes(
    house: House, slow_sister: House, pauses: Slow
) -> None:
    ana = house.person("ana", money=500)
    piano, vase = house.lot(opening=100), house.lot(opening=100)
    first = apart(lambda: slow_sister.batch(slow_sister.request(ana, piano, 400, key="for-piano")))
    assert pauses.reached.wait(5)
    second = apart(lambda: house.batch(house.request(ana, vase, 400)))
    with pytest.raises(TimeoutError):
        second.result(0.3)
    pauses.may_go_on.set()
    assert codes(first.result(5)) + codes(second.result(5)) == ["accepted", "over_limit"]
    assert house.money(ana) == (D(500), D(400))


def test_money_that_comes_meanwhile_is_not_lost(
    house: House, slow_sister: House, pauses: Slow
) -> None:
    ana, lot = house.person("ana", money=500), house.lot(opening=100)
    first = apart(lambda: slow_sister.batch(slow_sister.request(ana, lot, 400, key="for-piano")))
    assert pauses.reached.wait(5)
    paid = apart(lambda: house.pay_in(ana, 50))
    pauses.may_go_on.set()
    paid.result(5)
    first.result(5)
    assert house.money(ana) == (D(550), D(400))


def test_sixteen_threads_spend_a_balance_once(house: House, sister: House) -> None:
    ana = house.person("ana", money=1000)
    lots = [house.lot(opening=100), house.lot(opening=100)]
    start = threading.Barrier(16)

    def bid(number: int) -> Answer:
        which = (house, sister)[number % 2]
        start.wait()
        request = which.request(
            ana, lots[number // 2 % 2], 600 + number, key=f"thread-{number}", confirmed=True
        )
        return which.bids.desk.submit(request).result(15)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(bid, range(16)))
    led = [lot for lot in lots if house.auction(lot)["leader_id"] == ana]
    assert len(led) == 1
    assert {answer.code for answer in answers} <= {"accepted", "over_limit", "not_above_own_max"}
    wallet, held = house.money(ana)
    assert (wallet, held) == (D(1000), house.one("select max(maximum) from bidders"))
    assert house.one("select count(*) from bid_intents") == 16


def test_the_same_bid_from_two_processes_is_one_bid(
    house: House, slow_sister: House, pauses: Slow
) -> None:
    ana, lot = house.person("ana", money=900), house.lot(opening=100)
    same = house.request(ana, lot, 200, key="the-same-key")
    first = apart(lambda: slow_sister.batch(same))
    assert pauses.reached.wait(5)
    second = apart(lambda: house.batch(same))
    pauses.may_go_on.set()
    assert first.result(5) == second.result(5)
    assert house.one("select count(*) from bid_intents") == 1


def test_the_same_bid_from_sixteen_threads_is_one_bid(house: House, sister: House) -> None:
    ana, lot = house.person("ana", money=900), house.lot(opening=100)
    same, start = house.request(ana, lot, 200, key="the-same-key"), threading.Barrier(16)

    def bid(number: int) -> Answer:
        start.wait()
        return (house, sister)[number % 2].bids.desk.submit(same).result(15)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(bid, range(16)))
    assert all(answer == answers[0] for answer in answers)
    assert house.one("select count(*) from bid_intents") == 1
    assert house.auction(lot)["version"] == 1


def test_after_a_lost_answer_the_same_key_gets_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit was done, its answer lost: the batch is judged again, by its keys."""
    ana, lot = house.person("ana", money=900), house.lot(opening=100)
    place, calls = house.bids.place, []

    def lose_the_first(batch: list[BidRequest]) -> Any:
        calls.append(1)
        answers = place(batch)
        if len(calls) == 1:
            house.change("select pg_terminate_backend(pg_backend_pid())")
        return answers

    monkeypatch.setattr(house.bids, "place", lose_the_first)
    answer = house.bid(ana, lot, 200, key="lost-on-the-way")
    assert (len(calls), answer.standing, answer.version) == (2, "leading", 1)
    assert house.one("select count(*) from bid_intents") == 1
    assert house.money(ana) == (D(900), D(200))


def test_a_bid_and_the_hammer_at_once(house: House, slow_sister: House, pauses: Slow) -> None:
    """Whoever has the lot's lock goes first; the other sees what became of it."""
    ana, lot = (
        house.person("ana", money=900),
        house.lot(opening=100, ends_in=60, soft_close_seconds=0),
    )
    in_time = slow_sister.request(ana, lot, 200, key="in-good-time")
    house.told.goes_on(62)
    first = apart(lambda: slow_sister.batch(in_time))
    assert pauses.reached.wait(5)
    assert house.closing.close_due() == 0  # left to who holds it
    hammer = apart(lambda: house.closing.close_auction(lot))
    with pytest.raises(TimeoutError):
        hammer.result(0.3)
    pauses.may_go_on.set()
    assert first.result(5)[0].accepted
    assert hammer.result(5) is True
    assert house.auction(lot)["outcome"] == "sold"
    late = house.request(ana, lot, 300, arrival=in_time.arrival)
    assert codes(house.batch(late)) == ["not_open"]


def test_who_buys_at_once_waits_for_the_seller_holding_nothing_else(house: House) -> None:
    """Wallets are locked in one order, the seller's among them: nobody waits in a circle."""
    seller, ana = house.person("seller"), house.person("ana", money=900)
    lot = house.lot(seller, opening=100, buy_now=500)
    with house.database.transaction() as work:
        lock = "select from users where user_id = {} for no key update nowait"
        work.connection.exec_driver_sql(lock.format(seller))
        bought = apart(lambda: house.batch(house.request(ana, lot, 500, buy_now=True)))
        with pytest.raises(TimeoutError):
            bought.result(0.3)
        work.connection.exec_driver_sql(lock.format(ana))
    assert codes(bought.result(5)) == ["accepted"]


def test_crosswise_bids_purchases_and_closings_never_wait_in_a_circle(
    house: House, sister: House, said: list[Any]
) -> None:
    """Sellers who bid on each other's lots, bought at once: everybody locks in one order."""
    people = [house.person(f"dealer{n}", money=10**6) for n in range(6)]
    lots = [house.lot(people[n % 6], opening=100, buy_now=500) for n in range(60)]
    start = threading.Barrier(8)

    def trade(number: int) -> list[str]:
        which = (house, sister)[number % 2]
        start.wait()
        heard = []
        for place, lot in enumerate(lots if number % 4 < 2 else reversed(lots)):
            who = people[(number + place) % 6]
            request = which.request(
                who, lot, 500, key=f"{number}-{lot:06d}-x", buy_now=place % 2 == 0
            )
            heard.append(which.bids.desk.submit(request).result(20).code)
        return heard

    with ThreadPoolExecutor(8) as pool:
        heard = [code for codes_ in pool.map(trade, range(8)) for code in codes_]
    assert len(heard) == 480
    assert [entry for entry in said if entry["event"] == "transaction_retried"] == []
