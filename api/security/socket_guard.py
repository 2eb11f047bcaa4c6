"""The warden of NiceGUI's socket: only the session that opened a page may press its buttons.

NiceGUI takes the number of a page, which stands in its HTML, for proof enough. Here a socket is
bound to the page's session, speaks only for pages it has joined, and speaks with measure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import structlog
from nicegui import Client
from socketio.exceptions import ConnectionRefusedError as SocketRefused
from starlette.types import Scope

from api.security.csrf import same
from api.security.wires import Wires

RELOAD = "Implicit handshake failed"  # nicegui.js answers exactly this by loading the page anew
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
log = structlog.get_logger(__name__)


class SocketGuard(Wires):
    """Stands around NiceGUI's Socket.IO server; a socket belongs to the session of its page."""

    def stand(self) -> None:
        """Take the places of NiceGUI's own listeners."""
        super().stand()
        self.sio.on("connect", self.connect)
        self.sio.on("handshake", self.handshake)
        self.sio.on("log", self.ignore)
        for name in ("event", "javascript_response", "ack"):
            self.sio.on(name, self.of_its_room(name))

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
