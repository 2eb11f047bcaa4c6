"""What the house's people do to lots holds for bids, money and the record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest

from models import Status
from services.administration.acts import ACTS
from services.administration.orders import Order
from services.errors import BadForm, DeskRefused, Forbidden, NotFound, ProofNeeded
from services.events import RoomChanged
from services.people.rights import RIGHTS, Right
from tests.services.administration.conftest import WHY, Desk, typed
from tests.services.conduct.conftest import annul_bid


@pytest.fixture
def ana(desk: Desk) -> int:
    ana = desk.house.person("ana", money=5000)
    desk.house.bid(ana, desk.lot, 300)
    return ana


def test_a_lot_ended_now_is_sold_to_who_leads_and_takes_no_bid_after(desk: Desk, ana: int) -> None:
    bia = desk.house.person("bia", money=5000)
    desk.acts.finalize(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))
    lot = desk.house.auction(desk.lot)
    assert (lot["outcome"], lot["leader_id"]) == ("sold", ana)
    assert lot["closed_at"] == lot["finalized_at"] < lot["end_datetime"]
    assert desk.house.bid(bia, desk.lot, 500).code == "not_open"
    assert desk.house.told_to(ana) == ["won"]
    assert desk.records() == ["auction_finalized"]
    with pytest.raises(DeskRefused):
        desk.acts.finalize(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))


def test_an_end_now_and_a_bid_at_once_leave_one_truth(desk: Desk, ana: int) -> None:
    bidders = [desk.house.person(f"one{n}", money=9000) for n in range(6)]
    with ThreadPoolExecutor(8) as at_once:
        end = at_once.submit(
            desk.acts.finalize,
            desk.chief,
            desk.lot,
            typed(desk.lot),
            session_key=desk.key(desk.chief),
        )
        bids = [
            at_once.submit(desk.house.bid, bidder, desk.lot, 400 + 100 * place)
            for place, bidder in enumerate(bidders)
        ]
    end.result()
    lot, history = desk.house.auction(desk.lot), desk.house.history(desk.lot)
    assert (lot["outcome"], lot["leader_id"], lot["price"]) == ("sold", *history[-1][:2])
    published = {user for user, _, _ in history}
    for bidder, bid in zip(bidders, bids, strict=True):
        if bid.result().code == "not_open":
            assert bidder not in published


def test_a_stopped_lot_keeps_its_holds_and_gets_its_lost_time_back(desk: Desk, ana: int) -> None:
    before = desk.house.auction(desk.lot)["end_datetime"]
    desk.acts.suspend(desk.chief, desk.lot, typed(desk.lot))
    bia = desk.house.person("bia", money=5000)
    assert desk.house.bid(bia, desk.lot, 500).code == "not_open"
    held = desk.house.money(ana)[1]
    assert held > 0
    desk.house.told.goes_on(7200)
    desk.house.closing.close_due()
    assert desk.house.auction(desk.lot)["product_status_id"] == Status.SUSPENDED
    desk.acts.resume(desk.chief, desk.lot, WHY)
    lot = desk.house.auction(desk.lot)
    assert lot["product_status_id"] == Status.IN_OCCURRENCE
    assert lot["end_datetime"] == before + timedelta(hours=2)
    assert desk.house.money(ana)[1] == held
    assert desk.told(ana)[-2:] == ["lot_suspended", "lot_resumed"]


def test_a_lot_that_goes_on_near_its_end_leaves_ten_minutes(desk: Desk) -> None:
    lot = desk.house.lot(ends_in=30)
    desk.acts.suspend(desk.chief, lot, typed(lot))
    desk.house.told.goes_on(5)
    desk.acts.resume(desk.chief, lot, WHY)
    ends = desk.house.auction(lot)["end_datetime"]
    assert ends == desk.house.clock.now() + timedelta(minutes=10)


def test_an_extension_moves_the_end_and_open_rooms_hear_of_it(desk: Desk, ana: int) -> None:
    before = desk.house.auction(desk.lot)
    ends = desk.acts.extend(desk.people["operator"], desk.lot, WHY, "90")
    assert ends == before["end_datetime"] + timedelta(minutes=90)
    news = [one for one in desk.house.news if isinstance(one, RoomChanged)]
    assert news[-1] == RoomChanged(auction_id=desk.lot, version=before["version"] + 1)
    assert "lot_extended" in desk.told(ana)
    for wrong in ("0", "-5", "1,5", "", "10081", "٣"):
        with pytest.raises(BadForm) as refused:
            desk.acts.extend(desk.chief, desk.lot, Order(reason=""), wrong)
        assert {one.field for one in refused.value.problems} == {"minutes", "reason"}


def test_a_cancelled_lot_lets_all_go_and_takes_a_proof(desk: Desk, ana: int) -> None:
    key = desk.key(desk.chief)
    desk.house.told.goes_on(360)
    with pytest.raises(ProofNeeded):
        desk.acts.cancel(desk.chief, desk.lot, typed(desk.lot), session_key=key)
    assert desk.house.auction(desk.lot)["outcome"] is None
    desk.acts.cancel(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))
    assert desk.house.auction(desk.lot)["outcome"] == "cancelled"
    assert desk.house.money(ana) == (Decimal(5000), Decimal(0))


def test_the_house_answers_for_a_seller_who_cannot(desk: Desk) -> None:
    house = desk.house
    for accept, outcome in ((True, "sold"), (False, "reserve_not_met")):
        lot = house.lot(reserve=Decimal(900), conditional=True)
        ana = house.person(f"ana{accept}", money=5000)
        house.bid(ana, lot, 300)
        desk.acts.finalize(desk.chief, lot, typed(lot), session_key=desk.key(desk.chief))
        assert house.auction(lot)["outcome"] == "conditional"
        desk.acts.answer(
            desk.chief, lot, typed(lot), accept=accept, session_key=desk.key(desk.chief)
        )
        assert house.auction(lot)["outcome"] == outcome


def test_a_winner_is_validated_once_and_both_sides_told(desk: Desk, ana: int) -> None:
    desk.acts.finalize(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))
    desk.acts.validate(desk.chief, desk.lot, WHY)
    assert desk.house.auction(desk.lot)["validated_at"] is not None
    assert "winner_validated" in desk.told(ana)
    with pytest.raises(DeskRefused):
        desk.acts.validate(desk.chief, desk.lot, WHY)


def test_what_is_shown_before_an_act_is_what_follows(desk: Desk, ana: int) -> None:
    order = desk.sheets.order(desk.chief, desk.lot, "finalize", session_key="")
    said = {one.name: one.values for one in order.consequences}
    assert said["sold_to"]["price"] == desk.house.auction(desk.lot)["price"]
    desk.acts.finalize(desk.chief, desk.lot, typed(desk.lot), session_key=desk.key(desk.chief))
    captured = desk.house.one("select captured from holds where product_id = :l", l=desk.lot)
    assert said["captured"]["amount"] == captured
    with pytest.raises(DeskRefused):
        desk.sheets.order(desk.chief, desk.lot, "extend", session_key="")
    with pytest.raises(NotFound):
        desk.sheets.sheet(desk.chief, 999_999)


def test_with_no_bid_left_there_is_none_to_annul(desk: Desk, ana: int) -> None:
    assert "annul" in desk.sheets.sheet(desk.chief, desk.lot).acts
    annul_bid(desk.house, desk.chief, desk.lot, 1, reason=WHY.reason)
    assert "annul" not in desk.sheets.sheet(desk.chief, desk.lot).acts


def test_nothing_is_done_without_a_reason_and_what_must_be_typed(desk: Desk, ana: int) -> None:
    acts: list[Callable[[Order], object]] = [
        lambda order: desk.acts.finalize(desk.chief, desk.lot, order, session_key=""),
        lambda order: desk.acts.suspend(desk.chief, desk.lot, order),
    ]
    for act in acts:
        with pytest.raises(BadForm) as refused:
            act(Order(reason=" ", confirmation="1234"))
        assert [one.field for one in refused.value.problems] == ["reason", "confirmation"]
    assert desk.records() == []


def test_every_act_on_a_lot_is_refused_to_who_has_no_right_to_it(desk: Desk, ana: int) -> None:
    acts: dict[str, Callable[[int], object]] = {
        "extend": lambda who: desk.acts.extend(who, desk.lot, WHY, "5"),
        "suspend": lambda who: desk.acts.suspend(who, desk.lot, typed(desk.lot)),
        "resume": lambda who: desk.acts.resume(who, desk.lot, WHY),
        "finalize": lambda who: desk.acts.finalize(
            who, desk.lot, typed(desk.lot), session_key=desk.key(who)
        ),
        "accept": lambda who: desk.acts.answer(
            who, desk.lot, typed(desk.lot), accept=True, session_key=desk.key(who)
        ),
        "refuse": lambda who: desk.acts.answer(
            who, desk.lot, typed(desk.lot), accept=False, session_key=desk.key(who)
        ),
        "validate": lambda who: desk.acts.validate(who, desk.lot, WHY),
        "annul": lambda who: desk.annulments.ask(
            who, desk.lot, WHY, number="1", document="", session_key=desk.key(who)
        ),
        "cancel": lambda who: desk.acts.cancel(
            who, desk.lot, typed(desk.lot), session_key=desk.key(who)
        ),
    }
    assert set(acts) == set(ACTS)
    before = desk.house.auction(desk.lot)
    for role, person in desk.people.items():
        if Right.AUCTIONS in RIGHTS.get(role, ()):
            continue
        for act in acts.values():
            with pytest.raises(Forbidden):
                act(person)
        with pytest.raises(Forbidden):
            desk.sheets.sheet(person, desk.lot)
        with pytest.raises(Forbidden):
            desk.sheets.order(person, desk.lot, "extend", session_key="")
    assert desk.house.auction(desk.lot) == before
