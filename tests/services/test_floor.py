"""A live session: what its auctioneer may do, and what the room is told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from models import Status
from scripts.verify_proof import check
from services.errors import FloorRefused, Forbidden, NotFound, TooManyAttempts
from services.floor import Floor
from tests.house import House
from tests.services.test_notary import record_of

WHY = "Falha geral de energia no salão"


@pytest.fixture
def floor(house: House) -> Floor:
    return Floor(house.database, house.clock, house.throttles)


def auctioneer(house: House, name: str = "leiloeira", *, verified: bool = True) -> int:
    """Let a "leiloeira oficial" join, whose number was checked or not."""
    person = house.person(name)
    boss = house.person(f"boss-of-{name}", admin=True)
    house.change(
        "insert into auctioneers (user_id, registration, board, state, requested_at, verified_at,"
        " verified_by) values (:user, '123', 'JUCESP', 'SP', now(), :at, :by)",
        user=person,
        at=house.clock.now() if verified else None,
        by=boss if verified else None,
    )
    return person


def said(house: House, lot: int) -> list[str]:
    return [one.words or one.kind for one in house.rooms.public(lot).said]


def test_what_is_said_is_seen_by_whoever_comes_later_and_never_changed(
    house: House, floor: Floor
) -> None:
    who = auctioneer(house)
    lot = house.lot(who, auction_type="judicial")
    before = house.rooms.public(lot).version
    for kind in ("floor_open", "once", "twice"):
        floor.say(who, lot, kind)
    floor.say(who, lot, "words", "  Quem\n dá mais?  ")
    room = house.rooms.public(lot)
    assert said(house, lot) == ["Quem dá mais?", "twice", "once", "floor_open"]
    assert room.version == before + 4
    assert [event.version for event in house.news][-4:] == list(range(before + 1, before + 5))
    assert [each["n"] for each in room.as_message()["said"]] == [4, 3, 2, 1]
    audit = house.rows("select action, actor_id, details from audit_records order by 1")
    assert {(row["action"], row["actor_id"]) for row in audit} == {("floor_said", who)}
    for change in ("update announcements set words = 'x'", "delete from announcements"):
        with pytest.raises(DBAPIError, match="append-only"):
            house.change(change)
    for kind, words in (("words", " "), ("words", "x" * 201), ("paused", ""), ("sold", "")):
        with pytest.raises(FloorRefused):
            floor.say(who, lot, kind, words)


def test_a_pause_keeps_the_time_left_and_takes_no_bid(house: House, floor: Floor) -> None:
    who, ana = auctioneer(house), house.person("ana", money=5000)
    lot = house.lot(who, auction_type="official", ends_in=600)
    house.bid(ana, lot, 100)
    house.told.goes_on(100)
    floor.pause(who, lot, "")
    assert house.rooms.public(lot).status == "suspended"
    house.told.goes_on(3000)
    assert house.bid(ana, lot, 300).code == "not_open"
    assert house.closing.close_due() == 0, "a clock that stands decides nothing"
    ends = floor.resume(who, lot)
    assert ends - house.clock.now() == timedelta(seconds=500)
    room = house.rooms.public(lot)
    assert (room.status, room.ends_at, room.extensions[0].cause) == ("open", ends, "pause")
    assert house.bid(ana, lot, 300).accepted
    assert said(house, lot) == ["resumed", "paused"]
    paused = house.one(
        "select details ->> 'reason' from audit_records where action = 'floor_paused'"
    )
    assert paused == ""
    assert "more time" in "".join(check(record_of(house, lot)))


def test_a_judicial_lot_stops_in_its_last_window_for_force_majeure_alone(
    house: House, floor: Floor
) -> None:
    who = auctioneer(house)
    lot = house.lot(who, auction_type="judicial", ends_in=600, soft_close_seconds=180)
    with pytest.raises(FloorRefused, match="floor_refused") as refused:
        floor.pause(who, lot, "porque sim"[:5])
    assert refused.value.reason == "no_reason"
    house.told.goes_on(420)
    assert floor.standing(who, lot).forced
    with pytest.raises(FloorRefused) as refused:
        floor.pause(who, lot, WHY)
    assert refused.value.reason == "last_window"
    floor.pause(who, lot, WHY, force=True)
    noted = house.rows("select details, after from audit_records where action = 'floor_paused'")
    assert noted[0]["details"]["reason"] == WHY
    assert noted[0]["after"] == {"left_seconds": 180.0, "force_majeure": True}
    floor.resume(who, lot)


def test_a_simultaneous_session_adds_fifteen_seconds_and_is_declared_before_the_first_bid(
    house: House, floor: Floor
) -> None:
    who, ana, bia = (
        auctioneer(house),
        house.person("ana", money=900),
        house.person("bia", money=900),
    )
    lot, late = (house.lot(who, auction_type="judicial", ends_in=60) for _ in range(2))
    floor.make_hybrid(who, lot)
    house.told.goes_on(44)
    house.bid(ana, lot, 100)
    before = house.auction(lot)["end_datetime"]
    house.told.goes_on(6)
    house.bid(bia, lot, 200)
    assert house.auction(lot)["end_datetime"] - before == timedelta(seconds=15)
    house.bid(ana, late, 100)
    for auction in (lot, late):
        assert "hybrid" not in floor.standing(who, auction).acts
        with pytest.raises(FloorRefused):
            floor.make_hybrid(who, auction)


def test_only_its_verified_auctioneer_and_administrators_run_a_session(
    house: House, floor: Floor
) -> None:
    own, other = auctioneer(house), auctioneer(house, "outra")
    unchecked, seller = auctioneer(house, "nova", verified=False), house.person("seller")
    boss, ana = house.person("boss", admin=True), house.person("ana")
    judicial = house.lot(own, auction_type="judicial")
    commercial = house.lot(seller)
    unproved = house.lot(unchecked, auction_type="official")
    for person, lot in (
        (other, judicial), (seller, judicial), (ana, judicial), (seller, commercial),
        (unchecked, unproved),
    ):  # fmt: skip
        for act in (
            lambda p=person, n=lot: floor.say(p, n, "once"),
            lambda p=person, n=lot: floor.pause(p, n, WHY),
            lambda p=person, n=lot: floor.resume(p, n),
            lambda p=person, n=lot: floor.make_hybrid(p, n),
            lambda p=person, n=lot: floor.call_next(p, n, n),
            lambda p=person, n=lot: floor.standing(p, n),
        ):
            with pytest.raises(Forbidden):
                act()
    floor.say(own, judicial, "once")
    for lot in (judicial, commercial, unproved):
        floor.say(boss, lot, "once")
    house.change("update users set blocked_at = now() where user_id = :own", own=own)
    with pytest.raises(Forbidden):
        floor.say(own, judicial, "twice")
    with pytest.raises(NotFound):
        floor.standing(boss, house.lot(seller, status=Status.DRAFT))


def test_what_the_house_has_suspended_is_not_the_auctioneers_to_let_go_on(
    house: House, floor: Floor
) -> None:
    who = auctioneer(house)
    lot = house.lot(who, auction_type="judicial", ends_in=600)
    floor.pause(who, lot, WHY)
    floor.resume(who, lot)
    house.told.goes_on(10)
    house.change(
        "update products set product_status_id = 6, suspended_at = :now where product_id = :lot;"
        " update users set active_auction_number = 0 where user_id = :who",
        now=house.clock.now(),
        lot=lot,
        who=who,
    )
    assert floor.standing(who, lot).acts == ()
    with pytest.raises(FloorRefused):
        floor.resume(who, lot)


def test_the_next_lot_is_one_of_the_line(house: House, floor: Floor) -> None:
    who, seller = auctioneer(house), house.person("seller")
    here, later, sooner = (
        house.lot(who, auction_type="judicial", ends_in=seconds, product_name=f"L{seconds}")
        for seconds in (60, 900, 300)
    )
    elsewhere = house.lot(seller)
    assert [each.auction_id for each in floor.line(here)] == [sooner, later]
    floor.call_next(who, here, sooner)
    assert house.rooms.public(here).said[0].next_id == sooner
    for lot in (elsewhere, here):
        with pytest.raises(FloorRefused):
            floor.call_next(who, here, lot)


def test_a_decided_lot_hears_nothing_more_and_a_room_is_not_flooded(
    house: House, floor: Floor
) -> None:
    who = auctioneer(house)
    lot, other = house.lot(who, auction_type="judicial", ends_in=10), house.lot(who)
    for _ in range(60):
        floor.say(who, lot, "once")
    with pytest.raises(TooManyAttempts):
        floor.say(who, lot, "once")
    house.after_end(lot)
    house.closing.close_due()
    for act in (lambda: floor.pause(who, lot, WHY), lambda: floor.resume(who, lot)):
        with pytest.raises(FloorRefused):
            act()
    assert other


def test_nothing_on_the_floor_bids_for_anybody() -> None:
    """CNJ 236 art. 22: no human hand in taking or recording a bid."""
    acts = {name for name in vars(Floor) if not name.startswith("_")}
    assert acts == {"standing", "line", "say", "pause", "resume", "make_hybrid", "call_next"}
