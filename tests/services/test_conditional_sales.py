"""A bid below the reserve waits for the seller's answer, and silence is refusal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.errors import Forbidden, NotFound
from tests.house import House

D = Decimal


@pytest.fixture
def offered(house: House) -> dict[str, int]:
    """A conditional lot, bid for below its reserve, after its end."""
    ana, seller = house.person("ana", money=900), house.person("seller")
    lot = house.lot(seller, opening=100, reserve=D(500), conditional=True)
    house.bid(ana, lot, 400)
    house.after_end(lot)
    house.closing.close_due()
    return {"ana": ana, "seller": seller, "lot": lot}


def test_a_conditional_lot_waits_for_its_seller_with_the_hold(
    house: House, offered: dict[str, int]
) -> None:
    row = house.auction(offered["lot"])
    assert (row["outcome"], row["product_status_id"]) == ("conditional", 3)
    assert row["answer_by"] == datetime(2026, 3, 7, 2, 59, 59, tzinfo=UTC)  # Friday night
    assert house.money(offered["ana"]) == (D(900), D(400))
    assert house.told_to(offered["ana"]) == ["awaits_answer"]
    assert house.told_to(offered["seller"]) == ["to_answer"]
    house.told.shows(row["answer_by"] - timedelta(seconds=1))
    assert house.closing.lapse_conditionals() == 0
    assert house.closing.close_due() == 0


def test_the_seller_may_accept(house: House, offered: dict[str, int]) -> None:
    closed = house.auction(offered["lot"])["closed_at"]
    house.told.goes_on(3600)
    house.closing.answer_conditional(offered["lot"], offered["seller"], accept=True)
    row = house.auction(offered["lot"])
    assert (row["outcome"], row["closed_at"], row["answer_by"]) == ("sold", closed, None)
    assert house.money(offered["ana"]) == (D(795), D(0))
    assert house.told_to(offered["ana"]) == ["awaits_answer", "won"]
    assert house.told_to(offered["seller"]) == ["to_answer", "sold"]
    with pytest.raises(NotFound):
        house.closing.answer_conditional(offered["lot"], offered["seller"], accept=True)


def test_the_seller_may_refuse(house: House, offered: dict[str, int]) -> None:
    house.closing.answer_conditional(offered["lot"], offered["seller"], accept=False)
    row = house.auction(offered["lot"])
    assert (row["outcome"], row["version"]) == ("reserve_not_met", 3)
    assert house.money(offered["ana"]) == (D(900), D(0))
    assert house.told_to(offered["ana"]) == ["awaits_answer", "answer_refused", "lost"]


def test_silence_is_refusal(house: House, offered: dict[str, int]) -> None:
    house.told.shows(house.auction(offered["lot"])["answer_by"])
    assert house.closing.lapse_conditionals() == 1
    assert house.closing.lapse_conditionals() == 0
    assert house.auction(offered["lot"])["outcome"] == "reserve_not_met"
    assert house.money(offered["ana"]) == (D(900), D(0))


def test_only_the_seller_answers(house: House, offered: dict[str, int]) -> None:
    for person in (offered["ana"], 999):
        with pytest.raises(Forbidden):
            house.closing.answer_conditional(offered["lot"], person, accept=True)
    with pytest.raises(NotFound):
        house.closing.answer_conditional(999, offered["seller"], accept=True)
    assert house.auction(offered["lot"])["outcome"] == "conditional"
