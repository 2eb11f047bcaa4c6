"""A room: what everybody sees of a lot, and what one person sees besides."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models import Status
from services.errors import NotFound
from services.views import BidRow, ExtensionRow, Label, Personal, Visitor
from tests.house import House

D = Decimal


def test_an_empty_room_asks_for_the_opening_price(house: House) -> None:
    lot = house.lot(opening=100, ends_in=600, buy_now=D(900))
    room = house.rooms.public(lot)
    assert (room.status, room.outcome, room.price, room.leader) == ("open", None, None, None)
    assert (room.minimum, room.quick) == (D(100), (D(100), D(105), D(120)))
    assert (room.bids, room.version, room.rows, room.extensions) == (0, 0, (), ())
    assert (room.reserve, room.buy_now) == ("none", D(900))
    assert room.starts_at == house.clock.now() - timedelta(hours=1)
    assert room.ends_at == room.original_ends_at == house.clock.now() + timedelta(seconds=600)
    assert (room.window_seconds, room.extend_mode) == (120, "reset")


def test_a_room_shows_price_leader_and_the_latest_bids_first(house: House) -> None:
    ana = house.person("ana", money=900, anonymous=True)
    bia = house.person("bia", money=900)
    lot = house.lot(opening=100, ends_in=60, buy_now=D(900))
    house.bid(ana, lot, 100)
    house.told.goes_on(1)
    house.bid(bia, lot, 200)
    room = house.rooms.public(lot)
    now = house.clock.now()
    assert (room.price, room.minimum, room.buy_now, room.version) == (D(105), D(110), None, 2)
    assert room.leader == Label(paddle=2, name="bia")
    assert room.rows == (
        BidRow(
            number=2,
            bidder=Label(paddle=2, name="bia"),
            value=D(105),
            kind="direct",
            at=now,
        ),
        BidRow(
            number=1,
            bidder=Label(paddle=1, name=None),
            value=D(100),
            kind="direct",
            at=now - timedelta(seconds=1),
        ),
    )
    assert room.extensions[0] == ExtensionRow(at=now, ends_to=room.ends_at, cause="soft_close")
    assert len(room.extensions) == 2
    assert [row.number for row in house.rooms.public(lot, rows_after=1).rows] == [2]
    assert [row.number for row in house.rooms.public(lot, most=1).rows] == [2]


def test_a_room_has_no_bid_that_is_newer_than_its_version(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or whoever is given that room, and then the next, would miss what the others were told."""
    ana, bia = (house.person(name, money=1000) for name in ("ana", "bia"))
    lot = house.lot()
    house.bid(ana, lot, 100)
    version = house.auction(lot)["version"]
    read = house.rooms._terms

    def meanwhile(*row: Any) -> Any:
        house.bid(bia, lot, 300)
        return read(*row)

    monkeypatch.setattr(house.rooms, "_terms", meanwhile)
    room = house.rooms.public(lot)
    assert (room.version, room.bids, [bid.number for bid in room.rows]) == (version, 1, [1])


@pytest.mark.parametrize(("maximum", "seen"), [(400, "not_met"), (500, "met")])
def test_of_a_reserve_one_sees_whether_it_is_met(house: House, maximum: int, seen: str) -> None:
    ana, lot = house.person("ana", money=900), house.lot(opening=100, reserve=D(500))
    house.bid(ana, lot, maximum)
    room = house.rooms.public(lot)
    assert room.reserve == seen
    assert "500" not in str(room.as_message()) or seen == "met"


def test_nobodys_maximum_and_no_anonymous_person_is_in_what_others_get(house: House) -> None:
    ana = house.person("quintana", money=9000, anonymous=True)
    bia = house.person("bia", money=9000)
    lot = house.lot(opening=100)
    house.bid(ana, lot, "437.21")
    house.bid(bia, lot, 110)
    shown = str(house.rooms.public(lot).as_message()) + str(
        house.rooms.personal(lot, bia).as_message()
    )
    assert "437" not in shown
    assert "quintana" not in shown.lower()
    assert house.rooms.public(lot).leader == Label(paddle=1, name=None)


@pytest.mark.parametrize(
    ("change", "blocked"),
    [
        ("name = name", None),
        ("blocked_at = now()", "not_qualified.blocked"),
        ("email_verified_at = null", "not_qualified.email_unverified"),
        ("cpf = null", "not_qualified.incomplete"),
    ],
)
def test_one_is_told_why_one_may_not_bid(house: House, change: str, blocked: str | None) -> None:
    ana, lot = house.person("ana", money=70), house.lot()
    house.change(f"update users set {change} where user_id = :ana", ana=ana)
    assert house.rooms.personal(lot, ana) == Personal(
        standing="none", blocked=blocked, available=D(70)
    )


