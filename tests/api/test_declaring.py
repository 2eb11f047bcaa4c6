"""Declaring on a court's lot by a plain form, for whoever has no scripts."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api import declaring
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House


@pytest.fixture
async def mine(doors: FastAPI, services: Services, ana: int) -> Browser:
    """Ana's browser, logged in."""
    declaring.register(doors, services)
    come = Browser(doors, headers={"Accept": "text/html"})
    assert (await come.log_in()).status_code == 303
    return come


async def test_a_declaration_is_a_form_of_its_own_and_kept_once(
    mine: Browser, services: Services, ana: int
) -> None:
    house = House(services.database.url, clock=services.clock)
    lot, plain = house.lot(auction_type="judicial"), house.lot()
    csrf = (await mine.marks())["csrf"]

    async def declared(number: int, notice: str, csrf: str = csrf) -> int:
        sent = {"csrf": csrf, "notice": notice}
        answer = await mine.post(f"/auction/{number}/declare", data=sent)
        if answer.status_code == 303:
            assert answer.headers["location"] == f"/auction/{number}"
        return answer.status_code

    assert [await declared(lot, "1", csrf="x"), await declared(lot, "one")] == [403, 422]
    assert await declared(lot, "7") == 303
    assert house.one("select count(*) from declarations") == 0, "no such notice was on the screen"
    assert [await declared(lot, "1"), await declared(lot, "1")] == [303, 303]
    assert house.rows("select product_id, user_id, notice from declarations") == [
        {"product_id": lot, "user_id": ana, "notice": 1}
    ]
    assert [await declared(plain, "1"), await declared(999, "1")] == [404, 404]
    house.leave()
