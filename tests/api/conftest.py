"""The doors of the house on a real database, spoken to without a network in between."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse

from api import accounts, health, security
from models.people import User
from services.bootstrap import Services
from services.config import Config
from services.people.passwords import hashed
from tests.stand_ins import silent_sockets

PASSWORD = "uma senha que ninguém tem"
BASE_URL = "http://127.0.0.1:8080"


@pytest.fixture
def services(fresh_database: str, tmp_path: Path) -> Iterator[Services]:
    """The real services, not started: nobody bids here."""
    config = Config(
        _env_file=None, base_url=BASE_URL, secret_key="k" * 40, state_dir=tmp_path, cep_url=""
    )
    built = Services(config, fresh_database)
    yield built
    built.database.close()


@pytest.fixture
def ana(services: Services) -> int:
    """Somebody with an account."""
    person = User(
        name="Ana Lima", username="ana", email="ana@example.test", password=hashed(PASSWORD)
    )
    with services.database.transaction() as work:
        work.session.add(person)
        work.session.flush()
        return person.id


@pytest.fixture
def doors(services: Services) -> FastAPI:
    """The doors with all wardens before them, and one that tells who is asking."""
    app = FastAPI()
    accounts.register(app, services)
    health.register(app, services)

    @app.get("/who")
    async def who(request: Request) -> HTMLResponse:
        visitor = request.scope["visitor"]
        marks = (
            f'data-name="{visitor.username}" data-look="{visitor.theme} {visitor.language}" '
            f'data-comfort="{visitor.comfort.written}"'
        )
        return HTMLResponse(f'<input name="csrf" value="{visitor.csrf}" {marks}>')

    security.install(app, silent_sockets(), services)
    return app


class Browser(httpx.AsyncClient):
    """A browser at one address, with the few things a person does in it."""

    def __init__(self, app: FastAPI, *, address: str = "203.0.113.9", **options: Any) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 50000))
        super().__init__(transport=transport, base_url=BASE_URL, **options)

    async def marks(self) -> dict[str, str]:
        """Read the token of the forms, and who the house thinks is here."""
        html = (await self.get("/who")).text
        parts = html.split('"')
        return {"csrf": parts[3], "name": parts[5], "look": parts[7], "comfort": parts[9]}

    async def log_in(self, **fields: str) -> httpx.Response:
        """Send the log-in form."""
        token = (await self.marks())["csrf"]
        form = {"username": "ana", "password": PASSWORD, "csrf": token, "next": "/wallet"}
        return await self.post("/login", data=form | fields)

    async def open_letter(self, link: str) -> str:
        """Follow the link of a letter; gives the path it leads to."""
        answer = await self.get(link)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


@pytest.fixture
def somebody(doors: FastAPI) -> Browser:
    """A browser nobody has logged in with."""
    return Browser(doors)
