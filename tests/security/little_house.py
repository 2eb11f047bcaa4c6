"""A house of a few pages behind the real wardens: what attackers are let loose on.

Started as a program: `little_house.py PORT`. Its services keep the names of the real ones.
"""

import asyncio
import hashlib
import secrets
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from nicegui import app, core, ui

from api import accounts, health, security
from api.security.sessions import cookie_name
from components import frame
from pages.routing import ADMIN, COMMON, install_error_pages, page, still_here
from services.config import Config
from services.errors import NotFound, TooManyAttempts, WrongCredentials
from services.events import SessionEnded
from services.figures import Tallies
from services.figures.tallies import BidTally, Lateness
from services.hub import Hub
from services.views import Comfort, Visitor

PEOPLE = {"ana": 1, "bia": 2, "root": 3}
PASSWORD = "the right one"
SECRET = "postgresql://house:hunter2@books/house"


class Sessions:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.open: dict[str, Visitor] = {}

    def find(self, token: str) -> Visitor | None:
        return self.still(hashlib.sha256(token.encode()).hexdigest())

    def still(self, session_key: str) -> Visitor | None:
        return self.open.get(session_key)

    def begin(self, name: str) -> str:
        token = secrets.token_urlsafe(32)
        key = hashlib.sha256(token.encode()).hexdigest()
        self.open[key] = Visitor(
            user_id=PEOPLE[name],
            session_key=key,
            csrf=secrets.token_hex(16),
            name=name,
            username=name,
            admin=name == "root",
        )
        return token

    def forget(self, session_key: str) -> None:
        """Nothing is remembered here."""

    def end(self, session_key: str) -> None:
        if self.open.pop(session_key, None):
            self.hub.publish(SessionEnded(session_key=session_key))


class Accounts:
    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.heard: list[tuple[str, str | None]] = []

    def log_in(
        self,
        login: str,
        password: str,
        *,
        ip: str | None,
        user_agent: str | None,
        going_to: str,
    ) -> str:
        self.heard.append((login, ip))
        if login == "hasty":
            raise TooManyAttempts(minutes=5)
        if login not in PEOPLE or password != PASSWORD:
            raise WrongCredentials
        return self.sessions.begin(login)

    def prefer(
        self,
        user_id: int,
        *,
        theme: str | None = None,
        language: str | None = None,
        comfort: Comfort | None = None,
    ) -> None:
        for key, visitor in self.sessions.open.items():
            if visitor.user_id == user_id:
                self.sessions.open[key] = replace(
                    visitor,
                    theme=theme or visitor.theme,
                    language=language or visitor.language,
                    comfort=comfort or visitor.comfort,
                )

    def demo_people(self) -> tuple[()]:
        return ()


class Services:
    def __init__(self, config: Config) -> None:
        self.config = config
        self.hub = Hub()
        self.sessions = Sessions(self.hub)
        self.accounts = Accounts(self.sessions)
        self.books_open = True
        self.watch = Watch(self)

    async def run(self, function: Any, *arguments: Any, **named: Any) -> Any:
        return await asyncio.to_thread(function, *arguments, **named)


class Watch:
    def __init__(self, services: Services) -> None:
        self.services = services
        self.tallies = Tallies(BidTally(), Lateness())

    def troubles(self) -> tuple[str, ...]:
        if not self.services.books_open:
            raise OSError(SECRET)
        return ()


def build(port: int, *, base_url: str = "", proxies: str = "") -> FastAPI:
    """Put the house together on `port`."""
    services: Any = Services(
        Config(
            _env_file=None,
            port=port,
            base_url=base_url,
            secret_key="k" * 40,
            trusted_proxies=proxies,
        )
    )
    frame.configure(demo=False)
    presses: Counter[str] = Counter()

    @page("/")
    async def open_page(visitor: Visitor) -> None:
        ui.label("anybody")
        ui.button("press", on_click=lambda: presses.update([visitor.username or "nobody"]))

    @page("/mine", context=COMMON)
    async def mine(visitor: Visitor) -> None:
        async def press() -> None:
            presses.update([(await still_here(services, visitor)).username])

        ui.button("press", on_click=press)

    @page("/keys", context=ADMIN)
    def keys(request: Request) -> None:
        ui.label(f"the keys, for {request.scope['visitor'].username}")

    @page("/lot/{lot_id}")
    async def lot(lot_id: int) -> None:
        if lot_id != 7:
            raise NotFound
        ui.label("lot seven")

    @page("/boom")
    async def boom() -> None:
        raise RuntimeError(SECRET)

    @page("/hostile")
    def hostile() -> None:
        ui.add_body_html('<img src="/nothing.png" onerror="window.injected = 1">')
        ui.button("press", on_click=lambda: presses.update(["hostile"]))

    @app.get("/token")
    async def token(request: Request) -> HTMLResponse:
        return HTMLResponse(f'<input name="csrf" value="{request.scope["visitor"].csrf}">')

    @app.get("/api/boom")
    async def machine_boom() -> None:
        raise RuntimeError(SECRET)

    @app.get("/api/presses")
    async def count() -> dict[str, int]:
        return dict(presses)

    @app.get("/api/heard")
    async def heard() -> list[Any]:
        return list(services.accounts.heard)

    @app.post("/api/echo")
    async def echo(request: Request) -> dict[str, int]:
        return {"length": len(await request.body())}

    @app.post("/api/close-books")
    async def close_books(request: Request) -> None:
        services.books_open = not services.books_open

    @app.get("/api/away")
    async def away() -> Any:
        return RedirectResponse("/mine")

    install_error_pages(app)
    accounts.register(app, services)
    health.register(app, services)
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    ui.run_with(
        outer,
        storage_secret="s" * 40,
        gzip_middleware_factory=None,
        show_welcome_message=False,
        tailwind=False,
        session_middleware_kwargs={
            "session_cookie": cookie_name(services.config, "ui"),
            "https_only": services.config.secure,
        },
    )
    security.install(app, core.sio, services)
    return outer


if __name__ == "__main__":
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )
    number = int(sys.argv[1])
    uvicorn.run(
        build(number, base_url=sys.argv[2], proxies=sys.argv[3]),
        host="127.0.0.1",
        port=number,
        ws="websockets-sansio",
        log_level="warning",
        proxy_headers=False,
        server_header=False,
    )
