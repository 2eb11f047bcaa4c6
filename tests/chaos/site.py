"""The whole site in a process that can be killed, and people who bid there over the wire."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from socketio.exceptions import SocketIOError

from services.views import milliseconds
from tests.house import House
from tests.security.conftest import csrf_of
from tests.security.strangers import Stranger, read

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
ANSWER_SECONDS = 8.0  # as long as a browser waits before it asks what became of a bid
PAUSE_SECONDS = 0.06  # a socket may say twenty things a second
LOST = (httpx.HTTPError, SocketIOError, TimeoutError, OSError)


class Site:
    """`main.py` on a port of its own, killed and started again as often as one likes."""

    def __init__(self, database_url: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "site.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTEST", "NICEGUI"))
        } | {
            "BASE_URL": self.url,
            "DATABASE_URL": database_url,
            "DEMO": "0",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "STATE_DIR": str(folder / "state"),
        }

    def start(self) -> float:
        """Start it; gives the moment at which it said to be ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py")],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return time.monotonic()
            time.sleep(0.05)
        raise AssertionError(self.log.read_text(errors="replace")[-4000:])

    def stop(self) -> float:
        """Ask it to stop, as whoever runs it does; gives the seconds it took."""
        assert self.process is not None
        asked = time.monotonic()
        self.process.terminate()
        self.process.wait(60)
        return time.monotonic() - asked

    @property
    def returncode(self) -> int | None:
        """Tell how it ended, if it has."""
        return None if self.process is None else self.process.returncode

    def kill(self) -> None:
        """Kill it, as a power cut would; the dead may be killed again."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class Crowd:
    """People in the rooms of a site, who ask again, by the same key, for an answer not given."""

    def __init__(self, house: House, site: Site, *, names: list[str], password: str) -> None:
        self.house, self.site = house, site
        self.names, self.password = names, password
        self.acknowledged: dict[str, Any] = {}
        self.asked_again = 0
        self._browsers: list[httpx.Client] = []
        self._stopping = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    @contextlib.contextmanager
    def bidding(self, lots: list[int], *, screens: int) -> Iterator[None]:
        """Let them bid, at so many screens; they have come in before, and stay logged in."""
        for name in self.names:
            browser = httpx.Client(base_url=self.site.url, timeout=5)
            self._browsers.append(browser)
            form = {"username": name, "password": self.password}
            form["csrf"] = csrf_of(browser.get("/login").text)
            assert browser.post("/login", data=form).status_code == 303
        self._thread.start()
        storm = asyncio.run_coroutine_threadsafe(self._storm(lots, screens), self._loop)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._stopping.set)
            try:
                storm.result(60)
            finally:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join(10)
                self._loop.close()
                for browser in self._browsers:
                    browser.close()

    async def _storm(self, lots: list[int], screens: int) -> None:
        async with asyncio.TaskGroup() as people:
            for place in range(screens):
                people.create_task(self._sit(place, lots))

    async def _sit(self, place: int, lots: list[int]) -> None:
        """Bid in one room after the other; where the line is lost, come in again."""
        chance = random.Random(place)
        browser = self._browsers[place % len(self._browsers)]
        key, number = "", place
        while not self._stopping.is_set():
            lot = lots[number % len(lots)]
            try:
                async with self._room(browser, lot) as room:
                    minimum = Decimal(100)
                    while not self._stopping.is_set():
                        key = key or uuid.uuid4().hex
                        answer = await room.bid(minimum + chance.randrange(3), key)
                        if answer["code"] in ("unavailable", "given_up"):
                            raise TimeoutError  # not known yet: asked again
                        self.acknowledged[key] = answer
                        key = ""
                        known = answer["price"] or answer["values"].get("minimum")
                        minimum = max(minimum, Decimal(known or 0) + 1)
                        if answer["code"] in ("closed", "not_open"):
                            break
                        await asyncio.sleep(PAUSE_SECONDS)
                number += 1
            except LOST:
                self.asked_again += 1
                await asyncio.sleep(0.1)

    @contextlib.asynccontextmanager
    async def _room(self, browser: httpx.Client, lot: int) -> AsyncIterator[Room]:
        page = await asyncio.to_thread(browser.get, f"/auction/{lot}")
        page.raise_for_status()
        room = Room(Stranger(self.site.url, browser), page.text, self.house)
        try:
            yield await room.enter()
        finally:
            await room.socket.leave()


class Room:
    """A room as the page of one person holds it open."""

    def __init__(self, socket_: Stranger, html: str, house: House) -> None:
        self.socket, self.house = socket_, house
        self.page = read(html, "bid")
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.socket.client.on("answer", self.answers.put)

    async def enter(self) -> Room:
        await self.socket.join(self.page.client_id)
        return self

    async def bid(self, amount: Decimal, key: str) -> dict[str, Any]:
        """Bid as the box on the page does; raises TimeoutError where no answer comes."""
        now = milliseconds(self.house.clock.now())
        offer = {
            "amount": f"{amount:.2f}".replace(".", ","),
            "key": key,
            "confirmed": True,
            "until_ms": now + round(ANSWER_SECONDS * 1000),
        }
        await self.socket.client.emit("event", self.page.press(offer))
        deadline = time.monotonic() + ANSWER_SECONDS
        while not self.socket.gone.is_set() and time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                said = await asyncio.wait_for(self.answers.get(), 0.3)
                if said["key"] == key:
                    answer: dict[str, Any] = said["answer"]
                    return answer
        raise TimeoutError
