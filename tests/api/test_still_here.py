"""A screen left open asks again who is behind it, and is told when nobody is."""

from dataclasses import replace

import pytest
from fastapi import FastAPI

from pages.routing import still_here
from services.bootstrap import Services
from services.errors import NotLoggedIn
from services.hub import Hub
from services.sessions import SessionService
from services.views import Visitor
from tests.api.conftest import Browser


async def visitor_of(doors: FastAPI, services: Services) -> Visitor:
    somebody = Browser(doors)
    await somebody.log_in()
    found = services.sessions.find(somebody.cookies["sid"])
    assert found is not None
    return replace(found, ip="203.0.113.9", theme="dark")


async def test_somebody_logged_in_is_still_here(
    doors: FastAPI, services: Services, ana: int
) -> None:
    visitor = await visitor_of(doors, services)
    assert await still_here(services, visitor) == visitor


async def test_somebody_who_has_logged_out_is_not(
    doors: FastAPI, services: Services, ana: int
) -> None:
    visitor = await visitor_of(doors, services)
    services.sessions.end(visitor.session_key)
    with pytest.raises(NotLoggedIn):
        await still_here(services, visitor)


async def test_a_session_ended_by_another_process_is_found_out(
    doors: FastAPI, services: Services, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = await visitor_of(doors, services)
    elsewhere = SessionService(services.database, services.clock, Hub(), services.mails)
    elsewhere.end(visitor.session_key)
    monkeypatch.setattr("services.sessions._FRESH_SECONDS", 0.0)
    with pytest.raises(NotLoggedIn):
        await still_here(services, visitor)


async def test_nobody_is_not_here_and_a_session_is_one_persons(
    doors: FastAPI, services: Services, ana: int
) -> None:
    visitor = await visitor_of(doors, services)
    for stranger in (Visitor(), replace(visitor, user_id=ana + 1)):
        with pytest.raises(NotLoggedIn):
            await still_here(services, stranger)
