"""A bid is annulled by two people who see what would follow, and asked for only while it can be."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from services.administration.lot_rows import AUCTIONS, read_lot
from services.administration.orders import Order
from services.conduct.withdrawals import cancel
from services.errors import BadField, BadForm, DeskRefused, Forbidden
from services.views import AnnulmentAbout, TableAsk
from tests.services.administration.conftest import WHY, Desk, typed


@pytest.fixture
def ana(desk: Desk) -> int:
    ana = desk.house.person("ana", money=5000)
    desk.house.bid(ana, desk.lot, 300)
    return ana


@pytest.fixture
def bia(desk: Desk, ana: int) -> int:
    bia = desk.house.person("bia", money=5000)
    desk.house.bid(bia, desk.lot, 250)
    return bia


def ask(desk: Desk, number: int = 1, order: Order = WHY) -> int:
    return desk.annulments.ask(
        desk.chief,
        desk.lot,
        order,
        number=str(number),
        document="",
        session_key=desk.key(desk.chief),
    )


def until_somebody_waits(desk: Desk) -> None:
    waiting = """select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'"""
    for _ in range(100):
        if desk.house.rows(waiting):
            return
        time.sleep(0.05)
    raise AssertionError


def about(desk: Desk, request: int) -> AnnulmentAbout:
    seen = desk.approvals.show(desk.people["operator"], request).about
    assert isinstance(seen, AnnulmentAbout)
    return seen


def test_a_bid_is_annulled_once_a_second_person_has_agreed(desk: Desk, ana: int) -> None:
    bia, ask = desk.house.person("bia", money=5000), desk.annulments.ask
    desk.house.bid(bia, desk.lot, 250)
    with pytest.raises(BadForm) as wrong:
        ask(
            desk.chief,
            desk.lot,
            Order(reason=""),
            number="99",
            document="",
            session_key=desk.key(desk.chief),
        )
    assert {one.field for one in wrong.value.problems} == {"number", "reason"}
    before = desk.sheets.sheet(desk.chief, desk.lot)
    number = ask(
        desk.chief, desk.lot, WHY, number="1", document="", session_key=desk.key(desk.chief)
    )
    with pytest.raises(DeskRefused):
        ask(
            desk.people["operator"],
            desk.lot,
            WHY,
            number="1",
            document="",
            session_key=desk.key(desk.people["operator"]),
        )
    assert desk.house.auction(desk.lot)["leader_id"] == ana
    with pytest.raises(Forbidden):
        desk.approvals.decide(desk.chief, number, approve=True, session_key=desk.key(desk.chief))
    desk.approvals.decide(
        desk.people["operator"], number, approve=True, session_key=desk.key(desk.people["operator"])
    )
    lot = desk.house.auction(desk.lot)
    assert (lot["leader_id"], lot["price"]) == (bia, Decimal(100))
    assert desk.house.money(ana) == (Decimal(5000), Decimal(0))
    assert desk.records() == ["approval_asked", "bid.annulled", "approval_approved"]
    after, standing = desk.sheets.sheet(desk.chief, desk.lot), desk.house.rooms.public(desk.lot)
    assert (before.bids, before.bidders) == (3, 2)
    assert (after.bids, after.bidders) == (standing.bids, 1) == (1, 1)
    (line,) = desk.tables.page(AUCTIONS, desk.chief, TableAsk()).rows
    assert line["bids"] == standing.bids


def test_a_reason_too_short_for_the_act_is_refused_when_it_is_asked(desk: Desk, bia: int) -> None:
    with pytest.raises(BadForm) as wrong:
        ask(desk, order=Order(reason="De novo"))
    assert [(one.field, one.problem) for one in wrong.value.problems] == [("reason", "too_short")]


def test_a_request_of_old_with_too_short_a_reason_is_refused_and_waits(
    desk: Desk, bia: int
) -> None:
    number = ask(desk)
    desk.house.change("update approvals set reason = 'De novo'")
    with pytest.raises(BadField) as wrong:
        desk.approvals.decide(
            desk.people["operator"],
            number,
            approve=True,
            session_key=desk.key(desk.people["operator"]),
        )
    assert wrong.value.problem == "too_short"
    assert desk.approvals.show(desk.chief, number).state == "waiting"


