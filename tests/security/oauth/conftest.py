"""A house that takes a real provider's word, and browsers to come to it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from sqlalchemy import text
from starlette.responses import HTMLResponse

from api import accounts, confirm, google, google_links, security
from models.people import User
from services.bootstrap import Services
from services.config import Config
from services.people.passwords import hashed
from tests.api.conftest import BASE_URL, PASSWORD, Browser
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, opened
from tests.stand_ins import silent_sockets

TRUSTED = ssl.create_default_context()
LINK = "/login/google"
SECURITY = "/account/security"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with opened() as standing:
        yield standing


@pytest.fixture
def services(fresh_database: str, provider: Provider) -> Iterator[Services]:
    config = Config(
        _env_file=None,
        base_url=BASE_URL,
        secret_key="k" * 40,
        google_client_id=CLIENT_ID,
        google_client_secret=CLIENT_SECRET,
        google_discovery_url=provider.discovery_url,
    )
    built = Services(config, fresh_database)
    yield built
    built.database.close()


def doors(services: Services) -> FastAPI:
    app = FastAPI()
    accounts.register(app, services)
    google.register(app, services)
    google_links.register(app, services)
    confirm.register(app, services)

    @app.get("/who")
    async def who(request: Request) -> HTMLResponse:
        visitor = request.scope["visitor"]
        return HTMLResponse(f'<input name="csrf" value="{visitor.csrf}" data="{visitor.name}">')

    security.install(app, silent_sockets(), services)
    return app


@pytest.fixture
def somebody(services: Services) -> Browser:
    return Browser(doors(services))


@pytest.fixture
def another(services: Services) -> Browser:
    return Browser(doors(services))


@pytest.fixture
def ana(services: Services) -> int:
    with services.database.transaction() as work:
        person = User(
            name="Ana Lima",
            username="ana",
            email="Ana.Souza@example.com",
            password=hashed(PASSWORD),
            email_verified_at=services.clock.now(),
        )
        work.session.add(person)
        work.session.flush()
        return person.id


def there(url: str) -> httpx.Response:
    return httpx.get(f"{url}&told=yes", verify=TRUSTED)


async def leave(somebody: Browser, *, to: str = "/wallet") -> str:
    """Go to the provider, say yes or no there, and give the path one is sent back to."""
    answer = await somebody.get("/auth/google/redirect", params={"next": to})
    assert answer.status_code == 303
    back = await asyncio.to_thread(there, answer.headers["location"])
    return back.headers["location"].removeprefix(BASE_URL)


async def come_in(somebody: Browser, *, to: str = "/wallet") -> httpx.Response:
    return await somebody.get(await leave(somebody, to=to))


async def name_of(somebody: Browser) -> str:
    """Tell who the house thinks is here."""
    return (await somebody.get("/who")).text.split('"')[5]


async def prove(somebody: Browser, password: str) -> httpx.Response:
    csrf = (await somebody.get("/who")).text.split('"')[3]
    return await somebody.post(LINK, data={"csrf": csrf, "password": password})


def count(services: Services, table: str) -> int:
    with services.database.transaction() as work:
        number: int = work.connection.execute(text(f"select count(*) from {table}")).scalar_one()
        return number


def cookie(answer: httpx.Response, name: str) -> Any:
    jar = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        jar.load(header)
    return jar.get(name)


async def send(somebody: Browser, path: str) -> httpx.Response:
    return await somebody.post(path, data={"csrf": await csrf_of(somebody)})


async def leave_to_link(somebody: Browser) -> str:
    """Go to the provider from the own account, and give the path one is sent back to."""
    answer = await somebody.get(f"{SECURITY}/google")
    back = await asyncio.to_thread(there, answer.headers["location"])
    return back.headers["location"].removeprefix(BASE_URL)


async def csrf_of(somebody: Browser) -> str:
    return (await somebody.get("/who")).text.split('"')[3]
