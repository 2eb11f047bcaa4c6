"""What a leading bid holds of a wallet, and when it is let go."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.house import House

D = Decimal


def test_holds_follow_the_published_table_step_by_step(house: House) -> None:
    ana, bia = house.person("ana"), house.person("bia", money=5000)
    first, second = house.lot(opening=100), house.lot(opening=100)
    house.pay_in(ana, 1000)
    assert house.money(ana) == (D(1000), D(0))
    assert house.bid(ana, first, 600, confirmed=True).accepted
    assert house.money(ana) == (D(1000), D(600))
    assert house.bid(ana, second, 500).code == "over_limit"
    assert house.money(ana) == (D(1000), D(600))
    assert house.bid(ana, first, 700, confirmed=True).accepted  # charges only the difference
    assert house.money(ana) == (D(1000), D(700))
    assert house.bid(bia, first, 800, confirmed=True).accepted
    assert house.money(ana) == (D(1000), D(0))
    assert house.money(bia) == (D(5000), D(800))
    assert house.bid(ana, first, 750, confirmed=True).standing == "outbid"  # never a hold
    assert house.money(ana) == (D(1000), D(0))
    holds = house.rows("select user_id, amount, ending from holds order by hold_id")
    assert [tuple(h.values()) for h in holds] == [(ana, D(700), "released"), (bia, D(800), None)]


def test_a_hold_that_has_ended_is_not_let_go_again(house: House) -> None:
    ana, bia = house.person("ana", money=1000), house.person("bia", money=1000)
    lot = house.lot(opening=100)
    for who, amount in ((ana, 150), (bia, 200), (ana, 400)):
        house.bid(who, lot, amount)
    house.change("""
        with ended as (delete from holds where ended_at is not null returning *)
        insert into holds select * from ended""")  # where a table's rows lie is nobody's promise
    house.bid(bia, lot, 500)
    assert (house.money(ana), house.money(bia)) == ((D(1000), D(0)), (D(1000), D(500)))


@pytest.mark.parametrize(
    ("policy", "value", "held"),
    [("none", 0, 0), ("fixed_deposit", 50, 50), ("percent_of_max", 10, "30.01")],
)
def test_a_hold_is_what_the_lot_says(house: House, policy: str, value: int, held: str) -> None:
    ana, bia = house.person("ana", money=100), house.person("bia", money=100)
    lot = house.lot(opening=100, hold_policy=policy, hold_value=value)
    assert house.bid(ana, lot, "300.05").accepted
    assert house.money(ana) == (D(100), D(held))
    assert house.bid(bia, lot, "400").accepted
    assert house.money(ana) == (D(100), D(0))


def test_holds_come_back_when_the_lead_changes_hands_twice_in_a_batch(house: House) -> None:
    ana, bia = house.person("ana", money=500), house.person("bia", money=500)
    lot = house.lot(opening=100)
    house.bid(ana, lot, 150)
    house.batch(house.request(bia, lot, 200), house.request(ana, lot, 400))
    assert (house.money(ana), house.money(bia)) == ((D(500), D(400)), (D(500), D(0)))
    [hold] = house.rows("select * from holds")
    assert (hold["amount"], hold["ended_at"]) == (D(400), None)
