"""Stand-ins for what the house asks for: a clock, an alarm, a store of photos, the post office."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

import socketio

from services.people.places import Place
from services.ports import PostalServiceDown, PushAddress, PushRefused

P = ParamSpec("P")
T = TypeVar("T")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday, 9 o'clock in Brasília


async def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a transaction off the loop, as the house does."""
    return await asyncio.to_thread(function, *args, **kwargs)


class ToldClock:
    """A clock that stands until it is told to go on."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def goes_on(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def shows(self, now: datetime) -> None:
        self._now = now


class SilentAlarm:
    """An alarm that keeps what it was set to and rings when a test says so."""

    def __init__(self) -> None:
        self.set_to: list[datetime] = []
        self.ring: Callable[[], None] | None = None

    def start(self, ring: Callable[[], None], *, sweep_seconds: float) -> None:
        self.ring = ring

    def set(self, at: datetime) -> None:
        self.set_to.append(at)

    def stop(self) -> None:
        self.ring = None


class Album:
    """A store of photos in memory, which may be full or away."""

    def __init__(self) -> None:
        self.kept: dict[str, Mapping[str, bytes]] = {}
        self.full = self.away = False

    def keep(self, prints: Mapping[str, bytes]) -> str:
        if self.full:
            raise OSError("no space left")
        key = secrets.token_hex(16)
        self.kept[key] = dict(prints)
        return key

    def read(self, key: str, name: str) -> bytes | None:
        return self.kept.get(key, {}).get(name)

    def drop(self, key: str) -> None:
        if self.away:
            raise OSError("no route")
        self.kept.pop(key, None)

    def keys(self, before: datetime) -> Iterator[str]:
        yield from tuple(self.kept)


class Atlas:
    """A postal service that knows one avenue, counts who asks, and may be down."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.down = False
        self.places = {
            "01310100": Place(
                zip_code="01310100",
                street_name="Avenida Paulista",
                district="Bela Vista",
                city="São Paulo",
                state="SP",
            )
        }

    def place_of(self, cep: str) -> Place | None:
        self.asked.append(cep)
        if self.down:
            raise PostalServiceDown("away")
        return self.places.get(cep)


class Carrier:
    """A carrier of pushes that keeps what it takes, or refuses as it is told."""

    public_key = "B" * 87

    def __init__(self) -> None:
        self.refusal: PushRefused | None = None
        self.tried = 0
        self.taken: list[tuple[str, dict[str, str]]] = []

    def push(
        self, to: PushAddress, message: bytes, *, seconds: int, urgent: bool, topic: str
    ) -> None:
        self.tried += 1
        if self.refusal:
            raise self.refusal
        self.taken.append((to.endpoint, json.loads(message)))


def silent_sockets() -> socketio.AsyncServer:
    """Give the guard a socket's server with all events it guards, behind which nobody answers."""
    sio = socketio.AsyncServer(async_mode="asgi")
    for name in ("connect", "handshake", "event", "javascript_response", "ack", "log"):
        sio.on(name, lambda *_: None)
    return sio
