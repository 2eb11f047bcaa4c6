"""A debt is paid first, keeps what is free from being committed, and never touches a hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.payments.credits import credit, debit, standing
from services.wallets import Leg, Movement, lock_wallets, move
from tests.house import House


def change(house: House, person: int, amount: str) -> None:
    """Let somebody gain or lose; the house's cash is the other side."""
    with house.database.transaction() as work:
        lock_wallets(work.connection, [person])
        value = Decimal(amount)
        made = credit if value > 0 else debit
        legs = made(work.connection, person, abs(value))
        key = f"top-up:{house.one('select count(*) from ledger_transactions')}"
        other = Leg(account="cash", amount=-value)
        move(
            work.connection,
            [Movement(kind="deposit", business_key=key, at=house.clock.now(), legs=(*legs, other))],
        )


def sums(house: House, person: int) -> tuple[Any, Any]:
    with house.database.transaction() as work:
        return standing(work.connection, person)


@pytest.mark.parametrize(
    ("changes", "free", "owed"),
    [
        (["10"], 10, 0),
        (["10", "-4"], 6, 0),
        (["10", "-10.01"], 0, Decimal("0.01")),
        (["-10", "4"], 0, 6),
        (["-10", "4", "6"], 0, 0),
        (["-10", "4", "6.50"], Decimal("0.50"), 0),
        (["-10", "-5", "20"], 5, 0),
    ],
)
def test_what_is_owed_is_paid_first(
    house: House, changes: list[str], free: Decimal, owed: Decimal
) -> None:
    ana = house.person("ana")
    for amount in changes:
        change(house, ana, amount)
    assert sums(house, ana) == (free, owed)


def test_a_debt_leaves_a_hold_alone_and_takes_what_the_hold_sets_free(house: House) -> None:
    ana, bruno = house.person("ana", money=100), house.person("bruno", money=1000)
    lot = house.lot(hold_policy="full_max")
    house.bid(ana, lot, 100)
    change(house, ana, "-60")
    assert sums(house, ana) == (0, 60)
    assert house.wallet.wallet(ana).held == 100
    house.bid(bruno, lot, 200)
    assert sums(house, ana) == (100, 60)
    assert house.wallet.available(ana) == 40
    assert house.rooms.personal(lot, ana).available == 40
    answer = house.bid(ana, house.lot(opening=50, hold_policy="full_max"), 50)
    assert answer.code == "over_limit", "money that is owed was bid with"
    change(house, ana, "10")
    assert sums(house, ana) == (50, 0)