def test_a_seller_is_told_so(house: House) -> None:
    seller = house.person("seller")
    you = house.rooms.personal(house.lot(seller), seller)
    assert (you.standing, you.blocked) == ("seller", "impeded.seller")


def test_how_one_stands_from_first_bid_to_bill(house: House) -> None:
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    lot, other = house.lot(opening=100, ends_in=60, soft_close_seconds=0), house.lot(opening=100)
    house.bid(ana, lot, 200)
    house.bid(ana, other, 150)
    assert house.rooms.personal(lot, ana) == Personal(
        standing="leading", paddle=1, maximum=D(200), available=D(550), held=D(200)
    )
    house.bid(bia, lot, 300)
    assert house.rooms.personal(lot, ana) == Personal(
        standing="outbid", paddle=1, maximum=D(200), available=D(750)
    )
    house.told.goes_on(62)
    house.closing.close_due()
    assert house.rooms.personal(lot, ana).standing == "lost"
    won = house.rooms.personal(lot, bia)
    assert (won.standing, won.held, won.available) == ("won", D(0), D("684.75"))
    assert (won.total, won.due) == (D("215.25"), D(0))
    assert won.due_at == house.one("select due_datetime from payments")
    room = house.rooms.public(lot)
    assert (room.status, room.outcome, room.price) == ("finished", "sold", D(205))


def test_a_conditional_lots_best_bidder_still_leads(house: House) -> None:
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    lot = house.lot(opening=100, reserve=D(500), conditional=True, ends_in=60)
    house.bid(ana, lot, 200)
    house.bid(bia, lot, 150)
    house.told.goes_on(300)
    house.closing.close_due()
    assert house.rooms.personal(lot, ana).standing == "leading"
    assert house.rooms.personal(lot, bia).standing == "lost"
    house.closing.answer_conditional(lot, house.auction(lot)["user_id"], accept=False)
    assert house.rooms.personal(lot, ana).standing == "lost"


def test_strangers_are_visitors(house: House) -> None:
    lot = house.lot()
    assert house.rooms.personal(lot, None) == Personal(standing="visitor")
    assert house.rooms.personal(lot, 999) == Personal(standing="visitor")


def test_there_is_no_room_for_a_lot_there_is_not(house: House) -> None:
    for ask in (house.rooms.public, lambda n: house.rooms.personal(n, None)):
        with pytest.raises(NotFound):
            ask(999)
    with pytest.raises(NotFound):
        house.rooms.room(999, seen_by=Visitor())


def test_a_draft_is_its_sellers_to_see(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    draft = house.lot(seller, status=Status.DRAFT)
    assert house.rooms.room(draft, seen_by=Visitor(user_id=seller)).room.status == "draft"
    for visitor in (Visitor(), Visitor(user_id=ana)):
        with pytest.raises(NotFound):
            house.rooms.room(draft, seen_by=visitor)


def test_a_whole_room_shows_the_lot_with_its_conditions(house: House) -> None:
    seller = house.person("seller")
    house.change("""insert into legal_persons (user_id, cnpj, legal_business_name, trade_name)
                    values (:s, '11222333000181', 'Casa Ltda', 'Casa')""", s=seller)  # fmt: skip
    lot = house.lot(
        seller,
        opening=100,
        reserve=D(500),
        auction_type="judicial",
        increment=D(50),
        admin_fee=D("12.34"),
        city="Recife",
        state="PE",
        estimate_low=D(300),
        estimate_high=D(600),
    )
    house.change("""
        insert into images (image, alt, position, principal_image, product_id)
        values ('/static/demo/b', 'verso', 1, false, :lot),
               ('/static/demo/a', 'frente', 2, true, :lot)
    """, lot=lot)  # fmt: skip
    house.change("""
        insert into legal_infos (process_number, court, plaintiff, defendant, judge_name,
                                 product_id, case_type_id)
        values ('0001234-56.2026.8.26.0100', 'TJSP', 'A', 'B', 'C', :lot, 2)
    """, lot=lot)  # fmt: skip
    seen = house.rooms.room(lot, seen_by=Visitor())
    about: Any = seen.lot
    assert [photo.alt for photo in about.photos] == ["frente", "verso"]
    assert about.photos[0].thumbnail == "/static/demo/a-480.webp"
    assert (about.seller, about.city, about.state) == ("Casa", "Recife", "PE")
    assert (about.has_reserve, about.estimate) == (True, (D(300), D(600)))
    assert about.increments == ((D(0), D(50)),)
    assert (about.legal.case_type, about.legal.court) == ("judicial", "TJSP")
    assert (about.buyer_rate, about.admin_fee, about.category.slug) == (D(5), D("12.34"), "arte")
    assert (seen.you.standing, seen.now) == ("visitor", house.clock.now())
    assert seen.room.quick == (D(100), D(150), D(300))
