"""Programs are told by REST what people see on pages, and do by it what their token allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import auctions as room_doors
from api.routing import DOORS
from api.security.measures import Measure
from api.v1 import auctions, bidding, own, reference
from api.v1.manner import ProgramRoute
from components.api_reference import description, operations
from services.bootstrap import Services
from services.clients.api_tokens import new_secret
from services.sessions import key_of
from services.views import Answer
from tests.api.conftest import BASE_URL, Browser
from tests.house import House

MARKS = ("xenofonte", "71836492537", "xq@quirinopolis.example")
ALL = ("read", "wallet-read", "bid", "watch", "sell-read")
KEY = {"Idempotency-Key": "once-and-only"}


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    house = House(services.database.url, clock=services.clock)
    services.bids.desk.start()
    yield house
    services.bids.desk.stop()
    house.leave()


@pytest.fixture
def programs(doors: FastAPI, services: Services, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr(ProgramRoute, "measure", Measure(rate=5, burst=300))
    for part in (auctions, bidding, own, reference, room_doors):
        part.register(doors, services)
    return doors


class Robot(Browser):
    """A program with somebody's token."""

    def __init__(
        self, app: FastAPI, services: Services, person: int, *scopes: str, **more: Any
    ) -> None:
        key = key_of(services.sessions.open(person, ip=None, user_agent=None))
        made = services.reception.tokens.make(
            person, name="robot", scopes=scopes, days="30", session_key=key
        )
        super().__init__(app, headers={"Authorization": f"Bearer {made.secret}"}, **more)
        self.secret = made.secret

    async def told(self, path: str, **asked: Any) -> Any:
        answer = await self.get(f"/api/v1{path}", **asked)
        assert answer.status_code == 200, answer.text
        fits(answer.json(), f"/api/v1{path}", "GET", "200")
        return answer.json()


def fits(told: Any, path: str, method: str, status: str) -> None:
    """Hold an answer against the description."""
    whole = json.loads(description())
    path = path.partition("?")[0]
    place = next(p for p in whole["paths"] if re.fullmatch(re.sub(r"{\w+}", r"\\d+", p), path))
    answers = whole["paths"][place][method.lower()]["responses"]
    schema = answers[status]["content"]["application/json"]["schema"]
    check(told, schema, whole["components"]["schemas"], path)


def bid(services: Services, house: House, person: int, lot: int, amount: int) -> None:
    """Bid as a person does, at the services' own desk."""
    (answer,) = services.bids.place([house.request(person, lot, amount)])
    assert isinstance(answer, Answer), answer
    assert answer.accepted, answer


KINDS: dict[str, Any] = {
    "string": str, "integer": int, "boolean": bool, "number": (int, float), "object": dict,
    "array": list, "null": type(None),
}  # fmt: skip


def check(told: Any, schema: dict[str, Any], named: dict[str, Any], where: str) -> None:
    if "$ref" in schema:
        check(told, named[schema["$ref"].rpartition("/")[2]], named, where)
        return
    if "oneOf" in schema:
        if told is not None:
            check(told, schema["oneOf"][0], named, where)
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert isinstance(told, tuple(KINDS[kind] for kind in kinds)), (where, told)
    if isinstance(told, dict) and "properties" in schema:
        assert set(told) == set(schema["properties"]), where
        for name, value in told.items():
            check(value, schema["properties"][name], named, f"{where}.{name}")
    elif isinstance(told, list):
        for one in told:
            check(one, schema["items"], named, where)
    elif isinstance(told, str):
        assert told in schema.get("enum", [told]), (where, told)
        assert re.search(schema.get("pattern", ""), told), (where, told)


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


async def test_a_bid_by_rest_is_a_bid_once_for_each_key(
    programs: FastAPI, services: Services, house: House
) -> None:
    ana, bia = (house.person(name, money=9000) for name in ("ana-silva", "bia-souza"))
    lot = house.lot(opening=100)
    robot = Robot(programs, services, ana, "bid")
    path, sent = f"/api/v1/auctions/{lot}/bids", {"value": "150.00", "user_id": bia}
    answer = await robot.post(path, json=sent, headers=KEY)
    assert answer.status_code == 201, answer.text
    fits(answer.json(), path, "POST", "201")
    assert (answer.json()["standing"], answer.json()["price"]) == ("leading", "100.00")
    again = await robot.post(path, json=sent, headers=KEY)
    assert again.json() == answer.json()
    assert house.rows("select user_id from bids") == [{"user_id": ana}]
    assert house.one("select count(*) from audit_records where action = 'identity_mismatch'") == 1
    refused = await robot.post(path, json={"value": 1}, headers={"Idempotency-Key": "another-1"})
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "not_above_own_max")
    assert refused.headers["content-type"] == "application/problem+json"
    assert problem["values"] == {"maximum": "150.00"}


async def test_a_program_declares_with_its_first_bid_on_a_court_s_lot(
    programs: FastAPI, services: Services, house: House
) -> None:
    robot = Robot(programs, services, house.person("ana-silva", money=9000), "bid")
    path = f"/api/v1/auctions/{house.lot(opening=100, auction_type='judicial')}/bids"
    refused = await robot.post(path, json={"value": "150.00"}, headers=KEY)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_qualified")
    assert "CPC" in refused.json()["detail"]
    said = {"value": "150.00", "declared": True}
    answer = await robot.post(path, json=said, headers={"Idempotency-Key": "said-now-1"})
    assert answer.status_code == 201, answer.text
    odd = await robot.post(path, json={**said, "declared": "yes"}, headers=KEY)
    assert odd.json()["code"] == "bad_input"


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        ('{"value": "150"}', {}, "bad_input"),
        ('{"value": "150"}', {"Idempotency-Key": "short"}, "bad_input"),
        ('{"value": NaN}', KEY, "bad_amount"),
        ('{"value": true}', KEY, "bad_amount"),
        ('{"value": "150", "product_id": 999}', KEY, "bad_input"),
        ("[1]", KEY, "bad_input"),
        ("{", KEY, "bad_input"),
        ("[" * 100_000, KEY, "bad_input"),
        ("\ufffe", KEY, "bad_input"),
    ],
)
async def test_a_bid_that_cannot_be_read_is_refused_by_name(
    programs: FastAPI,
    services: Services,
    house: House,
    body: str,
    headers: dict[str, str],
    code: str,
) -> None:
    robot = Robot(programs, services, house.person("ana-silva", money=9000), "bid")
    path = f"/api/v1/auctions/{house.lot()}/bids"
    answer = await robot.post(path, content=body.encode(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert house.one("select count(*) from bid_intents") == 0


async def test_favourites_are_kept_and_let_go(
    programs: FastAPI, services: Services, house: House
) -> None:
    ana, lot = house.person("ana-silva"), house.lot()
    robot = Robot(programs, services, ana, "watch")
    path = f"/api/v1/auctions/{lot}/watch"
    for method, stands in (("PUT", True), ("PUT", True), ("DELETE", False)):
        answer = await robot.request(method, path)
        fits(answer.json(), path, method, "200")
        assert answer.json()["watched"] is stands
    assert (await robot.put("/api/v1/auctions/999999/watch")).status_code == 404


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
