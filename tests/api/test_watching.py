"""The heart's door: once for those logged in, the way in for others, plain and for scripts."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from api import watching
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House

JSON = {"accept": "application/json"}


@pytest.fixture
def lot(fresh_database: str, ana: int) -> int:
    house = House(fresh_database)
    number = house.lot(ana)
    house.leave()
    return number


@pytest.fixture
async def bidder(doors: FastAPI, services: Services, ana: int) -> Browser:
    watching.register(doors, services)
    browser = Browser(doors)
    await browser.log_in()
    return browser


async def press(
    browser: Browser, lot: int, headers: dict[str, str] | None = None, **fields: str
) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    form = {"csrf": csrf, "watch": "on", "next": "/?state=live", **fields}
    return await browser.post(f"/auction/{lot}/watch", data=form, headers=headers)


async def test_a_plain_form_comes_back_to_where_it_was_sent_from(
    bidder: Browser, services: Services, ana: int, lot: int
) -> None:
    answer = await press(bidder, lot)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?state=live")
    assert services.watching.watched(ana) == {lot}
    answer = await press(bidder, lot, watch="off", next="https://elsewhere.example/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert services.watching.watched(ana) == frozenset()


async def test_a_script_is_told_how_the_lot_is_watched_now(bidder: Browser, lot: int) -> None:
    await bidder.post(
        "/preferences", data={"csrf": (await bidder.marks())["csrf"], "language": "en"}
    )
    said = (await press(bidder, lot, headers=JSON)).json()
    assert said == {
        "watched": True,
        "watchers": 1,
        "watchers_said": "1 person is watching",
        "told": "Lot saved to your favourites.",
        "act": {"text": "My favourites", "href": "/activity?tab=watching"},
    }
    said = (await press(bidder, lot, headers=JSON, watch="off")).json()
    assert (said["watched"], said["watchers_said"], said["act"]) == (False, "", None)


async def test_somebody_not_logged_in_is_shown_the_way_in_and_back(
    doors: FastAPI, services: Services, lot: int
) -> None:
    watching.register(doors, services)
    somebody = Browser(doors)
    answer = await press(somebody, lot, csrf="")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2F%3Fstate%3Dlive"
    assert (await press(somebody, lot, headers=JSON)).status_code == 401


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"csrf": "guessed"}, 403), ({"watch": ""}, 422), ({"watch": "perhaps"}, 422)],
)
async def test_a_form_that_is_not_ours_or_says_nothing_changes_nothing(
    bidder: Browser, services: Services, ana: int, lot: int, fields: dict[str, str], status: int
) -> None:
    assert (await press(bidder, lot, None, **fields)).status_code == status
    assert services.watching.watched(ana) == frozenset()


async def test_a_lot_there_is_not_cannot_be_watched(bidder: Browser) -> None:
    assert (await press(bidder, 999, headers=JSON)).status_code == 404


async def test_alerts_are_switched_for_what_one_watches(
    bidder: Browser, services: Services, ana: int, lot: int
) -> None:
    async def switch(auction: int, **fields: str) -> int:
        csrf = (await bidder.marks())["csrf"]
        answer = await bidder.post(f"/auction/{auction}/alerts", data={"csrf": csrf, **fields})
        return answer.status_code

    assert await switch(lot, alerts="off") == 404, "not watched"
    await press(bidder, lot)
    assert services.activity.activity(ana, "watching").alerting == {lot}
    assert await switch(lot, alerts="off") == 303
    assert services.activity.activity(ana, "watching").alerting == frozenset()
    assert await switch(lot, alerts="perhaps") == 422
    assert await switch(lot, alerts="on", csrf="guessed") == 403
    assert services.activity.activity(ana, "watching").alerting == frozenset()
    assert await switch(lot, alerts="on") == 303
    assert services.activity.activity(ana, "watching").alerting == {lot}
