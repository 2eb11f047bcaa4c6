"""Three people with money, and a lot they fought over."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.house import House

D = Decimal
DAY = 86400


@pytest.fixture
def people(house: House) -> tuple[int, int, int]:
    return tuple(house.person(name, money=1000) for name in ("ana", "bia", "caio"))  # type: ignore[return-value]


@pytest.fixture
def fought(house: House, people: tuple[int, int, int]) -> int:
    """A 100, B 50, C 200: by the house's own steps C leads at 105."""
    ana, bia, caio = people
    lot = house.lot(opening=10, ends_in=2 * DAY)
    for who, amount in ((ana, 100), (bia, 50), (caio, 200)):
        house.bid(who, lot, amount, confirmed=True)
    assert house.auction(lot)["price"] == D(105)
    return lot


def annul_bid(house: House, actor: int, lot: int, number: int, **why: str) -> None:
    """Annul a bid, as is done once two people have agreed."""
    with house.database.transaction() as work:
        house.conduct.retractions.annul_bid(work, actor, lot, number, **why)
