"""What a program does by REST: it bids, once for each key, and keeps favourites."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from services.bootstrap import Services
from tests.api.v1.robot import KEY, Robot, fits
from tests.house import House


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
    assert [one.headers.get("idempotency-replayed") for one in (answer, again)] == [None, "true"]
    other = await robot.post(path, json={**sent, "value": "900.00"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
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
        ('{"value": "150"}', {}, "bad_form"),
        ('{"value": "150"}', {"Idempotency-Key": "short"}, "bad_form"),
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
