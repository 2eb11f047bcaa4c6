"""Where the public Socket.IO server stands: at `/socket.io/`, beside NiceGUI's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import socketio
from fastapi import FastAPI
from starlette.responses import FileResponse, Response

from api.routing import door
from api.sockets.audience import SocketAudience
from api.sockets.desk import SocketDesk
from api.sockets.wire import LARGEST_MESSAGE, Guarded, PublicWires, quiet
from components.room import broadcaster_of
from services.views import PublicRoom

if TYPE_CHECKING:
    from services.bootstrap import Services

SCRIPT = Path(__file__).parents[2] / "static" / "vendor" / "socket.io" / "socket.io.min.js"
MESSAGES_PER_SECOND, MESSAGES_AT_ONCE = 40.0, 120.0


def register(app: FastAPI, services: Services) -> None:
    """Serve `/socket.io/` and the client's script beside it."""
    sio = socketio.AsyncServer(
        async_mode="asgi",
        async_handlers=False,  # one after the other, so that what a client asks keeps its order
        cors_allowed_origins="*",  # who comes from where is the gate's to say; see `foreign`
        cors_credentials=False,
        http_compression=False,  # the site's own is enough: twice, no client reads it
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=25,
        ping_timeout=20,
        logger=quiet,
        engineio_logger=quiet,
    )

    async def read(auction_id: int, row: int) -> PublicRoom:
        return await services.run(services.rooms.public, auction_id, rows_after=row)

    async def whole(auction_id: int) -> PublicRoom:
        return await services.run(services.rooms.public, auction_id)

    broadcaster = broadcaster_of(services.hub, read, now=lambda: services.clock.now().timestamp())
    wires = PublicWires(sio, rate=MESSAGES_PER_SECOND, burst=MESSAGES_AT_ONCE)
    wires.stand()
    services.hub.listen(wires.hear)
    audience = SocketAudience(sio, broadcaster, whole)
    SocketDesk(services, sio, wires, audience, broadcaster).open()

    @door(app, "GET", "/socket.io/socket.io.js")
    async def script() -> Response:
        """Give the official client for browsers."""
        headers = {"Cache-Control": "private, max-age=3600"}
        return FileResponse(SCRIPT, media_type="text/javascript", headers=headers)

    app.mount("/socket.io", Guarded(socketio.ASGIApp(sio, socketio_path=""), wires))
