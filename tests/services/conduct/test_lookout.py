"""The lookout finds in the books what looks like abuse, says it once, and does nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.conduct.lookout import BATCH, Lookout
from services.lots import Increments
from tests.house import House

LINE = "177.10.20.30"


@pytest.fixture
def seller(house: House) -> int:
    return house.person("seller")


def _regular(house: House, name: str, *, money: int = 10_000) -> int:
    """Let somebody be with the house for long."""
    number = house.person(name, money=money)
    house.change(
        "update users set created_at = :at where user_id = :u",
        at=house.clock.now() - timedelta(days=400),
        u=number,
    )
    return number


def _flags(house: House) -> list[tuple[Any, ...]]:
    while house.conduct.lookout.look():
        pass
    rows = house.rows("select kind, user_id, product_id, facts from flags order by flag_id")
    return [tuple(row.values()) for row in rows]


def _close(house: House, lot: int) -> None:
    house.after_end(lot)
    house.closing.close_due()
    assert house.auction(lot)["outcome"] is not None


def _lives_at(house: House, person: int, number: str = "12") -> None:
    house.change(
        """
        insert into addresses (street_name, street_number, zip_code, district, city, state, user_id)
        values ('Rua A', :number, '01310100', 'Centro', 'São Paulo', 'SP', :u)
        """,
        number=number,
        u=person,
    )


def test_who_bids_from_the_seller_s_door_and_line_is_flagged_once(
    house: House, seller: int
) -> None:
    ana, bia = _regular(house, "ana"), _regular(house, "bia")
    for person in (seller, ana):
        _lives_at(house, person)
    _lives_at(house, bia, "13")
    house.sessions.open(seller, ip=LINE, user_agent=None)
    lot, other = house.lot(seller), house.lot(seller)
    house.bid(bia, lot, 100, ip="177.10.20.31")
    house.bid(ana, lot, 200, ip=LINE)
    tied = {"seller": seller, "ties": ["address", "connection"]}
    assert _flags(house) == [("tied_to_seller", ana, lot, tied)]
    house.bid(ana, lot, 300)
    house.bid(ana, other, 100, ip=LINE)
    assert len(_flags(house)) == 1  # the same of the same two people, on whatever lot
    house.sessions.open(seller, ip="177.10.20.31", user_agent=None)
    house.bid(bia, lot, 400)
    assert [flag[:2] for flag in _flags(house)][1:] == [("tied_to_seller", bia)]


def test_another_process_raises_nothing_twice(house: House, seller: int) -> None:
    ana = _regular(house, "ana")
    for person in (seller, ana):
        _lives_at(house, person)
    house.bid(ana, house.lot(seller), 100)
    assert len(_flags(house)) == 1
    assert Lookout(house.database, house.clock, Increments()).look() == 1
    assert len(_flags(house)) == 1


def test_what_is_shared_is_never_written_down(house: House, seller: int) -> None:
    ana = _regular(house, "ana")
    house.sessions.open(seller, ip=LINE, user_agent=None)
    house.bid(ana, house.lot(seller), 100, ip=LINE)
    _flags(house)
    assert LINE not in house.one("select flags::text from flags")


def test_a_newcomer_who_leads_is_flagged_when_the_last_minutes_come(
    house: House, seller: int
) -> None:
    lot, ana = house.lot(seller, ends_in=600), house.person("ana", money=1000)
    house.change(
        "update users set created_at = :at where user_id = :u",
        at=house.clock.now() - timedelta(days=2),
        u=ana,
    )
    house.bid(ana, lot, 100)
    assert _flags(house) == []
    house.told.goes_on(300)  # nothing has happened to the lot but time
    facts = {"seller": seller, "days": 2, "purchases": 0}
    assert _flags(house) == [("newcomer_leads_late", ana, lot, facts)]
    assert house.auction(lot)["leader_id"] == ana
    assert house.told_to(ana) == []
    _close(house, lot)
    assert len(_flags(house)) == 1


def test_only_purchases_that_were_paid_make_a_regular(house: House, seller: int) -> None:
    ana = house.person("ana", money=10_000)
    bought = [house.lot(seller) for _ in range(3)]
    for lot in bought:
        house.bid(ana, lot, 100)
    _close(house, bought[-1])
    house.change(
        "update payments set confirmation_datetime = :at where product_id = any(:lots)",
        at=house.clock.now(),
        lots=bought[1:],
    )
    house.change("update users set created_at = :at", at=house.clock.now())
    last = house.lot(seller, ends_in=60)
    house.bid(ana, last, 100)
    late = [flag for flag in _flags(house) if flag[2] == last]
    assert [flag[3]["purchases"] for flag in late] == [2]
    house.change("update payments set confirmation_datetime = opening_datetime")
    other = house.lot(seller, ends_in=60)
    house.bid(ana, other, 100)
    assert other not in [flag[2] for flag in _flags(house)]
    house.change("update payments set confirmation_datetime = null")  # as the books have it


def test_who_bids_for_one_seller_and_never_wins_is_flagged_at_the_fifth_lot(
    house: House, seller: int
) -> None:
    ana, bia = _regular(house, "ana", money=50_000), _regular(house, "bia", money=50_000)
    lots = [house.lot(seller, ends_in=3600 * (number + 1)) for number in range(5)]
    for lot in lots:
        house.bid(ana, lot, 100)
        house.bid(bia, lot, 200)
        assert _flags(house) == []  # the fifth is not decided yet
        _close(house, lot)
    facts = {"seller": seller, "bids": 5, "of": 5, "lots": 5}
    assert _flags(house) == [("always_one_seller", ana, lots[-1], facts)]


def test_a_bid_taken_back_shields_whoever_is_tied_to_its_bidder(house: House, seller: int) -> None:
    ana, bia, caio = (_regular(house, name) for name in ("ana", "bia", "caio"))
    for person in (ana, bia):
        _lives_at(house, person)
    lot = house.lot(seller, ends_in=86_400 * 2)
    for person, maximum in ((caio, 140), (bia, 150), (ana, 5000)):
        house.bid(person, lot, maximum, confirmed=True)
    house.conduct.retractions.retract(ana, lot, "typing_error")
    assert _flags(house) == []
    _close(house, lot)
    assert house.auction(lot)["leader_id"] == bia
    facts = {"winner": bia, "ties": ["address"], "seller": seller}
    assert _flags(house) == [("bid_shielding", ana, lot, facts)]


def test_strangers_shield_nobody(house: House, seller: int) -> None:
    ana, bia = _regular(house, "ana"), _regular(house, "bia")
    lot = house.lot(seller, ends_in=86_400 * 2)
    house.bid(bia, lot, 150)
    house.bid(ana, lot, 5000, confirmed=True)
    house.conduct.retractions.retract(ana, lot, "typing_error")
    _close(house, lot)
    assert _flags(house) == []


def test_nibbling_until_a_maximum_is_exhausted_is_flagged(house: House, seller: int) -> None:
    ana, bia = _regular(house, "ana"), _regular(house, "bia")
    lot = house.lot(seller, increment=10)
    house.bid(bia, lot, 200)
    for amount in (110, 130, 150, 170, 190):
        house.bid(ana, lot, amount)
        assert _flags(house) == []
    house.bid(ana, lot, 210)
    assert house.auction(lot)["leader_id"] == ana
    facts = {"defender": bia, "bids": 5, "seller": seller}
    assert _flags(house) == [("nibbling", ana, lot, facts)]


def _take_off(house: House, seller: int, lot: int) -> None:
    admin = house.one("select min(user_id) from users where admin_user")
    admin = admin or house.person("chief", admin=True)
    house.conduct.withdrawals.withdraw(seller, lot, "Mudei de ideia")
    [asked] = house.conduct.withdrawals.waiting()
    house.conduct.withdrawals.decide(
        admin, asked.withdrawal_id, grant=True, why="Pediu", session_key=house.key(admin)
    )


def test_a_lot_taken_off_with_bids_and_sold_to_its_bidder_is_flagged(
    house: House, seller: int
) -> None:
    ana = _regular(house, "ana")
    lot = house.lot(seller)
    house.bid(ana, lot, 100)
    _take_off(house, seller, lot)
    again = house.lot(seller, opening=100, ends_in=60)
    assert _flags(house) == []
    house.bid(ana, again, 100)
    _close(house, again)
    facts = {"seller": seller, "sign": "sold_to_bidder", "again": again, "buyer": ana}
    assert _flags(house) == [("cancel_and_sell", seller, lot, facts)]


def test_a_lot_taken_off_and_listed_lower_is_flagged_and_another_thing_is_not(
    house: House, seller: int
) -> None:
    lot = house.lot(seller)
    house.bid(_regular(house, "ana"), lot, 100)
    _take_off(house, seller, lot)
    house.lot(seller, opening=50, product_name="Escultura")
    house.lot(house.person("other"), opening=50)
    assert _flags(house) == []
    lower = house.lot(seller, opening=50, product_name="GRAVURA")
    facts = {"seller": seller, "sign": "relisted_lower", "again": lower}
    assert _flags(house) == [("cancel_and_sell", seller, lot, facts)]


def test_the_third_lot_taken_off_with_bids_is_a_habit(house: House, seller: int) -> None:
    ana = _regular(house, "ana")
    lots = [house.lot(seller, product_name=name) for name in ("Mesa", "Cadeira", "Cama")]
    for lot in lots:
        assert _flags(house) == []
        house.bid(ana, lot, 100)
        _take_off(house, seller, lot)
        house.told.goes_on(60)
    facts = {"seller": seller, "sign": "habit"}
    assert _flags(house) == [("cancel_and_sell", seller, lots[-1], facts)]


def test_many_lots_are_gone_over_fifty_at_a_time_and_each_only_when_it_changed(
    house: House, seller: int
) -> None:
    ana = _regular(house, "ana")
    lots = [house.lot(seller) for _ in range(BATCH + 1)]
    for lot in lots:
        house.bid(ana, lot, 100)
    look = house.conduct.lookout.look
    assert [look(), look(), look()] == [BATCH, 1, 0]
    house.bid(
        ana, lots[3], 500
    )  # a raise of the own maximum: seen by nobody, a version all the same
    house.bid(_regular(house, "bia"), lots[4], 500)
    assert look() in (1, 2)
    assert look() == 0
