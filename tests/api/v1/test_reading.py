"""Programs are told by REST what people see on pages."""

from __future__ import annotations

import json

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
