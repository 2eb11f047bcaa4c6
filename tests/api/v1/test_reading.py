"""Programs are told by REST what people see on pages."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI

from api.routing import DOORS
from components.api_reference import operations
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.api.v1.robot import ALL, Robot, bid
from tests.house import House

MARKS = ("xenofonte", "71836492537", "xq@quirinopolis.example")


async def test_every_door_is_described_and_nothing_else(programs: FastAPI) -> None:
    declared = {
        (method, path)
        for method, path in DOORS
        if path.startswith("/api/v1/") and method != "OPTIONS"
    }
    assert {(one.method, one.path) for one in operations()} == declared


async def test_a_program_is_told_what_the_page_shows(
    programs: FastAPI, services: Services, house: House, somebody: Browser
) -> None:
    seller, ana = house.person("seller-one"), house.person("ana-silva", money=9000)
    masked = house.person("xenofonteq", money=9000, anonymous=True, cpf="71836492537")
    lot = house.lot(seller, opening=100, product_name="Gravura azul")
    for person, amount in ((ana, 300), (masked, 500), (ana, 600)):
        bid(services, house, person, lot, amount)
    robot = Robot(programs, services, ana, *ALL)
    page = (await somebody.get(f"/api/auctions/{lot}/room")).json()["room"]
    one = await robot.told(f"/auctions/{lot}")
    (card,) = (await robot.told("/auctions?q=gravura&sort=bids"))["auctions"]
    for told in (one, card):
        for name, mine in (
            ("price",) * 2,
            ("minimum",) * 2,
            ("bids", "bid_count"),
            ("status",) * 2,
        ):
            assert page[name] == told[mine], name
    assert one["leader"] == {"paddle": 1, "username": "ana-silva"}
    listed = await robot.told(f"/auctions/{lot}/bids?limit=100")
    assert [row["number"] for row in listed["bids"]] == [row["n"] for row in page["rows"]]
    assert {row["username"] for row in listed["bids"]} == {"ana-silva", "Licitante 2"}
    said = json.dumps([one, card, listed]).lower()
    assert [mark for mark in (*MARKS, "600.00") if mark in said] == []


async def test_ones_own_affairs_are_ones_own(
    programs: FastAPI, services: Services, house: House
) -> None:
    seller = house.person("seller-one")
    ana, bia = (house.person(name, money=9000) for name in ("ana-silva", "bia-souza"))
    lot = house.lot(seller, opening=100, reserve="900")
    bid(services, house, ana, lot, 300)
    bid(services, house, bia, lot, 500)
    robot = Robot(programs, services, ana, *ALL)
    assert (await robot.told("/me"))["username"] == "ana-silva"
    (mine,) = (await robot.told("/me/activity"))["bids"]
    assert (mine["standing"], mine["maximum"]) == ("outbid", "300.00")
    (sent,) = (await robot.told("/me/bids"))["bids"]
    assert (sent["auction_id"], sent["maximum"], sent["code"]) == (lot, "300.00", "accepted")
    wallet = await robot.told("/me/wallet")
    assert (wallet["balance"], wallet["held"], wallet["available"]) == (
        "9000.00",
        "0.00",
        "9000.00",
    )
    assert (await robot.told("/me/auctions"))["auctions"] == []
    sold = await Robot(programs, services, seller, *ALL).told("/me/auctions")
    assert (sold["auctions"][0]["reserve"], sold["auctions"][0]["bidders"]) == ("900.00", 2)


async def test_what_was_won_and_offered_is_told_as_its_page_tells_it(
    programs: FastAPI, services: Services, house: House
) -> None:
    seller, ana = house.person("seller-one"), house.person("ana-silva", money=9000)
    lot, other = house.lot(seller, opening=100), house.lot(seller, opening=100)
    bid(services, house, ana, lot, 300)
    past = "update products set end_datetime = now() - interval '1 minute' where product_id = :lot"
    house.change(past, lot=lot)
    services.closing.close_due()
    house.change(
        "insert into offers (product_id, user_id, price, policy, made_at, expires_at)"
        " values (:lot, :ana, 250, 'replay', now(), now() + interval '2 days')",
        lot=other,
        ana=ana,
    )
    robot = Robot(programs, services, ana, "read")
    (page,) = services.payments.sales.bought(ana).sales
    won = await robot.told("/me/activity?tab=won")
    (sale,) = won["purchases"]
    assert won["counts"]["won"] == 1
    assert (sale["auction_id"], sale["payment_id"]) == (lot, page.payment_id)
    assert (sale["total"], sale["left"]) == (str(page.total), str(page.left))
    assert sale["state"] == page.state
    (offer,) = (await robot.told("/me/activity?tab=offers"))["offers"]
    assert (offer["auction"]["id"], offer["price"], offer["answer"]) == (other, "250.00", None)
    (wrong,) = (await robot.get("/api/v1/me/activity?tab=all")).json()["fields"]
    assert wrong == "tab"


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("min=abc", {"min"}), ("max=1e3", {"max"}), ("min=500&max=100", {"max"}),
        ("type=x", {"type"}),
        ("uf=sp", {"uf"}), ("state=any", {"state"}), ("state=watched", {"state"}),
        ("sort=best", {"sort"}), ("within=2h", {"within"}), ("photo=yes", {"photo"}),
        ("page=2", {"page"}), ("look=list", {"look"}), ("bogus=1&limit=2", {"bogus", "limit"}),
        ("f3-from=x", {"f3-from"}), ("after=A-B", {"after"}), ("q=" + 99 * "a", {"q"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused_and_never_guessed(
    programs: FastAPI, somebody: Browser, asked: str, wrong: set[str]
) -> None:
    answer = await somebody.get(f"/api/v1/auctions?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_form")
    assert set(answer.json()["fields"]) == wrong


@pytest.mark.parametrize(
    "asked",
    [
        "", "state=live", "state=all&sort=newest", "q=piano&sort=relevance", "q=piano&sort=ending",
        "min=100&max=2.000", "uf=SP&uf=RJ", "type=judicial", "within=24h&photo=1", "category=none",
        "f3=Diesel&f4-from=10&f5-to=2026-11-23", "sort=ending", "min=", "photo=0",
    ],
)  # fmt: skip
async def test_what_can_be_read_is_heard(programs: FastAPI, somebody: Browser, asked: str) -> None:
    answer = await somebody.get(f"/api/v1/auctions?{asked}")
    assert answer.status_code == 200, answer.text


async def test_a_place_behind_the_last_lot_has_nothing_after_it(
    programs: FastAPI, somebody: Browser, house: House
) -> None:
    house.lot(opening=100)
    assert len((await somebody.get("/api/v1/auctions")).json()["auctions"]) == 1
    answer = await somebody.get("/api/v1/auctions?after=zzzzzzzzzzzzzzzzzzzzzzzz")
    told = answer.json()
    assert (told["auctions"], told["next"], told["total"]) == ([], None, 1)
    assert "link" not in answer.headers
