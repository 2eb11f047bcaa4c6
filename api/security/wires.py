"""Open connections of a Socket.IO server: from where, for which session, how much is said."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import structlog
from engineio.packet import NOOP, Packet

from api.security.csrf import same
from services.events import Event, HouseClosing, SessionEnded

AGAIN_SECONDS = 0.2
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Connection:
    """One open connection: from where, for which session, and how much it may still say."""

    address: str
    session_key: str | None
    tokens: float
    counted_at: float
    closing: bool = False


class Wires:
    """Counts and measures what arrives at a server: `rate` messages a second, `burst` at once."""

    def __init__(
        self,
        sio: Any,
        *,
        rate: float = 20.0,
        burst: float = 60.0,
        sockets_per_address: int = 200,
        largest_message: int = 65_536,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sio = sio
        self.rate, self.burst = rate, burst
        self.sockets_per_address = sockets_per_address
        self.largest_message = largest_message
        self.now = now
        self.connections: dict[str, Connection] = {}
        self.by_address: Counter[str] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closings: set[asyncio.Task[None]] = set()
        if not hasattr(sio, "unguarded"):  # a second guard takes the first one's place
            sio.unguarded = (dict(sio.handlers.get("/", {})), dict(sio.eio.handlers))
        self._page, self._wire = sio.unguarded

    def stand(self) -> None:
        """Take the places of the server's own listeners."""
        self.sio.eio.max_http_buffer_size = self.largest_message
        self.sio.eio.on("connect", self.arrive)
        self.sio.eio.on("message", self.measure)
        self.sio.eio.on("disconnect", self.leave)
        # Its own waits until all that was meant for a client is fetched, which nobody may ever do.
        self.sio.eio.disconnect = self.close

    def hear(self, event: Event) -> None:
        """Close the sockets of a session that has ended; may be called from any thread."""
        if self._loop is None or not isinstance(event, SessionEnded | HouseClosing):
            return
        with contextlib.suppress(RuntimeError):  # the loop has closed, and every socket with it
            if isinstance(event, SessionEnded):
                self._loop.call_soon_threadsafe(self.close_session, event.session_key)
            else:
                self._loop.call_soon_threadsafe(self.answer_polls)

    def answer_polls(self) -> None:
        """Give who waits by a long request an answer, after which they ask anew; again and again,
        as of two that wait at one connection only one is answered at a time."""
        for socket in list(self.sio.eio.sockets.values()):
            if not socket.upgraded:
                socket.queue.put_nowait(Packet(NOOP))
        asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.answer_polls)

    def close_session(self, session_key: str) -> None:
        """Close all sockets of a session; its screens load anew and find out who they are."""
        for wire, connection in list(self.connections.items()):
            if connection.session_key and same(connection.session_key, session_key):
                connection.closing = True
                closing = asyncio.get_running_loop().create_task(self.close(wire))
                self._closings.add(closing)
                closing.add_done_callback(self._closings.discard)

    async def close(self, wire: str) -> None:
        """Hear nothing more from a connection and hang up."""
        socket = self.sio.eio.sockets.get(wire)
        if socket is not None:
            await socket.close(wait=False)

    async def arrive(self, wire: str, environ: dict[str, Any]) -> Any:
        """Count a connection; refuse it if its address has too many. Loopback is this machine."""
        self._loop = asyncio.get_running_loop()
        scope = environ["asgi.scope"]
        address = scope["client"][0] if scope.get("client") else ""
        if self.by_address[address] >= self.sockets_per_address and not is_loopback(address):
            log.warning("too_many_sockets", address=address)
            return False
        self.by_address[address] += 1
        self.connections[wire] = Connection(
            address=address,
            session_key=scope.get("session_key"),
            tokens=self.burst,
            counted_at=self.now(),
        )
        return await self._wire["connect"](wire, environ)

    async def leave(self, wire: str, *reason: Any) -> Any:
        """Forget a connection that has closed."""
        connection = self.connections.pop(wire, None)
        if connection is not None:
            self.by_address[connection.address] -= 1
            if not self.by_address[connection.address]:
                del self.by_address[connection.address]
        socket = self.sio.eio.sockets.get(wire)
        if socket is not None:
            # After the farewell that closing it still writes: lets the writer, or a long request,
            # go at once instead of at its next ping.
            asyncio.get_running_loop().call_soon(socket.queue.put_nowait, None)
        return await self._wire["disconnect"](wire, *reason)

    async def measure(self, wire: str, message: Any) -> Any:
        """Hear a message if its sender keeps the measure, hang up on who does not."""
        connection = self.connections.get(wire)
        if connection is None or connection.closing:
            return None
        now = self.now()
        refill = (now - connection.counted_at) * self.rate
        connection.tokens = min(self.burst, connection.tokens + refill)
        connection.counted_at = now
        if connection.tokens < 1:
            connection.closing = True
            log.warning("socket_flood", address=connection.address)
            await self.close(wire)
            return None
        connection.tokens -= 1
        return await self.pass_on(wire, message)

    async def pass_on(self, wire: str, message: Any) -> Any:
        """Let the server hear a message that was measured."""
        return await self._wire["message"](wire, message)


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine: no stranger, or a proxy nobody has named."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
