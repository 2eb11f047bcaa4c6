"""Every refusal is an answer: it is written down and changes nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models import Status
from services.errors import NotFound
from services.views import Answer
from tests.house import House

D = Decimal


def state(house: House) -> dict[str, Any]:
    """Everything a refusal must leave alone."""
    return {
        "lots": house.rows("""
            select product_id, price, leader_id, end_datetime, version, bid_count, bidder_count,
                   chain_head from products order by 1"""),
        "people": house.rows("select user_id, wallet, held from users order by 1"),
        "holds": house.rows("select * from holds order by 1"),
        "bidders": house.rows("select * from bidders order by 1, 2"),
        "bids": house.rows("select * from bids order by 1"),
        "extensions": house.rows("select * from extensions order by 1"),
        "declarations": house.rows("select * from declarations order by 1, 2"),
        "outbox": house.rows("select * from outbox order by 1"),
    }


def refusal(house: House, case: str) -> tuple[Answer, str]:
    """Make one refused bid; returns its answer and the message it is refused with."""
    ana, bia = house.person("ana", money=1000), house.person("bia", money=10_000)
    seller = house.person("seller", money=5000)
    lot = house.lot(seller, opening=100, ends_in=60, soft_close_seconds=120)
    house.told.goes_on(-3600)  # far from the end
    house.change("update products set start_datetime = start_datetime - interval '1 day'")
    house.bid(ana, lot, 200)
    match case:
        case "not_open: draft" | "not_open: suspended" | "not_open: scheduled":
            status = Status[{"scheduled": "NOT_STARTED"}.get(case[10:], case[10:].upper())]
            made = house.lot(seller, status=status)
            return house.bid(bia, made, 300), "bid.not_open"
        case "not_open: too early":
            made = house.lot(seller, opens_in=1, ends_in=99)
            return house.bid(bia, made, 300), "bid.not_open"
        case "not_open: buy now after a bid":
            house.change("update products set buy_now = 900")
            return house.bid(bia, lot, 900, buy_now=True), "bid.not_open"
        case "closed":
            house.told.goes_on(3660)
            return house.bid(bia, lot, 300), "bid.closed"
        case "not_qualified: blocked":
            who = house.person("cora", money=900, blocked=True)
        case "not_qualified: email_unverified":
            who = house.person("cora", money=900, verified=False)
        case "not_qualified: incomplete":
            who = house.person("cora", money=900, cpf=None)
        case "not_qualified: undeclared":
            house.change("update products set auction_type = 'judicial'")
            return house.bid(bia, lot, 300, declared=False), "bid.not_qualified.undeclared"
        case "impeded: seller":
            return house.bid(seller, lot, 300), "bid.impeded.seller"
        case "not_above_own_max":
            return house.bid(ana, lot, 200), "bid.not_above_own_max"
        case "below_min_next":
            return house.bid(bia, lot, "104.99"), "bid.below_min_next"
        case "over_limit":
            return house.bid(bia, lot, "10000.01", confirmed=True), "bid.over_limit"
        case "needs_confirmation":
            return house.bid(bia, lot, "525.01"), "bid.needs_confirmation"
        case _:
            raise ValueError(case)
    return house.bid(who, lot, 300), f"bid.not_qualified.{case.split()[-1]}"


@pytest.mark.parametrize(
    "case",
    [
        "not_open: draft",
        "not_open: suspended",
        "not_open: scheduled",
        "not_open: too early",
        "not_open: buy now after a bid",
        "closed",
        "not_qualified: blocked",
        "not_qualified: email_unverified",
        "not_qualified: incomplete",
        "not_qualified: undeclared",
        "impeded: seller",
        "not_above_own_max",
        "below_min_next",
        "over_limit",
        "needs_confirmation",
    ],
)
def test_a_refusal_writes_an_intent_and_nothing_else(
    house: House, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    made = house.bids.make_bid

    async def watched(*given: Any, **more: Any) -> Answer:
        seen.append(state(house))
        house.news.clear()
        return await made(*given, **more)

    monkeypatch.setattr(house.bids, "make_bid", watched)
    answer, key = refusal(house, case)
    assert not answer.accepted
    assert (answer.code, answer.message_key) == (case.split(":")[0], key)
    assert state(house) == seen[-1]
    assert house.news == []
    last = house.rows("select * from bid_intents order by arrived_at, product_id, sequence")
    [mine] = [row for row in last if not row["accepted"]]
    assert (mine["refusal"], mine["answer"]) == (answer.code, answer.as_message())


def test_the_refusals_say_what_would_do(house: House) -> None:
    ana, bia = house.person("ana", money=1000), house.person("bia", money=150)
    lot = house.lot(opening=100)
    house.bid(ana, lot, 120)
    assert house.bid(bia, lot, 101).values == {"minimum": "105.00"}
    assert house.bid(bia, lot, 200).values == {"available": "150.00", "missing": "50.00"}
    assert house.bid(ana, lot, 120).values == {"maximum": "120.00"}
    assert house.bid(ana, lot, 120).standing == "leading"
    assert house.bid(bia, lot, 101).standing == "none"
    asked = house.bid(ana, lot, 600)
    assert asked.values == {"amount": "600.00", "minimum": "105.00"}
    assert house.bid(ana, lot, 600, confirmed=True).code == "accepted"


def test_somebody_with_the_sellers_cpf_is_refused(house: House) -> None:
    seller = house.person("seller", cpf="12345678901")
    lot = house.lot(seller)
    house.change("drop index uq_users_cpf")
    try:
        other = house.person("ana", money=1000, cpf="12345678901")
        answer = house.bid(other, lot, 100)
        assert (answer.code, answer.message_key) == ("impeded", "bid.impeded.acts_for_seller")
        house.change("update users set cpf = null where user_id = :ana", ana=other)
    finally:
        house.change("create unique index uq_users_cpf on users (cpf)")


@pytest.mark.parametrize(
    "amount",
    ["NaN", "sNaN", "Infinity", "-Infinity", "0", "-100", "100.001", "10000000000", "1E+40"],
)
def test_what_is_no_sum_of_money_is_refused_and_not_written(house: House, amount: str) -> None:
    ana, lot = house.person("ana", money=1000), house.lot()
    answer = house.bid(ana, lot, D(amount), confirmed=True)
    assert (answer.accepted, answer.code) == (False, "bad_amount")
    assert house.one("select count(*) from bid_intents") == 0


@pytest.mark.parametrize("key", ["short", "x" * 65, "nul-\0-in-it", "lone-\udc80-one", "ação-não"])
def test_a_key_nobody_could_keep_never_reaches_the_desk(house: House, key: str) -> None:
    ana, lot = house.person("ana", money=1000), house.lot()
    assert house.bid(ana, lot, 100, key=key).accepted is False
    assert house.bids.desk.bids == 0


@pytest.mark.parametrize("key", ["x" * 8, "x" * 64])
def test_the_shortest_and_the_longest_key_are_kept(house: House, key: str) -> None:
    ana, lot = house.person("ana", money=1000), house.lot()
    assert house.bid(ana, lot, 100, key=key).accepted
    found = house.bids.find_answer(ana, lot, key)
    assert found is not None
    assert found.accepted


def test_nobody_bids_on_what_there_is_not(house: House) -> None:
    ana = house.person("ana", money=1000)
    with pytest.raises(NotFound):
        house.bid(ana, 999, 100)
    with pytest.raises(NotFound):
        house.bid(999, house.lot(), 100)
    assert house.one("select count(*) from bid_intents") == 0
