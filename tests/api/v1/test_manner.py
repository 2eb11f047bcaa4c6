"""The manner of the doors for programs: whose token, which screen, how much, in which pages."""

from __future__ import annotations

import json

import httpx
import pytest
from fastapi import FastAPI

from api.security.measures import Measure
from api.v1.manner import ProgramRoute
from services.bootstrap import Services
from services.clients.api_tokens import new_secret
from tests.api.conftest import BASE_URL, Browser
from tests.api.v1.robot import ALL, KEY, Robot, bid
from tests.house import House


async def test_a_token_does_what_it_was_made_for_and_opens_no_page(
    programs: FastAPI, services: Services, house: House
) -> None:
    ana, lot = house.person("ana-silva", money=9000), house.lot()
    robot = Robot(programs, services, ana, "read")
    refused = await robot.get("/api/v1/me/wallet")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_needed")
    assert refused.json()["values"] == {"scope": "wallet-read"}
    sent = await robot.post(f"/api/v1/auctions/{lot}/bids", json={"value": 100}, headers=KEY)
    assert sent.json()["code"] == "scope_needed"
    assert (await robot.marks())["name"] == "", "a page is nobody's by a token"
    assert (await robot.get(f"/api/auctions/{lot}/bids/abcdefgh")).status_code == 401


async def test_a_session_reads_by_rest_and_changes_nothing(
    programs: FastAPI, services: Services, house: House, ana: int
) -> None:
    browser, lot = Browser(programs), house.lot(ana)
    await browser.log_in()
    answer = await browser.get("/api/v1/me")
    assert (answer.json()["username"], answer.json()["scopes"]) == ("ana", None)
    assert "access-control-allow-origin" not in answer.headers
    for method, path in (("POST", "bids"), ("PUT", "watch"), ("DELETE", "watch")):
        refused = await browser.request(
            method, f"/api/v1/auctions/{lot}/{path}", json={"value": 1}, headers=KEY
        )
        assert refused.json()["code"] == "not_logged_in"
    foreign = await browser.get("/api/v1/me", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 401, "a cookie counts on no foreign screen"
    followed = {"Sec-Fetch-Site": "cross-site"}
    assert (await browser.get("/api/v1/me", headers=followed)).status_code == 401
    assert (await browser.get("/api/v1/auctions", headers=followed)).status_code == 200


async def test_a_screen_of_another_house_asks_by_a_token(
    programs: FastAPI, services: Services, house: House
) -> None:
    robot = Robot(programs, services, house.person("ana-silva", money=9000), "bid")
    there, path = {"Origin": "https://robots.example"}, f"/api/v1/auctions/{house.lot()}/bids"
    asked = await robot.options(path, headers={**there, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    assert "POST" in asked.headers["access-control-allow-methods"]
    answer = await robot.post(path, json={"value": "150"}, headers={**there, **KEY})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (201, "*")
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Bearer x", "Bearer " + "x" * 500, "new"])
async def test_a_token_that_is_none_is_refused_even_where_none_is_needed(
    programs: FastAPI, sent: str
) -> None:
    secret = new_secret() if sent == "new" else ""
    browser = Browser(programs, headers={"Authorization": f"Bearer {secret}" if secret else sent})
    answer = await browser.get("/api/v1/auctions")
    if sent == "Bearer":
        assert answer.status_code == 200, "that is no token at all"
        return
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_what_has_not_changed_is_not_sent_again(
    programs: FastAPI, services: Services, house: House, somebody: Browser
) -> None:
    lot = house.lot(opening=100)
    path = f"/api/v1/auctions/{lot}"
    first = await somebody.get(path)
    known = {"If-None-Match": first.headers["etag"]}
    again = await somebody.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    strong = {"If-None-Match": f'"another", {first.headers["etag"].removeprefix("W/")}'}
    assert (await somebody.get(path, headers=strong)).status_code == 304
    bid(services, house, house.person("ana-silva", money=9000), lot, 100)
    assert (await somebody.get(path, headers=known)).json()["price"] == "100.00"


async def test_lists_lead_to_their_next_page_by_a_link(
    programs: FastAPI, services: Services, house: House
) -> None:
    ana, seller = house.person("ana-silva", money=9000), house.person("seller-one")
    house.change("update users set active_auction_number = 0")
    lots = [house.lot(seller, ends_in=3600 + n) for n in range(26)]
    for n in range(3):
        bid(services, house, ana, lots[0], 100 + 50 * n)
    robot = Robot(programs, services, ana, *ALL)
    for path, name, many in (
        ("/api/v1/auctions", "auctions", 26),
        (f"/api/v1/auctions/{lots[0]}/bids?limit=1", "bids", 1),
        ("/api/v1/me/bids?limit=1", "bids", 3),
    ):
        seen: list[str] = []
        following: str | None = path
        while following:
            answer = await robot.get(following)
            seen += [json.dumps(one) for one in answer.json()[name]]
            links = {link["rel"]: link["url"] for link in answer.links.values()}
            following = links.get("next", "").removeprefix(BASE_URL) or None
        assert len(seen) == len(set(seen)) == many, path


async def test_who_asks_too_much_is_told_how_much_is_left_and_when(
    programs: FastAPI, services: Services, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgramRoute, "measure", Measure(rate=0.5, burst=2, now=lambda: 0.0))
    robot = Robot(programs, services, house.person("ana-silva"), "read")
    answers = [await robot.get("/api/v1/me") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["ratelimit"] for one in answers] == [
        '"default";r=1;t=2',
        '"default";r=0;t=4',
        '"default";r=0;t=4',
    ]
    assert answers[2].headers["retry-after"] == "2"
    assert answers[2].json()["code"] == "too_many_requests"
    assert (await Browser(programs).get("/api/v1/auctions")).status_code == 200, "another caller"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/auctions/x", 404),
        ("/auctions/999999", 404),
        ("/auctions/999999/bids", 404),
        ("/nothing", 404),
        ("/auctions?state=watched", 422),
        ("/auctions?sort=owner", 422),
        ("/auctions/1/bids?limit=1000", 422),
        ("/auctions/1/bids?before=x", 422),
    ],
)
async def test_what_is_not_there_is_refused_as_a_problem(
    programs: FastAPI, somebody: Browser, path: str, status: int
) -> None:
    answer: httpx.Response = await somebody.get(f"/api/v1{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"] == f"/api/docs#{problem['code']}"


async def test_a_token_that_is_revoked_stops_at_once(
    programs: FastAPI, services: Services, house: House
) -> None:
    ana = house.person("ana-silva")
    robot = Robot(programs, services, ana, "read")
    assert (await robot.get("/api/v1/me")).status_code == 200
    services.reception.tokens.revoke(ana, house.one("select api_token_id from api_tokens"))
    assert (await robot.get("/api/v1/me")).status_code == 401
