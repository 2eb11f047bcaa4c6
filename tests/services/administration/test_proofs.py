"""What moves money, ends a sale or changes who may: nobody does it without a recent proof."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pytest

from services.administration.bureau import Administration
from services.bootstrap import Services
from services.errors import DomainError, ProofNeeded
from services.payments.messages import Messages
from tests.services.administration.conftest import WHY, Desk, typed

Act = Callable[[str], object]


@pytest.fixture
def ana(desk: Desk) -> int:
    ana = desk.house.person("ana", money=5000, cpf="39053344705")
    desk.house.bid(ana, desk.lot, 300)
    return ana


@pytest.fixture
def bureau(desk: Desk) -> Administration:
    return Administration(cast(Services, desk.house))


@pytest.fixture
def acts(desk: Desk, ana: int, bureau: Administration) -> dict[str, Act]:
    """Every act of the desk that takes a proof, by the name of its service and method."""
    desk.house.bid(desk.house.person("bia", money=5000), desk.lot, 250)
    house, chief, lot, order = desk.house, desk.chief, desk.lot, typed(desk.lot)
    house.conduct.withdrawals.withdraw(house.auction(lot)["user_id"], lot, "Foi furtado ontem")
    (asked,) = house.conduct.withdrawals.waiting()
    number = desk.annulments.ask(
        desk.people["operator"], lot, WHY, number="1", document="", session_key=desk.key(chief)
    )
    settings, handling = bureau.settings, bureau.handling
    said: dict[str, Any] = {"seen": 0, "why": "Novo contrato"}
    rates: dict[str, Any] = {one: Decimal(5) for one in ("buyer_rate", "seller_rate", "admin_fee")}
    tiers = [(Decimal(0), Decimal(10))]
    decide = house.conduct.withdrawals.decide
    again = Messages(house.database, house.clock, house.sessions).again
    return {
        "user_acts.block": lambda k: desk.users.block(chief, ana, typed("ana"), session_key=k),
        "user_acts.grant": lambda k: desk.users.grant(
            chief, ana, WHY, role="finance", lot="", session_key=k
        ),
        "user_acts.revoke": lambda k: desk.users.revoke(
            chief, desk.people["finance"], typed("finance"), role="2", session_key=k
        ),
        "person_sheets.order": lambda k: desk.persons.order(chief, ana, "block", session_key=k),
        "auction_sheets.order": lambda k: desk.sheets.order(chief, lot, "cancel", session_key=k),
        "auction_acts.cancel": lambda k: desk.acts.cancel(chief, lot, order, session_key=k),
        "auction_acts.finalize": lambda k: desk.acts.finalize(chief, lot, order, session_key=k),
        "annulments.ask": lambda k: desk.annulments.ask(
            chief, lot, WHY, number="2", document="", session_key=k
        ),
        "approvals.decide": lambda k: desk.approvals.decide(
            chief, number, approve=True, session_key=k
        ),
        "withdrawals.decide": lambda k: decide(
            chief, asked.withdrawal_id, grant=True, why="Provado", session_key=k
        ),
        "fees.change": lambda k: settings.fees.change(
            chief, "commercial", **rates, **said, session_key=k
        ),
        "limits.change": lambda k: settings.limits.change(
            chief, "active_auctions", Decimal(5), **said, session_key=k
        ),
        "increments.publish": lambda k: settings.increments.publish(
            chief, "thief-2", tiers, **said, session_key=k
        ),
        "increments.check": lambda k: settings.increments.check(
            chief, "thief-3", tiers, why="Novo contrato", session_key=k
        ),
        "increments.choose": lambda k: settings.increments.choose(
            chief, "brl", **said, session_key=k
        ),
        "handling.switch": lambda k: handling.switch(
            chief, next(iter(handling.handlers(chief))).name, off=True, **said, session_key=k
        ),
        "handling.replay": lambda k: handling.replay(chief, 1, session_key=k),
        "messages.again": lambda k: again(1, chief, session_key=k),
    }


def test_what_a_thief_would_do_takes_a_proof(desk: Desk, acts: dict[str, Act]) -> None:
    old = desk.key(desk.chief)
    desk.house.told.goes_on(360)
    before = desk.records()
    assert [name for name, act in acts.items() if not lacks_proof(act, old)] == []
    assert desk.records() == before
    fresh = desk.key(desk.chief)
    assert [name for name, act in acts.items() if lacks_proof(act, fresh)] == []


def test_an_answer_for_a_seller_takes_a_proof(desk: Desk, ana: int) -> None:
    lot = desk.house.lot(reserve=Decimal(900), conditional=True)
    desk.house.bid(ana, lot, 300)
    desk.acts.finalize(desk.chief, lot, typed(lot), session_key=desk.key(desk.chief))
    old = desk.key(desk.chief)
    desk.house.told.goes_on(360)
    for accept in (True, False):
        with pytest.raises(ProofNeeded):
            desk.acts.answer(desk.chief, lot, typed(lot), accept=accept, session_key=old)


def test_every_act_that_takes_a_proof_is_asked_for_one_here(
    acts: dict[str, Act], bureau: Administration
) -> None:
    taking = {
        f"{name}.{method}"
        for name, service in {**vars(bureau), **vars(bureau.settings)}.items()
        for method, one in inspect.getmembers(service, inspect.ismethod)
        if not method.startswith("_") and "session_key" in inspect.signature(one).parameters
    }
    elsewhere = {"auction_acts.answer", "payouts.ask", "payouts.refuse"}
    assert taking - set(acts) == elsewhere
    assert len(taking) > 15


def lacks_proof(act: Act, key: str) -> bool:
    try:
        act(key)
    except ProofNeeded:
        return True
    except DomainError:
        return False
    return False
