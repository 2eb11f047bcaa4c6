"""A page or a door is taken out of use for a while: for everybody but those who look after it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api.admin import routes as route_doors
from components import frame
from components.admission import close
from components.words import say
from pages.routing import install_error_pages
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House

ROUTE = "/admin/route"
HEALTH = "GET /healthz"
LANGUAGES = "POST /preferences"


@pytest.fixture
def doors(services: Services, doors: FastAPI) -> FastAPI:
    frame.configure(demo=False)
    route_doors.register(doors, services)
    install_error_pages(doors)
    return doors


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """The house, all of whose routes are open again afterwards."""
    yield house
    close(frozenset())


async def send(browser: Browser, **fields: str) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    return await browser.post(ROUTE, data={"csrf": csrf, "why": "Troca do servidor"} | fields)


async def test_a_closed_route_tells_everybody_else_to_come_back(
    admin: Browser, doors: FastAPI, services: Services
) -> None:
    answer = await send(admin, name=LANGUAGES, closed="on", seen="0")
    assert answer.status_code == 303
    close(services.administration.settings.routes.closed())
    stranger = Browser(doors)
    form = {"csrf": (await stranger.marks())["csrf"], "language": "en", "next": "/"}
    refused = await stranger.post("/preferences", data=form)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "300"
    asked = await stranger.post("/preferences", data=form, headers={"Accept": "text/html"})
    assert asked.headers["Retry-After"] == "300"
    assert say("page.maintenance.title") in asked.text
    theirs = form | {"csrf": (await admin.marks())["csrf"]}
    assert (await admin.post("/preferences", data=theirs)).status_code == 303
    await send(admin, name=LANGUAGES, closed="", seen="1")
    close(services.administration.settings.routes.closed())
    assert (await stranger.post("/preferences", data=form)).status_code == 303


@pytest.mark.parametrize("route", ["POST /login", "POST /logout", HEALTH])
async def test_the_way_back_is_never_closed(admin: Browser, services: Services, route: str) -> None:
    answer = await send(admin, name=route, closed="on", seen="0")
    assert answer.status_code in (404, 422)
    assert services.administration.settings.routes.closed() == frozenset()


async def test_a_route_there_is_not_cannot_be_closed(admin: Browser) -> None:
    assert (await send(admin, name="GET /nowhere", closed="on", seen="0")).status_code == 404


async def test_nobody_else_closes_anything(somebody: Browser, ana: int) -> None:
    await somebody.log_in()
    answer = await send(somebody, name=LANGUAGES, closed="on", seen="0")
    assert answer.status_code == 403
