"""The demonstration's letters are read in the demonstration alone, and run nothing."""

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from nicegui import app, core

from components.dev_mail import linked
from pages import dev_mail
from pages.routing import PUBLIC, ROUTES, install_error_pages
from services.mail import Letter
from tests.house import House

EVIL = '"></iframe><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _the_site_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take off the site again what a test puts on it."""
    before = list(ROUTES)
    monkeypatch.setattr(app, "exception_handlers", dict(app.exception_handlers))
    monkeypatch.setattr(app, "middleware_stack", None)
    monkeypatch.setattr(core, "loop", None)
    install_error_pages(app)
    yield
    ROUTES[:] = before
    for path in ("/dev/mail", "/dev/mail/{mail_id}"):
        app.remove_route(path)


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    standing = House(fresh_database)
    with standing.database.transaction() as work:
        letter = Letter(subject=EVIL, text=f"{EVIL} http://x/y?a=1&b=2", html=f"<p>{EVIL}</p>")
        standing.mails.send_email(work, "ana@example.com", EVIL, letter)
    yield standing
    standing.leave()


async def ask(house: House, *paths: str) -> list[httpx.Response]:
    async def run(function: Any, *values: Any) -> Any:
        return function(*values)

    services: Any = SimpleNamespace(mails=house.mails, run=run)
    core.loop = asyncio.get_running_loop()
    dev_mail.register(services)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
        return [await client.get(path) for path in paths]


async def test_a_letter_is_shown_and_runs_nothing(house: House) -> None:
    listed, shown, none = await ask(house, "/dev/mail", "/dev/mail/1", "/dev/mail/2")
    assert [answer.status_code for answer in (listed, shown, none)] == [200, 200, 404]
    assert 'href="/dev/mail/1"' in listed.text
    for page in (listed, shown):
        assert "<script>alert" not in page.text
    frame = re.search(r'<iframe[^>]*sandbox="([^"]*)"[^>]*srcdoc="([^"]*)"', shown.text)
    assert frame
    assert not {"allow-scripts", "allow-same-origin"} & set(frame[1].split())
    assert unescape(frame[2]) == f"<p>{EVIL}</p>"
    assert '<a href="http://x/y?a=1&amp;b=2">' in shown.text
    assert {r.context for r in ROUTES if r.path.startswith("/dev/mail")} == {PUBLIC}


async def test_outside_the_demonstration_there_is_no_inbox(house: House) -> None:
    serious = House(house.url, demo=False)
    answers = await ask(serious, "/dev/mail", "/dev/mail/1")
    serious.leave()
    assert [answer.status_code for answer in answers] == [404, 404]


def test_only_web_addresses_become_links() -> None:
    assert linked("a <b> javascript:x http://x/<i>") == (
        'a &lt;b&gt; javascript:x <a href="http://x/">http://x/</a>&lt;i&gt;'
    )
