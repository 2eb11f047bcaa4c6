"""How many sockets an address may hold, and how much each may say."""

import asyncio
from typing import Any

import socketio

from api.security.socket_guard import SocketGuard


class Wire:
    """A Socket.IO server that hears everything and counts what reached it."""

    def __init__(self, **limits: Any) -> None:
        self.sio = socketio.AsyncServer(async_mode="asgi")
        self.sio.on("connect", lambda *_: None)
        self.heard = 0
        self.time = 0.0

        async def hear(*_: Any) -> None:
            self.heard += 1

        async def nothing(*_: Any) -> None:
            return None

        self.sio.eio.on("message", hear)
        self.sio.eio.on("connect", nothing)
        self.sio.eio.on("disconnect", nothing)
        self.guard = SocketGuard(self.sio, now=lambda: self.time, **limits)

    async def arrive(self, wire: str, address: str = "203.0.113.5") -> Any:
        return await self.guard.arrive(wire, {"asgi.scope": {"client": (address, 1)}})


async def test_an_address_holds_so_many_sockets_and_no_more() -> None:
    wire = Wire(sockets_per_address=2)
    assert [await wire.arrive(name) for name in "abc"] == [None, None, False]
    assert await wire.arrive("d", "203.0.113.6") is None
    await wire.guard.leave("a")
    await wire.guard.leave("a")
    assert await wire.arrive("e") is None
    assert await wire.arrive("f") is False


async def test_this_machine_itself_is_not_counted_out() -> None:
    wire = Wire(sockets_per_address=1)
    assert [await wire.arrive(name, "127.0.0.1") for name in "abc"] == [None, None, None]


async def test_a_socket_may_say_a_burst_at_once_and_then_its_rate() -> None:
    wire = Wire(rate=2.0, burst=5.0)
    await wire.arrive("a")
    for _ in range(5):
        await wire.guard.measure("a", "x")
    wire.time = 1.0
    for _ in range(2):
        await wire.guard.measure("a", "x")
    assert wire.heard == 7
    await wire.guard.measure("a", "one too many")
    wire.time = 1000.0
    await wire.guard.measure("a", "too late")
    assert wire.heard == 7


async def test_what_was_saved_up_has_a_limit() -> None:
    wire = Wire(rate=2.0, burst=5.0)
    await wire.arrive("a")
    wire.time = 1000.0
    for _ in range(9):
        await wire.guard.measure("a", "x")
    assert wire.heard == 5


async def test_one_that_floods_takes_nothing_from_another() -> None:
    wire = Wire(rate=1.0, burst=1.0)
    await asyncio.gather(wire.arrive("a"), wire.arrive("b"))
    for _ in range(9):
        await wire.guard.measure("a", "x")
    await wire.guard.measure("b", "x")
    assert wire.heard == 2
