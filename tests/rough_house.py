"""A house with all its doors in this process, to which rough forms are brought."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest import mock
from urllib.parse import unquote

from fastapi import FastAPI
from passlib.context import CryptContext

import api
from api import security
from api.routing import DOORS
from components import frame
from components.discovery import serving
from pages.routing import install_error_pages
from services.bootstrap import Services
from services.config import Config
from tests.house import House
from tests.rough_forms import Rough
from tests.rough_guests import Guests
from tests.stand_ins import silent_sockets

HOST = "127.0.0.1:8080"
# Ten thousand forms are not to wait for what keeps one answer from being told from another.
AT_ONCE = {
    "api.sign_up.SAME_SECONDS": 0,
    "api.sign_up.SAME_SECONDS_AGAIN": 0,
    "api.passwords.ANSWER_SECONDS": 0,
    "services.people.passwords._CONTEXT": CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=64,
        argon2__time_cost=1,
        argon2__parallelism=1,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that somebody who knocked gets to see."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class RoughHouse:
    """Every door that takes a form, and a new person for each form that somebody brings.

    In a house that is not `hurried` answers take their time, and passwords are hashed in earnest.
    """

    def __init__(self, database_url: str, state: Path, *, hurried: bool = True) -> None:
        config = Config(
            _env_file=None,
            base_url=f"http://{HOST}",
            secret_key="k" * 40,
            state_dir=state,
            cep_url="",
        )
        self._changed = contextlib.ExitStack()
        for name, value in AT_ONCE.items() if hurried else ():
            self._changed.enter_context(mock.patch(name, value))
        self.services = Services(config, database_url)
        self.services.bids.desk.start()
        self.app = self.built()
        self.lot = self.a_lot()
        self.doors = [door for door in DOORS.values() if door.method == "POST"]
        self.answers: dict[str, Counter[int]] = {door.path: Counter() for door in self.doors}
        self._numbers = itertools.count(1_000)
        self.guests = Guests(self.services, self.lot, self._numbers)
        self._loop = asyncio.Runner()

    def __enter__(self) -> RoughHouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._loop.close()
        self._changed.close()
        self.services.bids.desk.stop()
        self.services.database.close()

    def built(self) -> FastAPI:
        """Put all doors of `api` behind the wardens, whichever there are."""
        app = FastAPI()
        frame.configure(demo=False)
        for door in serving(api):
            door.register(app, self.services)
        install_error_pages(app)
        security.install(app, silent_sockets(), self.services)
        return app

    def a_lot(self) -> int:
        """Put something on sale."""
        house = House(self.services.database.url, clock=self.services.clock)
        lot = house.lot()
        house.leave()
        return lot

    def take(self, rough: Rough) -> int:
        """Bring a form to its door; returns the status of the answer, and counts it."""
        headers, own = self.guests.brought_by(rough)
        path, body = rough.path, rough.body
        for mark, word in own.items():
            path, body = path.replace(mark, word), body.replace(mark, word)
        answer = self.ask(path, body, [*headers, *rough.headers])
        self.answers[rough.door][answer.status] += 1
        return answer.status

    def ask(self, path: bytes, body: bytes, headers: list[tuple[str, bytes]]) -> Answer:
        """Send one POST as a server hands it on, its bytes as they are."""
        return self._loop.run(self._ask(path, body, headers))

    async def _ask(self, target: bytes, body: bytes, headers: list[tuple[str, bytes]]) -> Answer:
        path, _, query = target.partition(b"?")
        number = next(self._numbers)
        given = [("host", HOST.encode()), ("content-length", str(len(body)).encode()), *headers]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.encode(), value) for name, value in given],
            # From another place each time: nobody is turned away for coming often.
            "client": (f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", 50_000),
            "server": ("127.0.0.1", 8080),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        head, *parts = sent
        return Answer(
            status=head["status"],
            headers=tuple((bytes(name), bytes(value)) for name, value in head["headers"]),
            body=b"".join(part.get("body", b"") for part in parts),
        )
