"""The doors of push and of refusing letters: whose they are, and what they take."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api import push, settings, unsubscribe
from services.bootstrap import Services
from services.mail.refusing import unsubscribe_mark
from services.people.news import USUAL
from tests.api.conftest import Browser
from tests.house import House

PHONE = {"endpoint": "https://push.example/one", "p256dh": "B" * 87, "auth": "A" * 22}


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    made = House(services.database.url)
    yield made
    made.leave()


@pytest.fixture
async def ana_here(doors: FastAPI, services: Services, ana: int) -> Browser:
    for each in (push, settings, unsubscribe):
        each.register(doors, services)
    browser = Browser(doors)
    await browser.log_in()
    return browser


async def send(browser: Browser, door: str, **fields: str) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    return await browser.post(door, data={"csrf": csrf, **fields})


def browsers(house: House) -> list[str]:
    rows = house.rows("select endpoint from push_subscriptions")
    return [row["endpoint"] for row in rows]


async def test_a_browser_comes_and_goes(ana_here: Browser, house: House) -> None:
    assert (await send(ana_here, "/account/push", **PHONE)).status_code == 204
    assert (await send(ana_here, "/account/push", **PHONE)).status_code == 204
    assert browsers(house) == [PHONE["endpoint"]]
    gone = await send(ana_here, "/account/push/off", endpoint=PHONE["endpoint"])
    assert (gone.status_code, browsers(house)) == (204, [])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"csrf": "guessed"}, 403),
        ({"endpoint": "https://169.254.169.254/latest"}, 422),
        ({"endpoint": "http://push.example/one"}, 422),
        ({"endpoint": ""}, 422),
        ({"p256dh": "short"}, 422),
        ({"auth": ""}, 422),
    ],
)
async def test_what_is_no_browser_of_ones_own_is_not_taken(
    ana_here: Browser, house: House, changed: dict[str, str], status: int
) -> None:
    answer = await send(ana_here, "/account/push", **{**PHONE, **changed})
    assert (answer.status_code, browsers(house)) == (status, [])


async def test_the_worker_may_act_on_the_whole_site_and_the_key_is_a_point(
    ana_here: Browser,
) -> None:
    worker = await ana_here.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    assert "showNotification" in worker.text
    assert len((await ana_here.get("/account/push")).json()["key"]) == 87


async def test_a_mail_program_refuses_without_cookies(
    ana_here: Browser, doors: FastAPI, services: Services, ana: int
) -> None:
    path = f"/unsubscribe/{unsubscribe_mark('k' * 40, ana, 'outbid')}"
    program = Browser(doors)

    def chosen() -> frozenset[str]:
        news = services.preferences.settings(ana).news
        return next(one.channels for one in news if one.name == "outbid")

    assert chosen() == USUAL["outbid"]
    answer = await program.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Pronto, paramos" in answer.text
    assert chosen() == {"app", "push"}
    assert (await program.post(path[:-1] + "!")).status_code == 404


async def test_quiet_hours_that_are_none_are_told_beside_their_field_and_nothing_is_lost(
    ana_here: Browser, services: Services, ana: int
) -> None:
    form = {"quiet": "on", "quiet_from": "22", "quiet_until": "22", "outbid:digest": "on"}
    answer = await send(ana_here, "/account/settings", anonymous_mode="on", **form)
    assert answer.status_code == 422
    assert "Escolha um fim diferente do começo." in answer.text
    assert 'name="outbid:digest" value="on" checked' in answer.text
    assert services.preferences.settings(ana).quiet is None
    answer = await send(ana_here, "/account/settings", **{**form, "quiet_until": "7"})
    assert answer.status_code == 303
    kept = services.preferences.settings(ana)
    assert kept.quiet == (22, 7)
    assert next(one.channels for one in kept.news if one.name == "outbid") == {"digest"}
    answer = await send(ana_here, "/account/settings", quiet="on", quiet_from="x")
    assert answer.status_code == 422
    assert (await send(ana_here, "/account/settings")).status_code == 303
    assert services.preferences.settings(ana).quiet is None
