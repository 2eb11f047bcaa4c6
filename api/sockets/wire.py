"""What may come in by the wire of the public sockets at all, and which person is at which."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

import structlog
from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from api.security.wires import Wires

LARGEST_MESSAGE = 16_384
NAME_SECONDS = 10.0
RESERVED = ("connect", "disconnect", "connect_error")
UNREADABLE = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
log = structlog.get_logger(__name__)

# What python-socketio and python-engineio have to say is about what strangers send them; with the
# stack of their calls it would be theirs to fill our log with.
quiet = logging.getLogger("public-sockets")
quiet.setLevel(logging.CRITICAL + 1)


class PublicWires(Wires):
    """Hangs up on what no client library sends, and on who says nothing for ten seconds."""

    def __init__(self, sio: Any, **limits: Any) -> None:
        super().__init__(sio, largest_message=LARGEST_MESSAGE, **limits)
        self._requests: dict[str, int] = {}
        self._named: set[str] = set()

    async def arrive(self, wire: str, environ: dict[str, Any]) -> Any:
        """Count a connection, and give it ten seconds to join the namespace."""
        answer = await super().arrive(wire, environ)
        if wire in self.connections:
            self._requests[wire] = id(environ["asgi.scope"])
            asyncio.get_running_loop().call_later(NAME_SECONDS, self._expect, wire)
        return answer

    async def leave(self, wire: str, *reason: Any) -> Any:
        """Forget a connection that has closed."""
        self._named.discard(wire)
        self._requests.pop(wire, None)
        return await super().leave(wire, *reason)

    def name(self, wire: str, session_key: str | None) -> None:
        """Note whose a connection is now: it ends with that session."""
        self._named.add(wire)
        if (connection := self.connections.get(wire)) is not None:
            connection.session_key = session_key

    def forget_name(self, wire: str) -> None:
        """Note that a connection has left the namespace; it may join it again."""
        self._named.discard(wire)

    def keys(self) -> set[str]:
        """Give the sessions of all who are connected."""
        found = (connection.session_key for connection in self.connections.values())
        return {key for key in found if key}

    async def pass_on(self, wire: str, message: Any) -> Any:
        """Let the server hear a message of the protocol, as this server speaks it."""
        if not self.readable(wire, message):
            log.info("socket_unreadable", address=self.connections[wire].address)
            self.connections[wire].closing = True
            await self.close(wire)
            return None
        return await super().pass_on(wire, message)

    def readable(self, wire: str, message: Any) -> bool:
        """Tell whether a message is a connection, once, an event with a name, or a farewell."""
        try:
            packet = Packet(encoded_packet=message) if isinstance(message, str) else None
        except UNREADABLE:
            return False
        if packet is None or packet.attachment_count:
            return False
        if packet.packet_type == CONNECT:
            return wire not in self._named
        if packet.packet_type == EVENT:
            said = packet.data
            named = isinstance(said, list) and bool(said) and isinstance(said[0], str)
            return named and said[0] not in RESERVED and said[0] != "*"
        return bool(packet.packet_type == DISCONNECT)

    def at(self, scope: Scope) -> str | None:
        """Tell which connection a request has opened."""
        return next((wire for wire, one in self._requests.items() if one == id(scope)), None)

    def _expect(self, wire: str) -> None:
        if wire in self.connections and wire not in self._named:
            closing = asyncio.get_running_loop().create_task(self.close(wire))
            self._closings.add(closing)
            closing.add_done_callback(self._closings.discard)


class Guarded:
    """Keeps what python-engineio cannot read from being more than one connection's trouble."""

    def __init__(self, app: ASGIApp, wires: PublicWires) -> None:
        self.app = app
        self.wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request of a socket."""
        try:
            await self.app(scope, receive, send)
        except UNREADABLE:
            log.info("socket_unreadable", path=scope["path"])
            if (wire := self.wires.at(scope)) is not None:
                await self.wires.close(wire)
            if scope["type"] == "http":
                raise HTTPException(400) from None
            with contextlib.suppress(RuntimeError):  # it may have been closed already
                await send({"type": "websocket.close", "code": 1002})
