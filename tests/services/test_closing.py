"""The hammer falls: decided under lock, paid from its holds, written whole, once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.events import RoomChanged
from tests.house import House

D = Decimal


def ledger(house: House) -> dict[tuple[str, str, int | None], Decimal]:
    """Read what sales moved: kind, account and owner to amount."""
    rows = house.rows("""
        select t.kind, e.account, e.user_id, e.amount from ledger_entries e
        join ledger_transactions t using (ledger_transaction_id) where t.kind <> 'deposit'""")
    return {(r["kind"], r["account"], r["user_id"]): r["amount"] for r in rows}


def test_a_sold_lot_is_paid_by_its_hold_and_the_rest_is_due(house: House) -> None:
    ana, bia = house.person("ana", money=1000), house.person("bia", money=1000)
    seller = house.person("seller")
    lot = house.lot(seller, opening="10.10", admin_fee=D("2.00"), increment=D("0.05"))
    house.bid(ana, lot, "10.10")
    house.bid(bia, lot, "10.30")
    house.bid(ana, lot, "10.60")  # price 10.35
    house.after_end(lot)
    assert house.closing.close_due() == 1
    row = house.auction(lot)
    assert (row["outcome"], row["product_status_id"], row["price"]) == ("sold", 3, D("10.35"))
    assert (row["closed_at"], row["leader_id"]) == (house.clock.now(), ana)
    # 5 % of 10.35 is 0.5175 for each side, half up; total 10.35 + 0.52 + 2.00
    assert ledger(house) == {
        ("sale", "receivable", ana): D("-12.87"),
        ("sale", "pending", seller): D("9.83"),
        ("sale", "revenue", None): D("3.04"),
        ("capture", "wallet", ana): D("-10.60"),
        ("capture", "receivable", ana): D("10.60"),
    }
    assert house.money(ana) == (D("989.40"), D(0))
    [payment] = house.rows("select * from payments")
    assert (payment["amount"], payment["from_wallet"]) == (D("12.87"), D("10.60"))
    assert (payment["hammer"], payment["commission"], payment["admin_fee"]) == (
        D("10.35"),
        D("0.52"),
        D("2.00"),
    )
    assert (payment["payment_status_id"], payment["confirmation_datetime"]) == (1, None)
    assert (payment["payment_method_id"], payment["user_id"]) == (2, ana)
    assert (payment["payer"], payment["payee"]) == ("Ana", "Seller")
    [hold] = house.rows("select * from holds where user_id = :ana and ending = 'captured'", ana=ana)
    assert (hold["amount"], hold["captured"]) == (D("10.60"), D("10.60"))
    assert (house.told_to(ana)[-1], house.told_to(bia)[-1]) == ("won", "lost")
    assert house.told_to(seller) == ["sold"]
    assert house.news[-1] == RoomChanged(auction_id=lot, version=4)
    assert house.rows("select user_id from bids where winner") == [{"user_id": ana}]
    assert house.one("select active_auction_number from users where user_id = :s", s=seller) == 0


def test_half_a_centavo_of_commission_is_rounded_up(house: House) -> None:
    ana, seller = house.person("ana", money=100), house.person("seller")
    lot = house.lot(seller, opening="10.10")
    house.bid(ana, lot, "10.10")
    house.after_end(lot)
    house.closing.close_due()
    [payment] = house.rows("select commission, amount from payments")
    assert payment == {"commission": D("0.51"), "amount": D("10.61")}
    assert ledger(house)["sale", "pending", seller] == D("9.59")


def test_what_a_hold_covers_is_paid_at_once_and_what_it_held_too_much_comes_back(
    house: House,
) -> None:
    ana = house.person("ana", money=500)
    lot = house.lot(opening=100)
    house.bid(ana, lot, 500)
    house.after_end(lot)
    house.closing.close_due()
    assert house.money(ana) == (D(395), D(0))
    [payment] = house.rows("select * from payments")
    assert (payment["amount"], payment["from_wallet"]) == (D(105), D(105))
    assert (payment["payment_status_id"], payment["payment_method_id"]) == (2, 1)
    assert payment["confirmation_datetime"] == house.clock.now()
    [hold] = house.rows("select amount, captured, ending from holds")
    assert hold == {"amount": D(500), "captured": D(105), "ending": "captured"}


def test_without_a_hold_everything_is_due(house: House) -> None:
    ana = house.person("ana")
    lot = house.lot(opening=100, hold_policy="none")
    house.bid(ana, lot, 100)
    house.after_end(lot)
    house.closing.close_due()
    assert ("capture", "wallet", ana) not in ledger(house)
    [payment] = house.rows("select amount, from_wallet, payment_status_id from payments")
    assert payment == {"amount": D(105), "from_wallet": D(0), "payment_status_id": 1}


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("commercial", datetime(2026, 3, 10, 2, 59, 59, tzinfo=UTC)),  # Friday to Monday night
        ("judicial", datetime(2026, 3, 6, 20, 0, 2, tzinfo=UTC) + timedelta(days=1)),
        ("official", datetime(2026, 3, 6, 20, 0, 2, tzinfo=UTC) + timedelta(days=1)),
    ],
)
def test_a_sale_is_due_after_two_business_days_or_a_day(
    house: House, kind: str, due: datetime
) -> None:
    if kind == "commercial":
        due += timedelta(days=1)
    house.told.shows(datetime(2026, 3, 6, 19, 0, tzinfo=UTC))
    ana, lot = house.person("ana", money=1000), house.lot(opening=100, auction_type=kind)
    house.bid(ana, lot, 100)
    house.after_end(lot)
    house.closing.close_due()
    assert house.one("select due_datetime from payments") == due


def test_a_lot_nobody_wanted_goes_back(house: House) -> None:
    seller = house.person("seller")
    lot = house.lot(seller)
    house.after_end(lot)
    assert house.closing.close_due() == 1
    row = house.auction(lot)
    assert (row["outcome"], row["version"]) == ("no_bids", 1)
    assert house.told_to(seller) == ["not_sold"]
    assert ledger(house) == {}


def test_below_the_reserve_nothing_is_sold_and_the_hold_comes_back(house: House) -> None:
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    seller = house.person("seller")
    lot = house.lot(seller, opening=100, reserve=D(500))
    house.bid(bia, lot, 100)
    house.bid(ana, lot, 400)
    house.after_end(lot)
    house.closing.close_due()
    assert house.auction(lot)["outcome"] == "reserve_not_met"
    assert house.money(ana) == (D(900), D(0))
    assert house.rows("select * from payments") == house.rows("select * from bids where winner")
    assert (house.told_to(ana), house.told_to(bia)) == (
        ["released", "lost"],
        ["outbid", "lost"],
    )
    assert house.told_to(seller) == ["not_sold"]
    [hold] = house.rows("select * from holds where user_id = :ana", ana=ana)
    assert (hold["ending"], hold["captured"]) == ("released", D(0))


def test_nothing_closes_before_its_end_and_grace(house: House) -> None:
    lot = house.lot(ends_in=60)
    house.after_end(lot, 1.999)
    assert house.closing.close_due() == 0
    assert house.closing.close_auction(lot) is False
    assert house.auction(lot)["outcome"] is None
    house.after_end(lot)
    assert house.closing.close_auction(lot) is True


def test_closing_twice_does_nothing(house: House) -> None:
    ana, lot = house.person("ana", money=1000), house.lot()
    house.bid(ana, lot, 100)
    house.after_end(lot)
    assert house.closing.close_due() == 1
    before = (house.auction(lot), ledger(house), house.money(ana), house.told_to(ana))
    assert house.closing.close_due() == 0
    assert house.closing.close_auction(lot) is False
    assert house.closing.close_auction(999) is False
    assert (house.auction(lot), ledger(house), house.money(ana), house.told_to(ana)) == before


def test_one_buyer_pays_for_several_lots_closed_together(house: House) -> None:
    ana, bia = house.person("ana", money=1000), house.person("bia", money=1000)
    lots = [house.lot(opening=100) for _ in range(3)]
    for lot in lots:
        house.bid(ana, lot, 150)
    house.bid(bia, lots[2], 200)
    house.after_end(lots[0])
    assert house.closing.close_due() == 3
    assert house.money(ana) == (D(790), D(0))
    # 200 held; 155 + 7.75 due
    assert house.money(bia) == (D("837.25"), D(0))


def test_a_bad_lot_does_not_keep_the_others_open(house: House) -> None:
    bad, good = house.lot(ends_in=60), house.lot(ends_in=61)
    house.change("update products set increments = 'no such table' where product_id = :b", b=bad)
    house.after_end(good)
    assert house.closing.close_due() == 1
    assert house.auction(good)["outcome"] == "no_bids"
    assert house.auction(bad)["outcome"] is None
    house.change("update products set increments = 'brl' where product_id = :b", b=bad)
    assert house.closing.close_due() == 1


def test_many_are_closed_in_portions(house: House) -> None:
    lots = [house.lot() for _ in range(5)]
    house.after_end(lots[0])
    assert [house.closing.close_due(most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_two_processes_close_two_hundred_lots_once_each(house: House, sister: House) -> None:
    people = [house.person(f"buyer{n}", money=100_000) for n in range(4)]
    seller = house.person("seller")
    lots = [house.lot(seller, opening=100) for _ in range(200)]
    requests = [house.request(people[n % 4], lot, 150) for n, lot in enumerate(lots) if n % 5]
    house.batch(*requests)
    house.after_end(lots[0])
    start, counts = threading.Barrier(4), []

    def close(closing: Any) -> None:
        start.wait()
        while done := closing.close_due(most=10):
            counts.append(done)

    threads = [
        threading.Thread(target=close, args=[which.closing]) for which in (house, sister) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(counts) == 200
    assert house.rows("select outcome, count(*) from products group by 1 order by 1") == [
        {"outcome": "no_bids", "count": 40},
        {"outcome": "sold", "count": 160},
    ]
    assert len({event.version for event in house.news}) <= 3
    closings = [e for e in (*house.news, *sister.news) if e.version > 1 or e.auction_id % 5 == 1]
    assert len(closings) == len({event.auction_id for event in closings}) == 200


def test_a_row_another_process_holds_is_left_to_it(house: House, sister: House) -> None:
    held, free = house.lot(ends_in=60), house.lot(ends_in=60)
    house.after_end(free)
    with sister.database.transaction() as work:
        work.connection.exec_driver_sql(
            f"select from products where product_id = {held} for no key update"
        )
        assert house.closing.close_due() == 1
    assert house.auction(held)["outcome"] is None
    assert house.closing.close_due() == 1


def test_a_bid_that_waits_on_the_lock_keeps_the_lot_from_closing_under_it(
    house: House, sister: House
) -> None:
    """The close asks the row under the lock: an end that moved meanwhile is not due."""
    lot = house.lot(ends_in=60)
    house.after_end(lot)
    answers: list[bool] = []
    with sister.database.transaction() as work:
        work.connection.exec_driver_sql("select from products for no key update")
        closing = threading.Thread(target=lambda: answers.append(house.closing.close_auction(lot)))
        closing.start()
        closing.join(0.2)
        assert closing.is_alive()
        work.connection.exec_driver_sql(
            "update products set end_datetime = end_datetime + interval '120 seconds'"
        )
        work.connection.exec_driver_sql(
            "insert into extensions (product_id, ends_from, ends_to, cause, at)"
            " select product_id, original_end_datetime, end_datetime, 'administrator',"
            " original_end_datetime from products"
        )
    closing.join(5)
    assert answers == [False]
    assert house.auction(lot)["outcome"] is None
