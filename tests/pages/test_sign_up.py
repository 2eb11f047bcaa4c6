"""The screens of sign-up: a link says what it opens, and opens nothing by being looked at."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from nicegui import app, core

from pages import confirm, sign_up
from pages.routing import PUBLIC, ROUTES, install_error_pages
from services.people.opened_letters import mark_of
from services.people.passwords import hashed
from services.tokens import TokenKind
from tests.forms import INDIVIDUAL, PASSWORD, link_in
from tests.house import House

PATHS = ["/signUp", "/auth/resend", "/auth/resend/{email:path}", "/auth/letter/{mark}"]


@pytest.fixture(autouse=True)
def _the_site_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take off the site again what a test puts on it."""
    before = list(ROUTES)
    monkeypatch.setattr(app, "exception_handlers", dict(app.exception_handlers))
    monkeypatch.setattr(app, "middleware_stack", None)
    monkeypatch.setattr(core, "loop", None)
    once = hashed(PASSWORD)
    monkeypatch.setattr("services.sign_up.hashed", lambda _: once)
    install_error_pages(app)
    yield
    ROUTES[:] = before
    for path in PATHS:
        app.remove_route(path)


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    standing = House(fresh_database)
    yield standing
    standing.leave()


async def ask(house: House, *paths: str, letter: str = "") -> list[httpx.Response]:
    async def run(function: Any, *values: Any) -> Any:
        return function(*values)

    services: Any = SimpleNamespace(
        sign_up=house.sign_up, tokens=house.tokens, config=house.config, run=run
    )
    core.loop = asyncio.get_running_loop()
    sign_up.register(services)
    confirm.register(services)
    transport = httpx.ASGITransport(app=app)
    kept = {"letters": letter}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://house", cookies=kept
    ) as client:
        return [await client.get(path) for path in paths]


def opened(house: House) -> tuple[str, str]:
    """Open the letter; gives where that leads, and what the browser keeps."""
    token = link_in(house.one("select text from mails")).rpartition("/")[2]
    return f"/auth/letter/{mark_of(token)}", token


async def test_a_link_says_whose_account_it_opens_and_waits_for_a_click(house: House) -> None:
    house.sign_up.sign_up(INDIVIDUAL, language="pt-BR")
    path, token = opened(house)
    first, again = await ask(house, path, path, letter=token)
    for page in (first, again):
        assert page.status_code == 200
        assert 'method="post"' in page.text
        assert "maria@example.com" in page.text
        assert 'id="username"' not in page.text
    assert house.one("select count(*) from users") == 0


async def test_a_name_taken_meanwhile_is_asked_for(house: House) -> None:
    house.sign_up.sign_up(INDIVIDUAL | {"username": "ana"}, language="pt-BR")
    house.person("ana")
    path, token = opened(house)
    (page,) = await ask(house, path, letter=token)
    assert 'name="username" value="ana2"' in page.text


async def test_a_link_that_opens_nothing_says_why_and_what_to_do(house: House) -> None:
    house.sign_up.sign_up(INDIVIDUAL, language="pt-BR")
    path, token = opened(house)
    house.sign_up.confirm(token)
    ana = house.person("ana")
    with house.database.transaction() as work:
        delete = house.tokens.issue(work, TokenKind.DELETE, email="a@example.com", user_id=ana)
    used, closed, huge = await ask(
        house, path, "/auth/letter/x", f"/auth/letter/{'x' * 3000}", letter=token
    )
    assert [page.status_code for page in (used, closed, huge)] == [400] * 3
    assert used.text != closed.text
    assert 'href="/signUp"' in used.text
    assert delete


async def test_a_document_with_an_account_is_told_by_the_link_alone(house: House) -> None:
    house.sign_up.sign_up(INDIVIDUAL, language="pt-BR")
    house.person("ana", cpf="12345678909")
    path, token = opened(house)
    (page,) = await ask(house, path, letter=token)
    assert page.status_code == 409


async def test_where_to_wait_and_where_to_begin(house: House) -> None:
    evil = "/auth/resend/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    waiting, none, shown, form = await ask(
        house, "/auth/resend/maria@example.com?again", "/auth/resend", evil, "/signUp?next=//evil"
    )
    assert 'value="maria@example.com"' in waiting.text
    assert "/dev/mail" in waiting.text
    assert (none.status_code, none.headers["location"]) == (303, "/signUp")
    assert "<script>alert" not in shown.text
    assert 'action="/signUp"' in form.text
    assert {route.context for route in ROUTES if route.path in PATHS} == {PUBLIC}
