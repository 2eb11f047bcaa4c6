"""The warden of NiceGUI's socket: only the session that opened a page may press its buttons.

NiceGUI takes the number of a page, which stands in its HTML, for proof enough. Here a socket is
bound to the page's session, speaks only for pages it has joined, and speaks with measure.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs

import structlog
from nicegui import Client
from socketio.exceptions import ConnectionRefusedError as SocketRefused
from starlette.types import Scope

from api.security.csrf import same
from services.events import Event, SessionEnded

LARGEST_MESSAGE = 65_536
RELOAD = "Implicit handshake failed"  # nicegui.js answers exactly this by loading the page anew
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Connection:
    """One open connection: from where, for which session, and how much it may still say."""

    address: str
    session_key: str | None
    tokens: float
    counted_at: float
    closing: bool = False


class SocketGuard:
    """Stands around a Socket.IO server; `rate` messages a second, `burst` at once, per socket."""

    def __init__(
        self,
        sio: Any,
        *,
        rate: float = 20.0,
        burst: float = 60.0,
        sockets_per_address: int = 200,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sio = sio
        self.rate, self.burst = rate, burst
        self.sockets_per_address = sockets_per_address
        self.now = now
        self.connections: dict[str, Connection] = {}
        self.by_address: Counter[str] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closings: set[asyncio.Task[None]] = set()
        if not hasattr(sio, "unguarded"):  # a second guard takes the first one's place
            sio.unguarded = (dict(sio.handlers["/"]), dict(sio.eio.handlers))
        self._page, self._wire = sio.unguarded

    def stand(self) -> None:
        """Take the places of NiceGUI's own listeners."""
        self.sio.eio.max_http_buffer_size = LARGEST_MESSAGE
        self.sio.eio.on("connect", self.arrive)
        self.sio.eio.on("message", self.measure)
        self.sio.eio.on("disconnect", self.leave)
        self.sio.on("connect", self.connect)
        self.sio.on("handshake", self.handshake)
        self.sio.on("log", self.ignore)
        for name in ("event", "javascript_response", "ack"):
            self.sio.on(name, self.of_its_room(name))

    def hear(self, event: Event) -> None:
        """Close the sockets of a session that has ended; may be called from any thread."""
        if isinstance(event, SessionEnded) and self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(self.close_session, event.session_key)
            except RuntimeError:  # the loop has closed, and every socket with it
                self._loop = None

    def close_session(self, session_key: str) -> None:
        """Close all sockets of a session; the pages load anew and find out who they are."""
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
            await socket.queue.put(None)  # lets the writer go at once instead of at its next ping

    # ---- the wire: who arrives, and how much is said -------------------------------------------

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
        return await self._wire["message"](wire, message)

    # ---- the page: whose it is, and who speaks for it ------------------------------------------

    async def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> Any:
        """Let a socket join the page it names if both are of one session."""
        page = parse_qs(environ.get("QUERY_STRING", "")).get("client_id", [""])[0]
        if not self.belongs(page, environ):
            raise SocketRefused(RELOAD)
        try:
            return await self._page["connect"](sid, environ, auth)
        except UNREADABLE as mistake:
            raise SocketRefused(RELOAD) from mistake

    async def handshake(self, sid: str, message: Any) -> bool:
        """Let a page that was fetched in advance be joined, by the same rule."""
        environ = self.sio.get_environ(sid)
        if not isinstance(message, dict) or not self.belongs(message.get("client_id"), environ):
            return False
        try:
            return bool(await self._page["handshake"](sid, message))
        except UNREADABLE:
            return False

    def of_its_room(self, name: str) -> Callable[[str, Any], Any]:
        """Hear this kind of message only from a socket that has joined the page it speaks for."""

        def hear(sid: str, message: Any = None, *_: Any) -> Any:
            page = message.get("client_id") if isinstance(message, dict) else None
            if not isinstance(page, str) or page not in self.sio.rooms(sid):
                log.warning("socket_not_in_room", kind=name)
                return None
            try:
                return self._page[name](sid, message)
            except UNREADABLE:
                log.info("socket_unreadable", kind=name)
                return None

        return hear

    def ignore(self, sid: str, *message: Any) -> None:
        """Write nothing into our log that a visitor dictates."""

    def belongs(self, page: Any, environ: dict[str, Any]) -> bool:
        """Tell whether the socket comes from the session that opened the page, if there is one."""
        client = Client.instances.get(page) if isinstance(page, str) else None
        if client is None:
            return True
        owner, asker = holder(client.request.scope), holder(environ["asgi.scope"])
        mine = bool(owner) and same(owner, asker)
        if not mine:
            log.warning("socket_of_another_session", path=client.page.path)
        return mine


def holder(scope: Scope) -> str:
    """Name who holds a page or a socket: the session, else the browser by NiceGUI's own cookie."""
    if key := scope.get("session_key"):
        return f"session {key}"
    browser = (scope.get("session") or {}).get("id")
    return f"browser {browser}" if browser else ""


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine: no stranger, or a proxy nobody has named."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