def test_both_people_see_the_bid_and_what_would_follow(desk: Desk, ana: int, bia: int) -> None:
    desk.house.bid(ana, desk.lot, 400)  # a raise that nobody has seen goes with it
    number = ask(desk)
    seen = about(desk, number)
    assert (seen.title, seen.username, seen.amount) == ("Gravura", "ana", Decimal(100))
    assert (seen.price, seen.leader) == (Decimal(255), "ana")
    said = {one.name: one.values for one in seen.then}
    held = desk.house.money(ana)[1]
    assert said == {
        "go_with_it": {"n": 1},
        "price_falls": {"before": Decimal(255), "price": Decimal(100)},
        "leads_again": {"who": "bia"},
        "released": {"n": 1, "amount": held},
    }
    assert desk.approvals.show(desk.chief, number).about == seen
    desk.approvals.decide(
        desk.people["operator"], number, approve=True, session_key=desk.key(desk.people["operator"])
    )
    lot = desk.house.auction(desk.lot)
    assert (lot["price"], lot["leader_id"]) == (said["price_falls"]["price"], bia)
    assert desk.house.money(ana)[1] == 0
    assert about(desk, number).then == ()


def test_nobody_left_is_foreseen_too_and_a_leader_who_stays(desk: Desk, ana: int) -> None:
    assert [one.name for one in about(desk, ask(desk)).then] == ["no_bids_left", "released"]
    bia = desk.house.person("bia", money=5000)
    desk.house.bid(bia, desk.lot, 250)
    then = {one.name: one.values for one in about(desk, ask(desk, 2)).then}
    assert then["leads_on"] == {"who": "ana"}


def test_a_bid_annulled_already_is_not_asked_for_again(desk: Desk, bia: int) -> None:
    desk.approvals.decide(
        desk.people["operator"],
        ask(desk),
        approve=True,
        session_key=desk.key(desk.people["operator"]),
    )
    with pytest.raises(BadForm) as wrong:
        ask(desk)
    assert [one.problem for one in wrong.value.problems] == ["number.annulled"]


@pytest.mark.parametrize("act", ["finalize", "cancel"])
def test_what_was_asked_ends_with_the_lot(desk: Desk, bia: int, act: str) -> None:
    number = ask(desk)
    if act == "cancel":
        key = desk.key(desk.chief)
        desk.acts.cancel(desk.chief, desk.lot, typed(desk.lot), session_key=key)
    else:
        desk.acts.finalize(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))
    shown = desk.approvals.show(desk.people["operator"], number)
    assert (shown.state, shown.decided_by) == ("lapsed", None)
    assert "approval_lapsed" in desk.records()
    with pytest.raises(DeskRefused):
        desk.approvals.decide(
            desk.people["operator"],
            number,
            approve=True,
            session_key=desk.key(desk.people["operator"]),
        )
    with pytest.raises(DeskRefused):
        ask(desk, 2)


def test_what_was_asked_ends_with_the_bid_and_no_sooner(desk: Desk, ana: int, bia: int) -> None:
    first, second = ask(desk, 1), ask(desk, 2)
    desk.house.conduct.retractions.retract(ana, desk.lot, "typing_error")
    states = [desk.approvals.show(desk.chief, one).state for one in (first, second)]
    assert states == ["lapsed", "waiting"]


def test_who_agrees_as_the_lot_ends_waits_for_it_and_is_told(desk: Desk, bia: int) -> None:
    number, database = ask(desk), desk.house.database
    with ThreadPoolExecutor(1) as other:
        with database.transaction() as work:
            lot = read_lot(work.connection, desk.lot, lock=True)
            agreed = other.submit(
                desk.approvals.decide,
                desk.people["operator"],
                number,
                approve=True,
                session_key=desk.key(desk.people["operator"]),
            )
            until_somebody_waits(desk)
            cancel(work, dict(lot), at=desk.house.clock.now(), by=desk.chief)
        refused = agreed.exception()
    assert isinstance(refused, DeskRefused)
    assert refused.reason == "decided"
