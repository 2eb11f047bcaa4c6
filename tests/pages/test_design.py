"""The gallery of components is a place of the demonstration alone."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from nicegui import app

from pages import design
from pages.routing import PUBLIC, ROUTES, install_error_pages


@pytest.fixture(autouse=True)
def _the_site_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take off the site again what a test puts on it."""
    before = list(ROUTES)
    monkeypatch.setattr(app, "exception_handlers", dict(app.exception_handlers))
    monkeypatch.setattr(app, "middleware_stack", None)
    install_error_pages(app)
    yield
    ROUTES[:] = before
    app.remove_route("/design")


def house(*, demo: bool) -> Any:
    return SimpleNamespace(config=SimpleNamespace(demo=demo))


async def test_outside_the_demonstration_nobody_finds_the_gallery() -> None:
    design.register(house(demo=False))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
        answer = await client.get("/design")
    assert answer.status_code == 404
    assert "fault" in answer.text


def test_in_the_demonstration_it_is_a_public_page() -> None:
    design.register(house(demo=True))
    assert [route.context for route in ROUTES if route.path == "/design"] == [PUBLIC]
